//! Positions of fields, found by reading a file again.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_yaml::{Mapping, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Syntax, brackets};
use crate::diagnostic::{FieldPath, Part, Step};
use crate::model::Span;

/// Where each field of a text stands: the bytes of its key (if it has one) and of its value.
#[derive(Debug, Default)]
pub struct SpanMap(HashMap<FieldPath, (Option<Span>, Span)>);

impl SpanMap {
    /// Reads the positions; empty when the text cannot be read.
    #[must_use]
    pub fn read(syntax: Syntax, text: &str) -> Self {
        match syntax {
            Syntax::Yaml => read_yaml(text).map_or_else(|_| Self::default(), |tree| tree.spans),
            Syntax::Toml => {
                let mut map = Self::default();
                if let Ok(table) = DeTable::parse(text) {
                    map.0.insert(FieldPath::default(), (None, Span::new(0..0)));
                    toml_spans(table.get_ref(), &FieldPath::default(), &mut map);
                }
                map
            }
        }
    }

    /// The span of a field, or of the nearest enclosing one that is there.
    #[must_use]
    pub fn find(&self, path: &FieldPath, part: Part) -> Option<Span> {
        let mut path = path.clone();
        let mut exact = true;
        loop {
            if let Some((key, value)) = self.0.get(&path) {
                // Of an enclosing mapping only its key, or its beginning: a whole block would hide
                // the point.
                return Some(match (part, key, exact) {
                    (Part::Key, Some(key), _) | (Part::Value, Some(key), false) => *key,
                    (_, _, true) if !path.0.is_empty() => *value,
                    _ => Span { start: value.start, end: value.start },
                });
            }
            // A single value counts as a list of one: it stands where the list would.
            exact = exact && path.0.last() == Some(&Step::Index(0));
            path.0.pop()?;
            // Of the whole file there is nothing to show.
            if path.0.is_empty() && !exact {
                return None;
            }
        }
    }
}

/// A YAML text read with positions.
pub(super) struct YamlTree {
    pub value: Value,
    pub spans: SpanMap,
    pub duplicates: Vec<Duplicate>,
}

/// A key that stands twice in one mapping.
pub(super) struct Duplicate {
    pub key: String,
    pub first: Span,
    pub again: Span,
}

/// A mapping or list that is still open.
enum Open {
    Map {
        value: Mapping,
        path: FieldPath,
        start: usize,
        key: Option<(Value, Span)>,
        keys: HashMap<Value, Span>,
    },
    List {
        value: Vec<Value>,
        path: FieldPath,
        start: usize,
    },
}

/// So deep may lists and mappings nest: as deep as for the reader that is used when there is nothing to report.
/// Without a bound, the paths of the fields alone would fill the memory.
const MAX_DEPTH: usize = 128;

/// Looks how deep brackets nest, before anything else is done with a text.
///
/// # Errors
/// The reason and the byte offset of the bracket that is too many.
pub(super) fn check_brackets(text: &str) -> Result<(), (String, usize)> {
    brackets::too_deep(text, MAX_DEPTH).map_or(Ok(()), |at| Err((too_deep(), at)))
}

fn too_deep() -> String {
    format!("lists and mappings are nested more than {MAX_DEPTH} deep")
}

/// Reads the first document of a YAML text with the positions of everything in it.
///
/// # Errors
/// The reason and the byte offset where reading stopped.
pub(super) fn read_yaml(text: &str) -> Result<YamlTree, (String, usize)> {
    check_brackets(text)?;
    let offsets = CharOffsets::new(text);
    let mut reader = YamlReader {
        spans: SpanMap::default(),
        duplicates: Vec::new(),
        stack: Vec::new(),
        done: None,
        last_end: 0,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) =
            event.map_err(|error| (error.info().to_owned(), offsets.byte(error.marker().index())))?;
        let start = offsets.byte(span.start.index());
        let end = offsets.byte(span.end.index());
        if reader.stack.len() > MAX_DEPTH {
            return Err((too_deep(), start));
        }
        match event {
            Event::Scalar(content, style, ..) => {
                let value = scalar(&content, style);
                // A plain scalar's span may take in the blanks after it.
                let end = start + text.get(start..end).map_or(0, |raw| raw.trim_end().len());
                reader.value(value, Span::new(start..end));
            }
            Event::Alias(_) => reader.value(Value::Null, Span::new(start..end)),
            Event::MappingStart(..) => {
                let path = reader.next_path();
                reader.stack.push(Open::Map {
                    value: Mapping::new(),
                    path,
                    start,
                    key: None,
                    keys: HashMap::new(),
                });
            }
            Event::SequenceStart(..) => {
                let path = reader.next_path();
                reader.stack.push(Open::List { value: Vec::new(), path, start });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                // A block ends where its last value does; its end is noticed at the next token.
                let end = if start == end { reader.last_end } else { end };
                if let Some(open) = reader.stack.pop() {
                    let (value, start) = match open {
                        Open::Map { value, start, .. } => (Value::Mapping(value), start),
                        Open::List { value, start, .. } => (Value::Sequence(value), start),
                    };
                    reader.value(value, Span::new(start..end.max(start)));
                }
            }
            Event::DocumentEnd | Event::StreamEnd => break,
            _ => {}
        }
    }
    let YamlReader { spans, duplicates, done, .. } = reader;
    Ok(YamlTree { value: done.unwrap_or(Value::Null), spans, duplicates })
}

struct YamlReader {
    spans: SpanMap,
    duplicates: Vec<Duplicate>,
    stack: Vec<Open>,
    done: Option<Value>,
    /// Where the last value ended.
    last_end: usize,
}

impl YamlReader {
    /// The path that the next value will have.
    fn next_path(&self) -> FieldPath {
        match self.stack.last() {
            None => FieldPath::default(),
            Some(Open::List { value, path, .. }) => path.join(Step::Index(value.len())),
            Some(Open::Map { path, key: Some((key, _)), .. }) => path.join(Step::Key(key_text(key).into())),
            Some(Open::Map { path, key: None, .. }) => path.clone(),
        }
    }

    fn value(&mut self, value: Value, span: Span) {
        self.last_end = span.end as usize;
        let path = self.next_path();
        match self.stack.last_mut() {
            None => {
                self.spans.0.insert(path, (None, span));
                self.done = Some(value);
            }
            Some(Open::List { value: list, .. }) => {
                self.spans.0.insert(path, (None, span));
                list.push(value);
            }
            Some(Open::Map { value: map, key, keys, .. }) => match key.take() {
                None => {
                    let first = *keys.entry(value.clone()).or_insert(span);
                    if first != span {
                        self.duplicates.push(Duplicate { key: key_text(&value), first, again: span });
                    }
                    *key = Some((value, span));
                }
                Some((name, at)) => {
                    // The first of two values stays: it is what the rest of the file is checked with.
                    self.spans.0.entry(path).or_insert((Some(at), span));
                    map.entry(name).or_insert(value);
                }
            },
        }
    }
}

fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).map(|text| text.trim().to_owned()).unwrap_or_default(),
    }
}

/// A scalar by the rules of the reader that is used when there is nothing to report.
fn scalar(content: &str, style: ScalarStyle) -> Value {
    if style == ScalarStyle::Plain {
        let resolved = serde_yaml::from_str(content);
        if let Ok(value @ (Value::Null | Value::Bool(_) | Value::Number(_))) = resolved {
            return value;
        }
    }
    Value::String(content.to_owned())
}

/// The parser counts characters; spans count bytes.
enum CharOffsets {
    Ascii,
    Table(Vec<usize>),
}

impl CharOffsets {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii
        } else {
            Self::Table(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
        }
    }

    fn byte(&self, index: usize) -> usize {
        match self {
            Self::Ascii => index,
            Self::Table(table) => table.get(index).or(table.last()).copied().unwrap_or(0),
        }
    }
}

/// A TOML table as the value that YAML gives; dates become text.
pub(super) fn toml_value(table: &DeTable<'_>) -> Value {
    let entries = table
        .iter()
        .map(|(key, value)| (Value::String(key.get_ref().clone().into_owned()), toml_entry(value.get_ref())));
    Value::Mapping(entries.collect())
}

fn toml_entry(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).map_or_else(
            |_| Value::String(number.as_str().to_owned()),
            |number| Value::Number(number.into()),
        ),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or_else(
            |_| Value::String(number.as_str().to_owned()),
            |number| Value::Number(number.into()),
        ),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => {
            Value::Sequence(items.iter().map(|item| toml_entry(item.get_ref())).collect())
        }
        DeValue::Table(table) => toml_value(table),
    }
}

fn toml_spans(table: &DeTable<'_>, path: &FieldPath, map: &mut SpanMap) {
    for (key, value) in table.iter() {
        let path = path.join(Step::Key(key.get_ref().as_ref().into()));
        map.0.insert(path.clone(), (Some(Span::new(key.span())), Span::new(value.span())));
        toml_entry_spans(value, &path, map);
    }
}

fn toml_entry_spans(value: &Spanned<DeValue<'_>>, path: &FieldPath, map: &mut SpanMap) {
    match value.get_ref() {
        DeValue::Table(table) => toml_spans(table, path, map),
        DeValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let path = path.join(Step::Index(at));
                map.0.insert(path.clone(), (None, Span::new(item.span())));
                toml_entry_spans(item, &path, map);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_at(syntax: Syntax, text: &str, path: FieldPath, part: Part) -> String {
        SpanMap::read(syntax, text)
            .find(&path, part)
            .map(|span| text[span.range()].to_owned())
            .unwrap_or_default()
    }

    #[test]
    fn finds_yaml_fields() {
        let text = "title: Ünïcode  \nactors: [noth-korea, russia]\naka:\n  - {text: x, kind: what}\n";
        let kind = FieldPath::item("aka", 0).join(Step::Key("kind".into()));
        assert_eq!(text_at(Syntax::Yaml, text, FieldPath::item("actors", 0), Part::Value), "noth-korea");
        assert_eq!(text_at(Syntax::Yaml, text, FieldPath::key("title"), Part::Value), "Ünïcode");
        assert_eq!(text_at(Syntax::Yaml, text, FieldPath::key("actors"), Part::Key), "actors");
        assert_eq!(text_at(Syntax::Yaml, text, kind, Part::Value), "what");
        assert_eq!(text_at(Syntax::Yaml, "topics: one\n", FieldPath::item("topics", 0), Part::Value), "one");
    }

    #[test]
    fn finds_toml_fields() {
        let text = "title = 'x'\n[theme.options]\naccent = 3\n";
        let accent =
            FieldPath::key("theme").join(Step::Key("options".into())).join(Step::Key("accent".into()));
        assert_eq!(text_at(Syntax::Toml, text, accent.clone(), Part::Value), "3");
        assert_eq!(text_at(Syntax::Toml, text, accent, Part::Key), "accent");
    }

    /// Read to their end, each of these takes minutes and more.
    #[test]
    fn a_megabyte_of_brackets_is_refused_at_once() {
        for opening in ["[", "{a: ", "[{\"a\": "] {
            let text = format!("extra: {}", opening.repeat(1_000_000 / opening.len()));
            let found = read_yaml(&text).err().map(|(reason, _)| reason);
            assert_eq!(found, Some(too_deep()), "{opening}");
            let (value, found) =
                super::super::parse(Syntax::Yaml, &crate::model::SourcePath::new("x"), &text, 0);
            assert!(value.is_none() && found.len() == 1 && found[0].message.contains("nested"), "{opening}");
        }
    }

    #[test]
    fn duplicate_keys_leave_the_rest_readable() {
        let tree = read_yaml("a: 1\nb: 2\na: 3\n").map_err(|(reason, _)| reason);
        let tree = tree.expect("readable");
        assert_eq!(tree.duplicates.len(), 1);
        assert_eq!(tree.duplicates[0].again, Span::new(10..11));
        assert_eq!(tree.value["a"], Value::Number(1.into()));
    }
}
