//! What tells that a file was not touched.

use serde::{Deserialize, Serialize};

/// What a file system says of a file. A file with the same stamp as before holds the same as before, if the
/// stamp was old when it was taken; see [`Stamp::is_older_than`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its length in bytes.
    pub size: u64,
    /// The number of its inode: another file in its place has another one.
    pub inode: u64,
    /// When its content was last changed, in seconds and nanoseconds since 1970.
    pub modified: (i64, i64),
    /// When anything about it was last changed; no tool sets this one back.
    pub changed: (i64, i64),
}

impl Stamp {
    /// Whether the file was last touched before a time, in seconds since 1970. Clocks of file systems tick
    /// slowly: a file can be changed twice in a tick and look the same, so that a young stamp proves nothing.
    #[must_use]
    pub fn is_older_than(&self, seconds: i64) -> bool {
        self.modified.0 < seconds && self.changed.0 < seconds
    }
}
