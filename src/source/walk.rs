//! Walking a folder of the site.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Diagnostic, codes};
use crate::model::SourcePath;

/// Names of files that are left out.
#[derive(Debug, Clone, Default)]
pub struct Ignore {
    patterns: Vec<String>,
}

impl Ignore {
    /// Leaves out hidden files, editors' backups, and names that match a pattern (`*` stands for
    /// anything).
    #[must_use]
    pub fn new(patterns: &[String]) -> Self {
        Self { patterns: patterns.to_vec() }
    }

    fn leaves_out(&self, name: &str) -> bool {
        (name.starts_with('.') && !PUBLISHED.contains(&name))
            || name.ends_with('~')
            || (name.starts_with('#') && name.ends_with('#'))
            || matches!(name, "Thumbs.db" | "desktop.ini")
            || self.patterns.iter().any(|pattern| matches(pattern, name))
    }
}

/// Hidden names that hosts and browsers ask for.
const PUBLISHED: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// Whether `name` fits `pattern`, in which `*` stands for any characters.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| matches(tail, rest)))
        }),
    }
}

/// Every file below `folder` (a path from `root`), sorted by path. A folder that is not there has
/// no files.
#[must_use]
pub fn walk(root: &Path, folder: &str, ignore: &Ignore) -> (Vec<SourcePath>, Vec<Diagnostic>) {
    let base = root.join(folder);
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    match check_folder(root, folder, ignore) {
        Ok(true) => {}
        Ok(false) => return (files, diagnostics),
        Err(diagnostic) => return (files, vec![diagnostic]),
    }
    let keep =
        |entry: &DirEntry| entry.depth() == 0 || !ignore.leaves_out(&entry.file_name().to_string_lossy());
    for entry in WalkDir::new(&base).into_iter().filter_entry(keep) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(|| SourcePath::new(folder), |path| relative(root, path));
                let message = format!("cannot read this folder: {error}");
                diagnostics.push(Diagnostic::error(&codes::IO_READ, message).in_file(&path));
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() || entry.depth() == 0 {
            continue;
        }
        let path = relative(root, entry.path());
        if entry.path().to_str().is_none() {
            let message = "the name of this file is not UTF-8";
            diagnostics.push(Diagnostic::error(&codes::IO_NAME, message).in_file(&path));
        } else if kind.is_symlink() {
            match check_link(root, &path, ignore) {
                Ok(()) => files.push(path),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        } else if kind.is_file() {
            files.push(path);
        } else {
            let message = "this is neither a file nor a folder";
            diagnostics.push(Diagnostic::error(&codes::IO_READ, message).in_file(&path));
        }
    }
    files.sort_unstable();
    (files, diagnostics)
}

/// Looks whether a folder of the site is there and may be read. It may be a symbolic link, or below one, as well
/// as what lies in it.
///
/// # Errors
/// When it is no folder, leads out of the site's folders, or cannot even be looked at.
pub fn check_folder(root: &Path, folder: &str, ignore: &Ignore) -> Result<bool, Diagnostic> {
    let base = root.join(folder);
    let path = SourcePath::new(folder);
    let unreadable = |message: String| Diagnostic::error(&codes::IO_READ, message).in_file(&path);
    match fs::symlink_metadata(&base) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unreadable(format!("cannot read this folder: {error}"))),
    }
    if let Err(reason) = place_of(root, &base, ignore) {
        let message = format!("this folder is reached by a symbolic link that {reason}");
        let help = "move the folder into the site instead";
        return Err(Diagnostic::error(&codes::IO_LINK, message).in_file(&path).help(help));
    }
    if base.is_dir() {
        Ok(true)
    } else {
        Err(unreadable(format!("`{folder}` is to be a folder, and is a file")))
    }
}

/// Looks whether a file below `root` may be read if it is a symbolic link.
///
/// # Errors
/// When it leads out of the site's folders, or to no file.
pub fn check_link(root: &Path, path: &SourcePath, ignore: &Ignore) -> Result<(), Diagnostic> {
    let link = root.join(path.as_str());
    if !link.is_symlink() {
        return Ok(());
    }
    linked_file(root, &link, ignore).map_err(|reason| {
        Diagnostic::error(&codes::IO_LINK, format!("this symbolic link {reason}"))
            .in_file(path)
            .help("copy the file into the site instead")
    })
}

/// Folders whose files are there to be published, or to publish with.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// A link to a file of the site's folders is as good as the file.
fn linked_file(root: &Path, link: &Path, ignore: &Ignore) -> Result<(), &'static str> {
    let target = place_of(root, link, ignore)?;
    if target.is_file() { Ok(()) } else { Err("does not lead to a file") }
}

/// Where a path leads, which must be in one of the site's folders. What else lies in the site's folder may be
/// private: settings, a repository, what was built.
fn place_of(root: &Path, path: &Path, ignore: &Ignore) -> Result<PathBuf, &'static str> {
    let target = fs::canonicalize(path).map_err(|_| "leads nowhere")?;
    let root = fs::canonicalize(root).map_err(|_| "leads nowhere")?;
    let Ok(below) = target.strip_prefix(&root) else { return Err("leads out of the site's folder") };
    let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    if !names.first().is_some_and(|first| FOLDERS.contains(&&**first)) {
        return Err("leads out of the folders of content, static files, templates and themes");
    }
    if names.iter().any(|name| ignore.leaves_out(name)) {
        return Err("leads to a file that is left out");
    }
    Ok(target)
}

/// Where a file below `root` really lies, as far as it may be followed: a folder on its way, or the file itself,
/// may have become a symbolic link since the folder was walked. The folder itself, or that of a theme, may be
/// one: it is the desk's own.
///
/// # Errors
/// When it leads to where no link may lead, or to what is no file.
pub(super) fn followed(root: &Path, path: &SourcePath) -> io::Result<PathBuf> {
    let own = if path.as_str().starts_with("themes/") { 2 } else { 1 };
    let folder: PathBuf = Path::new(path.as_str()).components().take(own).collect();
    let link = root.join(path.as_str());
    let target = fs::canonicalize(&link)?;
    let plain = fs::canonicalize(root.join(&folder))?.join(below(path, own));
    if target != plain || !target.is_file() {
        linked_file(root, &link, &Ignore::default())
            .map_err(|reason| io::Error::other(format!("it {reason}")))?;
    }
    Ok(target)
}

/// What is left of a path without its first folders.
fn below(path: &SourcePath, folders: usize) -> PathBuf {
    Path::new(path.as_str()).components().skip(folders).collect()
}

/// Whether a file below `root` is there, and lies where its path says.
#[must_use]
pub fn stays(root: &Path, path: &SourcePath) -> bool {
    let is_link = |file: &Path| file.symlink_metadata().is_ok_and(|found| found.is_symlink());
    !is_link(&root.join(path.as_str())) && followed(root, path).is_ok()
}

/// The path below `root` with forward slashes.
fn relative(root: &Path, path: &Path) -> SourcePath {
    let below = path.strip_prefix(root).unwrap_or(path);
    SourcePath::new(below.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let ignore = Ignore::new(&["*.tmp".to_owned(), "draft-*-x".to_owned()]);
        for name in [".git", "a~", "#a#", "a.tmp", "draft-1-x"] {
            assert!(ignore.leaves_out(name), "{name}");
        }
        assert!(!ignore.leaves_out("a.md"));
        assert!(!ignore.leaves_out("draft-1"));
    }
}
