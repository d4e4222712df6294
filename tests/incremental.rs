//! Builds that redo only what changed: what comes out is always what a clean build makes.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fs;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_a_build_makes_what_a_clean_one_does(
        steps in prop::collection::vec((prop::collection::vec(edits::any(), 1..3), cache()), 6..12)
    ) {
        let site = edits::site();
        site.build().succeeds();
        for (edits, cache) in steps {
            edits.iter().for_each(|edit| edit.apply(&site));
            cache.happen(&site);
            let before = site.output();
            let run = site.build();
            let (clean, clean_run) = clean(&site);
            prop_assert_eq!(run.status, clean_run.status, "{:?}\n{}\n{}", edits, run.stderr, clean_run.stderr);
            let expected = if run.status == 0 { clean.output() } else { before };
            let output = site.output();
            let names = expected.keys().chain(output.keys());
            let different: Vec<_> = names.filter(|name| expected.get(*name) != output.get(*name)).collect();
            prop_assert!(different.is_empty(), "{:?} {:?}", edits, different);
        }
    }
}
