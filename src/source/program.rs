//! The program itself, as far as it decides what is built.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::OnceLock;

use crate::model::Fingerprint;

/// Bytes at both ends of the program's file that tell it from others. Linkers write an id at the start that
/// follows from all the rest: a build id on Linux, a UUID on macOS; and a table of what lies where at the end.
const ENDS: u64 = 64 * 1024;

/// Tells this build of the program from another, on all machines; `None` where it cannot be read.
#[must_use]
pub fn program() -> Option<Fingerprint> {
    static PROGRAM: OnceLock<Option<Fingerprint>> = OnceLock::new();
    *PROGRAM.get_or_init(|| read().ok())
}

fn read() -> io::Result<Fingerprint> {
    let mut file = std::env::current_exe().and_then(File::open)?;
    let size = file.metadata()?.len();
    let mut ends = Vec::new();
    (&file).take(ENDS).read_to_end(&mut ends)?;
    file.seek(SeekFrom::Start(size.saturating_sub(ENDS)))?;
    file.read_to_end(&mut ends)?;
    Ok(Fingerprint::of_value(&(size, ends)))
}
