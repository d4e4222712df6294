//! Opening a file without waiting for anybody.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

use crate::model::Stamp;

/// Opens a file for reading, with what the system says about what was opened.
///
/// What is there may be something else than when the folder was listed. A named pipe would make the caller
/// wait for a writer, for ever if there is none, and a device may have no end.
///
/// # Errors
/// When it cannot be opened, or is no file.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device"))
    }
}

/// How often a file is read that is written at the same time.
const READINGS: usize = 3;

/// Takes something from a file, and does so again when it was written meanwhile: else it may be half of what the
/// file was and half of what it is.
///
/// # Errors
/// When `take` fails, when it is no file, or when it is being written all the time.
pub fn whole<T>(path: &Path, mut take: impl FnMut(&mut File, &Metadata) -> io::Result<T>) -> io::Result<T> {
    for _ in 0..READINGS {
        let (mut file, before) = open(path)?;
        let taken = take(&mut file, &before)?;
        if stamp_of(&before) == stamp_of(&file.metadata()?) {
            return Ok(taken);
        }
    }
    Err(io::Error::other("it changes whenever it is read"))
}

/// Reads a file as it is.
///
/// # Errors
/// When it cannot be read, is no file, or is being written all the time.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    whole(path, |file, metadata| {
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

/// When a file was last changed, and what else shows that it was.
pub(super) fn stamp_of(metadata: &Metadata) -> Stamp {
    Stamp {
        size: metadata.len(),
        inode: metadata.ino(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
    }
}
