//! The manifest: what a published folder holds, and the proof that Dateline made it.
//!
//! It lies inside the folder that it describes, so that it is exchanged together with it, and says
//! nothing of times or machines, so that the same site gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::ops::Bound;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::model::{Fingerprint, Stamp};
use crate::source;

/// The file name of the manifest.
pub(super) const NAME: &str = ".dateline-manifest";
/// The manifest that an update file by file is heading for; see [`super::update`].
pub(super) const NEXT: &str = ".dateline-manifest.next";
/// No published path may begin like this.
pub(super) const RESERVED: &str = ".dateline-";

const TITLE: &str = "dateline manifest 1";
const REMARK: &str = "# Dateline made this folder and replaces it at every build. Files that shall stay are \
named under `[output] keep` in site.toml.";

/// What a file holds: enough to tell whether it must be written again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub fingerprint: Fingerprint,
    pub size: u64,
}

impl Entry {
    /// The entry of a file that holds `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { fingerprint: Fingerprint::of(bytes), size: bytes.len() as u64 }
    }

    /// Reads `from` to its end, in pieces, and writes it to `to`.
    pub(super) fn of_stream(from: &mut File, to: &mut impl io::Write) -> io::Result<Self> {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        let mut size = 0;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let piece = match from.read(&mut buffer) {
                Ok(0) => return Ok(Self { fingerprint: Fingerprint(hash.digest128()), size }),
                Ok(length) => buffer.get(..length).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hash.update(piece);
            size += piece.len() as u64;
            to.write_all(piece)?;
        }
    }

    /// The entry of a file on disk.
    pub(super) fn of_file(path: &Path) -> io::Result<Self> {
        source::whole(path, |file, _| Self::of_stream(file, &mut io::sink()))
    }
}

/// Published files by path, with forward slashes from the folder.
pub(super) type Files = BTreeMap<Box<str>, Entry>;

/// Whether any file lies in a folder, which is given with its last slash.
pub(super) fn holds_below(files: &Files, folder: &str) -> bool {
    let from = (Bound::Included(folder), Bound::Unbounded);
    files.range::<str, _>(from).next().is_some_and(|(path, _)| path.starts_with(folder))
}

/// When a file was last changed: its content, and anything about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Times {
    pub(super) fn of(metadata: &fs::Metadata) -> Self {
        Self {
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    pub(super) fn of_stamp(stamp: Stamp) -> Self {
        Self { modified: stamp.modified, changed: stamp.changed }
    }

    /// Whether what a file with these times holds was written before one with the `other`.
    pub(super) fn is_written_before(self, other: Self) -> bool {
        self.modified < other.modified
    }

    /// Whether a file with these times may have been touched after one with the `other`. The inode's
    /// time is asked too, because tools such as `cp -p` set the other one back; equal times
    /// count as after, because clocks of file systems tick slowly.
    pub(super) fn may_follow(self, other: Self) -> bool {
        self.modified >= other.modified || self.changed >= other.changed
    }
}

/// A manifest as found in a folder.
#[derive(Debug)]
pub(super) enum Manifest {
    /// There is none.
    Absent,
    /// There is one, but it cannot be believed.
    Corrupt(String),
    Found(Found),
}

/// What a manifest says.
#[derive(Debug)]
pub(super) struct Found {
    /// What the folder held when it was written.
    pub files: Files,
    /// When that was.
    pub times: Times,
    /// The fingerprint of the manifest itself.
    pub fingerprint: Fingerprint,
}

impl Manifest {
    /// Reads the manifest called `name` in a folder, which need not exist.
    pub(super) fn load(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(name);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return Ok(Self::Corrupt("it is not a file".to_owned())),
            Err(error) if is_missing(&error) => return Ok(Self::Absent),
            Err(error) => return Err(error),
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Ok(Self::Corrupt("it is not text".to_owned()));
            }
            Err(error) => return Err(error),
        };
        Ok(match parse(&text) {
            Ok(files) => {
                let fingerprint = Fingerprint::of(text.as_bytes());
                Self::Found(Found { files, times: Times::of(&metadata), fingerprint })
            }
            Err(reason) => Self::Corrupt(reason),
        })
    }

    /// Writes the manifest of `files` and waits until it is on the disk: a power failure must not
    /// leave a published folder with an empty manifest, which would lock its owner out. The
    /// files themselves are not waited for; see the module's documentation.
    pub(super) fn save(folder: &Path, name: &str, files: &Files) -> io::Result<()> {
        save(folder, name, &render(files))
    }
}

/// As [`Manifest::save`], with the text of [`render`].
pub(super) fn save(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let mut file = File::create(folder.join(name))?;
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

/// Whether an error says that there is nothing at a path.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The text of the manifest of these files.
pub(super) fn render(files: &Files) -> String {
    let mut text = format!("{TITLE}\n{REMARK}\nfiles {}\n", files.len());
    for (path, Entry { fingerprint, size }) in files {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{fingerprint} {size} {path}");
    }
    text
}

fn parse(text: &str) -> Result<Files, String> {
    // Without its last newline the text was cut off, perhaps in the middle of a path.
    let mut lines = text.strip_suffix('\n').unwrap_or_default().split('\n');
    match lines.next() {
        Some(TITLE) => {}
        Some(title) if title.starts_with("dateline manifest ") => {
            return Err("another version of Dateline wrote it".to_owned());
        }
        _ => return Err("its first line is not that of a manifest".to_owned()),
    }
    let mut lines = lines.filter(|line| !line.starts_with('#'));
    let count: Option<usize> =
        lines.next().and_then(|line| line.strip_prefix("files ")).and_then(|count| count.parse().ok());
    let entry = |line| match parse_line(line) {
        Some((path, entry)) => Ok((Box::from(path), entry)),
        None => Err(format!("it has a line that cannot be read: `{}`", str::escape_debug(line))),
    };
    let files = lines.map(entry).collect::<Result<Files, String>>()?;
    if count == Some(files.len()) { Ok(files) } else { Err("it is not complete".to_owned()) }
}

fn parse_line(line: &str) -> Option<(&str, Entry)> {
    let (hash, rest) = line.split_once(' ')?;
    let (size, path) = rest.split_once(' ')?;
    // Files are deleted by what stands here, so the paths are not taken on trust.
    check_path(path).ok()?;
    Some((path, Entry { fingerprint: Fingerprint::parse(hash)?, size: size.parse().ok()? }))
}

/// Whether a path names a file below the folder, and one that a manifest can hold.
pub(super) fn check_path(path: &str) -> Result<(), &'static str> {
    if path.is_empty() {
        Err("it is empty")
    } else if path.chars().any(char::is_control) {
        Err("it holds a control character")
    } else if path.starts_with('/') {
        Err("it is absolute")
    } else if path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        Err("it has an empty segment, `.` or `..`")
    } else if path.starts_with(RESERVED) {
        Err("names that begin with `.dateline-` are Dateline's own")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Files {
        [("a b/é.html", "one"), ("a.html", ""), ("z", "two")]
            .into_iter()
            .map(|(path, bytes)| (path.into(), Entry::of(bytes.as_bytes())))
            .collect()
    }

    #[test]
    fn what_is_rendered_can_be_parsed() {
        assert_eq!(parse(&render(&sample())), Ok(sample()));
        assert_eq!(parse(&render(&Files::new())), Ok(Files::new()));
    }

    #[test]
    fn every_cut_is_noticed() {
        let text = render(&sample());
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!(parse(&text[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\0", "a\nb", NAME] {
            assert!(check_path(path).is_err(), "{path:?}");
            let line = format!("{TITLE}\nfiles 1\n{} 0 {path}\n", Fingerprint::default());
            assert!(parse(&line).is_err(), "{path:?}");
        }
        assert_eq!(check_path("a/..b/.well-known/c d"), Ok(()));
    }

    #[test]
    fn streams_hash_as_bytes_do() -> io::Result<()> {
        let bytes: Vec<u8> = (0..700_000_u32).map(|at| (at % 251) as u8).collect();
        let path = std::env::temp_dir().join(format!("dateline-stream-{}", std::process::id()));
        fs::write(&path, &bytes)?;
        let entry = Entry::of_file(&path);
        fs::remove_file(&path)?;
        assert_eq!(entry?, Entry::of(&bytes));
        Ok(())
    }
}
