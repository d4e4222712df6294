//! The three kinds of path: where something is read, where a reader finds it, where it is written.

use serde::{Deserialize, Serialize};

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Path of a source file from the site's root, with forward slashes:
/// `content/analyses/third-rotation.md`. Embedded theme files have `<embedded>/…`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Wraps a path that is already relative and uses forward slashes.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Everything before the last slash; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Everything after the last slash.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file name without its last extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension without its dot; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Path of a page below the site's root, without a leading slash: `analyses/x/`, `404.html`, and
/// the empty path for the home page. A page that is a folder ends in a slash.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Permalink(Arc<str>);

impl Permalink {
    /// Wraps a path that is already normal: no leading slash, no empty, `.` or `..` segment.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// Reads an address that an author wrote: `/2024/old-title/`, `old.html`, `/feed`.
    ///
    /// A last segment without an extension is a folder.
    ///
    /// # Errors
    /// The reason, when it cannot be an address of this site.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let path = text.strip_prefix('/').unwrap_or(text);
        let is_folder = path.ends_with('/');
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Err("it is empty");
        }
        let mut last = "";
        for segment in path.split('/') {
            check_segment(segment)?;
            last = segment;
        }
        let is_folder = is_folder || !last.contains('.');
        Ok(Self::new(format!("{path}{}", if is_folder { "/" } else { "" })))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders deep the page lies: 0 for the home page, 2 for `analyses/x/`.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// The file that serves this permalink.
    #[must_use]
    pub fn output(&self) -> OutputPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutputPath::new(format!("{}index.html", self.0))
        } else {
            OutputPath::new(self.0.clone())
        }
    }
}

/// Path of a file below the output folder, with forward slashes: `analyses/x/index.html`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Wraps a path that is already relative and stays below the output folder.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether Windows keeps a name for a device: `con`, `nul.txt`, `COM1`.
#[must_use]
pub fn is_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered =
        stem.strip_suffix(|c: char| c.is_ascii_digit()).filter(|stem| matches!(*stem, "com" | "lpt"));
    numbered.is_some() || DEVICES.contains(&stem.as_str())
}

/// Whether a name can be a file or folder on every system that a site is copied to, and stand in
/// a URL as it is.
///
/// # Errors
/// The reason, in words that follow the name.
pub fn check_segment(segment: &str) -> Result<(), &'static str> {
    if segment.is_empty() {
        Err("it has an empty part")
    } else if segment == "." || segment == ".." {
        Err("it leaves its folder")
    } else if segment.len() > 200 {
        Err("a part of it is longer than 200 bytes")
    } else if segment.ends_with('.') {
        Err("a part of it ends in a dot, which some systems drop")
    } else if is_device(segment) {
        Err("a part of it is the name of a device on Windows")
    } else if !segment.chars().all(|c| c.is_alphanumeric() || "-._~".contains(c)) {
        Err("it may hold letters, digits and `-`, `.`, `_`, `~` only")
    } else {
        Ok(())
    }
}

macro_rules! show_as_text {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    )*};
}
show_as_text!(SourcePath, Permalink, OutputPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_source_path() {
        let path = SourcePath::new("content/analyses/2025-07-03-x.en.md");
        assert_eq!(path.folder(), "content/analyses");
        assert_eq!(path.stem(), "2025-07-03-x.en");
        assert_eq!(path.extension(), "md");
        assert_eq!(SourcePath::new("site.toml").folder(), "");
    }

    #[test]
    fn permalinks_become_files() {
        assert_eq!(Permalink::new("").output().as_str(), "index.html");
        assert_eq!(Permalink::new("a/b/").output().as_str(), "a/b/index.html");
        assert_eq!(Permalink::new("404.html").output().as_str(), "404.html");
        assert_eq!(Permalink::new("a/b/").depth(), 2);
    }

    #[test]
    fn addresses_that_authors_write() {
        let parse = |text: &str| Permalink::parse(text).map(|path| path.to_string());
        assert_eq!(parse("/2024/old"), Ok("2024/old/".into()));
        assert_eq!(parse("old.html"), Ok("old.html".into()));
        assert_eq!(parse("/a/b/"), Ok("a/b/".into()));
        for bad in [
            "", "/", "a//b", "../x", "a/./b", "a\\b", "%2e%2e/x", "x?y", "COM1.txt", "nul", "a./b", "a b",
            "a\0",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
