//! Articles, events and sources.

use std::collections::BTreeSet;

use crate::document::{ActorType, Source};
use crate::export::graph::author_names;
use crate::model::Kind;
use crate::site::{Article, EventView, PageIx, TopicIx};

use super::{Entity, Writer, dates, entity_id};

impl Writer<'_> {
    /// Writes each article, then a link to each actor that it is about or names.
    pub fn articles(&mut self) {
        for article in &self.site.articles {
            let entity = self.article(article);
            self.push(&entity);
            let about: BTreeSet<PageIx> =
                article.actors.iter().map(|actor| self.site.actors[actor.get()].page).collect();
            let mentioned = self.site.mention_counts(article.page);
            let named = mentioned.keys().filter(|page| self.site.page(**page).kind == Kind::Actor);
            for page in about.iter().chain(named.filter(|page| !about.contains(page))) {
                let actor = self.page_id(*page);
                let is_about = about.contains(page);
                let key = if is_about { "about" } else { "mentions" };
                // "Links some entity to a document, which might provide further detail or evidence."
                // `Mention` is for single names and resolves no `Territory`.
                let mut link = self.link("Documentation", ("document", &entity.id), ("entity", &actor), key);
                link.add("role", if is_about { "About" } else { "Mentions" });
                if let Some(count) = mentioned.get(page) {
                    link.add(
                        "summary",
                        if *count == 1 { "Named once.".to_owned() } else { format!("Named {count} times.") },
                    );
                }
                self.push(&link);
            }
        }
    }

    fn article(&self, article: &Article) -> Entity {
        let mut entity = Entity::new("Article", self.page_id(article.page));
        entity.add("title", &self.site.page(article.page).title);
        entity.maybe("publishedAt", article.date.map(dates::instant));
        entity.maybe("modifiedAt", article.updated.map(dates::instant));
        author_names(self.site, article).iter().for_each(|author| entity.add("author", author));
        entity.maybe("summary", self.site.summary(article.page));
        entity.maybe("sourceUrl", self.url(article.page));
        self.keywords(&mut entity, &article.topics);
        entity.add("publisher", &self.config.title);
        entity.maybe("publisherUrl", self.addresses.base_url());
        for source in &article.sources {
            entity.add("proof", entity_id("source", &self.site.sources[source.get()].id));
        }
        entity
    }

    /// Writes each event. Who is no `LegalEntity` is linked: `involved` takes nothing else.
    pub fn events(&mut self) {
        for event in &self.site.events {
            let entity = self.event(event);
            self.push(&entity);
            for actor in &event.actors {
                if self.site.actors[actor.get()].actor_type == ActorType::Place {
                    let place = self.actor_id(*actor);
                    let mut link =
                        self.link("UnknownLink", ("subject", &entity.id), ("object", &place), "event");
                    link.add("role", "Involves");
                    self.push(&link);
                }
            }
        }
    }

    fn event(&self, event: &EventView) -> Entity {
        let mut entity = Entity::new("Event", entity_id("event", &event.id));
        entity.add("name", &event.title);
        entity.maybe("summary", event.summary.as_deref());
        dates::occasion(&mut entity, &event.date);
        for actor in &event.actors {
            if self.site.actors[actor.get()].actor_type != ActorType::Place {
                entity.add("involved", self.actor_id(*actor));
            }
        }
        self.keywords(&mut entity, &event.topics);
        // An `Event` has no `status`.
        entity.maybe("notes", event.status.as_ref().map(|status| format!("Status: {status}.")));
        self.rests_on(&mut entity, event.source);
        entity
    }

    /// Writes each entry of the register of sources.
    pub fn sources(&mut self) {
        for source in &self.site.sources {
            let entity = source_entity(source);
            self.push(&entity);
        }
    }

    fn keywords(&self, entity: &mut Entity, topics: &[TopicIx]) {
        for topic in topics {
            entity.add("keywords", &self.site.page(self.site.topics[topic.get()].page).title);
        }
    }
}

fn source_entity(source: &Source) -> Entity {
    let id = entity_id("source", &source.id);
    // `Article` is "a piece of media reporting"; CSL has several types of article, and no other
    // type is surely one. A `Document` requires a file name: that of the register.
    let is_article = source.source_type.as_deref().is_some_and(|csl| csl.starts_with("article"));
    let mut entity = Entity::new(if is_article { "Article" } else { "Document" }, id);
    if !is_article {
        entity.add("fileName", &source.id);
    }
    entity.add("title", &source.title);
    for author in &source.authors {
        let given = author.given.as_deref().unwrap_or_default();
        entity.add("author", format!("{given} {}", author.family));
    }
    if let Some(issued) = &source.issued {
        match dates::exact(issued) {
            Some(exact) => entity.add("publishedAt", exact),
            None => entity.add("notes", format!("Issued: {}.", issued.display())),
        }
    }
    entity.maybe("publisher", source.container.as_deref());
    entity.maybe("publisher", source.publisher.as_deref());
    entity.maybe("sourceUrl", source.url.as_deref());
    entity.maybe("sourceUrl", source.doi.as_deref().map(doi_address));
    entity.maybe("notes", source.number.as_ref().map(|number| format!("Number: {number}.")));
    entity.maybe("notes", source.note.as_deref());
    entity
}

/// The address of a digital object (DOI Handbook, section 3.8), which some write as an address.
fn doi_address(doi: &str) -> String {
    if doi.starts_with("http") { doi.to_owned() } else { format!("https://doi.org/{doi}") }
}
