//! Recognises the names on all pages, and keeps what it found for the next time.
//!
//! The mentions on a page follow from its document, the matcher and what the page has to say about
//! the names on it, so they are kept under the fingerprint of these three.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ahash::AHashMap;
use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::document::Document;
use crate::gazetteer::{self, Decision, Entity, Form, Found, Gazetteer, recognise};
use crate::model::{Fingerprint, PAGES_AT_A_TIME};

use super::Site;
use super::index::PageIx;
use super::mentions::{Entities, Mention, PageMentions, named};
use super::resolve::Link;

/// What was recognised the last time.
#[derive(Debug, Default)]
pub struct Recognition {
    matcher: Option<Matcher>,
    /// The mentions on each page that has any prose, by all that they follow from.
    pages: AHashMap<Fingerprint, Arc<PageMentions>>,
}

/// The gazetteer, made only when a page has to be looked at.
#[derive(Debug)]
struct Matcher {
    /// The fingerprint of what it is made of.
    fingerprint: Fingerprint,
    /// The forms, until it is made of them.
    forms: Mutex<Vec<Form>>,
    headlines: bool,
    gazetteer: OnceLock<Gazetteer>,
}

impl Matcher {
    fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.get_or_init(|| {
            let forms = mem::take(&mut *self.forms.lock().unwrap_or_else(PoisonError::into_inner));
            Gazetteer::new(forms, self.headlines)
        })
    }
}

impl Recognition {
    /// What [`Self::kept`] gave at the end of an earlier build.
    #[must_use]
    pub fn new(kept: Vec<(Fingerprint, Vec<Mention>)>) -> Self {
        let pages = kept.into_par_iter().map(|(key, mentions)| (key, Arc::new(mentions.into())));
        let pages: Vec<(Fingerprint, Arc<PageMentions>)> = pages.collect();
        Self { matcher: None, pages: pages.into_iter().collect() }
    }

    /// The mentions on each page, in no order, with the fingerprint of all that they follow from.
    pub fn kept(&self) -> impl Iterator<Item = (Fingerprint, &[Mention])> {
        self.pages.iter().map(|(key, mentions)| (*key, &***mentions))
    }

    /// The mentions on every page, in reading order.
    pub(super) fn find(
        &mut self,
        entities: &Entities<'_>,
        links: &[Vec<Link>],
        named: &BTreeMap<PageIx, BTreeSet<Entity>>,
        config: &SiteConfig,
    ) -> Vec<Arc<PageMentions>> {
        let forms = entities.forms(config);
        let headlines = config.linking.headlines;
        let fingerprint = Fingerprint::of_value(&(&forms, headlines));
        let known = mem::take(&mut self.pages);
        if self.matcher.as_ref().is_none_or(|matcher| matcher.fingerprint != fingerprint) {
            let (forms, gazetteer) = (Mutex::new(forms), OnceLock::new());
            self.matcher = Some(Matcher { fingerprint, forms, headlines, gazetteer });
        }
        let matcher = &self.matcher;
        let by_page = entities.by_page();
        let found: Vec<Option<(Fingerprint, Arc<PageMentions>)>> = (0..entities.pages.len())
            .into_par_iter()
            .with_max_len(PAGES_AT_A_TIME)
            .map(|at| {
                let context =
                    entities.context(PageIx::new(at), &links[at], named, &by_page, &config.linking)?;
                let document = &entities.documents[entities.pages[at].document?.get()];
                let key = Fingerprint::of_value(&(document.key, fingerprint, &context));
                let known = known.get(&key).cloned();
                let matcher = matcher.as_ref()?;
                Some((key, known.unwrap_or_else(|| mentions(document, matcher.gazetteer(), &context))))
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
        match (&self.matcher, context, site.document_of(page)) {
            (Some(matcher), Some(context), Some(document)) => {
                mentions(document, matcher.gazetteer(), &context)
            }
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
