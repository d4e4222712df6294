//! The ready registry: countries and international organisations with their names, and the lists of
//! words by which the matcher tells a country from what only bears its name.
//!
//! The data stands in `registry.json`, which `make_registry.py` writes from free sources; `NOTICE.md`
//! names them, and `README.md` says what each key and list is for.

mod list;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ahash::{AHashMap, AHashSet};
use serde::Deserialize;

use super::fold::fold_but_case;
pub(super) use list::{List, is_in, is_in_any, words};

/// The registry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Registry {
    /// Countries and organisations, by id.
    pub entities: Vec<Entry>,
    /// Longer names that hold a country's and mean something else.
    pub guards: Vec<String>,
    /// What stands before a hyphen for a country, and whose id: `Sino`.
    combining: BTreeMap<String, String>,
    lists: BTreeMap<List, BTreeSet<String>>,
}

/// A country or organisation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its fixed id.
    pub id: String,
    /// Its short English name.
    pub name: String,
    /// The word for its type in front matter.
    #[serde(rename = "type")]
    pub actor_type: String,
    /// ISO 3166-1 alpha-3.
    pub iso3: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Names of every sort.
    pub forms: Vec<Name>,
    /// Capitals for the government: only where a site asks for them.
    pub metonyms: Vec<Name>,
    /// Words near a doubtful name that show that it is this one.
    evidence: Vec<String>,
    /// Words near a doubtful name that show that it is not.
    counter: Vec<String>,
}

/// A name of an entry: text alone, or with its kind and what to be careful about.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// A full name.
    Plain(String),
    /// Any other.
    Full {
        /// The name.
        text: String,
        /// The word for its kind in front matter.
        #[serde(default)]
        kind: Option<String>,
        /// Why a match may be wrong.
        #[serde(default)]
        caution: Vec<Caution>,
    },
}

/// Why a name may mean something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Caution {
    Acronym,
    CapsWord,
    CommonWord,
    Ethnonym,
    Generic,
    GivenName,
    Language,
    OtherPlace,
    Part,
    Shared,
    Surname,
    UsState,
}

impl Registry {
    /// What stands before a hyphen for an entry.
    pub fn combining<'r>(&'r self, id: &'r str) -> impl Iterator<Item = &'r str> {
        self.combining.iter().filter(move |(_, owner)| *owner == id).map(|(text, _)| text.as_str())
    }

    /// Capitals and other names that stand for a government.
    pub fn capitals(&self) -> impl Iterator<Item = &str> {
        self.entities.iter().flat_map(|entry| &entry.metonyms).map(Name::text)
    }
}

impl Name {
    /// The name.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Full { text, .. } => text,
        }
    }

    /// The word for its kind; a full name where there is none.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Full { kind: Some(kind), .. } => kind,
            _ => "name",
        }
    }

    /// What to be careful about.
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        match self {
            Self::Plain(_) => &[],
            Self::Full { caution, .. } => caution,
        }
    }
}

/// What is known of one doubtful name.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    cautions: BTreeSet<Caution>,
    /// Words near it that show that it is this name.
    pub(super) evidence: Vec<&'static str>,
    /// Words near it that show that it is not.
    pub(super) counter: Vec<&'static str>,
    /// Whether it has accents, without which it may be another word.
    pub(super) has_accents: bool,
}

impl Doubt {
    /// Whether there is this reason for it.
    pub(super) fn has(&self, caution: Caution) -> bool {
        self.cautions.contains(&caution)
    }
}

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| serde_json::from_str(include_str!("registry.json")).unwrap_or_default());

/// Doubtful names without their accents.
static DOUBTS: LazyLock<AHashMap<String, Doubt>> = LazyLock::new(|| {
    let mut doubts: AHashMap<String, Doubt> = AHashMap::new();
    for entry in &registry().entities {
        let capitals = entry.metonyms.iter().filter(|name| name.cautions().is_empty()).map(Name::text);
        let evidence: Vec<&str> = entry.evidence.iter().map(String::as_str).chain(capitals).collect();
        for name in entry.forms.iter().chain(&entry.metonyms).filter(|name| !name.cautions().is_empty()) {
            let folded = fold_but_case(name.text());
            let has_accents = folded != name.text();
            let doubt = doubts.entry(folded).or_default();
            doubt.cautions.extend(name.cautions());
            doubt.evidence.extend(&evidence);
            doubt.counter.extend(entry.counter.iter().map(String::as_str));
            doubt.has_accents |= has_accents;
        }
    }
    doubts
});

/// Names of countries, and adjectives and peoples.
static COUNTRIES: LazyLock<[AHashSet<&str>; 2]> = LazyLock::new(|| {
    let is_country = |entry: &&Entry| matches!(entry.actor_type.as_str(), "state" | "place");
    let of_kind = |kinds: &[&str]| {
        let countries = registry().entities.iter().filter(is_country);
        let names = countries.flat_map(|entry| &entry.forms);
        names.filter(|name| kinds.contains(&name.kind())).map(Name::text).collect()
    };
    [of_kind(&["name", "former"]), of_kind(&["demonym"])]
});

/// The registry, read once.
#[must_use]
pub fn registry() -> &'static Registry {
    &REGISTRY
}

/// What is known of a name that is doubtful.
pub(super) fn doubt(name: &str) -> Option<&'static Doubt> {
    if name.is_ascii() { DOUBTS.get(name) } else { DOUBTS.get(&fold_but_case(name)) }
}

/// Whether there is this reason to doubt a name.
pub(super) fn has_caution(name: &str, caution: Caution) -> bool {
    doubt(name).is_some_and(|doubt| doubt.has(caution))
}

/// Whether it is the name of a country or territory.
pub(super) fn is_country(name: &str) -> bool {
    COUNTRIES[0].contains(name)
}

/// Whether it is the adjective of a country, or its people.
pub(super) fn is_demonym(name: &str) -> bool {
    COUNTRIES[1].contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_can_be_read() {
        assert!(registry().entities.len() > 250, "{}", registry().entities.len());
        assert!(registry().guards.len() > 100);
        for list in
            [List::HeadsAbsorb, List::HeadsKeep, List::OfHeadsAbsorb, List::GivenNames, List::UsStates]
        {
            assert!(words(list).count() > 5, "{list:?}");
        }
        assert!(has_caution("Georgia", Caution::UsState));
        let ids: BTreeSet<&str> = registry().entities.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), registry().entities.len(), "ids are unique");
    }
}
