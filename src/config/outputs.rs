//! `[outputs]`: which formats and pages are made.

use crate::data::Fields;

/// Which formats are written beside the pages.
#[derive(Debug, Clone, Copy)]
pub struct OutputsConfig {
    /// Atom feeds.
    pub atom: bool,
    /// JSON feeds.
    pub json_feed: bool,
    /// `sitemap.xml`.
    pub sitemap: bool,
    /// `robots.txt`.
    pub robots: bool,
    /// JSON-LD in pages.
    pub json_ld: bool,
    /// Open Graph and social tags in pages.
    pub open_graph: bool,
    /// `data/graph.json`.
    pub graph: bool,
    /// How to cite an article, on its page, with downloads for reference managers.
    pub citations: bool,
    /// `card.js` beside each actor and topic.
    pub cards: bool,
    /// Redirects, `_redirects` and `_headers`.
    pub redirects: bool,
    /// The page of all articles by year and month.
    pub archive: bool,
    /// The page of all events.
    pub timeline: bool,
    /// The page of how all actors are related.
    pub network: bool,
    /// The search page and its index.
    pub search: bool,
    /// A Content-Security-Policy, in pages and in `_headers`.
    pub content_security_policy: bool,
}

impl Default for OutputsConfig {
    fn default() -> Self {
        Self {
            atom: true,
            json_feed: true,
            sitemap: true,
            robots: true,
            json_ld: true,
            open_graph: true,
            graph: true,
            citations: true,
            cards: true,
            redirects: true,
            archive: true,
            timeline: true,
            network: true,
            search: true,
            content_security_policy: false,
        }
    }
}

impl OutputsConfig {
    /// Reads the table: a format is written unless it is switched off; the policy only where it is wanted,
    /// because it stops templates with scripts of their own.
    pub(super) fn read(t: &mut Fields<'_>) -> Self {
        let mut on = |key| t.get(key).unwrap_or(true);
        Self {
            atom: on("atom"),
            json_feed: on("json_feed"),
            sitemap: on("sitemap"),
            robots: on("robots"),
            json_ld: on("json_ld"),
            open_graph: on("open_graph"),
            graph: on("graph"),
            citations: on("citations"),
            cards: on("cards"),
            redirects: on("redirects"),
            archive: on("archive"),
            timeline: on("timeline"),
            network: on("network"),
            search: on("search"),
            content_security_policy: t.flag("content_security_policy"),
        }
    }
}
