//! The journal of an exchange that carries over foreign entries such as `.git`.
//!
//! Between the exchange and the moves there is an instant when a kept folder lies in staging. The
//! journal stands from before the exchange until after the last move; whoever finds it moves what
//! is still to be moved. To finish does the same whether the exchange took place or not.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::failure;
use super::manifest::is_missing;
use crate::diagnostic::{Diagnostic, codes};

const TITLE: &[u8] = b"dateline journal 1";
const END: &[u8] = b"end";

/// Which entries are to be found in the output when all is done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Journal {
    pub staging: PathBuf,
    pub output: PathBuf,
    pub keep: Vec<String>,
}

impl Journal {
    /// Where the journal of a site lies.
    pub(super) fn path(work: &Path) -> PathBuf {
        work.join("journal")
    }

    /// Writes the journal and waits until it is on the disk.
    pub(super) fn save(&self, work: &Path) -> Result<(), Diagnostic> {
        let path = Self::path(work);
        let part = work.join("journal.part");
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(&self.render())?;
            file.sync_data()?;
            fs::rename(&part, &path)
        };
        write().map_err(|error| failure::writing(&path, &error))
    }

    /// The journal that an interrupted build has left.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn load(work: &Path) -> Result<Option<Self>, Diagnostic> {
        let path = Self::path(work);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(failure::reading(&path, &error)),
        };
        Self::parse(&bytes).map(Some).ok_or_else(|| {
            Diagnostic::error(&codes::OUTPUT_JOURNAL, format!("`{}` cannot be understood", path.display()))
                .help("look whether entries that you keep in the output folder are still there; if not, they are in the staging folder beside the journal. Then delete the journal")
        })
    }

    /// Moves the kept entries that are still in staging, and removes the journal.
    ///
    /// # Errors
    /// When an entry cannot be moved, or exists in both folders; then nothing is lost.
    pub(super) fn finish(&self, work: &Path) -> Result<(), Diagnostic> {
        for name in &self.keep {
            let (from, to) = (self.staging.join(name), self.output.join(name));
            let left = match fs::symlink_metadata(&from) {
                Ok(metadata) => metadata,
                Err(error) if is_missing(&error) => continue,
                Err(error) => return Err(failure::reading(&from, &error)),
            };
            match fs::symlink_metadata(&to) {
                Err(error) if is_missing(&error) => {
                    fs::rename(&from, &to).map_err(|error| failure::writing(&to, &error))?;
                }
                Err(error) => return Err(failure::reading(&to, &error)),
                // A file is in both folders on purpose: see `exchange`.
                Ok(there) if (there.dev(), there.ino()) == (left.dev(), left.ino()) => {
                    fs::remove_file(&from).map_err(|error| failure::writing(&from, &error))?;
                }
                Ok(_) => {
                    let message = format!("`{}` and `{}` both exist", from.display(), to.display());
                    return Err(Diagnostic::error(&codes::OUTPUT_JOURNAL, message)
                        .help("delete the one that you do not want, and run the command again"));
                }
            }
        }
        let path = Self::path(work);
        fs::remove_file(&path).map_err(|error| failure::writing(&path, &error))
    }

    fn render(&self) -> Vec<u8> {
        let mut fields = vec![TITLE, self.staging.as_os_str().as_bytes(), self.output.as_os_str().as_bytes()];
        fields.extend(self.keep.iter().map(String::as_bytes));
        fields.push(END);
        // Neither paths nor names can hold the byte that parts them.
        fields.join(&0)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = bytes.split(|byte| *byte == 0);
        let (title, staging, output) = (fields.next()?, fields.next()?, fields.next()?);
        let mut keep: Vec<&str> = fields.map(std::str::from_utf8).collect::<Result<_, _>>().ok()?;
        let path = |bytes| PathBuf::from(OsStr::from_bytes(bytes));
        (title == TITLE && keep.pop()?.as_bytes() == END).then(|| Self {
            staging: path(staging),
            output: path(output),
            keep: keep.into_iter().map(str::to_owned).collect(),
        })
    }
}

/// Whether a kept file could be linked into staging, so that it is there at every instant.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(from)?.is_file() {
        return Ok(false);
    }
    // Not every file system has hard links; then the file is moved as folders are.
    Ok(fs::hard_link(from, to).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rendered_can_be_parsed() {
        let journal = Journal {
            staging: OsStr::from_bytes(b"/a\xff\n/staging").into(),
            output: "/b".into(),
            keep: vec![".git".into(), "end".into()],
        };
        let bytes = journal.render();
        assert_eq!(Journal::parse(&bytes).as_ref(), Some(&journal));
        for end in 0..bytes.len() {
            assert_ne!(Journal::parse(&bytes[..end]).as_ref(), Some(&journal), "{end}");
        }
    }
}
