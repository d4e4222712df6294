//! Sites that are edited and built again: what changes, what stays, and that nothing but the
//! input decides what comes out.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, SystemTime};

use support::{NOW, TestSite, Tree, dateline, finish, tree};

/// A site with some of everything that depends on something else.
fn desk() -> TestSite {
    let site = TestSite::new();
    site.article("one", "2025-07-01", "actors: [un]\ntopics: [war]\ntags: [a]\n", "See [[two]].")
        .article(
            "two",
            "2025-07-02",
            "actors: [nato]\nauthors: [jane]\naliases: [/old-two/]\n",
            "See [[un]].[^1]\n\n[^1]: Note.",
        )
        .article("three", "2025-07-03", "topics: [raids]\n", "```rust\nlet x = 1;\n```")
        .actor("un", "Made of [[nato]].")
        .actor("nato", "")
        .topic("war", "")
        .file("content/topics/raids.md", "---\nname: Raids\nbroader: war\n---\n")
        .file("content/authors/jane.md", "---\nname: Jane\n---\n")
        .file("content/about.md", "# About\n\n[home](/)\n")
        .file("content/data/x.csv", "a,b\n")
        .file("static/assets/own.css", "a { color: red }\n");
    site
}

/// Inode and time of change of every file: both stay only if nobody has written it.
fn stamps(site: &TestSite) -> BTreeSet<(String, u64, i64, i64)> {
    let output = site.root.join("public");
    let names = tree(&output).into_keys();
    names
        .map(|name| {
            let metadata = fs::metadata(output.join(&name)).unwrap();
            (name, metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
        })
        .collect()
}

/// The names of the files that differ between two trees.
fn changes(before: &Tree, after: &Tree) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// The same site built where nothing was built before.
fn built_clean(site: &TestSite, args: &[&str]) -> Tree {
    let clean = TestSite::empty();
    support::copy(&site.root, &clean.root, &["public", ".dateline"]);
    clean.run(&[&["build"], args].concat()).succeeds();
    clean.output()
}

#[test]
fn a_build_without_changes_writes_nothing() {
    let site = desk();
    let files = {
        site.build().succeeds();
        site.output().len()
    };
    let before = stamps(&site);
    // File systems may keep times in steps; a file written now is to have another one.
    std::thread::sleep(Duration::from_millis(20));
    let run = site.build().succeeds().changed(0, 0);
    assert!(run.stdout.contains(&format!(" in {files} files, ")), "{}", run.stdout);
    assert_eq!(stamps(&site), before);
}

#[test]
fn a_touched_file_is_no_change() {
    let site = desk();
    site.build().succeeds();
    let before = stamps(&site);
    let text = site.read("content/analyses/one.md");
    site.remove("content/analyses/one.md").file("content/analyses/one.md", text);
    site.build().succeeds().changed(0, 0);
    assert_eq!(stamps(&site), before);
}

#[test]
fn a_change_rewrites_the_pages_that_show_it_and_no_others() {
    let site = desk();
    site.build().succeeds();
    let (before, first) = (site.output(), stamps(&site));
    let about = |words: &str| {
        site.file("content/about.md", format!("# About\n\n[home](/)\n\n{words}\n"));
        site.build().succeeds().changed(1, 0);
        assert_eq!(changes(&before, &site.output()), ["about/index.html"]);
    };
    about("New words.");
    about("Other words.");
    // The first site was exchanged out by the second build and brought up to date by the third.
    let kept = stamps(&site).intersection(&first).count();
    assert_eq!(kept, first.len() - 2, "all but the page and the manifest are the files of the first build");
}

/// Builds the desk, breaks it, and checks that the failing build left everything as it was; mended,
/// it is what a clean build makes.
fn breaks_and_is_mended(path: &str, broken: &str, code: &str) {
    let site = desk();
    site.build().succeeds();
    let (output, before) = (site.output(), stamps(&site));
    let mended = fs::read_to_string(site.root.join(path)).ok();
    site.file(path, broken);
    site.build().fails_with(code);
    assert_eq!(site.output(), output);
    assert_eq!(stamps(&site), before, "nothing was so much as touched");
    match mended {
        Some(text) => site.file(path, text),
        None => site.remove(path),
    };
    site.build().succeeds().changed(0, 0);
    assert_eq!(site.output(), output);
    assert_eq!(site.output(), built_clean(&site, &[]));
}

#[test]
fn a_template_that_fails_at_the_last_page_changes_nothing() {
    // Every page but one is rendered before it is seen that something is wrong.
    let template = "{% if article.id == 'one' %}{{ article.nothing.at.all }}{% endif %}changed";
    breaks_and_is_mended("templates/article.html", template, "template/render");
}

#[test]
fn a_broken_link_changes_nothing() {
    breaks_and_is_mended("content/about.md", "[x](nowhere.md)", "link/broken");
}

#[test]
fn a_path_clash_changes_nothing() {
    breaks_and_is_mended("static/analyses/one/index.html", "mine", "content/path-clash");
}

#[test]
fn a_faulty_configuration_changes_nothing() {
    breaks_and_is_mended("site.toml", "title = 3\n", "data/wrong-type");
}

#[test]
fn a_first_build_that_fails_leaves_no_output() {
    let site = desk();
    site.file("templates/article.html", "{{ article.nothing.at.all }}");
    site.build().fails_with("template/render");
    assert!(!site.has("public"));
    site.remove("templates/article.html");
    site.build().succeeds();
    assert_eq!(site.output(), built_clean(&site, &[]));
}

#[test]
fn a_renamed_article_leaves_no_old_page() {
    let site = desk();
    site.build().succeeds();
    site.rename("content/analyses/three.md", "content/analyses/drei.md");
    let run = site.build().succeeds();
    assert!(run.stdout.contains("1 removed"), "{}", run.stdout);
    assert!(!site.has("public/analyses/three"));
    assert!(site.has("public/analyses/drei/index.html"));
    assert_eq!(site.output(), built_clean(&site, &[]));
}

#[test]
fn a_folder_becomes_a_file_and_back() {
    let site = desk();
    site.file("static/x/y.txt", "below").build().succeeds();
    fs::remove_dir_all(site.root.join("static/x")).unwrap();
    site.file("static/x", "a file").build().succeeds();
    assert_eq!(site.read("public/x"), "a file");
    site.remove("static/x").file("static/x/y.txt", "below").build().succeeds();
    assert_eq!(site.output(), built_clean(&site, &[]));
}

#[test]
fn a_new_article_changes_the_front_page_of_its_list_and_no_older_one() {
    let site = TestSite::new();
    site.file("site.toml", format!("{}page_size = 3\n", support::SITE_TOML));
    for day in 1..=13 {
        site.article(&format!("n{day:02}"), &format!("2025-07-{day:02}"), "actors: [un]\n", "Text.");
    }
    site.actor("un", "").build().succeeds();
    let before = site.output();
    assert!(before.contains_key("analyses/page/3/index.html"), "{:?}", before.keys());
    site.article("n14", "2025-07-14", "actors: [un]\n", "Text.").build().succeeds();
    let changed = changes(&before, &site.output());
    let pages: Vec<&String> = changed.iter().filter(|path| path.ends_with(".html")).collect();
    let expected = [
        "actors/index.html",
        "actors/un/index.html",
        "analyses/index.html",
        "analyses/n13/index.html",
        "analyses/n14/index.html",
        "archive/index.html",
        "index.html",
    ];
    assert_eq!(pages, expected);
}

#[test]
fn a_full_front_page_becomes_one_older_page_and_only_its_neighbours_notice() {
    let site = TestSite::new();
    let template = "{% for a in pager.items %}{{ a.title }} {% endfor %}{% for p in pager.pages %}{{ p.path }} {% endfor %}";
    site.file("site.toml", format!("{}page_size = 2\n", support::SITE_TOML))
        .file("templates/section.html", template);
    for day in 1..=11 {
        site.article(&format!("n{day:02}"), &format!("2025-07-{day:02}"), "", "Text.");
    }
    site.build().succeeds();
    let before = site.output();
    site.article("n12", "2025-07-12", "", "Text.").build().succeeds();
    let is_list = |path: &String| path.starts_with("analyses/page/") || path == "analyses/index.html";
    let lists: Vec<String> = changes(&before, &site.output()).into_iter().filter(is_list).collect();
    let numbered = |number: u8| format!("analyses/page/{number}/index.html");
    assert_eq!(lists, ["analyses/index.html".to_owned(), numbered(3), numbered(4), numbered(5)]);
}

#[test]
fn the_order_of_files_threads_place_and_locale_decide_nothing() {
    let site = desk();
    let reference = built_clean(&site, &["--jobs", "1"]);
    assert_eq!(built_clean(&site, &["--jobs", "4"]), reference, "threads");

    for (name, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "ja_JP.UTF-8"),
        ("HOME", "/nonexistent"),
    ] {
        let other = TestSite::empty();
        support::copy(&site.root, &other.root, &[]);
        other.run_with(&["build"], &[(name, value)]).succeeds();
        assert_eq!(other.output(), reference, "{name}");
    }

    let elsewhere = TestSite::empty();
    let mut command = dateline();
    command
        .current_dir("/")
        .arg("--root")
        .arg(&site.root)
        .args(["build", "--output"])
        .arg(elsewhere.root.join("public"));
    finish(command).succeeds();
    assert_eq!(elsewhere.output(), reference, "working directory");
}

#[test]
fn files_written_in_another_order_give_the_same_bytes() {
    let site = desk();
    let mut files: Vec<(String, Vec<u8>)> = tree(&site.root).into_iter().collect();
    files.reverse();
    let other = TestSite::empty();
    for (path, bytes) in files {
        other.file(&path, bytes);
    }
    assert_eq!(built_clean(&other, &[]), built_clean(&site, &[]));
}

#[test]
fn a_year_later_the_same_site_has_the_same_bytes() {
    let site = desk();
    site.build().succeeds();
    let before = site.output();
    let later = (NOW.parse::<i64>().unwrap() + 365 * 86_400).to_string();
    site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", &later)]).succeeds().changed(0, 0);
    assert_eq!(site.output(), before);
}

#[test]
fn two_builds_at_the_real_time_have_the_same_bytes() {
    let site = desk();
    let build = || {
        let mut command = dateline();
        command.env_remove("SOURCE_DATE_EPOCH").current_dir(&site.root).arg("build");
        finish(command).succeeds()
    };
    build();
    std::thread::sleep(Duration::from_millis(1_100));
    build().changed(0, 0);
}

#[test]
fn a_scheduled_article_appears_when_its_day_has_come() {
    let site = desk();
    site.article("soon", "2026-01-02", "", "Text.").build().succeeds();
    assert!(!site.has("public/analyses/soon"));
    site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "1767312000")]).succeeds();
    assert!(site.has("public/analyses/soon/index.html"));
    site.build().succeeds();
    assert!(!site.has("public/analyses/soon"));
}

/// The stages that a build went through.
fn stages(site: &TestSite) -> Vec<String> {
    let json = site.run(&["build", "--timings", "--format", "json"]).succeeds().stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    let stages = first["timings"].as_array().unwrap();
    stages.iter().map(|stage| stage["stage"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_site_that_is_as_it_was_is_not_built_again() {
    let site = desk();
    site.build().succeeds();
    assert_eq!(stages(&site), ["load"]);
    // What somebody has done to the output is mended.
    site.remove("public/about/index.html").build().succeeds().changed(1, 0);
    assert_eq!(site.output(), built_clean(&site, &[]));
    assert_eq!(stages(&site), ["load"]);
}

#[test]
fn a_record_of_the_last_build_that_is_not_whole_is_not_believed() {
    let site = desk();
    site.build().succeeds();
    let path = site.root.join(".dateline/last-build");
    let record = fs::read(&path).unwrap();
    let with = |at: usize| {
        let mut record = record.clone();
        record[at] ^= 1;
        record
    };
    let broken = [
        Vec::new(),
        record[..record.len() / 2].to_vec(),
        with(0),
        with(record.len() - 1),
        b"another program's file\n{}".to_vec(),
        vec![0; 4096],
    ];
    for broken in broken {
        fs::write(&path, &broken).unwrap();
        let stages = stages(&site);
        assert_eq!(stages.last().unwrap(), "keep", "believed: {broken:?}");
        assert_ne!(fs::read(&path).unwrap(), broken);
    }
    // Something that cannot be replaced costs the next build time, and nothing else.
    site.remove(".dateline/last-build").file(".dateline/last-build/folder/file", "");
    for _ in 0..2 {
        site.build().succeeds().changed(0, 0);
    }
}

#[test]
fn an_edit_that_keeps_length_and_time_of_a_file_is_seen() {
    let site = desk();
    site.article("edited", "2025-07-01", "", "Said before.").build().succeeds();
    // As if the build had been an hour later than the files, so that their stamps are believed.
    let record = fs::File::options().append(true).open(site.root.join(".dateline/last-build")).unwrap();
    record.set_modified(SystemTime::now() + Duration::from_secs(3600)).unwrap();
    assert_eq!(stages(&site), ["load"]);
    let path = site.root.join("content/analyses/edited.md");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap().replace("before", "behind");
    fs::write(&path, text).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
    site.build().succeeds();
    assert!(site.read("public/analyses/edited/index.html").contains("Said behind."));
}

#[test]
fn findings_are_told_again_when_nothing_changed() {
    let site = desk();
    site.article("warned", "2025-07-01", "descriptoin: A slip.\n", "Text.");
    let (first, second) = (site.build(), site.build());
    assert!(first.stderr.contains("warning["), "{}", first.stderr);
    assert_eq!(first.stderr, second.stderr);
}

#[test]
fn an_article_expires_though_no_file_changed() {
    let site = desk();
    site.article("brief", "2025-07-01", "expiry_date: 2026-01-02\n", "Text.").build().succeeds();
    assert!(site.has("public/analyses/brief/index.html"));
    site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "1767312000")]).succeeds();
    assert!(!site.has("public/analyses/brief"));
    site.build().succeeds();
    assert!(site.has("public/analyses/brief/index.html"));
}

#[test]
fn no_template_can_reach_the_clock_a_file_the_environment_or_the_network() {
    // Functions of Tera 1 and tera-contrib, of Zola and of Hugo.
    for call in [
        "now()",
        "get_env(name='HOME')",
        "load_data(path='site.toml')",
        "read_file(path='site.toml')",
        "get_file(path='site.toml')",
        "fetch(url='https://example.org')",
        "get_random(start=0, end=9)",
        "resize_image(path='x.png', width=1)",
    ] {
        let site = TestSite::new();
        site.article("x", "2025-07-03", "", "").file("templates/article.html", format!("{{{{ {call} }}}}"));
        site.build().fails_with("template/syntax");
    }
    let site = TestSite::new();
    site.article("x", "2025-07-03", "", "").file("templates/article.html", "{% include '../site.toml' %}");
    site.build().fails_with("template/syntax");
}

/// What a reader reads of HTML.
fn visible(html: &str) -> String {
    let (mut text, mut is_tag) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn what_fills_the_holes_of_a_text_changes_none_of_its_words() {
    let site = TestSite::new();
    let body = "Before, [the *linked* \"words\"](two.md) & 1 < 2, a [[two]], [[two|**some** more]], ![alt](x.png) \
                and a note[^1]; **bold _and_ `code`** <two@example.org>.\n\n[^1]: A [[two|note]].";
    site.file("templates/article.html", "{{ article.content }}")
        .file("content/analyses/x.png", "")
        .article("two", "2025-07-02", "", "Two.")
        .article("one", "2025-07-03", "", body);
    site.build().succeeds();
    let page = visible(&site.read("public/analyses/one/index.html"));
    let expected = "Before, the linked “words” & 1 < 2, a About two, some more,  and a note1; bold and code two@example.org.";
    assert!(page.starts_with(expected), "{page}");
    assert!(page.contains("A note. ↩"), "{page}");
    // A feed fills the same holes with absolute addresses.
    site.file("site.toml", format!("{}[feeds]\ncontent = \"full\"\n", support::SITE_TOML)).build().succeeds();
    let feed: serde_json::Value = serde_json::from_str(&site.read("public/feed.json")).unwrap();
    assert_eq!(visible(feed["items"][0]["content_html"].as_str().unwrap()).trim(), page.trim());
}

#[test]
fn a_portable_site_has_no_link_to_a_folder() {
    let site = desk();
    site.run(&["build", "--portable"]).succeeds();
    for (path, bytes) in site.output().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let is_elsewhere = link.contains(':') || link.starts_with('#') || link.is_empty();
            assert!(is_elsewhere || !link.split('#').next().unwrap().ends_with('/'), "{path}: {link}");
        }
    }
}

#[test]
fn timings_name_every_stage_and_go_to_standard_error() {
    let site = desk();
    let run = site.run(&["build", "--timings"]).succeeds();
    let stages = run.stderr.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = stages.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(
        names,
        [
            "load", "recall", "parse", "link", "view", "theme", "plan", "prepare", "render", "publish",
            "keep", "total"
        ]
    );
    assert!(run.stderr.contains("× article.html") && run.stderr.contains("The slowest:"), "{}", run.stderr);
    // Without a cache every file is made again.
    fs::remove_dir_all(site.root.join(".dateline")).unwrap();
    let json = site.run(&["build", "--timings", "--format", "json"]).succeeds().stdout;
    let lines: Vec<serde_json::Value> =
        json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["timings"].as_array().unwrap().len(), 11);
    let templates = lines[0]["templates"].as_array().unwrap();
    let files: u64 = templates.iter().map(|template| template["files"].as_u64().unwrap()).sum();
    assert_eq!(files, lines[1]["summary"]["files"].as_u64().unwrap());
    assert_eq!(lines[0]["slowest"].as_array().unwrap().len(), 10);
    assert_eq!(lines[1]["summary"]["ok"], true);
}
