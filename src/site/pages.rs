//! Pages: everything with an address gets one, and its id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::document::{Document, Event, IdRef, Matter};
use crate::model::{Kind, Permalink, Slug};

use super::index::{DocIx, PageIx, SectionIx};
use super::namespace::id_of;
use super::sections::{Section, folder_permalink, section_folder, titled};
use super::{Page, Redirect};

/// Makes a page for every document but the front pages of sections, which have theirs.
pub fn of_documents(
    documents: &[Arc<Document>],
    sections: &[Section],
    section_of: &BTreeMap<Box<str>, SectionIx>,
    pages: &mut Vec<Page>,
    found: &mut Diagnostics,
) -> Vec<Option<PageIx>> {
    let mut page_of = vec![None; documents.len()];
    for (at, document) in documents.iter().enumerate() {
        let folder = section_folder(document);
        if let Matter::Section(_) = document.matter {
            page_of[at] = section_of.get(folder).map(|section| sections[section.get()].page);
            continue;
        }
        let Some(id) = id_of(document) else {
            let message = "the name of this file leaves no letter or digit for an address";
            found.push(
                Diagnostic::error(&codes::CONTENT_PERMALINK, message)
                    .in_file(&document.path)
                    .help("rename the file, or give it a `slug`"),
            );
            continue;
        };
        let folder = section_of.get(folder).map_or_else(
            || folder_permalink(folder),
            |section| pages[sections[section.get()].page.get()].permalink.clone(),
        );
        page_of[at] = Some(PageIx::new(pages.len()));
        pages.push(Page {
            kind: document.kind(),
            permalink: document_permalink(document, &folder, &id),
            title: document.common.title.clone().unwrap_or_else(|| titled(&document.name.words)),
            id,
            document: Some(DocIx::new(at)),
        });
    }
    page_of
}

/// The address of a page as a permalink that the site's own rules give it.
pub fn document_permalink(document: &Document, folder: &Permalink, id: &str) -> Permalink {
    if let Some(permalink) = &document.common.permalink {
        return permalink.clone();
    }
    let own = document.common.slug.as_ref().or(document.name.slug.as_ref()).map_or(id, Slug::as_str);
    Permalink::new(format!("{folder}{own}/"))
}

/// Ids that articles and events name.
pub struct NamedIds {
    /// Of actors.
    pub actors: BTreeSet<Box<str>>,
    /// Of topics.
    pub topics: BTreeSet<Box<str>>,
}

/// Gathers them, for pages of those that no file defines.
pub fn named_ids(documents: &[Arc<Document>], events: &[Event]) -> NamedIds {
    let mut named = NamedIds { actors: BTreeSet::new(), topics: BTreeSet::new() };
    let take = |set: &mut BTreeSet<Box<str>>, refs: &[IdRef]| {
        set.extend(refs.iter().map(|reference| reference.id.clone()));
    };
    for document in documents {
        if let Matter::Article(matter) = &document.matter {
            take(&mut named.actors, &matter.actors);
            take(&mut named.topics, &matter.topics);
        }
    }
    for event in events {
        take(&mut named.actors, &event.actors);
        take(&mut named.topics, &event.topics);
    }
    named
}

/// The actors or topics that files define, and one more for each id in `stubs` that none does.
pub fn of_entities(
    documents: &[Arc<Document>],
    page_of: &[Option<PageIx>],
    kind: Kind,
    stubs: Option<&BTreeSet<Box<str>>>,
    pages: &mut Vec<Page>,
) -> Vec<(PageIx, Option<DocIx>)> {
    let mut entities: Vec<(PageIx, Option<DocIx>)> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.kind() == kind)
        .filter_map(|(at, _)| Some((page_of[at]?, Some(DocIx::new(at)))))
        .collect();
    let defined: BTreeSet<Box<str>> = entities
        .iter()
        .flat_map(|(page, document)| {
            let former = document.map_or(&[][..], |document| &documents[document.get()].common.former_ids);
            std::iter::once(pages[page.get()].id.clone()).chain(former.iter().map(|id| id.as_str().into()))
        })
        .collect();
    let folder = if kind == Kind::Actor { "actors" } else { "topics" };
    for id in stubs.into_iter().flatten() {
        let is_slug = Slug::of(id).is_some_and(|slug| slug.as_str() == &**id);
        if defined.contains(id) || !is_slug {
            continue;
        }
        entities.push((PageIx::new(pages.len()), None));
        pages.push(Page {
            kind,
            id: id.clone(),
            title: titled(id),
            permalink: Permalink::new(format!("{folder}/{id}/")),
            document: None,
        });
    }
    entities.sort_by(|(a, _), (b, _)| pages[a.get()].id.cmp(&pages[b.get()].id));
    entities
}

/// Indexes by id, former ids too; a current id wins.
pub fn ids_of<T: Copy>(
    entities: impl Iterator<Item = PageIx>,
    pages: &[Page],
    documents: &[Arc<Document>],
    index: impl Fn(usize) -> T,
) -> BTreeMap<Box<str>, T> {
    let (mut ids, mut former) = (BTreeMap::new(), Vec::new());
    for (at, page) in entities.enumerate() {
        let page = &pages[page.get()];
        ids.insert(page.id.clone(), index(at));
        if let Some(document) = page.document {
            former.extend(documents[document.get()].common.former_ids.iter().map(|id| (id, at)));
        }
    }
    for (id, at) in former {
        ids.entry(id.as_str().into()).or_insert_with(|| index(at));
    }
    ids
}

/// The old addresses of all pages: `aliases` and `former_ids`.
pub fn redirects(pages: &[Page], documents: &[Arc<Document>]) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let Some(document) = page.document.map(|document| &documents[document.get()]) else { continue };
        let folder = if page.kind == Kind::Topic { "topics" } else { "actors" };
        let former = document.common.former_ids.iter().map(|id| Permalink::new(format!("{folder}/{id}/")));
        for from in document.common.aliases.iter().cloned().chain(former) {
            redirects.push(Redirect { from, to: PageIx::new(at) });
        }
    }
    redirects
}
