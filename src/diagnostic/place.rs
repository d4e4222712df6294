//! Where in a file a diagnostic points.

use std::fmt;

use crate::model::Span;

/// One step from a mapping or list to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The value of a key.
    Key(Box<str>),
    /// The entry of a list, from 0.
    Index(usize),
}

/// The way from the top of a front matter or data file to a value: `aka[2].kind`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FieldPath(pub Vec<Step>);

impl FieldPath {
    /// The path of a key at the top.
    #[must_use]
    pub fn key(key: &str) -> Self {
        Self(vec![Step::Key(key.into())])
    }

    /// The path of entry `index` of the list that `key` holds.
    #[must_use]
    pub fn item(key: &str, index: usize) -> Self {
        Self(vec![Step::Key(key.into()), Step::Index(index)])
    }

    /// This path and one step more.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Which half of `key: value` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// A place in a file. Order follows the file: the file itself, its front matter, its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A field of its front matter or data, not yet looked up.
    Field(FieldPath, Part),
    /// Bytes of the file.
    Span(Span),
}

impl Place {
    /// The value of a field.
    #[must_use]
    pub fn value(path: FieldPath) -> Self {
        Self::Field(path, Part::Value)
    }
}
