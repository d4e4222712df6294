//! Topics and their tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes, did_you_mean};
use crate::document::{Document, Matter};

use super::Page;
use super::index::{ArticleIx, DocIx, EventIx, PageIx, TopicIx};
use super::mentions::MentionedIn;

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
    for at in cycles(&topics.iter().map(|topic| topic.broader.map(TopicIx::get)).collect::<Vec<_>>()) {
        if let Some(document) = topics[at].document {
            let path = &documents[document.get()].path;
            let message = "`broader` leads from this topic back to it";
            diagnostics.push(
                Diagnostic::error(&codes::CONTENT_CYCLE, message)
                    .label(path, Place::value(FieldPath::key("broader")), "leads back")
                    .help("remove `broader` from one topic of the circle"),
            );
        }
        topics[at].broader = None;
    }
    for at in too_deep(&topics.iter().map(|topic| topic.broader.map(TopicIx::get)).collect::<Vec<_>>()) {
        if let Some(document) = topics[at].document {
            let message = format!("more than {MAX_LEVELS} topics are above this one");
            diagnostics.push(
                Diagnostic::error(&codes::CONTENT_LEVELS, message)
                    .label(
                        &documents[document.get()].path,
                        Place::value(FieldPath::key("broader")),
                        "too deep",
                    )
                    .help("give it a `broader` that is nearer to the top"),
            );
        }
        topics[at].broader = None;
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

/// The members of every circle among entries that each point to one other at most, one entry of
/// each circle: the first.
pub fn cycles(next: &[Option<usize>]) -> Vec<usize> {
    let mut seen_in = vec![None; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let mut at = start;
        loop {
            match seen_in[at] {
                Some(walk) if walk == start => {
                    found.push(at);
                    break;
                }
                Some(_) => break,
                None => seen_in[at] = Some(start),
            }
            match next[at] {
                Some(onward) => at = onward,
                None => break,
            }
        }
    }
    found
}

/// So many entries may be above one: templates show a tree by components within components, and the engine
/// stops at some hundred of those.
pub const MAX_LEVELS: usize = 100;

/// The entries that are the first below too many others, where each points to one above it at most, and
/// none leads back to itself.
pub fn too_deep(above: &[Option<usize>]) -> Vec<usize> {
    let levels = |at: usize| std::iter::successors(above[at], |at| above[*at]).take(MAX_LEVELS + 2).count();
    (0..above.len()).filter(|at| levels(*at) == MAX_LEVELS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn finds_each_circle_once() {
        assert_eq!(cycles(&[Some(1), Some(2), None]), Vec::<usize>::new());
        assert_eq!(cycles(&[Some(0)]), [0]);
        assert_eq!(cycles(&[Some(1), Some(2), Some(1), Some(4), Some(3)]), [1, 3]);
    }
}
