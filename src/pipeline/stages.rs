//! How long the stages take.

use std::time::{Duration, Instant};

/// Told the name of each stage as it begins.
pub type Progress<'p> = &'p (dyn Fn(&'static str) + Sync);

/// Measures the stages.
pub(super) struct Stages<'p> {
    progress: Progress<'p>,
    current: Option<(&'static str, Instant)>,
    pub(super) timings: Vec<(&'static str, Duration)>,
}

impl<'p> Stages<'p> {
    pub(super) fn new(progress: Progress<'p>) -> Self {
        Self { progress, current: None, timings: Vec::new() }
    }

    pub(super) fn begin(&mut self, name: &'static str) {
        self.end();
        (self.progress)(name);
        self.current = Some((name, Instant::now()));
    }

    pub(super) fn end(&mut self) {
        if let Some((name, since)) = self.current.take() {
            self.timings.push((name, since.elapsed()));
        }
    }
}
