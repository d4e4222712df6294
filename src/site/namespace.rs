//! Ids: one namespace over actors, topics, articles and pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes};
use crate::document::{Document, Matter};
use crate::model::{Kind, Slug};

use super::Page;
use super::index::PageIx;
use super::sections::folder_below;

/// Finds pages by id, also by ids that they no longer have.
#[derive(Debug, Default)]
pub struct Namespace {
    current: BTreeMap<Box<str>, PageIx>,
    former: BTreeMap<Box<str>, PageIx>,
    /// Authors and sections are found with their prefix only.
    prefixed: BTreeMap<(Kind, Box<str>), PageIx>,
}

impl Namespace {
    /// Enters every page; two pages with one id are an error that names both files.
    pub fn build(pages: &[Page], documents: &[Arc<Document>], diagnostics: &mut Diagnostics) -> Self {
        let mut names = Self::default();
        for (at, page) in pages.iter().enumerate() {
            let ix = PageIx::new(at);
            if matches!(page.kind, Kind::Author | Kind::Section) {
                names.prefixed.insert((page.kind, page.id.clone()), ix);
                continue;
            }
            if let Some(first) = names.current.insert(page.id.clone(), ix) {
                names.current.insert(page.id.clone(), first);
                diagnostics.push(clash(&page.id, &pages[first.get()], page, documents));
            }
        }
        for (at, page) in pages.iter().enumerate() {
            let Some(document) = page.document.map(|document| &documents[document.get()]) else { continue };
            for (index, former) in document.common.former_ids.iter().enumerate() {
                let taken = names.current.get(former.as_str()).or(names.former.get(former.as_str()));
                if let Some(other) = taken {
                    let message = if other.get() == at {
                        format!("`{former}` is an id of this {} already", page.kind.name())
                    } else {
                        let other = &pages[other.get()];
                        format!("`{former}` is the id of the {} `{}`", other.kind.name(), other.title)
                    };
                    let place = Place::value(FieldPath::item("former_ids", index));
                    diagnostics.push(
                        Diagnostic::error(&codes::CONTENT_ID, message)
                            .label(&document.path, place, "taken")
                            .help("a former id redirects, and cannot while something else has it"),
                    );
                } else {
                    names.former.insert(former.as_str().into(), PageIx::new(at));
                }
            }
        }
        names
    }

    /// The page with this id, now or formerly; with a kind, only of that kind.
    pub fn find(&self, id: &str, kind: Option<Kind>, pages: &[Page]) -> Option<PageIx> {
        if let Some(kind @ (Kind::Author | Kind::Section)) = kind {
            return self.prefixed.get(&(kind, Box::from(id))).copied();
        }
        let fits = |ix: &&PageIx| kind.is_none_or(|kind| pages[ix.get()].kind == kind);
        self.current.get(id).filter(fits).or_else(|| self.former.get(id).filter(fits)).copied()
    }

    /// All current ids of pages that have one of these kinds.
    pub fn ids<'n>(&'n self, kinds: &'n [Kind], pages: &'n [Page]) -> impl Iterator<Item = &'n str> {
        self.current.iter().filter(|(_, ix)| kinds.contains(&pages[ix.get()].kind)).map(|(id, _)| &**id)
    }
}

/// The id of a document; `None` when its file's name leaves no letter or digit.
pub fn id_of(document: &Document) -> Option<Box<str>> {
    let own = document.name.slug.as_ref();
    match document.matter {
        Matter::Article(_) => document.common.slug.as_ref().or(own).map(|slug| slug.as_str().into()),
        Matter::Actor(_) | Matter::Topic(_) | Matter::Author => own.map(|slug| slug.as_str().into()),
        Matter::Section(_) => Some(folder_below(&document.path).into()),
        Matter::Page => {
            let folder = folder_below(&document.path);
            let folder =
                if document.name.bundle { folder.rsplit_once('/').map_or("", |(up, _)| up) } else { folder };
            let names = folder.split('/').filter(|name| !name.is_empty());
            let mut parts: Vec<String> = names.filter_map(Slug::of).map(|slug| slug.to_string()).collect();
            parts.push(own?.to_string());
            Some(parts.join("/").into())
        }
    }
}

fn clash(id: &str, first: &Page, second: &Page, documents: &[Arc<Document>]) -> Diagnostic {
    let message = format!("the {} and the {} have one id, `{id}`", first.kind.name(), second.kind.name());
    let mut diagnostic = Diagnostic::error(&codes::CONTENT_ID, message)
        .help("ids are file names without date and extension: rename one file, or give an article a `slug`");
    for page in [second, first] {
        if let Some(document) = page.document {
            diagnostic = diagnostic.in_file(&documents[document.get()].path);
        }
    }
    diagnostic
}
