//! Structured data: YAML and TOML read into one kind of value, checked field by field, with
//! positions looked up only when there is something to report.
//!
//! Values carry no positions, since most files have nothing to report. A [`Node`] knows its
//! [`FieldPath`](crate::diagnostic::FieldPath) instead, and a diagnostic about it says `actors[1]`; [`SpanMap`] turns that into
//! bytes of the file, parsing it again with spans.

pub mod as_yaml;
mod brackets;
mod fields;
mod node;
mod spans;

pub use fields::{Fields, Unknown};
pub use node::{FromNode, Node, Report};
pub use serde_yaml::Value;
pub use spans::SpanMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{SourcePath, Span};

/// The notation of a piece of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.0.
    Toml,
}

/// Reads `text`, which starts at byte `offset` of the file `path`.
///
/// After a syntax error that leaves the rest readable (a key that is there twice) the value is
/// returned as well, so that the other faults of the file come out in the same run.
pub fn parse(
    syntax: Syntax,
    path: &SourcePath,
    text: &str,
    offset: usize,
) -> (Option<Value>, Vec<Diagnostic>) {
    match syntax {
        Syntax::Yaml => parse_yaml(path, text, offset),
        Syntax::Toml => parse_toml(path, text, offset),
    }
}

fn parse_yaml(path: &SourcePath, text: &str, offset: usize) -> (Option<Value>, Vec<Diagnostic>) {
    if let Err((reason, at)) = spans::check_brackets(text) {
        return (None, vec![syntax_error(path, &reason, text, at, offset)]);
    }
    match serde_yaml::from_str::<Value>(text) {
        Ok(value) => (Some(value), Vec::new()),
        Err(error) => match spans::read_yaml(text) {
            // Readable with positions: the error is about meaning, such as a duplicate key.
            Ok(tree) if !tree.duplicates.is_empty() => {
                let duplicates = tree.duplicates.iter().map(|duplicate| {
                    Diagnostic::error(
                        &codes::DATA_DUPLICATE,
                        format!("the key `{}` is there twice", duplicate.key),
                    )
                    .at(path, duplicate.again.shifted(offset), "again here")
                    .at(path, duplicate.first.shifted(offset), "first here")
                });
                let diagnostics = duplicates.collect();
                (Some(tree.value), diagnostics)
            }
            Ok(_) => {
                let at = error.location().map_or(0, |location| location.index());
                (None, vec![syntax_error(path, &plain_reason(&error.to_string()), text, at, offset)])
            }
            Err((reason, at)) => (None, vec![syntax_error(path, &reason, text, at, offset)]),
        },
    }
}

/// The message of a YAML error without the position, which the excerpt shows.
fn plain_reason(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn parse_toml(path: &SourcePath, text: &str, offset: usize) -> (Option<Value>, Vec<Diagnostic>) {
    match toml::de::DeTable::parse(text) {
        Ok(table) => (Some(spans::toml_value(table.get_ref())), Vec::new()),
        Err(error) => {
            let span = Span::new(error.span().unwrap_or(0..0)).shifted(offset);
            let reason = error.message().lines().next().unwrap_or("cannot be read").to_owned();
            let diagnostic =
                Diagnostic::error(&codes::DATA_SYNTAX, format!("this TOML cannot be read: {reason}"));
            (None, vec![diagnostic.at(path, span, "")])
        }
    }
}

fn syntax_error(path: &SourcePath, reason: &str, text: &str, at: usize, offset: usize) -> Diagnostic {
    let at = text.floor_char_boundary(at.min(text.len()));
    let next = text[at..].chars().next().filter(|c| *c != '\n').map_or(at, |c| at + c.len_utf8());
    Diagnostic::error(&codes::DATA_SYNTAX, format!("this YAML cannot be read: {reason}"))
        .at(path, Span::new(at..next).shifted(offset), "")
        .help("put quotes around a value that holds `: `, or that begins with a sign that YAML uses")
}
