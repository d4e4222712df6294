//! Articles: who and what each is about, and its neighbours in time.

use crate::model::Moment;

use super::authors::Byline;
use super::index::{ActorIx, ArticleIx, DocIx, PageIx, SectionIx, SourceIx, TopicIx};

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
