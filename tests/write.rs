//! Publishing through the crate's API: whatever happens, the output is a whole site, and nothing
//! that is not ours is lost.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::diagnostic::{Diagnostic, Diagnostics};
use dateline::model::OutputPath;
use dateline::write::{Outcome, Publication, Published, Settings, Sight, recover};
use proptest::prelude::*;

const MANIFEST: &str = ".dateline-manifest";

type Site = BTreeMap<String, String>;

/// A site's folder that is deleted in the end.
struct Desk {
    root: PathBuf,
    output: PathBuf,
    keep: Vec<String>,
    exchange: bool,
}

impl Desk {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("dateline-write-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("content")).unwrap();
        let output = root.join("public");
        Self { root, output, keep: Vec::new(), exchange: true }
    }

    fn keeping(names: &[&str]) -> Self {
        let mut desk = Self::new();
        desk.keep = names.iter().map(|name| (*name).to_owned()).collect();
        desk
    }

    /// Whether the output is exchanged, or its files replaced one by one.
    fn exchanging(mut self, exchange: bool) -> Self {
        self.exchange = exchange;
        self
    }

    fn begin(&self) -> Result<(Publication, Vec<Diagnostic>), Diagnostics> {
        self.with_settings(|settings| Publication::begin(settings, None)).map(|(publication, notes)| {
            (if self.exchange { publication } else { publication.without_exchange() }, notes)
        })
    }

    /// What can be seen without the lock.
    fn look(&self) -> Option<Sight> {
        self.with_settings(Published::load).map(Published::look)
    }

    /// Publishes after an earlier look; how many files that wrote.
    fn publish_after(&self, seen: Option<Sight>, site: &Site) -> usize {
        let (publication, _) = self.with_settings(|settings| Publication::begin(settings, seen)).unwrap();
        for (path, text) in site {
            put(&publication, path, text).unwrap();
        }
        let outcome = publication.commit().unwrap();
        assert_eq!(self.published(), *site);
        outcome.written
    }

    fn with_settings<R>(&self, run: impl FnOnce(&Settings<'_>) -> R) -> R {
        let sources = [self.root.join("content"), self.root.join("static")];
        let sources: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
        run(&Settings { root: &self.root, output: &self.output, keep: &self.keep, sources: &sources })
    }

    fn try_publish(&self, site: &Site) -> Result<Outcome, Diagnostics> {
        let (publication, notes) = self.begin()?;
        for (path, text) in site {
            put(&publication, path, text)?;
        }
        publication.commit().map(|mut outcome| {
            outcome.warnings.splice(0..0, notes);
            outcome
        })
    }

    /// Publishes, and checks that the output then holds this site and nothing else.
    fn publish(&self, site: &Site) -> Outcome {
        let outcome = self.try_publish(site).unwrap();
        assert_eq!(self.published(), *site);
        assert_eq!(outcome.files, site.len());
        outcome
    }

    fn refused(&self, site: &Site) -> String {
        let diagnostics = self.try_publish(site).unwrap_err();
        let all: Vec<_> = diagnostics.iter().map(|d| format!("{}: {}", d.code.id, d.message)).collect();
        all.join("\n").replace(&*self.root.to_string_lossy(), "")
    }

    /// What the output holds, apart from the manifest and what is kept.
    fn published(&self) -> Site {
        let mut site = read(&self.output);
        site.remove(MANIFEST);
        site.retain(|path, _| !self.keep.iter().any(|name| path.split('/').next() == Some(name)));
        site
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn staging(&self) -> PathBuf {
        self.root.join(".dateline/staging")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn put(publication: &Publication, path: &str, text: &str) -> Result<(), Diagnostic> {
    publication.put(&OutputPath::new(path), text.as_bytes()).map(drop)
}

/// Publishes a site whose files are older than its manifest, as nearly all of a large one are: the clocks of file
/// systems tick slowly.
fn publish_at_leisure(desk: &Desk, site: &Site) {
    let (publication, _) = desk.begin().unwrap();
    for (path, text) in site {
        put(&publication, path, text).unwrap();
    }
    std::thread::sleep(std::time::Duration::from_millis(50));
    publication.commit().unwrap();
}

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file below a folder; empty folders are shown with a slash, links by their target.
fn read(folder: &Path) -> Site {
    let mut found = Site::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).into_iter().flatten() {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        } else if entry.file_type().is_symlink() {
            found.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            found.insert(path + "/", String::new());
        }
    }
    found
}

fn first() -> Site {
    site(&[("index.html", "home"), ("a/index.html", "a"), ("a/b/index.html", "b"), ("feed.xml", "feed")])
}

/// The first site with one file changed, one new and one gone.
fn second() -> Site {
    site(&[("index.html", "home 2"), ("a/index.html", "a"), ("c/index.html", "c"), ("feed.xml", "feed")])
}

fn counts(outcome: &Outcome) -> (usize, usize, bool) {
    (outcome.written, outcome.removed, outcome.exchanged)
}

#[test]
fn a_site_is_published_updated_and_left_alone() {
    let desk = Desk::new();
    assert_eq!(counts(&desk.publish(&first())), (4, 0, true));
    assert_eq!(counts(&desk.publish(&first())), (0, 0, false));
    for _ in 0..3 {
        assert_eq!(counts(&desk.publish(&second())), (2, 1, true));
        assert_eq!(counts(&desk.publish(&first())), (2, 1, true));
    }
    assert_eq!(fs::read_to_string(desk.root.join(".dateline/.gitignore")).unwrap(), "*\n");
    assert_eq!(counts(&desk.publish(&Site::new())), (0, 4, true));
}

#[test]
fn an_unchanged_site_is_not_written_at_all() {
    let desk = Desk::new();
    desk.publish(&second());
    desk.publish(&first());
    let stamps = || {
        let entries = walkdir::WalkDir::new(&desk.root).sort_by_file_name().into_iter().flatten();
        // The lock is written in any case.
        let entries =
            entries.filter(|entry| entry.file_name() != "lock" && !entry.path().ends_with(".dateline"));
        entries
            .map(|entry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap()))
            .collect::<Vec<_>>()
    };
    let before = stamps();
    desk.publish(&first());
    assert_eq!(stamps(), before);
}

#[test]
fn the_manifest_is_the_same_whatever_came_before() {
    let desk = Desk::new();
    let manifest = || fs::read_to_string(desk.output.join(MANIFEST)).unwrap();
    desk.publish(&first());
    let before = manifest();
    desk.publish(&second());
    desk.publish(&first());
    assert_eq!(manifest(), before);
    assert!(before.starts_with("dateline manifest 1\n# "), "{before}");
    assert!(before.contains(" 4 index.html\n"), "{before}");
}

#[test]
fn files_become_folders_and_folders_files() {
    for exchange in [true, false] {
        let desk = Desk::new().exchanging(exchange);
        let flat = site(&[("x", "file"), ("y", "file"), ("z/a/b", "deep")]);
        let deep = site(&[("x/a/b", "deep"), ("y/c", "deep"), ("z", "file")]);
        for _ in 0..3 {
            desk.publish(&flat);
            desk.publish(&deep);
        }
    }
}

#[test]
fn one_path_cannot_be_both() {
    let desk = Desk::new();
    desk.publish(&first());
    let message = desk.refused(&site(&[("x", ""), ("x/y", "")]));
    assert_eq!(message, "content/path-clash: `x` would be a file, and a folder with `x/y`");
    let (publication, _) = desk.begin().unwrap();
    put(&publication, "x", "1").unwrap();
    assert_eq!(put(&publication, "x", "2").unwrap_err().code.id, "content/path-clash");
    drop(publication);
    assert_eq!(desk.published(), first());
    desk.publish(&second());
}

#[test]
fn paths_that_leave_the_output_are_refused() {
    let desk = Desk::new();
    let (publication, _) = desk.begin().unwrap();
    for path in ["", "/etc/x", "../x", "a/../../x", "a//b", "a/", "a\0b", "a\nb", ".", MANIFEST] {
        assert_eq!(put(&publication, path, "").unwrap_err().code.id, "content/permalink", "{path:?}");
    }
}

#[test]
fn foreign_files_stop_the_build_and_stay() {
    let desk = Desk::new();
    desk.publish(&first());
    for path in ["public/mine.txt", "public/a/mine.txt", "public/mine/x/y.txt", "public/a/.git/HEAD"] {
        desk.write(path, "mine");
        let message = desk.refused(&second());
        let shown = path.trim_start_matches("public/").replace("/x/y.txt", "").replace("/HEAD", "");
        assert_eq!(
            message,
            format!("output/foreign-files: `/public` holds files that Dateline did not make: `{shown}`")
        );
        assert_eq!(fs::read_to_string(desk.root.join(path)).unwrap(), "mine");
        fs::remove_file(desk.root.join(path)).unwrap();
    }
    symlink("/etc/passwd", desk.output.join("link")).unwrap();
    assert!(desk.refused(&second()).contains("`link`"));
    fs::remove_file(desk.output.join("link")).unwrap();
    for number in 0..7 {
        desk.write(&format!("public/mine-{number}"), "");
    }
    assert!(desk.refused(&second()).ends_with("`mine-0`, `mine-1`, `mine-2`, `mine-3`, `mine-4` and 2 more"));
}

#[test]
fn what_systems_strew_about_is_no_file_of_anybody() {
    for exchange in [true, false] {
        let desk = Desk::new().exchanging(exchange);
        desk.publish(&first());
        desk.write("public/a/.DS_Store", "");
        desk.write("public/new folder/.DS_Store", "");
        desk.try_publish(&second()).unwrap();
        desk.publish(&first());
    }
}

#[test]
fn a_link_in_the_place_of_a_folder_is_not_followed() {
    let desk = Desk::new();
    desk.publish(&first());
    desk.write("elsewhere/index.html", "a");
    fs::remove_dir_all(desk.output.join("a")).unwrap();
    symlink(desk.root.join("elsewhere"), desk.output.join("a")).unwrap();
    assert!(desk.refused(&second()).contains("`a`"));
    assert_eq!(read(&desk.root.join("elsewhere")).len(), 1);
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let desk = Desk::new();
    desk.write("public/thesis.doc", "years of work");
    let message = desk.refused(&first());
    assert_eq!(message, "output/not-ours: `/public` was not made by Dateline; it holds `thesis.doc`");
    assert_eq!(read(&desk.output), site(&[("thesis.doc", "years of work")]));
    fs::remove_file(desk.output.join("thesis.doc")).unwrap();
    desk.publish(&first());
}

#[test]
fn places_that_endanger_the_site_are_refused() {
    let mut desk = Desk::new();
    desk.write("content/a.md", "text");
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let places =
        ["", ".", "..", "content", "content/public", ".dateline", ".dateline/public", "content/a.md"];
    let places = places.iter().map(|place| desk.root.join(place)).chain(home).chain(["/".into()]);
    for place in places.collect::<Vec<_>>() {
        desk.output = place;
        assert!(desk.refused(&first()).starts_with("output/place: "), "{:?}", desk.output);
    }
    symlink(desk.root.join("content"), desk.root.join("link")).unwrap();
    desk.output = desk.root.join("link/public");
    assert!(desk.refused(&first()).starts_with("output/place: "));
    // A link that leads nowhere.
    symlink("nowhere", desk.root.join("dangling")).unwrap();
    desk.output = desk.root.join("dangling");
    assert!(desk.refused(&first()).starts_with("output/place: "));
    assert_eq!(fs::read_to_string(desk.root.join("content/a.md")).unwrap(), "text");
}

#[test]
fn an_output_that_contains_a_source_elsewhere_is_refused() {
    let desk = Desk::new();
    desk.write("shared/themes/x/theme.toml", "");
    let (root, output, source) =
        (desk.root.join("site"), desk.root.join("shared"), desk.root.join("shared/themes/x"));
    let settings = Settings { root: &root, output: &output, keep: &[], sources: &[&source] };
    let error = Publication::begin(&settings, None).unwrap_err();
    assert!(error.iter().any(|error| error.code.id == "output/place"));
    assert!(!root.exists() && source.join("theme.toml").exists());
}

#[test]
fn the_output_may_be_a_link_to_a_folder() {
    let desk = Desk::new();
    fs::create_dir(desk.root.join("real")).unwrap();
    symlink("real", &desk.output).unwrap();
    for files in [first(), second(), first()] {
        desk.publish(&files);
        assert_eq!(fs::read_link(&desk.output).unwrap(), Path::new("real"));
    }
}

#[test]
fn the_output_may_lie_deep_in_folders_that_do_not_exist() {
    let mut desk = Desk::new();
    desk.output = desk.root.join("x/y/public");
    drop(desk.begin().unwrap());
    assert!(!desk.root.join("x").exists());
    desk.publish(&first());
    desk.publish(&second());
}

#[test]
fn kept_entries_are_carried_over() {
    for exchange in [true, false] {
        let desk = Desk::keeping(&[".git", "CNAME", "absent"]).exchanging(exchange);
        // They may be there before the first site is.
        desk.write("public/.git/HEAD", "ref");
        for (turn, files) in [first(), second(), first(), first()].iter().enumerate() {
            desk.publish(files);
            assert_eq!(fs::read_to_string(desk.output.join(".git/HEAD")).unwrap(), "ref");
            if turn > 0 {
                assert_eq!(fs::read_to_string(desk.output.join("CNAME")).unwrap(), "example.org");
            }
            desk.write("public/CNAME", "example.org");
            assert!(!desk.root.join(".dateline/journal").exists());
            assert!(!desk.staging().join("CNAME").exists() && !desk.staging().join(".git").exists());
        }
    }
}

#[test]
fn kept_entries_cannot_be_published_too() {
    let desk = Desk::keeping(&["CNAME", "data/"]);
    let message = desk.refused(&site(&[("cname", "x")]));
    assert_eq!(message, "content/path-clash: the site has a file `cname`, and `[output] keep` names `CNAME`");
    assert!(desk.refused(&site(&[("data/x", "x")])).contains("names `data`"));
    for name in ["", "a/b", "..", "/", MANIFEST] {
        assert!(Desk::keeping(&[name]).refused(&first()).starts_with("config/bad-value: "), "{name}");
    }
}

#[test]
fn an_interrupted_carrying_over_is_finished() {
    let desk = Desk::keeping(&[".git", "CNAME"]);
    desk.publish(&first());
    desk.write("public/.git/HEAD", "ref");
    desk.write("public/CNAME", "example.org");
    desk.publish(&second());
    // As if killed after the exchange: the folder not moved yet, the file in both.
    fs::rename(desk.output.join(".git"), desk.staging().join(".git")).unwrap();
    fs::hard_link(desk.output.join("CNAME"), desk.staging().join("CNAME")).unwrap();
    let journal = |end: &str| {
        format!(
            "dateline journal 1\0{}\0{}\0.git\0CNAME\0{end}",
            desk.staging().display(),
            desk.output.display()
        )
    };
    desk.write(".dateline/journal", &journal("e"));
    assert!(desk.refused(&first()).starts_with("output/journal: "));
    desk.write(".dateline/journal", &journal("end"));
    let notes = desk.with_settings(recover).unwrap();
    assert_eq!(notes.first().map(|note| note.code.id), Some("output/recovered"));
    assert_eq!(fs::read_to_string(desk.output.join(".git/HEAD")).unwrap(), "ref");
    assert!(!desk.staging().join("CNAME").exists() && !desk.root.join(".dateline/journal").exists());
    // If the owner has made another meanwhile, neither is lost.
    desk.write(".dateline/staging/.git/HEAD", "old");
    desk.write(".dateline/journal", &journal("end"));
    assert!(desk.refused(&first()).contains("both exist"));
    assert_eq!(fs::read_to_string(desk.output.join(".git/HEAD")).unwrap(), "ref");
    assert_eq!(fs::read_to_string(desk.staging().join(".git/HEAD")).unwrap(), "old");
}

#[test]
fn dropped_without_commit_all_is_as_it_was() {
    let desk = Desk::new();
    let abandon = || {
        let (publication, _) = desk.begin().unwrap();
        for (path, text) in second() {
            put(&publication, &path, &text).unwrap();
        }
    };
    abandon();
    assert!(!desk.output.exists());
    desk.publish(&first());
    let before = read(&desk.output);
    abandon();
    assert_eq!(read(&desk.output), before);
    desk.publish(&second());
}

#[test]
fn a_write_that_fails_leaves_the_old_site() {
    let desk = Desk::new();
    desk.publish(&first());
    desk.publish(&second());
    let before = read(&desk.output);
    let (publication, _) = desk.begin().unwrap();
    put(&publication, "index.html", "changed").unwrap();
    let error = put(&publication, &"x".repeat(300), "").unwrap_err();
    assert_eq!(error.code.id, "io/write");
    drop(publication);
    assert_eq!(read(&desk.output), before);
    assert!(!desk.staging().exists());
    desk.publish(&first());
}

#[test]
fn a_work_folder_that_cannot_be_made_is_an_error() {
    let desk = Desk::new();
    desk.write(".dateline", "a file");
    assert!(desk.refused(&first()).starts_with("io/write: "));
    assert!(!desk.output.exists());
}

#[test]
fn the_work_folder_may_be_deleted_at_any_time() {
    for exchange in [true, false] {
        let desk = Desk::new().exchanging(exchange);
        for files in [first(), second(), second(), first()] {
            desk.publish(&files);
            fs::remove_dir_all(desk.root.join(".dateline")).unwrap();
        }
    }
}

#[test]
fn staging_without_manifest_is_emptied() {
    let desk = Desk::new();
    desk.publish(&first());
    desk.publish(&second());
    fs::remove_file(desk.staging().join(MANIFEST)).unwrap();
    desk.write(".dateline/staging/index.html", "half a p");
    desk.write(".dateline/staging/other/x.html", "");
    desk.publish(&first());
    desk.publish(&second());
}

#[test]
fn staging_that_was_tampered_with_is_not_believed() {
    let desk = Desk::new();
    desk.publish(&first());
    desk.publish(&second());
    desk.write(".dateline/staging/feed.xml", "FEED");
    fs::remove_file(desk.staging().join("a/index.html")).unwrap();
    desk.publish(&site(&[("index.html", "3"), ("feed.xml", "feed"), ("a/index.html", "a")]));
}

#[test]
fn files_put_there_during_a_build_are_not_lost() {
    let desk = Desk::new();
    desk.publish(&first());
    let (publication, _) = desk.begin().unwrap();
    put(&publication, "index.html", "2").unwrap();
    desk.write("public/a/mine.txt", "mine");
    publication.commit().unwrap();
    let warnings = desk.publish(&first()).warnings;
    assert_eq!(warnings.first().map(|warning| warning.code.id), Some("output/rescued"));
    assert_eq!(read(&desk.root.join(".dateline/rescued-1")), site(&[("a/mine.txt", "mine")]));
}

#[test]
fn one_build_at_a_time() {
    let desk = Desk::new();
    let (publication, _) = desk.begin().unwrap();
    assert_eq!(desk.refused(&first()), "output/locked: another build of this site is running");
    drop(publication);
    desk.publish(&first());
}

#[test]
fn a_damaged_manifest_is_not_believed() {
    let desk = Desk::new();
    desk.publish(&first());
    let whole = fs::read_to_string(desk.output.join(MANIFEST)).unwrap();
    let cut = whole.trim_end();
    let outside = whole.replace(" index.html", " ../content/a.md");
    for damaged in ["", "dateline manifest 2\n", cut, &outside, &whole.replace("files 4", "files 3")] {
        desk.write(&format!("public/{MANIFEST}"), damaged);
        assert!(desk.refused(&second()).starts_with("output/manifest: "), "{damaged}");
        assert_eq!(desk.published(), first());
    }
    desk.write(&format!("public/{MANIFEST}"), &whole);
    desk.publish(&second());
}

#[test]
fn an_output_that_was_tampered_with_is_repaired() {
    for exchange in [true, false] {
        let desk = Desk::new().exchanging(exchange);
        desk.publish(&first());
        // Of the same size, shorter, missing, a folder instead of a file.
        desk.write("public/index.html", "HOME");
        desk.write("public/feed.xml", "");
        fs::remove_file(desk.output.join("a/b/index.html")).unwrap();
        fs::remove_file(desk.output.join("a/index.html")).unwrap();
        fs::create_dir(desk.output.join("a/index.html")).unwrap();
        assert_eq!(desk.publish(&first()).written, 4);
        desk.publish(&second());
        desk.publish(&first());
        fs::remove_dir_all(&desk.output).unwrap();
        desk.publish(&second());
    }
}

#[test]
fn a_whole_folder_that_vanished_leaves_no_trace() {
    let desk = Desk::new();
    desk.publish(&first());
    fs::remove_file(desk.output.join("a/b/index.html")).unwrap();
    desk.publish(&second());
    desk.publish(&site(&[("index.html", "3")]));
}

#[test]
fn published_files_are_never_written_in_place() {
    use std::io::Read as _;
    for exchange in [true, false] {
        let desk = Desk::new().exchanging(exchange);
        desk.publish(&first());
        let mut reader = fs::File::open(desk.output.join("index.html")).unwrap();
        desk.publish(&second());
        desk.publish(&first());
        desk.publish(&second());
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "home");
    }
}

#[test]
fn what_stays_is_one_file_in_both_folders_and_still_not_believed_when_it_is_written() {
    let desk = Desk::new();
    publish_at_leisure(&desk, &first());
    let changed = site(&[("index.html", "2"), ("a/index.html", "a"), ("feed.xml", "feed")]);
    desk.publish(&changed);
    let is_shared = |path: &str| {
        let inode = |folder: &Path| fs::metadata(folder.join(path)).unwrap().ino();
        inode(&desk.output) == inode(&desk.staging())
    };
    assert!(is_shared("feed.xml") && is_shared("a/index.html"));
    assert!(!is_shared("index.html"));
    // Somebody writes into the published file, and so into the other folder's as well.
    desk.write("public/feed.xml", "FEED");
    desk.publish(&changed);
    desk.write("public/feed.xml", "FEED");
    desk.publish(&first());
    desk.publish(&changed);
}

#[test]
fn a_published_file_that_is_written_during_the_build_is_not_taken_over() {
    let desk = Desk::new();
    publish_at_leisure(&desk, &first());
    let (publication, _) = desk.begin().unwrap();
    desk.write("public/feed.xml", "FEED");
    put(&publication, "feed.xml", "feed").unwrap();
    put(&publication, "index.html", "2").unwrap();
    let wrong = publication.commit().unwrap_err();
    assert!(wrong.iter().any(|diagnostic| diagnostic.message.contains("changed during the build")));
    desk.publish(&first());
}

#[test]
fn a_published_file_that_is_replaced_by_an_old_one_is_not_taken_over() {
    let desk = Desk::new();
    publish_at_leisure(&desk, &first());
    let (publication, _) = desk.begin().unwrap();
    let written = fs::metadata(desk.output.join("feed.xml")).unwrap().modified().unwrap();
    desk.write("other", "FEED");
    fs::File::open(desk.root.join("other")).unwrap().set_modified(written).unwrap();
    fs::rename(desk.root.join("other"), desk.output.join("feed.xml")).unwrap();
    put(&publication, "feed.xml", "feed").unwrap();
    put(&publication, "index.html", "2").unwrap();
    let wrong = publication.commit().unwrap_err();
    assert!(wrong.iter().any(|diagnostic| diagnostic.message.contains("changed during the build")));
    desk.publish(&first());
}

#[test]
fn what_was_seen_before_another_publication_is_not_believed() {
    for between in [second(), first()] {
        let desk = Desk::new();
        assert!(desk.look().is_none());
        desk.publish(&first());
        desk.publish(&second());
        desk.publish(&first());
        let seen = desk.look();
        assert!(seen.is_some());
        desk.publish(&second());
        desk.publish(&between);
        let written = desk.publish_after(seen, &first());
        assert_eq!(written == 0, between == first());
        // Without any between, it is as if looked at now.
        assert!(desk.publish_after(desk.look(), &second()) > 0);
        desk.publish(&first());
    }
}

#[test]
fn many_threads_make_way_where_an_older_site_had_a_file() {
    let old = site(&[("d", "a file")]);
    let new: Site = (0..64).map(|number| (format!("d/e/{number}"), number.to_string())).collect();
    for _ in 0..50 {
        let desk = Desk::new();
        desk.publish(&old);
        desk.publish(&site(&[("x", "")]));
        // Staging holds the old site now.
        let (publication, _) = desk.begin().unwrap();
        std::thread::scope(|scope| {
            for part in 0..8 {
                let (publication, new) = (&publication, &new);
                scope.spawn(move || {
                    for (path, text) in new.iter().skip(part).step_by(8) {
                        put(publication, path, text).unwrap();
                    }
                });
            }
        });
        publication.commit().unwrap();
        assert_eq!(desk.published(), new);
    }
}

#[test]
fn files_are_copied_large_and_small() {
    let desk = Desk::new();
    let large: String = (0..400_000_u32).map(|number| number.to_string()).collect();
    desk.write("content/small", "small");
    desk.write("content/large", &large);
    let publish = |more: &str| {
        let (publication, _) = desk.begin().unwrap();
        for name in ["small", "large"] {
            publication.copy(&OutputPath::new(name), &desk.root.join("content").join(name)).unwrap();
        }
        put(&publication, "more", more).unwrap();
        let outcome = publication.commit().unwrap();
        assert_eq!(desk.published(), site(&[("small", "small"), ("large", &large), ("more", more)]));
        outcome.written
    };
    assert_eq!(publish("1"), 3);
    assert_eq!(publish("1"), 0);
    assert_eq!(publish("2"), 1);
    assert_eq!(publish("3"), 1);
    let (publication, _) = desk.begin().unwrap();
    for from in ["content", "content/none"] {
        let error = publication.copy(&OutputPath::new("x"), &desk.root.join(from)).unwrap_err();
        assert_eq!(error.code.id, "io/read");
    }
}

#[test]
fn the_rights_of_the_output_folder_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.publish(&first());
    fs::set_permissions(&desk.output, fs::Permissions::from_mode(0o2750)).unwrap();
    desk.publish(&second());
    assert_eq!(fs::metadata(&desk.output).unwrap().permissions().mode() & 0o7777, 0o2750);
}

#[test]
fn without_exchange_the_files_are_replaced_one_by_one() {
    let desk = Desk::new().exchanging(false);
    for files in [first(), second(), first()] {
        let outcome = desk.publish(&files);
        assert!(!outcome.exchanged);
        assert_eq!(outcome.warnings.first().map(|warning| warning.code.id), Some("output/no-exchange"));
    }
    assert_eq!(counts(&desk.publish(&first())), (0, 0, false));
}

#[test]
fn an_interrupted_update_is_finished_or_settled() {
    for staging_is_lost in [false, true] {
        let desk = Desk::new().exchanging(false);
        desk.publish(&first());
        let manifest = fs::read(desk.output.join(MANIFEST)).unwrap();
        desk.publish(&second());
        // Take most of it back: the old manifest, a file gone, one old, one not written, a part.
        fs::rename(desk.output.join(MANIFEST), desk.output.join(".dateline-manifest.next")).unwrap();
        fs::write(desk.output.join(MANIFEST), manifest).unwrap();
        desk.write("public/a/b/index.html", "b");
        desk.write("public/index.html", "home");
        fs::remove_file(desk.output.join("c/index.html")).unwrap();
        desk.write("public/.dateline-part-3", "ho");
        if staging_is_lost {
            fs::remove_dir_all(desk.root.join(".dateline")).unwrap();
        }
        let notes = desk.with_settings(recover).unwrap();
        assert_eq!(notes.first().map(|note| note.code.id), Some("output/recovered"));
        if !staging_is_lost {
            assert_eq!(desk.published(), second());
        }
        assert!(desk.with_settings(recover).unwrap().is_empty());
        desk.publish(&second());
        // Killed before it had begun: the manifest was not even written.
        desk.write("public/.dateline-manifest.next", "dateline manif");
        desk.publish(&first());
    }
}

fn paths() -> impl Strategy<Value = Site> {
    // Few names, so that files and folders take each other's place.
    let path = prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 1..4)
        .prop_map(|names| names.join("/"));
    let text = prop::sample::select(vec!["", "x", "y", "long"]).prop_map(str::to_owned);
    prop::collection::btree_map(path, text, 0..12).prop_map(|mut site: Site| {
        let folders: Vec<String> = site.keys().cloned().collect();
        site.retain(|path, _| !folders.iter().any(|folder| path.starts_with(&format!("{folder}/"))));
        site
    })
}

#[derive(Debug, Clone)]
enum Step {
    Publish(Site),
    Abandon(Site),
    Fail(Site),
    Tamper(usize),
    DirtyStaging,
    LoseStaging,
}

fn steps() -> impl Strategy<Value = Vec<(Step, bool)>> {
    let step = prop_oneof![
        4 => paths().prop_map(Step::Publish),
        1 => paths().prop_map(Step::Abandon),
        1 => paths().prop_map(Step::Fail),
        1 => (0..9_usize).prop_map(Step::Tamper),
        1 => Just(Step::DirtyStaging),
        1 => Just(Step::LoseStaging),
    ];
    prop::collection::vec((step, any::<bool>()), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_output_is_always_the_last_site(steps in steps()) {
        let mut desk = Desk::new();
        let mut last: Option<Site> = None;
        for (step, exchange) in steps {
            desk.exchange = exchange;
            match step {
                Step::Publish(files) => {
                    desk.publish(&files);
                    last = Some(files);
                }
                Step::Abandon(files) | Step::Fail(files) if files.is_empty() => {}
                Step::Abandon(files) => {
                    let (publication, _) = desk.begin().unwrap();
                    for (path, text) in &files {
                        put(&publication, path, text).unwrap();
                    }
                }
                Step::Fail(mut files) => {
                    files.insert("z".repeat(300), String::new());
                    prop_assert!(desk.try_publish(&files).is_err());
                }
                Step::Tamper(number) => {
                    // It is repaired by the next build, so it is followed by one.
                    let Some(files) = last.clone().filter(|files| !files.is_empty()) else { continue };
                    let path = files.keys().nth(number % files.len()).unwrap();
                    desk.write(&format!("public/{path}"), "y");
                    desk.publish(&files);
                }
                Step::DirtyStaging => {
                    let _ = fs::remove_file(desk.staging().join(MANIFEST));
                }
                Step::LoseStaging => {
                    let _ = fs::remove_dir_all(desk.staging());
                }
            }
            prop_assert_eq!(last.is_some(), desk.output.exists());
            if let Some(files) = &last {
                prop_assert_eq!(&desk.published(), files);
            }
            prop_assert!(!desk.root.join(".dateline/rescued-1").exists());
        }
    }
}
