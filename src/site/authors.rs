//! Authors and bylines.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::did_you_mean;
use crate::document::{Document, Matter};
use crate::model::Slug;

use super::Page;
use super::index::{ArticleIx, AuthorIx, DocIx, PageIx};

/// An author with a page.
#[derive(Debug, Clone)]
pub struct Author {
    /// Their page.
    pub page: PageIx,
    /// Their document.
    pub document: DocIx,
    /// Their articles, newest first.
    pub articles: Vec<ArticleIx>,
}

/// One name of a byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Byline {
    /// Someone with a page.
    Author(AuthorIx),
    /// A bare name.
    Name(Box<str>),
}

/// Finds authors by id or name.
pub struct Authors {
    by_key: BTreeMap<Box<str>, AuthorIx>,
}

impl Authors {
    /// Makes the table of authors that have pages.
    pub fn collect(
        documents: &[Arc<Document>],
        page_of: &[Option<PageIx>],
        pages: &[Page],
    ) -> (Vec<Author>, Self) {
        let (mut authors, mut by_key) = (Vec::new(), BTreeMap::new());
        for (at, document) in documents.iter().enumerate() {
            let (Matter::Author, Some(page)) = (&document.matter, page_of[at]) else { continue };
            let ix = AuthorIx::new(authors.len());
            by_key.insert(pages[page.get()].id.clone(), ix);
            by_key.entry(pages[page.get()].title.clone()).or_insert(ix);
            authors.push(Author { page, document: DocIx::new(at), articles: Vec::new() });
        }
        (authors, Self { by_key })
    }

    /// The advice for a bare name that nearly is the id or name of an author with a page; empty
    /// when none is near.
    pub fn advice(&self, written: &str) -> String {
        did_you_mean(written, self.by_key.keys().map(|key| &**key))
    }

    /// The byline for what an article's `authors` says.
    pub fn byline(&self, written: &str) -> Byline {
        let by_slug = || Slug::of(written).and_then(|slug| self.by_key.get(slug.as_str()));
        match self.by_key.get(written).or_else(by_slug) {
            Some(author) => Byline::Author(*author),
            None => Byline::Name(written.into()),
        }
    }
}
