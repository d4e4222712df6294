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
    /// For each byte of it, and one past the end, the byte of the original that it came from;
    /// empty when the two run in step.
    origins: Vec<u32>,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &str) -> Self {
        if original.is_ascii() {
            return Self { text: original.to_ascii_lowercase(), origins: Vec::new() };
        }
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            origins: Vec::with_capacity(original.len() + 1),
        };
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let origin = u32::try_from(at).unwrap_or(u32::MAX);
            // No mark follows a letter whose next byte is ASCII, which is nearly every letter.
            if bytes[at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) {
                folded.text.push(char::from(bytes[at].to_ascii_lowercase()));
                folded.origins.push(origin);
                at += 1;
                continue;
            }
            let mut cluster = original[at..].char_indices().skip(1);
            let end = cluster.find(|(_, c)| !is_combining_mark(*c)).map_or(bytes.len(), |(end, _)| at + end);
            fold_cluster(&original[at..end], &mut folded.text);
            folded.origins.resize(folded.text.len(), origin);
            at = end;
        }
        folded.origins.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
        folded
    }

    /// The bytes of the original for a range of the folded text; `None` when the range begins or
    /// ends inside what was one letter.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if self.origins.is_empty() {
            return Some((start, end));
        }
        let is_edge = |at: usize| at == 0 || self.origins.get(at) != self.origins.get(at - 1);
        let origin = |at: usize| self.origins.get(at).map(|at| *at as usize);
        (is_edge(start) && is_edge(end)).then(|| Some((origin(start)?, origin(end)?)))?
    }
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
    text.nfc().map(plain_sign).flat_map(strip).collect()
}

fn fold_cluster(cluster: &str, out: &mut String) {
    if cluster.is_ascii() {
        out.extend(cluster.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in cluster.nfc().map(plain_sign).flat_map(strip) {
        out.extend(c.to_lowercase());
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
fn strip(c: char) -> impl Iterator<Item = char> {
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
    let stripped: Vec<char> = if !special.is_empty() {
        special.chars().collect()
    } else if is_latin_or_greek(c) {
        std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).collect()
    } else if is_lone_mark(c) {
        Vec::new()
    } else {
        vec![c]
    };
    stripped.into_iter()
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
