//! Words of a text, as the search page cuts a query: `static/assets/search.js` does the same.

use unicode_normalization::char::is_combining_mark;

use crate::gazetteer::{fold, is_unspaced};

/// The words of a text, folded as names are. Scripts without spaces give each two neighbouring
/// characters, since a reader may begin a word anywhere; a single letter of another script is no word.
pub fn words(text: &str) -> Vec<String> {
    let folded = without_stops(&fold(text));
    let mut words = Vec::new();
    for piece in folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c) && c != '\'') {
        let piece = piece.trim_matches('\'');
        let piece = piece.strip_suffix("'s").unwrap_or(piece);
        if piece.chars().any(is_unspaced) {
            let letters: Vec<char> = piece.chars().collect();
            match letters.as_slice() {
                [one] => words.push(one.to_string()),
                _ => words.extend(letters.windows(2).map(|pair| pair.iter().collect())),
            }
        } else if piece.chars().nth(1).is_some()
            || piece.chars().all(|c| c.is_ascii_digit()) && !piece.is_empty()
        {
            words.push(piece.replace('\'', ""));
        }
    }
    words
}

/// Initials without the stops between them: `u.s.` is one word.
fn without_stops(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut earlier, mut before) = (' ', ' ');
    let mut ahead = text.chars().peekable();
    while let Some(c) = ahead.next() {
        let joins = c == '.'
            && before.is_alphabetic()
            && (!earlier.is_alphanumeric() || earlier == '.')
            && ahead.peek().is_some_and(|next| next.is_alphabetic());
        if !joins {
            out.push(c);
        }
        (earlier, before) = (before, c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_script() {
        assert_eq!(
            words("The U.S. — Côte d’Ivoire's 2nd deal"),
            ["the", "us", "cote", "divoire", "2nd", "deal"]
        );
        assert_eq!(words("북한은 Київ"), ["북한은", "київ"]);
        assert_eq!(words("北朝鮮 中"), ["北朝", "朝鮮", "中"]);
        assert_eq!(words("5 a x-ray, e.g. N.A.T.O."), ["5", "ray", "eg", "nato"]);
    }
}
