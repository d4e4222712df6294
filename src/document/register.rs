//! `sources.yaml` and `events.yaml`: the registers that articles and actors refer to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::data::{self, FromNode, Node, Report, Syntax, Unknown, Value};
use crate::diagnostic::{Diagnostic, FieldPath, Place, Step, codes};
use crate::model::{Edtf, SourcePath};

use super::IdRef;

/// An entry of the register of sources. Field names are those of CSL-JSON
/// (<https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>).
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id.
    pub id: Box<str>,
    /// CSL type: `article-newspaper`, `report`, `treaty`…
    pub source_type: Option<Box<str>>,
    /// Title.
    pub title: Box<str>,
    /// Authors as text, in order: `Sherman Kent`.
    pub authors: Vec<Author>,
    /// When it appeared.
    pub issued: Option<Edtf>,
    /// Newspaper, journal or series.
    pub container: Option<Box<str>>,
    /// Publisher.
    pub publisher: Option<Box<str>>,
    /// Number of a resolution, report or law.
    pub number: Option<Box<str>>,
    /// Pages.
    pub page: Option<Box<str>>,
    /// Address; only `http` and `https` are let through.
    pub url: Option<Box<str>>,
    /// Digital object identifier.
    pub doi: Option<Box<str>>,
    /// A note for readers.
    pub note: Option<Box<str>>,
}

/// An author of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Family name, or the whole name of an organisation.
    pub family: Box<str>,
    /// Given names.
    pub given: Option<Box<str>>,
}

/// A dated event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: Box<str>,
    /// When it was.
    pub date: Edtf,
    /// What happened, in a few words.
    pub title: Box<str>,
    /// What happened, in a few sentences.
    pub summary: Option<Box<str>>,
    /// How sure it is.
    pub status: Option<Box<str>>,
    /// Ids of the actors in it.
    pub actors: Vec<IdRef>,
    /// Ids of its topics.
    pub topics: Vec<IdRef>,
    /// Id of a source.
    pub source: Option<Box<str>>,
    /// Its place in the file, for messages.
    pub index: usize,
}

/// Reads `sources.yaml`.
#[must_use]
pub fn parse_sources(path: &SourcePath, text: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    parse_register(path, text, |source: &Source| &source.id)
}

/// Reads `events.yaml`.
#[must_use]
pub fn parse_events(path: &SourcePath, text: &str) -> (Vec<Event>, Vec<Diagnostic>) {
    parse_register(path, text, |event: &Event| &event.id)
}

fn parse_register<T: FromNode>(
    path: &SourcePath,
    text: &str,
    id: impl Fn(&T) -> &str,
) -> (Vec<T>, Vec<Diagnostic>) {
    let (value, mut diagnostics) = data::parse(Syntax::Yaml, path, text, 0);
    let value = value.unwrap_or(Value::Null);
    let report = Report::new(path);
    let node = Node::root(&value, &report);
    let mut entries: Vec<T> = Vec::new();
    let mut first: BTreeMap<String, FieldPath> = BTreeMap::new();
    if matches!(value, Value::Sequence(_) | Value::Null) {
        for item in node.items() {
            let Some(entry) = item.read::<T>() else { continue };
            let field = item.path().join(Step::Key("id".into()));
            match first.entry(id(&entry).to_owned()) {
                Entry::Occupied(other) => report.push(
                    Diagnostic::error(
                        &codes::DATA_DUPLICATE,
                        format!("the id `{}` is there twice", other.key()),
                    )
                    .label(path, Place::value(field), "again here")
                    .label(path, Place::value(other.get().clone()), "first here"),
                ),
                Entry::Vacant(place) => {
                    place.insert(field);
                }
            }
            entries.push(entry);
        }
    } else {
        node.wrong_type("a list of entries, each with an `id`");
    }
    diagnostics.extend(report.into_diagnostics());
    (entries, diagnostics)
}

impl FromNode for Source {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let id = fields.require("id", "articles refer to a source by its id");
        let title = fields.require("title", "");
        let source = Self {
            id: id.unwrap_or_default(),
            source_type: fields.get("type"),
            title: title.unwrap_or_default(),
            authors: fields.list("author"),
            issued: fields.node("issued").and_then(|node| read_issued(&node)),
            container: fields.get("container-title"),
            publisher: fields.get("publisher"),
            number: fields.node("number").and_then(|node| read_number(&node)),
            page: fields.node("page").and_then(|node| read_number(&node)),
            url: fields.any(&["URL", "url"]).and_then(|node| read_url(&node)),
            doi: fields.any(&["DOI", "doi"]).and_then(|node| node.read()),
            note: fields.get("note"),
        };
        fields.finish(Unknown::Warning, "the guide lists the fields of a source");
        (!source.id.is_empty() && !source.title.is_empty()).then_some(source)
    }
}

impl FromNode for Author {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        if let Value::String(name) = node.value() {
            return Some(Self { family: name.as_str().into(), given: None });
        }
        let mut fields = node.fields()?;
        let literal: Option<Box<str>> = fields.get("literal");
        let family: Option<Box<str>> = fields.get("family");
        let given = fields.get("given");
        if literal.is_none() && family.is_none() {
            fields.missing("family", "an author has `family` and `given`, or `literal`");
        }
        fields.finish(Unknown::Error, "an author takes `family` and `given`, or `literal`");
        Some(Self { family: literal.or(family)?, given })
    }
}

/// EDTF text, or CSL's `{date-parts: [[2025, 7, 2]]}`.
fn read_issued(node: &Node<'_>) -> Option<Edtf> {
    let Value::Mapping(map) = node.value() else { return node.read() };
    let parts = map.get("date-parts").and_then(|parts| parts.get(0)).and_then(Value::as_sequence);
    let numbers: Option<Vec<i64>> = parts.map(|parts| parts.iter().filter_map(Value::as_i64).collect());
    let date = match numbers.as_deref() {
        Some([year]) => Edtf::parse(&format!("{year:04}")).ok(),
        Some([year, month]) => Edtf::parse(&format!("{year:04}-{month:02}")).ok(),
        Some([year, month, day]) => Edtf::parse(&format!("{year:04}-{month:02}-{day:02}")).ok(),
        _ => None,
    };
    if date.is_none() {
        let help = "write issued: 2025-07-02, or date-parts: [[2025, 7, 2]]";
        node.error(&codes::DATA_DATE, "this is not a date", "", help);
    }
    date
}

/// Numbers of documents: text or a number, kept as text.
fn read_number(node: &Node<'_>) -> Option<Box<str>> {
    match node.value() {
        Value::Number(number) => Some(number.to_string().into()),
        _ => node.read(),
    }
}

fn read_url(node: &Node<'_>) -> Option<Box<str>> {
    let url: Box<str> = node.read()?;
    let lower = url.to_ascii_lowercase();
    let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    if clean && (lower.starts_with("https://") || lower.starts_with("http://")) {
        return Some(url);
    }
    node.error(
        &codes::LINK_SCHEME,
        format!("`{url}` is not a web address"),
        "",
        "it begins with https:// or http://",
    );
    None
}

impl FromNode for Event {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let id = fields.require("id", "an id of its own");
        let title: Option<Box<str>> = fields.require("title", "what happened, in a few words");
        let date = fields.require("date", "when: 2024, 2024-10, 2024-10~, 2024-06-19");
        let (summary, status) = (fields.get("summary"), fields.get("status"));
        let (actors, topics, source) = (fields.list("actors"), fields.list("topics"), fields.get("source"));
        let keys =
            "an event takes `id`, `date`, `title`, `summary`, `status`, `actors`, `topics` and `source`";
        fields.finish(Unknown::Error, keys);
        let (id, title, date) = (id?, title?, date?);
        Some(Self { id, date, title, summary, status, actors, topics, source, index: node.index() })
    }
}
