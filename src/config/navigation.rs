//! Entries of menus: `navigation` and `footer`.

use crate::data::{FromNode, Node, Unknown};
use crate::diagnostic::codes;

/// An entry of a menu: a place in the site or an address elsewhere.
#[derive(Debug, Clone)]
pub struct NavigationEntry {
    /// What the reader sees.
    pub title: String,
    /// `/analyses/` or `https://…`.
    pub url: String,
}

impl FromNode for NavigationEntry {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let title = fields.require("title", "what the reader sees in the menu");
        let url: Option<String> = fields.require("url", "a path such as /analyses/ or an address elsewhere");
        if let (Some(url), Some(node)) = (url.as_deref().filter(|url| !is_harmless(url)), fields.node("url"))
        {
            let help = "write a path such as /analyses/, or an address that begins with https://";
            node.error(&codes::LINK_SCHEME, format!("`{url}` is no address for a menu"), "", help);
        }
        fields.finish(Unknown::Error, "");
        Some(Self { title: title?, url: url? })
    }
}

/// Whether an address has no scheme, or one that only fetches or names something. Browsers skip blanks and
/// control characters when they look for a scheme, so there may be none.
fn is_harmless(url: &str) -> bool {
    let start = url.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let scheme = start.split_once(':').map(|(scheme, _)| scheme);
    !url.contains(|c: char| c.is_control() || c.is_whitespace())
        && scheme.is_none_or(|scheme| matches!(scheme, "http" | "https" | "mailto" | "tel"))
}
