//! The program itself, as far as it decides what is built.

use std::os::unix::fs::MetadataExt as _;

/// Tells this build of the program from another: its size and when it was written. Only ever compared on
/// one machine.
#[must_use]
pub fn program() -> Option<(u64, i64, i64)> {
    let metadata = std::env::current_exe().and_then(std::fs::metadata).ok()?;
    Some((metadata.len(), metadata.mtime(), metadata.mtime_nsec()))
}
