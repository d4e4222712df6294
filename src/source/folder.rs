//! Looking at many files of one folder.

use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};

use crate::model::Stamp;

/// A folder that is held open. What lies in it is found from there, which spares the way to it each time.
#[derive(Debug)]
pub struct Folder(OwnedFd);

/// What lies at a path.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// What kind of thing it is.
    pub kind: FileType,
    /// What the file system says of it.
    pub stamp: Stamp,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// When there is none, or it may not be entered.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// Looks at what lies at a path from the folder, or where a symbolic link leads that lies there.
    ///
    /// # Errors
    /// When nothing does, or it cannot be looked at.
    pub fn look(&self, path: &str) -> io::Result<Seen> {
        self.stat(path, AtFlags::empty())
    }

    /// As [`Self::look`], at a symbolic link itself.
    ///
    /// # Errors
    /// As for [`Self::look`].
    pub fn look_at_link(&self, path: &str) -> io::Result<Seen> {
        self.stat(path, AtFlags::SYMLINK_NOFOLLOW)
    }

    fn stat(&self, path: &str, flags: AtFlags) -> io::Result<Seen> {
        let Stat { st_mode, st_size, st_ino, st_mtime, st_mtime_nsec, st_ctime, st_ctime_nsec, .. } =
            rustix::fs::statat(&self.0, path, flags)?;
        let nanoseconds = |nanoseconds| i64::try_from(nanoseconds).unwrap_or_default();
        let stamp = Stamp {
            size: u64::try_from(st_size).unwrap_or_default(),
            inode: st_ino,
            modified: (st_mtime, nanoseconds(st_mtime_nsec)),
            changed: (st_ctime, nanoseconds(st_ctime_nsec)),
        };
        Ok(Seen { kind: FileType::from_raw_mode(st_mode), stamp })
    }
}

#[cfg(test)]
mod tests {
    use super::super::open::stamp_of;
    use super::*;

    #[test]
    fn the_same_is_seen_as_from_the_root() -> io::Result<()> {
        let base = std::env::temp_dir().join(format!("dateline-folder-{}", std::process::id()));
        std::fs::create_dir_all(base.join("a"))?;
        std::fs::write(base.join("a/file"), "text")?;
        std::os::unix::fs::symlink("file", base.join("a/link"))?;
        let folder = Folder::open(&base)?;
        for path in ["a", "a/file", "a/link"] {
            let path_from_root = base.join(path);
            assert_eq!(folder.look(path)?.stamp, stamp_of(&path_from_root.metadata()?), "{path}");
            assert_eq!(
                folder.look_at_link(path)?.stamp,
                stamp_of(&path_from_root.symlink_metadata()?),
                "{path}"
            );
        }
        assert!(folder.look("a")?.kind.is_dir() && folder.look("a/link")?.kind.is_file());
        assert!(folder.look_at_link("a/link")?.kind.is_symlink());
        assert_eq!(folder.look("none").map_err(|error| error.kind()).err(), Some(io::ErrorKind::NotFound));
        std::fs::remove_dir_all(base)
    }
}
