//! What a folder really holds, compared with its manifest.
//!
//! To list a folder costs five system calls, to ask for its times one. A folder that has not changed since
//! the manifest was written holds what it held then, so it is not listed; most are.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::iter;
use std::mem;
use std::path::{Path, PathBuf};

use ahash::AHashSet;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::failure;
use super::manifest::{Entry, Files, NAME, NEXT, RESERVED, Times, holds_below, is_missing};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Folder, Seen};

/// Files that operating systems strew about and nobody misses.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// What was found in a folder.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The known files that are there, with what they hold now.
    pub files: Files,
    /// Whatever nobody knows: files, links, and folders with such in them; from the folder.
    pub foreign: BTreeSet<PathBuf>,
    /// Files that may be deleted without asking; whole paths.
    pub litter: Vec<PathBuf>,
    /// Folders that hold no known file, and perhaps nothing at all; whole paths.
    pub empty: Vec<PathBuf>,
}

impl Contents {
    /// Stops before files of the folder are lost that others made.
    pub(super) fn refuse_foreign(&self, folder: &Path) -> Result<(), Diagnostic> {
        if self.foreign.is_empty() {
            return Ok(());
        }
        let foreign = self.foreign_names();
        let message = format!("`{}` holds files that Dateline did not make: {foreign}", folder.display());
        Err(Diagnostic::error(&codes::OUTPUT_FOREIGN, message).help(
            "move them elsewhere (`static/` is copied into every site), or name them in `[output] keep`",
        ))
    }

    /// Up to five of what nobody knows, for a message.
    pub(super) fn foreign_names(&self) -> String {
        let mut names = self.foreign.iter().map(|path| format!("`{}`", path.display()));
        let shown = names.by_ref().take(5).collect::<Vec<_>>().join(", ");
        let more = names.len();
        if more == 0 { shown } else { format!("{shown} and {more} more") }
    }

    /// Deletes what is in the way and means nothing.
    pub(super) fn tidy(&self) -> Result<(), Diagnostic> {
        for path in &self.litter {
            remove(path)?;
        }
        for folder in &self.empty {
            for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
                // One that is no longer empty stays.
                let _ = fs::remove_dir(entry.path());
            }
        }
        Ok(())
    }
}

/// A look into a folder.
pub(super) struct Scan<'s> {
    /// The files that are ours.
    pub known: &'s Files,
    /// When `known` was written down; what may be younger is read again. None: everything is.
    pub trusted: Option<Times>,
    /// Entries of the top level that are passed over.
    pub keep: &'s [String],
}

/// The folder that is looked into.
struct Top<'t> {
    path: &'t Path,
    folder: Folder,
}

impl<'t> Top<'t> {
    fn open(path: &'t Path) -> Result<Self, Diagnostic> {
        let folder = Folder::open(path).map_err(|error| failure::reading(path, &error))?;
        Ok(Self { path, folder })
    }

    /// What lies at a path, if anything does.
    fn look(&self, path: &str) -> Result<Option<Seen>, Diagnostic> {
        match self.folder.look_at_link(path) {
            Ok(seen) => Ok(Some(seen)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(failure::reading(&self.path.join(path), &error)),
        }
    }
}

impl Scan<'_> {
    /// Looks into `root`.
    ///
    /// # Errors
    /// When something in it cannot be read.
    pub(super) fn run(&self, root: &Path) -> Result<Contents, Diagnostic> {
        let top = Top::open(root)?;
        let folders: Vec<&str> = self.folders().collect();
        let states: Vec<State> =
            folders.par_iter().map(|folder| self.state(&top, folder)).collect::<Result<_, _>>()?;
        // Where a folder was replaced by a link, nothing behind it is ours.
        let lost: Vec<String> = folders
            .iter()
            .zip(&states)
            .filter(|(_, state)| **state == State::Lost)
            .map(|(folder, _)| format!("{folder}/"))
            .collect();
        let is_lost = |path: &str| lost.iter().any(|folder| path.starts_with(folder.as_str()));

        let files: Vec<Option<(Box<str>, Entry)>> = self
            .known
            .par_iter()
            .filter(|(path, _)| !is_lost(path))
            .map(|(path, known)| {
                let entry = self.file(&top, path, *known)?;
                Ok(entry.map(|entry| (path.clone(), entry)))
            })
            .collect::<Result<_, Diagnostic>>()?;
        let mut contents = Contents { files: files.into_iter().flatten().collect(), ..Contents::default() };
        let missing = self.known.keys().filter(|path| !contents.files.contains_key(*path));
        let deserted: AHashSet<&str> = folders_of(missing.map(|path| &**path)).collect();
        for (folder, state) in folders.into_iter().zip(states) {
            if state == State::Lost || is_lost(folder) {
                continue;
            }
            if deserted.contains(folder) && !holds_below(&contents.files, &format!("{folder}/")) {
                contents.empty.push(root.join(folder));
            }
            if state == State::Changed {
                self.list(root, folder, &mut contents)?;
            }
        }
        Ok(contents)
    }

    /// Whether `root` holds the known files as they were written, and nothing else.
    pub(super) fn is_intact(&self, root: &Path) -> bool {
        let Ok(top) = Top::open(root) else { return false };
        let holds_nothing_else = |folder: &str| match self.state(&top, folder) {
            Ok(State::Same) => true,
            Ok(State::Changed) => {
                let mut contents = Contents::default();
                let listed = self.list(root, folder, &mut contents).is_ok();
                listed
                    && contents.foreign.is_empty()
                    && contents.litter.is_empty()
                    && contents.empty.is_empty()
            }
            Ok(State::Lost) | Err(_) => false,
        };
        let is_as_written =
            |path: &str, known: Entry| self.file(&top, path, known).is_ok_and(|found| found == Some(known));
        let (folders, files) = rayon::join(
            || self.folders().collect::<Vec<_>>().into_par_iter().all(holds_nothing_else),
            || self.known.par_iter().all(|(path, known)| is_as_written(path, *known)),
        );
        folders && files
    }

    /// The folders in which known files lie, directly or not, and the top.
    fn folders(&self) -> impl Iterator<Item = &str> {
        iter::once("").chain(folders_of(self.known.keys().map(|path| &**path)))
    }

    fn state(&self, top: &Top<'_>, folder: &str) -> Result<State, Diagnostic> {
        if folder.is_empty() {
            // The exchange itself changes the times of the top.
            return Ok(State::Changed);
        }
        match top.look(folder)? {
            Some(seen) if !seen.kind.is_dir() => Ok(State::Lost),
            Some(seen) if self.is_untouched(&seen) => Ok(State::Same),
            Some(_) => Ok(State::Changed),
            None => Ok(State::Lost),
        }
    }

    fn is_untouched(&self, seen: &Seen) -> bool {
        self.trusted.is_some_and(|times| !Times::of_stamp(seen.stamp).may_follow(times))
    }

    /// What a known file holds now, if it is there.
    fn file(&self, top: &Top<'_>, path: &str, known: Entry) -> Result<Option<Entry>, Diagnostic> {
        match top.look(path)? {
            Some(seen) if !seen.kind.is_file() => Ok(None),
            Some(seen) if seen.stamp.size == known.size && self.is_untouched(&seen) => Ok(Some(known)),
            Some(_) => {
                let path = top.path.join(path);
                Entry::of_file(&path).map(Some).map_err(|error| failure::reading(&path, &error))
            }
            None => Ok(None),
        }
    }

    /// Looks for what is not known in one folder.
    fn list(&self, root: &Path, folder: &str, contents: &mut Contents) -> Result<(), Diagnostic> {
        let path = root.join(folder);
        let failed = |error: io::Error| failure::reading(&path, &error);
        let is_top = folder.is_empty();
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let relative = Path::new(folder).join(entry.file_name());
            let name = entry.file_name();
            let (Some(name), Some(key)) = (name.to_str(), relative.to_str()) else {
                contents.foreign.insert(relative);
                continue;
            };
            if is_top && self.keep.iter().any(|kept| kept == name) {
                continue;
            }
            let known = if kind.is_dir() {
                holds_below(self.known, &format!("{key}/"))
            } else {
                kind.is_file() && (self.known.contains_key(key) || is_top && matches!(name, NAME | NEXT))
            };
            if known {
                continue;
            }
            if kind.is_dir() {
                survey(entry.path(), relative, contents)?;
            } else if kind.is_file() && (LITTER.contains(&name) || is_top && name.starts_with(RESERVED)) {
                contents.litter.push(entry.path());
            } else {
                contents.foreign.insert(relative);
            }
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Holds what it held when the manifest was written.
    Same,
    Changed,
    /// Not there, or no longer a folder.
    Lost,
}

/// Looks into a folder in which nothing is ours. It is foreign as a whole if it holds any file.
fn survey(folder: PathBuf, relative: PathBuf, contents: &mut Contents) -> Result<(), Diagnostic> {
    let mut litter = Vec::new();
    for entry in WalkDir::new(&folder) {
        let entry = entry.map_err(|error| failure::reading(&folder, &error.into()))?;
        let kind = entry.file_type();
        if kind.is_file() && entry.file_name().to_str().is_some_and(|name| LITTER.contains(&name)) {
            litter.push(entry.into_path());
        } else if !kind.is_dir() {
            contents.foreign.insert(relative);
            return Ok(());
        }
    }
    contents.litter.append(&mut litter);
    contents.empty.push(folder);
    Ok(())
}

/// The folders in which a file lies, directly or not, from the top.
pub(super) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// The folders in which these files lie, directly or not, each once and after those that it lies in. The paths
/// are sorted, so that those of a folder follow each other.
pub(super) fn folders_of<'p>(paths: impl Iterator<Item = &'p str>) -> impl Iterator<Item = &'p str> {
    let mut before = "";
    paths.flat_map(move |path| {
        let last = mem::replace(&mut before, path);
        let holds_last =
            move |folder: &str| last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        folders_above(path).filter(move |folder| !holds_last(folder))
    })
}

/// Deletes files of a folder, which are sorted, and the folders that become empty by it.
pub(super) fn remove_files(root: &Path, paths: &[&str]) -> Result<(), Diagnostic> {
    paths.par_iter().try_for_each(|path| remove(&root.join(path)))?;
    remove_empty(root, paths);
    Ok(())
}

/// Removes those of the folders in which these files, which are sorted, would lie that hold nothing.
pub(super) fn remove_empty(root: &Path, paths: &[&str]) {
    // Backwards, so that a folder comes after those inside it.
    for folder in folders_of(paths.iter().copied()).collect::<Vec<_>>().into_iter().rev() {
        // One that still holds something stays.
        let _ = fs::remove_dir(root.join(folder));
    }
}

/// Removes a file; that it is gone already is fine.
pub(super) fn remove(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if !is_missing(&error) => Err(failure::writing(path, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_once_and_after_those_that_they_lie_in() {
        let paths = ["a-b/x", "a/b-c/x", "a/b/c/x", "a/b/x", "ab/x", "x"];
        assert_eq!(
            folders_of(paths.into_iter()).collect::<Vec<_>>(),
            ["a-b", "a", "a/b-c", "a/b", "a/b/c", "ab"]
        );
    }
}
