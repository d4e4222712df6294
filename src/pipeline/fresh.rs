//! Decides whether a build would make what is there already.

use std::path::Path;

use rayon::prelude::*;

use crate::cache::LastBuild;
use crate::config::FILE_NAME;
use crate::document::{Document, Matter};
use crate::model::{Fingerprint, Moment, SourcePath};
use crate::source::{self, Ignore, Stamp};
use crate::write;

use super::{Built, Options, SOURCES};

/// All that a build is made from: every file below the folders that it reads, what it was asked to
/// do, and the program itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inputs {
    /// The fingerprint of what all of it says.
    contents: Fingerprint,
    /// The fingerprint of when the files were last touched.
    stamps: Fingerprint,
}

/// The inputs of a build. `None` when a file cannot be read, which the build is to report.
///
/// Taken before anything is read for the build, so that a file that changes meanwhile differs the next time.
pub(super) fn inputs(options: &Options) -> Option<Inputs> {
    let root = options.root.as_path();
    let files = files(options)?;
    let stamps = stamps(root, &files)?;
    let contents: Option<Vec<(&SourcePath, Fingerprint)>> =
        files.par_iter().map(|path| Some((path, source::fingerprint(root, path).ok()?))).collect();
    let asked = (&options.base_url, options.drafts, options.future, options.strict, options.portable);
    let output = options.output.as_deref().map(|output| output.to_string_lossy().into_owned());
    let all = (env!("CARGO_PKG_VERSION"), source::program(), asked, output, contents?);
    Some(Inputs { contents: Fingerprint::of_value(&all), stamps })
}

/// Every file that a build may read.
fn files(options: &Options) -> Option<Vec<SourcePath>> {
    let config = options.config.clone().unwrap_or_else(|| FILE_NAME.into());
    let mut files = vec![SourcePath::new(config.to_string_lossy().into_owned())];
    for folder in SOURCES {
        // What the site ignores counts too: which that is stands in a file that is not read yet.
        let (paths, wrong) = source::walk(&options.root, folder, &Ignore::new(&[]));
        if !wrong.is_empty() {
            return None;
        }
        files.extend(paths);
    }
    Some(files)
}

fn stamps(root: &Path, files: &[SourcePath]) -> Option<Fingerprint> {
    let stamps: Option<Vec<(&SourcePath, Stamp)>> =
        files.par_iter().map(|path| Some((path, source::stamp(root, path).ok()?))).collect();
    stamps.map(|stamps| Fingerprint::of_value(&stamps))
}

/// What the last build made, if it was made from these inputs, would be the same now, and is still there.
pub(super) fn unchanged(options: &Options, inputs: Inputs, settings: &write::Settings<'_>) -> Option<Built> {
    let last = LastBuild::load(&options.root)?;
    let now = options.now.unix();
    let same = last.inputs == inputs.contents.to_string() && last.valid.0 <= now && now < last.valid.1;
    let intact =
        same && write::published(settings).is_some_and(|manifest| manifest.to_string() == last.manifest);
    intact.then_some(Built { pages: last.pages, files: last.files, changed: Some(0), removed: 0 })
}

/// Keeps what was built, for [`unchanged`]; unless a file was touched during the build, which then may have
/// read something else than was fingerprinted, even if the file says the same again by now. That it cannot be
/// kept is worth no message: the next build is done, that is all.
pub(super) fn keep(
    options: &Options,
    inputs: Inputs,
    manifest: Fingerprint,
    valid: (i64, i64),
    built: &Built,
) {
    if files(options).and_then(|files| stamps(&options.root, &files)) != Some(inputs.stamps) {
        return;
    }
    let last = LastBuild {
        inputs: inputs.contents.to_string(),
        manifest: manifest.to_string(),
        valid,
        pages: built.pages,
        files: built.files,
    };
    let _ = last.save(&options.root);
}

/// From when to when the same documents are published: between the dates at which one appears or expires.
pub(super) fn valid<'d>(documents: impl Iterator<Item = &'d Document>, now: Moment) -> (i64, i64) {
    let now = now.unix();
    let mut valid = (i64::MIN, i64::MAX);
    for document in documents {
        let dates = &document.common.dates;
        let date = dates.date.filter(|_| matches!(document.matter, Matter::Article(_)));
        for moment in [date, dates.publish, dates.expiry].into_iter().flatten().map(|moment| moment.unix()) {
            if moment <= now {
                valid.0 = valid.0.max(moment);
            } else {
                valid.1 = valid.1.min(moment);
            }
        }
    }
    valid
}
