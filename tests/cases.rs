//! Folders of input and expected output, run with the real command.
//!
//! `tests/cases/NAME/` is a folder in which the command is run: mostly a site. Beside the site's
//! files it holds
//!
//! - `case.toml`: what is run and compared, see [`Case`];
//! - `stdout` and `stderr`: what the command is to print; nothing where there is no such file;
//! - `expected/`: the files that the command is to have written.
//!
//! `BLESS=1 cargo test --test cases` writes these expectations; read what it has written. A
//! name as in `CASE=actor cargo test --test cases` runs only the cases that have it in theirs.
//! Templates of their own keep the default theme out of what is compared.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use rayon::prelude::*;
use serde::Deserialize;

use support::{Tree, copy, dateline, difference, finish, tree};

/// `case.toml`. Paths are those of the folder in which the command runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    /// The arguments of the command.
    args: Vec<String>,
    /// Its exit status.
    status: i32,
    /// More environment.
    env: BTreeMap<String, String>,
    /// Files that the command writes, compared byte by byte.
    files: Vec<String>,
    /// Folders whose files are listed by name in `expected/NAME.list`. What the default theme
    /// brings is left out.
    list: Vec<String>,
    /// Files that no checkout could be trusted with: byte order marks, odd names.
    write: BTreeMap<String, String>,
    /// Files of this many bytes.
    zeros: BTreeMap<String, u64>,
    /// Symbolic links, with what they lead to.
    links: BTreeMap<String, String>,
    /// Commands that are run first and must succeed.
    before: Vec<Vec<String>>,
    /// Files that are written after those.
    then_write: BTreeMap<String, String>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            args: vec!["build".to_owned()],
            status: 0,
            env: BTreeMap::new(),
            files: Vec::new(),
            list: Vec::new(),
            write: BTreeMap::new(),
            zeros: BTreeMap::new(),
            links: BTreeMap::new(),
            before: Vec::new(),
            then_write: BTreeMap::new(),
        }
    }
}

/// What is no part of the folder in which the command runs.
const EXPECTATIONS: [&str; 4] = ["case.toml", "stdout", "stderr", "expected"];

#[test]
fn every_case_prints_and_writes_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = env::var("CASE").unwrap_or_default();
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.is_dir() && name_of(case).contains(&wanted));
    cases.sort();
    assert!(!cases.is_empty());
    let failed: Vec<String> = cases.par_iter().filter_map(|case| run(case).err()).collect();
    assert!(failed.is_empty(), "{} of {} cases failed\n\n{}", failed.len(), cases.len(), failed.join("\n"));
}

fn name_of(case: &Path) -> String {
    case.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Runs one case; in the error, everything that is not as expected.
fn run(folder: &Path) -> Result<(), String> {
    let name = name_of(folder);
    let text = fs::read_to_string(folder.join("case.toml")).unwrap_or_default();
    let case: Case = toml::from_str(&text).map_err(|error| format!("{name}: case.toml: {error}"))?;
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(&name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    set_up(&case, folder, &root);
    let command = |args: &[String]| {
        let mut command = dateline();
        command.current_dir(&root).args(args).envs(&case.env);
        finish(command)
    };
    for args in &case.before {
        command(args).succeeds();
    }
    write(&root, &case.then_write);
    let previous = tree(&root.join("public"));
    let result = command(&case.args);

    let mut wrong = String::new();
    if result.status != case.status {
        writeln!(
            wrong,
            "  status {} instead of {}\n{}{}",
            result.status, case.status, result.stdout, result.stderr
        )
        .unwrap();
    }
    if result.status != 0 && tree(&root.join("public")) != previous {
        writeln!(wrong, "  it failed, and yet the output folder is not as it was").unwrap();
    }
    let mut found = Tree::new();
    for (name, text) in [("stdout", &result.stdout), ("stderr", &result.stderr)] {
        if !text.is_empty() {
            found.insert(name.to_owned(), redact(text, &root).into_bytes());
        }
    }
    for file in &case.files {
        match fs::read(root.join(file)) {
            Ok(bytes) => drop(found.insert(format!("expected/{file}"), bytes)),
            Err(error) => writeln!(wrong, "  {file}: {error}").unwrap(),
        }
    }
    for listed in &case.list {
        found.insert(format!("expected/{listed}.list"), list(&root.join(listed)).into_bytes());
    }
    if env::var_os("BLESS").is_some() {
        bless(folder, &found);
    } else {
        compare(folder, &found, &mut wrong);
    }
    fs::remove_dir_all(&root).unwrap();
    if wrong.is_empty() { Ok(()) } else { Err(format!("{name}\n{wrong}")) }
}

fn set_up(case: &Case, folder: &Path, root: &Path) {
    copy(folder, root, &EXPECTATIONS);
    write(root, &case.write);
    for (path, size) in &case.zeros {
        fs::File::create(root.join(path)).unwrap().set_len(*size).unwrap();
    }
    for (path, target) in &case.links {
        std::os::unix::fs::symlink(target, root.join(path)).unwrap();
    }
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The names of a folder's files but those that the default theme brings.
fn list(folder: &Path) -> String {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let theirs: BTreeSet<String> = tree(&theme.join("static"))
        .into_keys()
        .chain(tree(&theme.join("templates/assets")).into_keys().map(|name| format!("assets/{name}")))
        .chain(["assets/highlight.css".to_owned()])
        .collect();
    let own = tree(folder)
        .into_keys()
        .map(|name| without_hash(&name))
        .filter(|name| !name.starts_with(".dateline") && !theirs.contains(&name.replace(".[HASH]", "")))
        // Parts of the search index have names of their own.
        .filter(|name| !name.starts_with("data/search/"));
    own.map(|name| name + "\n").collect()
}

/// `assets/x.0123456789.css` as `assets/x.[HASH].css`.
fn without_hash(name: &str) -> String {
    let is_hash = |part: &str| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = name.split('.').map(|part| if is_hash(part) { "[HASH]" } else { part }).collect();
    parts.join(".")
}

/// What a command printed, without what differs from run to run.
fn redact(text: &str, root: &Path) -> String {
    let text = text.replace(root.to_str().unwrap(), "[ROOT]");
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        // The default theme decides how many files there are.
        let line = replace_number(line, " pages in ", " files");
        let line = replace_number(&line, " files, ", " changed");
        let line = replace_number(&line, "\"files\":", ",");
        let line = replace_number(&line, "\"changed\":", ",");
        let line = replace_number(&line, ", in ", " s");
        out += &replace_number(&line, "\"seconds\":", "}");
    }
    out
}

/// The number between two texts as `[N]`.
fn replace_number(line: &str, before: &str, after: &str) -> String {
    let Some((head, rest)) = line.split_once(before) else { return line.to_owned() };
    let end = rest.find(|c: char| !"0123456789.e-".contains(c)).unwrap_or(rest.len());
    if end > 0 && rest[end..].starts_with(after) {
        format!("{head}{before}[N]{}", &rest[end..])
    } else {
        line.to_owned()
    }
}

fn expectations(folder: &Path) -> Tree {
    let mut expected = tree(folder);
    expected.retain(|path, _| path == "stdout" || path == "stderr" || path.starts_with("expected/"));
    expected
}

fn bless(folder: &Path, found: &Tree) {
    for path in expectations(folder).keys() {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, bytes) in found {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), bytes).unwrap();
    }
}

fn compare(folder: &Path, found: &Tree, wrong: &mut String) {
    let expected = expectations(folder);
    for (path, bytes) in found {
        let text = String::from_utf8_lossy(bytes);
        match expected.get(path) {
            Some(wanted) if wanted == bytes => {}
            Some(wanted) => {
                write!(wrong, "  {path}\n{}", difference(&String::from_utf8_lossy(wanted), &text)).unwrap();
            }
            None => write!(wrong, "  {path} was not expected\n{text}").unwrap(),
        }
    }
    for path in expected.keys().filter(|path| !found.contains_key(*path)) {
        writeln!(wrong, "  {path} was expected, and there is nothing").unwrap();
    }
}
