//! Builds that redo only what changed: what comes out is always what a clean build makes.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use dateline::cache::Disk;
use dateline::model::{Fingerprint, SourcePath};
use dateline::pipeline;
use dateline::source;
use proptest::prelude::*;

use support::{TestSite, copy, edits, tree};

/// What may become of the cache between two builds.
#[derive(Debug, Clone)]
enum Cache {
    Stays,
    Lost,
    /// One file of it has another byte.
    Changed(prop::sample::Index, prop::sample::Index),
    /// One file of it ends early.
    Cut(prop::sample::Index, prop::sample::Index),
}

fn cache() -> impl Strategy<Value = Cache> {
    use prop::sample::Index;
    prop_oneof![
        12 => Just(Cache::Stays),
        1 => Just(Cache::Lost),
        2 => any::<(Index, Index)>().prop_map(|(file, at)| Cache::Changed(file, at)),
        1 => any::<(Index, Index)>().prop_map(|(file, at)| Cache::Cut(file, at)),
    ]
}

impl Cache {
    fn happen(&self, site: &TestSite) {
        let folder = site.root.join(".dateline/cache");
        let files: Vec<_> = tree(&folder).into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
        if files.is_empty() {
            return;
        }
        match self {
            Cache::Stays => {}
            Cache::Lost => fs::remove_dir_all(folder).unwrap(),
            Cache::Changed(file, at) => {
                let (path, mut bytes) = files[file.index(files.len())].clone();
                let at = at.index(bytes.len());
                bytes[at] ^= 0x10;
                fs::write(folder.join(path), bytes).unwrap();
            }
            Cache::Cut(file, at) => {
                let (path, bytes) = files[file.index(files.len())].clone();
                fs::write(folder.join(path), &bytes[..at.index(bytes.len())]).unwrap();
            }
        }
    }
}

/// The same site in another folder, built from nothing.
fn clean(site: &TestSite) -> (TestSite, support::Run) {
    let clean = TestSite::empty();
    copy(&site.root, &clean.root, &["public", ".dateline"]);
    let run = clean.build();
    (clean, run)
}

/// A site of articles that have little to do with each other, built.
fn desk() -> TestSite {
    let site = TestSite::new();
    site.actor("one", "").actor("two", "");
    for at in 0..20 {
        let actor = if at % 2 == 0 { "one" } else { "two" };
        let date = format!("2025-01-{:02}", at + 1);
        site.article(&format!("s{at}"), &date, &format!("actors: [{actor}]\n"), &format!("Text {at}."));
    }
    site.build().succeeds();
    site
}

/// How many files each template made in a build, and sorts of files where none did.
fn made(site: &TestSite) -> BTreeMap<String, u64> {
    let run = site.run(&["build", "--timings", "--format", "json"]).succeeds();
    let mut lines =
        run.stdout.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let timings = lines.find(|line| line.get("timings").is_some()).expect("timings");
    let by = timings["templates"].as_array().expect("templates");
    by.iter()
        .map(|made| (made["template"].as_str().unwrap().to_owned(), made["files"].as_u64().unwrap()))
        .collect()
}

#[test]
fn what_an_edit_does_not_reach_is_not_made_again() {
    let site = desk();
    site.article("s9", "2025-01-10", "actors: [two]\n", "Text 9.\n\nMore of it.");
    let made = made(&site);
    // The article, those before and after it, and those that are related to it.
    assert!((1..=13).contains(&made["article.html"]), "{made:?}");
    assert_eq!(made.get("actor.html"), Some(&1), "{made:?}");
    assert_eq!(made.get("search index"), None, "{made:?}");
    assert_eq!(made.get("graph"), None, "{made:?}");
}

#[test]
fn a_new_article_does_not_reach_all_others() {
    let site = desk();
    site.article("new", "2025-06-01", "", "The newest.");
    let made = made(&site);
    assert!(made["article.html"] <= 2, "{made:?}");
}

#[test]
fn what_shows_how_many_articles_there_are_is_made_again_with_a_new_one() {
    let site = desk();
    site.file("templates/partials/footer.html", "{{ site.counts.articles }} articles");
    site.build().succeeds();
    site.article("new", "2025-06-01", "", "The newest.");
    site.build().succeeds();
    assert!(site.read("public/analyses/s0/index.html").contains("21 articles"));
}

#[test]
fn a_page_whose_link_in_html_is_broken_now_is_looked_at_again() {
    let site = desk();
    site.file("site.toml", format!("{}[markdown]\nraw_html = \"allow\"\n", support::SITE_TOML));
    site.article("s0", "2025-01-01", "", "<a href=\"/analyses/s19/\">There</a>");
    site.build().succeeds();
    site.remove("content/analyses/s19.md");
    site.build().fails_with("link/broken-in-output");
}

#[test]
fn a_damaged_cache_is_not_used_and_said_once() {
    let site = desk();
    for (path, mut bytes) in tree(&site.root.join(".dateline/cache")) {
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        site.file(&format!(".dateline/cache/{path}"), bytes);
    }
    site.article("s9", "2025-01-10", "actors: [two]\n", "Another text.");
    let run = site.build().succeeds();
    assert!(run.stderr.contains("note[cache/damaged]"), "{}", run.stderr);
    assert_eq!(clean(&site).0.output(), site.output());
    site.article("s9", "2025-01-10", "actors: [two]\n", "A third text.");
    let run = site.build().succeeds();
    assert!(!run.stderr.contains("cache/damaged"), "{}", run.stderr);
}

#[test]
fn texts_and_names_are_recalled_by_the_program_that_kept_them_and_by_no_other() {
    let site = desk();
    site.article("named", "2025-03-01", "", "As The one said to The two.");
    let options = support::options(&site.root);
    // By this program, which is not the command.
    let built = pipeline::build(&options, &|_| (), &|overdue| panic!("{overdue:?}"));
    assert!(built.built.is_some(), "{:?}", built.diagnostics);
    let program = source::program().expect("a file of its own");
    let own = Disk::recall(&site.root, program);
    let path = SourcePath::new("content/analyses/named.md");
    let kept = own.cache.documents.last(&path).and_then(|kept| kept.document.as_ref()).expect("the text");
    assert!(kept.body.prose.html.contains("As The one said"), "{}", kept.body.prose.html);
    assert!(own.cache.recognition.kept().any(|(_, mentions)| mentions.len() == 2));
    let (_, together) = own.cache.together.expect("what goes together");
    assert_eq!((together.related.len(), together.companions.len()), (21, 2));
    assert!(own.files.contains_key("analyses/named/index.html"));
    let other = Disk::recall(&site.root, Fingerprint::of(b"another program"));
    assert!(other.cache.documents.last(&path).is_none() && other.files.is_empty() && other.note.is_none());
    assert_eq!(other.cache.recognition.kept().count(), 0);
}

#[test]
fn a_cache_that_somebody_writes_into_meanwhile_is_not_believed() {
    let site = desk();
    let options = support::options(&site.root);
    let _ = pipeline::build(&options, &|_| (), &|overdue| panic!("{overdue:?}"));
    let own = Disk::recall(&site.root, source::program().expect("a file of its own"));
    let disk = own.disk.expect("a cache");
    let text = |name: &str| {
        let kept = own.cache.documents.last(&SourcePath::new(format!("content/analyses/{name}.md"))).unwrap();
        kept.document.as_ref().unwrap().body.prose.html.clone()
    };
    assert!(text("s1").contains("Text 1."));
    let folder = site.root.join(".dateline/cache/documents");
    let changed: Vec<_> = tree(&folder)
        .into_iter()
        .map(|(path, bytes)| (path, bytes.iter().map(|byte| !byte).collect::<Vec<u8>>()))
        .collect();
    for (path, bytes) in &changed {
        fs::write(folder.join(path), bytes).unwrap();
    }
    assert!(text("s1").contains("Text 1."));
    assert!(disk.spoiled().is_none());
    assert_eq!(text("s2"), "");
    assert!(disk.spoiled().is_some_and(|diagnostic| diagnostic.message.contains("was changed")));
}

#[test]
fn a_cache_that_cannot_be_written_harms_nothing() {
    let site = desk();
    fs::remove_dir_all(site.root.join(".dateline/cache")).unwrap();
    site.file(".dateline/cache", "in the way");
    site.article("s9", "2025-01-10", "actors: [two]\n", "Another text.");
    site.build().succeeds();
    assert_eq!(clean(&site).0.output(), site.output());
}

#[test]
fn a_cache_serves_another_folder_and_another_time() {
    let site = desk();
    let other = TestSite::empty();
    copy(&site.root, &other.root, &[".dateline/last-build"]);
    assert!(!made(&other).contains_key("article.html"));
    assert_eq!(site.output(), other.output());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_a_build_makes_what_a_clean_one_does(
        steps in prop::collection::vec((prop::collection::vec(edits::any(), 1..3), cache()), 6..12)
    ) {
        let site = edits::site();
        // Most links lead somewhere then, and most builds succeed.
        site.article("base", "2025-06-01", "", "## Part 0\n\nText.\n\n## Part 1\n\nText.");
        for slug in 0..5 {
            site.article(&format!("s{slug}"), "2025-07-01", &format!("actors: [a{}]\n", slug % 3), "Text.");
        }
        site.build().succeeds();
        for (edits, cache) in steps {
            edits.iter().for_each(|edit| edit.apply(&site));
            cache.happen(&site);
            let before = site.output();
            let run = site.build();
            let (clean, clean_run) = clean(&site);
            prop_assert_eq!(run.status, clean_run.status, "{:?}\n{}\n{}", edits, run.stderr, clean_run.stderr);
            // What edits at random may come to: links that lead nowhere, and a renamed file's old address given again.
            let may_be = |line: &str| ["error[link/", "error[content/path-clash]"].iter().any(|code| line.starts_with(code));
            let only_those = run.stderr.lines().filter(|line| line.starts_with("error[")).all(may_be);
            prop_assert!(only_those, "{}", run.stderr);
            let expected = if run.status == 0 { clean.output() } else { before };
            let output = site.output();
            let names = expected.keys().chain(output.keys());
            let different: Vec<_> = names.filter(|name| expected.get(*name) != output.get(*name)).collect();
            prop_assert!(different.is_empty(), "{:?} {:?}", edits, different);
        }
    }
}
