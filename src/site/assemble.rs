//! Joins all documents into a [`Site`].

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, Step, codes, did_you_mean};
use crate::document::{ActorType, Document, Event, IdRef, Matter, Source};
use crate::model::{Kind, OutputPath, Permalink, Slug, SourcePath};

pub use super::publish::Visibility;

use super::actors::{self, Actor, Lookup};
use super::articles::{self, Article};
use super::authors::{Authors, Byline};
use super::backlinks;
use super::index::{ActorIx, ArticleIx, DocIx, EventIx, PageIx, SectionIx, SourceIx, TopicIx};
use super::namespace::{Namespace, id_of};
use super::publish::{self, HiddenDocuments};
use super::registers;
use super::resolve::{Resolver, Target, document_permalink};
use super::sections::{self, Section, folder_permalink, order_key, section_folder, titled};
use super::taxonomies;
use super::topics::{self, Topic};
use super::{ContentFile, Page, Redirect, Site};

/// What was read of a site.
#[derive(Debug, Default)]
pub struct Input {
    /// Parsed content files, by path.
    pub documents: Vec<Document>,
    /// `sources.yaml`.
    pub sources: Vec<Source>,
    /// `events.yaml`, with the path of the file.
    pub events: Vec<Event>,
    /// Content files that are copied.
    pub files: Vec<SourcePath>,
    /// Output paths of static files and of other files with fixed names.
    pub generated: BTreeSet<Box<str>>,
}

/// The registers' files.
pub const SOURCES_FILE: &str = "content/sources.yaml";
/// The register of events.
pub const EVENTS_FILE: &str = "content/events.yaml";

/// Joins documents into a site: what is published, under which address, related to what.
///
/// Everything wrong is reported; the site is complete enough to go on checking with.
#[must_use]
pub fn assemble(input: Input, config: &SiteConfig, visibility: &Visibility) -> (Site, Diagnostics) {
    let mut found = Diagnostics::new();
    let (documents, hidden) = publish::split(input.documents, visibility);
    let mut pages = Vec::with_capacity(documents.len() + 64);
    let mut sections = sections::collect(&documents, &config.title, &mut pages);
    let section_of: BTreeMap<Box<str>, SectionIx> =
        sections.iter().enumerate().map(|(at, section)| (section.folder.clone(), SectionIx::new(at))).collect();
    let page_of = document_pages(&documents, &sections, &section_of, &mut pages, &mut found);

    let stubs = config.linking.stubs;
    let named = named_ids(&documents, &input.events);
    let mut actors = entities(&documents, &page_of, Kind::Actor, stubs.then_some(&named.actors), &mut pages)
        .into_iter()
        .map(|(page, document)| new_actor(page, document, &documents))
        .collect::<Vec<_>>();
    let mut topics = entities(&documents, &page_of, Kind::Topic, stubs.then_some(&named.topics), &mut pages)
        .into_iter()
        .map(|(page, document)| Topic {
            page,
            document,
            broader: None,
            narrower: Vec::new(),
            articles: Vec::new(),
            events: Vec::new(),
        })
        .collect::<Vec<_>>();
    let names = Namespace::build(&pages, &documents, &mut found);
    let actor_ids = ids_of(actors.iter().map(|actor| actor.page), &pages, &documents, ActorIx::new);
    let topic_ids = ids_of(topics.iter().map(|topic| topic.page), &pages, &documents, TopicIx::new);
    let source_ids: BTreeMap<Box<str>, SourceIx> =
        input.sources.iter().enumerate().map(|(at, source)| (source.id.clone(), SourceIx::new(at))).collect();
    let lookup = Lookup { actors: &actor_ids, sources: &source_ids };
    topics::nest(&mut topics, &topic_ids, &documents, &pages, &mut found);
    actors::relate(&mut actors, &lookup, &documents, &mut found);

    let (mut authors, author_names) = Authors::collect(&documents, &page_of, &pages);
    let ids = ArticleIds { lookup: &lookup, topics: &topic_ids, authors: &author_names, hidden: &hidden };
    let mut articles = articles(&documents, &page_of, &section_of, &ids, &mut found);
    let taxonomies = taxonomies::collect(&config.taxonomies, &documents, &mut articles, &mut found);
    for (at, article) in articles.iter().enumerate() {
        let ix = ArticleIx::new(at);
        article.actors.iter().for_each(|actor| actors[actor.get()].articles.push(ix));
        article.topics.iter().for_each(|topic| topics[topic.get()].articles.push(ix));
        for byline in &article.authors {
            if let Byline::Author(author) = byline {
                authors[author.get()].articles.push(ix);
            }
        }
    }
    topics::gather_from_narrower(&mut topics);
    fill_sections(&mut sections, &mut articles, &documents, &page_of, &pages, &section_of);
    let events = registers::events(
        input.events,
        &SourcePath::new(EVENTS_FILE),
        &lookup,
        &topic_ids,
        &mut found,
    );
    for (at, event) in events.iter().enumerate() {
        let ix = EventIx::new(at);
        event.actors.iter().for_each(|actor| actors[actor.get()].events.push(ix));
        event.topics.iter().for_each(|topic| topics[topic.get()].events.push(ix));
    }

    let files = content_files(input.files, &bundles(&documents, &page_of, &pages), &mut found);
    let resolver = Resolver::new(&pages, &documents, &files, &names, &hidden, &input.generated);
    let resolved: Vec<_> =
        (0..pages.len()).into_par_iter().map(|at| resolver.resolve_all(PageIx::new(at))).collect();
    let mut links = Vec::with_capacity(resolved.len());
    for (page_links, diagnostics) in resolved {
        links.push(page_links);
        found.extend(diagnostics);
    }
    let mut images = BTreeMap::new();
    for at in 0..pages.len() {
        match resolver.picture(PageIx::new(at)) {
            Some(Ok(target)) => {
                images.insert(PageIx::new(at), target);
            }
            Some(Err(diagnostic)) => found.push(*diagnostic),
            None => {}
        }
    }
    let navigation = navigation(config, &resolver, &mut found);
    let backlinks = backlinks::collect(&pages, &documents, &links);
    let redirects = redirects(&pages, &documents);
    let site = Site {
        documents,
        pages,
        articles,
        actors,
        topics,
        authors,
        sections,
        taxonomies,
        sources: input.sources,
        events,
        files,
        links,
        backlinks,
        images,
        navigation,
        redirects,
    };
    (site, found)
}

/// Makes a page for every document but the front pages of sections, which have theirs.
fn document_pages(
    documents: &[Document],
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
        let folder = section_of
            .get(folder)
            .map_or_else(|| folder_permalink(folder), |section| pages[sections[section.get()].page.get()].permalink.clone());
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

/// Ids that articles and events name.
struct NamedIds {
    actors: BTreeSet<Box<str>>,
    topics: BTreeSet<Box<str>>,
}

fn named_ids(documents: &[Document], events: &[Event]) -> NamedIds {
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
fn entities(
    documents: &[Document],
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

fn new_actor(page: PageIx, document: Option<DocIx>, documents: &[Document]) -> Actor {
    let actor_type = document.and_then(|document| match &documents[document.get()].matter {
        Matter::Actor(matter) => Some(matter.actor_type),
        _ => None,
    });
    Actor {
        page,
        document,
        actor_type: actor_type.unwrap_or(ActorType::Organisation),
        part_of: None,
        parts: Vec::new(),
        relations: Vec::new(),
        roles: Vec::new(),
        holders: Vec::new(),
        articles: Vec::new(),
        events: Vec::new(),
    }
}

/// Indexes by id, former ids too; a current id wins.
fn ids_of<T: Copy>(
    entities: impl Iterator<Item = PageIx>,
    pages: &[Page],
    documents: &[Document],
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

/// What an article's front matter can name.
struct ArticleIds<'a> {
    lookup: &'a Lookup<'a>,
    topics: &'a BTreeMap<Box<str>, TopicIx>,
    authors: &'a Authors,
    hidden: &'a HiddenDocuments,
}

/// The table of articles, newest first.
fn articles(
    documents: &[Document],
    page_of: &[Option<PageIx>],
    section_of: &BTreeMap<Box<str>, SectionIx>,
    ids: &ArticleIds<'_>,
    found: &mut Diagnostics,
) -> Vec<Article> {
    let mut articles = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        let (Matter::Article(matter), Some(page)) = (&document.matter, page_of[at]) else { continue };
        let Some(section) = section_of.get(section_folder(document)) else { continue };
        let logged = matter.updates.iter().map(|update| update.date).max();
        let sources = matter
            .sources
            .iter()
            .filter_map(|source| {
                let field = FieldPath::item("sources", source.index);
                ids.lookup.source(&source.id, &document.path, field, found)
            })
            .collect();
        articles.push(Article {
            page,
            document: DocIx::new(at),
            section: *section,
            date: document.common.dates.date,
            updated: document.common.dates.updated.max(logged),
            authors: matter.authors.iter().map(|author| ids.authors.byline(author)).collect(),
            actors: ids.resolve(Kind::Actor, ids.lookup.actors, &matter.actors, document, found),
            topics: ids.resolve(Kind::Topic, ids.topics, &matter.topics, document, found),
            terms: Vec::new(),
            sources,
            newer: None,
            older: None,
        });
    }
    articles.sort_by(|a, b| {
        b.date.cmp(&a.date).then_with(|| documents[a.document.get()].path.cmp(&documents[b.document.get()].path))
    });
    articles
}

impl ArticleIds<'_> {
    /// Resolves the ids of one list; a repetition counts once.
    fn resolve<T: Copy + PartialEq>(
        &self,
        kind: Kind,
        known: &BTreeMap<Box<str>, T>,
        refs: &[IdRef],
        document: &Document,
        found: &mut Diagnostics,
    ) -> Vec<T> {
        let list = if kind == Kind::Actor { "actors" } else { "topics" };
        let mut resolved = Vec::with_capacity(refs.len());
        for reference in refs {
            let field = FieldPath::item(list, reference.index);
            match known.get(&reference.id) {
                Some(ix) if !resolved.contains(ix) => resolved.push(*ix),
                Some(_) => {}
                None => found.push(self.unknown(kind, known, &reference.id, document, field)),
            }
        }
        resolved
    }

    fn unknown<T: Copy>(
        &self,
        kind: Kind,
        known: &BTreeMap<Box<str>, T>,
        id: &str,
        document: &Document,
        field: FieldPath,
    ) -> Diagnostic {
        let place = Place::value(field.clone());
        let hidden = self.hidden.values().find(|(other, _)| other.kind() == kind && id_of(other).as_deref() == Some(id));
        if let Some((other, reason)) = hidden {
            let message = format!("`{id}` is `{}`, which is {}", other.path, reason.name());
            return Diagnostic::error(&codes::LINK_DRAFT, message)
                .label(&document.path, place, "not published")
                .help("publish it, or build with --drafts");
        }
        if kind == Kind::Actor {
            return actors::unknown_actor(id, document, field, self.lookup.actors);
        }
        let near = did_you_mean(id, known.keys().map(|id| &**id));
        let help = if near.is_empty() { format!("make it with: dateline new topic \"{id}\"") } else { near };
        Diagnostic::error(&codes::LINK_TOPIC, format!("no topic has the id `{id}`"))
            .label(&document.path, place, "not found")
            .help(help)
    }
}

/// Gives each section its articles and pages, and each article its neighbours in its own section.
fn fill_sections(
    sections: &mut [Section],
    articles: &mut [Article],
    documents: &[Document],
    page_of: &[Option<PageIx>],
    pages: &[Page],
    section_of: &BTreeMap<Box<str>, SectionIx>,
) {
    let mut own: Vec<Vec<ArticleIx>> = vec![Vec::new(); sections.len()];
    for (at, article) in articles.iter().enumerate() {
        own[article.section.get()].push(ArticleIx::new(at));
        let mut above = Some(article.section);
        while let Some(section) = above {
            sections[section.get()].articles.push(ArticleIx::new(at));
            above = sections[section.get()].parent;
        }
    }
    for list in own {
        articles::join_neighbours(articles, &list);
    }
    for (at, document) in documents.iter().enumerate() {
        if let (Matter::Page, Some(page)) = (&document.matter, page_of[at])
            && let Some(section) = section_of.get(section_folder(document))
        {
            sections[section.get()].pages.push(page);
        }
    }
    for section in sections {
        section.pages.sort_by_cached_key(|page| order_key(&pages[page.get()], documents));
    }
}

/// The folders of bundles, with the permalinks of their pages.
fn bundles<'d>(
    documents: &'d [Document],
    page_of: &[Option<PageIx>],
    pages: &'d [Page],
) -> BTreeMap<&'d str, &'d Permalink> {
    let bundles = documents.iter().zip(page_of).filter(|(document, _)| document.name.bundle);
    bundles.filter_map(|(document, page)| Some((document.path.folder(), &pages[(*page)?.get()].permalink))).collect()
}

/// Where content files are copied to: beside the page of the bundle that they are in, else to the
/// same path without `content/`.
fn content_files(
    files: Vec<SourcePath>,
    bundles: &BTreeMap<&str, &Permalink>,
    found: &mut Diagnostics,
) -> Vec<ContentFile> {
    let mut copied = Vec::with_capacity(files.len());
    for source in files {
        let below = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
        let bad = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
        if below.contains(bad) || below.split('/').any(|name| name.ends_with(['.', ' ']) || name.len() > 240) {
            let message = "this file's name cannot be carried by every file system";
            found.push(
                Diagnostic::error(&codes::IO_NAME, message)
                    .in_file(&source)
                    .help("names hold no control characters and none of \\ : * ? \" < > |, and end in no dot or blank"),
            );
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

/// Resolves the menu of site.toml.
fn navigation(config: &SiteConfig, resolver: &Resolver<'_>, found: &mut Diagnostics) -> Vec<Option<Target>> {
    let entries = config.navigation.iter().enumerate();
    entries
        .map(|(at, entry)| {
            let target = resolver.menu(&entry.url);
            if target == Some(Target::Broken) {
                let message = format!("`{}` leads to nothing in this site", entry.url);
                let field = FieldPath::item("navigation", at).join(Step::Key("url".into()));
                found.push(
                    Diagnostic::error(&codes::LINK_TARGET, message)
                        .label(&config.path, Place::value(field), "not found"),
                );
            }
            target
        })
        .collect()
}

fn redirects(pages: &[Page], documents: &[Document]) -> Vec<Redirect> {
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
