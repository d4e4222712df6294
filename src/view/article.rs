//! The page of an article.

use std::collections::BTreeSet;

use tera::{Context, Value};

use crate::document::{Matter, UpdateKind};
use crate::model::Kind;
use crate::site::ArticleIx;

use super::page::PageView;
use super::record::{data_value, date_value, extended, list, record, text};
use super::shared::Views;

/// Names that the reason for a related article gives.
const SHARED_NAMES: usize = 3;

impl Views<'_> {
    pub(super) fn article_view(&self, ix: ArticleIx) -> PageView {
        let article = &self.site.articles[ix.get()];
        let document = self.site.article_document(article);
        let permalink = &self.site.page(article.page).permalink;
        let mut meta = self.meta("article", article.page, permalink);
        meta.breadcrumbs = self.breadcrumbs(Some(article.section));
        let section = &self.site.sections[article.section.get()];
        let section_page = self.site.page(section.page);
        meta.feeds = self.feeds(&section_page.permalink, &section_page.title, &section.articles);
        let neighbour = |ix: Option<ArticleIx>| ix.map_or_else(Value::none, |ix| self.article(ix).clone());
        let updates = match &document.matter {
            Matter::Article(matter) => matter.updates.as_slice(),
            _ => &[],
        };
        let mut updates: Vec<_> = updates.iter().collect();
        updates.sort_by_key(|update| std::cmp::Reverse(update.date));
        let updates = updates.into_iter().map(|update| {
            record([
                ("date", date_value(&update.date)),
                ("kind", Value::from(update.kind.name())),
                ("label", Value::from(update_label(update.kind))),
                ("note", text(update.note.as_deref())),
            ])
        });
        let template = self.template(article.page, "article.html");
        let asked = self.asked.of(&template, "article");
        let value = extended(
            self.article(ix),
            [
                ("description", text(document.common.description.as_deref())),
                asked.field("content", || self.content(article.page)),
                asked.field("toc", || self.toc(article.page)),
                ("sources", list(article.sources.iter().map(|source| self.source(Some(*source))))),
                ("updates", list(updates)),
                asked.field("terms", || self.article_terms(ix)),
                asked.field("related", || self.related(ix)),
                asked.field("mentions", || self.also_mentioned(ix)),
                asked.field("backlinks", || self.backlinks(article.page, &[])),
                ("newer", neighbour(article.newer)),
                ("older", neighbour(article.older)),
                ("extra", data_value(&document.common.extra)),
            ],
        );
        let mut context = Context::new();
        context.insert_value("article", value);
        PageView { template, meta, context }
    }

    /// Whether the page of an article shows what is related to it.
    #[must_use]
    pub fn shows_related(&self, ix: ArticleIx) -> bool {
        let template = self.template(self.site.articles[ix.get()].page, "article.html");
        self.asked.of(&template, "article").has("related")
    }

    /// Related articles, each with what it shares.
    fn related(&self, ix: ArticleIx) -> Value {
        list(self.site.appearances.related(ix).iter().map(|related| {
            let names: Vec<&str> = related
                .shared
                .iter()
                .take(SHARED_NAMES)
                .map(|entity| &*self.site.page(self.site.entity_page(*entity)).title)
                .collect();
            extended(
                self.article(related.article),
                [
                    ("reason", Value::from(format!("Shares {}", names.join(", ")))),
                    ("shared", list(related.shared.iter().map(|entity| self.entity(*entity)))),
                ],
            )
        }))
    }

    /// The actors that the text names and the front matter does not, in the order of the text.
    fn also_mentioned(&self, ix: ArticleIx) -> Value {
        let article = &self.site.articles[ix.get()];
        let mut seen = BTreeSet::new();
        let new =
            self.site.mentions[article.page.get()].iter().map(|mention| mention.entity).filter(|entity| {
                let about = article.actors.iter().any(|actor| actor.get() == entity.index as usize);
                entity.kind == Kind::Actor && !about && seen.insert(*entity)
            });
        list(new.map(|entity| self.entity(entity)))
    }

    fn article_terms(&self, ix: ArticleIx) -> Value {
        let terms = &self.site.articles[ix.get()].terms;
        let taxonomies = self.site.taxonomies.iter().enumerate().filter_map(|(at, taxonomy)| {
            let own = terms.iter().filter(|(taxonomy, _)| *taxonomy == at).map(|(_, term)| {
                let term = &taxonomy.terms[*term];
                record([
                    ("name", Value::from(&*term.name)),
                    ("path", Value::from(self.addresses.path(&term.permalink))),
                ])
            });
            let own: Vec<Value> = own.collect();
            (!own.is_empty())
                .then(|| record([("taxonomy", self.taxonomy_value(at)), ("terms", Value::from(own))]))
        });
        list(taxonomies)
    }
}

fn update_label(kind: UpdateKind) -> &'static str {
    match kind {
        UpdateKind::Update => "Update",
        UpdateKind::Correction => "Correction",
        UpdateKind::Clarification => "Clarification",
        UpdateKind::Retraction => "Retraction",
    }
}
