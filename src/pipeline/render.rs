//! Rendering and writing: one loop, file by file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::cache::Made;
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Place, codes};
use crate::model::{Fingerprint, PAGES_AT_A_TIME, SourcePath};
use crate::output::{Artifact, Content, LinkChecker, Outputs};
use crate::theme;
use crate::write::Publication;

use super::Overdue;
use super::reuse::Reuse;
use super::stages::Renderings;
use super::watchdog::Watchdog;

/// What is to be rendered, and how.
pub(super) struct RenderJob<'j, 'r> {
    pub(super) outputs: &'r Outputs<'r>,
    pub(super) artifacts: &'j [Artifact],
    pub(super) root: &'j Path,
    /// What needs not be made again; nothing where nothing is written.
    pub(super) reuse: Option<Reuse<'r>>,
}

/// What became of all files.
pub(super) struct Rendered<'j> {
    pub(super) found: Diagnostics,
    pub(super) renderings: Renderings,
    /// What those with nothing wrong in them were made from.
    pub(super) files: Vec<(&'j str, Made)>,
}

/// What became of one file.
struct Outcome {
    /// The template that made it, or what sort of file it is; nothing where it was not made.
    by: Option<Cow<'static, str>>,
    took: Duration,
    found: Vec<Diagnostic>,
    made: Option<Made>,
}

impl Outcome {
    fn failure(diagnostic: Diagnostic) -> Self {
        Self { found: vec![diagnostic], ..Self::nothing() }
    }

    fn nothing() -> Self {
        Self { by: None, took: Duration::ZERO, found: Vec::new(), made: None }
    }
}

impl<'j> RenderJob<'j, '_> {
    pub(super) fn run(
        self,
        publication: Option<&Publication>,
        base_url: Option<&BaseUrl>,
        overdue: Overdue<'_>,
    ) -> Rendered<'j> {
        let checker = LinkChecker::new(self.artifacts, base_url);
        let watchdog = Watchdog::new();
        // What makes one page take too long makes all of them do so.
        let given_up = AtomicBool::new(false);
        // From the last to the first: the few files that take long, which say something of all pages, come
        // last in the plan, and one of them begun at the end would keep one thread busy and the others idle.
        let make = |(number, artifact)| {
            if given_up.load(Ordering::Relaxed) {
                return Outcome::nothing();
            }
            let made = watchdog.during(number, || self.timed(artifact, publication, &checker));
            if made.found.iter().any(|diagnostic| diagnostic.code == &codes::TEMPLATE_LIMIT) {
                given_up.store(true, Ordering::Relaxed);
            }
            made
        };
        let mut outcomes: Vec<Outcome> = thread::scope(|scope| {
            let watch = || watchdog.watch(|number| overdue(self.overdue(number)));
            // Where the system gives no thread, nobody watches.
            let _ = thread::Builder::new().name("watchdog".to_owned()).spawn_scoped(scope, watch);
            let _watch = watchdog.until_dropped();
            self.artifacts.par_iter().enumerate().rev().with_max_len(PAGES_AT_A_TIME).map(make).collect()
        });
        outcomes.reverse();
        let mut renderings = Renderings::default();
        let mut files = Vec::with_capacity(outcomes.len());
        for (artifact, outcome) in self.artifacts.iter().zip(&outcomes) {
            if let Some(by) = &outcome.by {
                renderings.add(by, artifact.path.as_str(), outcome.took);
            }
            let made = outcome.made.filter(|_| outcome.found.is_empty());
            files.extend(made.map(|made| (artifact.path.as_str(), made)));
        }
        let found = gather(outcomes.into_iter().flat_map(|outcome| outcome.found));
        Rendered { found, renderings, files }
    }

    /// What is said of a file that takes too long.
    fn overdue(&self, number: usize) -> Diagnostic {
        let Some(artifact) = self.artifacts.get(number) else { return theme::takes_too_long("a template") };
        let diagnostic = match self.outputs.template_of(artifact) {
            Some(template) => theme::takes_too_long(&format!("the template `{template}`")),
            None => theme::takes_too_long(&format!("the file `{}`", artifact.path)),
        };
        diagnostic.context(format!("while making `/{}`", artifact.path))
    }

    fn timed(
        &self,
        artifact: &Artifact,
        publication: Option<&Publication>,
        checker: &LinkChecker,
    ) -> Outcome {
        let inputs = self.reuse.as_ref().and_then(|reuse| reuse.inputs(artifact));
        if let (Some(reuse), Some(inputs)) = (&self.reuse, inputs) {
            match reuse.keep(artifact, inputs) {
                Ok(None) => {}
                Ok(Some(holds)) => {
                    return Outcome { made: Some(Made { inputs, holds }), ..Outcome::nothing() };
                }
                Err(diagnostic) => return Outcome::failure(diagnostic),
            }
        }
        let begun = Instant::now();
        match self.outputs.make(artifact, self.artifacts) {
            Ok(content) => {
                let (holds, found) = self.put(artifact, &content, publication, checker);
                let by = match content {
                    Content::Page { template, .. } => template.into(),
                    _ => artifact.make.sort().into(),
                };
                let made = inputs.zip(holds).map(|(inputs, holds)| Made { inputs, holds });
                Outcome { by: Some(by), took: begun.elapsed(), found, made }
            }
            Err(diagnostic) => Outcome::failure(*diagnostic),
        }
    }

    /// Checks the links of a file and writes it; what it holds, where it was written.
    fn put(
        &self,
        artifact: &Artifact,
        content: &Content,
        publication: Option<&Publication>,
        checker: &LinkChecker,
    ) -> (Option<Fingerprint>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        if let Content::Page { html, .. } = content {
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
        let Some(publication) = publication else { return (None, found) };
        let written = match content {
            Content::Bytes(bytes) | Content::Page { html: bytes, .. } => {
                publication.put(&artifact.path, bytes)
            }
            Content::Copy(path) => publication.copy(&artifact.path, &self.root.join(path.as_str())),
        };
        match written {
            Ok(holds) => (Some(holds), found),
            Err(diagnostic) => {
                found.push(diagnostic);
                (None, found)
            }
        }
    }
}

/// One fault of a template fails on every page that it renders: it is told once, with the first
/// page and the number of others.
fn gather(failures: impl Iterator<Item = Diagnostic>) -> Diagnostics {
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
