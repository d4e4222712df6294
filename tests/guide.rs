//! What the guide says of the project itself.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// A file or folder that the guide names, and the test in it, where it names one.
fn test_named(span: &str) -> (PathBuf, Option<&str>) {
    let (file, test) = span.split_once(": ").map_or((span, None), |(file, test)| (file, Some(test)));
    let in_folder = |folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(file);
    let tests = in_folder("tests");
    (if tests.exists() { tests } else { in_folder("src") }, test)
}

/// Whether a file has a word that nothing longer contains.
fn has_word(text: &str, word: &str) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    text.match_indices(word).any(|(at, _)| {
        !goes_on(text[..at].chars().next_back()) && !goes_on(text[at + word.len()..].chars().next())
    })
}

#[test]
fn each_fault_in_the_table_has_its_test() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/guide/faults.md");
    let page = fs::read_to_string(page).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| What happens"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, _, tests] = cells.as_slice() else {
            wrong.push(format!("this row has not three cells: {row}"));
            continue;
        };
        let spans: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        if spans.is_empty() {
            wrong.push(format!("this row names no test: {row}"));
        }
        for span in spans {
            let (path, test) = test_named(span);
            let found = match test {
                None => path.is_dir() || path.is_file(),
                Some(test) => fs::read_to_string(&path).is_ok_and(|text| has_word(&text, test)),
            };
            if !found {
                wrong.push(format!("there is no test `{span}`"));
            }
        }
    }
    assert!(count > 50, "the table has {count} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
