//! The floor that builds are measured against: reads every file of content, parses its Markdown and
//! writes one file an article, in a folder of its own, on all cores. No templates, lists, feeds or links.
//!
//! `cargo run --release --example floor -- SITE OUTPUT`

#![allow(clippy::unwrap_used, missing_docs, reason = "a failed step ends the program")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [site, output] = arguments.as_slice() else { panic!("usage: floor SITE OUTPUT") };
    let content = Path::new(site).join("content");
    let files: Vec<PathBuf> = WalkDir::new(&content)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect();
    files.par_iter().for_each(|file| {
        let text = fs::read_to_string(file).unwrap();
        let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
        let mut page = String::with_capacity(body.len() * 3 / 2);
        html::push_html(&mut page, Parser::new_ext(body, Options::all()));
        let folder = Path::new(output).join(file.strip_prefix(&content).unwrap().with_extension(""));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), page).unwrap();
    });
}
