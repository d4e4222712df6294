//! What stands around a name: whether it is part of another proper name, of a person's name, the name
//! of a language, a town.
//!
//! The rules look at neighbouring words and hold for classes of words, never for single sentences;
//! the classes are lists of the [registry](super::registry). A capitalised head noun such as `War`
//! after a country's name makes the name of a war; `Ministry` or `Army` makes an institution of
//! the country, whose mention stays.

use super::form::FormKind;
use super::registry::{Caution, evidence, has_caution, is_in, words};

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

/// The words around a name.
struct Around<'t> {
    name: &'t str,
    before: &'t str,
    after: &'t str,
    block: &'t str,
    page: &'t str,
}

/// What the name at `start..end` of `text` is instead of a mention; `None` when it is one. `page` is
/// the text of the whole page, where words that settle a doubt may stand.
#[must_use]
pub fn absorbed(text: &str, start: usize, end: usize, kind: FormKind, page: &str) -> Option<Absorbed> {
    let (name, before, after) = (text.get(start..end)?, text.get(..start)?, text.get(end..)?);
    let around = Around { name, before, after, block: text, page };
    if matches!(kind, FormKind::Surname | FormKind::Weak) {
        return None;
    }
    if kind == FormKind::Abbreviation {
        return around.in_capitals().then_some(Absorbed::Word);
    }
    around
        .other_name(kind)
        .or_else(|| around.person())
        .or_else(|| (kind == FormKind::Demonym).then(|| around.language()).flatten())
        .or_else(|| (kind == FormKind::Metonym).then(|| around.town()).flatten())
        .or_else(|| around.other_place())
        .or_else(|| around.word())
}

impl<'t> Around<'t> {
    fn doubtful(&self, caution: Caution) -> bool {
        has_caution(self.name, caution)
    }

    /// The word before, when one space parts it from the name.
    fn previous(&self) -> &'t str {
        let before = self.before.strip_suffix(' ').unwrap_or_default();
        let word = before.rsplit([' ', '(', '"', '“', '—', '–']).next().unwrap_or_default();
        if word.ends_with([',', ';', ':', '!', '?', ')', '”']) { "" } else { word }
    }

    /// The word after, when one space parts it from the name.
    fn next(&self) -> &'t str {
        word_of(self.after.strip_prefix(' ').unwrap_or_default())
    }

    /// The last of the capitalised words that follow without a break.
    fn head(&self) -> &'t str {
        let (mut rest, mut head) = (self.after, "");
        while let Some(after) = rest.strip_prefix(' ') {
            let word = word_of(after);
            if !word.starts_with(char::is_uppercase) {
                break;
            }
            head = word;
            rest = after.get(word.len()..).unwrap_or_default();
        }
        head
    }

    fn is_at_start(&self) -> bool {
        let before = self.before.trim_end_matches([' ', '“', '"', '(']);
        before.is_empty() || before.ends_with(['.', '!', '?', ':'])
    }

    fn other_name(&self, kind: FormKind) -> Option<Absorbed> {
        let head = self.head();
        let is_name = !matches!(kind, FormKind::Demonym);
        let absorbs = is_in("heads_absorb", head)
            || (is_name && is_in("heads_absorb_name", head))
            || (kind == FormKind::Metonym && is_in("heads_absorb_capital", head));
        let previous = self.previous();
        let modified = is_in("before_absorb", previous)
            || (self.doubtful(Caution::Part) && is_in("part_modifiers", previous))
            || (kind == FormKind::Demonym && is_in("people_before", previous))
            // `Royal Jordanian` is an airline, `Royal Thai Army` an army.
            || (previous == "Royal" && !is_in("heads_keep", head));
        (absorbs || modified || (is_name && self.is_of_another())).then_some(Absorbed::OtherName)
    }

    /// `Bank of England`, but not `Central Bank of Iran`.
    fn is_of_another(&self) -> bool {
        let before = self.before.strip_suffix(" of the ").or_else(|| self.before.strip_suffix(" of "));
        let Some(before) = before else { return false };
        let mut back = before.rsplit(' ');
        let head = back.next().unwrap_or_default();
        let pair = back.next().map(|earlier| format!("{earlier} {head}"));
        is_in("of_heads_absorb", head) && !pair.is_some_and(|pair| is_in("of_heads_keep", &pair))
    }

    fn person(&self) -> Option<Absorbed> {
        let previous = self.previous();
        // Any name of one word may be a surname: `Robert Wagner`.
        let named = !self.name.contains(' ');
        if named && (is_in("given_names", previous) || is_in("titles", previous)) {
            return Some(Absorbed::PersonName);
        }
        let next = self.next();
        let surname = next.starts_with(char::is_uppercase)
            && next.chars().skip(1).any(char::is_lowercase)
            && !is_in("heads_keep", next)
            && !is_in("heads_keep", self.head())
            && !is_in("calendar", next);
        (self.doubtful(Caution::GivenName) && surname).then_some(Absorbed::PersonName)
    }

    fn language(&self) -> Option<Absorbed> {
        if self.after.starts_with("-speak") || self.after.starts_with("-language") {
            return Some(Absorbed::Language);
        }
        if !self.doubtful(Caution::Language) {
            return None;
        }
        let next = self.next();
        let ends = next.is_empty() || is_in("function_words", next);
        let is_language =
            is_in("language_after", next) || (is_in("language_before", self.previous()) && ends);
        is_language.then_some(Absorbed::Language)
    }

    fn town(&self) -> Option<Absorbed> {
        is_in("locatives", &self.previous().to_lowercase()).then_some(Absorbed::Town)
    }

    fn other_place(&self) -> Option<Absorbed> {
        if let Some(place) = self.after.strip_prefix(", ") {
            let in_state = |list| words(list).any(|state| starts_with_word(place, state));
            if in_state("us_states") || in_state("us_state_abbreviations") {
                return Some(Absorbed::OtherPlace);
            }
        }
        // A river, a mountain: `the Niger`.
        let article = matches!(self.previous(), "the" | "The");
        if self.doubtful(Caution::OtherPlace) && article && !self.next().starts_with(char::is_uppercase) {
            return Some(Absorbed::OtherPlace);
        }
        if !self.doubtful(Caution::UsState) {
            return None;
        }
        let near = |word: &str| has_word(self.page, word);
        let (evidence, counter) = evidence(self.name);
        let against = counter.iter().any(|word| near(word))
            || words("us_context").any(near)
            || words("us_states").filter(|state| *state != self.name).any(near);
        let speaks_for = evidence.iter().any(|word| near(word));
        (against && !speaks_for).then_some(Absorbed::OtherPlace)
    }

    fn word(&self) -> Option<Absorbed> {
        let is_word = self.doubtful(Caution::CommonWord)
            && self.is_at_start()
            && is_in("determiners", &self.next().to_lowercase());
        is_word.then_some(Absorbed::Word)
    }

    /// Whether an abbreviation that is a word too stands among words in capitals.
    fn in_capitals(&self) -> bool {
        let lower = self.name.to_lowercase();
        let is_word = self.doubtful(Caution::CapsWord)
            || is_in("function_words", &lower)
            || is_in("determiners", &lower);
        let is_capitals = |word: &str| {
            word.chars().count() > 1 && !word.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
        };
        let neighbours = is_capitals(self.previous()) && is_capitals(self.next());
        is_word && (neighbours || !self.block.chars().any(char::is_lowercase))
    }
}

/// The word that a text begins with.
fn word_of(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let starts = !text[..at].ends_with(char::is_alphanumeric);
        starts && starts_with_word(&text[at..], word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, name: &str, kind: FormKind) -> Option<Absorbed> {
        let at = text.find(name).expect("there");
        absorbed(text, at, at + name.len(), kind, text)
    }

    #[test]
    fn other_proper_names() {
        for (text, name) in [
            ("the Korean War ended", "Korean"),
            ("in New Mexico", "Mexico"),
            ("the Bank of England", "England"),
            ("the University of Georgia", "Georgia"),
        ] {
            assert_eq!(part(text, name, FormKind::Name), Some(Absorbed::OtherName), "{text}");
        }
        for (text, name) in [("the Iranian Army", "Iranian"), ("the Russian bank", "Russian")] {
            assert_eq!(part(text, name, FormKind::Demonym), None, "{text}");
        }
        for (text, name) in [("the war in Korea", "Korea"), ("the Central Bank of Iran", "Iran")] {
            assert_eq!(part(text, name, FormKind::Name), None, "{text}");
        }
    }

    #[test]
    fn people() {
        for (text, name) in [("as Michael Jordan said", "Jordan"), ("Chad Smith plays", "Chad")] {
            assert_eq!(part(text, name, FormKind::Name), Some(Absorbed::PersonName), "{text}");
        }
        for (text, name) in
            [("In Jordan they", "Jordan"), ("Syria, Jordan and Iraq", "Jordan"), ("the Chad Army", "Chad")]
        {
            assert_eq!(part(text, name, FormKind::Name), None, "{text}");
        }
    }

    #[test]
    fn languages_towns_states_and_words() {
        let demonym = |text, name| part(text, name, FormKind::Demonym);
        assert_eq!(demonym("She speaks Russian.", "Russian"), Some(Absorbed::Language));
        assert_eq!(demonym("a statement in Russian, he said", "Russian"), Some(Absorbed::Language));
        assert_eq!(demonym("a base in Russian territory", "Russian"), None);
        assert_eq!(part("talks in Moscow ended", "Moscow", FormKind::Metonym), Some(Absorbed::Town));
        assert_eq!(part("as Moscow says", "Moscow", FormKind::Metonym), None);
        assert_eq!(part("from Georgia to Alabama", "Georgia", FormKind::Name), Some(Absorbed::OtherPlace));
        assert_eq!(part("Cuba, Missouri, is", "Cuba", FormKind::Name), Some(Absorbed::OtherPlace));
        assert_eq!(demonym("Polish the draft", "Polish"), Some(Absorbed::Word));
    }
}
