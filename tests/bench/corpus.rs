//! Writes a made-up desk for measuring: `cargo run --release --example corpus -- FOLDER ARTICLES`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a failed step ends the program")]

#[path = "prose.rs"]
mod prose;

use std::path::Path;
use std::{env, fs};

const WORDS: usize = 900;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, articles] = arguments.as_slice() else { panic!("usage: corpus FOLDER ARTICLES") };
    let root = Path::new(folder);
    let articles: usize = articles.parse().unwrap();
    let write = |folder: &str, name: String, text: String| {
        fs::write(root.join("content").join(folder).join(name), text).unwrap();
    };
    for folder in ["analyses", "actors", "topics"] {
        fs::create_dir_all(root.join("content").join(folder)).unwrap();
    }
    fs::write(root.join("site.toml"), "title = \"Desk\"\nbase_url = \"https://desk.example/\"\n").unwrap();
    (0..articles).for_each(|at| write("analyses", format!("n{at}.md"), prose::article(at, WORDS)));
    (0..prose::ACTORS).for_each(|at| write("actors", format!("a{at}.md"), prose::actor(at)));
    (0..prose::TOPICS).for_each(|at| write("topics", format!("t{at}.md"), prose::topic(at)));
}
