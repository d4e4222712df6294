//! Backlinks: who links to a page, and where.

use std::sync::Arc;

use crate::document::{Document, ReferenceKind};

use super::index::PageIx;
use super::resolve::{Link, Target};
use super::sentences::cut_sentence;
use super::{Page, Site};

/// A link to a page from the text of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlink {
    /// The page that links.
    pub from: PageIx,
    /// The first of its references that leads here.
    pub reference: u32,
}

/// Turns the links of all pages round. Each linking page counts once, with its first link; the
/// order is that of the linking pages.
pub fn collect(pages: &[Page], documents: &[Arc<Document>], links: &[Vec<Link>]) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); pages.len()];
    for (at, links) in links.iter().enumerate() {
        let from = PageIx::new(at);
        let Some(document) = pages[at].document.map(|document| &documents[document.get()]) else { continue };
        for (reference, link) in links.iter().enumerate() {
            let Target::Page(to) = link.target else { continue };
            let is_image =
                document.body.references.get(reference).is_none_or(|r| r.kind == ReferenceKind::Image);
            if is_image || to == from || backlinks[to.get()].last().is_some_and(|last| last.from == from) {
                continue;
            }
            backlinks[to.get()]
                .push(Backlink { from, reference: u32::try_from(reference).unwrap_or(u32::MAX) });
        }
    }
    backlinks
}

impl Site {
    /// The sentence around a backlink's link, and the id of the block that holds it.
    #[must_use]
    pub fn backlink_sentence(&self, backlink: &Backlink) -> Option<(String, Option<&str>)> {
        let body = &self.document_of(backlink.from)?.body;
        let holder = body.references.get(backlink.reference as usize)?.block;
        let fragment = body.prose.fragment(body.prose.blocks.get(holder as usize)?);
        let (text, at) =
            body.text_around(backlink.reference, &|reference| self.title_of(backlink.from, reference));
        Some((cut_sentence(text, at), fragment))
    }
}
