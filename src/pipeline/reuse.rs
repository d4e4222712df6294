//! What of the last site needs not be made again.

use std::collections::HashSet;

use crate::cache::{Made, MadeFiles};
use crate::diagnostic::Diagnostic;
use crate::model::Fingerprint;
use crate::output::{Artifact, Inputs, Outputs};
use crate::write::Publication;

/// Files that the last build made, held against what this one makes them from.
pub(super) struct Reuse<'r> {
    inputs: Inputs<'r>,
    last: Option<&'r MadeFiles>,
    publication: &'r Publication,
}

impl<'r> Reuse<'r> {
    pub(super) fn new(
        outputs: &Outputs<'_>,
        artifacts: &[Artifact],
        inputs: Inputs<'r>,
        last: &'r MadeFiles,
        publication: &'r Publication,
    ) -> Self {
        // A page that is kept may lead to what is there no longer: then the links of all are checked again. To
        // the parts of the index for searching no page leads.
        let paths: HashSet<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
        let all_stay = publication.current().all(|path| paths.contains(path) || outputs.is_of_search(path));
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
        let made = self.last.and_then(|last| last.get(&key(artifact)));
        let Some(Made { holds, .. }) = made.filter(|made| made.inputs == inputs) else { return Ok(None) };
        Ok(self.publication.keep(&artifact.path, *holds)?.then_some(*holds))
    }
}

/// What a file is found by in the cache.
pub(super) fn key(artifact: &Artifact) -> Fingerprint {
    Fingerprint::of(artifact.path.as_str().as_bytes())
}
