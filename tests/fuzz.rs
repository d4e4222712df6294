//! The targets of the fuzzer, on stable Rust and without it: every kept input, and what becomes of it by chance.
//!
//! `tests/fuzz/README.md` says how to run the fuzzer itself.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "fuzz/targets/mod.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The kept inputs of a target, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect();
    inputs.sort();
    inputs
}

/// A change of an input.
#[derive(Debug, Clone)]
enum Change {
    /// Other bytes in place of these.
    Replace(prop::sample::Index, usize, Vec<u8>),
    /// A piece of another input of the same target.
    Insert(prop::sample::Index, prop::sample::Index, prop::sample::Index, usize),
    /// A piece, many times.
    Repeat(prop::sample::Index, usize, usize),
    /// The end is missing.
    Cut(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    use prop::sample::Index;
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        "[-\\[\\]{}()<>:;,.&%#!?|*~^_`'\"\\\\/=+@$ \n\t0-9A-Za-z]{0,6}".prop_map(String::into_bytes),
        "\\PC{0,3}".prop_map(String::into_bytes),
    ];
    prop_oneof![
        4 => (any::<Index>(), 0..8_usize, bytes).prop_map(|(at, length, with)| Change::Replace(at, length, with)),
        2 => (any::<Index>(), any::<Index>(), any::<Index>(), 0..40_usize)
            .prop_map(|(at, other, from, length)| Change::Insert(at, other, from, length)),
        1 => (any::<Index>(), 1..20_usize, 2..30_usize).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        1 => any::<Index>().prop_map(Change::Cut),
    ]
}

fn apply(mut input: Vec<u8>, changes: &[Change], corpus: &[(String, Vec<u8>)]) -> Vec<u8> {
    for change in changes {
        let size = input.len() + 1;
        let piece = |from: &[u8], at: usize, length: usize| from[at..(at + length).min(from.len())].to_vec();
        match change {
            Change::Replace(at, length, with) => {
                let at = at.index(size);
                input.splice(at..(at + length).min(size - 1), with.iter().copied());
            }
            Change::Insert(at, other, from, length) => {
                let at = at.index(size);
                let (_, other) = &corpus[other.index(corpus.len())];
                input.splice(at..at, piece(other, from.index(other.len() + 1), *length));
            }
            Change::Repeat(at, length, times) => {
                let at = at.index(size);
                let repeated = piece(&input, at, *length).repeat(*times);
                input.splice(at..at, repeated);
            }
            Change::Cut(at) => input.truncate(at.index(size)),
        }
    }
    input
}

#[test]
fn every_target_has_a_corpus_and_a_binary() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/Cargo.toml")).unwrap();
    for (name, _) in targets::ALL {
        assert!(corpus(name).len() >= 3, "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz.rs\"")), "{name}");
    }
}

#[test]
fn kept_inputs_hold() {
    for (name, _) in targets::ALL {
        for (file, input) in corpus(name) {
            if catch_unwind(AssertUnwindSafe(|| targets::run(name, &input))).is_err() {
                panic!("tests/fuzz/corpus/{name}/{file}: see the message above");
            }
        }
    }
}

/// As many changed inputs a target as a few seconds allow: the fuzzer does the rest.
#[test]
fn changed_inputs_hold() {
    std::thread::scope(|scope| {
        for (name, target) in targets::ALL {
            scope.spawn(move || {
                let inputs = corpus(name);
                let config = Config { cases: 256, failure_persistence: None, ..Config::default() };
                let picked = (any::<prop::sample::Index>(), prop::collection::vec(change(), 1..6));
                let run = TestRunner::new(config).run(&picked, |(which, changes)| {
                    let (_, input) = &inputs[which.index(inputs.len())];
                    let input = apply(input.clone(), &changes, &inputs);
                    let held = catch_unwind(AssertUnwindSafe(|| target(&input)));
                    prop_assert!(held.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&input));
                    Ok(())
                });
                run.unwrap_or_else(|failure| panic!("{name}: {failure}"));
            });
        }
    });
}
