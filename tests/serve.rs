//! The preview server: a real process, real connections, files changed as editors change them.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

use support::TestSite;
use support::server::{PATIENCE, Server};

/// The states that a server tells of, from now on.
fn follow_events(server: &Server) -> Events {
    let mut stream = server.connect();
    let port = server.port;
    let request = format!(
        "GET /__dateline/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let (send, states) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if let Some(data) = line.strip_prefix("data: ")
                && send.send(serde_json::from_str(data).unwrap()).is_err()
            {
                return;
            }
        }
    });
    Events(states)
}

/// States as they come.
struct Events(Receiver<Value>);

impl Events {
    fn next(&self) -> Value {
        self.0.recv_timeout(PATIENCE).expect("an event")
    }

    /// Waits for a state that is as wanted.
    fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let state = self.next();
            if wanted(&state) {
                return state;
            }
        }
    }

    /// Waits for the next site without errors.
    fn shown(&self) -> Value {
        self.wait(|state| state["error"].is_null() && state["site"] != 0)
    }

    fn wrong(&self) -> String {
        self.wait(|state| !state["error"].is_null())["error"].as_str().unwrap().to_owned()
    }

    /// How many states come until nothing has come for a while.
    fn count(&self, quiet: Duration) -> usize {
        let mut count = 0;
        while self.0.recv_timeout(quiet).is_ok() {
            count += 1;
        }
        count
    }
}

fn desk() -> TestSite {
    let site = TestSite::new();
    site.article("one", "2025-07-01", "actors: [un]\n", "First words.")
        .article("two", "2025-07-02", "", "Other words.")
        .article("hidden", "2025-07-03", "draft: true\n", "A draft.")
        .article("coming", "2026-03-01", "", "Scheduled.")
        .actor("un", "Text.")
        .file("static/own.css", "body { color: red }")
        .file("static/data.bin", [0, 1, 2])
        .file("content/analyses/café.txt", "coffee");
    site
}

#[test]
fn files_come_with_their_types_and_nothing_is_kept() {
    let server = Server::start(desk());
    let types = [
        ("/", "text/html; charset=utf-8"),
        ("/analyses/one/", "text/html; charset=utf-8"),
        ("/own.css", "text/css; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/data.bin", "application/octet-stream"),
        ("/analyses/caf%C3%A9.txt", "text/plain; charset=utf-8"),
        ("/search/", "text/html; charset=utf-8"),
        ("/__dateline/live.js", "text/javascript; charset=utf-8"),
    ];
    for (path, expected) in types {
        let reply = server.get(path);
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(expected)), "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), None, "{path}");
        let length: usize = reply.header("content-length").unwrap().parse().unwrap();
        let head = server.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
        assert_eq!(head.header("content-length").unwrap().parse(), Ok(length), "{path}");
    }
}

#[test]
fn the_preview_has_what_a_build_publishes_and_the_script() {
    let server = Server::start_with(desk(), &["--port", "0", "--published"]);
    server.site.build().succeeds();
    let script = "<script src=\"/__dateline/live.js\" data-page=\"";
    for (path, bytes) in server.site.output() {
        if !path.ends_with(".html") || path == "404.html" {
            continue;
        }
        let reply = server.get(&format!("/{path}"));
        let (before, after) = reply.body.split_once(script).unwrap_or_else(|| panic!("{path}"));
        let after = after.split_once("\"></script>").unwrap().1;
        assert_eq!(format!("{before}{after}"), String::from_utf8(bytes).unwrap(), "{path}");
    }
}

#[test]
fn drafts_and_scheduled_articles_are_shown_unless_only_what_is_published_is_asked_for() {
    let server = Server::start(desk());
    assert_eq!(server.get("/analyses/hidden/").status, 200);
    assert_eq!(server.get("/analyses/coming/").status, 200);
    assert!(server.greeting.contains("with drafts"), "{}", server.greeting);
    let server = Server::start_with(desk(), &["--port", "0", "--published"]);
    assert_eq!(server.get("/analyses/hidden/").status, 404);
    assert_eq!(server.get("/analyses/coming/").status, 404);
}

#[test]
fn folders_redirect_and_what_is_missing_is_the_sites_own_page() {
    let server = Server::start(desk());
    let reply = server.get("/analyses/one");
    assert_eq!((reply.status, reply.header("location")), (302, Some("/analyses/one/")));
    let reply = server.get("/nowhere/");
    assert_eq!(reply.status, 404);
    assert!(reply.body.contains("Page not found") && reply.body.contains("live.js"), "{}", reply.body);
}

#[test]
fn a_site_below_a_path_is_shown_below_it() {
    let site = desk();
    site.file("site.toml", "title = \"Desk\"\nbase_url = \"https://desk.example/sub/desk/\"\n");
    let server = Server::start(site);
    for above in ["/", "/sub/desk"] {
        let reply = server.get(above);
        assert_eq!((reply.status, reply.header("location")), (302, Some("/sub/desk/")), "{above}");
    }
    assert_eq!(server.get("/sub/desk/analyses/one/").status, 200);
    assert_eq!(server.get("/analyses/one/").status, 404);
    assert_eq!(server.get("/sub/desk/analyses/one").header("location"), Some("/sub/desk/analyses/one/"));
}

#[test]
fn other_methods_are_refused() {
    let server = Server::start(desk());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let reply = server.ask(method, "/", "Content-Length: 0\r\n");
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn a_foreign_host_is_refused() {
    let server = Server::start(desk());
    let port = server.port;
    let with =
        |hosts: &str| server.send(&format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")).status;
    for own in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(with(&format!("Host: {own}\r\n")), 200, "{own}");
    }
    let foreign = [
        format!("Host: attacker.example:{port}\r\n"),
        "Host: attacker.example\r\n".to_owned(),
        format!("Host: 127.0.0.1.attacker.example:{port}\r\n"),
        format!("Host: 192.0.2.7:{port}\r\n"),
        "Host: localhost:1\r\n".to_owned(),
        "Host: \r\n".to_owned(),
        String::new(),
        format!("Host: localhost:{port}\r\nHost: attacker.example\r\n"),
    ];
    for hosts in foreign {
        assert_eq!(with(&hosts), 403, "{hosts:?}");
    }
}

#[test]
fn events_are_for_the_servers_own_pages() {
    let server = Server::start(desk());
    let port = server.port;
    let head = |headers: &str| {
        let mut stream = server.connect();
        let request = format!(
            "GET /__dateline/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line.split(' ').nth(1).unwrap().parse::<u16>().unwrap()
    };
    for own in [
        format!("Origin: http://127.0.0.1:{port}\r\n"),
        format!("Origin: http://localhost:{port}\r\n"),
        "Sec-Fetch-Site: same-origin\r\n".to_owned(),
    ] {
        assert_eq!(head(&own), 200, "{own}");
    }
    for foreign in [
        String::new(),
        "Origin: null\r\n".to_owned(),
        "Origin: https://attacker.example\r\n".to_owned(),
        format!("Origin: https://127.0.0.1:{port}\r\n"),
        format!("Origin: http://127.0.0.1:{port}.attacker.example\r\n"),
        "Sec-Fetch-Site: cross-site\r\n".to_owned(),
        "Sec-Fetch-Site: same-site\r\n".to_owned(),
        "Sec-Fetch-Site: none\r\n".to_owned(),
        format!("Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\n"),
    ] {
        assert_eq!(head(&foreign), 403, "{foreign}");
    }
}

#[test]
fn paths_that_lead_out_of_the_site_are_refused() {
    let server = Server::start(desk());
    for path in [
        "/../site.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/site.toml",
        "/%2e%2e%2fsite.toml",
        "/..%5csite.toml",
        "/analyses/..%2f..%2fsite.toml",
        "/%252e%252e/site.toml",
        "//etc/passwd",
        "/..\\site.toml",
        "/site.toml%00.html",
        "/site.toml",
        "/content/analyses/one.md",
        "/.dateline/last-build",
    ] {
        let reply = server.get(path);
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
        assert!(!reply.body.contains("base_url") && !reply.body.contains("root:"), "{path}: {}", reply.body);
    }
}

#[test]
fn a_link_out_of_the_site_is_not_followed() {
    let outside = TestSite::empty();
    outside.file("secret.txt", "secret");
    let site = desk();
    std::os::unix::fs::symlink(outside.root.join("secret.txt"), site.root.join("static/leak.txt")).unwrap();
    let refused = site.build().status != 0;
    let server = Server::start(site);
    let reply = server.get("/leak.txt");
    assert_eq!(refused, reply.status != 200, "the preview and a build agree");
}

#[test]
fn a_client_that_is_slow_to_ask_is_cut_off_and_many_do_not_stop_the_others() {
    let server = Server::start(desk());
    let mut slow: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    }
    assert_eq!(server.get("/").status, 200);
    let began = Instant::now();
    let mut rest = Vec::new();
    slow[0].read_to_end(&mut rest).unwrap();
    assert!(began.elapsed() < PATIENCE, "cut off after {:?}", began.elapsed());
    assert!(!String::from_utf8_lossy(&rest).contains(" 200 "), "no request was whole");
    // Further connections wait until others end, and are then served.
    let idle: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    drop(idle);
    assert_eq!(server.get("/").status, 200);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(100_000));
    assert!(matches!(server.send(&long).status, 414 | 431));
}

#[test]
fn an_edit_is_told_and_shown() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    let first = events.shown();
    let article =
        |words: &str| format!("---\ntitle: About one\ndate: 2025-07-01\nactors: [un]\n---\n\n{words}\n");
    let path = server.site.root.join("content/analyses/one.md");

    server.site.file("content/analyses/one.md", article("Written over."));
    let second = events.shown();
    assert!(second["site"].as_u64() > first["site"].as_u64());
    assert_eq!(second["files"], first["files"], "no picture or script has changed");
    assert!(server.get("/analyses/one/").body.contains("Written over."));

    // As editors do that write beside the file and rename.
    let beside = server.site.root.join("content/analyses/.one.md.tmp");
    fs::write(&beside, article("Renamed over.")).unwrap();
    fs::rename(&beside, &path).unwrap();
    events.wait(|_| server.get("/analyses/one/").body.contains("Renamed over."));

    // As editors do that keep a backup, delete and create.
    fs::rename(&path, server.site.root.join("content/analyses/one.md~")).unwrap();
    fs::write(&path, article("Made anew.")).unwrap();
    fs::remove_file(server.site.root.join("content/analyses/one.md~")).unwrap();
    events.wait(|_| server.get("/analyses/one/").body.contains("Made anew."));

    server.site.remove("content/analyses/two.md");
    events.wait(|_| server.get("/analyses/two/").status == 404);
    server.site.article("three", "2025-07-04", "", "A third.");
    events.wait(|_| server.get("/analyses/three/").body.contains("A third."));
    assert!(!server.site.has("public") && !server.site.has(".dateline"), "nothing is written");
}

#[test]
fn folders_that_come_go_and_move_are_followed() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    events.shown();
    server.site.file("templates/article.html", "own {{ page.title }}");
    events.wait(|_| server.get("/analyses/one/").body.starts_with("own About one"));
    server.site.file("templates/article.html", "another {{ page.title }}");
    events.wait(|_| server.get("/analyses/one/").body.starts_with("another About one"));
    fs::remove_dir_all(server.site.root.join("templates")).unwrap();
    events.wait(|_| server.get("/analyses/one/").body.starts_with("<!doctype html>"));
    server.site.rename("content/analyses", "content/moved");
    events.wait(|_| server.get("/moved/one/").status == 200 && server.get("/analyses/one/").status == 404);
    server.site.file("site.toml", "title = \"Renamed desk\"\nbase_url = \"https://desk.example/\"\n");
    events.wait(|_| server.get("/").body.contains("Renamed desk"));
}

#[test]
fn many_files_at_once_are_one_change() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    events.shown();
    for number in 0..200 {
        server.site.article(&format!("many-{number}"), "2025-06-01", "", "Text.");
    }
    events.wait(|_| server.get("/analyses/many-199/").status == 200);
    let more = events.count(Duration::from_millis(500));
    assert!(more <= 3, "{more} more");
}

#[test]
fn style_sheets_and_other_files_are_told_apart() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    let first = events.shown();
    server.site.file("static/own.css", "body { color: blue }");
    let second = events.wait(|state| state["styles"] != first["styles"]);
    assert_eq!(second["files"], first["files"]);
    assert!(server.get("/own.css").body.contains("blue"));
    server.site.file("static/data.bin", [3, 4]);
    let third = events.wait(|state| state["files"] != first["files"]);
    assert_eq!(third["styles"], second["styles"]);
}

#[test]
fn an_error_is_told_with_its_place_and_the_last_good_site_stays() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    events.shown();
    server.site.article("two", "2025-07-02", "", "See [[nobody]].");
    let error = events.wrong();
    for part in ["error[link/unknown-page]", "content/analyses/two.md:6:7", "See [[nobody]]."] {
        assert!(error.contains(part), "{error}");
    }
    assert!(server.get("/analyses/two/").body.contains("Other words."));
    // An edit elsewhere does not hide it.
    server.site.article("one", "2025-07-01", "", "Second words.");
    assert!(events.wrong().contains("[[nobody]]"));
    // Who comes later is told as well.
    assert!(follow_events(&server).wrong().contains("[[nobody]]"));
    server.site.article("two", "2025-07-02", "", "Mended.");
    events.shown();
    assert!(server.get("/analyses/two/").body.contains("Mended."));
    assert!(server.get("/analyses/one/").body.contains("Second words."));
}

#[test]
fn a_template_that_fails_says_so_on_the_pages_that_it_makes() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    events.shown();
    server.site.file("templates/article.html", "{{ page.title | nofilter }}");
    assert!(events.wrong().contains("template/"));
    server.site.file("templates/article.html", "{{ throw(message='<b>no</b>') }}");
    events.next();
    let reply = server.get("/analyses/one/");
    let told = if reply.status == 500 { reply.body } else { events.wrong() };
    assert!(told.contains("templates/article.html") || told.contains("article.html"), "{told}");
    assert_eq!(server.get("/").status, 200);
    server.site.remove("templates/article.html");
    events.wait(|_| server.get("/analyses/one/").status == 200);
}

#[test]
fn a_first_build_that_fails_is_mended_in_place() {
    let site = desk();
    site.article("two", "2025-07-02", "", "See [[nobody]] & <script>.");
    let server = Server::start(site);
    let events = follow_events(&server);
    assert!(events.wrong().contains("[[nobody]]"));
    let reply = server.get("/analyses/one/");
    assert_eq!(reply.status, 500);
    assert!(reply.body.contains("[[nobody]] &amp; &lt;script>"), "{}", reply.body);
    assert!(reply.body.contains("/__dateline/live.js"));
    server.site.article("two", "2025-07-02", "", "Mended.");
    events.shown();
    assert_eq!(server.get("/analyses/one/").status, 200);
}

#[test]
fn a_configuration_that_is_broken_and_gone_is_mended_in_place() {
    let server = Server::start(desk());
    let events = follow_events(&server);
    events.shown();
    server.site.file("site.toml", "title = ");
    assert!(events.wrong().contains("site.toml"));
    server.site.remove("site.toml");
    events.wait(|state| state["error"].as_str().is_some_and(|error| error.contains("no `site.toml`")));
    assert_eq!(server.get("/analyses/one/").status, 200, "the last good site stays");
    server.site.file("site.toml", support::SITE_TOML);
    events.shown();
}

#[test]
fn the_next_free_port_is_taken() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start_with(desk(), &["--port", &port.to_string()]);
    assert!(server.port > port && server.port <= port + 100, "{} after {port}", server.port);
}
