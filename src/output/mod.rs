//! The output: which files the site has, and what each holds. One file here a format.
//!
//! [`Outputs::plan`] lists every file, so that two of one name are found before anything is
//! written; [`Outputs::make`] makes one of them, independently of all others.

mod card;
mod check;
mod citation;
mod clash;
mod feed;
mod graph;
mod hosts;
mod html;
mod inputs;
mod json;
mod json_ld;
mod search;
mod sitemap;

pub use check::LinkChecker;
pub use inputs::{Inputs, of_search_part};
pub use search::{is_of_search, search_edition};

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::gazetteer::Entity;
use crate::model::{Fingerprint, OutputPath, SourcePath};
use crate::site::{Listing, PageIx, Site};
use crate::theme::{AssetContent, Theme};
use crate::view::{FeedFormat, View, Views};

use feed::{FeedOf, Scope};
use search::SearchFiles;

/// A file of the output, not yet made.
#[derive(Debug)]
pub struct Artifact {
    /// Where it is written.
    pub path: OutputPath,
    /// What it is made of.
    pub make: Make,
    /// The source file that it is from, if it is from one.
    pub source: Option<SourcePath>,
}

/// What a file of the output is made of.
#[derive(Debug)]
pub enum Make {
    /// A page of the site.
    Page(View, crate::model::Permalink),
    /// The page at an old address: index of a redirect.
    Redirect(usize),
    /// A feed.
    Feed(FeedOf),
    /// What a card tells of an actor or topic.
    Card(Entity),
    /// A part of the sitemap, from 0; `None` is the index of parts.
    Sitemap(Option<usize>),
    /// `data/graph.json`.
    Graph,
    /// A part of the index of the search page, and of which edition of that.
    Search(Fingerprint),
    /// A file that is small and already made.
    Bytes(Vec<u8>),
    /// A file that is copied.
    Copy(SourcePath),
}

impl Make {
    /// What sort of file it is, for those that no template makes.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Page(..) => "page",
            Self::Redirect(_) => "redirect",
            Self::Feed(_) => "feed",
            Self::Card(_) => "card",
            Self::Sitemap(_) => "sitemap",
            Self::Graph => "graph",
            Self::Search(_) => "search index",
            Self::Bytes(_) => "files of the theme and for hosts",
            Self::Copy(_) => "copied file",
        }
    }
}

/// What a file holds.
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A page, whose links are to be checked.
    Page {
        /// What it holds.
        html: Vec<u8>,
        /// The template that made it.
        template: String,
    },
    /// What this source file holds.
    Copy(SourcePath),
}

/// Makes the files of a site.
pub struct Outputs<'o> {
    site: &'o Site,
    config: &'o SiteConfig,
    views: &'o Views<'o>,
    theme: &'o Theme,
    search_inputs: OnceLock<Fingerprint>,
    search_files: OnceLock<SearchFiles>,
}

/// Tells which files the index of the search page had when it was made from what has this fingerprint; none
/// when it is not known.
pub type LastSearch<'l> = &'l (dyn Fn(Fingerprint) -> Vec<OutputPath> + Sync);

/// Paths of files that have fixed names, to which content may link.
#[must_use]
pub fn fixed_paths(config: &SiteConfig) -> BTreeSet<Box<str>> {
    let outputs = config.outputs;
    [
        (outputs.sitemap, "sitemap.xml"),
        (outputs.robots, "robots.txt"),
        (outputs.graph, graph::PATH),
        (outputs.atom, "atom.xml"),
        (outputs.json_feed, "feed.json"),
    ]
    .into_iter()
    .filter(|(on, _)| *on)
    .map(|(_, path)| path.into())
    .collect()
}

impl<'o> Outputs<'o> {
    /// The outputs of a site in a theme.
    #[must_use]
    pub fn new(site: &'o Site, config: &'o SiteConfig, views: &'o Views<'o>, theme: &'o Theme) -> Self {
        let (search_inputs, search_files) = (OnceLock::new(), OnceLock::new());
        Self { site, config, views, theme, search_inputs, search_files }
    }

    /// Every file of the site, pages first. Reports two files of one path, templates that do not
    /// exist, and what is left out for want of a `base_url`.
    #[must_use]
    pub fn plan(&self, last: LastSearch<'_>) -> (Vec<Artifact>, Diagnostics) {
        let ((mut artifacts, mut found), search) =
            rayon::join(|| self.plan_but_search(), || self.search_artifacts(last));
        artifacts.extend(search);
        found.extend(self.clashes(&artifacts));
        found.extend(self.devices(&artifacts));
        (artifacts, found)
    }

    /// As [`Self::plan`], without the index of the search page, whose files are known only when it is
    /// made, and without looking for two files of one path.
    #[must_use]
    pub fn plan_but_search(&self) -> (Vec<Artifact>, Diagnostics) {
        let mut found = Diagnostics::new();
        let outputs = self.config.outputs;
        let mut artifacts: Vec<Artifact> =
            self.views.all().into_iter().map(|(view, permalink)| self.page(view, permalink)).collect();
        artifacts.extend(self.feeds());
        artifacts.extend(self.cards());
        artifacts.extend(self.site.files.iter().map(|file| Artifact {
            path: file.output.clone(),
            make: Make::Copy(file.source.clone()),
            source: Some(file.source.clone()),
        }));
        artifacts.extend(self.theme.assets.iter().map(|(_, asset)| match &asset.content {
            AssetContent::Bytes(bytes) => made(asset.output.as_str(), bytes.clone()),
            AssetContent::Disk(path) => Artifact {
                path: asset.output.clone(),
                make: Make::Copy(path.clone()),
                source: Some(path.clone()),
            },
        }));
        if outputs.redirects {
            for (at, redirect) in self.site.redirects.iter().enumerate() {
                artifacts.push(Artifact {
                    path: redirect.from.output(),
                    make: Make::Redirect(at),
                    source: self.site.document_of(redirect.to).map(|document| document.path.clone()),
                });
            }
        }
        let absolute = self.views.addresses.base_url().is_some();
        if outputs.sitemap && absolute {
            artifacts.extend(sitemap::parts(&artifacts).into_iter().map(|(path, part)| Artifact {
                path,
                make: Make::Sitemap(part),
                source: None,
            }));
        }
        if outputs.graph {
            artifacts.push(Artifact { path: OutputPath::new(graph::PATH), make: Make::Graph, source: None });
        }
        self.add_host_files(&mut artifacts);
        if !absolute && (outputs.atom || outputs.json_feed || outputs.sitemap || outputs.open_graph) {
            let message = "without a base address there are no feeds, sitemap, canonical links, social tags and JSON-LD";
            found.push(
                Diagnostic::warning(&codes::OUTPUT_BASE_URL, message)
                    .in_file(&self.config.path)
                    .help("set base_url = \"https://…/\" in site.toml or pass --base-url; or switch them off in [outputs]"),
            );
        }
        self.check_templates(&mut found);
        (artifacts, found)
    }

    /// Makes one file.
    ///
    /// # Errors
    /// When its template fails.
    pub fn make(&self, artifact: &Artifact, all: &[Artifact]) -> Result<Content, Box<Diagnostic>> {
        Ok(match &artifact.make {
            Make::Page(view, permalink) => self.render_page(view, permalink)?,
            Make::Redirect(redirect) => self.render_redirect(*redirect)?,
            Make::Feed(feed) => Content::Bytes(self.render_feed(feed)),
            Make::Sitemap(part) => Content::Bytes(self.render_sitemap(*part, all)),
            Make::Graph => Content::Bytes(self.render_graph()),
            Make::Card(entity) => Content::Bytes(self.render_card(*entity)),
            Make::Search(_) => {
                Content::Bytes(self.search_file(artifact.path.as_str()).unwrap_or_default().to_vec())
            }
            Make::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Make::Copy(path) => Content::Copy(path.clone()),
        })
    }

    /// The template that makes a file, where one does.
    #[must_use]
    pub fn template_of(&self, artifact: &Artifact) -> Option<String> {
        match &artifact.make {
            Make::Page(view, permalink) => Some(self.views.view(view, permalink).template),
            Make::Redirect(_) => Some("redirect.html".to_owned()),
            _ => None,
        }
    }

    /// The page of the site that a view shows; none for pages that are made of others.
    fn page_of(&self, view: &View) -> Option<PageIx> {
        match view {
            View::Section(section, _) => Some(self.site.sections[section.get()].page),
            View::Article(article) => Some(self.site.articles[article.get()].page),
            View::Actor(actor, _) => Some(self.site.actors[actor.get()].page),
            View::Topic(topic, _) => Some(self.site.topics[topic.get()].page),
            View::Author(author, _) => Some(self.site.authors[author.get()].page),
            View::Page(section, place) => Some(self.site.sections[section.get()].pages[*place]),
            View::Taxonomy(_)
            | View::Term(..)
            | View::Mentions(..)
            | View::Archive(_)
            | View::Timeline(_)
            | View::Network
            | View::Search
            | View::NotFound => None,
        }
    }

    fn page(&self, view: View, permalink: crate::model::Permalink) -> Artifact {
        let page = self.page_of(&view);
        let source = page.and_then(|page| self.site.document_of(page)).map(|document| document.path.clone());
        Artifact { path: permalink.output(), make: Make::Page(view, permalink), source }
    }

    /// The feeds of the site, its sections of articles, actors, topics and, where they are asked
    /// for, terms. A feed without entries is not written.
    fn feeds(&self) -> Vec<Artifact> {
        let mut scopes = Vec::new();
        for (at, section) in self.site.sections.iter().enumerate() {
            if matches!(section.listing, Listing::Home | Listing::Articles) && !section.articles.is_empty() {
                scopes.push(Scope::Section(at));
            }
        }
        let filled = |articles: &[_]| !articles.is_empty();
        scopes.extend(
            (0..self.site.actors.len())
                .filter(|at| filled(&self.site.actors[*at].articles))
                .map(Scope::Actor),
        );
        scopes.extend(
            (0..self.site.topics.len())
                .filter(|at| filled(&self.site.topics[*at].articles))
                .map(Scope::Topic),
        );
        for (at, taxonomy) in self.site.taxonomies.iter().enumerate().filter(|(_, taxonomy)| taxonomy.feed) {
            scopes.extend((0..taxonomy.terms.len()).map(|term| Scope::Term(at, term)));
        }
        let formats: Vec<FeedFormat> = self.views.feed_formats().collect();
        scopes
            .into_iter()
            .flat_map(|scope| formats.iter().map(move |format| FeedOf { scope, format: *format }))
            .map(|feed| Artifact {
                path: OutputPath::new(format!("{}{}", self.feed_front(feed.scope), feed.format.file_name())),
                make: Make::Feed(feed),
                source: None,
            })
            .collect()
    }
}

/// A file that is small and already made.
fn made(path: &str, bytes: Vec<u8>) -> Artifact {
    Artifact { path: OutputPath::new(path), make: Make::Bytes(bytes), source: None }
}
