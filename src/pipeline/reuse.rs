//! What of the last site needs not be made again.

use std::collections::HashSet;

use crate::cache::{Made, MadeFiles};
use crate::diagnostic::Diagnostic;
use crate::model::Fingerprint;
use crate::model::OutputPath;
use crate::output::{Artifact, Inputs, is_of_search, of_search_part, search_edition};
use crate::write::Publication;

/// Files that the last build made, held against what this one makes them from.
pub(super) struct Reuse<'r> {
    inputs: Inputs<'r>,
    last: Option<&'r MadeFiles>,
    publication: &'r Publication,
}

impl<'r> Reuse<'r> {
    pub(super) fn new(
        artifacts: &[Artifact],
        inputs: Inputs<'r>,
        last: &'r MadeFiles,
        publication: &'r Publication,
    ) -> Self {
        // A page that is kept may lead to what is there no longer: then the links of all are checked again. To
        // the parts of the index for searching no page leads.
        let paths: HashSet<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
        let mut before = publication.current().chain(last.keys().map(|path| &**path));
        let all_stay = before.all(|path| paths.contains(path) || is_of_search(path));
        Self { inputs, last: all_stay.then_some(last), publication }
    }

    /// What a file is made from, where that is told.
    pub(super) fn inputs(&self, artifact: &Artifact) -> Option<Fingerprint> {
        self.inputs.of(artifact)
    }

    /// Keeps a file that the site has already, if it would be made from the same; what it holds.
    pub(super) fn keep(
        &self,
        artifact: &Artifact,
        inputs: Fingerprint,
    ) -> Result<Option<Fingerprint>, Diagnostic> {
        let made = self.last.and_then(|last| last.get(artifact.path.as_str()));
        let Some(Made { holds, .. }) = made.filter(|made| made.inputs == inputs) else { return Ok(None) };
        Ok(self.publication.keep(&artifact.path, *holds)?.then_some(*holds))
    }
}

/// The parts of the last index of the search page, if that was made from what has this fingerprint and nothing
/// of it was forgotten.
pub(super) fn last_search(last: &MadeFiles, inputs: Fingerprint) -> Vec<OutputPath> {
    let mut parts: Vec<(&str, Fingerprint)> = last
        .iter()
        .filter(|(path, _)| is_of_search(path))
        .map(|(path, made)| (&**path, made.inputs))
        .collect();
    parts.sort_unstable();
    let edition = search_edition(inputs, parts.iter().map(|(path, _)| *path));
    let is_of_it = |(path, inputs): &(&str, Fingerprint)| of_search_part(edition, path) == *inputs;
    if !parts.iter().all(is_of_it) {
        return Vec::new();
    }
    parts.into_iter().map(|(path, _)| OutputPath::new(path)).collect()
}
