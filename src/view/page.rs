//! What every page has: its place, title, feeds, language.

use tera::{Context, Value};

use crate::data;
use crate::model::{Permalink, PictureSize};

use super::languages::autonym;
use super::record::{data_value, fields_map, list, record, text};

/// A page ready to be rendered: its template, what it is, and what its template sees.
pub struct PageView {
    /// The template.
    pub template: String,
    /// What it is.
    pub meta: PageMeta,
    /// What its template sees besides `page`, `site` and `theme`.
    pub context: Context,
}

/// What every page has.
#[derive(Debug, Clone)]
pub struct PageMeta {
    /// The word for its kind: `article`, `actors`, `404`…
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// Its address.
    pub permalink: Permalink,
    /// Its path as links write it.
    pub path: String,
    /// Its absolute address.
    pub url: Option<String>,
    /// BCP 47 language.
    pub lang: String,
    /// From the home page to the parent: title and path.
    pub breadcrumbs: Vec<(String, String)>,
    /// Its feeds.
    pub feeds: Vec<Feed>,
    /// The page in each of its languages, itself too; empty when there is one only.
    pub translations: Vec<Translation>,
    /// Its picture for social cards.
    pub image: Option<Picture>,
    /// Own data of its front matter.
    pub extra: data::Value,
}

/// The picture of a page.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its path.
    pub path: String,
    /// Its absolute address.
    pub url: Option<String>,
    /// Its size, where it is known.
    pub size: Option<PictureSize>,
    /// What it shows.
    pub alt: Option<String>,
}

impl Picture {
    pub(super) fn to_value(&self) -> Value {
        let length = |of: fn(&PictureSize) -> u32| {
            self.size.as_ref().map_or_else(Value::none, |size| Value::from(of(size)))
        };
        record([
            ("path", Value::from(self.path.as_str())),
            ("url", text(self.url.as_deref())),
            ("width", length(|size| size.width)),
            ("height", length(|size| size.height)),
            ("alt", text(self.alt.as_deref())),
        ])
    }
}

/// A page in one of its languages.
#[derive(Debug, Clone)]
pub struct Translation {
    /// BCP 47 language.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// Its path.
    pub path: String,
    /// Its absolute address.
    pub url: Option<String>,
    /// Whether it is in the site's own language: what readers of no other language are shown.
    pub is_default: bool,
}

impl Translation {
    fn to_value(&self) -> Value {
        record([
            ("lang", Value::from(self.lang.as_str())),
            ("name", Value::from(autonym(&self.lang))),
            ("title", Value::from(self.title.as_str())),
            ("path", Value::from(self.path.as_str())),
            ("url", text(self.url.as_deref())),
            ("is_default", Value::from(self.is_default)),
        ])
    }
}

/// A feed of a page.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is the feed of.
    pub title: String,
    /// Its path below the root.
    pub path: String,
    /// Its format.
    pub format: FeedFormat,
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// The file's name.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// The media type.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

impl Feed {
    /// The record that templates see.
    pub(super) fn to_value(&self) -> Value {
        record([
            ("title", Value::from(self.title.as_str())),
            ("path", Value::from(self.path.as_str())),
            ("mime", Value::from(self.format.mime())),
        ])
    }
}

impl PageMeta {
    /// The value that templates see as `page`.
    #[must_use]
    pub fn to_value(&self, json_ld: Option<&str>, open_graph: bool) -> Value {
        let breadcrumbs = self.breadcrumbs.iter().map(|(title, path)| {
            record([("title", Value::from(title.as_str())), ("path", Value::from(path.as_str()))])
        });
        Value::from(fields_map([
            ("kind", Value::from(self.kind)),
            ("title", Value::from(self.title.as_str())),
            ("description", text(self.description.as_deref())),
            ("path", Value::from(self.path.as_str())),
            ("url", text(self.url.as_deref())),
            ("lang", Value::from(self.lang.as_str())),
            ("breadcrumbs", list(breadcrumbs)),
            ("feeds", list(self.feeds.iter().map(Feed::to_value))),
            ("translations", list(self.translations.iter().map(Translation::to_value))),
            ("image", self.image.as_ref().map_or_else(Value::none, Picture::to_value)),
            ("json_ld", text(json_ld)),
            ("open_graph", Value::from(open_graph)),
            ("extra", data_value(&self.extra)),
        ]))
    }
}
