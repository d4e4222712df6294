//! The preview server is closed: to clients that never end, that come in great numbers or send without end, and
//! to everything that is no part of the site.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::time::Instant;

use support::TestSite;
use support::server::{PATIENCE, Server};

/// More than the buffers of a connection hold.
const MUCH: usize = 32 * 1024 * 1024;

fn desk() -> TestSite {
    let site = TestSite::new();
    site.article("one", "2025-07-01", "", "First words.")
        .file("static/own.txt", "own")
        .file("static/folder/deep.txt", "deep");
    site
}

fn request(server: &Server, path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{headers}\r\n", server.port)
}

/// The most memory that the server has had, in bytes.
fn peak(server: &Server) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[test]
fn a_client_that_does_not_read_its_reply_is_cut_off() {
    let site = desk();
    site.file("static/much.bin", vec![7; MUCH]);
    let server = Server::start(site);
    let mut clients: Vec<TcpStream> = (0..20).map(|_| server.connect()).collect();
    for client in &mut clients {
        client.write_all(request(&server, "/much.bin", "").as_bytes()).unwrap();
    }
    assert_eq!(server.get("/").status, 200);
    // A connection that was ended while the client did not read is one whose peer answers with a reset.
    let began = Instant::now();
    loop {
        let ended = clients.iter_mut().all(|client| client.write_all(b"\r\n").is_err());
        if ended {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "still open after {:?}", began.elapsed());
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    assert!(peak(&server) < 10 * MUCH, "all replies are one: {} bytes", peak(&server));
}

#[test]
fn a_connection_that_asks_nothing_more_is_ended() {
    let server = Server::start(desk());
    let mut client = server.connect();
    client.write_all(request(&server, "/own.txt", "").as_bytes()).unwrap();
    let mut all = Vec::new();
    client.read_to_end(&mut all).unwrap();
    assert!(String::from_utf8_lossy(&all).ends_with("\r\n\r\nown"));
}

#[test]
fn more_connections_than_are_taken_do_not_stop_others_for_good() {
    let server = Server::start(desk());
    let mut clients: Vec<TcpStream> = (0..600).map(|_| server.connect()).collect();
    for client in &mut clients {
        let _ = client.write_all(b"GET / HTTP/1.1\r\nX: ");
    }
    assert_eq!(server.get("/own.txt").body, "own");
    assert!(peak(&server) < 256 * 1024 * 1024, "{} bytes", peak(&server));
    drop(clients);
}

#[test]
fn paths_that_lead_nowhere_are_not_kept_in_memory() {
    let server = Server::start(desk());
    server.get("/nowhere/");
    let before = peak(&server);
    let page = server.get("/nowhere/").body.len();
    for number in 0..3000 {
        server.get(&format!("/nowhere/{number}/"));
    }
    let grown = peak(&server).saturating_sub(before);
    assert!(grown < 3000 * page / 2, "{grown} bytes for 3000 pages of {page}");
}

#[test]
fn the_body_of_a_request_is_not_read() {
    let server = Server::start(desk());
    for method in ["GET", "POST"] {
        for headers in ["Content-Length: 1000000000000\r\n", "Transfer-Encoding: chunked\r\n"] {
            let mut client = server.connect();
            client.set_write_timeout(Some(PATIENCE)).unwrap();
            let head = request(&server, "/own.txt", headers).replacen("GET", method, 1);
            client.write_all(head.as_bytes()).unwrap();
            let chunk = [&b"10000\r\n"[..], &[b'x'; 0x10000], b"\r\n"].concat();
            let sent = (0..MUCH / chunk.len()).take_while(|_| client.write_all(&chunk).is_ok()).count();
            assert!(sent < MUCH / chunk.len(), "{method} {headers}: all was taken");
            let ended = client.write_all(&chunk).map_err(|error| error.kind());
            assert!(!matches!(ended, Ok(()) | Err(ErrorKind::WouldBlock)), "{method} {headers}: {ended:?}");
        }
    }
    assert_eq!(server.get("/own.txt").body, "own");
}

#[test]
fn a_file_that_becomes_a_link_is_not_followed_out_of_the_site() {
    let outside = TestSite::empty();
    outside
        .file("secret.txt", "secret")
        .file("deep.txt", "secret")
        .file("one.md", "---\ntitle: S\ndate: 2025-07-01\n---\n\nsecret\n");
    let server = Server::start(desk());
    assert_eq!(server.get("/").status, 200);
    // Whether the change has been noticed or not, what is outside does not come.
    let swap = |path: &str, target: &std::path::Path| {
        let path = server.site.root.join(path);
        symlink(target, path.with_extension("new")).unwrap();
        if path.is_dir() {
            fs::rename(&path, path.with_extension("old")).unwrap();
        }
        fs::rename(path.with_extension("new"), &path).unwrap();
    };
    swap("static/own.txt", &outside.root.join("secret.txt"));
    swap("static/folder", &outside.root);
    swap("content/analyses/one.md", &outside.root.join("one.md"));
    let began = Instant::now();
    for path in ["/own.txt", "/folder/deep.txt", "/analyses/one/"].iter().cycle() {
        assert!(!server.get(path).body.contains("secret"), "{path}");
        if began.elapsed().as_secs() >= 2 {
            break;
        }
    }
}

#[test]
fn it_listens_on_loopback_only() {
    let server = Server::start(desk());
    assert!(server.greeting.contains("http://127.0.0.1:"), "{}", server.greeting);
    // All of 127/8 is this machine: who listens everywhere would answer here.
    let other = TcpStream::connect(("127.0.0.2", server.port));
    assert_eq!(other.map(drop).map_err(|error| error.kind()), Err(ErrorKind::ConnectionRefused));
}

#[test]
fn files_of_the_machine_and_private_files_of_the_site_are_not_served() {
    let site = desk();
    for private in [".git/config", "static/.git/config", "content/.git/config", ".dateline/lock", ".env"] {
        site.file(private, "secret");
    }
    let server = Server::start(site);
    for path in [
        "/.git/config",
        "/.git/",
        "/.dateline/lock",
        "/.env",
        "/site.toml",
        "/static/own.txt",
        "/proc/self/environ",
        "/etc/passwd",
    ] {
        let reply = server.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(!reply.body.contains("secret"), "{path}");
    }
}
