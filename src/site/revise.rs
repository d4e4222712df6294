//! Joins a site again after the texts of some documents have changed, and nothing but their texts.
//!
//! As long as a document's front matter stays, so do pages, ids and lists. Only the text's own links and
//! mentions are found again, links from elsewhere into the text are looked at, and where anything of this
//! changed, what is gathered from all texts is gathered again.

use std::mem;
use std::sync::Arc;

use crate::config::SiteConfig;
use crate::document::{Document, ReferenceKind};

use super::assemble::Assembly;
use super::index::{DocIx, PageIx};
use super::recognition::Recognition;
use super::resolve::{Link, Resolver, Target};

/// A document that was read again.
#[derive(Debug, Clone)]
pub struct Revision {
    /// As it was.
    pub before: Arc<Document>,
    /// As it is.
    pub now: Arc<Document>,
}

/// How far a revision reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The pages that show the texts. The site has the same files.
    Texts,
    /// Other pages too, and perhaps which there are.
    Connections,
}

impl Assembly {
    /// Takes in documents whose texts have changed. `recognition` is what the site was joined with.
    ///
    /// `None` when more than texts has changed, or a text leads to nothing: then the site stays as it was,
    /// and is to be joined anew.
    pub fn revise(
        &mut self,
        revisions: &[Revision],
        recognition: &Recognition,
        config: &SiteConfig,
    ) -> Option<Reach> {
        let places: Vec<(PageIx, DocIx)> =
            revisions.iter().map(|revision| self.place(revision)).collect::<Option<_>>()?;
        for ((_, document), revision) in places.iter().zip(revisions) {
            self.site.documents[document.get()] = Arc::clone(&revision.now);
        }
        let Some(links) = self.links(&places) else {
            for ((_, document), revision) in places.iter().zip(revisions) {
                self.site.documents[document.get()] = Arc::clone(&revision.before);
            }
            return None;
        };
        let mut reach = Reach::Texts;
        for (((page, _), links), revision) in places.into_iter().zip(links).zip(revisions) {
            let mentions = if config.linking.recognise {
                recognition.of_page(page, &self.site, &links, config)
            } else {
                Arc::default()
            };
            let links_before = mem::replace(&mut self.site.links[page.get()], links);
            let mentions_before = mem::replace(&mut self.site.mentions[page.get()], mentions);
            let same_links =
                ties(&revision.before, &links_before).eq(ties(&revision.now, &self.site.links[page.get()]));
            if !same_links || mentions_before.entities() != self.site.mentions[page.get()].entities() {
                reach = Reach::Connections;
            }
        }
        if reach == Reach::Connections {
            self.site.connect();
        }
        Some(reach)
    }

    /// Where a document stands, if only its text has changed.
    fn place(&self, Revision { before, now }: &Revision) -> Option<(PageIx, DocIx)> {
        let page = self.tables.page(&now.path)?;
        let document = self.site.pages[page.get()].document?;
        // A document that was completed from elsewhere is not the one that was read.
        let is_own = Arc::ptr_eq(before, &self.site.documents[document.get()]);
        (is_own && before.outline == now.outline).then_some((page, document))
    }

    /// What the texts of pages lead to. `None` when anything is wrong with it, as nothing was before (a site
    /// with errors is not shown), or when a link from elsewhere no longer leads to the same place in them.
    fn links(&self, places: &[(PageIx, DocIx)]) -> Option<Vec<Vec<Link>>> {
        let site = &self.site;
        let resolver = Resolver {
            pages: &site.pages,
            documents: &site.documents,
            files: &site.files,
            tables: &self.tables,
        };
        for (page, _) in places {
            let leads_into = |link: &Link| link.target == Target::Page(*page) && link.fragment.is_some();
            for from in site.backlinks[page.get()].iter().map(|backlink| backlink.from) {
                let links = &site.links[from.get()];
                let is_revised = || places.iter().any(|(revised, _)| *revised == from);
                if links.iter().any(leads_into) && !is_revised() && resolver.resolve_all(from).0 != *links {
                    return None;
                }
            }
        }
        let resolved = places.iter().map(|(page, _)| resolver.resolve_all(*page));
        resolved.map(|(links, found)| found.is_empty().then_some(links)).collect()
    }
}

/// What a text's references are and lead to, in order.
fn ties<'d>(document: &'d Document, links: &'d [Link]) -> impl Iterator<Item = (ReferenceKind, &'d Target)> {
    document.body.references.iter().zip(links).map(|(reference, link)| (reference.kind, &link.target))
}
