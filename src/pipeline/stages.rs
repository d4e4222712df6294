//! How long the stages take, and how long the files do of which the last is made.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Told the name of each stage as it begins.
pub type Progress<'p> = &'p (dyn Fn(&'static str) + Sync);

/// How long each stage took, and within it each template and page.
#[derive(Debug, Default)]
pub struct Timings {
    /// The stages, in order; wall time.
    pub stages: Vec<(&'static str, Duration)>,
    /// What made and wrote the files; time of the threads that did.
    pub renderings: Renderings,
}

/// How long it took to make and write the files.
#[derive(Debug, Default)]
pub struct Renderings {
    /// By template, or by the sort of file where no template makes it: how many, and how long in sum.
    templates: BTreeMap<String, (usize, Duration)>,
    /// The slowest files, slowest first.
    slowest: Vec<(Duration, String)>,
}

impl Renderings {
    /// So many of the slowest files are named.
    const SLOWEST: usize = 10;

    pub(super) fn add(&mut self, by: &str, path: &str, took: Duration) {
        if let Some((count, sum)) = self.templates.get_mut(by) {
            *count += 1;
            *sum += took;
        } else {
            self.templates.insert(by.to_owned(), (1, took));
        }
        if self.slowest.len() == Self::SLOWEST && self.slowest.last().is_some_and(|(last, _)| took <= *last) {
            return;
        }
        let at = self.slowest.partition_point(|(other, _)| *other >= took);
        self.slowest.insert(at, (took, path.to_owned()));
        self.slowest.truncate(Self::SLOWEST);
    }

    /// Templates and sorts of files: name, how many files, and how long in sum; the longest first.
    #[must_use]
    pub fn templates(&self) -> Vec<(&str, usize, Duration)> {
        let mut all: Vec<_> =
            self.templates.iter().map(|(name, (count, sum))| (name.as_str(), *count, *sum)).collect();
        all.sort_by_key(|(.., sum)| std::cmp::Reverse(*sum));
        all
    }

    /// The slowest files by path, slowest first.
    pub fn slowest(&self) -> impl Iterator<Item = (&str, Duration)> {
        self.slowest.iter().map(|(took, path)| (path.as_str(), *took))
    }
}

/// Measures the stages.
pub(super) struct Stages<'p> {
    progress: Progress<'p>,
    current: Option<(&'static str, Instant)>,
    pub(super) timings: Timings,
}

impl<'p> Stages<'p> {
    pub(super) fn new(progress: Progress<'p>) -> Self {
        Self { progress, current: None, timings: Timings::default() }
    }

    pub(super) fn begin(&mut self, name: &'static str) {
        self.end();
        (self.progress)(name);
        self.current = Some((name, Instant::now()));
    }

    pub(super) fn end(&mut self) {
        if let Some((name, since)) = self.current.take() {
            self.timings.stages.push((name, since.elapsed()));
        }
    }
}
