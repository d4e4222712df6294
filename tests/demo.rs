//! The repository's own site: the demonstration desk, with the guide.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fs;
use std::path::Path;

use support::{TestSite, copy, tree};

/// A copy of the repository's site, in which a build leaves nothing behind for the repository.
fn demonstration() -> TestSite {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = TestSite::empty();
    fs::copy(repository.join("site.toml"), site.root.join("site.toml")).unwrap();
    for folder in ["content", "themes", "templates", "static"] {
        copy(&repository.join(folder), &site.root.join(folder), &[]);
    }
    site
}

#[test]
fn builds_strictly_without_a_finding_and_twice_to_the_same_bytes() {
    let (first, second) = (demonstration(), demonstration());
    let run = first.run(&["build", "--strict"]).succeeds();
    assert_eq!(run.stderr, "");
    assert!(!run.stdout.contains("error") && !run.stdout.contains("warning"), "{}", run.stdout);
    second.run(&["build", "--strict", "--jobs", "1"]).succeeds();
    let names = |site: &TestSite| site.output().into_keys().collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    let (a, b) = (first.output(), second.output());
    let differing: Vec<&String> = a.keys().filter(|path| a[*path] != b[*path]).collect();
    assert!(differing.is_empty(), "{differing:?}");
    first.run(&["build", "--strict"]).succeeds().changed(0, 0);
}

/// What a reader loads besides the text stays small, in every embedded theme.
#[test]
fn scripts_and_styles_stay_small() {
    for theme in ["default", "briefing"] {
        let site = demonstration();
        let config = format!("{}\n[theme]\nname = \"{theme}\"\n", site.read("site.toml"));
        site.file("site.toml", config).run(&["build", "--strict"]).succeeds();
        let bytes = |extension: &str| {
            let output = site.output();
            let assets =
                output.iter().filter(|(path, _)| path.starts_with("assets/") && path.ends_with(extension));
            assets.map(|(_, bytes)| bytes.len()).sum::<usize>()
        };
        assert!((5_000..15_000).contains(&bytes(".js")), "{theme}: {} bytes of scripts", bytes(".js"));
        assert!((10_000..30_000).contains(&bytes(".css")), "{theme}: {} bytes of styles", bytes(".css"));
    }
}

#[test]
fn opens_from_a_folder_too() {
    demonstration().run(&["build", "--strict", "--portable"]).succeeds();
}

#[test]
fn its_analyses_have_the_length_that_the_guide_promises() {
    let site = demonstration();
    // What a reader is told, by a template of our own.
    site.file("templates/article.html", "{{ article.words }}").build().succeeds();
    let listed: serde_json::Value = {
        let run = site.run(&["list", "analyses", "--format", "json"]).succeeds();
        serde_json::from_str(&run.stdout).unwrap()
    };
    let articles = listed.as_array().unwrap();
    assert!(!articles.is_empty());
    for article in articles {
        let (path, source) = (article["path"].as_str().unwrap(), article["source"].as_str().unwrap());
        let words: usize = site.read(&format!("public/{path}index.html")).trim().parse().unwrap();
        assert!((600..=1_000).contains(&words), "{source} has {words} words");
    }
}

#[test]
fn shows_enough_actors_and_topics_to_try_the_linking() {
    let site = demonstration();
    let count = |kind: &str| {
        let run = site.run(&["list", kind, "--format", "json"]).succeeds();
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap().as_array().unwrap().len()
    };
    assert!(count("actors") >= 30);
    assert!(count("topics") >= 10);
}

/// As an editor on Windows may save every text of a site.
#[test]
fn a_site_with_byte_order_marks_and_crlf_gives_the_same_bytes() {
    let (unix, windows) = (demonstration(), demonstration());
    let mut converted = 0;
    for (path, bytes) in tree(&windows.root) {
        let is_text = ["md", "yaml", "toml", "html"].iter().any(|it| path.ends_with(&format!(".{it}")));
        if is_text && !path.contains("static/") {
            let text = String::from_utf8(bytes).unwrap();
            windows.file(&path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
            converted += 1;
        }
    }
    assert!(converted > 50, "{converted} texts cannot be all");
    unix.build().succeeds();
    windows.build().succeeds();
    let (a, b) = (unix.output(), windows.output());
    assert!(a.keys().eq(b.keys()));
    let differing: Vec<&String> = a.keys().filter(|path| a[*path] != b[*path]).collect();
    assert!(differing.is_empty(), "{differing:?}");
}
