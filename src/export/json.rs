//! Our own form: one JSON document with what front matter and registers say of the graph.
//!
//! ```json
//! {
//!   "version": 1,
//!   "site": {"title": "…", "url": "https://…/", "language": "en"},
//!   "nodes": [
//!     {"id": "article:x", "kind": "article", "title": "…", "path": "analyses/x/", "url": "https://…",
//!      "summary": "…", "date": "2025-07-03T00:00:00Z", "updated": "…", "authors": ["…"], "sources": ["id"]},
//!     {"id": "actor:x", "kind": "actor", "type": "person", "title": "…", "aka": [{"text": "…",
//!      "kind": "name", "lang": "ko", "match": "never"}], "surname": "…", "wikidata": "Q1", "iso3": "PRK",
//!      "former_ids": ["…"], "roles": [{"post": "…", "of": "actor:y", "from": "2011-12", "to": "…",
//!      "source": "id"}], "articles": 3},
//!     {"id": "topic:x", "kind": "topic", "title": "…", "aka": […], "medtop": "20000056", "articles": 2}
//!   ],
//!   "edges": [
//!     {"from": "actor:x", "to": "actor:y", "type": "supports-militarily", "relation": true,
//!      "since": "2024-10~", "until": "…", "status": "alleged", "source": "id"},
//!     {"from": "actor:x", "to": "actor:y", "type": "role", "since": "2011-12", "post": "…"}
//!   ],
//!   "events": [{"id": "…", "date": "2024-06-19", "title": "…", "summary": "…", "status": "…",
//!     "actors": ["actor:x"], "topics": ["topic:x"], "source": "id"}],
//!   "sources": [{"id": "…", "type": "report", "title": "…", "authors": [{"family": "…", "given": "…"}],
//!     "issued": "2025-07-02", "container": "…", "publisher": "…", "number": "…", "page": "…",
//!     "url": "…", "doi": "…", "note": "…"}]
//! }
//! ```
//!
//! What is not known is not there. Dates of articles are RFC 3339, all others EDTF as written.
//! `version` rises when a key goes or changes its meaning, not when one is added.

use serde::Serialize;

use crate::config::{BaseUrl, SiteConfig};
use crate::document::Source;
use crate::site::{EventView, Site};

use super::graph::{Graph, node_id};

#[derive(Serialize)]
struct Export<'s> {
    version: u32,
    site: About<'s>,
    #[serde(flatten)]
    graph: Graph<'s>,
    events: Vec<Event<'s>>,
    sources: Vec<Record<'s>>,
}

#[derive(Serialize)]
struct About<'s> {
    title: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
    language: &'s str,
}

#[derive(Serialize)]
struct Event<'s> {
    id: &'s str,
    date: &'s str,
    title: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'s str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actors: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'s str>,
}

/// An entry of the register of sources; the names are those of the register, in short.
#[derive(Serialize)]
struct Record<'s> {
    id: &'s str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    source_type: Option<&'s str>,
    title: &'s str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'s str>,
}

#[derive(Serialize)]
struct Author<'s> {
    family: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'s str>,
}

/// The document.
pub fn write(site: &Site, config: &SiteConfig) -> Vec<u8> {
    let export = Export {
        version: 1,
        site: About {
            title: &config.title,
            url: config.base_url.as_ref().map(BaseUrl::as_str),
            language: &config.language,
        },
        graph: Graph::of(site, config),
        events: site.events.iter().map(|event| event_of(site, event)).collect(),
        sources: site.sources.iter().map(record).collect(),
    };
    let written = serde_json::to_vec_pretty(&export);
    debug_assert!(written.is_ok(), "text, numbers and lists always are JSON");
    let mut bytes = written.unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn event_of<'s>(site: &'s Site, event: &'s EventView) -> Event<'s> {
    Event {
        id: &event.id,
        date: event.date.as_str(),
        title: &event.title,
        summary: event.summary.as_deref(),
        status: event.status.as_deref(),
        actors: event.actors.iter().map(|actor| node_id(site, site.actors[actor.get()].page)).collect(),
        topics: event.topics.iter().map(|topic| node_id(site, site.topics[topic.get()].page)).collect(),
        source: event.source.map(|source| &*site.sources[source.get()].id),
    }
}

fn record(source: &Source) -> Record<'_> {
    let authors = source.authors.iter();
    Record {
        id: &source.id,
        source_type: source.source_type.as_deref(),
        title: &source.title,
        authors: authors.map(|a| Author { family: &a.family, given: a.given.as_deref() }).collect(),
        issued: source.issued.as_ref().map(|date| date.as_str()),
        container: source.container.as_deref(),
        publisher: source.publisher.as_deref(),
        number: source.number.as_deref(),
        page: source.page.as_deref(),
        url: source.url.as_deref(),
        doi: source.doi.as_deref(),
        note: source.note.as_deref(),
    }
}
