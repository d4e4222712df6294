//! Sentences of running text.
//!
//! Boundaries are Unicode's (UAX #29), except after abbreviations that do not end a sentence:
//! titles and ranks, `U.S.`, initials, `vs.` and their like.

use unicode_segmentation::UnicodeSegmentation;

/// Words before a full stop that goes on.
const ABBREVIATIONS: [&str; 46] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cpl", "Sgt", "Adm", "Cmdr", "Gov",
    "Sen", "Rep", "Pres", "Hon", "Rev", "St", "Mt", "Ft", "Jr", "Sr", "No", "Nos", "Art", "Arts", "Vol",
    "Ch", "Sec", "Fig", "vs", "v", "cf", "e.g", "i.e", "etc", "approx", "ca", "Jan", "Feb", "Aug", "Sept",
    "Oct",
];

/// Full stops before a place that are left behind before sentences are looked for.
const WINDOW: usize = 3;

/// The sentence that holds byte `wanted`, without the blanks around it.
fn find_sentence(text: &str, wanted: usize) -> Option<(usize, usize)> {
    let mut found = None;
    each_sentence(text, |start, end| {
        found = (start..end).contains(&wanted).then_some((start, end));
        found.is_some() || start > wanted
    });
    found
}

/// Calls `visit` with each sentence until it says that it is enough.
fn each_sentence(text: &str, mut visit: impl FnMut(usize, usize) -> bool) {
    let mut start = None;
    for (at, piece) in text.split_sentence_bound_indices() {
        let begin = *start.get_or_insert(at);
        let end = at + piece.len();
        if end < text.len() && goes_on(text[begin..end].trim_end(), &text[end..]) {
            continue;
        }
        let sentence = &text[begin..end];
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let skipped = sentence.len() - sentence.trim_start().len();
            if visit(begin + skipped, begin + skipped + trimmed.len()) {
                return;
            }
        }
        start = None;
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
    let next_is_sentence = ["The ", "This ", "That ", "In ", "It ", "But ", "He ", "She ", "They "]
        .iter()
        .any(|opening| after.trim_start().starts_with(opening));
    ABBREVIATIONS.contains(&word) || (initials && !next_is_sentence)
}

/// The sentence of `text` that holds byte `at`; the whole text when it has no other.
#[must_use]
pub fn sentence_around(text: &str, at: usize) -> &str {
    // Far enough back for the sentence to begin in it, whatever abbreviations stand before: to read
    // the whole of a long paragraph for each mention would be the dearest step of a build.
    let at = text.floor_char_boundary(at.min(text.len()));
    let window = text[..at].rmatch_indices(". ").nth(WINDOW).map_or(0, |(stop, _)| stop + 2);
    find_sentence(&text[window..], at - window)
        .and_then(|(start, end)| text.get(window + start..window + end))
        .unwrap_or_else(|| text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        each_sentence(text, |start, end| {
            found.push(&text[start..end]);
            false
        });
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
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn around_a_place() {
        let text = "One here. Two there. Three.";
        assert_eq!(sentence_around(text, 12), "Two there.");
        assert_eq!(sentence_around(text, 0), "One here.");
        assert_eq!(sentence_around("no stop", 99), "no stop");
    }
}
