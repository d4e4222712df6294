//! Work on a thread apart, so that it can be given up.
//!
//! No thread can be ended. One that is given up is left behind: it goes on, and keeps a processor busy, until
//! its work or the process ends. So only few may be.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use crate::diagnostic::{Diagnostic, codes};

use super::limits::{GIVEN_UP_AFTER, takes_too_long};

/// So many threads that were left behind may run at one time.
const MOST_LEFT_BEHIND: usize = 4;

/// The threads of this process that were left behind; some may have ended since.
static LEFT_BEHIND: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

/// Does some work, and gives it up when it takes too long.
///
/// # Errors
/// When it is given up, or not begun since too much was given up already; `what` names it.
pub(super) fn apart<R: Send + 'static>(
    what: &str,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, Diagnostic> {
    if left_behind(None) >= MOST_LEFT_BEHIND {
        return Err(Diagnostic::error(
            &codes::SERVE_RESTART,
            format!("{MOST_LEFT_BEHIND} templates that never end still run: no other is begun"),
        )
        .help("mend the templates, end this program and start it again"));
    }
    let (send, done) = mpsc::sync_channel(1);
    let run = move || {
        // Who has given this up needs no result.
        let _ = send.send(work());
    };
    let thread = Builder::new().name("apart".to_owned()).spawn(run).map_err(|error| {
        Diagnostic::error(&codes::TEMPLATE_RENDER, format!("no thread can be started for {what}: {error}"))
    })?;
    match done.recv_timeout(GIVEN_UP_AFTER) {
        Ok(result) => return Ok(result),
        Err(RecvTimeoutError::Timeout) => {
            left_behind(Some(thread));
        }
        // It has ended without a result: in a panic, which goes on here.
        Err(RecvTimeoutError::Disconnected) => {
            if let Err(fault) = thread.join() {
                panic::resume_unwind(fault);
            }
        }
    }
    Err(takes_too_long(what))
}

/// Leaves a thread behind, if one is given; how many of those left behind still run.
fn left_behind(thread: Option<JoinHandle<()>>) -> usize {
    let mut threads = LEFT_BEHIND.lock().unwrap_or_else(PoisonError::into_inner);
    threads.extend(thread);
    threads.retain(|thread| !thread.is_finished());
    threads.len()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    /// Work that waits for ever costs a test nothing but its time.
    #[test]
    fn what_takes_too_long_is_given_up_and_only_a_few_are() {
        assert_eq!(apart("a sum", || 1 + 1).ok(), Some(2));
        let (end, ended) = mpsc::channel::<()>();
        let ended = std::sync::Arc::new(Mutex::new(ended));
        let wait = || {
            let ended = std::sync::Arc::clone(&ended);
            apart("waiting", move || drop(ended.lock().map(|ended| ended.recv()))).map_err(|it| it.code.id)
        };
        thread::scope(|scope| {
            let waiting: Vec<_> = (0..MOST_LEFT_BEHIND).map(|_| scope.spawn(wait)).collect();
            for thread in waiting {
                assert_eq!(thread.join().expect("no panic"), Err("template/limit"));
            }
        });
        assert_eq!(wait(), Err("serve/restart"));
        drop(end);
        // When they have ended after all, it goes on.
        while left_behind(None) > 0 {
            thread::yield_now();
        }
        assert_eq!(wait(), Ok(()));
    }
}
