//! Articles: who and what each is about, and its neighbours in time.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes, did_you_mean};
use crate::document::{Document, IdRef, Matter};
use crate::model::{Kind, Moment};

use super::actors::{self, Lookup};
use super::authors::{Authors, Byline};
use super::index::{ActorIx, ArticleIx, DocIx, PageIx, SectionIx, SourceIx, TopicIx};
use super::namespace::id_of;
use super::publish::HiddenDocuments;
use super::sections::section_folder;

/// An article with its ids resolved.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its page.
    pub page: PageIx,
    /// Its document.
    pub document: DocIx,
    /// The section that it is in.
    pub section: SectionIx,
    /// When it was published; a draft may have none.
    pub date: Option<Moment>,
    /// When it was last changed: `updated`, else the last entry of `updates`.
    pub updated: Option<Moment>,
    /// Who wrote it.
    pub authors: Vec<Byline>,
    /// The actors that it is about.
    pub actors: Vec<ActorIx>,
    /// The topics that it is about.
    pub topics: Vec<TopicIx>,
    /// Its terms: taxonomy and term.
    pub terms: Vec<(usize, usize)>,
    /// Its sources.
    pub sources: Vec<SourceIx>,
    /// The next newer article of its section.
    pub newer: Option<ArticleIx>,
    /// The next older article of its section.
    pub older: Option<ArticleIx>,
}

/// Sets each article's neighbours from a section's own list, newest first.
pub fn join_neighbours(articles: &mut [Article], list: &[ArticleIx]) {
    for pair in list.windows(2) {
        if let [newer, older] = pair {
            articles[older.get()].newer = Some(*newer);
            articles[newer.get()].older = Some(*older);
        }
    }
}

/// What an article's front matter can name.
pub struct ArticleIds<'a> {
    /// Actors and sources.
    pub lookup: &'a Lookup<'a>,
    /// Topics by id.
    pub topics: &'a BTreeMap<Box<str>, TopicIx>,
    /// Authors.
    pub authors: &'a Authors,
    /// What is not published.
    pub hidden: &'a HiddenDocuments,
}

/// The table of articles, newest first.
pub fn collect(
    documents: &[Arc<Document>],
    page_of: &[Option<PageIx>],
    section_of: &BTreeMap<Box<str>, SectionIx>,
    ids: &ArticleIds<'_>,
    found: &mut Diagnostics,
) -> Vec<Article> {
    let collected: Vec<(Option<Article>, Diagnostics)> = documents
        .par_iter()
        .enumerate()
        .map(|(at, document)| {
            let mut found = Diagnostics::new();
            let article =
                page_of[at].and_then(|page| ids.article(at, document, page, section_of, &mut found));
            (article, found)
        })
        .collect();
    let mut articles = Vec::with_capacity(collected.len());
    for (article, wrong) in collected {
        articles.extend(article);
        found.extend(wrong);
    }
    articles.sort_by(|a, b| {
        b.date
            .cmp(&a.date)
            .then_with(|| documents[a.document.get()].path.cmp(&documents[b.document.get()].path))
    });
    articles
}

impl ArticleIds<'_> {
    /// The article of a document, if it is one.
    fn article(
        &self,
        at: usize,
        document: &Document,
        page: PageIx,
        section_of: &BTreeMap<Box<str>, SectionIx>,
        found: &mut Diagnostics,
    ) -> Option<Article> {
        let Matter::Article(matter) = &document.matter else { return None };
        let section = *section_of.get(section_folder(document))?;
        let logged = matter.updates.iter().map(|update| update.date).max();
        let sources = matter
            .sources
            .iter()
            .filter_map(|source| {
                let field = FieldPath::item("sources", source.index);
                self.lookup.source(&source.id, &document.path, field, found)
            })
            .collect();
        Some(Article {
            page,
            document: DocIx::new(at),
            section,
            date: document.common.dates.date,
            updated: document.common.dates.updated.max(logged),
            authors: self.bylines(&matter.authors, document, found),
            actors: self.resolve(Kind::Actor, self.lookup.actors, &matter.actors, document, found),
            topics: self.resolve(Kind::Topic, self.topics, &matter.topics, document, found),
            terms: Vec::new(),
            sources,
            newer: None,
            older: None,
        })
    }

    /// The byline of an article. A bare name is as good as an author with a page, unless it looks
    /// like one that is misspelt.
    fn bylines(&self, authors: &[Box<str>], document: &Document, found: &mut Diagnostics) -> Vec<Byline> {
        let bylines = authors.iter().enumerate().map(|(at, written)| {
            let byline = self.authors.byline(written);
            let is_bare = matches!(byline, Byline::Name(_));
            let advice = if is_bare { self.authors.advice(written) } else { String::new() };
            if !advice.is_empty() {
                let message = format!("no author has the id or name `{written}`, which is shown as it is");
                let place = Place::value(FieldPath::item("authors", at));
                found.push(
                    Diagnostic::warning(&codes::LINK_AUTHOR, message)
                        .label(&document.path, place, "no page")
                        .help(advice),
                );
            }
            byline
        });
        bylines.collect()
    }

    /// Resolves the ids of one list; a repetition counts once.
    fn resolve<T: Copy + PartialEq>(
        &self,
        kind: Kind,
        known: &BTreeMap<Box<str>, T>,
        refs: &[IdRef],
        document: &Document,
        found: &mut Diagnostics,
    ) -> Vec<T> {
        let list = if kind == Kind::Actor { "actors" } else { "topics" };
        let mut resolved = Vec::with_capacity(refs.len());
        for reference in refs {
            let field = FieldPath::item(list, reference.index);
            match known.get(&reference.id) {
                Some(ix) if !resolved.contains(ix) => resolved.push(*ix),
                Some(_) => {}
                None => found.push(self.unknown(kind, known, &reference.id, document, field)),
            }
        }
        resolved
    }

    fn unknown<T: Copy>(
        &self,
        kind: Kind,
        known: &BTreeMap<Box<str>, T>,
        id: &str,
        document: &Document,
        field: FieldPath,
    ) -> Diagnostic {
        let place = Place::value(field.clone());
        let hidden = self
            .hidden
            .values()
            .find(|(other, _)| other.kind() == kind && id_of(other).as_deref() == Some(id));
        if let Some((other, reason)) = hidden {
            let message = format!("`{id}` is `{}`, which is {}", other.path, reason.name());
            return Diagnostic::error(&codes::LINK_DRAFT, message)
                .label(&document.path, place, "not published")
                .help(reason.help());
        }
        if kind == Kind::Actor {
            return actors::unknown_actor(id, document, field, self.lookup.actors);
        }
        let near = did_you_mean(id, known.keys().map(|id| &**id));
        let help = if near.is_empty() { format!("make it with: dateline new topic \"{id}\"") } else { near };
        Diagnostic::error(&codes::LINK_TOPIC, format!("no topic has the id `{id}`"))
            .label(&document.path, place, "not found")
            .help(help)
    }
}
