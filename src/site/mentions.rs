//! Mentions: which pages name which actors and topics, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::{LinkingConfig, SiteConfig};
use crate::document::{ActorType, Block, Body, Context, Document, Matter, Prose};
use crate::gazetteer::{self, Entity, Form, Gazetteer, Person};
use crate::model::Kind;

use super::actors::Actor;
use super::articles::Article;
use super::index::{ActorIx, PageIx, TopicIx};
use super::near::bring_near;
use super::resolve::{Link, Target};
use super::sentences::cut_sentence;
use super::topics::Topic;
use super::{Page, Site};

/// A place in a page's body that names an actor or topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// Who or what is named.
    pub entity: Entity,
    /// Index of the block in the body.
    pub block: u32,
    /// Bytes of the body's HTML.
    pub html: (u32, u32),
    /// Whether it becomes a link.
    pub linked: bool,
}

/// The mentions on a page, in reading order, and whom they are of.
#[derive(Debug, Default)]
pub struct PageMentions {
    all: Vec<Mention>,
    entities: Vec<Counted>,
}

/// How often a page names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The entity.
    pub entity: Entity,
    /// How often it is named.
    pub count: u32,
    /// The first mention, an index into the page's mentions.
    pub first: u32,
}

impl PageMentions {
    /// Each entity once, in order.
    pub fn entities(&self) -> &[Counted] {
        &self.entities
    }
}

impl From<Vec<Mention>> for PageMentions {
    fn from(all: Vec<Mention>) -> Self {
        let mut places: Vec<(Entity, u32)> = all.iter().map(|mention| mention.entity).zip(0..).collect();
        places.sort_unstable();
        let of_entities = places.chunk_by(|(one, _), (other, _)| one == other);
        let entities = of_entities.filter_map(|places| {
            let (entity, first) = *places.first()?;
            Some(Counted { entity, count: u32::try_from(places.len()).unwrap_or(u32::MAX), first })
        });
        Self { entities: entities.collect(), all }
    }
}

impl Deref for PageMentions {
    type Target = [Mention];

    fn deref(&self) -> &[Mention] {
        &self.all
    }
}

/// A page that names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionedIn {
    /// The page.
    pub page: PageIx,
    /// How often it names it.
    pub count: u32,
    /// The first mention, an index into the page's mentions.
    pub first: u32,
}

/// The tables that entities are found in.
pub struct Entities<'e> {
    /// All actors.
    pub actors: &'e [Actor],
    /// All topics.
    pub topics: &'e [Topic],
    /// All pages.
    pub pages: &'e [Page],
    /// All documents.
    pub documents: &'e [Arc<Document>],
}

impl Entities<'_> {
    /// The gazetteer of a site.
    pub fn gazetteer(&self, config: &SiteConfig) -> Gazetteer {
        Gazetteer::new(self.forms(config), config.linking.headlines)
    }

    /// Every name of every actor and topic.
    pub(super) fn forms(&self, config: &SiteConfig) -> Vec<Form> {
        let mut forms = Vec::new();
        let actors = self.actors.iter().map(|actor| (actor.page, actor.document)).enumerate();
        for (at, (page, document)) in actors {
            let entity = Entity { kind: Kind::Actor, index: u32::try_from(at).unwrap_or(u32::MAX) };
            let title = &*self.pages[page.get()].title;
            let matter = document.map(|document| &self.documents[document.get()].matter);
            if let Some(Matter::Actor(matter)) = matter {
                let person = (matter.actor_type == ActorType::Person)
                    .then_some(Person { surname: matter.surname.as_deref() });
                forms.extend(Form::of(entity, title, &matter.aka, person));
            } else {
                forms.extend(Form::of(entity, title, &[], None));
            }
        }
        for (at, topic) in self.topics.iter().enumerate() {
            let entity = Entity { kind: Kind::Topic, index: u32::try_from(at).unwrap_or(u32::MAX) };
            let title = &*self.pages[topic.page.get()].title;
            let matter = topic.document.map(|document| &self.documents[document.get()].matter);
            let aka = if let Some(Matter::Topic(matter)) = matter { matter.aka.as_slice() } else { &[] };
            forms.extend(Form::of(entity, title, aka, None));
        }
        if config.gazetteer.countries {
            let nobody = Entity { kind: Kind::Actor, index: u32::MAX };
            let registry = gazetteer::registry();
            // A capital that the site does not list stands for nothing, and neither does a country's
            // name in it: `Mexico City`.
            let guards = registry.guards.iter().map(String::as_str).chain(registry.capitals());
            forms.extend(guards.map(|guard| Form::guard(nobody, guard)));
        }
        forms
    }

    /// Each entity by its page.
    pub(super) fn by_page(&self) -> BTreeMap<PageIx, Entity> {
        let entity = |kind, at| Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
        let actors = self.actors.iter().enumerate().map(|(at, actor)| (actor.page, entity(Kind::Actor, at)));
        let topics = self.topics.iter().enumerate().map(|(at, topic)| (topic.page, entity(Kind::Topic, at)));
        actors.chain(topics).collect()
    }

    /// What a page has to say about the names on it; none for pages without prose of their own.
    pub(super) fn context(
        &self,
        page: PageIx,
        links: &[Link],
        named: &BTreeMap<PageIx, BTreeSet<Entity>>,
        by_page: &BTreeMap<PageIx, Entity>,
        config: &LinkingConfig,
    ) -> Option<gazetteer::Page> {
        let document = &self.documents[self.pages[page.get()].document?.get()];
        if matches!(document.matter, Matter::Author | Matter::Section(_)) {
            return None;
        }
        let linked = links.iter().filter_map(|link| match link.target {
            Target::Page(to) => by_page.get(&to).copied(),
            _ => None,
        });
        Some(gazetteer::Page {
            own: by_page.get(&page).copied(),
            named: named.get(&page).cloned().unwrap_or_default(),
            nolink: match &document.matter {
                Matter::Article(matter) => matter.nolink.iter().cloned().collect(),
                _ => BTreeSet::new(),
            },
            linked: linked.collect(),
            policy: config.mentions,
        })
    }
}

/// The entities that the front matter of each article names.
pub fn named(articles: &[Article]) -> BTreeMap<PageIx, BTreeSet<Entity>> {
    let entity = |kind, at: usize| Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
    articles
        .iter()
        .map(|article| {
            let actors = article.actors.iter().map(|actor| entity(Kind::Actor, actor.get()));
            let topics = article.topics.iter().map(|topic| entity(Kind::Topic, topic.get()));
            (article.page, actors.chain(topics).collect())
        })
        .collect()
}

/// All pages, articles first and newest first.
pub fn order(articles: &[Article], pages: usize) -> Vec<PageIx> {
    let mut order: Vec<PageIx> = articles.iter().map(|article| article.page).collect();
    let dated: BTreeSet<PageIx> = order.iter().copied().collect();
    order.extend((0..pages).map(PageIx::new).filter(|page| !dated.contains(page)));
    order
}

/// Turns the mentions of all pages round: for each entity the pages that name it, in the order of
/// `pages`.
pub fn enter(mentions: &[Arc<PageMentions>], order: &[PageIx], actors: &mut [Actor], topics: &mut [Topic]) {
    actors.iter_mut().for_each(|actor| actor.mentions.clear());
    topics.iter_mut().for_each(|topic| topic.mentions.clear());
    for page in order.iter().copied() {
        for counted in mentions[page.get()].entities() {
            let mentioned = MentionedIn { page, count: counted.count, first: counted.first };
            match counted.entity.kind {
                Kind::Topic => topics[counted.entity.index as usize].mentions.push(mentioned),
                _ => actors[counted.entity.index as usize].mentions.push(mentioned),
            }
        }
    }
}

impl Site {
    /// The tables that names are looked up in.
    #[must_use]
    pub fn entities(&self) -> Entities<'_> {
        Entities {
            actors: &self.actors,
            topics: &self.topics,
            pages: &self.pages,
            documents: &self.documents,
        }
    }

    /// What every page with prose of its own has to say about the names on it.
    #[must_use]
    pub fn page_contexts(&self, config: &LinkingConfig) -> Vec<(PageIx, gazetteer::Page)> {
        let (entities, named) = (self.entities(), named(&self.articles));
        let by_page = entities.by_page();
        let pages = (0..self.pages.len()).map(PageIx::new);
        pages
            .filter_map(|page| {
                let context = entities.context(page, &self.links[page.get()], &named, &by_page, config)?;
                Some((page, context))
            })
            .collect()
    }

    /// What a page has to say about the names on it; none for pages without prose of their own.
    #[must_use]
    pub fn page_context(&self, page: PageIx, config: &LinkingConfig) -> Option<gazetteer::Page> {
        let entities = self.entities();
        entities.context(page, &self.links[page.get()], &named(&self.articles), &entities.by_page(), config)
    }

    /// The page of an actor or topic.
    #[must_use]
    pub fn entity_page(&self, entity: Entity) -> PageIx {
        match entity.kind {
            Kind::Topic => self.topics[TopicIx::new(entity.index as usize).get()].page,
            _ => self.actors[ActorIx::new(entity.index as usize).get()].page,
        }
    }

    /// The pages that name an actor or topic: articles newest first, then the others.
    #[must_use]
    pub fn mentions_of(&self, entity: Entity) -> &[MentionedIn] {
        match entity.kind {
            Kind::Topic => &self.topics[entity.index as usize].mentions,
            _ => &self.actors[entity.index as usize].mentions,
        }
    }

    /// How often a page names each actor and topic.
    #[must_use]
    pub fn mention_counts(&self, page: PageIx) -> BTreeMap<PageIx, u32> {
        let counted = self.mentions[page.get()].entities().iter();
        counted.map(|counted| (self.entity_page(counted.entity), counted.count)).collect()
    }

    /// The sentence around each of some mentions, and the id of the block that holds it.
    ///
    /// They are on many pages, whose texts lie all over the memory: each step is taken for all of them before
    /// the next, see [`bring_near`].
    #[must_use]
    pub fn mention_sentences(&self, mentioned: &[MentionedIn]) -> Vec<Option<(String, Option<&str>)>> {
        let pages = mentioned.iter().map(|it| (self.document_of(it.page), &self.mentions[it.page.get()]));
        let pages: Vec<_> = pages.collect();
        bring_near(&pages, |(document, mentions)| {
            mentions.all.len() + document.map_or(0, |document| document.body.prose.blocks.len())
        });
        let places = pages
            .into_iter()
            .zip(mentioned)
            .map(|((document, mentions), it)| Place::of(&document?.body, mentions.get(it.first as usize..)?));
        let places: Vec<Option<Place<'_>>> = places.collect();
        bring_near(&places, |place| place.as_ref().map_or(0, Place::look));
        let sentences = places.into_iter().zip(mentioned).map(|(place, it)| {
            let Place { body, block, mention } = place?;
            let title = |reference| self.title_of(it.page, reference);
            let (text, at) = body.text_at(mention.block, mention.html.0, &title);
            Some((cut_sentence(text, at), body.prose.fragment(block)))
        });
        sentences.collect()
    }
}

/// Where a mention stands.
struct Place<'b> {
    body: &'b Body,
    block: &'b Block,
    mention: Mention,
}

impl<'b> Place<'b> {
    /// Where the entity of the first of some mentions is best seen.
    fn of(body: &'b Body, mentions: &[Mention]) -> Option<Self> {
        let blocks = &body.prose.blocks;
        let first = mentions.first()?;
        // A heading is no sentence: the first mention in a text under it says more.
        let in_text = |mention: &&Mention| {
            let block = blocks.get(mention.block as usize);
            mention.entity == first.entity && block.is_some_and(|block| block.context != Context::Heading)
        };
        let mention = *mentions.iter().find(in_text).unwrap_or(first);
        Some(Self { body, block: blocks.get(mention.block as usize)?, mention })
    }

    /// Looks at all that is read to make a sentence of it.
    fn look(&self) -> usize {
        let Prose { runs, html, ids, .. } = &*self.body.prose;
        let byte =
            |text: Option<&[u8]>| usize::from(text.and_then(|text| text.first().copied()).unwrap_or(0));
        runs.look(self.block.runs)
            + byte(html.as_bytes().get(self.mention.html.0 as usize..))
            + byte(Some(ids.as_bytes()))
            + self.body.references.first().map_or(0, |reference| reference.block as usize)
    }
}
