//! Failures of the file system as diagnostics.

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};

/// A path could not be read.
pub(super) fn reading(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(&codes::IO_READ, format!("cannot read `{}`", path.display())).context(error.to_string())
}

/// A path could not be written, renamed or removed.
pub(super) fn writing(path: &Path, error: &io::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error(&codes::IO_WRITE, format!("cannot write `{}`", path.display()))
        .context(error.to_string());
    if error.kind() == io::ErrorKind::StorageFull {
        return diagnostic.help("the new site is made beside the old one: the disk needs room for both");
    }
    diagnostic
}
