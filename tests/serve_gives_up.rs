//! The preview server gives up a page whose template never ends, and serves the others.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::{Duration, Instant};

use support::TestSite;
use support::server::{PATIENCE, Reply, Server};

/// Loops in loops, which write nothing.
const ENDLESS: &str =
    "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
/// Nobody waits so long for what is not tried again.
const AT_ONCE: Duration = Duration::from_secs(6);

fn desk() -> TestSite {
    let site = TestSite::new();
    site.article("endless", "2025-07-01", "template: endless.html\n", "Text.")
        .article("other", "2025-07-02", "", "Other words.")
        .file("templates/endless.html", ENDLESS);
    site
}

#[track_caller]
fn says_what_takes_too_long(reply: &Reply) {
    assert_eq!(reply.status, 500);
    for part in ["endless.html` takes longer than 10 seconds", "the page `/analyses/endless/`"] {
        assert!(reply.body.contains(part), "{part}: {}", reply.body);
    }
}

/// Asks until a page says something, which it does when a change has been noticed.
#[track_caller]
fn wait_for(server: &Server, path: &str, text: &str) {
    let began = Instant::now();
    while !server.get(path).body.contains(text) {
        assert!(began.elapsed() < PATIENCE, "{path} never says {text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_page_whose_template_never_ends_is_given_up_and_others_are_served() {
    let server = Server::start(desk());
    says_what_takes_too_long(&server.get("/analyses/endless/"));
    assert!(server.get("/analyses/other/").body.contains("Other words."));
    // Nor is it tried again when its text, or another, is saved.
    for text in ["Once more.", "And again."] {
        server.site.article("endless", "2025-07-01", "template: endless.html\n", text);
        server.site.article("other", "2025-07-02", "", text);
        wait_for(&server, "/analyses/other/", text);
        let began = Instant::now();
        says_what_takes_too_long(&server.get("/analyses/endless/"));
        assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    }
    server.site.file("templates/endless.html", "It ends: {{ article.title }}");
    wait_for(&server, "/analyses/endless/", "It ends: About endless");
}
