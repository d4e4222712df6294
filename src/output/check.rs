//! Checks the internal links of finished pages: those that templates and raw HTML make.
//!
//! Links in Markdown are resolved long before, with their place in the source; what a template
//! writes is known only now.

use std::borrow::Cow;

use ahash::AHashSet;

use crate::config::BaseUrl;
use crate::model::Fingerprint;

use super::Artifact;

/// The file that stands for its folder.
const INDEX: &str = "index.html";

/// Knows every path of the output.
pub struct LinkChecker {
    /// Files, and folders that have a page: these with a slash at their end, the root as nothing. Their
    /// fingerprints lie close together, while the paths themselves lie all over the memory.
    paths: AHashSet<Fingerprint>,
    base_path: String,
}

impl LinkChecker {
    /// A checker over all files of the output.
    #[must_use]
    pub fn new(artifacts: &[Artifact], base_url: Option<&BaseUrl>) -> Self {
        let files = artifacts.iter().map(|artifact| artifact.path.as_str());
        Self::of(files, base_url.map_or("/", BaseUrl::path))
    }

    fn of<'f>(files: impl Iterator<Item = &'f str>, base_path: &str) -> Self {
        let folder = |file: &'f str| {
            file.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'))
        };
        let paths = files.flat_map(|file| [Some(file), folder(file)]).flatten().map(fingerprint).collect();
        Self { paths, base_path: base_path.to_owned() }
    }

    /// The `href` and `src` of a page, given by its output path, that lead to no file.
    #[must_use]
    pub fn broken(&self, page: &str, html: &[u8]) -> Vec<String> {
        let (mut broken, mut path) = (Vec::new(), String::new());
        let folder = Folder::of(page);
        for at in memchr::memchr_iter(b'=', html) {
            let name_fits = html[..at].ends_with(b" href") || html[..at].ends_with(b" src");
            let Some([quote @ (b'"' | b'\''), rest @ ..]) = html.get(at + 1..).filter(|_| name_fits) else {
                continue;
            };
            let Some(end) = memchr::memchr(*quote, rest) else { continue };
            let Ok(target) = std::str::from_utf8(&rest[..end]) else { continue };
            if !self.leads_somewhere(folder, target, &mut path) {
                broken.push(target.to_owned());
            }
        }
        broken
    }

    /// Whether a link leads to a file. `joined` is room for its path, kept from link to link.
    fn leads_somewhere(&self, from: Folder<'_>, target: &str, joined: &mut String) -> bool {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() || is_external(path) {
            return true;
        }
        let path = decode(path);
        // Nearly all links of a page: up to the root, and down from there.
        if let Some(below) = from.below_root(&path)
            && self.paths.contains(&fingerprint(below))
        {
            return true;
        }
        joined.clear();
        // A path from the host's root lies below `base_url`, or was written as from the site's root.
        let path = match path.strip_prefix('/') {
            Some(rest) => path.strip_prefix(self.base_path.as_str()).unwrap_or(rest),
            None => {
                joined.push_str(from.path);
                &*path
            }
        };
        let last = path.rsplit('/').next().unwrap_or_default();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." if joined.is_empty() => return false,
                ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
                part => {
                    if !joined.is_empty() {
                        joined.push('/');
                    }
                    joined.push_str(part);
                }
            }
        }
        // A folder is named with a slash at its end: without it some hosts find nothing, none does in a
        // folder on disk, and where it is found, the page's own links start one folder too high.
        let is_folder = path.is_empty() || path.ends_with('/') || matches!(last, "." | "..");
        if is_folder && !joined.is_empty() {
            joined.push('/');
        }
        self.paths.contains(&fingerprint(joined))
    }
}

fn fingerprint(path: &str) -> Fingerprint {
    Fingerprint::of(path.as_bytes())
}

/// The folder of a page, from which its links start.
#[derive(Debug, Clone, Copy)]
struct Folder<'f> {
    path: &'f str,
    depth: usize,
}

impl<'f> Folder<'f> {
    fn of(page: &'f str) -> Self {
        let path = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self { path, depth: page.matches('/').count() }
    }

    /// What follows in a link that goes up to the root first.
    fn below_root<'l>(&self, link: &'l str) -> Option<&'l str> {
        let below = link.get(self.depth * UP.len()..)?;
        let mut up = link.as_bytes().chunks_exact(UP.len()).take(self.depth);
        up.all(|step| step == UP.as_bytes()).then_some(below)
    }
}

/// A step up to the folder above.
const UP: &str = "../";

/// Whether a link has a scheme or a host of its own.
fn is_external(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

/// Undoes HTML's escaping of `&` and percent-encoding.
fn decode(path: &str) -> Cow<'_, str> {
    if !path.contains(['%', '&']) {
        return Cow::Borrowed(path);
    }
    let path = path.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\"");
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checker() -> LinkChecker {
        let paths = ["index.html", "a/index.html", "a/b/index.html", "a/x y.pdf", "404.html"];
        LinkChecker::of(paths.into_iter(), "/desk/")
    }

    #[test]
    fn finds_what_leads_nowhere() {
        let html = br##"<a href="../../">h</a> <a href="../">a</a> <img src="../x%20y.pdf"> <a href="/desk/a/">x</a>
            <a href='https://example.org/nope'>e</a> <a href="data:a/b,c/d?e">d</a> <a href="#frag">f</a>
            <a href="">self</a> <a href="/a/b">no slash</a>
            <a href="/desk/a/b/..?x">a</a> <a href="../b">no slash</a> <a href="/a">no slash</a>
            <a href="../c/">broken</a> <a class="x" href="../../../">broken</a> <a href="nope.pdf?x#y">broken</a>"##;
        assert_eq!(
            checker().broken("a/b/index.html", html),
            ["/a/b", "../b", "/a", "../c/", "../../../", "nope.pdf?x#y"]
        );
    }
}
