//! Parsing: the text of one file to a typed document. Nothing here knows of any other file.
//!
//! A [`Document`] is what one content file says, checked as far as it can be alone: its front
//! matter as typed fields, its Markdown as a [`Body`] with holes. Whether the ids in it exist is
//! for the `site` stage to find.

mod actor;
mod article;
mod body;
mod common;
mod file_name;
pub mod front_matter;
pub mod highlight;
mod late;
pub mod markdown;
mod register;
mod runs;
mod topic;
mod typography;

pub use actor::{ActorMatter, ActorType, Aka, AkaKind, Relation, Role};
pub use article::{ArticleMatter, Terms, Update, UpdateKind};
pub use body::{Block, Body, Context, Fill, Filler, Heading, Hole, Prose, Reference, ReferenceKind};
pub use common::{Common, Dates, IdRef};
pub use file_name::FileName;
pub use late::{Keeper, Late};
pub use register::{Event, Source, parse_events, parse_sources};
pub use runs::{Inline, Run, RunRange, Runs};
pub use topic::TopicMatter;
pub use typography::smart_punctuation;

use serde_yaml::Mapping;

use serde::{Deserialize, Serialize};

use crate::config::SiteConfig;
use crate::data::{self, Fields, Node, Report, Unknown, Value};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Fingerprint, Kind, SourcePath};

/// What one content file says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// The fingerprint of all that it was parsed from.
    pub key: Fingerprint,
    /// The fingerprint of its front matter, which is all of it that pages, ids and lists follow from.
    pub outline: Fingerprint,
    /// The file.
    pub path: SourcePath,
    /// What the file's name says.
    pub name: FileName,
    /// The fields that all kinds share.
    pub common: Common,
    /// The fields of its kind.
    pub matter: Matter,
    /// The text.
    pub body: Body,
}

/// The fields of a front matter that only one kind has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Matter {
    /// An article.
    Article(Box<ArticleMatter>),
    /// An actor.
    Actor(Box<ActorMatter>),
    /// A topic.
    Topic(Box<TopicMatter>),
    /// An author, whose name is the title.
    Author,
    /// An ordinary page.
    Page,
    /// The front page of a folder.
    Section(SectionMatter),
}

/// What `_index.md` says about its folder.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct SectionMatter {
    /// Whether the files in it are articles; `None` leaves it to the folder's name and parents.
    pub articles: Option<bool>,
    /// Items a page of its list, where it is not the site's.
    pub page_size: Option<usize>,
}

impl Document {
    /// What the file describes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.matter {
            Matter::Article(_) => Kind::Article,
            Matter::Actor(_) => Kind::Actor,
            Matter::Topic(_) => Kind::Topic,
            Matter::Author => Kind::Author,
            Matter::Page => Kind::Page,
            Matter::Section(_) => Kind::Section,
        }
    }
}

/// Parses the text of a content file. Whatever is wrong with it is reported, all at once; the
/// document is `None` when too little is left to go on with.
#[must_use]
pub fn parse(
    kind: Kind,
    path: &SourcePath,
    text: &str,
    config: &SiteConfig,
) -> (Option<Document>, Vec<Diagnostic>) {
    let parts = match front_matter::split(path, text) {
        Ok(parts) => parts,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    let (value, mut diagnostics) =
        data::parse(parts.syntax, path, &text[parts.matter.clone()], parts.matter.start);
    let options = markdown::Options {
        smart_punctuation: config.markdown.smart_punctuation,
        highlight: config.markdown.highlight,
        raw_html: config.markdown.raw_html,
        embeds: &config.markdown.embeds,
        extensions: true,
    };
    let (body, found) = markdown::parse(path, text, parts.body, &options);
    let name = FileName::of(path);
    // A front matter that cannot be read has been reported; its missing fields are no news.
    let document = value.and_then(|value| {
        let value = if value.is_null() { Value::Mapping(Mapping::new()) } else { value };
        let report = Report::new(path);
        let read =
            Node::root(&value, &report).fields().and_then(|fields| read_matter(kind, fields, &name, config));
        diagnostics.extend(report.into_diagnostics());
        read.map(|(common, matter)| Document {
            key: Fingerprint::of_value(&(rules(kind, config), path.as_str(), text)),
            outline: Fingerprint::of(text[parts.matter.clone()].as_bytes()),
            path: path.clone(),
            name,
            common,
            matter,
            body,
        })
    });
    diagnostics.extend(found);
    (document, diagnostics)
}

/// The fingerprint of all that [`parse`] goes by but the file: the same rules and the same file give the same
/// document and diagnostics.
#[must_use]
pub fn rules(kind: Kind, config: &SiteConfig) -> Fingerprint {
    Fingerprint::of_value(&(env!("CARGO_PKG_VERSION"), kind, &config.markdown, &config.taxonomies))
}

/// Reads only what `_index.md` says about its folder: it decides what the other files are.
#[must_use]
pub fn peek_section(path: &SourcePath, text: &str) -> SectionMatter {
    let read = || {
        let parts = front_matter::split(path, text).ok()?;
        let (value, _) = data::parse(parts.syntax, path, &text[parts.matter], 0);
        let (value, report) = (value?, Report::new(path));
        let mut fields = Node::root(&value, &report).fields()?;
        Some(read_section(&mut fields))
    };
    read().unwrap_or_default()
}

fn read_matter<'v>(
    kind: Kind,
    mut fields: Fields<'v>,
    name: &FileName,
    config: &'v SiteConfig,
) -> Option<(Common, Matter)> {
    let mut common = common::read(&mut fields, name);
    let matter = match kind {
        Kind::Article => {
            let matter = article::read(&mut fields, &config.taxonomies);
            require_of_article(&fields, &mut common, name);
            Matter::Article(Box::new(matter))
        }
        Kind::Actor => Matter::Actor(Box::new(actor::read(&mut fields, &mut common))),
        Kind::Topic => Matter::Topic(Box::new(topic::read(&mut fields, &mut common))),
        Kind::Author => {
            common::read_name(&mut fields, &mut common);
            Matter::Author
        }
        Kind::Page => Matter::Page,
        Kind::Section => Matter::Section(read_section(&mut fields)),
    };
    fields.finish(Unknown::Warning, "own data goes under `extra`");
    if config.markdown.smart_punctuation {
        common.smarten();
    }
    Some((common, matter))
}

fn read_section(fields: &mut Fields<'_>) -> SectionMatter {
    SectionMatter {
        articles: fields.node("kind").and_then(|node| node.choice(&[("articles", true), ("pages", false)])),
        page_size: fields.get_any(&["page_size", "paginate_by"]),
    }
}

/// An article needs a title and a date, a draft does not. One that is there but cannot be read has
/// been reported.
fn require_of_article(fields: &Fields<'_>, common: &mut Common, name: &FileName) {
    if common.title.is_none() && common.draft {
        common.title = Some(name.words.clone());
        let message = format!("this draft has no title yet and is shown as `{}`", name.words);
        let path = fields.this().report().path();
        fields.this().report().push(Diagnostic::note(&codes::CONTENT_UNTITLED, message).in_file(path));
    } else if common.title.is_none() && !fields.has("title") {
        fields.missing("title", "write title: … in the front matter");
    }
    if common.dates.date.is_none() && !common.draft && !fields.has("date") {
        fields
            .missing("date", "write date: 2025-07-03, or begin the file's name with it, or set draft: true");
    }
}
