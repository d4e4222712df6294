//! Which documents are published.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Document, Matter};
use crate::model::{Moment, SourcePath};

/// What is published besides the finished and due.
#[derive(Debug, Clone, Copy)]
pub struct Visibility {
    /// The time of the build: decides what is scheduled or expired, and nothing else.
    pub now: Moment,
    /// Drafts too.
    pub drafts: bool,
    /// Scheduled articles too.
    pub future: bool,
}

/// Why a document is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// `draft: true`.
    Draft,
    /// Its date lies ahead.
    Scheduled,
    /// Its expiry date has passed.
    Expired,
}

impl Hidden {
    /// The word for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Scheduled => "scheduled for later",
            Self::Expired => "expired",
        }
    }

    /// What to do about a link to it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Draft => "publish it, remove the link, or build with --drafts",
            Self::Scheduled => "remove the link until then, or build with --future",
            Self::Expired => "remove the link",
        }
    }
}

/// Documents that are not published, by path, so that a link to one can say so.
pub type HiddenDocuments = BTreeMap<SourcePath, (Arc<Document>, Hidden)>;

/// Parts what is published from what is not; the order stays.
pub fn split(
    documents: Vec<Arc<Document>>,
    visibility: &Visibility,
) -> (Vec<Arc<Document>>, HiddenDocuments) {
    let (mut published, mut hidden) = (Vec::with_capacity(documents.len()), BTreeMap::new());
    for document in documents {
        match why_hidden(&document, visibility) {
            None => published.push(document),
            Some(reason) => {
                hidden.insert(document.path.clone(), (document, reason));
            }
        }
    }
    (published, hidden)
}

fn why_hidden(document: &Document, visibility: &Visibility) -> Option<Hidden> {
    let dates = &document.common.dates;
    // Only an article's own date schedules it: a page may well carry the date of a coming event.
    let date = dates.date.filter(|_| matches!(document.matter, Matter::Article(_)));
    let publish = dates.publish.or(date);
    if document.common.draft && !visibility.drafts {
        Some(Hidden::Draft)
    } else if dates.expiry.is_some_and(|expiry| expiry <= visibility.now) {
        Some(Hidden::Expired)
    } else if publish.is_some_and(|publish| publish > visibility.now) && !visibility.future {
        Some(Hidden::Scheduled)
    } else {
        None
    }
}
