//! What the last build of a site was made from, and what it made: a build that would make the same
//! again needs not be done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::Fingerprint;

/// The last build without a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuild {
    /// The fingerprint of all that it was made from.
    pub inputs: String,
    /// The fingerprint of the manifest of what it published.
    pub manifest: String,
    /// From when to when, in seconds since 1970, the same would be published: up to the next time at
    /// which something that is scheduled appears or something expires.
    pub valid: (i64, i64),
    /// How many pages it has.
    pub pages: usize,
    /// How many files it has.
    pub files: usize,
}

impl LastBuild {
    /// Reads what was kept of a site in `root`. What is not whole, or of another version, is as good as
    /// nothing: the build is done, and kept instead.
    #[must_use]
    pub fn load(root: &Path) -> Option<Self> {
        let text = fs::read_to_string(path(root)).ok()?;
        let (checksum, text) = text.split_once('\n')?;
        if Fingerprint::parse(checksum)? != Fingerprint::of(text.as_bytes()) {
            return None;
        }
        serde_json::from_str(text).ok()
    }

    /// Keeps it for the next build, in one step: at no time is there half of it.
    ///
    /// # Errors
    /// When it cannot be written. Then that of the build before is still there, and does no harm.
    pub fn save(&self, root: &Path) -> io::Result<()> {
        let text = serde_json::to_string(self)?;
        let checksum = Fingerprint::of(text.as_bytes());
        let (path, next) = (path(root), root.join(FOLDER).join("last-build.next"));
        let written = fs::write(&next, format!("{checksum}\n{text}")).and_then(|()| fs::rename(&next, path));
        if written.is_err() {
            let _ = fs::remove_file(&next);
        }
        written
    }
}

/// The work folder, which the write stage has made.
const FOLDER: &str = ".dateline";

fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("last-build")
}
