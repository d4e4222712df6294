//! Sentences of running text.
//!
//! Boundaries are Unicode's (UAX #29), except after abbreviations that do not end a sentence:
//! titles and ranks, `U.S.`, initials, `vs.` and their like.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words before a full stop that goes on.
const ABBREVIATIONS: [&str; 46] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cpl", "Sgt", "Adm", "Cmdr", "Gov",
    "Sen", "Rep", "Pres", "Hon", "Rev", "St", "Mt", "Ft", "Jr", "Sr", "No", "Nos", "Art", "Arts", "Vol",
    "Ch", "Sec", "Fig", "vs", "v", "cf", "e.g", "i.e", "etc", "approx", "ca", "Jan", "Feb", "Aug", "Sept",
    "Oct",
];

/// Bytes after a mark that ends sentences in which the next sentence begins, if one does.
const AHEAD: usize = 48;

/// The most bytes before a mark that are read, where no blank stands nearer: more than any word has.
const BEHIND: usize = 200;

/// Marks that may end a sentence (Unicode's `STerm` and `ATerm`, those that occur in prose).
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '\n' | '。' | '！' | '？' | '．' | '；' | '؟' | '۔' | '।' | '։')
}

/// Where the sentence ends to which the mark at byte `stop` belongs, with the blanks after it; `None`
/// when the sentence goes on.
///
/// To read no more than the words around the mark is what makes it cheap: to read the whole of a
/// long paragraph for each mention would be the dearest step of a build.
fn boundary_after(text: &str, stop: usize) -> Option<usize> {
    let first = text.ceil_char_boundary(stop.saturating_sub(BEHIND));
    if let Some(end) = plain_end(&text.as_bytes()[stop..]) {
        return (!goes_on(&text[first..=stop], &text[stop + end..])).then_some(stop + end);
    }
    let blank = text[first..stop].rfind(char::is_whitespace);
    let from = blank.map_or(first, |blank| text.ceil_char_boundary(first + blank + 1));
    let window = &text[from..text.floor_char_boundary((stop + AHEAD).min(text.len()))];
    let pieces = window.split_sentence_bound_indices();
    let mut ends = pieces.map(|(at, piece)| from + at + piece.len());
    let end = ends.find(|end| *end > stop)?;
    let cut = end == from + window.len() && end < text.len();
    (!cut && (end == text.len() || !goes_on(text[from..end].trim_end(), &text[end..]))).then_some(end)
}

/// The bytes from a mark to the end of its sentence where all rules agree: nearly every sentence ends in
/// a mark, one blank and a capital letter, or with its text.
fn plain_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'.' | b'!' | b'?', b' ', b'A'..=b'Z', ..] => Some(2),
        [b'.' | b'!' | b'?'] => Some(1),
        _ => None,
    }
}

/// Whether a boundary after `before` is none, since it ends in an abbreviation.
fn goes_on(before: &str, after: &str) -> bool {
    let Some(stem) = before.strip_suffix('.') else { return false };
    let word = stem.rsplit(|c: char| c.is_whitespace() || "(\"'“‘[".contains(c)).next().unwrap_or_default();
    // `U.S.` may well end a sentence; it goes on before a lower-case word or a capitalised name
    // that an article would precede, which cannot be told apart, so it is taken to go on.
    let initials =
        word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    let initials = initials && !word.is_empty() && (word.contains('.') || word != "I");
    let next_is_sentence = || {
        let after = after.trim_start();
        ["The ", "This ", "That ", "In ", "It ", "But ", "He ", "She ", "They "]
            .iter()
            .any(|opening| after.starts_with(opening))
    };
    ABBREVIATIONS.contains(&word) || (initials && !next_is_sentence())
}

/// The sentence of `text` that holds byte `at`; the whole text when it has no other.
pub(super) fn cut_sentence(mut text: String, at: usize) -> String {
    let Range { start, end } = place_around(&text, at);
    text.truncate(end);
    text.drain(..start);
    text
}

fn place_around(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let starts = text[..at].rmatch_indices(is_stop).filter_map(|(stop, _)| boundary_after(text, stop));
    let start = starts.into_iter().find(|start| *start <= at).unwrap_or(0);
    let ends = text[at..].match_indices(is_stop).filter_map(|(stop, _)| boundary_after(text, at + stop));
    let end = ends.into_iter().find(|end| *end > at).unwrap_or(text.len());
    let sentence = trimmed(text, start..end);
    if sentence.is_empty() { trimmed(text, 0..text.len()) } else { sentence }
}

/// A part of a text without the blanks at its ends.
fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let start = part.end - text[part.clone()].trim_start().len();
    start..start + text[start..part.end].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence_around(text: &str, at: usize) -> &str {
        &text[place_around(text, at)]
    }

    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = text[from..].find(|c: char| !c.is_whitespace()) {
            let sentence = sentence_around(text, from + at);
            found.push(sentence);
            from += at + sentence.len();
        }
        found
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(split("Gen. Smith left. He returned."), ["Gen. Smith left.", "He returned."]);
        assert_eq!(split("The U.S. Senate met. It rose."), ["The U.S. Senate met.", "It rose."]);
        assert_eq!(
            split("They came from the U.S. The rest did not."),
            ["They came from the U.S.", "The rest did not."]
        );
        assert_eq!(split("J. F. Smith vs. the rest? Yes! So."), ["J. F. Smith vs. the rest?", "Yes!", "So."]);
        assert_eq!(
            split("It cost 3.5 million... then 4. More?!” Yes."),
            ["It cost 3.5 million... then 4.", "More?!”", "Yes."]
        );
        assert_eq!(split("そう言った。次の文。"), ["そう言った。", "次の文。"]);
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn around_a_place() {
        let text = "One here. Two there. Three.";
        assert_eq!(sentence_around(text, 12), "Two there.");
        assert_eq!(sentence_around(text, 0), "One here.");
        assert_eq!(sentence_around("no stop", 99), "no stop");
    }

    /// Where each mark reads all that stands before it, this takes hours.
    #[test]
    fn marks_without_blanks_are_read_in_linear_time() {
        let text = "a.".repeat(100_000);
        assert_eq!(sentence_around(&text, 100_000).len(), text.len());
        let text = "中。".repeat(10_000);
        assert_eq!(sentence_around(&text, 20_000), "中。");
    }

    /// Words around a mark decide; the rest of a paragraph does not.
    #[test]
    fn a_long_paragraph_is_cut_where_unicode_cuts_it() {
        let text = "Trade fell by 3.5 per cent (“a shock”, he said). Was it so? “No.” It rose!  Then — as in \
                    2019 — nothing. An e.g. that ends it etc. and more… or less. Café owners agreed.";
        let mut unicode: Vec<&str> = text.split_sentence_bounds().map(str::trim).collect();
        unicode.dedup();
        assert_eq!(split(text), unicode);
    }
}
