//! The words on both sides of a name.

use super::block::{Block, Reading, Words};
use crate::gazetteer::registry::{Caution, Doubt, List, doubt, is_in_any};

/// So many bytes on either side of a name are looked at: more than nearly every sentence has. In a paragraph
/// without an end, the time for each name would grow with all others.
const REACH: usize = 1_000;

/// A name in its block and on its page.
pub(super) struct Around<'t> {
    pub(super) name: &'t str,
    /// What stands before it in the block, as far as is looked at.
    pub(super) before: &'t str,
    /// What stands after it.
    pub(super) after: &'t str,
    /// The word before, when one space parts it from the name.
    pub(super) previous: &'t str,
    /// The word after, when one space parts it from the name.
    pub(super) next: &'t str,
    /// What is doubtful about the name.
    pub(super) doubt: Option<&'static Doubt>,
    reading: &'t Reading<'t>,
    /// Where the name begins in the block.
    start: usize,
    pub(super) words: &'t Words<'t>,
    /// Where the name begins on the page.
    pub(super) at: usize,
    /// Whether the block is a line of capitals, written here as a title.
    pub(super) is_calmed: bool,
}

impl<'t> Around<'t> {
    /// The name at `start..end` of a block.
    pub(super) fn new(block: &'t Block<'_>, start: usize, end: usize, is_calmed: bool) -> Option<Self> {
        let reading = block.reading(is_calmed);
        let text = &*reading.text;
        let first = text.ceil_char_boundary(start.saturating_sub(REACH));
        let last = text.floor_char_boundary(end.saturating_add(REACH));
        let (name, before, after) = (text.get(start..end)?, text.get(first..start)?, text.get(end..last)?);
        Some(Self {
            name,
            before,
            after,
            previous: last_words(before).next().unwrap_or_default(),
            next: next_word(after),
            doubt: doubt(name),
            reading,
            start,
            words: block.words,
            at: block.offset + start,
            is_calmed,
        })
    }

    pub(super) fn doubtful(&self, caution: Caution) -> bool {
        self.doubt.is_some_and(|doubt| doubt.has(caution))
    }

    /// The capitalised words that follow, and those that a dash joins to the name:
    /// `China`-Pakistan Economic Corridor.
    pub(super) fn run(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let mut rest = self.after;
        std::iter::from_fn(move || {
            let after = rest.strip_prefix([' ', '-', '–'])?;
            let word = word_of(after);
            word.starts_with(char::is_uppercase).then(|| {
                rest = after.get(word.len()..).unwrap_or_default();
                word
            })
        })
    }

    /// Whether the name begins a sentence.
    pub(super) fn is_at_start(&self) -> bool {
        is_start(self.before)
    }

    /// Whether the word before the name begins a sentence, where it has its capital anyway.
    pub(super) fn previous_is_at_start(&self) -> bool {
        let before = self.before.trim_end_matches(' ');
        is_start(before.strip_suffix(self.previous).unwrap_or_default())
    }

    /// Whether nothing follows that the name could be the adjective of.
    pub(super) fn is_bare(&self) -> bool {
        is_bare(self.after)
    }

    /// The sentence around the name.
    pub(super) fn sentence(&self) -> (&'t str, &'t str) {
        const ENDS: [char; 4] = ['.', '!', '?', ';'];
        let start = self.before.rfind(ENDS).map_or(0, |at| at + 1);
        let end = self.after.find(ENDS).unwrap_or(self.after.len());
        (self.before.get(start..).unwrap_or_default(), self.after.get(..end).unwrap_or_default())
    }

    /// Whether nearly all of the words of the block are capitalised, as in a title.
    pub(super) fn is_in_title(&self) -> bool {
        self.reading.is_title()
    }

    /// Whether the block has called somebody so before: `Michael Jordan … Jordan`.
    pub(super) fn is_borne_above(&self) -> bool {
        self.reading.is_borne_before(self.name, self.start)
    }
}

/// Whether a sentence begins after this text.
fn is_start(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '“', '"', '(', '‘']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':'])
}

/// The words that a text ends with, last first, as far as only spaces part them.
pub(super) fn last_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.strip_suffix(' ');
    std::iter::from_fn(move || {
        let text = rest?;
        let word = text.rsplit([' ', '(', '"', '“', '—', '–']).next().unwrap_or_default();
        rest = text.get(..text.len() - word.len()).and_then(|text| text.strip_suffix(' '));
        let ends = word.is_empty()
            || word.ends_with([',', ';', ':', '!', '?', ')', '”'])
            || (word.ends_with('.') && !is_abbreviation(word));
        (!ends).then_some(word)
    })
}

/// Whether a stop belongs to the word and ends no sentence: `Gen.`, `B.`, `U.S.`
fn is_abbreviation(word: &str) -> bool {
    word.len() == 2
        || word.matches('.').count() > 1
        || is_in_any([List::Titles, List::BeforeAbsorb, List::UsStateAbbreviations], word)
}

/// The word after one space.
pub(super) fn next_word(after: &str) -> &str {
    word_of(after.strip_prefix(' ').unwrap_or_default())
}

/// Whether what follows ends a phrase: a stop, a joining word, nothing.
pub(super) fn is_bare(after: &str) -> bool {
    let next = next_word(after);
    let joined = after.starts_with(['-', '‑', '‐']);
    !joined && (next.is_empty() || is_in_any([List::FunctionWords, List::Determiners], next))
}

/// The word that a text begins with.
pub(super) fn word_of(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether it is a word with a capital and small letters.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase)
}

pub(super) fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
