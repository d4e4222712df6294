//! Brings the output up to date file by file, where it cannot be exchanged.
//!
//! The output then holds two manifests: the old one, and the one it is heading for
//! ([`NEXT`]), which stands from before the first change until it takes the place of the
//! old after the last. While it stands, every file of either is known to be ours. So the journal of
//! this update lies in the folder that it is about, and survives the loss of the work folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::failure;
use super::manifest::{Files, Manifest, NAME, NEXT, RESERVED, holds_below};
use super::scan::{Contents, folders_above, remove, remove_empty, remove_files};
use crate::diagnostic::{Diagnostic, codes};

/// Makes `output`, which holds `current`, hold the `wanted` files of the finished staging folder.
/// Each file is replaced by a rename, the others stay untouched.
///
/// # Errors
/// When something cannot be written. If there is no room for the new files, the old site stays; else the
/// next run takes up where this one stopped.
pub(super) fn update(
    staging: &Path,
    output: &Path,
    current: &Contents,
    wanted: &Files,
) -> Result<(), Diagnostic> {
    let next = output.join(NEXT);
    fs::create_dir_all(output).map_err(|error| failure::writing(output, &error))?;
    let gathered = Manifest::save(output, NEXT, wanted)
        .map_err(|error| failure::writing(&next, &error))
        .and_then(|()| current.tidy())
        .and_then(|()| gather(staging, output, current, wanted));
    if let Err(diagnostic) = gathered {
        // No file is changed yet. If some of it stays, the next run sweeps it away.
        let _ = fs::remove_file(&next);
        return Err(diagnostic);
    }
    replace(output, current, wanted).map_err(|diagnostic| mixed(output, diagnostic))
}

/// Goes on with an update whose goal is written down already. It must not be written again: while
/// it is half written, nobody could tell whose the new files are.
///
/// # Errors
/// When something cannot be written; the next run takes up where this one stopped.
pub(super) fn resume(
    staging: &Path,
    output: &Path,
    current: &Contents,
    wanted: &Files,
) -> Result<(), Diagnostic> {
    current
        .tidy()
        .and_then(|()| gather(staging, output, current, wanted))
        .and_then(|()| replace(output, current, wanted))
        .map_err(|diagnostic| mixed(output, diagnostic))
}

fn mixed(output: &Path, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.context(format!(
        "`{}` holds old and new files side by side; the next build mends that",
        output.display()
    ))
}

/// The files that are to be replaced or made, in the order of their parts.
fn changed<'w>(current: &Contents, wanted: &'w Files) -> Vec<&'w str> {
    let differs = |path: &str, entry| current.files.get(path) != Some(entry);
    wanted.iter().filter(|(path, entry)| differs(path, entry)).map(|(path, _)| &**path).collect()
}

/// Where a new file lies in the output until it takes its place.
fn part(output: &Path, number: usize) -> PathBuf {
    output.join(format!("{RESERVED}part-{number}"))
}

/// Copies all that is new into the output beside what is there, and makes its folders, so that a disk
/// without room for it is noticed before the first file is touched, and the sites are mixed
/// for no longer than renames take.
fn gather(staging: &Path, output: &Path, current: &Contents, wanted: &Files) -> Result<(), Diagnostic> {
    let changed = changed(current, wanted);
    let gathered = changed.par_iter().enumerate().try_for_each(|(number, path)| {
        let target = output.join(path);
        // Where an old file is in the way of a folder, that has to wait.
        let folder = if folders_above(path).any(|above| current.files.contains_key(above)) {
            Ok(())
        } else {
            make_parent(&target)
        };
        folder
            .and_then(|()| fs::copy(staging.join(path), part(output, number)))
            .map(drop)
            .map_err(|error| failure::writing(&target, &error))
    });
    if gathered.is_err() {
        for number in 0..changed.len() {
            let _ = fs::remove_file(part(output, number));
        }
        remove_empty(output, &changed);
    }
    gathered
}

/// Puts the parts in their places, and deletes what is not wanted.
fn replace(output: &Path, current: &Contents, wanted: &Files) -> Result<(), Diagnostic> {
    let unwanted = || current.files.keys().map(|path| &**path).filter(|path| !wanted.contains_key(*path));
    let in_the_way: Vec<&str> = unwanted().filter(|path| collides(path, wanted)).collect();
    remove_files(output, &in_the_way)?;

    changed(current, wanted).par_iter().enumerate().try_for_each(|(number, path)| {
        let target = output.join(path);
        make_parent(&target)
            .and_then(|()| fs::rename(part(output, number), &target))
            .map_err(|error| failure::writing(&target, &error))
    })?;

    remove_files(output, &unwanted().filter(|path| !collides(path, wanted)).collect::<Vec<_>>())?;
    let name = output.join(NAME);
    fs::rename(output.join(NEXT), &name).map_err(|error| failure::writing(&name, &error))
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Whether an old file's path is a folder of the new site, or the other way round.
fn collides(path: &str, wanted: &Files) -> bool {
    holds_below(wanted, &format!("{path}/")) || folders_above(path).any(|above| wanted.contains_key(above))
}

/// Makes an output whose update cannot be finished an ordinary one again: its manifest says what
/// it holds, old and new, and the next build goes on from there.
pub(super) fn settle(output: &Path, current: &Contents) -> Result<(), Diagnostic> {
    let part = format!("{RESERVED}part-manifest");
    let name = output.join(NAME);
    Manifest::save(output, &part, &current.files)
        .and_then(|()| fs::rename(output.join(&part), &name))
        .map_err(|error| failure::writing(&name, &error))?;
    abandon(output, current)
}

/// Removes what is left of an update.
pub(super) fn abandon(output: &Path, current: &Contents) -> Result<(), Diagnostic> {
    current.tidy()?;
    remove(&output.join(NEXT))
}

/// The warning that goes with every update.
pub(super) fn warning(output: &Path, reason: &str) -> Diagnostic {
    let message = format!("`{}` cannot be replaced in one step", output.display());
    Diagnostic::warning(&codes::OUTPUT_NO_EXCHANGE, message).context(reason.to_owned())
        .help("its files were replaced one by one: while a build runs, visitors may see old and new pages side by side")
}
