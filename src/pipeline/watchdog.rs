//! Notices a file that is being made for too long.
//!
//! A template that writes is stopped by the theme. One that loops without writing cannot be stopped from
//! inside or outside, for no thread can be ended; all that can be done is to say so, and to end the process.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::theme::GIVEN_UP_AFTER;

/// How often it is looked whether a file takes too long.
const INTERVAL: Duration = Duration::from_millis(250);

/// Knows what each thread is making, by number, and since when.
pub(super) struct Watchdog {
    threads: Vec<Mutex<Option<(Instant, usize)>>>,
    ended: Mutex<bool>,
    end: Condvar,
}

impl Watchdog {
    /// Watches the threads of the pool.
    pub(super) fn new() -> Self {
        let threads = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        Self { threads, ended: Mutex::default(), end: Condvar::new() }
    }

    /// Notes that this thread makes the file of this number, until `make` returns.
    pub(super) fn during<R>(&self, number: usize, make: impl FnOnce() -> R) -> R {
        let thread = rayon::current_thread_index().and_then(|index| self.threads.get(index));
        let note = |what| {
            if let Some(thread) = thread {
                *locked(thread) = what;
            }
        };
        note(Some((Instant::now(), number)));
        let made = make();
        note(None);
        made
    }

    /// Calls `overdue` with the number of a file that takes too long, if there is one before [`Self::end`].
    pub(super) fn watch(&self, overdue: impl FnOnce(usize)) {
        let mut ended = locked(&self.ended);
        while !*ended {
            ended = self.end.wait_timeout(ended, INTERVAL).unwrap_or_else(PoisonError::into_inner).0;
            let late =
                |(since, number): (Instant, usize)| (since.elapsed() > GIVEN_UP_AFTER).then_some(number);
            if let Some(number) = self.threads.iter().find_map(|thread| locked(thread).and_then(late)) {
                drop(ended);
                return overdue(number);
            }
        }
    }

    /// Calls off the watch when it is dropped, so that after a panic nobody waits for it.
    pub(super) fn until_dropped(&self) -> Watch<'_> {
        Watch(self)
    }
}

/// For as long as it lives, there is something to watch.
pub(super) struct Watch<'w>(&'w Watchdog);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        *locked(&self.0.ended) = true;
        self.0.end.notify_all();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
