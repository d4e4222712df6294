//! Decides whether a build would make what is there already.

use std::collections::HashSet;
use std::hash::Hash;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::cache::{KnownSource, LastBuild};
use crate::config::FILE_NAME;
use crate::document::{Document, Matter};
use crate::model::{Fingerprint, Moment, SourcePath, Stamp};
use crate::source::{self, Folder, Ignore};
use crate::write::Published;

use super::{Built, Changes, Options, SOURCES};

/// All that a build is made from: every file below the folders that it reads, what it was asked to
/// do, and the program itself.
pub(super) struct Inputs {
    fingerprint: Fingerprint,
    files: Vec<KnownSource>,
    begun: Instant,
    /// Whether a file had to be read to know what it holds.
    read: bool,
}

impl Inputs {
    /// What every file holds, for reading no more of them than must be.
    pub(super) fn known(&self) -> Changes<'_> {
        Changes::Known(&self.files)
    }

    /// What a file holds.
    pub(super) fn fingerprint(&self, path: &SourcePath) -> Option<Fingerprint> {
        known(&self.files, path)
    }

    /// The fingerprint of all inputs but files that are `told_apart`, and files of content that are copied.
    pub(super) fn common(&self, options: &Options, told_apart: &HashSet<SourcePath>) -> Fingerprint {
        let is_common = |file: &&KnownSource| {
            let path = file.path.as_str();
            let is_copied = path.starts_with("content/")
                && ![".md", ".yaml"].iter().any(|extension| path.ends_with(extension));
            !is_copied && !told_apart.contains(path)
        };
        let files = self.files.iter().filter(is_common).map(|file| (file.path.as_str(), file.fingerprint));
        Fingerprint::of_value(&(asked(options), files.collect::<Vec<_>>()))
    }
}

/// The program, and what it was asked to do.
fn asked(options: &Options) -> impl Hash {
    let Options { base_url, drafts, future, strict, portable, .. } = options.clone();
    (env!("CARGO_PKG_VERSION"), source::program(), base_url, drafts, future, strict, portable)
}

/// What a file holds, by its path among others.
pub(super) fn known(files: &[KnownSource], path: &SourcePath) -> Option<Fingerprint> {
    let at = files.binary_search_by(|known| known.path.cmp(path)).ok()?;
    files.get(at).map(|known| known.fingerprint)
}

/// The files that a build is made from, as they were before anything of them was read for it.
pub(super) struct Looked {
    files: Vec<(SourcePath, Stamp)>,
    begun: Instant,
}

/// Looks at the files of a build; `None` when one cannot be looked at, which the build is to report.
///
/// To be called before anything is read for the build, so that a file that changes meanwhile differs the next
/// time.
pub(super) fn look(options: &Options) -> Option<Looked> {
    let begun = Instant::now();
    let root = Folder::open(&options.root).ok()?;
    let stamped = |path: SourcePath| {
        let stamp = root.look(path.as_str()).ok()?.stamp;
        Some((path, stamp))
    };
    let files: Option<Vec<(SourcePath, Stamp)>> = paths(options)?.into_par_iter().map(stamped).collect();
    Some(Looked { files: files?, begun })
}

impl Looked {
    /// The inputs of the build: the files with what they hold, as far as that is `known`. The others are read;
    /// `None` when one cannot be.
    pub(super) fn inputs(
        &self,
        options: &Options,
        known: impl Fn(&SourcePath, Stamp) -> Option<Fingerprint> + Sync,
    ) -> Option<Inputs> {
        let read = AtomicBool::new(false);
        let complete = |(path, stamp): &(SourcePath, Stamp)| {
            let fingerprint = match known(path, *stamp) {
                Some(fingerprint) => fingerprint,
                None => {
                    read.store(true, Ordering::Relaxed);
                    source::fingerprint(&options.root, path).ok()?
                }
            };
            Some(KnownSource { path: path.clone(), stamp: *stamp, fingerprint })
        };
        let files: Option<Vec<KnownSource>> = self.files.par_iter().map(complete).collect();
        let files = files?;
        let contents: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.fingerprint)).collect();
        let output = options.output.as_deref().map(|output| output.to_string_lossy().into_owned());
        let fingerprint = Fingerprint::of_value(&(asked(options), output, contents));
        Some(Inputs { fingerprint, files, begun: self.begun, read: read.into_inner() })
    }
}

/// Every file that a build may read, sorted.
fn paths(options: &Options) -> Option<Vec<SourcePath>> {
    let config = options.config.clone().unwrap_or_else(|| FILE_NAME.into());
    let mut paths = vec![SourcePath::new(config.to_string_lossy().into_owned())];
    for folder in SOURCES {
        // What the site ignores counts too: which that is stands in a file that is not read yet.
        let (more, wrong) = source::walk(&options.root, folder, &Ignore::new(&[]));
        if !wrong.is_empty() {
            return None;
        }
        paths.extend(more);
    }
    paths.sort_unstable();
    Some(paths)
}

/// Whether any file was touched since its inputs were looked at. A build may have read something else than
/// was fingerprinted then, even if the file says the same again by now.
pub(super) fn touched(options: &Options, inputs: &Inputs) -> bool {
    let (Some(paths), Ok(root)) = (paths(options), Folder::open(&options.root)) else { return true };
    let is_same = |(path, known): (&SourcePath, &KnownSource)| {
        *path == known.path && root.look(path.as_str()).is_ok_and(|seen| seen.stamp == known.stamp)
    };
    paths.len() != inputs.files.len() || !paths.par_iter().zip(&inputs.files).all(is_same)
}

/// What the last build made, if it was made from these inputs, would be the same now, and is still there.
pub(super) fn unchanged(
    options: &Options,
    inputs: &Inputs,
    last: &LastBuild,
    published: &Published,
) -> Option<Built> {
    let now = options.now.unix();
    let same = last.inputs == inputs.fingerprint && last.valid.0 <= now && now < last.valid.1;
    let intact = same && published.manifest() == last.manifest && published.is_intact();
    intact.then_some(Built { pages: last.pages, files: last.files, changed: Some(0), removed: 0 })
}

/// Keeps the new stamps of files that hold what they held, so that they need not be read the next time.
pub(super) fn keep_stamps(root: &Path, inputs: Option<Inputs>, last: &LastBuild) {
    if let Some(inputs) = inputs.filter(|inputs| inputs.read) {
        let took = took(&inputs);
        save(root, LastBuild { took, sources: inputs.files, ..last.clone() });
    }
}

/// Keeps what was built, for [`unchanged`]; no file may have been touched during the build.
pub(super) fn keep(
    options: &Options,
    inputs: Inputs,
    manifest: Fingerprint,
    valid: (i64, i64),
    built: &Built,
) {
    let took = took(&inputs);
    let (pages, files) = (built.pages, built.files);
    save(
        &options.root,
        LastBuild { inputs: inputs.fingerprint, manifest, valid, pages, files, sources: inputs.files, took },
    );
}

/// That it cannot be kept is worth no message: the next build is done, that is all.
fn save(root: &Path, last: LastBuild) {
    let _ = last.save(root, source::program());
}

fn took(inputs: &Inputs) -> u64 {
    inputs.begun.elapsed().as_secs() + 1
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
