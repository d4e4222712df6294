//! Static files: the layers overlaid, and those below `assets/` named by their content.
//!
//! `assets/style.css` becomes `assets/style.3fa9c1d2e4.css`, so that a host may let browsers keep
//! it for ever; templates find it by `asset(path="assets/style.css")`. All other files keep their
//! names (`favicon.svg`, `CNAME`, fonts that a style sheet names).

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::model::{Fingerprint, OutputPath, SourcePath};
use crate::source;

use super::chain::{Chain, StaticFile};

/// A static file of the site.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Where it is written.
    pub output: OutputPath,
    /// What it holds.
    pub content: AssetContent,
}

/// What a static file holds.
#[derive(Debug, Clone)]
pub enum AssetContent {
    /// A file on disk, copied.
    Disk(SourcePath),
    /// These bytes.
    Bytes(Vec<u8>),
}

/// All static files, by the name that templates use.
#[derive(Debug, Clone, Default)]
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// Overlays the static files of a chain; the first layer that has a name wins.
    #[must_use]
    pub fn collect(root: &Path, chain: &Chain) -> (Self, Diagnostics) {
        let mut files: BTreeMap<&str, &StaticFile> = BTreeMap::new();
        for layer in &chain.layers {
            for (name, file) in &layer.statics {
                files.entry(name).or_insert(file);
            }
        }
        let (mut assets, mut found) = (Self::default(), Diagnostics::new());
        for (name, file) in files {
            match file {
                StaticFile::Embedded(bytes) => assets.add(name, bytes.to_vec()),
                StaticFile::Disk(path) if is_hashed(name) => match source::read_bytes(root, path) {
                    Ok(bytes) => assets.add(name, bytes),
                    Err(diagnostic) => found.push(diagnostic),
                },
                StaticFile::Disk(path) => {
                    let output = OutputPath::new(name);
                    assets
                        .0
                        .insert(name.to_owned(), Asset { output, content: AssetContent::Disk(path.clone()) });
                }
            }
        }
        (assets, found)
    }

    /// Adds a file that was made.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let output = if is_hashed(name) { hashed_name(name, &bytes) } else { name.to_owned() };
        let asset = Asset { output: OutputPath::new(output), content: AssetContent::Bytes(bytes) };
        self.0.insert(name.to_owned(), asset);
    }

    /// The file with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// Names and files, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.0.iter().map(|(name, asset)| (name.as_str(), asset))
    }
}

fn is_hashed(name: &str) -> bool {
    name.starts_with("assets/")
}

/// `a/b.css` with the first digits of its fingerprint: `a/b.0123456789.css`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = Fingerprint::of(bytes).short();
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{folder}/{stem}.{hash}.{extension}"),
        None => format!("{folder}/{file}.{hash}"),
    }
}
