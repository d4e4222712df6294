//! Actors: who belongs to whom, who relates to whom, who holds which post.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, Step, codes, did_you_mean};
use crate::document::{ActorMatter, ActorType, Document, Matter};
use crate::model::Edtf;

use super::index::{ActorIx, ArticleIx, DocIx, EventIx, PageIx, SourceIx};
use super::mentions::MentionedIn;
use super::relation_types::is_symmetric;
use super::resolve::{Link, Target};
use super::tree::Entries;

/// An actor, with what is said about it elsewhere.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Its page.
    pub page: PageIx,
    /// Its document; none for a stub.
    pub document: Option<DocIx>,
    /// What it is.
    pub actor_type: ActorType,
    /// The actor that it belongs to.
    pub part_of: Option<ActorIx>,
    /// Actors that belong to it.
    pub parts: Vec<ActorIx>,
    /// Its relations: those that its file states, then those that others state with it.
    pub relations: Vec<RelationView>,
    /// Its posts.
    pub roles: Vec<RoleView>,
    /// Who holds a post in it.
    pub holders: Vec<Holder>,
    /// Articles about it, newest first.
    pub articles: Vec<ArticleIx>,
    /// Events that it was part of, earliest first.
    pub events: Vec<EventIx>,
    /// Pages that name it: articles newest first, then the others.
    pub mentions: Vec<MentionedIn>,
    /// Whether it has a page. One of the registry has none until something names it.
    pub listed: bool,
}

/// A relation as one of its two actors sees it.
#[derive(Debug, Clone)]
pub struct RelationView {
    /// Free words, joined by hyphens.
    pub relation_type: Box<str>,
    /// Whether the other actor's file states it.
    pub inverse: bool,
    /// The other actor.
    pub actor: ActorIx,
    /// Since when.
    pub since: Option<Edtf>,
    /// Until when.
    pub until: Option<Edtf>,
    /// How sure it is.
    pub status: Option<Box<str>>,
    /// Where it is from.
    pub source: Option<SourceIx>,
}

/// A post of a person.
#[derive(Debug, Clone)]
pub struct RoleView {
    /// The post.
    pub post: Box<str>,
    /// Where it is held.
    pub of: Option<ActorIx>,
    /// From when.
    pub from: Option<Edtf>,
    /// Until when.
    pub to: Option<Edtf>,
    /// Where it is from.
    pub source: Option<SourceIx>,
}

/// Someone who holds a post in an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub actor: ActorIx,
    /// Which of their roles.
    pub role: usize,
}

impl Actor {
    /// An actor of which nothing but its own document is known yet.
    pub fn new(page: PageIx, document: Option<DocIx>, documents: &[Arc<Document>]) -> Self {
        let actor_type = document.and_then(|document| match &documents[document.get()].matter {
            Matter::Actor(matter) => Some(matter.actor_type),
            _ => None,
        });
        Self {
            page,
            document,
            actor_type: actor_type.unwrap_or(ActorType::Organisation),
            part_of: None,
            parts: Vec::new(),
            relations: Vec::new(),
            roles: Vec::new(),
            holders: Vec::new(),
            articles: Vec::new(),
            events: Vec::new(),
            mentions: Vec::new(),
            listed: true,
        }
    }
}

impl Actor {
    /// Whether it has a relation, belongs to another, or holds a post there.
    #[must_use]
    pub fn has_ties(&self) -> bool {
        !self.relations.is_empty()
            || self.part_of.is_some()
            || self.roles.iter().any(|role| role.of.is_some())
    }
}

/// Finds what the documents of actors refer to.
pub struct Lookup<'l> {
    /// Actors by id, former ids too.
    pub actors: &'l BTreeMap<Box<str>, ActorIx>,
    /// Sources by id.
    pub sources: &'l BTreeMap<Box<str>, SourceIx>,
}

impl Lookup<'_> {
    fn actor(
        &self,
        id: &str,
        document: &Document,
        field: FieldPath,
        found: &mut Diagnostics,
    ) -> Option<ActorIx> {
        let actor = self.actors.get(id).copied();
        if actor.is_none() {
            found.push(unknown_actor(id, document, field, self.actors));
        }
        actor
    }

    /// The source with this id; an unknown one is reported at `field`.
    pub fn source(
        &self,
        id: &str,
        path: &crate::model::SourcePath,
        field: FieldPath,
        found: &mut Diagnostics,
    ) -> Option<SourceIx> {
        let source = self.sources.get(id).copied();
        if source.is_none() {
            let near = did_you_mean(id, self.sources.keys().map(|id| &**id));
            let help = if near.is_empty() { "add it to content/sources.yaml".to_owned() } else { near };
            found.push(
                Diagnostic::error(&codes::LINK_SOURCE, format!("no source has the id `{id}`"))
                    .label(path, Place::value(field), "not found")
                    .help(help),
            );
        }
        source
    }
}

/// The error for an id that no actor has.
pub fn unknown_actor(
    id: &str,
    document: &Document,
    field: FieldPath,
    known: &BTreeMap<Box<str>, ActorIx>,
) -> Diagnostic {
    let near = did_you_mean(id, known.keys().map(|id| &**id));
    let help = if near.is_empty() { format!("make it with: dateline new actor \"{id}\"") } else { near };
    Diagnostic::error(&codes::LINK_ACTOR, format!("no actor has the id `{id}`"))
        .label(&document.path, Place::value(field), "not found")
        .help(help)
}

/// Resolves `part_of`, relations and roles, and enters each at its other end too.
pub fn relate(
    actors: &mut [Actor],
    lookup: &Lookup<'_>,
    documents: &[Arc<Document>],
    found: &mut Diagnostics,
) {
    for at in 0..actors.len() {
        let Some(document) = actors[at].document.map(|document| &documents[document.get()]) else { continue };
        let Matter::Actor(matter) = &document.matter else { continue };
        if let Some(whole) = &matter.part_of {
            actors[at].part_of = lookup.actor(whole, document, FieldPath::key("part_of"), found);
        }
        actors[at].roles = roles(matter, document, lookup, found);
        let own = relations(matter, document, lookup, found);
        let this = ActorIx::new(at);
        for relation in own {
            let inverse = RelationView { inverse: true, actor: this, ..relation.clone() };
            if relation.actor != this {
                actors[relation.actor.get()].relations.push(inverse);
            }
            actors[at].relations.push(relation);
        }
    }
    let mut above: Vec<Option<usize>> = actors.iter().map(|actor| actor.part_of.map(ActorIx::get)).collect();
    let document = |at: usize| actors[at].document.map(|document| &*documents[document.get()]);
    Entries { name: "actor", key: "part_of" }.make_tree(&mut above, document, found);
    for (actor, above) in actors.iter_mut().zip(above) {
        actor.part_of = above.map(ActorIx::new);
    }
    for at in 0..actors.len() {
        if let Some(whole) = actors[at].part_of {
            actors[whole.get()].parts.push(ActorIx::new(at));
        }
        for role in 0..actors[at].roles.len() {
            if let Some(of) = actors[at].roles[role].of {
                actors[of.get()].holders.push(Holder { actor: ActorIx::new(at), role });
            }
        }
        tidy(&mut actors[at].relations);
    }
}

/// Takes the pages away from actors of the registry that nothing names or, by `links`, links to.
pub fn list_named(actors: &mut [Actor], documents: &[Arc<Document>], links: &[Vec<Link>]) {
    let mut linked = vec![false; links.len()];
    for link in links.iter().flatten() {
        if let Target::Page(page) = link.target {
            linked[page.get()] = true;
        }
    }
    for actor in actors {
        let matter = actor.document.map(|document| &documents[document.get()].matter);
        let Some(Matter::Actor(matter)) = matter else { continue };
        let is_named = !actor.mentions.is_empty()
            || !actor.articles.is_empty()
            || !actor.events.is_empty()
            || !actor.relations.is_empty()
            || !actor.parts.is_empty()
            || !actor.holders.is_empty()
            || linked[actor.page.get()];
        actor.listed = is_named || !matter.from_registry;
    }
}

/// A file's own relations come first, in its order. Two neighbours that each name the other say one
/// thing.
fn tidy(relations: &mut Vec<RelationView>) {
    relations.sort_by_key(|relation| relation.inverse);
    let own: BTreeSet<(Box<str>, ActorIx)> = relations
        .iter()
        .filter(|relation| !relation.inverse && is_symmetric(&relation.relation_type))
        .map(|relation| (relation.relation_type.clone(), relation.actor))
        .collect();
    relations.retain(|relation| {
        !relation.inverse || !own.contains(&(relation.relation_type.clone(), relation.actor))
    });
}

fn field(list: &str, index: usize, key: &str) -> FieldPath {
    FieldPath::item(list, index).join(Step::Key(key.into()))
}

fn relations(
    matter: &ActorMatter,
    document: &Document,
    lookup: &Lookup<'_>,
    found: &mut Diagnostics,
) -> Vec<RelationView> {
    let mut relations = Vec::with_capacity(matter.relations.len());
    for relation in &matter.relations {
        let place = |key| field("relations", relation.index, key);
        let source =
            relation.source.as_ref().and_then(|id| lookup.source(id, &document.path, place("source"), found));
        let Some(actor) = lookup.actor(&relation.actor, document, place("actor"), found) else { continue };
        relations.push(RelationView {
            relation_type: relation.relation_type.clone(),
            inverse: false,
            actor,
            since: relation.since.clone(),
            until: relation.until.clone(),
            status: relation.status.clone(),
            source,
        });
    }
    relations
}

fn roles(
    matter: &ActorMatter,
    document: &Document,
    lookup: &Lookup<'_>,
    found: &mut Diagnostics,
) -> Vec<RoleView> {
    let mut roles = Vec::with_capacity(matter.roles.len());
    for role in &matter.roles {
        let place = |key| field("roles", role.index, key);
        roles.push(RoleView {
            post: role.post.clone(),
            of: role.of.as_ref().and_then(|id| lookup.actor(id, document, place("of"), found)),
            from: role.from.clone(),
            to: role.to.clone(),
            source: role
                .source
                .as_ref()
                .and_then(|id| lookup.source(id, &document.path, place("source"), found)),
        });
    }
    roles
}
