//! Mentions in context: on the page of an actor or topic, and on pages of their own.

use tera::{Context, Value};

use crate::gazetteer::Entity;
use crate::model::{Kind, Permalink};
use crate::site::{MentionedIn, PageIx, Pager, PagerPage, bring_near};

use super::backlinks::Speaker;
use super::page::PageView;
use super::record::{extended, fragment_value, joined, list, look};
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

    /// The pages that the page of an actor or topic shows of all that name it.
    pub(super) fn first_mentions(&self, mentions: &[MentionedIn]) -> Value {
        self.mentions(mentions.get(..FIRST_MENTIONS).unwrap_or(mentions))
    }

    /// Pages that name an entity, each with a sentence.
    fn mentions(&self, mentions: &[MentionedIn]) -> Value {
        let sentences = self.site.mention_sentences(mentions);
        let speakers: Vec<&Speaker> = mentions.iter().map(|it| self.speaker(it.page)).collect();
        bring_near(&speakers, |speaker| speaker.iter().map(|(_, value)| look(value)).sum());
        let said = speakers.into_iter().zip(mentions).zip(sentences);
        list(said.filter_map(|((speaker, mentioned), sentence)| {
            let (sentence, fragment) = sentence?;
            Some(joined(
                speaker,
                [
                    ("sentence", Value::from(sentence)),
                    ("fragment", fragment_value(fragment)),
                    ("count", Value::from(mentioned.count)),
                ],
            ))
        }))
    }

    /// The pages of a list of mentions. One is a sentence and no summary, so a page holds four times
    /// as many.
    #[must_use]
    pub fn mentions_pager(&self, total: usize) -> Pager {
        Pager::new(total, self.config.page_size.saturating_mul(4))
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
        let items = ("items", self.mentions(shown));
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
