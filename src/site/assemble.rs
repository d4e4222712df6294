//! Joins all documents into a [`Site`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{NavigationEntry, SiteConfig};
use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, Step, codes};
use crate::document::{Document, Event, Matter, Source};
use crate::model::{Kind, PictureSize, SourcePath};

use super::actors::{self, Actor, Lookup};
use super::articles::{self, Article, ArticleIds};
use super::authors::{Authors, Byline};
use super::index::{ActorIx, ArticleIx, EventIx, PageIx, SectionIx, SourceIx, TopicIx};
use super::mentions::{self, Entities};
use super::namespace::Namespace;
use super::publish::Visibility;
use super::recognition::Recognition;
use super::related::Appearances;
use super::resolve::{Resolver, Tables, Target};
use super::sections::{self, Section, order_key, section_folder};
use super::topics::{self, Topic};
use super::{
    Page, Site, backlinks, countries, files, overviews, pages, publish, registers, taxonomies, translations,
};

/// What was read of a site.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Parsed content files, by path.
    pub documents: Vec<Arc<Document>>,
    /// `sources.yaml`.
    pub sources: Vec<Source>,
    /// `events.yaml`, with the path of the file.
    pub events: Vec<Event>,
    /// Content files that are copied.
    pub files: Vec<SourcePath>,
    /// Sizes of those of them that are pictures.
    pub sizes: BTreeMap<SourcePath, PictureSize>,
    /// Sizes of static files that are pictures, by output path.
    pub static_sizes: BTreeMap<Box<str>, PictureSize>,
    /// Output paths of static files and of other files with fixed names.
    pub generated: BTreeSet<Box<str>>,
}

/// A site as it was joined, and what it takes to join it again after the text of a document has changed.
pub struct Assembly {
    /// The site.
    pub site: Site,
    /// Everything that is wrong with it. It is complete enough to go on checking with.
    pub found: Diagnostics,
    pub(super) tables: Tables,
}

/// The registers' files.
pub const SOURCES_FILE: &str = "content/sources.yaml";
/// The register of events.
pub const EVENTS_FILE: &str = "content/events.yaml";

/// Joins documents into a site: what is published, under which address, related to what.
///
/// `recognition` is what was recognised before, which spares most of that work.
#[must_use]
pub fn assemble(
    input: Input,
    config: &SiteConfig,
    visibility: &Visibility,
    recognition: &mut Recognition,
) -> Assembly {
    let mut found = Diagnostics::new();
    let (mut documents, hidden) = publish::split(input.documents, visibility);
    if config.gazetteer.countries {
        countries::join(&mut documents, config.gazetteer.capitals);
    }
    let mut pages = Vec::with_capacity(documents.len() + 64);
    let mut sections = sections::collect(&documents, &config.title, &mut pages, &mut found);
    let section_of: BTreeMap<Box<str>, SectionIx> = sections
        .iter()
        .enumerate()
        .map(|(at, section)| (section.folder.clone(), SectionIx::new(at)))
        .collect();
    let page_of = pages::of_documents(&documents, &sections, &section_of, &mut pages, &mut found);

    let named = config.linking.stubs.then(|| pages::named_ids(&documents, &input.events));
    let mut actors = pages::of_entities(
        &documents,
        &page_of,
        Kind::Actor,
        named.as_ref().map(|named| &named.actors),
        &mut pages,
    )
    .into_iter()
    .map(|(page, document)| Actor::new(page, document, &documents))
    .collect::<Vec<_>>();
    let mut topics = pages::of_entities(
        &documents,
        &page_of,
        Kind::Topic,
        named.as_ref().map(|named| &named.topics),
        &mut pages,
    )
    .into_iter()
    .map(|(page, document)| Topic::new(page, document))
    .collect::<Vec<_>>();
    let names = Namespace::build(&pages, &documents, &mut found);
    let actor_ids = pages::ids_of(actors.iter().map(|actor| actor.page), &pages, &documents, ActorIx::new);
    let topic_ids = pages::ids_of(topics.iter().map(|topic| topic.page), &pages, &documents, TopicIx::new);
    let source_ids: BTreeMap<Box<str>, SourceIx> =
        input.sources.iter().enumerate().map(|(at, source)| (source.id.clone(), SourceIx::new(at))).collect();
    let lookup = Lookup { actors: &actor_ids, sources: &source_ids };
    topics::nest(&mut topics, &topic_ids, &documents, &pages, &mut found);
    actors::relate(&mut actors, &lookup, &documents, &mut found);

    let (mut authors, author_names) = Authors::collect(&documents, &page_of, &pages);
    let ids = ArticleIds { lookup: &lookup, topics: &topic_ids, authors: &author_names, hidden: &hidden };
    let mut articles = articles::collect(&documents, &page_of, &section_of, &ids, &mut found);
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
    let events =
        registers::events(input.events, &SourcePath::new(EVENTS_FILE), &lookup, &topic_ids, &mut found);
    for (at, event) in events.iter().enumerate() {
        let ix = EventIx::new(at);
        event.actors.iter().for_each(|actor| actors[actor.get()].events.push(ix));
        event.topics.iter().for_each(|topic| topics[topic.get()].events.push(ix));
    }

    let files = files::collect(input.files, &files::bundles(&documents, &page_of, &pages), &mut found);
    let sizes = files::sizes(&files, &input.sizes, input.static_sizes);
    let tables = Tables::new(&pages, &documents, &files, names, hidden, input.generated);
    let resolver = Resolver { pages: &pages, documents: &documents, files: &files, tables: &tables };
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
    let translations = translations::collect(&pages, &documents, &config.language, &mut found);
    let navigation = menu("navigation", &config.navigation, config, &resolver, &mut found);
    let footer = menu("footer", &config.footer, config, &resolver, &mut found);
    let entities = Entities { actors: &actors, topics: &topics, pages: &pages, documents: &documents };
    let found_mentions = if config.linking.recognise {
        recognition.find(&entities, &links, &mentions::named(&articles), config)
    } else {
        vec![Arc::default(); pages.len()]
    };
    let redirects = pages::redirects(&pages, &documents);
    let mut site = Site {
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
        appearances: Appearances::default(),
        mentions: found_mentions,
        backlinks: Vec::new(),
        images,
        navigation,
        footer,
        translations,
        sizes,
        redirects,
        overviews: Vec::new(),
    };
    site.connect();
    site.overviews = overviews::collect(&site, &config.outputs, &tables);
    Assembly { site, found, tables }
}

impl Site {
    /// Turns links and mentions round: who links to a page, who names an actor, who appears with whom.
    pub(super) fn connect(&mut self) {
        let Self { documents, pages, articles, actors, topics, mentions, links, .. } = self;
        let of_actors = actors.len();
        let ((appearances, backlinks), ()) = rayon::join(
            || (Appearances::of(articles, mentions, of_actors), backlinks::collect(pages, documents, links)),
            || {
                mentions::enter(mentions, &mentions::order(articles, pages.len()), actors, topics);
                actors::list_named(actors, documents, links);
            },
        );
        (self.appearances, self.backlinks) = (appearances, backlinks);
    }
}

/// Gives each section its articles and pages, and each article its neighbours in its own section.
fn fill_sections(
    sections: &mut [Section],
    articles: &mut [Article],
    documents: &[Arc<Document>],
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

/// Resolves a menu of site.toml.
fn menu(
    key: &'static str,
    entries: &[NavigationEntry],
    config: &SiteConfig,
    resolver: &Resolver<'_>,
    found: &mut Diagnostics,
) -> Vec<Option<Target>> {
    let entries = entries.iter().enumerate();
    entries
        .map(|(at, entry)| {
            let target = resolver.menu(&entry.url);
            if target == Some(Target::Broken) {
                let message = format!("`{}` leads to nothing in this site", entry.url);
                let field = FieldPath::item(key, at).join(Step::Key("url".into()));
                found.push(Diagnostic::error(&codes::LINK_TARGET, message).label(
                    &config.path,
                    Place::value(field),
                    "not found",
                ));
            }
            target
        })
        .collect()
}
