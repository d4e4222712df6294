//! Diagnostics are values.
//!
//! A stage never prints: it returns what it made and every [`Diagnostic`] that it found. Labels
//! may name a place by its field (`actors[1]` of a front matter) instead of by bytes, because
//! most files are gone from memory when a later stage finds that an id is unknown; such places are
//! looked up in the file, read again, just before the diagnostic is shown.

pub mod codes;
mod place;
mod render;
mod suggest;
mod visible;

pub use codes::Code;
pub use place::{FieldPath, Part, Place, Step};
pub use render::{Format, Renderer, summary};
pub use suggest::{did_you_mean, nearest};
pub use visible::visible;

use std::collections::BTreeMap;

use crate::model::{SourcePath, Span};

/// How bad it is. `--strict` turns warnings into errors; notes stay notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is built.
    Error,
    /// The site is built, though probably not as meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A place in a file and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub path: SourcePath,
    /// Where in the file.
    pub place: Place,
    /// A few words under the excerpt; may be empty.
    pub text: String,
}

/// One finding about the site, with everything that a renderer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code, which `dateline explain` documents.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// The first label is the place itself; the others help to understand.
    pub labels: Vec<Label>,
    /// What happened around it, such as the page that was being rendered.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, severity, message, labels: Vec::new(), notes: Vec::new(), help: Vec::new() }
    }

    /// An error: nothing is built.
    pub fn error(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning: built, unless `--strict`.
    pub fn warning(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Points at bytes of a file.
    #[must_use]
    pub fn at(self, path: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        self.label(path, Place::Span(span), text)
    }

    /// Points at a file as a whole.
    #[must_use]
    pub fn in_file(self, path: &SourcePath) -> Self {
        self.label(path, Place::File, "")
    }

    /// Points at any kind of place.
    #[must_use]
    pub fn label(mut self, path: &SourcePath, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.clone(), place, text: text.into() });
        self
    }

    /// Adds a line of advice; an empty one is left out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if !help.is_empty() {
            self.help.push(help);
        }
        self
    }

    /// Adds a line of circumstance.
    #[must_use]
    pub fn context(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// So many findings of one file are shown.
const MOST_OF_A_FILE: usize = 100;

/// The findings of a stage or of a whole build.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No findings yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Makes every warning an error, for `--strict`.
    pub fn deny_warnings(&mut self) {
        for diagnostic in &mut self.0 {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// Keeps the first findings of each file and says how many more there are: a file with thousands of
    /// faults has one cause, and to show each with its excerpt would take minutes.
    ///
    /// What is left out is as bad as the worst of it.
    pub fn shorten(&mut self) {
        let mut files: BTreeMap<SourcePath, (usize, Option<Severity>)> = BTreeMap::new();
        self.0.retain(|diagnostic| {
            let Some(label) = diagnostic.labels.first() else { return true };
            let (count, worst) = files.entry(label.path.clone()).or_default();
            *count += 1;
            if *count > MOST_OF_A_FILE {
                *worst = Some(worst.map_or(diagnostic.severity, |worst| worst.min(diagnostic.severity)));
            }
            *count <= MOST_OF_A_FILE
        });
        for (path, (count, worst)) in files {
            if let Some(severity) = worst {
                let message = format!("there are {} more findings in this file", count - MOST_OF_A_FILE);
                let more = Diagnostic::new(severity, &codes::CONTENT_MANY, message).in_file(&path);
                self.0.push(more.help("mend the first ones and try again"));
            }
        }
    }

    /// Orders by file and position and drops repetitions, so that the same site gives the same
    /// report whatever the number of threads.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let key =
                |d: &Diagnostic| d.labels.first().map(|label| (label.path.clone(), label.place.clone()));
            key(a)
                .cmp(&key(b))
                .then_with(|| a.severity.cmp(&b.severity))
                .then_with(|| a.code.id.cmp(b.code.id))
                .then_with(|| a.message.cmp(&b.message))
        });
        self.0.dedup();
    }

    /// The findings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The findings, to resolve their places.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}
