//! The front matter that all kinds of file share, with the spellings of other generators.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::data::{Fields, FromNode, Node, Value};
use crate::diagnostic::{Diagnostic, Part, codes};
use crate::model::{Moment, Permalink, Slug};

use super::{FileName, smart_punctuation};

/// The fields that all kinds share.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Common {
    /// Title, or the name of an actor, topic or author.
    pub title: Option<Box<str>>,
    /// One or two sentences, as plain text.
    pub description: Option<Box<str>>,
    /// Last segment of the permalink, where it is not the file's name.
    pub slug: Option<Slug>,
    /// The whole permalink, where it is not section and slug.
    pub permalink: Option<Permalink>,
    /// Old addresses, which redirect here.
    pub aliases: Vec<Permalink>,
    /// Old ids (actors and topics).
    pub former_ids: Vec<Slug>,
    /// Template to use instead of the kind's own.
    pub template: Option<Box<str>>,
    /// BCP 47 language, where it is not the site's.
    pub lang: Option<Box<str>>,
    /// What ties it to the same text in other languages.
    pub translation_key: Option<Box<str>>,
    /// Picture for social cards: a file of the bundle or a path in the site.
    pub image: Option<Box<str>>,
    /// What the picture shows, for those who do not see it.
    pub image_alt: Option<Box<str>>,
    /// Place among its siblings: smaller first.
    pub weight: i64,
    /// Not published without `--drafts`.
    pub draft: bool,
    /// Its dates.
    pub dates: Dates,
    /// Own data, for templates.
    #[serde(with = "crate::data::as_yaml")]
    pub extra: Value,
}

impl Common {
    /// Gives the texts that readers see the punctuation of the body.
    pub(super) fn smarten(&mut self) {
        for text in [&mut self.title, &mut self.description, &mut self.image_alt].into_iter().flatten() {
            if let Cow::Owned(smart) = smart_punctuation(text) {
                *text = smart.into();
            }
        }
    }
}

/// When a file was written, changed, and is to be shown.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Dates {
    /// When it was published.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// Not shown before this, unless `--future`; the date where absent.
    pub publish: Option<Moment>,
    /// Not shown from this on.
    pub expiry: Option<Moment>,
}

/// An id in a list of a front matter, not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdRef {
    /// The id as written.
    pub id: Box<str>,
    /// Its place in the list.
    pub index: usize,
}

impl FromNode for IdRef {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        Some(Self { id: node.read()?, index: node.index() })
    }
}

/// Reads the shared fields.
pub(super) fn read(fields: &mut Fields<'_>, name: &FileName) -> Common {
    let mut dates = Dates {
        date: fields.get("date").or(name.date),
        updated: fields.get_any(&["updated", "lastmod", "modified", "last_modified_at"]),
        publish: fields.get_any(&["publish_date", "publishDate", "pubdate"]),
        expiry: fields.get_any(&["expiry_date", "expiryDate", "unpublishdate"]),
    };
    let mut draft = fields.flag("draft");
    // A date in Hugo, a truth value in Jekyll.
    if let Some(node) = fields.node("published") {
        match node.value() {
            Value::Bool(published) => draft |= !published,
            _ => dates.publish = dates.publish.or(node.read()),
        }
    }
    // Jekyll and Hugo name templates that this theme does not have.
    if let Some(node) = fields.node("layout") {
        let message = "`layout` is not used: each kind of page has its own template";
        let help = "remove it, or write `template` to choose another one of the theme's";
        node.push(Diagnostic::warning(&codes::DATA_UNKNOWN, message).help(help), Part::Key, "");
    }
    Common {
        title: fields.node("title").and_then(|node| read_title(&node)),
        description: fields.get_any(&["description", "summary", "excerpt"]),
        slug: fields.node("slug").and_then(|node| read_slug(&node)),
        permalink: fields.any(&["path", "url", "permalink"]).and_then(|node| read_permalink(&node)),
        aliases: fields
            .any(&["aliases", "redirect_from"])
            .map_or_else(Vec::new, |node| node.items().iter().filter_map(read_alias).collect()),
        former_ids: Vec::new(),
        template: fields.get("template"),
        lang: fields.get_any(&["lang", "language"]),
        translation_key: fields.get_any(&["translation_key", "translationKey"]),
        image: fields.get("image"),
        image_alt: fields.get("image_alt"),
        weight: fields.get("weight").unwrap_or(0),
        draft,
        dates,
        extra: fields.get_any(&["extra", "params"]).unwrap_or(Value::Null),
    }
}

/// Reads the `name` of an actor, topic or author; `title` is understood too.
pub(super) fn read_name(fields: &mut Fields<'_>, common: &mut Common) {
    if let Some(name) = fields.node("name").and_then(|node| read_title(&node)) {
        common.title = Some(name);
    }
    if common.title.is_none() && !fields.has("name") {
        fields.missing("name", "write name: … in the front matter");
    }
    if let (Some(name), Some(node)) = (&common.title, fields.any(&["name", "title"])) {
        check_length(&node, name);
    }
}

/// So many characters may a name have: wherever a word begins, as many may have to be looked at.
const MAX_NAME: usize = 200;

/// Whether a name is short enough to be looked for; reports it if not.
pub(super) fn check_length(node: &Node<'_>, name: &str) -> bool {
    let is_short = name.chars().nth(MAX_NAME).is_none();
    if !is_short {
        let message = format!("this name has more than {MAX_NAME} characters");
        node.error(&codes::DATA_VALUE, message, "too long", "names are looked for in all texts; shorten it");
    }
    is_short
}

/// Reads `former_ids`.
pub(super) fn read_former_ids(fields: &mut Fields<'_>, common: &mut Common) {
    if let Some(node) = fields.node("former_ids") {
        common.former_ids = node.items().iter().filter_map(read_slug).collect();
    }
}

fn read_title(node: &Node<'_>) -> Option<Box<str>> {
    let title: Box<str> = node.read()?;
    if title.is_empty() {
        node.error(&codes::DATA_VALUE, format!("`{}` is empty", node.path()), "", "");
        return None;
    }
    Some(title)
}

fn read_slug(node: &Node<'_>) -> Option<Slug> {
    let text: String = node.read()?;
    let slug = Slug::of(&text);
    if slug.is_none() {
        let message = format!("`{text}` leaves no letter or digit for an address");
        node.error(&codes::CONTENT_PERMALINK, message, "", "write lower-case letters, digits and hyphens");
    }
    slug
}

fn read_permalink(node: &Node<'_>) -> Option<Permalink> {
    let text: String = node.read()?;
    Permalink::parse(&text)
        .map_err(|reason| {
            let help =
                if text.contains(':') { "patterns such as `:year` are not filled in here" } else { "" };
            node.error(
                &codes::CONTENT_PERMALINK,
                format!("`{text}` cannot be an address: {reason}"),
                "",
                help,
            );
        })
        .ok()
}

/// Extensions by which an old address is known without a slash.
const WEB_FILES: [&str; 6] = ["html", "htm", "php", "asp", "aspx", "xml"];

fn read_alias(node: &Node<'_>) -> Option<Permalink> {
    let text: String = node.read()?;
    let is_file = text.rsplit_once('.').is_some_and(|(_, extension)| WEB_FILES.contains(&extension));
    if !text.contains('/') && !is_file {
        let message = format!("`{text}` looks like a name; `aliases` takes old addresses");
        let diagnostic = Diagnostic::warning(&codes::CONTENT_ALIAS, message)
            .help("an old address begins with `/`; other names of an actor or topic go under `aka`");
        node.push(diagnostic, Part::Value, "");
        return None;
    }
    read_permalink(node)
}
