//! The words that every stage shares: paths, spans, permalinks, slugs, dates.
//!
//! Nothing here knows how a site is read or written. Each type stands for one idea that would
//! otherwise be a bare string or number, so that a permalink cannot be mistaken for a file path.

use serde::{Deserialize, Serialize};

mod date;
mod edtf;
mod fingerprint;
mod packed;
mod path;
mod picture;
mod slug;
mod span;
mod stamp;

pub use date::{DateError, Moment, month_name};
pub use edtf::{Edtf, EdtfError};
pub use fingerprint::Fingerprint;
pub use packed::append;
pub use path::{OutputPath, Permalink, SourcePath, check_segment, is_device};
pub use picture::PictureSize;
pub use slug::{Slug, fold_key};
pub use span::{LineIndex, Span};
pub use stamp::Stamp;

/// The most pages that one thread takes at a time. Left to itself, rayon shares out large parts, and at the end of a
/// stage one thread would be busy with the last of them for a while, and all others idle.
pub const PAGES_AT_A_TIME: usize = 16;

/// What a content file describes; also the prefix that `[[actor:x]]` may give a wikilink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// An analysis: a dated article in a section of articles.
    Article,
    /// A person, state, organisation, armed group, company, place or bloc.
    Actor,
    /// A subject that articles are about.
    Topic,
    /// Someone who writes articles.
    Author,
    /// An ordinary page.
    Page,
    /// The front page of a folder (`_index.md`).
    Section,
}

impl Kind {
    /// The word used in messages, in `[[kind:id]]` and in the output of `dateline list`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Actor => "actor",
            Self::Topic => "topic",
            Self::Author => "author",
            Self::Page => "page",
            Self::Section => "section",
        }
    }

    /// Whether the graph of a site has nodes of this kind.
    #[must_use]
    pub fn is_node(self) -> bool {
        matches!(self, Self::Article | Self::Actor | Self::Topic)
    }

    /// The kind that a wikilink's prefix names; `analysis` is understood as `article`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "article" | "analysis" => Self::Article,
            "actor" => Self::Actor,
            "topic" => Self::Topic,
            "author" => Self::Author,
            "page" => Self::Page,
            "section" => Self::Section,
            _ => return None,
        })
    }
}
