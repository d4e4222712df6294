//! The program itself, as far as it decides what is built.

use std::fs;
use std::sync::OnceLock;

use crate::model::Fingerprint;

/// Tells this build of the program from another, on all machines; `None` where it cannot be read.
#[must_use]
pub fn program() -> Option<Fingerprint> {
    static PROGRAM: OnceLock<Option<Fingerprint>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut file = std::env::current_exe().and_then(fs::File::open).ok()?;
        Fingerprint::of_stream(&mut file).ok()
    })
}
