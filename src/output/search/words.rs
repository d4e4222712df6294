//! Words of a text, as the search page cuts a query: `static/assets/search.js` does the same.

use unicode_normalization::char::is_combining_mark;

use crate::gazetteer::{fold, is_unspaced};

/// The words of a text, folded as names are. Scripts without spaces give each two neighbouring
/// characters, since a reader may begin a word anywhere; a single letter of another script is no word.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_script() {
        assert_eq!(words("The U.S. — Côte d’Ivoire's 2nd deal"), ["the", "cote", "divoire", "2nd", "deal"]);
        assert_eq!(words("북한은 Київ"), ["북한은", "київ"]);
        assert_eq!(words("北朝鮮 中"), ["北朝", "朝鮮", "中"]);
        assert_eq!(words("5 a x-ray"), ["5", "ray"]);
    }
}
