//! Publishes a complete set of files, so that the output folder is at every instant the whole old
//! site or the whole new one, whatever fails and whenever the process is killed.
//!
//! The new site is made in a **staging** folder (`staging`) and exchanged with the output
//! in one system call (`exchange`). The folder that comes out, the previous site, is the next
//! staging folder: a build writes only the files in which the two differ. Each folder carries a
//! **manifest** (`manifest`) with the fingerprints of its files. It proves that Dateline made the
//! folder, tells files of other people from ours, and spares rewriting what is the same; it is believed about
//! a file only as far as size and times allow (`scan`). A file is first compared with the
//! published one: when all are the same, nothing at all is written, and what staging lacks of
//! them is taken over only if something else has changed: as a second link to the same file, where the file
//! system has such, since no file of either folder is ever written again.
//!
//! Where two folders cannot be exchanged (the output is a mount point, or its file system has no
//! such call) the files are replaced one by one (`update`), which the next command can finish.
//! Entries that are not ours and stay (`.git`, `CNAME`) are moved after the exchange under a
//! **journal** (`journal`). Of those, folders are missing for an instant; files never are.
//!
//! A kill loses nothing. A power failure may: file contents are not waited for, because that would
//! cost more than everything else together. Only the manifest is, before the exchange, so that the
//! next build knows the folder; it finds files that came out short by their size.

mod exchange;
mod failure;
mod journal;
mod layout;
mod lock;
mod manifest;
mod recovery;
mod scan;
mod sight;
mod staging;
mod update;

use std::io::Read as _;
use std::path::Path;
use std::sync::Mutex;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Fingerprint, OutputPath};
use crate::source;

pub use sight::{Published, Sight};

use exchange::Exchange;
use layout::Layout;
use lock::Lock;
use manifest::{Entry, Files};
use scan::folders_of;
use sight::Current;
use staging::{Staging, WHOLE, locked};

/// Where a site is published.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'s> {
    /// The site's folder; Dateline's work folder is `.dateline` in it.
    pub root: &'s Path,
    /// The output folder, absolute or from the current folder. It need not exist.
    pub output: &'s Path,
    /// Entries of the output folder's top level that are not ours and stay: `.git`, `CNAME`.
    pub keep: &'s [String],
    /// What the site is made from: the output may not be, hold or lie in any of these.
    pub sources: &'s [&'s Path],
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How many files the site has.
    pub files: usize,
    /// How many of them are new or differ from the previous site's.
    pub written: usize,
    /// How many files of the previous site are gone.
    pub removed: usize,
    /// Whether the output folder was replaced in one step; false when nothing changed.
    pub exchanged: bool,
    /// The fingerprint of the manifest of what is published now; see [`Published`].
    pub manifest: Fingerprint,
    /// What the site's owner should know.
    pub warnings: Vec<Diagnostic>,
}

/// The publication of one build. To drop it without [`Self::commit`] leaves the old site as it was.
#[derive(Debug)]
pub struct Publication {
    layout: Layout,
    current: Current,
    staging: Staging,
    /// What has been put so far.
    files: Mutex<Files>,
    exchange: bool,
    // Last, so that it is dropped after staging.
    _lock: Lock,
}

impl Publication {
    /// Takes the site's lock, finishes what an interrupted build left, and looks at the output, unless what was
    /// `seen` of it is still so. Returns notes and warnings beside the publication.
    ///
    /// # Errors
    /// When the output folder is in a place where it would endanger the site (`output/place`), was
    /// not made by Dateline (`output/not-ours`), holds files of others (`output/foreign-files`), or
    /// its manifest is damaged (`output/manifest`); when another build is running
    /// (`output/locked`); when something cannot be read or written.
    pub fn begin(
        settings: &Settings<'_>,
        seen: Option<Sight>,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostics> {
        let layout = Layout::new(settings)?;
        let lock = Lock::take(&layout.work)?;
        let notes: Vec<Diagnostic> = recovery::finish(&layout)?.into_iter().collect();
        let seen = seen.filter(|sight| notes.is_empty() && sight.holds(&layout));
        let Sight { current, staging, .. } = seen.unwrap_or_else(|| Sight::of(&layout));
        let publication = Self {
            current: current?,
            staging: staging?,
            files: Mutex::default(),
            exchange: true,
            layout,
            _lock: lock,
        };
        Ok((publication, notes))
    }

    /// Adds a file to the site; gives the fingerprint of what it holds. May be called from many threads.
    ///
    /// # Errors
    /// When the path leaves the output folder, was put before or is one that `keep` names; when the
    /// file cannot be written.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) -> Result<Fingerprint, Diagnostic> {
        let path = self.check(path)?;
        let entry = Entry::of(bytes);
        self.record(path, entry)?;
        if !self.is_there(path, entry) {
            self.staging.write(path, bytes, entry)?;
        }
        Ok(entry.fingerprint)
    }

    /// Adds a file that the site has already, if it is there and holds what has this fingerprint; whether it
    /// is. May be called from many threads.
    ///
    /// # Errors
    /// When the path was put before or is one that `keep` in site.toml names.
    pub fn keep(&self, path: &OutputPath, fingerprint: Fingerprint) -> Result<bool, Diagnostic> {
        let path = self.check(path)?;
        let current = self.current.contents.files.get(path).filter(|entry| entry.fingerprint == fingerprint);
        current.map_or(Ok(()), |entry| self.record(path, *entry))?;
        Ok(current.is_some())
    }

    /// The paths of the files that the site has now.
    pub fn current(&self) -> impl Iterator<Item = &str> {
        self.current.contents.files.keys().map(|path| &**path)
    }

    /// Adds a copy of a file to the site, as [`Self::put`] does. May be called from many threads. Large files
    /// are never in memory as a whole.
    ///
    /// # Errors
    /// As [`Self::put`], and when `from` cannot be read or is not a file.
    pub fn copy(&self, path: &OutputPath, from: &Path) -> Result<Fingerprint, Diagnostic> {
        let unreadable = |error| failure::reading(from, &error);
        let read = source::whole(from, |file, metadata| {
            let (size, mut bytes) = (metadata.len(), Vec::new());
            if size <= WHOLE {
                file.read_to_end(&mut bytes)?;
            }
            Ok((size, bytes))
        });
        let (size, bytes) = read.map_err(unreadable)?;
        if size <= WHOLE {
            return self.put(path, &bytes);
        }
        let path = self.check(path)?;
        let current = self.current.contents.files.get(path).map(|entry| entry.size);
        // Read only to compare if there is a chance that it is the same.
        if current == Some(size) || self.staging.size(path) == Some(size) {
            let entry = Entry::of_file(from).map_err(unreadable)?;
            if self.is_there(path, entry) {
                self.record(path, entry)?;
                return Ok(entry.fingerprint);
            }
        }
        let entry = self.staging.copy(path, from)?;
        self.record(path, entry)?;
        Ok(entry.fingerprint)
    }

    /// Makes what was put the site.
    ///
    /// # Errors
    /// When one path is a file and another lies below it; when something cannot be read or
    /// written. The previous site is then as it was, unless the output folder cannot be exchanged:
    /// then it may hold new files too, as the diagnostic says, until the next command.
    pub fn commit(self) -> Result<Outcome, Diagnostics> {
        let Self { layout, current, mut staging, files, exchange, _lock } = self;
        let Current { present, contents: current, honest, written: trusted } = current;
        let files = files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let differs = |path: &str, entry: &Entry| current.files.get(path) != Some(entry);
        let count = || {
            let written = files.iter().filter(|(path, entry)| differs(path, entry)).count();
            (written, current.files.keys().filter(|path| !files.contains_key(*path)).count())
        };
        let ((written, removed), (checked, manifest)) =
            rayon::join(count, || (check_folders(&files), manifest::render(&files)));
        checked?;
        let mut outcome = Outcome {
            files: files.len(),
            written,
            removed,
            exchanged: false,
            manifest: Fingerprint::of(manifest.as_bytes()),
            warnings: Vec::new(),
        };
        if honest && outcome.written == 0 && outcome.removed == 0 {
            return Ok(outcome);
        }
        staging.complete(&files, &manifest, &layout.output, trusted)?;
        outcome.warnings.extend(staging.warning());
        let result = if exchange {
            exchange::exchange(&layout, present)?
        } else {
            Exchange::Impossible(std::io::Error::other("the exchange is switched off"))
        };
        match result {
            Exchange::Done => outcome.exchanged = true,
            Exchange::Impossible(reason) => {
                update::update(staging.folder(), &layout.output, &current, &files)?;
                outcome.warnings.push(update::warning(&layout.output, &reason.to_string()));
            }
        }
        Ok(outcome)
    }

    /// Replaces the files one by one even where the folders could be exchanged; for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn without_exchange(mut self) -> Self {
        self.exchange = false;
        self
    }

    /// The paths are trusted to be safe; should one not be, it stops here.
    fn check<'p>(&self, path: &'p OutputPath) -> Result<&'p str, Diagnostic> {
        let path = path.as_str();
        if let Err(reason) = manifest::check_path(path) {
            let message = format!("`{}` cannot be the path of a file in the output", path.escape_debug());
            return Err(Diagnostic::error(&codes::CONTENT_PERMALINK, message).context(reason));
        }
        match self.layout.kept(path) {
            None => Ok(path),
            Some(kept) => {
                let message = format!("the site has a file `{path}`, and `[output] keep` names `{kept}`");
                Err(Diagnostic::error(&codes::CONTENT_PATH, message)
                    .help(format!("remove `{kept}` from `keep`, or the file from the site")))
            }
        }
    }

    fn record(&self, path: &str, entry: Entry) -> Result<(), Diagnostic> {
        match locked(&self.files).insert(path.into(), entry) {
            None => Ok(()),
            Some(_) => {
                let message = format!("two files would be written to `{path}`");
                Err(Diagnostic::error(&codes::CONTENT_PATH, message))
            }
        }
    }

    /// Whether a file need not be written now: staging has it, or the published site has it and
    /// nothing else has changed so far, so that staging may not be needed at all.
    fn is_there(&self, path: &str, entry: Entry) -> bool {
        !self.staging.is_open() && self.current.contents.files.get(path) == Some(&entry)
            || self.staging.has(path, entry)
    }
}

/// Finishes what an interrupted build left, for commands that do not publish. If there is nothing
/// to finish, which is nearly always, this writes nothing and takes no lock.
///
/// # Errors
/// When that fails, or the output folder may not be used.
pub fn recover(settings: &Settings<'_>) -> Result<Vec<Diagnostic>, Diagnostics> {
    let layout = Layout::new(settings)?;
    if !recovery::is_pending(&layout) {
        return Ok(Vec::new());
    }
    let _lock = match Lock::take(&layout.work) {
        // The build that is running has found it too.
        Err(diagnostic) if diagnostic.code == &codes::OUTPUT_LOCKED => return Ok(Vec::new()),
        result => result?,
    };
    Ok(recovery::finish(&layout)?.into_iter().collect())
}

/// A path cannot be a file and a folder.
fn check_folders(files: &Files) -> Result<(), Diagnostic> {
    let mut folders = folders_of(files.keys().map(|path| &**path));
    let Some(folder) = folders.find(|folder| files.contains_key(*folder)) else { return Ok(()) };
    let below = format!("{folder}/");
    let path = files.keys().find(|path| path.starts_with(&below)).map_or(folder, |path| path);
    let message = format!("`{folder}` would be a file, and a folder with `{path}`");
    Err(Diagnostic::error(&codes::CONTENT_PATH, message))
}
