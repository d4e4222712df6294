//! The index of actors: by letter and by type.

use std::collections::BTreeMap;

use tera::{Context, Value};
use unicode_normalization::UnicodeNormalization;

use crate::document::{ActorType, Aka, AkaKind, Matter};
use crate::model::Slug;

use super::record::{extended, list, record};
use super::shared::Views;

impl Views<'_> {
    /// What the index of actors shows.
    pub(super) fn actor_index(&self, context: &mut Context) {
        let mut letters: BTreeMap<Initial, Vec<(String, Value)>> = BTreeMap::new();
        let mut types: BTreeMap<ActorType, Vec<(String, Value)>> = BTreeMap::new();
        for (ix, actor) in self.site.listed_actors() {
            let title = &*self.site.page(actor.page).title;
            let initial = Initial::of(title);
            let key = initial.sort_key(title);
            let aka = self.site.document_of(actor.page).map(|document| match &document.matter {
                Matter::Actor(matter) => {
                    matter.aka.iter().filter(|aka| is_shown(aka)).map(|aka| Value::from(&*aka.text)).collect()
                }
                _ => Vec::new(),
            });
            let value = extended(
                &self.actor(ix),
                [("count", Value::from(actor.articles.len())), ("aka", Value::from(aka.unwrap_or_default()))],
            );
            letters.entry(initial).or_default().push((key.clone(), value.clone()));
            types.entry(actor.actor_type).or_default().push((key, value));
        }
        let sorted = |mut group: Vec<(String, Value)>| {
            group.sort_by(|a, b| a.0.cmp(&b.0));
            list(group.into_iter().map(|(_, value)| value))
        };
        let groups = letters.into_iter().map(|(initial, group)| {
            record([("letter", Value::from(initial.heading())), ("actors", sorted(group))])
        });
        context.insert_value("groups", list(groups));
        let types: Vec<Value> = ActorType::ALL
            .iter()
            .filter_map(|actor_type| {
                let group = types.remove(actor_type)?;
                Some(record([
                    ("type", Value::from(actor_type.name())),
                    ("label", Value::from(actor_type.plural())),
                    ("actors", sorted(group)),
                ]))
            })
            .collect();
        context.insert_value("types", Value::from(types));
    }
}

/// Names in other scripts and for the matcher alone are not for the index.
fn is_shown(aka: &Aka) -> bool {
    !aka.never
        && aka.lang.is_none()
        && matches!(aka.kind, AkaKind::Name | AkaKind::Abbreviation | AkaKind::Former)
}

/// What a name stands under, in the order of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Initial {
    Digit,
    /// A to Z; a letter with a mark is under the one without.
    Latin(char),
    /// A letter of another script, in that script.
    Other(char),
    /// Chinese characters have no letters to stand under.
    Han,
    /// No letter or digit at all.
    None,
}

/// The consonants that Korean syllables begin with, in the order of Unicode's syllables.
const HANGUL: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];
/// Syllables that begin with one of them.
const SYLLABLES: u32 = 588;

impl Initial {
    fn of(title: &str) -> Self {
        let Some(first) = title.chars().find(|c| c.is_alphanumeric()) else { return Self::None };
        match first {
            c if c.is_numeric() => Self::Digit,
            '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
                let latin = Slug::of(&first.to_string()).and_then(|slug| slug.as_str().chars().next());
                latin.map_or(Self::None, |letter| Self::Latin(letter.to_ascii_uppercase()))
            }
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Self::Han,
            '\u{AC00}'..='\u{D7A3}' => {
                let at = (u32::from(first) - 0xAC00) / SYLLABLES;
                HANGUL.get(at as usize).map_or(Self::None, |consonant| Self::Other(*consonant))
            }
            // Both kana under hiragana without a voicing mark.
            '\u{3041}'..='\u{30FA}' => {
                let plain = first.nfd().next().unwrap_or(first);
                let is_katakana = ('\u{30A1}'..='\u{30F6}').contains(&plain);
                let hiragana = char::from_u32(u32::from(plain) - 0x60).filter(|_| is_katakana);
                Self::Other(hiragana.unwrap_or(plain))
            }
            other => Self::Other(other.to_uppercase().next().unwrap_or(other)),
        }
    }

    fn heading(self) -> String {
        match self {
            Self::Digit => "0–9".to_owned(),
            Self::Latin(letter) | Self::Other(letter) => letter.to_string(),
            Self::Han => "漢字".to_owned(),
            Self::None => "#".to_owned(),
        }
    }

    /// Latin names are sorted without case and accents, those of other scripts without case.
    fn sort_key(self, title: &str) -> String {
        let slug = Slug::of(title).filter(|_| matches!(self, Self::Digit | Self::Latin(_)));
        slug.map_or_else(|| title.to_lowercase(), |slug| slug.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_has_its_own_letters() {
        for (title, heading) in [
            ("Åland", "A"),
            ("Łódź", "L"),
            ("“Żelazny”", "Z"),
            ("ß", "S"),
            ("5th Corps", "0–9"),
            ("Україна", "У"),
            ("йорк", "Й"),
            ("Ελλάδα", "Ε"),
            ("إيران", "إ"),
            ("북한", "ㅂ"),
            ("깡패", "ㄲ"),
            ("ガザ", "か"),
            ("かな", "か"),
            ("中国", "漢字"),
            ("…", "#"),
        ] {
            assert_eq!(Initial::of(title).heading(), heading, "{title}");
        }
    }
}
