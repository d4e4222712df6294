//! `dateline export`: a small site in every form, and what the command does with its options.
//!
//! `tests/export/desk/` is the site; `expected/` in it holds what it is exported to.
//! `BLESS=1 cargo test --test export` writes these files anew; read what it has written, and run
//! `tests/export/check.sh`, which holds them against the tools that are to read them.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use support::{Run, TestSite, dateline, difference, finish};

fn desk() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/desk")
}

fn export(root: &Path, args: &[&str]) -> Run {
    let mut command = dateline();
    command.arg("--root").arg(root).arg("export").args(args);
    finish(command)
}

/// Compares a file with `expected/`, or writes it there.
fn compare(name: &str, found: &str) {
    let path = desk().join("expected").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name}\n{}", difference(&expected, found));
}

#[test]
fn every_form_is_as_expected() {
    for (format, name) in [("ftm", "entities.ftm.json"), ("json", "site.json"), ("graphml", "graph.graphml")]
    {
        let run = export(&desk(), &["--format", format]).succeeds();
        assert_eq!(run.stderr, "", "{format}");
        compare(name, &run.stdout);
    }
    let site = TestSite::empty();
    let folder = site.root.join("new/tables");
    export(&desk(), &["--format", "csv", "--output", folder.to_str().unwrap()]).succeeds();
    compare("nodes.csv", &site.read("new/tables/nodes.csv"));
    compare("edges.csv", &site.read("new/tables/edges.csv"));
}

/// The entities of the small site, and of what else is passed, as the package reads them.
fn entities(args: &[&str]) -> Vec<Value> {
    let run = export(&desk(), &[&["--format", "ftm"], args].concat()).succeeds();
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn ids_are_unique_and_lead_somewhere() {
    let entities = entities(&[]);
    let ids: BTreeSet<&str> = entities.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), entities.len());
    for entity in &entities {
        for values in entity["properties"].as_object().unwrap().values() {
            for value in values.as_array().unwrap() {
                let value = value.as_str().unwrap();
                assert!(!value.starts_with("dateline-") || ids.contains(value), "{entity}");
            }
        }
    }
}

#[test]
fn json_has_no_edge_without_its_nodes() {
    let run = export(&desk(), &["--format", "json"]).succeeds();
    let site: Value = serde_json::from_str(&run.stdout).unwrap();
    let ids: Vec<&Value> = site["nodes"].as_array().unwrap().iter().map(|node| &node["id"]).collect();
    for edge in site["edges"].as_array().unwrap() {
        assert!(ids.contains(&&edge["from"]) && ids.contains(&&edge["to"]), "{edge}");
    }
}

#[test]
fn addresses_follow_the_base_url() {
    let entities = entities(&["--base-url", "https://other.example"]);
    let actor = entities.iter().find(|entity| entity["id"] == "dateline-actor-russia").unwrap();
    assert_eq!(actor["properties"]["sourceUrl"][0], "https://other.example/actors/russia/");
}

#[test]
fn a_file_is_written_where_output_says() {
    let site = TestSite::empty();
    let file = site.root.join("a/b.xml");
    let run = export(&desk(), &["--format", "graphml", "-o", file.to_str().unwrap()]).succeeds();
    assert_eq!(run.stdout, format!("Wrote {}\n", file.display()));
    assert!(site.read("a/b.xml").starts_with("<?xml"));
    let folder = site.root.to_str().unwrap();
    let run = export(&desk(), &["--format", "json", "-o", folder, "--quiet"]).succeeds();
    assert_eq!(run.stdout, "");
    assert!(site.has("site.json"));
    let below_a_file = file.join("c");
    let run = export(&desk(), &["--format", "json", "-o", below_a_file.to_str().unwrap()]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[io/write]"), "{}", run.stderr);
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let site = TestSite::new();
    site.article("public", "2025-01-01", "", "Text.");
    site.article("secret", "2025-01-02", "draft: true\n", "Text.");
    site.article("later", "2099-01-02", "", "Text.");
    let nodes = |args: &[&str]| {
        let run = export(&site.root, &[&["--format", "json"], args].concat()).succeeds();
        let site: Value = serde_json::from_str(&run.stdout).unwrap();
        site["nodes"].as_array().unwrap().len()
    };
    assert_eq!(nodes(&[]), 1);
    assert_eq!(nodes(&["--drafts"]), 2);
    assert_eq!(nodes(&["--drafts", "--future"]), 3);
}

#[test]
fn a_site_with_errors_is_not_exported() {
    let site = TestSite::new();
    site.article("one", "2025-01-01", "actors: [nobody]\n", "Text.");
    let out = site.root.join("out.json");
    let run = export(&site.root, &["--format", "json", "-o", out.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("Nothing was written: 1 error"), "{}", run.stderr);
    assert!(!site.has("out.json"));
}

#[test]
fn a_site_with_nothing_in_it_is_exported() {
    let site = TestSite::new();
    assert_eq!(export(&site.root, &["--format", "ftm"]).succeeds().stdout, "");
    let graph = export(&site.root, &["--format", "graphml"]).succeeds().stdout;
    assert!(graph.contains("<graph id=\"site\" edgedefault=\"directed\""), "{graph}");
    let run = export(&site.root, &["--format", "csv", "-o", site.root.to_str().unwrap()]).succeeds();
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(site.read("edges.csv"), "from,to,type,since,until,status,source,post,count,articles\r\n");
}

#[test]
fn each_command_has_its_own_formats() {
    let root = desk();
    for (args, wanted) in [
        (&["export"][..], "--format <FORMAT>"),
        (&["export", "--format", "human"], "[possible values: ftm, json, csv, graphml]"),
        (&["export", "--format", "csv"], "--output DIR"),
        (&["list", "--format", "ftm"], "[possible values: human, json, github]"),
        (&["--format", "graphml", "check"], "[possible values: human, json, github]"),
    ] {
        let mut command = dateline();
        command.arg("--root").arg(&root).args(args);
        let run = finish(command);
        assert_eq!(run.status, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(wanted), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
    }
    // The command's own option wins over the global one.
    let mut command = dateline();
    command.arg("--root").arg(&root).args(["--format", "github", "export", "--format", "json"]);
    assert!(finish(command).succeeds().stdout.starts_with("{\n"));
}
