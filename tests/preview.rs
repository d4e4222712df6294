//! The site in memory while it is edited: it is always what a build would write.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeSet;

use dateline::model::SourcePath;
use dateline::pipeline::{Changes, Generation, Preview};
use proptest::prelude::*;

use support::{TestSite, Tree, edits, options, tree};

fn preview(site: &TestSite) -> Preview {
    Preview::new(options(&site.root))
}

/// What the site's own files hold.
fn sources(site: &TestSite) -> Tree {
    let mut files = tree(&site.root);
    files.retain(|path, _| !path.starts_with("public/") && !path.starts_with(".dateline/"));
    files
}

/// The files that differ.
fn changed(before: &Tree, after: &Tree) -> BTreeSet<SourcePath> {
    let names = before.keys().chain(after.keys());
    names
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| SourcePath::new(name.as_str()))
        .collect()
}

/// The files of a generation that a build has written, as it has them.
fn files(generation: &Generation<'_>, built: &Tree) -> Tree {
    let file = |path: &String| Some((path.clone(), generation.file(path)?.unwrap()));
    built.keys().filter_map(file).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_preview_is_what_a_build_writes(steps in prop::collection::vec(prop::collection::vec(edits::any(), 1..3), 6..12)) {
        let site = edits::site();
        let mut preview = preview(&site);
        let mut before = Tree::new();
        let mut good = Tree::new();
        for edits in steps {
            edits.iter().for_each(|edit| edit.apply(&site));
            let now = sources(&site);
            let changes = changed(&before, &now);
            let changes = if before.is_empty() { Changes::Unknown } else { Changes::Files(&changes) };
            let run = site.build();
            if run.status == 0 {
                good = site.output();
                let shown = preview.next(changes, |site| files(site, &good)).unwrap();
                prop_assert_eq!(&shown, &good, "{:?}", edits);
            } else {
                let found = preview.next(changes, |_| ()).err();
                prop_assert!(found.is_some_and(|found| found.has_errors()), "{:?}\n{}", edits, run.stderr);
                // Files that are copied are read when they are asked for.
                let pages = || good.clone().into_iter().filter(|(path, _)| path.ends_with(".html")).collect();
                let last = preview.last_good(|site| files(site, &pages()));
                prop_assert_eq!(last.unwrap_or_default(), pages(), "{:?}", edits);
            }
            before = now;
        }
    }
}
