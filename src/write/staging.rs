//! The staging folder, in which the next site is made.
//!
//! After an exchange it holds the site before the current one, with its manifest, and is brought
//! up to date instead of being written anew. From the first change until it is sealed it has no
//! manifest: a folder left in that state by a kill is emptied.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use super::failure;
use super::manifest::{self, Entry, Files, Found, Manifest, NAME, Times, is_missing};
use super::scan::{Contents, Scan, folders_above, remove, remove_files};
use crate::diagnostic::{Diagnostic, codes};
use crate::source;

/// Files up to this size are read whole.
pub(super) const WHOLE: u64 = 1 << 20;

/// The staging folder of one build.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    rescue: PathBuf,
    /// Whether the folder had a manifest, so that its files can be used.
    usable: bool,
    /// What lay in the folder that is not in its manifest.
    found: Contents,
    /// What the folder holds at this moment.
    files: Mutex<Files>,
    /// Folders that exist, so that none is made twice.
    folders: Mutex<HashSet<Box<str>>>,
    /// Held while way is made for a file, since several may need the same.
    way: Mutex<()>,
    opened: OnceLock<Result<Option<Diagnostic>, Diagnostic>>,
    /// Something failed, so that `files` may not be the truth.
    broken: AtomicBool,
    sealed: bool,
}

impl Staging {
    /// Looks at the folder, which need not exist, and changes nothing.
    pub(super) fn load(folder: &Path, rescue: &Path) -> Result<Self, Diagnostic> {
        let manifest = Manifest::load(folder, NAME).map_err(|error| failure::reading(folder, &error))?;
        let (usable, mut found) = match manifest {
            Manifest::Found(Found { files, times, .. }) => {
                (true, Scan { known: &files, trusted: Some(times), keep: &[] }.run(folder)?)
            }
            Manifest::Absent | Manifest::Corrupt(_) => (false, Contents::default()),
        };
        Ok(Self {
            folder: folder.to_owned(),
            rescue: rescue.to_owned(),
            usable,
            files: Mutex::new(std::mem::take(&mut found.files)),
            found,
            folders: Mutex::default(),
            way: Mutex::default(),
            opened: OnceLock::new(),
            broken: AtomicBool::new(false),
            sealed: false,
        })
    }

    /// Whether the folder has been changed since it was loaded.
    pub(super) fn is_open(&self) -> bool {
        self.opened.get().is_some()
    }

    /// Makes the folder ready for changes, once; what happens here must not use rayon, whose
    /// waiting threads would take up another file and wait for this one.
    pub(super) fn open(&self) -> Result<(), Diagnostic> {
        match self.opened.get_or_init(|| self.prepare()) {
            Ok(_) => Ok(()),
            Err(diagnostic) => Err(diagnostic.clone()),
        }
    }

    /// What is to be told about files that were found in the folder.
    pub(super) fn warning(&self) -> Option<Diagnostic> {
        self.opened.get()?.as_ref().ok()?.clone()
    }

    fn prepare(&self) -> Result<Option<Diagnostic>, Diagnostic> {
        if !self.usable {
            return match fs::remove_dir_all(&self.folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => fs::create_dir_all(&self.folder),
            }
            .map(|()| None)
            .map_err(|error| failure::writing(&self.folder, &error));
        }
        let warning = self.rescue()?;
        self.found.tidy()?;
        remove(&self.folder.join(NAME))?;
        Ok(warning)
    }

    /// Moves foreign files out, which were put into the output while a build replaced it.
    fn rescue(&self) -> Result<Option<Diagnostic>, Diagnostic> {
        let Some(first) = self.found.foreign.first() else { return Ok(None) };
        let target = self.new_rescue_folder()?;
        for path in &self.found.foreign {
            let to = target.join(path);
            to.parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::rename(self.folder.join(path), &to))
                .map_err(|error| failure::writing(&to, &error))?;
        }
        let message = format!("files that are not Dateline's were moved to `{}`", target.display());
        Ok(Some(Diagnostic::warning(&codes::OUTPUT_RESCUED, message).context(format!(
            "{} of them, such as `{}`, were put into the output folder while a build replaced it",
            self.found.foreign.len(),
            first.display()
        ))))
    }

    /// A folder that was not there before, so that nothing rescued earlier is overwritten.
    fn new_rescue_folder(&self) -> Result<PathBuf, Diagnostic> {
        let mut number = 1_u64;
        loop {
            let mut name = self.rescue.clone().into_os_string();
            name.push(format!("-{number}"));
            let target = PathBuf::from(name);
            match fs::create_dir(&target) {
                Ok(()) => return Ok(target),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(failure::writing(&target, &error)),
            }
        }
    }

    /// Whether the folder holds this file.
    pub(super) fn has(&self, path: &str, entry: Entry) -> bool {
        locked(&self.files).get(path) == Some(&entry)
    }

    /// The size of this file in the folder.
    pub(super) fn size(&self, path: &str) -> Option<u64> {
        locked(&self.files).get(path).map(|entry| entry.size)
    }

    /// Writes a file, always as a new one: readers of the old keep what they opened.
    pub(super) fn write(&self, path: &str, bytes: &[u8], entry: Entry) -> Result<(), Diagnostic> {
        self.create(path, |file| file.write_all(bytes).map(|()| entry)).map(drop)
    }

    /// Copies a file piece by piece, as it was at one time.
    pub(super) fn copy(&self, path: &str, from: &Path) -> Result<Entry, Diagnostic> {
        let copy = |source: &mut File| {
            self.create(path, |file| Entry::of_stream(source, file))
                .map_err(|diagnostic| diagnostic.context(format!("it is copied from `{}`", from.display())))
        };
        source::whole(from, |source, _| Ok(copy(source))).map_err(|error| failure::reading(from, &error))?
    }

    /// Takes over from the published folder a file that should hold `entry`; whether both have it now.
    fn carry(
        &self,
        path: &str,
        output: &Path,
        entry: Entry,
        trusted: Option<Times>,
    ) -> Result<bool, Diagnostic> {
        let from = output.join(path);
        if trusted.is_some_and(|trusted| self.link(path, &from, entry, trusted)) {
            return Ok(true);
        }
        let found = if entry.size <= WHOLE {
            let bytes = source::read(&from).map_err(|error| failure::reading(&from, &error))?;
            let found = Entry::of(&bytes);
            if found == entry {
                self.write(path, &bytes, entry)?;
            }
            found
        } else {
            self.copy(path, &from)?
        };
        if found == entry { Ok(false) } else { Err(changed(&from)) }
    }

    /// Makes a file of the published folder one of this folder too: no file of either is ever written again, so
    /// that they can share it. Not every file system can do that, and a file that may have been touched since
    /// the time `trusted`, as the manifest was, has to be read.
    fn link(&self, path: &str, from: &Path, entry: Entry, trusted: Times) -> bool {
        let is_as_written = fs::symlink_metadata(from).is_ok_and(|found| {
            found.is_file() && found.len() == entry.size && !Times::of(&found).may_follow(trusted)
        });
        let target = self.folder.join(path);
        let linked = is_as_written
            && self
                .make_room(path, &target)
                .and_then(|()| self.place(path, &target, || fs::hard_link(from, &target)))
                .is_ok();
        if linked {
            locked(&self.files).insert(path.into(), entry);
        }
        linked
    }

    fn create(
        &self,
        path: &str,
        fill: impl FnOnce(&mut File) -> io::Result<Entry>,
    ) -> Result<Entry, Diagnostic> {
        self.open()?;
        let target = self.folder.join(path);
        let attempt = || {
            self.make_room(path, &target)?;
            let open = || File::options().write(true).create_new(true).open(&target);
            fill(&mut self.place(path, &target, open)?)
        };
        match attempt() {
            Ok(entry) => {
                locked(&self.files).insert(path.into(), entry);
                Ok(entry)
            }
            Err(error) => {
                self.broken.store(true, Ordering::Relaxed);
                Err(failure::writing(&target, &error))
            }
        }
    }

    /// Removes the file that the folder holds in this place, if there is one.
    fn make_room(&self, path: &str, target: &Path) -> io::Result<()> {
        if locked(&self.files).remove(path).is_some() { fs::remove_file(target) } else { Ok(()) }
    }

    /// Makes what is to lie where nothing lies, in a folder that may still have to be made.
    fn place<T>(&self, path: &str, target: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
        let parent = path.rsplit_once('/').map(|(parent, _)| parent);
        match parent.map_or(Ok(()), |parent| self.make_folder(parent)).and_then(|()| make()) {
            Err(error) if is_missing(&error) || error.kind() == io::ErrorKind::AlreadyExists => {
                self.make_way(path, target)?;
                make()
            }
            made => made,
        }
    }

    /// Makes a folder and those above it, with one system call each.
    fn make_folder(&self, path: &str) -> io::Result<()> {
        if locked(&self.folders).contains(path) {
            return Ok(());
        }
        let target = self.folder.join(path);
        match fs::create_dir(&target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let Some((parent, _)) = path.rsplit_once('/') else { return Err(error) };
                self.make_folder(parent)?;
                // Another thread may have been faster.
                fs::create_dir(&target).or_else(existing)?;
            }
            result => result.or_else(existing)?,
        }
        locked(&self.folders).insert(path.into());
        Ok(())
    }

    /// Removes what an older site left where a file or its folders should be: a folder where a
    /// file was and the other way round. That the new site wants both is found before it is sealed.
    fn make_way(&self, path: &str, target: &Path) -> io::Result<()> {
        let _alone = locked(&self.way);
        for above in folders_above(path) {
            let folder = self.folder.join(above);
            if locked(&self.files).remove(above).is_some() {
                fs::remove_file(&folder)?;
            }
            fs::create_dir(&folder).or_else(existing)?;
        }
        match fs::symlink_metadata(target) {
            Ok(metadata) if metadata.is_dir() => {
                let below = format!("{path}/");
                locked(&self.files).retain(|other, _| !other.starts_with(&below));
                fs::remove_dir_all(target)
            }
            Ok(_) => fs::remove_file(target),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Deletes every file that is not wanted.
    pub(super) fn retain(&self, wanted: &Files) -> Result<(), Diagnostic> {
        let mut files = locked(&self.files);
        let unwanted: Vec<Box<str>> =
            files.keys().filter(|path| !wanted.contains_key(*path)).cloned().collect();
        for path in &unwanted {
            files.remove(path);
        }
        drop(files);
        let paths: Vec<&str> = unwanted.iter().map(|path| &**path).collect();
        remove_files(&self.folder, &paths).inspect_err(|_| self.broken.store(true, Ordering::Relaxed))
    }

    /// Brings over from the published folder whatever is wanted and not there yet, deletes the
    /// rest, and writes the manifest. What is known of a published file can be `trusted` unless it was written
    /// since that time.
    pub(super) fn complete(
        &mut self,
        wanted: &Files,
        manifest: &str,
        output: &Path,
        trusted: Option<Times>,
    ) -> Result<(), Diagnostic> {
        self.open()?;
        let have = locked(&self.files);
        let missing: Vec<(&str, Entry)> = wanted
            .iter()
            .filter(|(path, entry)| have.get(*path) != Some(*entry))
            .map(|(path, entry)| (&**path, *entry))
            .collect();
        drop(have);
        let carried = missing.into_par_iter().map(|(path, entry)| {
            let is_shared = self.carry(path, output, entry, trusted)?;
            Ok(is_shared.then_some(path))
        });
        let carried: Result<Vec<Option<&str>>, Diagnostic> = carried.collect();
        let carried = carried.inspect_err(|_| self.broken.store(true, Ordering::Relaxed))?;
        self.retain(wanted)?;
        manifest::save(&self.folder, NAME, manifest)
            .map_err(|error| failure::writing(&self.folder.join(NAME), &error))?;
        // What is written from here on is younger than the manifest; what was written into a shared file before
        // must not be taken for what the manifest says. To link it has changed its inode's time.
        let shared: Vec<&str> = carried.into_iter().flatten().collect();
        let was_written = |path: &&&str| {
            let found = fs::symlink_metadata(self.folder.join(path));
            let is_older =
                |found| trusted.is_some_and(|trusted| Times::of(&found).is_written_before(trusted));
            !found.is_ok_and(is_older)
        };
        if let Some(path) = shared.par_iter().find_any(was_written) {
            self.broken.store(true, Ordering::Relaxed);
            return Err(changed(&output.join(path)));
        }
        self.sealed = true;
        Ok(())
    }

    /// Where the folder lies.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the folder is sealed and holds exactly these files.
    pub(super) fn holds_exactly(&self, files: &Files) -> bool {
        self.usable && !self.is_open() && self.found.foreign.is_empty() && *locked(&self.files) == *files
    }
}

impl Drop for Staging {
    /// A build that was given up leaves a folder that the next one can use; after a failure, which
    /// may be a full disk, it leaves nothing.
    fn drop(&mut self) {
        if self.sealed || !matches!(self.opened.get(), Some(Ok(_))) {
            return;
        }
        if self.broken.load(Ordering::Relaxed) || std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        } else {
            let _ = Manifest::save(&self.folder, NAME, &locked(&self.files));
        }
    }
}

fn changed(path: &Path) -> Diagnostic {
    Diagnostic::error(&codes::IO_READ, format!("`{}` changed during the build", path.display()))
        .help("leave the output folder alone while the site is built, and build again")
}

fn existing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) }
}

/// The lock of a mutex, whose data a panic elsewhere cannot have torn: every change is one call.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
