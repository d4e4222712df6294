//! What stands around a name: whether it is part of another proper name, of a person's name, the name
//! of a language, a town.
//!
//! The rules look at neighbouring words and hold for classes of words, never for single sentences;
//! the classes are lists of the [registry](super::registry). A capitalised head noun such as `War`
//! after a country's name makes the name of a war; `Ministry` or `Army` makes an institution of
//! the country, whose mention stays.

mod around;
mod block;
mod language;
mod person;
mod place;
#[cfg(test)]
mod tests;

use super::capitals::{is_all_capitals, is_shouted};
use super::form::FormKind;
use super::registry::{Caution, List, is_country, is_demonym, is_in, is_in_any, words};
use around::{Around, is_capitalised, last_words};
pub use block::{Block, Words};

/// What a name is instead of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absorbed {
    /// Part of another proper name: `Korean War`, `University of Georgia`.
    OtherName,
    /// Part of a person's name: `Jordan Peterson`.
    PersonName,
    /// A language: `speaks Russian`.
    Language,
    /// The town and not its government: `in Moscow`.
    Town,
    /// Another place of this name: `Georgia` among American states.
    OtherPlace,
    /// An ordinary word: `Polish the draft`.
    Word,
}

/// What the name at `start..end` of a block is instead of a mention; `None` when it is one.
#[must_use]
pub fn absorbed(block: &Block<'_>, start: usize, end: usize, kind: FormKind) -> Option<Absorbed> {
    // In a line of capitals the rules read a title.
    let is_calmed = kind != FormKind::Abbreviation && is_all_capitals(block.text().get(start..end)?);
    let around = Around::new(block, start, end, is_calmed)?;
    let is_noun = is_noun(kind);
    match kind {
        FormKind::Weak => around.language(),
        FormKind::Surname => around.other_bearer(),
        FormKind::Combining => around.other_name(kind),
        FormKind::Abbreviation => {
            around.other_name(kind).or_else(|| around.in_capitals().then_some(Absorbed::Word))
        }
        _ => around
            .other_name(kind)
            .or_else(|| around.person(is_noun))
            .or_else(|| around.names_another(kind).then_some(Absorbed::OtherName))
            .or_else(|| (kind == FormKind::Demonym).then(|| around.language()).flatten())
            .or_else(|| (kind == FormKind::Metonym).then(|| around.town()).flatten())
            .or_else(|| (kind != FormKind::Metonym).then(|| around.other_place()).flatten())
            .or_else(|| around.word()),
    }
}

fn is_noun(kind: FormKind) -> bool {
    !matches!(kind, FormKind::Demonym | FormKind::Abbreviation | FormKind::Combining)
}

impl Around<'_> {
    fn other_name(&self, kind: FormKind) -> Option<Absorbed> {
        // In a title the words that follow have capitals anyway.
        let is_loose = self.next.starts_with(char::is_uppercase) && self.is_in_title();
        let head = if is_loose { self.run().next() } else { self.run().last() };
        let head = head.unwrap_or_default();
        let is_noun = is_noun(kind);
        let absorbs = is_in(List::HeadsAbsorb, head)
            || is_in(List::HeadsAbsorbLower, self.next)
            || (is_noun && is_in(List::HeadsAbsorbName, head))
            || (kind == FormKind::Metonym && is_in(List::HeadsAbsorbCapital, head))
            || words_start(self.after, List::HeadsAbsorbUnspaced);
        let previous = self.previous;
        let modified = is_in(List::BeforeAbsorb, previous)
            || (self.doubtful(Caution::Part) && is_in(List::PartModifiers, previous))
            || (self.doubtful(Caution::Generic) && self.is_somebody_elses())
            || (kind == FormKind::Demonym && self.is_another_people())
            // `Royal Jordanian` is an airline, `Royal Thai Army` an army.
            || (previous == "Royal" && !is_in(List::HeadsKeep, head));
        let absorbed = absorbs || modified || (is_noun && self.is_of_another());
        absorbed.then_some(Absorbed::OtherName)
    }

    /// `Bank of England`, but not `Central Bank of Iran`.
    fn is_of_another(&self) -> bool {
        let before = self.before.strip_suffix("the ").unwrap_or(self.before);
        let mut words = last_words(before);
        if words.next() != Some("of") {
            return false;
        }
        let (head, earlier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        is_in(List::OfHeadsAbsorb, head) && !is_in(List::OfHeadsKeep, &format!("{earlier} {head}"))
    }

    /// A country's name with another noun to it: `Korea Zinc`. An organ of the state keeps the
    /// mention, and so does a phrase that comes to its end: "In Ukraine President …".
    fn names_another(&self, kind: FormKind) -> bool {
        let next = self.next;
        kind == FormKind::Name
            && is_capitalised(next)
            && is_country(self.name)
            && !is_country(next)
            && !is_demonym(next)
            && !is_in_any([List::Calendar, List::Titles], next)
            && !self.run().any(|word| is_in(List::HeadsKeep, word))
            && !(is_capitalised(self.previous) && self.previous_is_at_start())
            && !self.is_in_title()
    }

    /// `Russian Security Council`, `National Security Council`.
    fn is_somebody_elses(&self) -> bool {
        let previous = self.previous;
        let owner = previous.strip_suffix("'s").or_else(|| previous.strip_suffix("’s"));
        is_demonym(previous)
            || is_country(owner.unwrap_or_default())
            || matches!(previous, "National" | "Supreme" | "US" | "U.S." | "UK" | "U.K.")
    }

    /// A people of another country, or of another age: `ethnic Russians`, the second of `Bosnian
    /// Serbs`, the first of `Turkish Cypriots`.
    fn is_another_people(&self) -> bool {
        let mut words = last_words(self.before);
        let (previous, earlier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        // "In Kosovo Serbs …" has a phrase that comes to its end.
        let is_place = is_country(previous)
            && !is_in(List::Locatives, &earlier.to_lowercase())
            && (!self.is_bare() || self.name.ends_with('s'));
        let is_community = is_in(List::Communities, self.name);
        is_in(List::PeopleBefore, previous)
            || is_in(List::Communities, self.next)
            || (!is_community && previous != self.name && (is_place || is_demonym(previous)))
    }

    fn word(&self) -> Option<Absorbed> {
        let lacks_accents = self.name.is_ascii() && self.doubt.is_some_and(|doubt| doubt.has_accents);
        let is_word = self.doubtful(Caution::CommonWord)
            && (self.is_at_start() || self.is_calmed)
            && (self.is_calmed || lacks_accents || is_in(List::Determiners, &self.next.to_lowercase()));
        is_word.then_some(Absorbed::Word)
    }

    /// Whether an abbreviation that is a word too stands among words in capitals.
    fn in_capitals(&self) -> bool {
        let lower = self.name.to_lowercase();
        let is_word =
            self.doubtful(Caution::CapsWord) || is_in_any([List::FunctionWords, List::Determiners], &lower);
        is_word && is_shouted(self.before, self.after)
    }
}

/// Whether a text begins with one of the words of a list, with nothing between: `日本`海.
fn words_start(after: &str, list: List) -> bool {
    !after.starts_with(|c: char| c.is_ascii()) && words(list).any(|word| after.starts_with(word))
}
