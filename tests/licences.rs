//! The licences of all dependencies, those of tests and of the build too.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Command;

/// Licences that ask for no more than their notice; MPL-2.0 covers files that are used unmodified.
const ALLOWED: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
    "BSL-1.0",
    "CC0-1.0",
    "MIT-0",
    "Unlicense",
    "0BSD",
    "MPL-2.0",
];

/// Additions that take nothing away.
const ALLOWED_EXCEPTIONS: [&str; 1] = ["LLVM-exception"];

/// Whether an SPDX expression can be met with allowed licences. Cargo's old `/` means `OR`.
///
/// # Errors
/// What cannot be understood.
fn is_allowed(expression: &str) -> Result<bool, String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let allowed = either(&mut rest).ok_or_else(|| expression.to_owned())?;
    if rest.is_empty() { Ok(allowed) } else { Err(expression.to_owned()) }
}

/// `a OR b`; binds less than `AND`.
fn either(words: &mut &[&str]) -> Option<bool> {
    let mut allowed = both(words)?;
    while take(words, "OR") {
        allowed |= both(words)?;
    }
    Some(allowed)
}

/// `a AND b`.
fn both(words: &mut &[&str]) -> Option<bool> {
    let mut allowed = one(words)?;
    while take(words, "AND") {
        allowed &= one(words)?;
    }
    Some(allowed)
}

/// A licence, one `WITH` an exception, or an expression in brackets.
fn one(words: &mut &[&str]) -> Option<bool> {
    if take(words, "(") {
        let allowed = either(words)?;
        return take(words, ")").then_some(allowed);
    }
    let licence = name(words)?;
    let mut allowed = ALLOWED.contains(&licence);
    if take(words, "WITH") {
        allowed &= ALLOWED_EXCEPTIONS.contains(&name(words)?);
    }
    Some(allowed)
}

fn take(words: &mut &[&str], word: &str) -> bool {
    let found = words.first() == Some(&word);
    if found {
        *words = &words[1..];
    }
    found
}

fn name<'w>(words: &mut &[&'w str]) -> Option<&'w str> {
    let (first, rest) = words.split_first()?;
    *words = rest;
    (!["OR", "AND", "WITH", "(", ")"].contains(first)).then_some(*first)
}

#[test]
fn expressions_are_understood() {
    for allowed in [
        "MIT",
        "MIT OR GPL-3.0",
        "Unlicense/MIT",
        "(MIT OR GPL-3.0) AND Zlib",
        "Apache-2.0 WITH LLVM-exception",
        "GPL-3.0 OR MIT AND Zlib",
    ] {
        assert_eq!(is_allowed(allowed), Ok(true), "{allowed}");
    }
    for refused in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR Zlib) AND AGPL-3.0",
        "MIT WITH other",
        "GPL-3.0/LGPL-2.1",
        "MIT AND (EUPL-1.2 OR GPL-3.0)",
    ] {
        assert_eq!(is_allowed(refused), Ok(false), "{refused}");
    }
    for nonsense in ["", "MIT OR", "(MIT", "MIT)", "OR MIT", "MIT Zlib"] {
        assert!(is_allowed(nonsense).is_err(), "{nonsense}");
    }
}

/// What cargo knows of all packages, without asking the network. Where those of other systems were
/// never fetched (`cargo fetch --locked` does, as CI), it is what this system needs.
fn metadata() -> serde_json::Value {
    let cargo = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--offline", "--locked"])
            .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
            .args(more)
            .output()
            .unwrap()
    };
    let mut output = cargo(&[]);
    if !output.status.success() {
        let version = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
        let version = String::from_utf8(version.stdout).unwrap();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        output = cargo(&["--filter-platform", host]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "{} packages cannot be all", packages.len());
    let offenders: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let licence = package["license"].as_str();
            let allowed = licence.map(is_allowed);
            (allowed != Some(Ok(true))).then(|| {
                format!(
                    "{} {}: {}",
                    package["name"],
                    package["version"],
                    licence.unwrap_or("no licence named")
                )
            })
        })
        .collect();
    assert!(offenders.is_empty(), "not among the allowed licences:\n{}", offenders.join("\n"));
}

/// The dependencies of a manifest that have no comment right above them or at the end of the line.
fn without_reason(manifest: &str) -> Vec<&str> {
    let mut missing = Vec::new();
    let (mut listed, mut has_reason) = (false, false);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            listed = line.trim_matches(['[', ']']).ends_with("dependencies");
            has_reason = false;
        } else if line.is_empty() {
            has_reason = false;
        } else if line.starts_with('#') {
            has_reason = true;
        } else if listed && let Some((name, value)) = line.split_once('=') {
            if !has_reason && !value.contains(" # ") {
                missing.push(name.trim());
            }
            // A comment speaks of the next line only.
            has_reason = false;
        }
    }
    missing
}

#[test]
fn every_dependency_has_a_reason() {
    let sample = "[package]\nname = 'x'\n[dependencies]\n# why\na = '1'\nb = '1'\nc = '1' # why\n\
                  [target.'cfg(unix)'.dev-dependencies]\nd = '1'\n[lints]\ne = '1'\n";
    assert_eq!(without_reason(sample), ["b", "d"]);
    let manifest = include_str!("../Cargo.toml");
    assert_eq!(without_reason(manifest), [""; 0], "say in Cargo.toml why these are here");
}

#[test]
fn the_build_is_locked_and_unsafe_code_forbidden() {
    let manifest: toml::Table = include_str!("../Cargo.toml").parse().unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let ignored = include_str!("../.gitignore");
    assert!(!ignored.contains("Cargo.lock"), "Cargo.lock is to be committed");
    let unlocked: Vec<&str> = include_str!("../.ci/run")
        .lines()
        .filter(|line| {
            let command = line.split("#").next().unwrap_or_default();
            ["clippy", "doc", "fetch", "test", "build"]
                .iter()
                .any(|name| command.contains(&format!("cargo {name} ")))
                && !command.contains("--locked")
        })
        .collect();
    assert_eq!(unlocked, [""; 0], "these may build other versions than Cargo.lock names");
}
