//! What a template may take. Tera has no bound on loops in loops, but it can be stopped where it writes.
//! Where it does not, it can only be given up.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, codes};

/// How long a template may render one page: a hundred times what the slowest page of a large desk takes.
const LONGEST_RENDERING: Duration = Duration::from_secs(10);
/// When a template that has not even been stopped where it writes is given up.
pub const GIVEN_UP_AFTER: Duration = LONGEST_RENDERING.saturating_add(Duration::from_secs(1));
/// How many bytes a page may have: four times what any host takes for one file.
pub(super) const LARGEST_PAGE: usize = 100 << 20;
/// Writes between two looks at the clock, which cost more than the writes.
const WRITES: u32 = 64;

/// What is said when rendering takes longer than ten seconds.
#[must_use]
pub fn takes_too_long(what: &str) -> Diagnostic {
    let seconds = LONGEST_RENDERING.as_secs();
    let message = format!("{what} takes longer than {seconds} seconds for one page");
    Diagnostic::error(&codes::TEMPLATE_LIMIT, message).help("look for a loop in a loop")
}

/// What a page is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exceeded {
    Time,
    Size,
}

/// A page while a template writes it; an error ends the rendering.
pub(super) struct LimitedPage {
    pub bytes: Vec<u8>,
    /// Why writing failed.
    pub exceeded: Option<Exceeded>,
    begun: Instant,
    writes: u32,
}

impl LimitedPage {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::with_capacity(16 * 1024), exceeded: None, begun: Instant::now(), writes: 0 }
    }
}

impl Write for LimitedPage {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.writes = self.writes.wrapping_add(1);
        if self.bytes.len() + text.len() > LARGEST_PAGE {
            self.exceeded = Some(Exceeded::Size);
        } else if self.writes.is_multiple_of(WRITES) && self.begun.elapsed() > LONGEST_RENDERING {
            self.exceeded = Some(Exceeded::Time);
        }
        if self.exceeded.is_some() {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.bytes.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
