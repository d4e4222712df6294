//! What a site has, for `dateline list`.

use serde::Serialize;

use crate::model::Kind;
use crate::site::{PageIx, Site};

/// An article, actor or topic of a site.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// `article`, `actor` or `topic`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title or name.
    pub title: String,
    /// The day of an article, `2025-07-03`.
    pub date: Option<String>,
    /// The type of an actor, or the id of a topic's broader one.
    pub group: Option<String>,
    /// How many articles are about it.
    pub articles: Option<usize>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Its address below the site's root.
    pub path: String,
    /// Its file; none for a page that was made for want of one.
    pub source: Option<String>,
}

/// Everything of one kind; drafts of all kinds where `drafts` is set.
#[must_use]
pub fn list(site: &Site, kinds: &[Kind], drafts: bool) -> Vec<Listed> {
    let mut listed = Vec::new();
    for article in &site.articles {
        let date = article.date.map(|date| date.day());
        listed.push(Listed { date, ..entry(site, article.page) });
    }
    for (_, actor) in site.listed_actors() {
        let group = Some(actor.actor_type.name().to_owned());
        listed.push(Listed { group, articles: Some(actor.articles.len()), ..entry(site, actor.page) });
    }
    for topic in &site.topics {
        let broader = topic.broader.map(|broader| site.page(site.topics[broader.get()].page).id.to_string());
        listed.push(Listed {
            group: broader,
            articles: Some(topic.articles.len()),
            ..entry(site, topic.page)
        });
    }
    listed.retain(|entry| kinds.iter().any(|kind| kind.name() == entry.kind) && (!drafts || entry.draft));
    listed
}

fn entry(site: &Site, page: PageIx) -> Listed {
    let document = site.document_of(page);
    let entry = site.page(page);
    Listed {
        kind: entry.kind.name(),
        id: entry.id.to_string(),
        title: entry.title.to_string(),
        date: None,
        group: None,
        articles: None,
        draft: document.is_some_and(|document| document.common.draft),
        path: entry.permalink.to_string(),
        source: document.map(|document| document.path.to_string()),
    }
}
