//! The registers of sources and events, joined to actors and topics.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, Step, codes, did_you_mean};
use crate::document::{Event, IdRef};
use crate::model::{Edtf, SourcePath};

use super::actors::Lookup;
use super::index::{ActorIx, SourceIx, TopicIx};

/// An event with its ids resolved.
#[derive(Debug, Clone)]
pub struct EventView {
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
    /// The actors in it.
    pub actors: Vec<ActorIx>,
    /// Its topics.
    pub topics: Vec<TopicIx>,
    /// Where it is from.
    pub source: Option<SourceIx>,
}

/// Resolves the ids of events; earliest first.
pub fn events(
    events: Vec<Event>,
    path: &SourcePath,
    lookup: &Lookup<'_>,
    topics: &BTreeMap<Box<str>, TopicIx>,
    found: &mut Diagnostics,
) -> Vec<EventView> {
    let mut views: Vec<EventView> = events
        .into_iter()
        .map(|event| {
            let place = |key: &str| FieldPath(vec![Step::Index(event.index), Step::Key(key.into())]);
            let actors = ids(&event.actors, path, &place("actors"), lookup.actors, &Unknown::ACTOR, found);
            let topics = ids(&event.topics, path, &place("topics"), topics, &Unknown::TOPIC, found);
            let source = event.source.and_then(|id| lookup.source(&id, path, place("source"), found));
            EventView {
                id: event.id,
                date: event.date,
                title: event.title,
                summary: event.summary,
                status: event.status,
                actors,
                topics,
                source,
            }
        })
        .collect();
    views.sort_by(|a, b| a.date.sort_key().cmp(&b.date.sort_key()).then_with(|| a.id.cmp(&b.id)));
    views
}

struct Unknown {
    code: &'static crate::diagnostic::Code,
    kind: &'static str,
}

impl Unknown {
    const ACTOR: Self = Self { code: &codes::LINK_ACTOR, kind: "actor" };
    const TOPIC: Self = Self { code: &codes::LINK_TOPIC, kind: "topic" };
}

fn ids<T: Copy>(
    refs: &[IdRef],
    path: &SourcePath,
    list: &FieldPath,
    known: &BTreeMap<Box<str>, T>,
    unknown: &Unknown,
    found: &mut Diagnostics,
) -> Vec<T> {
    let mut resolved = Vec::with_capacity(refs.len());
    for reference in refs {
        match known.get(&reference.id) {
            Some(ix) => resolved.push(*ix),
            None => found.push(
                Diagnostic::error(unknown.code, format!("no {} has the id `{}`", unknown.kind, reference.id))
                    .label(path, Place::value(list.join(Step::Index(reference.index))), "not found")
                    .help(did_you_mean(&reference.id, known.keys().map(|id| &**id))),
            ),
        }
    }
    resolved
}
