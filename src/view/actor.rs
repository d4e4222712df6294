//! The page of an actor.

use tera::{Context, Value};

use crate::document::{Aka, AkaKind, Matter};
use crate::model::Permalink;
use crate::site::{ActorIx, PagerPage, relation_label};

use super::languages::language_name;
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
        let is_front = permalink == front;
        let document = self.site.document_of(actor.page);
        let matter = document.and_then(|document| match &document.matter {
            Matter::Actor(matter) => Some(matter),
            _ => None,
        });
        let reference = |actor: Option<ActorIx>| actor.map_or_else(Value::none, |actor| self.actor(actor));
        let template = self.template(actor.page, "actor.html");
        let asked = self.asked.of(&template, "actor");
        let value = extended(
            &self.actor(ix),
            [
                ("name", Value::from(title)),
                ("description", text(document.and_then(|d| d.common.description.as_deref()))),
                asked.field("content", || self.content(actor.page)),
                asked.field("toc", || self.toc(actor.page)),
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
                asked.field("holders", || self.holders(ix)),
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
                // Older pages show the list of articles alone.
                asked.field("timeline", || {
                    if is_front { self.chronicle(&actor.events, &actor.articles) } else { list([]) }
                }),
                asked.field("drawing", || {
                    if is_front { self.actor_drawing(ix, permalink) } else { Value::none() }
                }),
                asked.field("companions", || self.companions(ix)),
                asked.field("mentions", || self.first_mentions(&actor.mentions)),
                ("mention_count", Value::from(actor.mentions.len())),
                ("mentions_path", self.mentions_path(actor.page, actor.mentions.len())),
                asked.field("backlinks", || self.backlinks(actor.page, &actor.mentions)),
                asked.field("sources", || self.actor_sources(ix)),
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
        PageView { template, meta, context }
    }

    /// Actors that this one appears with.
    fn companions(&self, ix: ActorIx) -> Value {
        list(self.site.appearances.companions(ix).iter().map(|companion| {
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
}

/// Another name, for the page of what has it.
pub(super) fn aka_value(aka: &Aka) -> Value {
    let label = match aka.kind {
        AkaKind::Name => "Name",
        AkaKind::Abbreviation => "Abbreviation",
        AkaKind::Demonym => "Demonym",
        AkaKind::Metonym => "Metonym",
        AkaKind::Former => "Former name",
        AkaKind::Weak => "Also",
        AkaKind::Combining => "In compounds",
    };
    record([
        ("text", Value::from(&*aka.text)),
        ("kind", Value::from(aka.kind.name())),
        ("label", Value::from(label)),
        ("lang", text(aka.lang.as_deref())),
        ("group", Value::from(aka.lang.as_deref().map_or(label, language_name))),
    ])
}
