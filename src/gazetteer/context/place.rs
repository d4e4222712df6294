//! Whether a name is that of a town, or of another place.

use crate::gazetteer::context::Absorbed;
use crate::gazetteer::registry::{Caution, List, is_country, is_in, words};

use super::around::{Around, is_capitalised, last_words, starts_with_word, word_of};
use super::block::places;

impl Around<'_> {
    /// `in Moscow`, `flights to Moscow`, `north of Moscow`, and so is the second of `in Kyiv and
    /// Moscow`.
    pub(super) fn town(&self) -> Option<Absorbed> {
        let head = before_towns(self.before);
        let mut words = last_words(head);
        let last = words.next().unwrap_or_default().to_lowercase();
        let earlier: Vec<String> = words.take(TRAVEL_REACH).map(str::to_lowercase).collect();
        let second = earlier.first().map_or("", String::as_str);
        let travels = || earlier.iter().any(|word| is_in(List::Travel, word));
        let is_town = match last.as_str() {
            "to" => travels() || earlier.get(1).is_some_and(|word| word == "from"),
            "from" => {
                travels() || is_in(List::TownOf, second) || starts_with_name(self.after.strip_prefix(" to "))
            }
            "of" => is_in(List::TownOf, second),
            _ => is_in(List::Locatives, &last),
        };
        (is_town || is_in(List::TownAfter, self.next)).then_some(Absorbed::Town)
    }

    pub(super) fn other_place(&self) -> Option<Absorbed> {
        if let Some(place) = self.after.strip_prefix(", ") {
            let in_state = |list| words(list).any(|state| starts_with_word(place, state));
            if in_state(List::UsStates) || in_state(List::UsStateAbbreviations) {
                return Some(Absorbed::OtherPlace);
            }
        }
        if self.doubtful(Caution::OtherPlace) {
            // A river, a mountain: `the Niger`.
            let article = matches!(self.previous, "the" | "The");
            if article && !self.next.starts_with(char::is_uppercase) {
                return Some(Absorbed::OtherPlace);
            }
            let (before, after) = self.sentence();
            if self.counter().iter().any(|word| has_word(before, word) || has_word(after, word)) {
                return Some(Absorbed::OtherPlace);
            }
        }
        if !self.doubtful(Caution::UsState) || self.is_beside_a_country() {
            return None;
        }
        let states = words(List::UsStates).filter(|state| *state != self.name);
        let against =
            self.nearest(self.counter().iter().copied().chain(words(List::UsContext)).chain(states))?;
        // What stands nearer says more.
        let is_nearer = self.nearest(self.evidence().iter().copied()).is_some_and(|near| near < against);
        (!is_nearer).then_some(Absorbed::OtherPlace)
    }

    /// Words that speak for a doubtful name.
    fn evidence(&self) -> &'static [&'static str] {
        self.doubt.map_or(&[], |doubt| &doubt.evidence)
    }

    /// Words that speak against a doubtful name.
    fn counter(&self) -> &'static [&'static str] {
        self.doubt.map_or(&[], |doubt| &doubt.counter)
    }

    /// How far from the name the nearest of some words stands on the page.
    fn nearest(&self, words: impl Iterator<Item = &'static str>) -> Option<usize> {
        self.words.nearest(words, self.at)
    }

    /// Whether the name is listed together with a country: `Ukraine, Georgia and Moldova`.
    fn is_beside_a_country(&self) -> bool {
        let before =
            [", and ", " and ", " or ", ", "].iter().find_map(|joint| self.before.strip_suffix(joint));
        let after = [", and ", " and ", " or ", ", "].iter().find_map(|joint| self.after.strip_prefix(joint));
        let last = before.and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
        [last, word_of(after.unwrap_or_default())]
            .into_iter()
            .any(|word| word != self.name && is_country(word))
    }
}

/// How many words may stand between `flights` and `to`.
const TRAVEL_REACH: usize = 4;

/// What stands before a list of towns: the last is where the first is.
fn before_towns(before: &str) -> &str {
    let Some(mut rest) = [" and ", " or "].iter().find_map(|joint| before.strip_suffix(joint)) else {
        return before;
    };
    let mut head = before;
    loop {
        let word = rest.rsplit([' ', '(', '“', '"']).next().unwrap_or_default();
        if !is_capitalised(word) {
            return head;
        }
        head = rest.get(..rest.len() - word.len()).unwrap_or_default();
        match head.strip_suffix(", ") {
            Some(list) => rest = list,
            None => return head,
        }
    }
}

fn starts_with_name(text: Option<&str>) -> bool {
    text.is_some_and(|text| {
        is_capitalised(word_of(text.strip_prefix("the ").unwrap_or(text))) || text.starts_with("the ")
    })
}

fn has_word(text: &str, word: &str) -> bool {
    places(text, word).next().is_some()
}
