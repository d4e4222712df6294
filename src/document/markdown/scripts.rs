//! Superscript and subscript inside words: `CO~2~`, `x^2^`.
//!
//! The parser takes `~` and `^` for markup only where a word begins and ends. Between letters it
//! leaves them in the text, where they are found here.

use std::ops::Range;

use super::escape::find_byte;

/// What is found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// `~2~`, delimiters included.
    Subscript(Range<usize>),
    /// `^2^`, delimiters included.
    Superscript(Range<usize>),
    /// `[^label]` of a footnote that is not defined: otherwise it would not be text.
    Note(Range<usize>),
}

/// Finds the first script or dead footnote mark at or after `from`.
///
/// `escaped`: a backslash stands before the text, so its first character is no delimiter.
pub(super) fn find(text: &str, from: usize, escaped: bool) -> Option<Found> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(open) = find_byte(bytes, at, |byte| (byte == b'~') | (byte == b'^')) {
        at = open + 1;
        let delimiter = *bytes.get(open)?;
        let before = text.get(..open).and_then(|before| before.chars().next_back());
        if delimiter == b'^' && before == Some('[') && !(escaped && open == 1) {
            if let Some(end) = note_end(bytes, at) {
                return Some(Found::Note(open - 1..end));
            }
        } else if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '}'))
            && let Some(end) = script_end(text, at, delimiter)
        {
            let range = open..end;
            return Some(if delimiter == b'~' { Found::Subscript(range) } else { Found::Superscript(range) });
        }
    }
    None
}

/// The end of a script whose content begins at `from`.
///
/// Only letters, digits, signs and parentheses make one, so that the ranges of other languages
/// (`5~10%・20~30%`) and of paths (`a~/b~c`) are left alone.
fn script_end(text: &str, from: usize, delimiter: u8) -> Option<usize> {
    for (at, c) in text.get(from..)?.char_indices() {
        if c == char::from(delimiter) {
            let end = from + at + 1;
            let doubled = text.as_bytes().get(end) == Some(&delimiter);
            return (at > 0 && !doubled).then_some(end);
        }
        if !(c.is_alphanumeric() || matches!(c, '+' | '-' | '\u{2212}' | '(' | ')' | '=' | '.')) {
            return None;
        }
    }
    None
}

/// The end of `[^label]` whose label begins at `from`.
fn note_end(bytes: &[u8], from: usize) -> Option<usize> {
    let label = bytes.get(from..)?;
    let len = label.iter().position(|byte| matches!(byte, b']' | b'[') || byte.is_ascii_whitespace())?;
    (len > 0 && label.get(len) == Some(&b']')).then_some(from + len + 1)
}

#[cfg(test)]
mod tests {
    use super::{Found, find};

    #[test]
    fn scripts_inside_words() {
        assert_eq!(find("CO~2~ and", 0, false), Some(Found::Subscript(2..5)));
        assert_eq!(find("10^−6^", 0, false), Some(Found::Superscript(2..8)));
        assert_eq!(find("(a)^n^b", 0, false), Some(Found::Superscript(3..6)));
    }

    #[test]
    fn what_is_no_script() {
        for text in ["a~b", "5~10% and 20~30%", "a~~b~~", "2~3~~", "x ~b~c", "a^ b^", "[^ x]", "^_^", "a~~"] {
            assert_eq!(find(text, 0, false), None, "{text}");
        }
        assert_eq!(find("~2~", 0, true), None);
    }

    #[test]
    fn dead_footnotes() {
        assert_eq!(find("see [^a-1].", 0, false), Some(Found::Note(4..10)));
        assert_eq!(find("[^a]", 0, true), None);
    }
}
