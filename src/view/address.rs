//! Addresses: relative for links in pages, absolute for feeds, sitemap and canonical links.

use std::fmt::Write as _;

use crate::config::BaseUrl;
use crate::model::{OutputPath, Permalink};

/// What is written before a path below the site's root to lead there from a page: `../../`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root(String);

impl Root {
    /// The prefix as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How addresses are written.
#[derive(Debug, Clone)]
pub struct Addresses {
    base_url: Option<BaseUrl>,
    portable: bool,
}

impl Addresses {
    /// With `portable`, links name `index.html`, so that the site works from `file://`.
    #[must_use]
    pub fn new(base_url: Option<BaseUrl>, portable: bool) -> Self {
        Self { base_url, portable }
    }

    /// Whether links name `index.html`.
    #[must_use]
    pub fn portable(&self) -> bool {
        self.portable
    }

    /// The prefix that leads from a page to the site's root.
    #[must_use]
    pub fn root(&self, page: &Permalink) -> Root {
        match page.depth() {
            0 => Root("./".to_owned()),
            depth => Root("../".repeat(depth)),
        }
    }

    /// The prefix for a page that is served at any depth: the path of `base_url`.
    #[must_use]
    pub fn absolute_root(&self) -> Root {
        match &self.base_url {
            Some(base) if !self.portable => Root(base.path().to_owned()),
            _ if self.portable => Root("./".to_owned()),
            _ => Root("/".to_owned()),
        }
    }

    /// A page's path below the root, percent-encoded, as it follows a [`Root`].
    #[must_use]
    pub fn path(&self, page: &Permalink) -> String {
        let path = percent_encode(page.as_str());
        if self.portable && (path.is_empty() || path.ends_with('/')) { path + "index.html" } else { path }
    }

    /// A page's absolute address, when there is a `base_url`.
    #[must_use]
    pub fn url(&self, page: &Permalink) -> Option<String> {
        self.url_of(page.as_str())
    }

    /// A file's absolute address, when there is a `base_url`.
    #[must_use]
    pub fn file_url(&self, file: &OutputPath) -> Option<String> {
        self.url_of(file.as_str())
    }

    /// The address of the home page.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.base_url.as_ref().map(BaseUrl::as_str)
    }

    fn url_of(&self, path: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{}{}", base.as_str(), percent_encode(path)))
    }
}

/// Encodes what may not stand in the path of a URL as it is (RFC 3986, section 3.3), leaving
/// slashes.
#[must_use]
pub fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 10);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_and_paths() {
        let plain = Addresses::new(BaseUrl::parse("https://example.org/desk"), false);
        assert_eq!(plain.root(&Permalink::new("")).as_str(), "./");
        assert_eq!(plain.root(&Permalink::new("a/b/")).as_str(), "../../");
        assert_eq!(plain.absolute_root().as_str(), "/desk/");
        assert_eq!(plain.path(&Permalink::new("a/é x/")), "a/%C3%A9%20x/");
        assert_eq!(plain.url(&Permalink::new("a/")).as_deref(), Some("https://example.org/desk/a/"));
        let portable = Addresses::new(None, true);
        assert_eq!(portable.path(&Permalink::new("")), "index.html");
        assert_eq!(portable.path(&Permalink::new("404.html")), "404.html");
        assert_eq!(portable.url(&Permalink::new("a/")), None);
    }
}
