//! The lists of words of the registry, and which of them has a word.

use std::sync::LazyLock;

use ahash::AHashMap;
use serde::Deserialize;

use super::registry;

/// A list; the registry's `README.md` says what each is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum List {
    Articles,
    BeforeAbsorb,
    Calendar,
    Communities,
    Determiners,
    Families,
    FunctionWords,
    GivenNames,
    HeadsAbsorb,
    HeadsAbsorbCapital,
    HeadsAbsorbLower,
    HeadsAbsorbName,
    HeadsAbsorbUnspaced,
    HeadsKeep,
    LanguageAfter,
    LanguageBefore,
    LanguageContext,
    LanguageVerbs,
    Languages,
    Locatives,
    OfHeadsAbsorb,
    OfHeadsKeep,
    PartModifiers,
    PeopleBefore,
    Roles,
    Titles,
    TownAfter,
    TownOf,
    Travel,
    UsContext,
    UsStateAbbreviations,
    UsStates,
}

impl List {
    /// A bit for each list.
    const fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// For each word of the lists, the bits of those that have it: asked for several words around each name of a
/// site, most of which are in none.
static LISTED: LazyLock<AHashMap<&str, u64>> = LazyLock::new(|| {
    let mut listed = AHashMap::new();
    for (list, words) in &registry().lists {
        words.iter().for_each(|word| *listed.entry(word.as_str()).or_default() |= list.bit());
    }
    listed
});

/// Whether a word is in a list.
pub fn is_in(list: List, word: &str) -> bool {
    is_in_any([list], word)
}

/// Whether a word is in one of several lists.
pub fn is_in_any<const N: usize>(lists: [List; N], word: &str) -> bool {
    let wanted = lists.into_iter().fold(0, |bits, list| bits | list.bit());
    LISTED.get(word).is_some_and(|bits| bits & wanted != 0)
}

/// The words of a list.
pub fn words(list: List) -> impl Iterator<Item = &'static str> {
    registry().lists.get(&list).into_iter().flatten().map(String::as_str)
}
