//! Mentions in context: on the page of an actor or topic, and on pages of their own.

use tera::{Context, Value};

use crate::gazetteer::Entity;
use crate::model::{Kind, Permalink};
use crate::site::{MentionedIn, PageIx, Pager, PagerPage};

use super::page::PageView;
use super::record::{extended, fragment_value, list};
use super::shared::Views;

/// Mentions that the page of an actor or topic shows; all are on pages of their own.
pub const FIRST_MENTIONS: usize = 12;

impl Views<'_> {
    /// The reference to an actor or topic.
    pub(super) fn entity(&self, entity: Entity) -> Value {
        match entity.kind {
            Kind::Topic => self.topics[entity.index as usize].clone(),
            _ => self.actors[entity.index as usize].clone(),
        }
    }

    /// The first `most` of the pages that name an entity, each with a sentence.
    pub(super) fn mentions(&self, mentions: &[MentionedIn], most: usize) -> Value {
        list(mentions.iter().take(most).filter_map(|mentioned| self.mention(mentioned)))
    }

    /// The pages of a list of mentions. One is a sentence and no summary, so a page holds four times
    /// as many.
    #[must_use]
    pub fn mentions_pager(&self, total: usize) -> Pager {
        Pager::new(total, self.config.page_size.saturating_mul(4))
    }

    fn mention(&self, mentioned: &MentionedIn) -> Option<Value> {
        let (sentence, fragment) = self.site.mention_sentence(mentioned)?;
        Some(extended(
            self.speaker(mentioned.page),
            [
                ("sentence", Value::from(sentence)),
                ("fragment", fragment_value(fragment)),
                ("count", Value::from(mentioned.count)),
            ],
        ))
    }

    /// The path of the page with all mentions, when the entity's own page does not show them all.
    pub(super) fn mentions_path(&self, page: PageIx, count: usize) -> Value {
        if count <= FIRST_MENTIONS {
            return Value::none();
        }
        Value::from(self.addresses.path(&mentions_permalink(&self.site.page(page).permalink)))
    }

    /// A page of the list of all mentions of an entity.
    pub(super) fn mentions_view(&self, entity: Entity, page: &PagerPage, permalink: &Permalink) -> PageView {
        let subject = self.site.entity_page(entity);
        let mentions = self.site.mentions_of(entity);
        let front = mentions_permalink(&self.site.page(subject).permalink);
        let mut meta = self.meta("mentions", subject, permalink);
        meta.title = format!("Mentions of {}", meta.title);
        meta.description = None;
        let folder = if entity.kind == Kind::Topic { "topics" } else { "actors" };
        meta.breadcrumbs = self.breadcrumbs(self.section_named(folder).or(self.section_named("")));
        meta.breadcrumbs.push((self.site.page(subject).title.to_string(), self.path(subject)));
        let shown = mentions.get(page.items.clone()).unwrap_or_default();
        let pager = self.pager_of(self.mentions_pager(mentions.len()), page, &front);
        let items = ("items", self.mentions(shown, shown.len()));
        let mut context = Context::new();
        context.insert_value("subject", self.entity(entity));
        context.insert_value("pager", extended(&pager, [items]));
        PageView { template: "mentions.html".to_owned(), meta, context }
    }
}

/// The address of the list of all mentions of an entity.
pub(super) fn mentions_permalink(page: &Permalink) -> Permalink {
    Permalink::new(format!("{page}mentions/"))
}
