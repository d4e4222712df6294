//! What lies where a site is published, before anything is written there.
//!
//! A large site has tens of thousands of files there, which takes a moment to see. It needs no lock, so that it
//! can be done while the site is read; see [`Sight`].

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::Settings;
use super::exchange::Present;
use super::failure;
use super::layout::Layout;
use super::manifest::{self, Files, Found, Manifest, NAME, Times};
use super::recovery;
use super::scan::{Contents, Scan};
use super::staging::Staging;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Fingerprint;

/// What the output folder's manifest says that is there.
#[derive(Debug)]
pub struct Published {
    layout: Layout,
    found: Found,
    of: Manifests,
}

impl Published {
    /// Reads the manifest of the output folder. `None` when there is none, or anything about it is in doubt.
    #[must_use]
    pub fn load(settings: &Settings<'_>) -> Option<Self> {
        let layout = Layout::new(settings).ok().filter(|layout| !recovery::is_pending(layout))?;
        let of = Manifests::of(&layout);
        match Manifest::load(&layout.output, NAME) {
            Ok(Manifest::Found(found)) => Some(Self { layout, found, of }),
            _ => None,
        }
    }

    /// The fingerprint of the manifest.
    #[must_use]
    pub fn manifest(&self) -> Fingerprint {
        self.found.fingerprint
    }

    /// Whether every file is there as it was written, and nothing else.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        let Found { files, times, .. } = &self.found;
        Scan { known: files, trusted: Some(*times), keep: &self.layout.keep }.is_intact(&self.layout.output)
    }

    /// Looks at the files, as [`Publication::begin`](super::Publication::begin) otherwise does.
    #[must_use]
    pub fn look(self) -> Sight {
        let Self { layout, found, of } = self;
        Sight::new(&layout, of, || filled(&layout, &found))
    }
}

/// What lies in the output's place and in staging, as far as it can be seen without the site's lock. It is
/// believed for as long as both manifests are the same files, since every publication writes new ones.
#[derive(Debug)]
pub struct Sight {
    pub(super) current: Result<Current, Diagnostic>,
    pub(super) staging: Result<Staging, Diagnostic>,
    of: Manifests,
}

impl Sight {
    /// Looks at the files now.
    pub(super) fn of(layout: &Layout) -> Self {
        Self::new(layout, Manifests::of(layout), || Current::of(layout))
    }

    fn new(
        layout: &Layout,
        of: Manifests,
        current: impl FnOnce() -> Result<Current, Diagnostic> + Send,
    ) -> Self {
        let (current, staging) = rayon::join(current, || Staging::load(&layout.staging, &layout.rescue));
        Self { current, staging, of }
    }

    /// Whether nothing was published since.
    pub(super) fn holds(&self, layout: &Layout) -> bool {
        self.of == Manifests::of(layout)
    }
}

/// The manifests of both folders, told from any others by their inodes and times.
#[derive(Debug, PartialEq, Eq)]
struct Manifests([Option<(u64, Times)>; 2]);

impl Manifests {
    fn of(layout: &Layout) -> Self {
        let identity = |folder: &Path| {
            let metadata = fs::symlink_metadata(folder.join(NAME)).ok()?;
            Some((metadata.ino(), Times::of(&metadata)))
        };
        Self([identity(&layout.output), identity(&layout.staging)])
    }
}

/// What lies in the output's place.
#[derive(Debug)]
pub(super) struct Current {
    pub present: Present,
    pub contents: Contents,
    /// Whether that is what the manifest says.
    pub honest: bool,
    /// When the manifest was written, if there is one.
    pub written: Option<Times>,
}

impl Current {
    /// Looks at the output folder, and refuses one that is not ours to replace.
    fn of(layout: &Layout) -> Result<Self, Diagnostic> {
        let output = &layout.output;
        match Manifest::load(output, NAME).map_err(|error| failure::reading(output, &error))? {
            Manifest::Found(found) => filled(layout, &found),
            Manifest::Corrupt(reason) => {
                let shown = output.display();
                let message = format!("the manifest of `{shown}` cannot be believed: {reason}");
                Err(Diagnostic::error(&codes::OUTPUT_MANIFEST, message)
                    .help(format!("if nothing in `{shown}` is yours, delete the folder and build again")))
            }
            Manifest::Absent => {
                let present = unmarked(layout)?;
                Ok(Self { present, contents: Contents::default(), honest: false, written: None })
            }
        }
    }
}

/// Looks at an output folder that has a manifest.
fn filled(layout: &Layout, Found { files: known, times, .. }: &Found) -> Result<Current, Diagnostic> {
    let contents = Scan { known, trusted: Some(*times), keep: &layout.keep }.run(&layout.output)?;
    contents.refuse_foreign(&layout.output)?;
    let honest = contents.files == *known;
    Ok(Current { present: Present::Filled, contents, honest, written: Some(*times) })
}

/// An output without manifest may be used if nothing, or only what is to be kept, lies in it.
fn unmarked(layout: &Layout) -> Result<Present, Diagnostic> {
    let output = &layout.output;
    let unreadable = |error| failure::reading(output, &error);
    let names: Vec<OsString> = match fs::read_dir(output) {
        Ok(entries) => {
            entries.map(|entry| Ok(entry?.file_name())).collect::<Result<_, _>>().map_err(unreadable)?
        }
        Err(error) if manifest::is_missing(&error) => return Ok(Present::Absent),
        Err(error) => return Err(unreadable(error)),
    };
    let contents = Scan { known: &Files::new(), trusted: None, keep: &layout.keep }.run(output)?;
    if contents.foreign.is_empty() {
        return Ok(if names.is_empty() { Present::Empty } else { Present::Filled });
    }
    let foreign = contents.foreign_names();
    let message = format!("`{}` was not made by Dateline; it holds {foreign}", output.display());
    Err(Diagnostic::error(&codes::OUTPUT_NOT_OURS, message)
        .help("choose another output folder, or empty this one yourself"))
}
