//! The index: which word stands in which entry, cut into parts that a browser loads one by one.
//!
//! A part is a script that hands one value to a function of the search page: a script can be loaded
//! from `file://`, where nothing can be fetched.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::model::Fingerprint;
use crate::output::json::Json;

use super::words::words;

/// A part ends after a word at which the words' hash says so, and here at the latest: an edit moves
/// the bounds of its own part and no others.
const PART_AIM: usize = 8_000;
const PART_MOST: usize = 16_000;
/// One word in so many may end a part that is long enough.
const PART_ENDS: u128 = 8;
/// A word of more entries is known of those alone where it weighs most: it tells them apart badly.
const MOST_ENTRIES: usize = 1_200;
/// Words of these lengths can be misspelt.
const SPELT: std::ops::RangeInclusive<usize> = 3..=24;

/// What an entry's words weigh, by field; several fields of one entry add up (BM25F: Robertson, Zaragoza
/// and Taylor 2004, with the length of each field as a divisor).
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// A title or name.
    Title,
    /// Another name of an actor or topic.
    Alias,
    /// All headings.
    Headings,
    /// The description or summary.
    Description,
}

impl Field {
    /// A word's weight in a field of so many words: short names say what they are, long ones mention it.
    fn weight(self, length: usize) -> f32 {
        let length = length as f32;
        match self {
            Self::Title => 8.0 / length.sqrt(),
            Self::Alias => 7.0 / length.sqrt(),
            Self::Headings => 3.0 / (1.0 + length.ln()),
            Self::Description => 2.0 / (1.0 + length.ln()),
        }
    }
}

/// The words of one entry with their weights.
#[derive(Debug, Default)]
pub struct Entry {
    weights: HashMap<String, f32>,
}

impl Entry {
    /// Adds a field. Of several aliases that have a word, the one in which it weighs most counts.
    pub fn add(&mut self, field: Field, text: &str) {
        let words = words(text);
        let weight = field.weight(words.len().max(1));
        for word in words {
            let sum = self.weights.entry(word).or_default();
            *sum = match field {
                Field::Title | Field::Alias => sum.max(weight),
                // A word that is said twice in a long field is not twice as telling.
                Field::Headings | Field::Description => sum.max(*sum + weight / 2.0),
            };
        }
    }

    /// Adds a word that stands for what the entry is filed under.
    pub fn file_under(&mut self, key: String) {
        self.weights.insert(key, 1.0);
    }
}

/// A part of the index.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, without folder and extension.
    pub name: String,
    /// What it holds.
    pub json: Vec<u8>,
}

/// The entries of each word: number and weight.
#[derive(Debug, Default)]
pub struct Index {
    postings: HashMap<String, Vec<(u32, u8)>>,
}

impl Index {
    /// Takes up an entry.
    pub fn add(&mut self, number: u32, entry: Entry) {
        #[allow(clippy::iter_over_hash_type, reason = "each word has a list of its own")]
        for (word, weight) in entry.weights {
            // Whole numbers are short; a weight below one eighth tells nothing.
            let weight = (weight * 8.0).round().clamp(1.0, 255.0) as u8;
            self.postings.entry(word).or_default().push((number, weight));
        }
    }

    /// The parts with their words as JSON, and the first word of each with its name.
    pub fn parts(self) -> (Vec<Part>, Vec<(String, String)>) {
        let mut words: Vec<(String, Vec<(u32, u8)>)> = self.postings.into_iter().collect();
        // The order of JavaScript's strings, in which the page looks for a part.
        words.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
        let (mut parts, mut firsts) = (Vec::new(), Vec::new());
        let mut part = Json::new("{");
        let (mut size, mut first) = (0, String::new());
        let count = words.len();
        for (at, (word, mut entries)) in words.into_iter().enumerate() {
            entries.sort_unstable();
            let value = encode(&word, entries);
            size += word.len() + value.len() + 4;
            let hash = Fingerprint::of(word.as_bytes());
            if part.is_empty() {
                first.clone_from(&word);
            }
            part.field(&word, &value);
            let ends = size >= PART_MOST || (size >= PART_AIM && hash.0.is_multiple_of(PART_ENDS));
            if ends || at + 1 == count {
                let name = format!("w-{}", Fingerprint::of(first.as_bytes()).short());
                let json = std::mem::replace(&mut part, Json::new("{")).finish("}");
                parts.push(Part { name: name.clone(), json });
                firsts.push((std::mem::take(&mut first), name));
                size = 0;
            }
        }
        (parts, firsts)
    }

    /// Lists of all words that can be misspelt: each of words of some lengths, after the first of them.
    /// Words of a length stand in order, and each begins with a digit (base 36) that says how many letters
    /// it shares with the one before.
    pub fn spellings(&self) -> Vec<(usize, String)> {
        let mut by_length: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        #[allow(clippy::iter_over_hash_type, reason = "the lists are sorted")]
        for word in self.postings.keys() {
            let length = word.chars().count();
            if SPELT.contains(&length) && word.chars().all(char::is_alphabetic) {
                by_length.entry(length).or_default().push(word);
            }
        }
        let mut lists: Vec<(usize, String)> = Vec::new();
        let mut last = "";
        for (length, mut words) in by_length {
            words.sort_unstable();
            if lists.last().is_none_or(|(_, list)| list.len() + words.len() * (length / 2) > PART_MOST) {
                lists.push((length, String::new()));
                last = "";
            }
            let Some((_, list)) = lists.last_mut() else { continue };
            for word in words {
                let shared = word.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
                list.push(char::from_digit(u32::try_from(shared).unwrap_or(0), 36).unwrap_or('0'));
                list.extend(word.chars().skip(shared));
                list.push(' ');
                last = word;
            }
        }
        lists
    }
}

/// A list of entries: each number as the step from the one before, then its weight. Of a word that very
/// many entries have, the count of all comes first, and then those alone where it weighs most.
fn encode(word: &str, mut entries: Vec<(u32, u8)>) -> String {
    let total = entries.len();
    let cut = total > MOST_ENTRIES && !word.starts_with(super::KEY);
    if cut {
        entries.sort_by_key(|(number, weight)| (std::cmp::Reverse(*weight), std::cmp::Reverse(*number)));
        entries.truncate(MOST_ENTRIES);
        entries.sort_unstable();
    }
    let mut last = 0;
    let mut list = String::with_capacity(entries.len() * 6 + 2);
    for (number, weight) in entries {
        let separator = if list.is_empty() { "[" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(list, "{separator}{},{weight}", number - last);
        last = number;
    }
    list.push(']');
    if cut { format!("{{\"of\":{total},\"in\":{list}}}") } else { list }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn entry(title: &str) -> Entry {
        let mut entry = Entry::default();
        entry.add(Field::Title, title);
        entry
    }

    #[test]
    fn lists_and_spellings() {
        let mut index = Index::default();
        index.add(0, entry("Grain deal"));
        index.add(5, entry("The grain talks of a long winter"));
        assert_eq!(index.spellings(), [(3, "0the 0deal 0long 0grain 0talks 0winter ".to_owned())]);
        let (parts, firsts) = index.parts();
        assert_eq!(parts.len(), 1);
        let part: Value = serde_json::from_slice(&parts[0].json).unwrap();
        assert_eq!(part["grain"], json!([0, 45, 5, 26]), "rarer in a longer title");
        assert_eq!(firsts[0].0, "deal");
    }

    /// However large a site, no part is longer than its bound and one list.
    #[test]
    fn parts_stay_small() {
        let mut index = Index::default();
        for at in 0..20_000_u32 {
            index.add(at, entry(&format!("common word{} and number{} of thing{}", at % 700, at, at % 9_000)));
        }
        let (parts, firsts) = index.parts();
        assert!(parts.len() > 50 && parts.len() == firsts.len());
        for Part { name, json } in parts {
            assert!(json.len() < PART_MOST + MOST_ENTRIES * 11, "{name}: {}", json.len());
        }
    }

    /// One more entry changes the parts that hold its words, and no others.
    #[test]
    fn an_edit_stays_local() {
        let site = |more: bool| {
            let mut index = Index::default();
            for at in 0..3_000_u32 {
                index.add(at, entry(&format!("alpha{at} omega{}", at * 7)));
            }
            if more {
                index.add(3_000, entry("novel"));
            }
            index.parts().0
        };
        let (before, after) = (site(false), site(true));
        let changed = after.iter().filter(|part| !before.contains(part)).count();
        assert!(changed <= 3, "{changed} of {}", after.len());
    }
}
