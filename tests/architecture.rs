//! What the code may not do, whoever writes it: stages that know of later ones, a stage that
//! reads a file or the clock by itself, files too long to read, diagnostics without a test.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each module directly under `src/` and the modules that it may use, all of them from lines
/// above: so there can be no circle. A new dependency is a decision, and is made here.
const ALLOWED: &[(&str, &str)] = &[
    ("model", ""),
    ("diagnostic", "model"),
    ("data", "model diagnostic"),
    ("config", "model diagnostic data"),
    ("source", "model diagnostic"),
    ("document", "model diagnostic data config"),
    ("gazetteer", "model diagnostic data config document"),
    ("site", "model diagnostic config document gazetteer"),
    ("cache", "model diagnostic document site"),
    ("theme", "model diagnostic data config source document"),
    ("drawing", ""),
    ("xml", ""),
    ("view", "model data config document gazetteer site drawing"),
    ("export", "model config document site view xml"),
    ("output", "model diagnostic config document gazetteer site theme view xml"),
    ("write", "model diagnostic source"),
    ("excerpt", "model diagnostic data source document theme"),
    ("listing", "model site"),
    ("mentions", "model diagnostic config document gazetteer site"),
    ("lint", "model diagnostic config document gazetteer site"),
    ("scaffold", "model diagnostic document"),
    ("import", "model diagnostic source scaffold"),
    (
        "pipeline",
        "model diagnostic data config source document gazetteer site cache theme view output write excerpt scaffold lint",
    ),
    ("serve", "model diagnostic config excerpt pipeline"),
    (
        "cli",
        "model diagnostic source document theme excerpt export listing mentions scaffold import pipeline serve",
    ),
    ("main", "cli"),
];

/// The modules that may touch the world outside, and how. `*` is all of [`OUTSIDE`].
const TOUCHES: &[(&str, &str)] = &[
    // Reads content; the one look at the clock.
    ("source", "*"),
    // Reads themes.
    ("theme", "*"),
    // Keeps what the next build may use.
    ("cache", "std::fs std::os"),
    // Writes the site.
    ("write", "*"),
    // Writes new files of content.
    ("scaffold", "*"),
    // Listens, and watches the site's folders.
    ("serve", "std::net Instant .is_dir("),
    // Is the edge to the outside.
    ("cli", "*"),
    ("main", "std::process"),
    // Measures how long the stages take, and asks whether there is a configuration at all.
    ("pipeline", "Instant .exists("),
];

/// Words that touch files, clock, environment, other programs or the network.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::os",
    "SystemTime",
    "Instant",
    "Zoned::now",
    "Timestamp::now",
    "WalkDir",
    "rustix::",
    "env!(\"HOME",
    "option_env!",
    ".exists(",
    ".try_exists(",
    ".is_file(",
    ".is_dir(",
    ".metadata(",
    ".canonicalize(",
    ".read_dir(",
    ".read_link(",
    "println!",
    "io::stdout",
    "io::stderr",
    "io::stdin",
];

/// Codes that no case provokes, with where they are tested instead.
const WITHOUT_CASE: &[(&str, &str)] = &[
    ("cache/damaged", "needs a cache of the same program: tests/incremental.rs"),
    ("output/locked", "needs a second build at the same time: tests/write.rs"),
    ("output/no-exchange", "needs a mount point: tests/write.rs"),
    ("output/journal", "needs a build that was killed: tests/write.rs"),
    ("serve/port", "needs a machine without a free port, or a port that only the system may use"),
    ("serve/watch", "needs a system that watches no folders"),
    ("serve/restart", "needs a server, and templates that never end: src/theme/apart.rs"),
    ("output/rescued", "needs files written while a build runs: tests/write.rs"),
    ("output/recovered", "needs a build that was killed: tests/write.rs"),
];

/// A file of `src/`, without its tests and comments.
struct Source {
    /// Its path below `src/`.
    path: String,
    /// The module directly under `src/` that it is part of.
    module: String,
    /// Its text as it is.
    text: String,
    /// Its code alone.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        if !entry.file_type().is_file() || !path.ends_with(".rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = if is_test { String::new() } else { code_of(&text) };
        let module = path.split(['/', '.']).next().unwrap().to_owned();
        sources.push(Source { path, module, text, code });
    }
    assert!(sources.len() > 50, "{} files cannot be all", sources.len());
    sources
}

/// The text before the unit tests, without comments. Those are line comments here.
fn code_of(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let lines = text[..end].lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that code names: `crate::x`, `crate::{x, y::z}`, and `dateline::x` in the binary.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for root in ["crate::", "dateline::"] {
        for (at, _) in code.match_indices(root) {
            let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
            if is_word {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => names.extend(group_heads(group)),
                None => names.extend(head(rest)),
            }
        }
    }
    names
}

/// The first name of a path.
fn head(path: &str) -> Option<String> {
    let name: String = path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first names in `x, y::{a, b}, z}`.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.extend(head(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

#[test]
fn paths_are_read_whatever_their_form() {
    let code = "use crate::site::{self, Site};\nuse crate::{model, view::{A, B}, theme};\nlet x = crate::data::Value::Null;\n\
                use dateline::source;\nlet mycrate::no = 1; $crate::macros";
    let named: Vec<String> = named_modules(code).into_iter().collect();
    assert_eq!(named, ["data", "model", "site", "source", "theme", "view"]);
    assert_eq!(code_of("a // crate::x\n#[cfg(test)]\nmod tests { use crate::y; }"), "a ");
}

#[test]
fn the_table_of_stages_has_no_circle() {
    let mut above = BTreeSet::new();
    for (module, allowed) in ALLOWED {
        for name in allowed.split_whitespace() {
            assert!(above.contains(name), "`{module}` may use `{name}`, which is not above it");
        }
        assert!(above.insert(*module), "`{module}` is there twice");
    }
}

#[test]
fn stages_know_only_earlier_stages() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ALLOWED.iter().map(|(module, names)| (*module, names.split_whitespace().collect())).collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module != "lib") {
        let Some(known) = allowed.get(source.module.as_str()) else {
            wrong.push(format!("{}: give the module `{}` a line in ALLOWED", source.path, source.module));
            continue;
        };
        for name in named_modules(&source.code) {
            if name != source.module && !known.contains(name.as_str()) {
                wrong.push(format!("{}: `{}` may not use `{name}`", source.path, source.module));
            }
        }
        if source.code.contains("super::super::") {
            wrong.push(format!(
                "{}: write `crate::` for `super::super::`, so that this test sees it",
                source.path
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_pipeline_and_the_command_line_chain_stages() {
    // What joins reading, rendering and writing is to be one module.
    let ends = ["source", "output", "write"];
    for source in sources() {
        let named = named_modules(&source.code);
        let joined = ends.iter().filter(|end| named.contains(**end)).count();
        assert!(joined < 2 || source.module == "pipeline", "{} names {named:?}", source.path);
    }
}

#[test]
fn only_few_modules_touch_files_clock_and_environment() {
    let mut wrong = Vec::new();
    for source in sources() {
        let allowed =
            TOUCHES.iter().find(|(module, _)| *module == source.module).map_or("", |(_, words)| words);
        if allowed == "*" {
            continue;
        }
        let grouped = grouped_std(&source.code);
        for word in OUTSIDE.iter().filter(|word| !allowed.split_whitespace().any(|allowed| allowed == **word))
        {
            if source.code.contains(word) || grouped.iter().any(|name| name == word) {
                wrong.push(format!("{} has `{word}`", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `use std::{env, fs}` names, as `std::env` and `std::fs`.
fn grouped_std(code: &str) -> Vec<String> {
    let groups = code.match_indices("std::{").map(|(at, open)| &code[at + open.len()..]);
    groups.flat_map(group_heads).map(|name| format!("std::{name}")).collect()
}

#[test]
fn no_stage_but_the_clock_itself_reads_the_time() {
    let clocks: Vec<String> = sources()
        .into_iter()
        .filter(|source| {
            ["SystemTime::now", "Timestamp::now", "Zoned::now"].iter().any(|now| source.code.contains(now))
        })
        .map(|source| source.path)
        .collect();
    assert_eq!(clocks, ["source/clock.rs"]);
}

#[test]
fn files_are_short_or_say_why_not() {
    for source in sources() {
        let lines = source.text.lines().count();
        let reason = source.text.lines().find_map(|line| line.split("// over 500 lines: ").nth(1));
        assert!(
            lines <= 500 || reason.is_some_and(|reason| reason.len() > 10),
            "src/{} has {lines} lines",
            source.path
        );
    }
}

/// Names and ids of all diagnostic codes, as `src/diagnostic/codes.rs` lists them.
fn codes() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/codes.rs");
    let text = fs::read_to_string(path).unwrap();
    let entries = text.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once(" = \"")?;
        let (id, _) = rest.split_once("\": \"")?;
        Some((name.to_owned(), id.to_owned()))
    });
    let codes: Vec<(String, String)> = entries.collect();
    assert_eq!(codes.len(), dateline::diagnostic::codes::ALL.len());
    codes
}

#[test]
fn every_code_is_used() {
    let sources = sources();
    for (name, id) in codes() {
        let wanted = format!("codes::{name}");
        let is_used = sources.iter().any(|source| {
            source.code.match_indices(&wanted).any(|(at, _)| {
                let after = source.code[at + wanted.len()..].chars().next();
                !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
        });
        assert!(is_used, "nothing reports `{id}`");
    }
}

#[test]
fn every_code_has_a_case() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut printed = String::new();
    for case in fs::read_dir(cases).unwrap() {
        for name in ["stdout", "stderr"] {
            printed += &fs::read_to_string(case.as_ref().unwrap().path().join(name)).unwrap_or_default();
        }
    }
    let mut wrong = Vec::new();
    for (_, id) in codes() {
        let has_case = printed.contains(&format!("[{id}]: "));
        match WITHOUT_CASE.iter().find(|(code, _)| *code == id) {
            None if !has_case => wrong.push(format!("no case provokes `{id}`")),
            Some(_) if has_case => wrong.push(format!("`{id}` has a case and needs no exception")),
            _ => {}
        }
    }
    for (code, _) in WITHOUT_CASE {
        if !codes().iter().any(|(_, id)| id == code) {
            wrong.push(format!("there is no code `{code}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
