//! What the last build of a site was made from, and what it made: a build that would make the same
//! again needs not be done.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::FOLDER;
use crate::model::{Fingerprint, SourcePath, Stamp};

/// The last build without a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuild {
    /// The fingerprint of all that it was made from.
    pub inputs: Fingerprint,
    /// The fingerprint of the manifest of what it published.
    pub manifest: Fingerprint,
    /// From when to when, in seconds since 1970, the same would be published: up to the next time at
    /// which something that is scheduled appears or something expires.
    pub valid: (i64, i64),
    /// How many pages it has.
    pub pages: usize,
    /// How many files it has.
    pub files: usize,
    /// The files that it was made from, sorted by path.
    pub sources: Vec<KnownSource>,
    /// How long it took from when the first of these was looked at until this was written, in seconds,
    /// rounded up.
    pub took: u64,
}

/// A file as it was when a build looked at it. Its stamp is of one machine, and only ever spares reading
/// the file again: what the build follows from is the fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownSource {
    /// Its path from the site's folder.
    pub path: SourcePath,
    /// What the file system said of it before it was read.
    pub stamp: Stamp,
    /// What it held.
    pub fingerprint: Fingerprint,
}

/// What was kept of the last build, and which of its stamps can be believed.
#[derive(Debug)]
pub struct Kept {
    /// The last build.
    pub last: LastBuild,
    /// The time in seconds since 1970 before which the build had not begun, by the clock of the file
    /// system that holds the record, less what a coarse one may be wrong.
    begun: i64,
}

/// Seconds that the clock of a file system may be behind: FAT counts in steps of two.
const COARSENESS: i64 = 2;

impl Kept {
    /// What a file held, if it has the stamp that it had then.
    pub fn fingerprint(&self, path: &SourcePath, stamp: Stamp) -> Option<Fingerprint> {
        let at = self.last.sources.binary_search_by(|known| known.path.cmp(path)).ok()?;
        let known = self.last.sources.get(at)?;
        (known.stamp == stamp && stamp.is_older_than(self.begun)).then_some(known.fingerprint)
    }
}

impl LastBuild {
    /// Reads what was kept of a site in `root`. What is not whole, or was written by another program than this,
    /// is as good as nothing: the build is done, and kept instead.
    #[must_use]
    pub fn load(root: &Path, program: Option<Fingerprint>) -> Option<Kept> {
        let path = path(root);
        let written = fs::metadata(&path).ok()?.mtime();
        let bytes = fs::read(path).ok()?;
        let (checksum, bytes) = bytes.split_at(memchr::memchr(b'\n', &bytes)?);
        let bytes = bytes.get(1..)?;
        if Fingerprint::parse(str::from_utf8(checksum).ok()?)? != Fingerprint::of(bytes) {
            return None;
        }
        let (by, bytes): (Option<Fingerprint>, _) = postcard::take_from_bytes(bytes).ok()?;
        let last: Self = postcard::from_bytes(bytes).ok().filter(|_| by == program)?;
        let took = i64::try_from(last.took).ok()?;
        let begun = written.checked_sub(took)?.checked_sub(COARSENESS)?;
        Some(Kept { last, begun })
    }

    /// Keeps it for the next build by this `program`, in one step: at no time is there half of it.
    ///
    /// # Errors
    /// When it cannot be written. Then that of the build before is still there, and does no harm.
    pub fn save(&self, root: &Path, program: Option<Fingerprint>) -> io::Result<()> {
        let record = postcard::to_allocvec(&(program, self)).map_err(io::Error::other)?;
        let checksum = Fingerprint::of(&record);
        let (path, next) = (path(root), root.join(FOLDER).join("last-build.next"));
        let whole = [format!("{checksum}\n").as_bytes(), &record].concat();
        let written = fs::write(&next, whole).and_then(|()| fs::rename(&next, path));
        if written.is_err() {
            let _ = fs::remove_file(&next);
        }
        written
    }
}

fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("last-build")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_believed_when_it_is_the_same_and_old() {
        let stamp = Stamp { size: 3, inode: 7, modified: (90, 5), changed: (95, 5) };
        let fingerprint = Fingerprint::of(b"abc");
        let source = KnownSource { path: SourcePath::new("content/a.md"), stamp, fingerprint };
        let (inputs, manifest) = (Fingerprint::default(), Fingerprint::default());
        let last =
            LastBuild { inputs, manifest, valid: (0, 9), pages: 1, files: 1, sources: vec![source], took: 1 };
        let path = SourcePath::new("content/a.md");
        let kept = Kept { last: last.clone(), begun: 96 };
        assert_eq!(kept.fingerprint(&path, stamp), Some(fingerprint));
        assert_eq!(kept.fingerprint(&SourcePath::new("content/b.md"), stamp), None);
        for other in [
            Stamp { size: 4, ..stamp },
            Stamp { inode: 8, ..stamp },
            Stamp { modified: (90, 6), ..stamp },
            Stamp { changed: (95, 6), ..stamp },
        ] {
            assert_eq!(kept.fingerprint(&path, other), None, "{other:?}");
        }
        // Changed in the second in which the build began: perhaps after it was read.
        let young = Kept { last, begun: 95 };
        assert_eq!(young.fingerprint(&path, stamp), None);
    }
}
