//! Finds the text that a diagnostic points at: files are read again, since stages do not keep them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::data::{self, Syntax};
use crate::diagnostic::{Diagnostics, FieldPath, Part, Place};
use crate::document::front_matter;
use crate::model::{SourcePath, Span};
use crate::source;
use crate::theme;

/// Reads files for excerpts, each once.
#[derive(Debug)]
pub struct Texts {
    root: PathBuf,
    read: RefCell<BTreeMap<SourcePath, Option<String>>>,
}

impl Texts {
    /// Reads from the site's folder and from the embedded themes.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), read: RefCell::default() }
    }

    /// The text of a file; `None` when it cannot be read.
    #[must_use]
    pub fn get(&self, path: &SourcePath) -> Option<String> {
        self.read
            .borrow_mut()
            .entry(path.clone())
            .or_insert_with(|| match theme::embedded_text(path.as_str()) {
                Some(text) => Some(text.to_owned()),
                None => source::read_text(&self.root, path).ok(),
            })
            .clone()
    }
}

/// Turns the fields that labels name into bytes of their files.
pub fn place(root: &Path, diagnostics: &mut Diagnostics) {
    let texts = Texts::new(root);
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        if let Place::Field(field, part) = &label.place {
            let span = texts.get(&label.path).and_then(|text| locate(&label.path, &text, field, *part));
            label.place = span.map_or(Place::File, Place::Span);
        }
    }
}

fn locate(path: &SourcePath, text: &str, field: &FieldPath, part: Part) -> Option<Span> {
    match path.extension() {
        "toml" => data::locate(Syntax::Toml, text, 0, field, part),
        "yaml" | "yml" => data::locate(Syntax::Yaml, text, 0, field, part),
        _ => front_matter::locate(path, text, field, part),
    }
}
