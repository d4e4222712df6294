//! Recognises the names on all pages, and keeps what it found for the next time.
//!
//! The mentions on a page follow from its document, the matcher and what the page has to say about
//! the names on it, so they are kept under the fingerprint of these three.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::document::Document;
use crate::gazetteer::{self, Decision, Entity, Found, Gazetteer, recognise};
use crate::model::Fingerprint;

use super::Site;
use super::index::PageIx;
use super::mentions::{Entities, Mention, PageMentions, named};
use super::resolve::Link;

/// What was recognised the last time.
#[derive(Debug, Default)]
pub struct Recognition {
    /// The matcher, and the fingerprint of what it is made of.
    gazetteer: Option<(Fingerprint, Gazetteer)>,
    /// The mentions on each page that has any prose, by all that they follow from.
    pages: HashMap<Fingerprint, Arc<PageMentions>>,
}

impl Recognition {
    /// The mentions on every page, in reading order.
    pub(super) fn find(
        &mut self,
        entities: &Entities<'_>,
        links: &[Vec<Link>],
        named: &BTreeMap<PageIx, BTreeSet<Entity>>,
        config: &SiteConfig,
    ) -> Vec<Arc<PageMentions>> {
        let forms = entities.forms(config);
        let of_matcher = Fingerprint::of_value(&(&forms, config.linking.headlines));
        let known = std::mem::take(&mut self.pages);
        let (_, gazetteer) = match self.gazetteer.take() {
            Some(same) if same.0 == of_matcher => self.gazetteer.insert(same),
            _ => self.gazetteer.insert((of_matcher, Gazetteer::new(forms, config.linking.headlines))),
        };
        let by_page = entities.by_page();
        let found: Vec<Option<(Fingerprint, Arc<PageMentions>)>> = (0..entities.pages.len())
            .into_par_iter()
            .map(|at| {
                let context =
                    entities.context(PageIx::new(at), &links[at], named, &by_page, &config.linking)?;
                let document = &entities.documents[entities.pages[at].document?.get()];
                let key = Fingerprint::of_value(&(document.key, of_matcher, &context));
                let known = known.get(&key).cloned();
                Some((key, known.unwrap_or_else(|| mentions(document, gazetteer, &context))))
            })
            .collect();
        self.pages = found.iter().flatten().cloned().collect();
        found.into_iter().map(|found| found.map_or_else(Arc::default, |(_, mentions)| mentions)).collect()
    }

    /// The mentions on one page, by the matcher of the last time.
    pub(super) fn of_page(
        &self,
        page: PageIx,
        site: &Site,
        links: &[Link],
        config: &SiteConfig,
    ) -> Arc<PageMentions> {
        let entities = site.entities();
        let article = site.articles.iter().find(|article| article.page == page);
        let named = article.map(|article| named(std::slice::from_ref(article))).unwrap_or_default();
        let context = entities.context(page, links, &named, &entities.by_page(), &config.linking);
        match (&self.gazetteer, context, site.document_of(page)) {
            (Some((_, gazetteer)), Some(context), Some(document)) => mentions(document, gazetteer, &context),
            _ => Arc::default(),
        }
    }
}

fn mentions(document: &Document, gazetteer: &Gazetteer, context: &gazetteer::Page) -> Arc<PageMentions> {
    let found = recognise(&document.body, gazetteer, context);
    let mentions: Vec<Mention> = found.iter().filter_map(mention).collect();
    Arc::new(mentions.into())
}

fn mention(found: &Found) -> Option<Mention> {
    let decision = found.rule.decision();
    (decision != Decision::Refused).then_some(Mention {
        entity: found.entity?,
        block: found.block,
        html: found.place.html,
        linked: decision == Decision::Linked,
    })
}
