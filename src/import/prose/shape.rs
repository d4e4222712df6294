//! What a line looks like by itself: how it ends, whether it could be a heading or carries a
//! label, how many sentences it holds. Nothing here knows the lines around it.
//!
//! Punctuation and case speak for themselves in most languages; the short lists of words are
//! English, and a text in another language is read without their help.

use super::words::{
    ABBREVIATIONS, ANNOUNCEMENTS, CREDIT_LABELS, LOOKING_BACK, MINOR_WORDS, MONTHS, STANDING_SECTIONS,
};

/// What a line ends with, quotation marks, brackets and note numbers aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A full stop of any script, an exclamation mark or an ellipsis.
    Stop,
    Question,
    Colon,
    /// A comma, semicolon or dash: the sentence goes on.
    Comma,
    /// A letter or a digit.
    Open,
}

/// No heading has more words.
const HEADING_WORDS: usize = 12;
/// For scripts that do not separate words.
const HEADING_CHARS: usize = 100;
/// No label has more words.
const LABEL_WORDS: usize = 8;
/// No item of a list without markers has more words.
const ITEM_WORDS: usize = 45;

const STOPS: &[char] = &['.', '!', '…', '。', '！', '．', '۔', '।', '։'];
const QUESTIONS: &[char] = &['?', '？', '؟'];
const OPENERS: &[char] = &['"', '\'', '“', '‘', '„', '«', '(', '[', '¿', '¡', '「', '『'];
const CLOSERS: &[char] = &['"', '\'', '”', '’', '“', '»', ')', ']', '」', '』'];
const QUOTES: &[char] = &['"', '“', '„', '«', '‘', '「', '『'];

/// Whether there is a letter or a digit in it.
pub(super) fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

pub(super) fn ending(text: &str) -> Ending {
    let text = text.trim_end_matches(is_note_mark);
    // "[12]" after a sentence is a note, not a part of it.
    let text = match text.strip_suffix(']').and_then(|it| it.rsplit_once('[')) {
        Some((before, note)) if note.chars().all(|c| c.is_ascii_digit()) => before,
        _ => text,
    };
    match text.trim_end_matches(CLOSERS).chars().next_back() {
        Some(c) if STOPS.contains(&c) => Ending::Stop,
        Some(c) if QUESTIONS.contains(&c) => Ending::Question,
        Some(':' | '：') => Ending::Colon,
        Some(',' | ';' | '，' | '；' | '、' | '-' | '–' | '—') => Ending::Comma,
        _ => Ending::Open,
    }
}

fn is_note_mark(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡')
}

fn first_letter(text: &str) -> Option<char> {
    text.trim_start_matches(OPENERS).chars().next()
}

pub(super) fn starts_lowercase(text: &str) -> bool {
    first_letter(text).is_some_and(char::is_lowercase)
}

/// Whether it begins in a script that has no capitals.
pub(super) fn starts_caseless(text: &str) -> bool {
    first_letter(text).is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

pub(super) fn starts_with_quote(text: &str) -> bool {
    text.starts_with(QUOTES)
}

/// Whether it could be a heading, by its form alone: short, one sentence at the most, with no
/// stop at its end, and beginning like a title.
pub(super) fn is_title_like(text: &str) -> bool {
    is_short(text)
        && text.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2
        && first_letter(without_pictogram(text)).is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
        && matches!(ending(text), Ending::Open | Ending::Colon | Ending::Question)
        && inner_sentence_ends(text) == 0
        && !text.contains("://")
        && !text.contains('@')
        && !is_credit(text)
}

/// Without the emoji that some put before a heading. (A dash before a line is no ornament.)
fn without_pictogram(text: &str) -> &str {
    match text.split_once(' ') {
        Some((sign, rest))
            if !sign.contains(|c: char| c.is_alphanumeric() || c <= '\u{20ff}' && c != '\u{200d}') =>
        {
            rest
        }
        _ => text,
    }
}

/// Whether it is no longer than a heading may be.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().nth(HEADING_CHARS).is_none() && word_count(text) <= HEADING_WORDS
}

pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether Every Word of It but the Minor Ones begins with a capital, a digit or the like.
pub(super) fn is_title_case(text: &str) -> bool {
    text.split_whitespace().all(|word| MINOR_WORDS.contains(&word) || !starts_lowercase(word))
}

/// Whether it is set in capitals, and too long to be an abbreviation.
pub(super) fn is_all_caps(text: &str) -> bool {
    !text.contains(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).count() >= 8
}

/// Whether it begins with a number in parts: the `2` of "1.2 Supply" or "1.2. Supply".
pub(super) fn section_depth(text: &str) -> Option<usize> {
    let (number, _) = text.split_once(char::is_whitespace)?;
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let numeric = |it: &&str| (1..=2).contains(&it.len()) && it.chars().all(|c| c.is_ascii_digit());
    (parts.len() > 1 && parts.iter().all(numeric)).then_some(parts.len())
}

pub(super) fn is_standing_section(text: &str) -> bool {
    is_one_of(text, STANDING_SECTIONS)
}

pub(super) fn is_announcement(text: &str) -> bool {
    is_one_of(text, ANNOUNCEMENTS)
}

fn is_one_of(text: &str, names: &[&str]) -> bool {
    let name = text.trim_end_matches([':', '?', ' ']).to_lowercase();
    names.contains(&name.as_str())
}

fn is_credit(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, rest)| {
        has_words(rest) && label.split_whitespace().next().is_some_and(|it| is_one_of(it, CREDIT_LABELS))
    })
}

/// Whether it is the author's or the date's line that stands under a title.
pub(super) fn is_byline(text: &str) -> bool {
    let by = text.starts_with("By ") || text.starts_with("BY ");
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    let dated = words().any(|it| MONTHS.contains(&it))
        && words().any(|it| it.len() == 4 && it.chars().all(|c| c.is_ascii_digit()));
    is_short(text) && (by || dated && words().count() <= 6)
}

/// Whether it looks back on what was listed before it ("This is …", "Taken together, …").
pub(super) fn looks_back(text: &str) -> bool {
    let start: String = text.chars().take(20).collect::<String>().to_lowercase();
    LOOKING_BACK
        .iter()
        .any(|it| start.strip_prefix(it).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether it is one whole sentence, no longer than an item of a list.
pub(super) fn is_one_sentence(text: &str) -> bool {
    matches!(ending(text), Ending::Stop | Ending::Question)
        && word_count(text) <= ITEM_WORDS
        && inner_sentence_ends(text) == 0
}

/// How often a sentence ends and another begins within the text.
fn inner_sentence_ends(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    let between = words
        .windows(2)
        .filter(|pair| matches!(pair, [word, next] if ends_sentence(word) && !starts_lowercase(next)))
        .count();
    let ideographic = text.matches(['。', '！', '？']).count();
    let last = usize::from(text.trim_end_matches(CLOSERS).ends_with(['。', '！', '？']));
    between + ideographic - last
}

fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(CLOSERS).trim_start_matches(OPENERS);
    match word.strip_suffix('.') {
        Some(stem) => {
            let initial = stem.chars().nth(1).is_none() || stem.contains('.');
            !(initial || ABBREVIATIONS.contains(&stem))
        }
        None => word.ends_with(['!', '?', '…', '۔', '।', '؟', '։']),
    }
}

/// A line that begins with a label: "Numerical disadvantage: the front is long."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    /// With its colon.
    pub(super) label: &'a str,
    pub(super) rest: &'a str,
}

/// Splits a label off a line, if what stands before the first colon is one.
pub(super) fn labelled(text: &str) -> Option<Labelled<'_>> {
    let (label, rest) = text.split_at_checked(text.find(": ")? + 1)?;
    let rest = rest.trim_start();
    let is_label = has_words(label)
        && word_count(label) <= LABEL_WORDS
        && !starts_lowercase(label)
        && !starts_with_quote(label)
        && !starts_with_quote(rest)
        && inner_sentence_ends(label) == 0;
    (is_label && has_words(rest)).then_some(Labelled { label, rest })
}

impl Labelled<'_> {
    /// Whether this is a label even where no sentence announces a list. "The result was clear:
    /// …" is a clause and begins an ordinary paragraph.
    pub(super) fn is_certain(self) -> bool {
        word_count(self.label) <= 3 || is_title_case(self.label)
    }

    /// Whether a sentence follows the label, rather than the second half of a heading.
    pub(super) fn is_sentence(self) -> bool {
        matches!(ending(self.rest), Ending::Stop | Ending::Question)
    }
}
