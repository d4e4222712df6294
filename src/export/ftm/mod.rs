//! FollowTheMoney: one entity as a JSON object a line.
//!
//! Names of schemata and properties, their ranges and types are those of the Python package
//! `followthemoney` 4.11 (its `schema/*.yml`; documentation: <https://followthemoney.tech/explorer/>).
//! `tests/export/check.sh` holds an export against that package.
//!
//! | Dateline | FollowTheMoney |
//! |---|---|
//! | person | `Person` |
//! | state, government body | `PublicBody` with the topic `gov` |
//! | organisation, armed group, bloc | `Organization` |
//! | company | `Company` |
//! | place | `Territory` |
//! | article | `Article`, and a `Documentation` for each actor that it is about |
//! | topic | `keywords` of articles and events: the schema `topics` is a fixed list of risks |
//! | entry of the register of sources | `Article` or `Document`, which is the `proof` of what rests on it |
//! | event | `Event` |
//! | post | `Position`, held by way of `Occupancy` |
//! | relation | by its type, see `relations.rs`; `UnknownLink` when none fits |
//!
//! A state is a `PublicBody` and no `Territory`, since it acts: only a `LegalEntity` can be a
//! member, an owner, or involved in an event.

mod actors;
mod countries;
mod dates;
mod documents;
mod relations;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::config::SiteConfig;
use crate::model::Fingerprint;
use crate::site::{ActorIx, PageIx, Site, SourceIx};
use crate::view::Addresses;

/// All entities of a site: articles, actors with what joins them, events and sources.
pub fn write(site: &Site, config: &SiteConfig) -> Vec<u8> {
    let addresses = Addresses::new(config.base_url.clone(), false);
    let mut writer = Writer {
        site,
        config,
        addresses,
        out: Vec::new(),
        links: BTreeMap::new(),
        positions: BTreeSet::new(),
    };
    writer.articles();
    writer.actors();
    writer.events();
    writer.sources();
    writer.out
}

/// An entity, as the package reads it. Properties are sorted, values keep their order.
#[derive(Debug, Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(schema: &'static str, id: String) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value of a property, once; an empty one is none.
    fn add(&mut self, property: &'static str, value: impl AsRef<str>) {
        // The package deletes control characters from what it cleans.
        let value: String = value.as_ref().chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let values = self.properties.entry(property).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }

    /// Adds the value where there is one.
    fn maybe(&mut self, property: &'static str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.add(property, value);
        }
    }
}

/// The id of an entity. The package takes ASCII letters, digits, dots and hyphens, 200 at most and
/// no dot or hyphen at either end (`types/entity.py`); any other id is replaced by its fingerprint.
fn entity_id(kind: &str, own: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let ends_well = own.ends_with(|c: char| c.is_ascii_alphanumeric());
    if ends_well && own.len() <= 150 && own.chars().all(is_plain) {
        return format!("dateline-{kind}-{own}");
    }
    format!("dateline-{kind}-{}", Fingerprint::of(own.as_bytes()))
}

/// Writes entities one after the other.
struct Writer<'s> {
    site: &'s Site,
    config: &'s SiteConfig,
    addresses: Addresses,
    out: Vec<u8>,
    /// How often each link was there already, by what it says.
    links: BTreeMap<String, usize>,
    /// Positions that were written.
    positions: BTreeSet<String>,
}

impl<'s> Writer<'s> {
    fn push(&mut self, entity: &Entity) {
        let written = serde_json::to_writer(&mut self.out, entity);
        debug_assert!(written.is_ok(), "text and lists always are JSON");
        self.out.push(b'\n');
    }

    /// A link of two entities. Its id comes from what it says, so that it stays when other links
    /// come and go; of links that say the same, the second and later ones are numbered.
    fn link(
        &mut self,
        schema: &'static str,
        from: (&'static str, &str),
        to: (&'static str, &str),
        what: &str,
    ) -> Entity {
        let key = format!("{schema}\n{}\n{}\n{what}", from.1, to.1);
        let before = self.links.entry(key.clone()).or_default();
        let key = if *before == 0 { key } else { format!("{key}\n{before}") };
        *before += 1;
        let mut entity = Entity::new(schema, format!("dateline-link-{}", Fingerprint::of(key.as_bytes())));
        entity.add(from.0, from.1);
        entity.add(to.0, to.1);
        entity
    }

    /// What an entity rests on: the source's entity and its address.
    fn rests_on(&self, entity: &mut Entity, source: Option<SourceIx>) {
        let Some(source) = source.map(|source| &self.site.sources[source.get()]) else { return };
        entity.add("proof", entity_id("source", &source.id));
        entity.maybe("sourceUrl", source.url.as_deref());
    }

    fn page_id(&self, page: PageIx) -> String {
        let page = self.site.page(page);
        entity_id(page.kind.name(), &page.id)
    }

    fn actor_id(&self, actor: ActorIx) -> String {
        self.page_id(self.site.actors[actor.get()].page)
    }

    fn url(&self, page: PageIx) -> Option<String> {
        self.addresses.url(&self.site.page(page).permalink)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entity, entity_id};

    #[test]
    fn ids_are_those_that_the_package_takes() {
        assert_eq!(entity_id("actor", "kim-jong-un"), "dateline-actor-kim-jong-un");
        assert_eq!(entity_id("source", "s.1"), "dateline-source-s.1");
        for odd in ["a_b", "é", "", "a-", &"x".repeat(160)] {
            let id = entity_id("source", odd);
            let hash = id.strip_prefix("dateline-source-").expect("prefix");
            assert!(hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
        }
        assert_ne!(entity_id("source", "a_b"), entity_id("source", "a b"));
    }

    #[test]
    fn values_are_there_once_and_never_empty() {
        let mut entity = Entity::new("Person", "x".to_owned());
        for name in ["", " ", "A\u{7}b", "Ab", " Ab "] {
            entity.add("name", name);
        }
        assert_eq!(entity.properties.get("name"), Some(&vec!["Ab".to_owned()]));
    }
}
