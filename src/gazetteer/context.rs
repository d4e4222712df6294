//! What stands around a name: whether it is part of another proper name, of a person's name, or the
//! name of a language.
//!
//! The rules look at the neighbouring words only, and hold for classes of words, never for single
//! sentences. A capitalised head noun such as `War` or `Sea` after a country's name makes the name
//! of a war or a sea; `Ministry` or `Army` makes an institution of the country, whose mention stays.

use super::form::FormKind;

/// What a name is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absorbed {
    /// Another proper name: `Korean War`, `University of Georgia`.
    OtherName,
    /// A person's name: `Jordan Peterson`.
    PersonName,
    /// A language: `speaks Russian`.
    Language,
}

/// Capitalised words after a name or demonym that make another proper name of both.
const HEADS: [&str; 58] = [
    "War",
    "Wars",
    "Sea",
    "Ocean",
    "Gulf",
    "Channel",
    "Canal",
    "Strait",
    "Straits",
    "Peninsula",
    "Islands",
    "Island",
    "Mountains",
    "Desert",
    "Basin",
    "River",
    "Lake",
    "Bay",
    "Trench",
    "Plateau",
    "Revolution",
    "Crisis",
    "Affair",
    "Papers",
    "Files",
    "Spring",
    "Post",
    "Times",
    "Journal",
    "Tribune",
    "Herald",
    "Gazette",
    "Review",
    "Telegraph",
    "Chronicle",
    "Observer",
    "Guardian",
    "Mail",
    "News",
    "Today",
    "Institute",
    "University",
    "College",
    "Foundation",
    "Airlines",
    "Airways",
    "Bank",
    "Cup",
    "Open",
    "Prix",
    "Street",
    "Avenue",
    "Square",
    "Gardens",
    "Theatre",
    "Tech",
    "Project",
    "Agreement",
];

/// Words before a name that make another proper name of both.
const BEFORE: [&str; 3] = ["New", "Little", "Gulf"];

/// Words before `of NAME` that make another proper name of all.
const OF: [&str; 12] = [
    "Bank",
    "University",
    "Gulf",
    "Sea",
    "Institute",
    "College",
    "Strait",
    "Bay",
    "Battle",
    "Treaty",
    "Museum",
    "Bishop",
];

/// Words after which a demonym is a language.
const LANGUAGE_VERBS: [&str; 16] = [
    "speak",
    "speaks",
    "spoke",
    "spoken",
    "speaking",
    "fluent",
    "learn",
    "learns",
    "learned",
    "learning",
    "taught",
    "teach",
    "understand",
    "understands",
    "translated",
    "translate",
];

/// Words between a verb of speaking and the language.
const LANGUAGE_LINKS: [&str; 4] = ["in", "into", "from", "only"];

/// Names of states that are given names or surnames too.
const PERSONAL: [&str; 8] = ["Jordan", "Chad", "Georgia", "Israel", "India", "Kenya", "Guinea", "Jersey"];

/// Capitalised words after a state's name that are its institutions, not a person's surname.
const INSTITUTIONS: [&str; 16] = [
    "Ministry",
    "Minister",
    "Army",
    "Navy",
    "Police",
    "Parliament",
    "Government",
    "President",
    "King",
    "Defense",
    "Defence",
    "Central",
    "National",
    "Armed",
    "Security",
    "Foreign",
];

/// Capitalised words before a state's name that are no given name.
const NO_GIVEN_NAMES: [&str; 58] = [
    "A",
    "After",
    "Against",
    "All",
    "Although",
    "And",
    "Around",
    "As",
    "At",
    "Because",
    "Before",
    "Between",
    "Both",
    "But",
    "By",
    "Central",
    "Despite",
    "During",
    "East",
    "Eastern",
    "Even",
    "For",
    "From",
    "Greater",
    "How",
    "If",
    "In",
    "Inside",
    "Into",
    "Its",
    "Like",
    "Neither",
    "Neighbouring",
    "No",
    "Nor",
    "North",
    "Northern",
    "Of",
    "On",
    "Only",
    "Or",
    "Outside",
    "Since",
    "So",
    "South",
    "Southern",
    "That",
    "The",
    "Though",
    "To",
    "Today",
    "Unlike",
    "Until",
    "West",
    "Western",
    "When",
    "While",
    "With",
];

/// What the name at `start..end` of `text` is part of, if it is part of anything.
#[must_use]
pub fn absorbed(text: &str, start: usize, end: usize, kind: FormKind) -> Option<Absorbed> {
    if matches!(kind, FormKind::Abbreviation | FormKind::Surname) {
        return None;
    }
    let (before, after) = (text.get(..start)?, text.get(end..)?);
    let next = next_word(after);
    if next.is_some_and(|word| HEADS.contains(&word)) {
        return Some(Absorbed::OtherName);
    }
    let mut back = before.strip_suffix(' ').into_iter().flat_map(|before| before.rsplit(' '));
    let previous = back.next().unwrap_or_default();
    if BEFORE.contains(&previous) {
        return Some(Absorbed::OtherName);
    }
    if previous == "of" && back.next().is_some_and(|word| OF.contains(&word)) {
        return Some(Absorbed::OtherName);
    }
    if is_person(text.get(start..end)?, previous, next) {
        return Some(Absorbed::PersonName);
    }
    if kind == FormKind::Demonym && is_language(before, after) {
        return Some(Absorbed::Language);
    }
    None
}

/// Whether a name that people have too is a part of a person's name: another name stands beside it.
fn is_person(name: &str, previous: &str, next: Option<&str>) -> bool {
    if !PERSONAL.contains(&name) {
        return false;
    }
    let is_name = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.clone().count() > 1
            && chars.all(char::is_lowercase)
    };
    next.is_some_and(|word| is_name(word) && !INSTITUTIONS.contains(&word))
        || (is_name(previous) && !NO_GIVEN_NAMES.contains(&previous))
}

/// Whether a demonym is a language: after a verb of speaking, or after `in` at the end of a clause.
fn is_language(before: &str, after: &str) -> bool {
    let ends_clause = next_word(after)
        .is_none_or(|word| ["and", "or", "as", "to", "with", "by"].contains(&word))
        || after.starts_with([',', '.', ';', ':', ')', '?', '!']);
    if !ends_clause {
        return false;
    }
    let mut back =
        before.trim_end().rsplit(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let last = back.next().unwrap_or_default();
    if LANGUAGE_VERBS.contains(&last) || last == "in" {
        return true;
    }
    LANGUAGE_LINKS.contains(&last) && back.next().is_some_and(|word| LANGUAGE_VERBS.contains(&word))
}

/// The word after one space.
fn next_word(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(' ')?;
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    rest.get(..end).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, name: &str, kind: FormKind) -> Option<Absorbed> {
        let at = text.find(name).expect("there");
        absorbed(text, at, at + name.len(), kind)
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
        assert_eq!(part("the war in Korea", "Korea", FormKind::Name), None);
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
    fn languages() {
        assert_eq!(part("She speaks Russian.", "Russian", FormKind::Demonym), Some(Absorbed::Language));
        assert_eq!(
            part("a statement in Russian, he said", "Russian", FormKind::Demonym),
            Some(Absorbed::Language)
        );
        assert_eq!(part("a base in Russian territory", "Russian", FormKind::Demonym), None);
    }
}
