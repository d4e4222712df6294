//! What one build leaves for the next: documents parsed before, and names recognised before.
//!
//! Everything is kept under the fingerprint of all that it follows from, so that nothing here can be
//! out of date: what does not fit is not found, and made anew.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{Fingerprint, SourcePath};
use crate::site::Recognition;

/// What is kept from build to build.
#[derive(Debug, Default)]
pub struct Cache {
    /// Content files.
    pub documents: Documents,
    /// Names in them.
    pub recognition: Recognition,
}

/// A content file as it was parsed.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What it was parsed from; see [`crate::document::key`].
    pub key: Fingerprint,
    /// What it says, unless too little was left to go on with.
    pub document: Option<Arc<Document>>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Content files that were parsed before, by path.
#[derive(Debug, Default)]
pub struct Documents(HashMap<SourcePath, Parsed>);

impl Documents {
    /// A file as it was parsed the last time, whatever it holds now.
    #[must_use]
    pub fn last(&self, path: &SourcePath) -> Option<&Parsed> {
        self.0.get(path)
    }

    /// A file that was parsed from the same as now.
    #[must_use]
    pub fn get(&self, path: &SourcePath, key: Fingerprint) -> Option<&Parsed> {
        self.last(path).filter(|parsed| parsed.key == key)
    }

    /// Keeps these files and forgets all others.
    pub fn replace(&mut self, files: impl IntoIterator<Item = (SourcePath, Parsed)>) {
        self.0 = files.into_iter().collect();
    }
}
