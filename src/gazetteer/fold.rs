//! Folding: the form of a text in which names are looked for, with the way back to its bytes.
//!
//! Letters are lower-cased and composed (NFC). Latin and Greek letters lose their diacritics, with a
//! table for those that do not decompose; marks of other scripts stay, where they make other
//! letters (Ї, ガ, कि). Apostrophes and hyphens of every kind are one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Letters whose folding has another length than they have; between them the two texts run in
    /// step.
    changes: Vec<Change>,
}

/// A letter, with its marks, that became longer or shorter.
#[derive(Debug, Clone, Copy)]
struct Change {
    /// Its bytes in the folded text.
    folded: (u32, u32),
    /// Its bytes in the original.
    original: (u32, u32),
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), changes: Vec::new() };
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = at + ascii_prefix(&bytes[at..]);
            // A mark may follow the last letter before it.
            let end = if plain < bytes.len() { plain.saturating_sub(1).max(at) } else { plain };
            let from = folded.text.len();
            folded.text.push_str(&original[at..end]);
            folded.text[from..].make_ascii_lowercase();
            at = end;
            while at < bytes.len() {
                let mut cluster = original[at..].char_indices().skip(1);
                let end =
                    cluster.find(|(_, c)| !is_combining_mark(*c)).map_or(bytes.len(), |(end, _)| at + end);
                folded.push_cluster(original, at, end);
                at = end;
                if bytes.get(at).is_some_and(u8::is_ascii) && bytes.get(at + 1).is_none_or(u8::is_ascii) {
                    break;
                }
            }
        }
        folded
    }

    fn push_cluster(&mut self, original: &str, start: usize, end: usize) {
        let from = self.text.len();
        fold_cluster(&original[start..end], &mut self.text);
        let in_step = self.text.len() - from == end - start
            && original[start..end].chars().nth(1).is_none()
            && self.text[from..].chars().nth(1).is_none();
        if !in_step {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.changes.push(Change {
                folded: (offset(from), offset(self.text.len())),
                original: (offset(start), offset(end)),
            });
        }
    }

    /// The bytes of the original for a range of the folded text; `None` when the range begins or
    /// ends inside what was one letter.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        Some((self.origin(start)?, self.origin(end)?))
    }

    fn origin(&self, at: usize) -> Option<usize> {
        let next = self.changes.partition_point(|change| (change.folded.0 as usize) < at);
        let Some(before) = next.checked_sub(1).and_then(|last| self.changes.get(last)) else {
            return Some(at);
        };
        Some(before.original.1 as usize + at.checked_sub(before.folded.1 as usize)?)
    }
}

/// How many bytes are ASCII before the first that is not. Whole blocks are looked at in one go.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<32>();
    let start = blocks.iter().take_while(|block| block.is_ascii()).count() * 32;
    bytes[start..].iter().position(|byte| !byte.is_ascii()).map_or(bytes.len(), |at| start + at)
}

/// Folds a name of the gazetteer.
#[must_use]
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// The text with everything folded but case: two spellings of a name whose case counts are one when
/// this is.
#[must_use]
pub fn fold_but_case(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.nfc().for_each(|c| strip(plain_sign(c), |c| folded.push(c)));
    folded
}

fn fold_cluster(cluster: &str, out: &mut String) {
    let mut letters = cluster.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        // Dashes and quotation marks, the most frequent of what is not ASCII, are composed already.
        (Some(c @ '\u{2010}'..='\u{205e}'), None) => out.push(plain_sign(c)),
        _ => cluster.nfc().for_each(|c| strip(plain_sign(c), |c| out.extend(c.to_lowercase()))),
    }
}

/// Signs that typography varies.
fn plain_sign(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        c => c,
    }
}

/// A Latin or Greek letter without its diacritics; any other character as it is.
fn strip(c: char, mut push: impl FnMut(char)) {
    let special = match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ß' => "ss",
        'ı' => "i",
        _ => "",
    };
    if !special.is_empty() {
        special.chars().for_each(push);
    } else if is_latin_or_greek(c) {
        std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).for_each(push);
    } else if !is_lone_mark(c) {
        push(c);
    }
}

/// A mark that no composed letter has is left over after composition: over a Latin letter it goes
/// with the others.
fn is_lone_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_latin_or_greek(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surface<'o>(original: &'o str, name: &str) -> Option<&'o str> {
        let folded = Folded::new(original);
        let at = folded.text.find(&fold(name))?;
        let (start, end) = folded.original(at, at + fold(name).len())?;
        original.get(start..end)
    }

    #[test]
    fn the_way_back_is_exact() {
        assert_eq!(surface("Die Türkei, Türkiye’s", "turkiye's"), Some("Türkiye’s"));
        assert_eq!(surface("Tu\u{308}rkiye said", "türkiye"), Some("Tu\u{308}rkiye"));
        assert_eq!(surface("Łódź and Straße", "strasse"), Some("Straße"));
        assert_eq!(surface("in Æ land", "ae"), Some("Æ"));
        assert_eq!(surface("in Æ land", "a"), None, "half a letter is none");
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        assert_ne!(fold("Київ"), fold("Киів"));
        assert_ne!(fold("ガ"), fold("カ"));
        assert_eq!(fold("И\u{306}"), fold("Й"));
        assert_eq!(fold("Côte d’Ivoire"), "cote d'ivoire");
    }

    #[test]
    fn case_alone_can_be_kept() {
        assert_eq!(fold_but_case("Türkiye"), "Turkiye");
        assert_ne!(fold_but_case("us"), fold_but_case("US"));
    }
}
