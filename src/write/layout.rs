//! Where everything lies, and where the output may not lie.

use std::ffi::OsString;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use rustix::fs::Access;

use super::Settings;
use super::failure;
use super::manifest::{RESERVED, is_missing};
use crate::diagnostic::{Diagnostic, codes};

/// The folders of one publication, with symbolic links resolved.
#[derive(Debug)]
pub(super) struct Layout {
    /// `.dateline` in the site's folder.
    pub work: PathBuf,
    /// The published folder. Where `public` is a symbolic link, this is the folder it leads to.
    pub output: PathBuf,
    /// The folder in which the next site is made.
    pub staging: PathBuf,
    /// Where files go that are found in staging and are not ours; a number is appended.
    pub rescue: PathBuf,
    /// Entries of the output's top level that are not ours and stay.
    pub keep: Vec<String>,
}

impl Layout {
    /// Finds the folders and refuses an output that would endanger the site. Changes nothing.
    pub(super) fn new(settings: &Settings<'_>) -> Result<Self, Diagnostic> {
        let root = resolve(settings.root).map_err(|error| failure::reading(settings.root, &error))?;
        let output = resolve(settings.output)
            .map_err(|error| refusal(settings.output, "cannot be used").context(error.to_string()))?;
        let work = root.join(".dateline");
        check_place(&root, &work, &output, settings)?;
        let keep = settings.keep.iter().map(|name| check_keep(name)).collect::<Result<_, _>>()?;
        let (staging, rescue) = match sibling_prefix(&work, &output) {
            None => (work.join("staging"), work.join("rescued")),
            Some(prefix) => {
                let beside = |name: &str| {
                    let mut whole = prefix.clone();
                    whole.push(name);
                    output.with_file_name(whole)
                };
                (beside("staging"), beside("rescued"))
            }
        };
        Ok(Self { work, output, staging, rescue, keep })
    }

    /// The entry of `keep` that a published path would collide with, also where case or Unicode
    /// form tell them apart here but may not elsewhere.
    pub(super) fn kept(&self, path: &str) -> Option<&str> {
        let top = path.split('/').next().unwrap_or_default();
        let same =
            |name: &&String| *name == top || crate::model::fold_key(name) == crate::model::fold_key(top);
        self.keep.iter().find(same).map(String::as_str)
    }
}

/// The start of names beside the output, when staging cannot lie in the work folder because that
/// is on another file system, from which nothing can be renamed.
fn sibling_prefix(work: &Path, output: &Path) -> Option<OsString> {
    let parent = output.parent()?;
    let device = |path: &Path| nearest(path).map(|metadata| metadata.dev());
    let home = device(parent);
    // On a mount point nothing helps, and in a folder that we may not write nothing can be made.
    let useless = home == device(work)
        || device(output) != home
        || rustix::fs::access(parent, Access::WRITE_OK | Access::EXEC_OK).is_err();
    if useless {
        return None;
    }
    let mut prefix = OsString::from(".");
    prefix.push(output.file_name()?);
    prefix.push(".dateline-");
    Some(prefix)
}

/// The metadata of a path or of its nearest ancestor that exists.
fn nearest(path: &Path) -> Option<fs::Metadata> {
    path.ancestors().find_map(|path| fs::metadata(path).ok())
}

/// The path without symbolic links and `..`, although its end may not exist yet.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match fs::canonicalize(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(&path).is_ok() {
                return Err(io::Error::other("it is a symbolic link that leads nowhere"));
            }
            match (path.parent(), path.file_name()) {
                (Some(parent), Some(name)) => Ok(resolve(parent)?.join(name)),
                _ => Err(error),
            }
        }
        result => result,
    }
}

fn check_place(root: &Path, work: &Path, output: &Path, settings: &Settings<'_>) -> Result<(), Diagnostic> {
    let shown = settings.output;
    if is_within(root, output) {
        return Err(refusal(shown, "is the site's folder or contains it"));
    }
    if is_within(output, work) {
        return Err(refusal(shown, "lies in Dateline's own work folder"));
    }
    let home = env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    if home.and_then(|home| resolve(&home).ok()).is_some_and(|home| is_within(&home, output)) {
        return Err(refusal(shown, "is your home folder or contains it"));
    }
    for source in settings.sources {
        let resolved = resolve(source).map_err(|error| failure::reading(source, &error))?;
        let relation = if is_within(output, &resolved) {
            "is or lies in"
        } else if is_within(&resolved, output) {
            "contains"
        } else {
            continue;
        };
        return Err(refusal(
            shown,
            &format!("{relation} `{}`, from which the site is made", source.display()),
        ));
    }
    match fs::metadata(output) {
        Ok(metadata) if !metadata.is_dir() => Err(refusal(shown, "is not a folder")),
        Err(error) if !is_missing(&error) => Err(failure::reading(output, &error)),
        _ => Ok(()),
    }
}

fn refusal(output: &Path, reason: &str) -> Diagnostic {
    Diagnostic::error(&codes::OUTPUT_PLACE, format!("the output folder `{}` {reason}", output.display()))
        .help("choose another folder with `--output` or `[output] dir`")
}

/// Whether `inner` is `outer` or lies in it; by inode, so that bind mounts and file systems that
/// ignore case are seen through.
fn is_within(inner: &Path, outer: &Path) -> bool {
    let id = |path: &Path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    let target = id(outer);
    inner.ancestors().any(|path| path == outer || target.is_some() && id(path) == target)
}

/// An entry of `keep` as the name of one top-level entry.
fn check_keep(name: &str) -> Result<String, Diagnostic> {
    let trimmed = name.trim_end_matches('/');
    let wrong = trimmed.is_empty()
        || trimmed == "."
        || trimmed == ".."
        || trimmed.contains(['/', '\0'])
        || trimmed.starts_with(RESERVED);
    if wrong {
        let message = format!("`[output] keep` cannot name `{}`", name.escape_debug());
        return Err(Diagnostic::error(&codes::CONFIG_VALUE, message).help(
            "name a file or folder that lies directly in the output folder, such as `CNAME` or `.git`",
        ));
    }
    Ok(trimmed.to_owned())
}
