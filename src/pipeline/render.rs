//! Rendering and writing: one loop, file by file.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Place, codes};
use crate::model::SourcePath;
use crate::output::{Artifact, Content, LinkChecker, Outputs};
use crate::write::Publication;

/// What is to be rendered, and how.
pub(super) struct RenderJob<'j> {
    pub(super) outputs: &'j Outputs<'j>,
    pub(super) artifacts: &'j [Artifact],
    pub(super) root: &'j Path,
}

impl RenderJob<'_> {
    pub(super) fn run(&self, publication: Option<&Publication>, base_url: Option<&BaseUrl>) -> Diagnostics {
        let checker = LinkChecker::new(self.artifacts, base_url);
        let failures: Vec<Diagnostic> = self
            .artifacts
            .par_iter()
            .flat_map_iter(|artifact| self.one(artifact, publication, &checker))
            .collect();
        gather(failures)
    }

    fn one(
        &self,
        artifact: &Artifact,
        publication: Option<&Publication>,
        checker: &LinkChecker<'_>,
    ) -> Vec<Diagnostic> {
        let content = match self.outputs.make(artifact, self.artifacts) {
            Ok(content) => content,
            Err(diagnostic) => return vec![*diagnostic],
        };
        let mut found = Vec::new();
        if let Content::Html(html) = &content {
            found.extend(checker.broken(artifact.path.as_str(), html).into_iter().map(|target| {
                let mut diagnostic = Diagnostic::error(
                    &codes::LINK_OUTPUT,
                    format!("`{target}` leads to nothing in this site"),
                );
                if let Some(source) = &artifact.source {
                    diagnostic = diagnostic.in_file(source);
                }
                diagnostic
                    .context(format!("in the page `/{}`", artifact.path))
                    .help("a template or raw HTML makes this link; one to a folder ends with a slash")
            }));
        }
        let Some(publication) = publication else { return found };
        let written = match &content {
            Content::Bytes(bytes) | Content::Html(bytes) => publication.put(&artifact.path, bytes),
            Content::Copy(path) => publication.copy(&artifact.path, &self.root.join(path.as_str())),
        };
        found.extend(written.err());
        found
    }
}

/// One fault of a template fails on every page that it renders: it is told once, with the first
/// page and the number of others.
fn gather(failures: Vec<Diagnostic>) -> Diagnostics {
    let mut groups: Vec<(Diagnostic, usize)> = Vec::new();
    let mut places: BTreeMap<(&'static str, String, Option<LabelKey>), usize> = BTreeMap::new();
    for failure in failures {
        let templates = failure.code == &codes::TEMPLATE_RENDER || failure.code == &codes::LINK_OUTPUT;
        let place =
            if failure.code == &codes::LINK_OUTPUT { None } else { failure.labels.first().map(label_key) };
        let key = (failure.code.id, failure.message.clone(), place);
        match places.get(&key) {
            Some(at) if templates => groups[*at].1 += 1,
            _ => {
                places.insert(key, groups.len());
                groups.push((failure, 0));
            }
        }
    }
    let mut found = Diagnostics::new();
    for (mut diagnostic, others) in groups {
        match others {
            0 => {}
            1 => diagnostic = diagnostic.context("and on one other page"),
            others => diagnostic = diagnostic.context(format!("and on {others} other pages")),
        }
        found.push(diagnostic);
    }
    found
}

type LabelKey = (SourcePath, Place);

fn label_key(label: &Label) -> LabelKey {
    (label.path.clone(), label.place.clone())
}
