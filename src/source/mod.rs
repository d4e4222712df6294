//! Reading: the folders of a site walked in a fixed order, files read with limits, the clock.
//!
//! With `theme`, `cache`, `write` and the command line this is where the outside world comes in;
//! every later stage works on what was read here.

mod active;
mod clock;
mod folder;
mod open;
mod picture;
mod program;
mod read;
mod walk;

pub use active::check_inactive;
pub use clock::now;
pub use folder::{Folder, Seen};
pub use open::{open, read, whole};
pub use picture::{is_picture, picture_size};
pub use program::program;
pub use read::{MAX_TEXT_BYTES, fingerprint, read_bytes, read_text, read_text_and_fingerprint};
pub use walk::{Ignore, check_folder, check_link, stays, walk};
