//! `site.toml`: the settings of a site, read and checked as a whole.

mod navigation;
mod outputs;
mod policy;

pub use navigation::NavigationEntry;
pub use outputs::OutputsConfig;

use crate::data::{self, Fields, Node, Report, Syntax, Unknown, Value};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Slug, SourcePath};

/// The settings of a site.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// The file that they are from.
    pub path: SourcePath,
    /// Name of the site.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Address of the home page, with a slash at the end; absolute addresses need it.
    pub base_url: Option<BaseUrl>,
    /// BCP 47 language of the site.
    pub language: String,
    /// Line for the footer of pages and for feeds.
    pub copyright: Option<String>,
    /// Entries of the main menu.
    pub navigation: Vec<NavigationEntry>,
    /// Entries at the foot of every page; the theme's own where empty.
    pub footer: Vec<NavigationEntry>,
    /// Items a page of a list.
    pub page_size: usize,
    /// Patterns of file names under content and static that are left out (`*` stands for anything).
    pub ignore: Vec<String>,
    /// `[markdown]`.
    pub markdown: MarkdownConfig,
    /// `[linking]`.
    pub linking: LinkingConfig,
    /// `[gazetteer]`.
    pub gazetteer: GazetteerConfig,
    /// `[feeds]`.
    pub feeds: FeedsConfig,
    /// `[outputs]`.
    pub outputs: OutputsConfig,
    /// `[output]`.
    pub output: OutputConfig,
    /// `[theme]`.
    pub theme: ThemeConfig,
    /// `[taxonomies.NAME]`; `tags` and `categories` are there without being declared.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// `[extra]`: whatever the site's own templates want.
    pub extra: Value,
}

/// The absolute address of the home page, with a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Accepts `http://` and `https://` addresses without query or fragment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"?#\"'<>\\`{}|^".contains(c);
        let host = rest.split('/').next().unwrap_or_default();
        let path_is_plain = rest.split('/').skip(1).all(|segment| segment != "." && segment != "..");
        (!host.is_empty() && rest.chars().all(plain) && path_is_plain)
            .then(|| Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// Stands in for one that cannot be used and has been reported, so that what needs a base
    /// address is checked in the same run.
    #[must_use]
    pub fn stand_in() -> Self {
        Self("https://example.org/".to_owned())
    }

    /// The address, ending in a slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the address, beginning and ending in a slash: `/` or `/desk/`.
    #[must_use]
    pub fn path(&self) -> &str {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        let rest = &self.0[after_scheme..];
        rest.find('/').map_or("/", |at| &rest[at..])
    }
}

/// How Markdown is read.
#[derive(Debug, Clone, Hash)]
pub struct MarkdownConfig {
    /// Straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Fenced code gets classes for its colours.
    pub highlight: bool,
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// Hosts that an `iframe` in it may show.
    pub embeds: Vec<String>,
}

/// What becomes of HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum RawHtml {
    /// What can run, style or fetch is left out.
    #[default]
    Sanitise,
    /// It is shown as it is written.
    Escape,
    /// It is part of the page, scripts included.
    Allow,
}

/// The words for it in site.toml.
const RAW_HTML: [(&str, RawHtml); 3] =
    [("sanitize", RawHtml::Sanitise), ("escape", RawHtml::Escape), ("allow", RawHtml::Allow)];

/// How ids become links.
#[derive(Debug, Clone, Copy)]
pub struct LinkingConfig {
    /// Look for names in prose. Without it there are no mentions but what the front matter names.
    pub recognise: bool,
    /// Which mentions of an actor or topic in running prose become links.
    pub mentions: Policy,
    /// Make pages for actors and topics that articles name and no file defines.
    pub stubs: bool,
    /// Find names in lines of capitals too.
    pub headlines: bool,
}

/// What is known without files.
#[derive(Debug, Clone, Copy, Default)]
pub struct GazetteerConfig {
    /// Countries and international organisations.
    pub countries: bool,
    /// Their capitals stand for their governments.
    pub capitals: bool,
}

/// Which mentions of an entity are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Policy {
    /// The first on a page.
    #[default]
    First,
    /// The first under each heading.
    Section,
    /// Every one.
    All,
    /// None: mentions are only indexed.
    None,
}

/// The words for policies in site.toml.
const POLICIES: [(&str, Policy); 4] =
    [("first", Policy::First), ("section", Policy::Section), ("all", Policy::All), ("none", Policy::None)];

/// What feeds hold.
#[derive(Debug, Clone, Copy)]
pub struct FeedsConfig {
    /// Entries a feed.
    pub limit: usize,
    /// Whole articles instead of summaries.
    pub full: bool,
}

/// Where the site is written.
#[derive(Debug, Clone)]
pub struct OutputConfig {
    /// The output folder, from the site's root.
    pub dir: String,
    /// Entries of the output folder that Dateline did not make and must carry over.
    pub keep: Vec<String>,
}

/// Which theme, with which options.
#[derive(Debug, Clone)]
pub struct ThemeConfig {
    /// Folder under `themes/`, or the name of a built-in theme.
    pub name: String,
    /// `[theme.options]`, checked against what the theme declares.
    pub options: Value,
}

/// A taxonomy besides actors and topics.
#[derive(Debug, Clone, Hash)]
pub struct TaxonomyConfig {
    /// The key in front matter: `tags`.
    pub key: String,
    /// Heading of its index page.
    pub title: String,
    /// Whether its terms have feeds.
    pub feed: bool,
}

impl TaxonomyConfig {
    /// A taxonomy of which nothing but its key is known.
    fn named(key: &str) -> Self {
        let mut title = key.replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self { key: key.to_owned(), title, feed: false }
    }
}

/// The file that settings come from, unless `--config` names another.
pub const FILE_NAME: &str = "site.toml";

impl SiteConfig {
    /// Reads the text of `site.toml`. Faults are all reported; a setting that cannot be used has
    /// its default in the result, so that what depends on it can be checked in the same run.
    #[must_use]
    pub fn read(path: &SourcePath, text: &str) -> (Self, Vec<Diagnostic>) {
        let (value, mut diagnostics) = data::parse(Syntax::Toml, path, text, 0);
        let value = value.unwrap_or_else(|| Value::Mapping(serde_yaml::Mapping::new()));
        let report = Report::new(path);
        let config = Node::root(&value, &report).fields().map(read_site);
        let mut config = config.unwrap_or_default();
        // Of a file that could not be read at all, missing fields are no news.
        if diagnostics.is_empty() {
            diagnostics.extend(report.into_diagnostics());
        } else {
            config.base_url = Some(BaseUrl::stand_in());
        }
        (config, diagnostics)
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            path: SourcePath::new(FILE_NAME),
            title: String::new(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            copyright: None,
            navigation: Vec::new(),
            footer: Vec::new(),
            page_size: 25,
            ignore: Vec::new(),
            markdown: MarkdownConfig {
                smart_punctuation: true,
                highlight: true,
                raw_html: RawHtml::default(),
                embeds: Vec::new(),
            },
            linking: LinkingConfig {
                recognise: true,
                mentions: Policy::First,
                stubs: false,
                headlines: false,
            },
            gazetteer: GazetteerConfig::default(),
            feeds: FeedsConfig { limit: 20, full: false },
            outputs: OutputsConfig::default(),
            output: OutputConfig { dir: "public".to_owned(), keep: Vec::new() },
            theme: ThemeConfig { name: "default".to_owned(), options: Value::Null },
            taxonomies: vec![TaxonomyConfig {
                key: "tags".to_owned(),
                title: "Tags".to_owned(),
                feed: false,
            }],
            extra: Value::Null,
        }
    }
}

const SECTION_ADVICE: &str = "the guide lists every setting; own data goes under `[extra]`";

fn read_site(mut fields: Fields<'_>) -> SiteConfig {
    let d = SiteConfig::default();
    let config = SiteConfig {
        path: fields.this().report().path().clone(),
        title: read_title(&mut fields),
        description: fields.get("description"),
        base_url: fields.node("base_url").and_then(|node| read_base_url(&node)),
        language: fields.node("language").and_then(|node| read_language(&node)).unwrap_or(d.language),
        copyright: fields.get("copyright"),
        navigation: fields.list("navigation"),
        footer: fields.list("footer"),
        page_size: fields.node("page_size").and_then(|node| read_positive(&node)).unwrap_or(d.page_size),
        ignore: fields.list("ignore"),
        markdown: table(&mut fields, "markdown", |t| MarkdownConfig {
            smart_punctuation: t.get("smart_punctuation").unwrap_or(d.markdown.smart_punctuation),
            highlight: t.get("highlight").unwrap_or(d.markdown.highlight),
            raw_html: t.node("raw_html").and_then(|node| node.choice(&RAW_HTML)).unwrap_or_default(),
            embeds: t.node("embeds").map_or_else(Vec::new, |node| read_hosts(&node)),
        })
        .unwrap_or(d.markdown),
        linking: table(&mut fields, "linking", |t| LinkingConfig {
            recognise: t.get("recognise").unwrap_or(d.linking.recognise),
            mentions: t.node("mentions").and_then(|node| node.choice(&POLICIES)).unwrap_or_default(),
            stubs: t.flag("stubs"),
            headlines: t.flag("headlines"),
        })
        .unwrap_or(d.linking),
        gazetteer: table(&mut fields, "gazetteer", |t| GazetteerConfig {
            countries: t.flag("countries"),
            capitals: t.flag("capitals"),
        })
        .unwrap_or(d.gazetteer),
        feeds: table(&mut fields, "feeds", |t| FeedsConfig {
            limit: t.node("limit").and_then(|node| read_positive(&node)).unwrap_or(d.feeds.limit),
            full: t
                .node("content")
                .and_then(|node| node.choice(&[("summary", false), ("full", true)]))
                .unwrap_or(d.feeds.full),
        })
        .unwrap_or(d.feeds),
        outputs: table(&mut fields, "outputs", OutputsConfig::read).unwrap_or(d.outputs),
        output: table(&mut fields, "output", |t| OutputConfig {
            dir: t.get("dir").unwrap_or_else(|| d.output.dir.clone()),
            keep: t.list("keep"),
        })
        .unwrap_or(d.output),
        theme: table(&mut fields, "theme", |t| ThemeConfig {
            name: t.get("name").unwrap_or_else(|| d.theme.name.clone()),
            options: t.get("options").unwrap_or(Value::Null),
        })
        .unwrap_or(d.theme),
        taxonomies: fields.node("taxonomies").map_or(d.taxonomies, |node| read_taxonomies(&node)),
        extra: fields.get("extra").unwrap_or(Value::Null),
    };
    fields.finish(Unknown::Error, SECTION_ADVICE);
    config
}

/// Reads a table of settings and reports the keys in it that nothing reads.
fn table<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    read: impl FnOnce(&mut Fields<'_>) -> T,
) -> Option<T> {
    let mut inner = fields.node(key)?.fields()?;
    let settings = read(&mut inner);
    inner.finish(Unknown::Error, SECTION_ADVICE);
    Some(settings)
}

fn read_title(fields: &mut Fields<'_>) -> String {
    const HELP: &str = "give the site a name: title = \"…\"";
    let title: String = fields.require("title", HELP).unwrap_or_default();
    if let Some(node) = fields.node("title").filter(|node| node.value().as_str() == Some("")) {
        node.error(&codes::CONFIG_VALUE, "the title is empty", "", HELP);
    }
    title
}

fn read_base_url(node: &Node<'_>) -> Option<BaseUrl> {
    let text: String = node.read()?;
    let url = BaseUrl::parse(&text).unwrap_or_else(|| {
        let help = "write the address of the home page, such as https://example.org/desk/";
        node.error(&codes::CONFIG_VALUE, format!("`{text}` cannot be a base address"), "", help);
        BaseUrl::stand_in()
    });
    Some(url)
}

fn read_language(node: &Node<'_>) -> Option<String> {
    let tag: String = node.read()?;
    let subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if tag.split('-').all(subtag) {
        return Some(tag);
    }
    node.error(
        &codes::CONFIG_VALUE,
        format!("`{tag}` is not a language tag"),
        "",
        "write en, de or pt-BR (BCP 47)",
    );
    None
}

/// Names of hosts; they go into a header.
fn read_hosts(node: &Node<'_>) -> Vec<String> {
    let host = |item: &Node<'_>| -> Option<String> {
        let host: String = item.read()?;
        if !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)) {
            return Some(host.to_ascii_lowercase());
        }
        let help = "write the host alone, such as www.youtube-nocookie.com";
        item.error(&codes::CONFIG_VALUE, format!("`{host}` is not the name of a host"), "", help);
        None
    };
    node.items().iter().filter_map(host).collect()
}

fn read_positive(node: &Node<'_>) -> Option<usize> {
    let number: usize = node.read()?;
    if (1..=10_000).contains(&number) {
        return Some(number);
    }
    node.error(&codes::CONFIG_VALUE, format!("`{}` must lie between 1 and 10,000", node.path()), "", "");
    None
}

/// Keys of a front matter that can be no taxonomy, since they mean something else.
const RESERVED: [&str; 12] = [
    "actors", "topics", "authors", "sources", "title", "date", "slug", "aliases", "extra", "content", "data",
    "assets",
];

fn read_taxonomies(node: &Node<'_>) -> Vec<TaxonomyConfig> {
    let mut taxonomies = SiteConfig::default().taxonomies;
    let Some(fields) = node.fields() else { return taxonomies };
    for (key, entry) in fields.all() {
        let is_slug = Slug::of(key).is_some_and(|slug| slug.as_str() == key);
        if !is_slug || RESERVED.contains(&key) {
            let help =
                "a taxonomy's name is a front matter key of its own: lower-case letters, digits, hyphens";
            entry.error(&codes::CONFIG_VALUE, format!("`{key}` cannot name a taxonomy"), "", help);
            continue;
        }
        let Some(mut settings) = entry.fields() else { continue };
        let mut taxonomy = TaxonomyConfig::named(key);
        if let Some(title) = settings.get("title") {
            taxonomy.title = title;
        }
        taxonomy.feed = settings.flag("feed");
        settings.finish(Unknown::Error, "a taxonomy takes `title` and `feed`");
        taxonomies.retain(|known| known.key != taxonomy.key);
        taxonomies.push(taxonomy);
    }
    taxonomies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls() {
        let path = |text: &str| BaseUrl::parse(text).map(|url| url.path().to_owned());
        assert_eq!(path("https://example.org").as_deref(), Some("/"));
        assert_eq!(path("https://example.org/desk").as_deref(), Some("/desk/"));
        for bad in [
            "example.org",
            "javascript:alert(1)",
            "https://",
            "https://x/?q",
            "https://x/../y",
            "https://x y",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }

    #[test]
    fn all_faults_of_a_file_come_out_at_once() {
        let text = "titel = 'x'\npage_size = 0\n[theme]\nnmae = 'x'\n[outputs]\natom = 3\n";
        let (_, found) = SiteConfig::read(&SourcePath::new(FILE_NAME), text);
        let mut ids: Vec<_> = found.iter().map(|d| d.code.id).collect();
        ids.sort_unstable();
        assert_eq!(
            ids,
            [
                "config/bad-value",
                "data/missing-field",
                "data/unknown-key",
                "data/unknown-key",
                "data/wrong-type"
            ]
        );
    }
}
