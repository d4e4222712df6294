//! What browsers are told: server-sent events, as the HTML standard has them
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde_json::json;
use tokio::sync::{mpsc, watch};

/// How often a stream that has nothing to say shows that it is alive, so that one whose reader has gone
/// is found.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What a browser must know to bring its page up to date. Each is the whole, so that one who has missed
/// some has missed nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Counts the sites that were shown; 0 when there is none yet.
    pub site: u64,
    /// The last of them whose style sheets may differ from the one before.
    pub styles: u64,
    /// The last of them with another file that no page's text tells of: a picture, a script.
    pub files: u64,
    /// What is wrong with the site as it is now.
    pub error: Option<Arc<str>>,
}

impl State {
    /// A channel that holds the state of a server that shows nothing yet.
    pub fn channel() -> watch::Sender<Self> {
        watch::channel(Self::default()).0
    }

    /// The event that tells of it.
    fn event(&self) -> Bytes {
        let Self { site, styles, files, error } = self;
        let data = json!({ "site": site, "styles": styles, "files": files, "error": error.as_deref() });
        format!("event: state\ndata: {data}\n\n").into()
    }
}

/// Tells a browser of each state until it goes away, the present one first.
pub async fn follow(mut state: watch::Receiver<State>, browser: mpsc::Sender<Bytes>) {
    let mut next = state.borrow_and_update().event();
    while browser.send(next).await.is_ok() {
        next = match tokio::time::timeout(HEARTBEAT, state.changed()).await {
            Ok(Ok(())) => state.borrow_and_update().event(),
            // The desk is gone, and the server with it.
            Ok(Err(_)) => return,
            Err(_) => Bytes::from_static(b": still here\n\n"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_many_lines_is_one_line_of_data() {
        let state = State { error: Some("one\ntwo\r\n\n</script>".into()), ..State::default() };
        let event = String::from_utf8(state.event().to_vec()).expect("UTF-8");
        assert_eq!(event.lines().count(), 3, "{event}");
        assert!(event.starts_with("event: state\ndata: {") && event.ends_with("}\n\n"), "{event}");
    }
}
