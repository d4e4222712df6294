//! Puts the finished staging folder in the place of the output, in one step.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::failure;
use super::journal::{self, Journal};
use super::layout::Layout;
use super::manifest::is_missing;
use crate::diagnostic::Diagnostic;

/// How the exchange ended.
pub(super) enum Exchange {
    /// The new site is in place.
    Done,
    /// The two folders cannot be exchanged here, and all is as it was.
    Impossible(io::Error),
}

/// What lies where the output should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Present {
    /// Nothing.
    Absent,
    /// An empty folder.
    Empty,
    /// A folder with a site or with kept entries.
    Filled,
}

/// Puts staging in the output's place; the old folder becomes staging.
pub(super) fn exchange(layout: &Layout, present: Present) -> Result<Exchange, Diagnostic> {
    if present == Present::Filled { swap(layout) } else { rename(layout) }
}

/// Renames staging to where nothing or an empty folder is; unlike an exchange this fails when
/// something has appeared there meanwhile.
fn rename(layout: &Layout) -> Result<Exchange, Diagnostic> {
    let output = &layout.output;
    if let Some(parent) = output.parent() {
        fs::create_dir_all(parent).map_err(|error| failure::writing(parent, &error))?;
    }
    adopt_mode(&layout.staging, output);
    outcome(fs::rename(&layout.staging, output), output)
}

fn swap(layout: &Layout) -> Result<Exchange, Diagnostic> {
    let (staging, output) = (&layout.staging, &layout.output);
    adopt_mode(staging, output);
    let mut keep = Vec::new();
    for name in &layout.keep {
        let path = output.join(name);
        match fs::symlink_metadata(&path) {
            Ok(_) => keep.push(name.clone()),
            Err(error) if is_missing(&error) => {}
            Err(error) => return Err(failure::reading(&path, &error)),
        }
    }
    if keep.is_empty() {
        return outcome(flip(staging, output), output);
    }
    let journal = Journal { staging: staging.clone(), output: output.clone(), keep };
    journal.save(&layout.work)?;
    for name in &journal.keep {
        let from = output.join(name);
        journal::link(&from, &staging.join(name)).map_err(|error| failure::reading(&from, &error))?;
    }
    let exchanged = outcome(flip(staging, output), output);
    if !matches!(exchanged, Ok(Exchange::Done)) {
        journal.finish(&layout.work)?;
        return exchanged;
    }
    let Err(failure) = journal.finish(&layout.work) else { return Ok(Exchange::Done) };
    // An entry that cannot be moved, such as a mount point: take everything back. Whatever fails
    // here is left to the next command, which finds the journal.
    flip(staging, output).map_err(|error| failure::writing(output, &error))?;
    journal.finish(&layout.work)?;
    let reason = failure.notes.into_iter().next().unwrap_or_default();
    Ok(Exchange::Impossible(io::Error::other(format!("{}: {reason}", failure.message))))
}

fn flip(staging: &Path, output: &Path) -> io::Result<()> {
    Ok(renameat_with(CWD, staging, CWD, output, RenameFlags::EXCHANGE)?)
}

/// The errors that mean "not here", as opposed to "not now".
fn outcome(result: io::Result<()>, output: &Path) -> Result<Exchange, Diagnostic> {
    let Err(error) = result else { return Ok(Exchange::Done) };
    let impossible = matches!(
        Errno::from_io_error(&error),
        Some(
            Errno::XDEV
                | Errno::INVAL
                | Errno::NOSYS
                | Errno::OPNOTSUPP
                | Errno::BUSY
                | Errno::PERM
                | Errno::ACCESS
                | Errno::ROFS
        )
    );
    if impossible { Ok(Exchange::Impossible(error)) } else { Err(failure::writing(output, &error)) }
}

/// Gives staging the permissions of the output, which somebody may have set for a web server.
fn adopt_mode(staging: &Path, output: &Path) {
    if let (Ok(old), Ok(new)) = (fs::metadata(output), fs::metadata(staging))
        && old.permissions() != new.permissions()
        // Only such as let us write there again.
        && old.permissions().mode() & 0o700 == 0o700
    {
        // Not to be allowed to is no reason not to publish.
        let _ = fs::set_permissions(staging, old.permissions());
    }
}
