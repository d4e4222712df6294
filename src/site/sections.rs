//! Sections: the folders of content, each with a front page.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::document::{Document, Matter, SectionMatter};
use crate::model::{Kind, Permalink, Slug, SourcePath};

use super::Page;
use super::index::{ArticleIx, DocIx, PageIx, SectionIx};

/// The folder of content.
pub const CONTENT: &str = "content";

/// A folder of content and its front page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its page.
    pub page: PageIx,
    /// The folder below `content/`; empty for the home page.
    pub folder: Box<str>,
    /// What its front page lists.
    pub listing: Listing,
    /// The section that holds it.
    pub parent: Option<SectionIx>,
    /// Sections directly in it, by weight and title.
    pub subsections: Vec<SectionIx>,
    /// Its articles and those of the sections in it, newest first.
    pub articles: Vec<ArticleIx>,
    /// Its ordinary pages, by weight and title.
    pub pages: Vec<PageIx>,
    /// Items a page, where that is not the site's.
    pub page_size: Option<usize>,
}

/// What the front page of a section lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// The home page.
    Home,
    /// Articles, newest first.
    Articles,
    /// Ordinary pages.
    Pages,
    /// All actors.
    Actors,
    /// All topics.
    Topics,
    /// All authors.
    Authors,
}

/// What a content file is, by where it lies. `sections` has the folders whose `_index.md` says
/// what they hold.
#[must_use]
pub fn kind_of(path: &SourcePath, sections: &BTreeMap<Box<str>, SectionMatter>) -> Kind {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    if path.file_name() == "_index.md" || below == "index.md" {
        return Kind::Section;
    }
    match below.split_once('/').map(|(top, _)| top) {
        Some("actors") => Kind::Actor,
        Some("topics") => Kind::Topic,
        Some("authors") => Kind::Author,
        _ if is_article(folder_below(path), sections) => Kind::Article,
        _ => Kind::Page,
    }
}

/// Whether the files in a folder below content are articles: the nearest `_index.md` with a
/// `kind` decides, and `analyses` holds articles without being told.
#[must_use]
pub fn is_article(folder: &str, sections: &BTreeMap<Box<str>, SectionMatter>) -> bool {
    let mut folder = folder;
    loop {
        if let Some(articles) = sections.get(folder).and_then(|section| section.articles) {
            return articles;
        }
        match folder.rsplit_once('/') {
            Some((parent, _)) => folder = parent,
            None => return folder == "analyses",
        }
    }
}

/// The folder of a content file below `content/`.
pub fn folder_below(path: &SourcePath) -> &str {
    path.folder().strip_prefix(CONTENT).unwrap_or_default().trim_start_matches('/')
}

/// The permalink of a folder below content: each name as a slug.
pub fn folder_permalink(folder: &str) -> Permalink {
    let mut permalink = String::new();
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        permalink.push_str(Slug::of(name).as_ref().map_or("section", Slug::as_str));
        permalink.push('/');
    }
    Permalink::new(permalink)
}

/// The folder of the section that a document belongs to; a bundle's own folder is none.
pub fn section_folder(document: &Document) -> &str {
    let folder = folder_below(&document.path);
    match document.matter {
        Matter::Section(_) => folder,
        _ if document.name.bundle => folder.rsplit_once('/').map_or("", |(parent, _)| parent),
        _ => folder,
    }
}

/// Makes the sections of all folders that hold documents, parents before children, and their
/// pages.
pub fn collect(
    documents: &[Arc<Document>],
    site_title: &str,
    pages: &mut Vec<Page>,
    found: &mut Diagnostics,
) -> Vec<Section> {
    let mut folders: BTreeMap<Box<str>, Option<DocIx>> = BTreeMap::new();
    folders.insert("".into(), None);
    for (at, document) in documents.iter().enumerate() {
        let folder = section_folder(document);
        let mut ancestor = folder;
        while !ancestor.is_empty() {
            folders.entry(ancestor.into()).or_default();
            ancestor = ancestor.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        if let Matter::Section(_) = document.matter
            && let Some(Some(other)) = folders.insert(folder.into(), Some(DocIx::new(at)))
        {
            let other = &documents[other.get()].path;
            let message = format!("`{other}` and `{}` are both the front page of one folder", document.path);
            found.push(
                Diagnostic::error(&codes::CONTENT_PATH, message)
                    .in_file(&document.path)
                    .in_file(other)
                    .help("keep `_index.md`"),
            );
        }
    }
    let declared: BTreeMap<Box<str>, SectionMatter> = documents
        .iter()
        .filter_map(|document| match document.matter {
            Matter::Section(matter) => Some((section_folder(document).into(), matter)),
            _ => None,
        })
        .collect();
    let mut sections: Vec<Section> = Vec::with_capacity(folders.len());
    let mut by_folder: BTreeMap<Box<str>, SectionIx> = BTreeMap::new();
    for (folder, document) in folders {
        let own = document.map(|document| &documents[document.get()]);
        let title = own.and_then(|document| document.common.title.clone());
        let name = folder.rsplit('/').next().unwrap_or_default();
        let permalink = own
            .and_then(|document| document.common.permalink.clone())
            .unwrap_or_else(|| folder_permalink(&folder));
        let page = PageIx::new(pages.len());
        pages.push(Page {
            kind: Kind::Section,
            id: folder.clone(),
            title: title.unwrap_or_else(|| if folder.is_empty() { site_title.into() } else { titled(name) }),
            permalink,
            document,
        });
        let parent_folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let parent = if folder.is_empty() { None } else { by_folder.get(parent_folder).copied() };
        by_folder.insert(folder.clone(), SectionIx::new(sections.len()));
        sections.push(Section {
            page,
            listing: listing(&folder, &declared),
            parent,
            subsections: Vec::new(),
            articles: Vec::new(),
            pages: Vec::new(),
            page_size: declared.get(&folder).and_then(|matter| matter.page_size),
            folder,
        });
    }
    order_subsections(&mut sections, pages, documents);
    sections
}

fn listing(folder: &str, declared: &BTreeMap<Box<str>, SectionMatter>) -> Listing {
    match folder {
        "" => Listing::Home,
        "actors" => Listing::Actors,
        "topics" => Listing::Topics,
        "authors" => Listing::Authors,
        folder if is_article(folder, declared) => Listing::Articles,
        _ => Listing::Pages,
    }
}

fn order_subsections(sections: &mut [Section], pages: &[Page], documents: &[Arc<Document>]) {
    let mut children: Vec<Vec<SectionIx>> = vec![Vec::new(); sections.len()];
    for (at, section) in sections.iter().enumerate() {
        if let Some(parent) = section.parent {
            children[parent.get()].push(SectionIx::new(at));
        }
    }
    for (at, mut list) in children.into_iter().enumerate() {
        list.sort_by_cached_key(|child| order_key(&pages[sections[child.get()].page.get()], documents));
        sections[at].subsections = list;
    }
}

/// The order of pages among their siblings: by weight, then title.
pub fn order_key(page: &Page, documents: &[Arc<Document>]) -> (i64, String) {
    let weight = page.document.map_or(0, |document| documents[document.get()].common.weight);
    (weight, page.title.to_lowercase())
}

/// A folder's name as a title: `field-notes` to `Field notes`.
pub fn titled(name: &str) -> Box<str> {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect()).into()
}
