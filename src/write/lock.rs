//! The lock: one build of a site at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

use super::failure;
use crate::diagnostic::{Diagnostic, codes};

/// Held for as long as it lives. The kernel frees it when the process ends, however it ends, so no
/// lock is ever left behind.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a work folder, which is made if need be.
    ///
    /// # Errors
    /// When another process holds it, or the folder cannot be written.
    pub(super) fn take(work: &Path) -> Result<Self, Diagnostic> {
        prepare(work)?;
        let path = work.join("lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| failure::writing(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                let diagnostic =
                    Diagnostic::error(&codes::OUTPUT_LOCKED, "another build of this site is running");
                return Err(match holder.trim() {
                    "" => diagnostic,
                    process => diagnostic.context(format!("process {process} holds `{}`", path.display())),
                });
            }
            // Some network file systems have no locks; a build there is no worse off than without us.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(failure::writing(&path, &error)),
        }
        // The number only serves the message above: not worth failing for.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

/// Makes the work folder, and keeps git out of it.
fn prepare(work: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(work).map_err(|error| failure::writing(work, &error))?;
    let ignore = work.join(".gitignore");
    if fs::read(&ignore).is_ok_and(|bytes| bytes == b"*\n") {
        return Ok(());
    }
    fs::write(&ignore, "*\n").map_err(|error| failure::writing(&ignore, &error))
}
