//! Brings the output up to date file by file, where it cannot be exchanged.
//!
//! The output then holds two manifests: the old one, and the one it is heading for
//! ([`NEXT`]), which stands from before the first change until it takes the place of the
//! old after the last. While it stands, every file of either is known to be ours. So the journal of
//! this update lies in the folder that it is about, and survives the loss of the work folder.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::failure;
use super::manifest::{Files, Manifest, NAME, NEXT, RESERVED, holds_below};
use super::scan::{Contents, remove, remove_files};
use crate::diagnostic::{Diagnostic, codes};

/// Makes `output`, which holds `current`, hold the `wanted` files of the finished staging folder.
/// Each file is replaced by a rename, the others stay untouched.
///
/// # Errors
/// When something cannot be written; the next run takes up where this one stopped.
pub(super) fn update(
    staging: &Path,
    output: &Path,
    current: &Contents,
    wanted: &Files,
) -> Result<(), Diagnostic> {
    let next = output.join(NEXT);
    fs::create_dir_all(output).map_err(|error| failure::writing(output, &error))?;
    if let Err(error) = Manifest::save(output, NEXT, wanted) {
        // Nothing is changed yet. If the rest of it stays, it is seen to be incomplete.
        let _ = fs::remove_file(&next);
        return Err(failure::writing(&next, &error));
    }
    resume(staging, output, current, wanted)
}

/// Goes on with an update whose goal is written down already. It must not be written again: while
/// it is half written, nobody could tell whose the new files are.
///
/// # Errors
/// As [`update`].
pub(super) fn resume(
    staging: &Path,
    output: &Path,
    current: &Contents,
    wanted: &Files,
) -> Result<(), Diagnostic> {
    apply(staging, output, current, wanted).map_err(|diagnostic| {
        diagnostic.context(format!(
            "`{}` holds old and new files side by side; the next build mends that",
            output.display()
        ))
    })
}

fn apply(staging: &Path, output: &Path, current: &Contents, wanted: &Files) -> Result<(), Diagnostic> {
    current.tidy()?;

    let unwanted = || current.files.keys().map(|path| &**path).filter(|path| !wanted.contains_key(*path));
    let in_the_way: Vec<&str> = unwanted().filter(|path| collides(path, wanted)).collect();
    remove_files(output, &in_the_way)?;

    let changed: Vec<&str> = wanted
        .iter()
        .filter(|(path, entry)| current.files.get(*path) != Some(entry))
        .map(|(path, _)| &**path)
        .collect();
    changed.par_iter().enumerate().try_for_each(|(number, path)| {
        let part = output.join(format!("{RESERVED}part-{number}"));
        let target = output.join(path);
        target
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::copy(staging.join(path), &part))
            .and_then(|_| fs::rename(&part, &target))
            .map_err(|error| {
                // What lies here if that fails too is swept away by the next run.
                let _ = fs::remove_file(&part);
                failure::writing(&target, &error)
            })
    })?;

    remove_files(output, &unwanted().filter(|path| !collides(path, wanted)).collect::<Vec<_>>())?;
    let name = output.join(NAME);
    fs::rename(output.join(NEXT), &name).map_err(|error| failure::writing(&name, &error))
}

/// Whether an old file's path is a folder of the new site, or the other way round.
fn collides(path: &str, wanted: &Files) -> bool {
    holds_below(wanted, &format!("{path}/"))
        || path
            .match_indices('/')
            .any(|(at, _)| path.get(..at).is_some_and(|above| wanted.contains_key(above)))
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
