//! What one build leaves for the next: documents parsed before, and names recognised before.
//!
//! Everything is kept under the fingerprint of all that it follows from, so that nothing here can be
//! out of date: what does not fit is not found, and made anew.

mod disk;
mod last;
mod store;

pub use disk::{Disk, Made, MadeFiles, Recalled};
pub use last::{Kept, KnownSource, LastBuild};

use std::collections::BTreeMap;
use std::sync::Arc;

use ahash::AHashMap;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{Fingerprint, PictureSize, SourcePath};
use crate::site::{Recognition, Together};

/// The work folder, which the write stage has made.
const FOLDER: &str = ".dateline";

/// What is kept from build to build.
#[derive(Debug, Default)]
pub struct Cache {
    /// Content files.
    pub documents: Documents,
    /// All files of the content's folder, sorted.
    pub paths: Vec<SourcePath>,
    /// Sizes of the pictures among them; none of a drawing that says none.
    pub sizes: BTreeMap<SourcePath, Option<PictureSize>>,
    /// The same of static files.
    pub static_sizes: BTreeMap<SourcePath, Option<PictureSize>>,
    /// Names in them.
    pub recognition: Recognition,
    /// What goes together, and the fingerprint of what that follows from.
    pub together: Option<(Fingerprint, Together)>,
}

/// A content file as it was parsed.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The fingerprint of the file that it was parsed from.
    pub source: Fingerprint,
    /// The fingerprint of what it was parsed by; see [`crate::document::rules`].
    pub rules: Fingerprint,
    /// What it says, unless too little was left to go on with.
    pub document: Option<Arc<Document>>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Content files that were parsed before, by path.
#[derive(Debug, Default)]
pub struct Documents(AHashMap<SourcePath, Parsed>);

impl Documents {
    /// Room for so many files.
    pub(super) fn with_capacity(files: usize) -> Self {
        Self(AHashMap::with_capacity(files))
    }

    /// A file as it was parsed the last time, whatever it holds now.
    #[must_use]
    pub fn last(&self, path: &SourcePath) -> Option<&Parsed> {
        self.0.get(path)
    }

    /// A file that was parsed from the same as now, by the same rules.
    #[must_use]
    pub fn get(&self, path: &SourcePath, source: Fingerprint, rules: Fingerprint) -> Option<&Parsed> {
        self.last(path).filter(|parsed| parsed.source == source && parsed.rules == rules)
    }

    /// All files, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&SourcePath, &Parsed)> {
        self.0.iter()
    }

    /// What is wrong with all files, in no order.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.values().flat_map(|parsed| &parsed.diagnostics)
    }

    /// Keeps a file as it was parsed now.
    pub fn keep(&mut self, path: SourcePath, parsed: Parsed) {
        self.0.insert(path, parsed);
    }

    /// Forgets a file.
    pub fn forget(&mut self, path: &SourcePath) {
        self.0.remove(path);
    }

    /// Forgets all files but these, which are sorted.
    pub fn retain(&mut self, paths: &[SourcePath]) {
        if self.0.len() > paths.len() {
            self.0.retain(|path, _| paths.binary_search(path).is_ok());
        }
    }
}
