//! Files of content that are copied: pictures and data beside the pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::document::Document;
use crate::model::{OutputPath, Permalink, PictureSize, SourcePath};

use super::index::PageIx;
use super::{ContentFile, Page};

/// The folders of bundles, with the permalinks of their pages.
pub fn bundles<'d>(
    documents: &'d [Arc<Document>],
    page_of: &[Option<PageIx>],
    pages: &'d [Page],
) -> BTreeMap<&'d str, &'d Permalink> {
    let bundles = documents.iter().zip(page_of).filter(|(document, _)| document.name.bundle);
    bundles
        .filter_map(|(document, page)| Some((document.path.folder(), &pages[(*page)?.get()].permalink)))
        .collect()
}

/// Where content files are copied to: beside the page of the bundle that they are in, else to the
/// same path without `content/`.
pub fn collect(
    files: Vec<SourcePath>,
    bundles: &BTreeMap<&str, &Permalink>,
    found: &mut Diagnostics,
) -> Vec<ContentFile> {
    let mut copied = Vec::with_capacity(files.len());
    for source in files {
        let below = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
        let bad = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
        if below.contains(bad) || below.split('/').any(|name| name.ends_with(['.', ' ']) || name.len() > 240)
        {
            let message = "this file's name cannot be carried by every file system";
            found.push(Diagnostic::error(&codes::IO_NAME, message).in_file(&source).help(
                "names hold no control characters and none of \\ : * ? \" < > |, and end in no dot or blank",
            ));
            continue;
        }
        let mut folder = source.folder();
        while !folder.is_empty() && !bundles.contains_key(folder) {
            folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        }
        let output = match bundles.get(folder) {
            Some(permalink) => format!("{permalink}{}", &source.as_str()[folder.len() + 1..]),
            None => below.to_owned(),
        };
        copied.push(ContentFile { output: OutputPath::new(output), source });
    }
    copied
}

/// Sizes of pictures by output path.
pub fn sizes(
    files: &[ContentFile],
    of_files: &BTreeMap<SourcePath, PictureSize>,
    of_statics: BTreeMap<Box<str>, PictureSize>,
) -> BTreeMap<Box<str>, PictureSize> {
    let mut sizes = of_statics;
    for file in files {
        if let Some(size) = of_files.get(&file.source) {
            sizes.insert(file.output.as_str().into(), *size);
        }
    }
    sizes
}
