//! Topics and their tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes, did_you_mean};
use crate::document::{Document, Matter};

use super::Page;
use super::index::{ArticleIx, DocIx, EventIx, PageIx, TopicIx};
use super::mentions::MentionedIn;
use super::tree::Entries;

/// A topic, with what is said about it elsewhere.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its page.
    pub page: PageIx,
    /// Its document; none for a stub.
    pub document: Option<DocIx>,
    /// The topic that it belongs to.
    pub broader: Option<TopicIx>,
    /// Topics that belong to it, by title.
    pub narrower: Vec<TopicIx>,
    /// Articles about it or a narrower topic, newest first.
    pub articles: Vec<ArticleIx>,
    /// Events of it, earliest first.
    pub events: Vec<EventIx>,
    /// Pages that name it: articles newest first, then the others.
    pub mentions: Vec<MentionedIn>,
}

impl Topic {
    /// A topic of which nothing but its own document is known yet.
    pub fn new(page: PageIx, document: Option<DocIx>) -> Self {
        Self {
            page,
            document,
            broader: None,
            narrower: Vec::new(),
            articles: Vec::new(),
            events: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

/// Sets `broader` and `narrower` from what the documents say.
pub fn nest(
    topics: &mut [Topic],
    by_id: &BTreeMap<Box<str>, TopicIx>,
    documents: &[Arc<Document>],
    pages: &[Page],
    diagnostics: &mut Diagnostics,
) {
    for topic in topics.iter_mut() {
        let Some(document) = topic.document.map(|document| &documents[document.get()]) else { continue };
        let Matter::Topic(matter) = &document.matter else { continue };
        let Some(broader) = &matter.broader else { continue };
        match by_id.get(broader) {
            Some(broader) => topic.broader = Some(*broader),
            None => diagnostics.push(
                Diagnostic::error(&codes::LINK_TOPIC, format!("no topic has the id `{broader}`"))
                    .label(&document.path, Place::value(FieldPath::key("broader")), "not found")
                    .help(did_you_mean(broader, by_id.keys().map(|id| &**id))),
            ),
        }
    }
    let mut above: Vec<Option<usize>> = topics.iter().map(|topic| topic.broader.map(TopicIx::get)).collect();
    let document = |at: usize| topics[at].document.map(|document| &*documents[document.get()]);
    Entries { name: "topic", key: "broader" }.make_tree(&mut above, document, diagnostics);
    for (topic, above) in topics.iter_mut().zip(above) {
        topic.broader = above.map(TopicIx::new);
    }
    for at in 0..topics.len() {
        if let Some(broader) = topics[at].broader {
            topics[broader.get()].narrower.push(TopicIx::new(at));
        }
    }
    let titles: Vec<String> =
        topics.iter().map(|topic| pages[topic.page.get()].title.to_lowercase()).collect();
    for topic in topics {
        topic.narrower.sort_by(|a, b| titles[a.get()].cmp(&titles[b.get()]));
    }
}

/// Gives each topic the articles of the topics below it too.
pub fn gather_from_narrower(topics: &mut [Topic]) {
    let own: Vec<Vec<ArticleIx>> = topics.iter().map(|topic| topic.articles.clone()).collect();
    for (at, articles) in own.into_iter().enumerate() {
        let mut above = topics[at].broader;
        while let Some(broader) = above {
            topics[broader.get()].articles.extend_from_slice(&articles);
            above = topics[broader.get()].broader;
        }
    }
    for topic in topics {
        topic.articles.sort_unstable();
        topic.articles.dedup();
    }
}
