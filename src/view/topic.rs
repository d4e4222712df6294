//! The page of a topic, and the index of topics.

use std::collections::BTreeMap;

use tera::{Context, Value};

use crate::document::Matter;
use crate::model::Permalink;
use crate::site::{ActorIx, PagerPage, TopicIx};

use super::actor::aka_value;
use super::page::PageView;
use super::record::{data_value, extended, list, text};
use super::shared::Views;

/// Leading actors that a topic's page names.
const LEADING_ACTORS: usize = 12;

impl Views<'_> {
    pub(super) fn topic_view(&self, ix: TopicIx, page: &PagerPage, permalink: &Permalink) -> PageView {
        let topic = self.topic_entry(ix);
        let front = &self.site.page(topic.page).permalink;
        let title = &*self.site.page(topic.page).title;
        let mut meta = self.meta("topic", topic.page, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named("topics").or(self.section_named("")));
        meta.feeds = self.feeds(front, title, &topic.articles);
        let is_front = permalink == front;
        let document = self.site.document_of(topic.page);
        let matter = document.and_then(|document| match &document.matter {
            Matter::Topic(matter) => Some(matter),
            _ => None,
        });
        let template = self.template(topic.page, "topic.html");
        let asked = self.asked.of(&template, "topic");
        let value = extended(
            &self.topic(ix),
            [
                ("name", Value::from(title)),
                ("description", text(document.and_then(|d| d.common.description.as_deref()))),
                asked.field("content", || self.content(topic.page)),
                asked.field("toc", || self.toc(topic.page)),
                (
                    "aka",
                    list(matter.map_or(&[][..], |m| &m.aka).iter().filter(|aka| !aka.never).map(aka_value)),
                ),
                ("medtop", text(matter.and_then(|m| m.medtop.as_deref()))),
                ("broader", list(self.broader_chain(ix).into_iter().map(|topic| self.topic(topic)))),
                ("narrower", list(topic.narrower.iter().map(|narrower| self.counted_topic(*narrower)))),
                ("events", list(topic.events.iter().map(|event| self.events[event.get()].clone()))),
                // Older pages show the list of articles alone.
                asked.field("timeline", || {
                    if is_front { self.chronicle(&topic.events, &topic.articles) } else { list([]) }
                }),
                asked.field("activity", || {
                    if is_front { self.activity(&topic.articles) } else { Value::none() }
                }),
                asked.field("sources", || self.event_sources(&topic.events)),
                asked.field("mentions", || self.first_mentions(&topic.mentions)),
                ("mention_count", Value::from(topic.mentions.len())),
                ("mentions_path", self.mentions_path(topic.page, topic.mentions.len())),
                asked.field("backlinks", || self.backlinks(topic.page, &topic.mentions)),
                asked.field("actors", || Value::from(self.leading_actors(ix))),
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
        context.insert_value("topic", value);
        context.insert_value(
            "pager",
            self.pager_value(&topic.articles, self.pager(topic.articles.len()), page, front),
        );
        PageView { template, meta, context }
    }

    /// The topics above one, from the top down.
    fn broader_chain(&self, ix: TopicIx) -> Vec<TopicIx> {
        let mut chain = Vec::new();
        let mut above = self.topic_entry(ix).broader;
        while let Some(topic) = above {
            chain.push(topic);
            above = self.topic_entry(topic).broader;
        }
        chain.reverse();
        chain
    }

    fn counted_topic(&self, ix: TopicIx) -> Value {
        extended(&self.topic(ix), [("count", Value::from(self.topic_entry(ix).articles.len()))])
    }

    /// The actors that a topic's articles are about, most often first.
    fn leading_actors(&self, ix: TopicIx) -> Vec<Value> {
        let mut counts: BTreeMap<ActorIx, usize> = BTreeMap::new();
        for article in &self.topic_entry(ix).articles {
            for actor in &self.site.articles[article.get()].actors {
                *counts.entry(*actor).or_default() += 1;
            }
        }
        self.counted(counts, |actor| self.actor(actor)).take(LEADING_ACTORS).collect()
    }

    /// What the index of topics shows: the tree.
    pub(super) fn topic_index(&self, context: &mut Context) {
        let mut roots: Vec<TopicIx> = (0..self.site.topics.len())
            .map(TopicIx::new)
            .filter(|topic| self.topic_entry(*topic).broader.is_none())
            .collect();
        roots.sort_by_cached_key(|topic| self.site.page(self.topic_entry(*topic).page).title.to_lowercase());
        context.insert_value("tree", list(roots.into_iter().map(|topic| self.topic_branch(topic))));
    }

    fn topic_branch(&self, ix: TopicIx) -> Value {
        let topic = self.topic_entry(ix);
        extended(
            &self.counted_topic(ix),
            [
                ("description", text(self.site.summary(topic.page).as_deref())),
                ("children", list(topic.narrower.iter().map(|narrower| self.topic_branch(*narrower)))),
            ],
        )
    }
}
