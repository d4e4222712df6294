//! A value, where it stands, and the typed reading of it.

use std::cell::RefCell;

use super::{Fields, Value};
use crate::diagnostic::{Code, Diagnostic, FieldPath, Part, Place, Step, codes, did_you_mean};
use crate::model::{Edtf, Moment, SourcePath};

/// Collects what is wrong with one file of data while its fields are read.
#[derive(Debug)]
pub struct Report {
    path: SourcePath,
    found: RefCell<Vec<Diagnostic>>,
}

impl Report {
    /// A report about the file `path`.
    #[must_use]
    pub fn new(path: &SourcePath) -> Self {
        Self { path: path.clone(), found: RefCell::default() }
    }

    /// Adds a finding about the file.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Everything that was found.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    /// The file that the report is about.
    #[must_use]
    pub fn path(&self) -> &SourcePath {
        &self.path
    }
}

/// A value inside a file of data, with the way to it.
#[derive(Debug, Clone)]
pub struct Node<'v> {
    value: &'v Value,
    path: FieldPath,
    report: &'v Report,
}

/// A type that can be read from a [`Node`]; what is wrong goes into the node's report.
pub trait FromNode: Sized {
    /// Reads the node, or reports and returns `None`.
    fn from_node(node: &Node<'_>) -> Option<Self>;
}

impl<'v> Node<'v> {
    /// The node at the top of a file.
    #[must_use]
    pub fn root(value: &'v Value, report: &'v Report) -> Self {
        Self { value, path: FieldPath::default(), report }
    }

    /// A node one step further in.
    pub(super) fn child(&self, step: Step, value: &'v Value) -> Self {
        Self { value, path: self.path.join(step), report: self.report }
    }

    /// The value as it was read.
    #[must_use]
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// The way to it from the top of the file.
    #[must_use]
    pub fn path(&self) -> &FieldPath {
        &self.path
    }

    /// Its place in the list that holds it, from 0; 0 when no list does.
    #[must_use]
    pub fn index(&self) -> usize {
        match self.path.0.last() {
            Some(Step::Index(index)) => *index,
            _ => 0,
        }
    }

    /// The report that findings about this node go to.
    #[must_use]
    pub fn report(&self) -> &'v Report {
        self.report
    }

    /// Reports an error about the value.
    pub fn error(
        &self,
        code: &'static Code,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::error(code, message).help(help), Part::Value, label);
    }

    /// Reports a finding about the key or value.
    pub fn push(&self, diagnostic: Diagnostic, part: Part, label: &str) {
        let place = Place::Field(self.path.clone(), part);
        self.report.push(diagnostic.label(&self.report.path, place, label));
    }

    /// Reports that the value has another type than `wanted` ("a list of ids").
    pub fn wrong_type(&self, wanted: &str) {
        let found = type_name(self.value);
        let message = if self.path.0.is_empty() {
            format!("here belongs {wanted}, not {found}")
        } else {
            format!("`{}` takes {wanted}, not {found}", self.path)
        };
        let help = match self.value {
            Value::Number(_) | Value::Bool(_) if wanted.contains("text") => "put it in quotes",
            _ => "",
        };
        self.error(&codes::DATA_TYPE, message, &format!("this is {found}"), help);
    }

    /// Reads the node as `T`.
    #[must_use]
    pub fn read<T: FromNode>(&self) -> Option<T> {
        T::from_node(self)
    }

    /// The node as a mapping whose fields are read one by one.
    #[must_use]
    pub fn fields(&self) -> Option<Fields<'v>> {
        let Value::Mapping(map) = self.value else {
            self.wrong_type("a mapping of keys to values");
            return None;
        };
        Some(Fields::new(self.clone(), map))
    }

    /// The entries of a list; a single value counts as a list of one, an empty value as none.
    #[must_use]
    pub fn items(&self) -> Vec<Node<'v>> {
        match self.value {
            Value::Sequence(items) => {
                items.iter().enumerate().map(|(at, item)| self.child(Step::Index(at), item)).collect()
            }
            Value::Null => Vec::new(),
            _ => vec![self.clone()],
        }
    }

    /// Reads a word out of a fixed set.
    #[must_use]
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let word: String = self.read()?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let near = did_you_mean(&word, names.iter().copied());
        let help = if near.is_empty() { format!("it takes one of: {}", names.join(", ")) } else { near };
        self.error(
            &codes::DATA_VALUE,
            format!("`{word}` is not a value of `{}`", self.path),
            "not known",
            help,
        );
        None
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a tagged value",
    }
}

impl FromNode for String {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        match node.value {
            Value::String(text) => Some(text.trim().to_owned()),
            _ => {
                node.wrong_type("text");
                None
            }
        }
    }
}

impl FromNode for Box<str> {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        String::from_node(node).map(Into::into)
    }
}

impl FromNode for bool {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        match node.value {
            Value::Bool(value) => Some(*value),
            _ => {
                node.wrong_type("`true` or `false`");
                None
            }
        }
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let whole = match node.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        if whole.is_none() {
            node.wrong_type("a whole number");
        }
        whole
    }
}

impl FromNode for usize {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let number: i64 = node.read()?;
        let size = usize::try_from(number).ok();
        if size.is_none() {
            node.error(&codes::DATA_VALUE, format!("`{}` cannot be negative", node.path), "", "");
        }
        size
    }
}

impl FromNode for Moment {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let Value::String(text) = node.value else {
            node.wrong_type("a date such as 2025-07-03");
            return None;
        };
        Moment::parse(text)
            .map_err(|error| {
                let help = "write 2025-07-03, or 2025-07-03T10:00:00+02:00";
                node.error(&codes::DATA_DATE, error.to_string(), "not a date", help);
            })
            .ok()
    }
}

/// A number as the four digits of a year.
fn year(value: &Value) -> Option<String> {
    value.as_u64().filter(|year| *year < 10_000).map(|year| format!("{year:04}"))
}

impl FromNode for Edtf {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let text = match node.value {
            Value::String(text) => text.clone(),
            // A bare year reads as a number, and one of a set as a list.
            Value::Number(_) if year(node.value).is_some() => year(node.value).unwrap_or_default(),
            Value::Sequence(set) if set.iter().all(|item| item.is_string() || item.is_number()) => {
                let dates =
                    set.iter().filter_map(|item| year(item).or_else(|| item.as_str().map(str::to_owned)));
                format!("[{}]", dates.collect::<Vec<_>>().join(","))
            }
            _ => {
                node.wrong_type("a date such as 2024, 2024-10 or 2024-10-05");
                return None;
            }
        };
        Edtf::parse(&text)
            .map_err(|error| {
                let help = "write 2024, 2024-10, 2024-10-05, 2024-10~ (about), 2024/2025 or 2024-06/..";
                node.error(&codes::DATA_DATE, error.to_string(), "not a date", help);
            })
            .ok()
    }
}

impl FromNode for Value {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        Some(node.value.clone())
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        Some(node.items().iter().filter_map(Node::read).collect())
    }
}
