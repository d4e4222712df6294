//! The page of an actor, and the index of actors.

use std::collections::BTreeMap;

use tera::{Context, Value};

use crate::document::{ActorType, Aka, AkaKind, Matter};
use crate::model::{Permalink, Slug};
use crate::site::{ActorIx, PagerPage, relation_label};

use super::mentions::FIRST_MENTIONS;
use super::page::PageView;
use super::record::{data_value, extended, list, optional_edtf, record, text};
use super::shared::Views;

impl Views<'_> {
    pub(super) fn actor_view(&self, ix: ActorIx, page: &PagerPage, permalink: &Permalink) -> PageView {
        let actor = self.actor_entry(ix);
        let front = &self.site.page(actor.page).permalink;
        let title = &*self.site.page(actor.page).title;
        let mut meta = self.meta("actor", actor.page, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named("actors").or(self.section_named("")));
        meta.feeds = self.feeds(front, title, &actor.articles);
        let document = self.site.document_of(actor.page);
        let matter = document.and_then(|document| match &document.matter {
            Matter::Actor(matter) => Some(matter),
            _ => None,
        });
        let reference = |actor: Option<ActorIx>| actor.map_or_else(Value::none, |actor| self.actor(actor));
        let value = extended(
            &self.actor(ix),
            [
                ("name", Value::from(title)),
                ("description", text(document.and_then(|d| d.common.description.as_deref()))),
                ("content", self.content(actor.page)),
                ("toc", self.toc(actor.page)),
                (
                    "aka",
                    list(matter.map_or(&[][..], |m| &m.aka).iter().filter(|aka| !aka.never).map(aka_value)),
                ),
                ("wikidata", text(matter.and_then(|m| m.wikidata.as_deref()))),
                ("iso3", text(matter.and_then(|m| m.iso3.as_deref()))),
                ("part_of", reference(actor.part_of)),
                ("parts", list(actor.parts.iter().map(|part| self.actor(*part)))),
                (
                    "roles",
                    list(actor.roles.iter().map(|role| {
                        record([
                            ("post", Value::from(&*role.post)),
                            ("of", reference(role.of)),
                            ("from", optional_edtf(role.from.as_ref())),
                            ("to", optional_edtf(role.to.as_ref())),
                            ("source", self.source(role.source)),
                        ])
                    })),
                ),
                ("holders", self.holders(ix)),
                (
                    "relations",
                    list(actor.relations.iter().map(|relation| {
                        record([
                            ("type", Value::from(&*relation.relation_type)),
                            ("label", Value::from(relation_label(&relation.relation_type, relation.inverse))),
                            ("actor", self.actor(relation.actor)),
                            ("since", optional_edtf(relation.since.as_ref())),
                            ("until", optional_edtf(relation.until.as_ref())),
                            ("status", text(relation.status.as_deref())),
                            ("source", self.source(relation.source)),
                        ])
                    })),
                ),
                ("events", list(actor.events.iter().map(|event| self.events[event.get()].clone()))),
                ("companions", self.companions(ix)),
                ("mentions", self.mentions(&actor.mentions, FIRST_MENTIONS)),
                ("mention_count", Value::from(actor.mentions.len())),
                ("mentions_path", self.mentions_path(actor.page, actor.mentions.len())),
                ("backlinks", self.backlinks(actor.page, &actor.mentions)),
                ("sources", self.actor_sources(ix)),
                (
                    "extra",
                    document.map_or_else(
                        || data_value(&crate::data::Value::Null),
                        |d| data_value(&d.common.extra),
                    ),
                ),
            ],
        );
        let mut context = Context::new();
        context.insert_value("actor", value);
        context.insert_value(
            "pager",
            self.pager_value(&actor.articles, self.pager(actor.articles.len()), page, front),
        );
        PageView { template: self.template(actor.page, "actor.html"), meta, context }
    }

    /// Actors that this one appears with.
    fn companions(&self, ix: ActorIx) -> Value {
        list(self.site.companions[ix.get()].iter().map(|companion| {
            extended(&self.actor(companion.actor), [("count", Value::from(companion.together))])
        }))
    }

    /// The people who hold or held a post in an actor.
    fn holders(&self, ix: ActorIx) -> Value {
        list(self.actor_entry(ix).holders.iter().filter_map(|holder| {
            let role = self.actor_entry(holder.actor).roles.get(holder.role)?;
            Some(record([
                ("post", Value::from(&*role.post)),
                ("actor", self.actor(holder.actor)),
                ("from", optional_edtf(role.from.as_ref())),
                ("to", optional_edtf(role.to.as_ref())),
            ]))
        }))
    }

    /// The sources of an actor's relations, roles and events, in the register's order.
    fn actor_sources(&self, ix: ActorIx) -> Value {
        let actor = self.actor_entry(ix);
        let relations = actor.relations.iter().filter_map(|relation| relation.source);
        let roles = actor.roles.iter().filter_map(|role| role.source);
        self.sources_of(relations.chain(roles).chain(self.sources_of_events(&actor.events)))
    }

    /// What the index of actors shows: by letter and by type.
    pub(super) fn actor_index(&self, context: &mut Context) {
        let mut letters: BTreeMap<char, Vec<(String, Value)>> = BTreeMap::new();
        let mut types: BTreeMap<ActorType, Vec<(String, Value)>> = BTreeMap::new();
        for (ix, actor) in self.site.listed_actors() {
            let title = &*self.site.page(actor.page).title;
            let key = sort_key(title);
            let aka = self.site.document_of(actor.page).map(|document| match &document.matter {
                Matter::Actor(matter) => {
                    matter.aka.iter().filter(|aka| is_shown(aka)).map(|aka| Value::from(&*aka.text)).collect()
                }
                _ => Vec::new(),
            });
            let value = extended(
                &self.actor(ix),
                [("count", Value::from(actor.articles.len())), ("aka", Value::from(aka.unwrap_or_default()))],
            );
            let first =
                key.chars().next().filter(char::is_ascii_alphabetic).map_or('#', |c| c.to_ascii_uppercase());
            letters.entry(first).or_default().push((key.clone(), value.clone()));
            types.entry(actor.actor_type).or_default().push((key, value));
        }
        let sorted = |mut group: Vec<(String, Value)>| {
            group.sort_by(|a, b| a.0.cmp(&b.0));
            list(group.into_iter().map(|(_, value)| value))
        };
        let groups = letters.into_iter().map(|(letter, group)| {
            record([("letter", Value::from(letter.to_string())), ("actors", sorted(group))])
        });
        context.insert_value("groups", list(groups));
        let types: Vec<Value> = ActorType::ALL
            .iter()
            .filter_map(|actor_type| {
                let group = types.remove(actor_type)?;
                Some(record([
                    ("type", Value::from(actor_type.name())),
                    ("label", Value::from(actor_type.plural())),
                    ("actors", sorted(group)),
                ]))
            })
            .collect();
        context.insert_value("types", Value::from(types));
    }
}

/// Names in other scripts and for the matcher alone are not for the index.
fn is_shown(aka: &Aka) -> bool {
    !aka.never
        && aka.lang.is_none()
        && matches!(aka.kind, AkaKind::Name | AkaKind::Abbreviation | AkaKind::Former)
}

/// Names are sorted without case and accents.
fn sort_key(title: &str) -> String {
    Slug::of(title).map_or_else(|| title.to_lowercase(), |slug| slug.to_string())
}

/// Another name, for the page of what has it.
pub(super) fn aka_value(aka: &Aka) -> Value {
    record([
        ("text", Value::from(&*aka.text)),
        ("kind", Value::from(aka.kind.name())),
        (
            "label",
            Value::from(match aka.kind {
                AkaKind::Name => "Name",
                AkaKind::Abbreviation => "Abbreviation",
                AkaKind::Demonym => "Demonym",
                AkaKind::Metonym => "Metonym",
                AkaKind::Former => "Former name",
                AkaKind::Weak => "Also",
            }),
        ),
        ("lang", text(aka.lang.as_deref())),
    ])
}
