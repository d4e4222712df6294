//! Finds the text that a diagnostic points at: files are read again, since stages do not keep them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::data::{SpanMap, Syntax};
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

/// Turns the fields that labels name into bytes of their files. A file is read once, however many do.
pub fn place(root: &Path, diagnostics: &mut Diagnostics) {
    let texts = Texts::new(root);
    let mut files: BTreeMap<SourcePath, Option<FieldPlaces>> = BTreeMap::new();
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        if let Place::Field(field, part) = &label.place {
            let places = files
                .entry(label.path.clone())
                .or_insert_with(|| FieldPlaces::of(&label.path, &texts.get(&label.path)?));
            let span = places.as_ref().and_then(|places| places.find(field, *part));
            label.place = span.map_or(Place::File, Place::Span);
        }
    }
}

/// Where the fields of a file stand in it.
#[derive(Debug)]
pub struct FieldPlaces {
    spans: SpanMap,
    /// Where its data begins.
    offset: usize,
}

impl FieldPlaces {
    /// The fields of a file of data, or of the front matter of any other; `None` when that is not closed.
    #[must_use]
    pub fn of(path: &SourcePath, text: &str) -> Option<Self> {
        let (syntax, matter) = match path.extension() {
            "toml" => (Syntax::Toml, 0..text.len()),
            "yaml" | "yml" => (Syntax::Yaml, 0..text.len()),
            _ => {
                let parts = front_matter::split(path, text).ok()?;
                (parts.syntax, parts.matter)
            }
        };
        Some(Self { spans: SpanMap::read(syntax, text.get(matter.clone())?), offset: matter.start })
    }

    /// The bytes of a field in the text of its file.
    #[must_use]
    pub fn find(&self, field: &FieldPath, part: Part) -> Option<Span> {
        self.spans.find(field, part).map(|span| span.shifted(self.offset))
    }
}
