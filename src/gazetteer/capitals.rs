//! Lines in capitals, where a capital says nothing about a word: titles, old agency copy, shouting.

use super::registry::{List, is_in_any};

/// Whether all letters of a text are capitals, and it has some.
pub fn is_all_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether what stands between two texts stands in a line of capitals: it has two neighbours in
/// capitals, or one where the sentence has no small letters at all. `US, UK, EU` is no such line.
pub fn is_shouted(before: &str, after: &str) -> bool {
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(REACH))..];
    let after = &after[..after.floor_char_boundary(REACH)];
    let start = before.rfind(ENDS).map_or(0, |at| at + 1);
    let end = after.find(ENDS).unwrap_or(after.len());
    let (before, after) = (before.get(start..).unwrap_or_default(), after.get(..end).unwrap_or_default());
    let is_capitals = |word: &&str| is_all_capitals(word) && word.chars().nth(1).is_some();
    let left = before.strip_suffix(' ').map_or(0, |text| text.rsplit(' ').take_while(is_capitals).count());
    let right = after.strip_prefix(' ').map_or(0, |text| text.split(' ').take_while(is_capitals).count());
    let mut others = [before, after].into_iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    if others.clone().any(|word| word.chars().any(char::is_lowercase)) {
        return left + right > 1;
    }
    left + right > 0 || others.any(|word| word.chars().nth(4).is_some())
}

/// A line of capitals as a title would write it, letter for letter.
pub fn calm(text: &str) -> String {
    let mut calm = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        let lower = word.to_ascii_lowercase();
        let is_small = is_in_any([List::FunctionWords, List::Determiners, List::Articles], &lower);
        let first = match is_all_capitals(word) {
            true if is_small => 0,
            true => word.chars().next().map_or(0, char::len_utf8),
            false => word.len(),
        };
        calm.push_str(&word[..first]);
        calm.push_str(&lower[first..]);
        calm.push_str(&part[word.len()..]);
    }
    calm
}

/// So many bytes on either side are looked at: a line of capitals is a line.
const REACH: usize = 300;

/// What no line of capitals goes over.
const ENDS: [char; 5] = ['.', '!', '?', ';', '\n'];

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(text: &str, name: &str) -> bool {
        let at = text.find(name).expect("there");
        is_shouted(&text[..at], &text[at + name.len()..])
    }

    #[test]
    fn lines_of_capitals() {
        for (text, name) in [
            ("He asked. WHO IS THAT?", "WHO"),
            ("WHO KNOWS?", "WHO"),
            ("he cried TELL US NOW to them", "US"),
            ("IRAN, RUSSIA SIGN TREATY", "IRAN"),
        ] {
            assert!(shouted(text, name), "{text}");
        }
        for (text, name) in [
            ("US", "US"),
            ("US, UK, EU", "US"),
            ("at the WHO they", "WHO"),
            ("the US EPA said", "US"),
            ("The WHO. IT FAILED", "WHO"),
        ] {
            assert!(!shouted(text, name), "{text}");
        }
    }

    #[test]
    fn titles_letter_for_letter() {
        assert_eq!(calm("BANK OF ÉIRE, THE WAR"), "Bank of ÉIRE, the War".replace("ÉIRE", "Éire"));
        assert_eq!(calm("Mixed GB-US A"), "Mixed Gb-Us a");
    }
}
