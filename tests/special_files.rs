//! Named pipes, sockets, devices, files and folders that may not be read, in every place of a site: an error at
//! once, never a build that waits.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod support;

use std::fs::{self, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, lchown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use dateline::model::{OutputPath, SourcePath};
use dateline::source;
use dateline::write::{Publication, Settings};
use rustix::fs::{CWD, FileType, Mode, mknodat};

use support::{TestSite, dateline};

/// After so long a command counts as one that waits for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every place from which a build reads, with what else is needed so that it does.
const PLACES: [&str; 10] = [
    "site.toml",
    "content/x.md",
    "content/_index.md",
    "content/sources.yaml",
    "content/events.yaml",
    "content/analyses/picture.png",
    "templates/page.html",
    "static/report.pdf",
    "themes/own/theme.toml",
    "themes/own/templates/page.html",
];

/// A site that has something in each of [`PLACES`] but `place`, where there is nothing.
fn site_without(place: &str) -> TestSite {
    let site = TestSite::empty();
    site.file("site.toml", "title = \"Desk\"\nbase_url = \"https://desk.example/\"\ntheme.name = \"own\"\n");
    site.article("risk", "2025-07-03", "", "Text.");
    site.file("content/about.md", "---\ntitle: About\n---\n\nText.\n");
    let path = site.root.join(place);
    let _ = fs::remove_file(&path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::create_dir_all(site.root.join("themes/own")).unwrap();
    site
}

fn make_special(path: &Path, kind: FileType) {
    mknodat(CWD, path, kind, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// What a build prints as errors. Fails unless it ends, with errors, and in time.
#[track_caller]
fn errors_in_time(site: &TestSite) -> String {
    errors_in_time_of(site, dateline())
}

#[track_caller]
fn errors_in_time_of(site: &TestSite, mut command: Command) -> String {
    command.current_dir(&site.root).arg("build").stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let (sender, printed) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = stderr.read_to_string(&mut text).map(|_| text);
        let _ = sender.send(read);
    });
    let Ok(text) = printed.recv_timeout(PATIENCE) else {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("the build waits");
    };
    let text = text.unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{text}");
    text
}

/// Fails unless a function ends in time.
#[track_caller]
fn in_time<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> R {
    let (sender, done) = mpsc::channel();
    thread::spawn(move || sender.send(run()));
    done.recv_timeout(PATIENCE).expect("an answer in time")
}

#[test]
fn the_site_of_these_tests_builds_without_a_special_file() {
    site_without("content/x.md").build().succeeds();
}

#[test]
fn a_named_pipe_or_socket_in_place_of_any_file_is_an_error() {
    for kind in [FileType::Fifo, FileType::Socket] {
        for place in PLACES {
            let site = site_without(place);
            make_special(&site.root.join(place), kind);
            let errors = errors_in_time(&site);
            assert!(
                errors.contains("error[io/read]") && errors.contains(place),
                "{kind:?} {place}: {errors}"
            );
            assert!(!site.has("public"), "{kind:?} {place}");
        }
    }
}

#[test]
fn a_symbolic_link_to_a_named_pipe_or_device_is_an_error() {
    for place in PLACES {
        let site = site_without(place);
        let pipe = site.root.join("content/.pipe");
        make_special(&pipe, FileType::Fifo);
        for target in [pipe.as_path(), Path::new("/dev/zero"), Path::new("/dev/tty")] {
            let link = site.root.join(place);
            let _ = fs::remove_file(&link);
            symlink(target, &link).unwrap();
            let errors = errors_in_time(&site);
            assert!(errors.contains("error[io/") && errors.contains(place), "{target:?} {place}: {errors}");
        }
    }
}

/// Between the listing of a folder and the reading of a file in it, the file may become something else.
#[test]
fn a_named_pipe_that_takes_a_files_place_after_the_walk_is_an_error() {
    let site = TestSite::new();
    for (name, kind) in [("pipe.svg", FileType::Fifo), ("socket.svg", FileType::Socket)] {
        let root = site.root.clone();
        make_special(&root.join(name), kind);
        let path = SourcePath::new(name);
        let failures = in_time(move || {
            [
                source::read_text(&root, &path).is_err(),
                source::read_bytes(&root, &path).is_err(),
                source::fingerprint(&root, &path).is_err(),
                source::picture_size(&root, &path).is_err(),
                source::check_inactive(&root, &path).is_err(),
            ]
        });
        assert_eq!(failures, [true; 5], "{name}");
        let root = site.root.clone();
        let copied = in_time(move || {
            let output = root.join("public");
            let settings = Settings { root: &root, output: &output, keep: &[], sources: &[] };
            let (publication, _) = Publication::begin(&settings, None).unwrap();
            publication.copy(&OutputPath::new("a.svg"), &root.join(name)).map_err(|it| it.code.id)
        });
        assert_eq!(copied, Err("io/read"), "{name}");
    }
}

/// Every folder from which a build reads, with a file in it.
const FOLDERS: [(&str, &str); 6] = [
    ("content", "content/x.md"),
    ("content/analyses", "content/analyses/x.md"),
    ("templates", "templates/page.html"),
    ("static/reports", "static/reports/report.pdf"),
    ("themes/own", "themes/own/theme.toml"),
    ("themes/own/templates", "themes/own/templates/page.html"),
];

/// The command as somebody who is bound by permissions, which root is not; what is in the folder becomes theirs.
fn bound_by_permissions(root: &Path) -> Command {
    const SOMEBODY: u32 = 65534;
    let mut command = dateline();
    let probe = root.join("probe");
    fs::write(&probe, "").unwrap();
    fs::set_permissions(&probe, Permissions::from_mode(0o000)).unwrap();
    if fs::read(&probe).is_ok() {
        for entry in walkdir::WalkDir::new(root) {
            lchown(entry.unwrap().path(), Some(SOMEBODY), Some(SOMEBODY)).unwrap();
        }
        command.uid(SOMEBODY).gid(SOMEBODY);
    }
    fs::remove_file(&probe).unwrap();
    command
}

#[test]
fn a_file_that_may_not_be_read_is_an_error() {
    for place in PLACES {
        let site = site_without(place);
        site.file(place, if place.ends_with(".md") { "---\ntitle: X\n---\n" } else { "" });
        let command = bound_by_permissions(&site.root);
        fs::set_permissions(site.root.join(place), Permissions::from_mode(0o000)).unwrap();
        let errors = errors_in_time_of(&site, command);
        assert!(errors.contains("error[io/read]") && errors.contains(place), "{place}: {errors}");
        assert!(errors.contains("denied") && !site.has("public"), "{place}: {errors}");
    }
}

#[test]
fn a_folder_that_may_not_be_read_is_an_error() {
    for (folder, file) in FOLDERS {
        // Not to be listed nor entered, and not to be entered.
        for mode in [0o000, 0o600] {
            let site = site_without(file);
            site.file(file, if file.ends_with(".md") { "---\ntitle: X\n---\n" } else { "" });
            let command = bound_by_permissions(&site.root);
            let path = site.root.join(folder);
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let errors = errors_in_time_of(&site, command);
            fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
            assert!(
                errors.contains("error[io/read]") && errors.contains(folder),
                "{mode:o} {folder}: {errors}"
            );
            assert!(errors.contains("denied") && !site.has("public"), "{mode:o} {folder}: {errors}");
        }
    }
}

#[test]
fn a_folder_in_place_of_the_configuration_is_an_error() {
    for place in ["site.toml", "themes/own/theme.toml"] {
        let site = site_without(place);
        fs::create_dir(site.root.join(place)).unwrap();
        let errors = errors_in_time(&site);
        assert!(errors.contains("error[io/read]") && errors.contains("is a directory"), "{place}: {errors}");
    }
}
