//! The fields of a mapping: each is asked for by name, and what nobody asked for is unknown.

use serde_yaml::Mapping;

use super::{FromNode, Node, Value};
use crate::diagnostic::{Diagnostic, Part, Place, Step, codes, did_you_mean};

/// A mapping being read field by field.
///
/// A field that is present but empty (`tags:`) counts as absent, as people leave such lines in
/// their templates.
#[derive(Debug)]
pub struct Fields<'v> {
    node: Node<'v>,
    map: &'v Mapping,
    known: Vec<&'v str>,
}

impl<'v> Fields<'v> {
    pub(super) fn new(node: Node<'v>, map: &'v Mapping) -> Self {
        Self { node, map, known: Vec::with_capacity(24) }
    }

    /// The node of a key, if it is there and not empty.
    pub fn node(&mut self, key: &'v str) -> Option<Node<'v>> {
        self.known.push(key);
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        Some(self.node.child(Step::Key(key.into()), value))
    }

    /// The node of the first of several spellings of one key.
    pub fn any(&mut self, keys: &[&'v str]) -> Option<Node<'v>> {
        let mut found = None;
        for key in keys {
            let node = self.node(key);
            found = found.or(node);
        }
        found
    }

    /// Reads an optional field.
    pub fn get<T: FromNode>(&mut self, key: &'v str) -> Option<T> {
        self.node(key)?.read()
    }

    /// Reads an optional field that has several spellings.
    pub fn get_any<T: FromNode>(&mut self, keys: &[&'v str]) -> Option<T> {
        self.any(keys)?.read()
    }

    /// Reads a list; a single value counts as a list of one.
    pub fn list<T: FromNode>(&mut self, key: &'v str) -> Vec<T> {
        self.get(key).unwrap_or_default()
    }

    /// Reads a truth value, `false` when absent.
    pub fn flag(&mut self, key: &'v str) -> bool {
        self.get(key).unwrap_or(false)
    }

    /// Reads a required field, or reports that it is missing.
    pub fn require<T: FromNode>(&mut self, key: &'v str, help: &str) -> Option<T> {
        match self.node(key) {
            Some(node) => node.read(),
            None => {
                self.missing(key, help);
                None
            }
        }
    }

    /// Whether a key is there and not empty, readable or not.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|value| !value.is_null())
    }

    /// Reports that a required key is missing.
    pub fn missing(&self, key: &str, help: &str) {
        let message = format!("`{key}` is missing");
        let diagnostic = Diagnostic::error(&codes::DATA_MISSING, message).help(help);
        self.node.push(diagnostic, Part::Value, "");
    }

    /// The mapping's own node.
    #[must_use]
    pub fn this(&self) -> &Node<'v> {
        &self.node
    }

    /// Every key that is text, with its node, for mappings whose keys are free.
    pub fn all(&self) -> impl Iterator<Item = (&'v str, Node<'v>)> + '_ {
        self.map.iter().filter_map(|(key, value)| {
            let key = key.as_str()?;
            Some((key, self.node.child(Step::Key(key.into()), value)))
        })
    }

    /// Reports every key that nobody asked for. `advice` is the help where no known key is near.
    pub fn finish(self, severity: Unknown, advice: &str) {
        for key in self.map.keys() {
            let Some(key) = key.as_str() else {
                let message = format!("keys are text, and this one is {}", describe(key));
                self.node.push(Diagnostic::error(&codes::DATA_TYPE, message), Part::Value, "");
                continue;
            };
            if self.known.contains(&key) {
                continue;
            }
            let message = format!("unknown key `{key}`");
            let near = did_you_mean(key, self.known.iter().copied());
            let help = if near.is_empty() { advice } else { &near };
            let diagnostic = match severity {
                Unknown::Error => Diagnostic::error(&codes::DATA_UNKNOWN, message),
                Unknown::Warning => Diagnostic::warning(&codes::DATA_UNKNOWN, message),
            };
            let report = self.node.report();
            let place = Place::Field(self.node.path().join(Step::Key(key.into())), Part::Key);
            report.push(diagnostic.help(help).label(report.path(), place, "nothing reads this"));
        }
    }
}

/// How bad an unknown key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// In site.toml and inside entries, where a slip changes what is meant.
    Error,
    /// At the top of a front matter, where other generators' keys may stand.
    Warning,
}

fn describe(key: &Value) -> &'static str {
    match key {
        Value::Number(_) => "a number",
        Value::Bool(_) => "a truth value",
        _ => "something else",
    }
}
