//! What templates ask of the record of a page: a field that none asks for is not made.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::record::Field;

/// The fields of the records `article`, `actor` and `topic` that a page may look at, by its template. The theme
/// knows; of a template that is not here, everything is taken to be asked for.
#[derive(Debug, Default)]
pub struct Asked(BTreeMap<String, BTreeSet<String>>);

impl Asked {
    /// For each template what it and all that it is made of look at: `article.related`, or `article` where any
    /// field of that may be looked at.
    #[must_use]
    pub fn new(by_template: BTreeMap<String, BTreeSet<String>>) -> Self {
        Self(by_template)
    }

    /// What a template asks of a record.
    pub(super) fn of<'a>(&'a self, template: &str, record: &'static str) -> AskedOf<'a> {
        AskedOf { record, fields: self.0.get(template).filter(|fields| !fields.contains(record)) }
    }
}

/// What a template asks of a record.
pub(super) struct AskedOf<'a> {
    record: &'static str,
    /// `None` where it may be anything.
    fields: Option<&'a BTreeSet<String>>,
}

impl AskedOf<'_> {
    /// Whether a field may be looked at.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.is_none_or(|fields| fields.contains(&format!("{}.{name}", self.record)))
    }

    /// A field; it is none when it is not asked for.
    pub(super) fn field(&self, name: &'static str, make: impl FnOnce() -> Value) -> Field {
        (name, if self.has(name) { make() } else { Value::none() })
    }
}
