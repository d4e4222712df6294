//! How long it takes from an edit of an article to its new page, in memory: what `dateline serve`
//! does between the watcher and the browser.
//!
//! `cargo run --release --example edits -- SITE EDITS`

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a failed step ends the program")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use dateline::model::{Moment, SourcePath};
use dateline::pipeline::{Changes, Options, Preview};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [site, edits] = arguments.as_slice() else { panic!("usage: edits SITE EDITS") };
    let root = PathBuf::from(site);
    let mut articles: Vec<PathBuf> =
        fs::read_dir(root.join("content/analyses")).unwrap().map(|entry| entry.unwrap().path()).collect();
    articles.sort();
    articles.retain(|path| !path.ends_with("_index.md"));
    let mut preview = Preview::new(Options {
        root,
        config: None,
        output: None,
        base_url: None,
        drafts: true,
        future: true,
        strict: false,
        portable: false,
        now: Moment::from_unix(1_800_000_000),
    });
    let began = Instant::now();
    let files = preview.next(Changes::Unknown, |site| site.files()).unwrap();
    println!("first: {:?}, {files} files and the index of search", began.elapsed());
    let mut took: Vec<Duration> = (0..edits.parse::<usize>().unwrap())
        .map(|edit| {
            let article = &articles[edit * 7919 % articles.len()];
            let text = fs::read_to_string(article).unwrap();
            let word = format!("edited{edit}");
            fs::write(article, format!("{text}\n\nThis was {word}.\n")).unwrap();
            let name = article.file_stem().unwrap().to_str().unwrap();
            let changed = BTreeSet::from([SourcePath::new(format!("content/analyses/{name}.md"))]);
            let page = format!("analyses/{name}/index.html");
            let began = Instant::now();
            let html =
                preview.next(Changes::Files(&changed), |site| site.file(&page).unwrap().unwrap()).unwrap();
            let took = began.elapsed();
            assert!(String::from_utf8(html).unwrap().contains(&word), "{page} is not new");
            fs::write(article, text).unwrap();
            took
        })
        .collect();
    took.sort();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("edit to page: median {:?}, 99th percentile {:?}", at(0.5), at(0.99));
}
