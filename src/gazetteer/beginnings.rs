//! Where in a text a name may begin, found without looking at the names.

/// So many values have the lower bits of a byte that are looked at. They tell small letters from each other.
const VALUES: usize = 32;

/// The first three bytes of all patterns, by their lower bits: of the words of a text, nine in ten begin with no
/// such bytes.
#[derive(Debug)]
pub struct Beginnings(Vec<bool>);

impl Beginnings {
    /// How some patterns begin.
    #[must_use]
    pub fn of(patterns: &[String]) -> Self {
        let mut known = vec![false; VALUES * VALUES * VALUES];
        for pattern in patterns {
            // Anything may follow a pattern that is shorter.
            let values = |at: usize| match pattern.as_bytes().get(at) {
                Some(byte) => usize::from(*byte) % VALUES..usize::from(*byte) % VALUES + 1,
                None => 0..VALUES,
            };
            for first in values(0) {
                for second in values(1) {
                    values(2).for_each(|third| known[(first * VALUES + second) * VALUES + third] = true);
                }
            }
        }
        Self(known)
    }

    /// Calls `found` with each place of a folded text at which a pattern may begin, in order.
    pub fn each_in(&self, text: &[u8], mut found: impl FnMut(usize)) {
        let mut follows_letter = 0;
        for (block, bytes) in text.chunks(BLOCK).enumerate() {
            // Gathered without a branch, which would be guessed wrong at every other word.
            let (mut starts, mut count) = ([0_u8; BLOCK], 0);
            for (at, byte) in bytes.iter().enumerate() {
                starts[count % BLOCK] = at as u8;
                let class = CLASSES[usize::from(*byte)];
                count += usize::from(class & (AFTER_SIGN << follows_letter) != 0);
                follows_letter = class & LETTER;
            }
            for start in starts.iter().take(count) {
                let at = block * BLOCK + usize::from(*start);
                if self.know(text.get(at..).unwrap_or_default()) {
                    found(at);
                }
            }
        }
    }

    /// Whether a pattern may begin a text.
    fn know(&self, text: &[u8]) -> bool {
        let value = |at: usize| text.get(at).map_or(0, |byte| usize::from(*byte) % VALUES);
        self.0[(value(0) * VALUES + value(1)) * VALUES + value(2)]
    }
}

/// So many bytes are looked at in one go.
const BLOCK: usize = 64;

/// A letter or digit of ASCII.
const LETTER: u8 = 1;
/// What a name may begin with where no such letter stands before it.
const AFTER_SIGN: u8 = 2;
/// What it may begin with anywhere: the first byte of what is beyond ASCII, of which only `fit` knows more.
const AFTER_LETTER: u8 = 4;

/// What each byte is to a name.
const CLASSES: [u8; 256] = {
    let mut classes = [AFTER_SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => LETTER | AFTER_SIGN,
            0x80..=0xbf => 0,
            0xc0..=0xff => AFTER_SIGN | AFTER_LETTER,
            _ => AFTER_SIGN,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::boundary::{Fit, fit};
    use crate::gazetteer::fold;

    fn beginnings(patterns: &[&str]) -> Beginnings {
        Beginnings::of(&patterns.iter().map(|pattern| (*pattern).to_owned()).collect::<Vec<_>>())
    }

    fn places_of(beginnings: &Beginnings, text: &str) -> Vec<usize> {
        let mut places = Vec::new();
        beginnings.each_in(text.as_bytes(), |at| places.push(at));
        places
    }

    fn places(patterns: &[&str], text: &str) -> Vec<usize> {
        places_of(&beginnings(patterns), text)
    }

    #[test]
    fn names_begin_where_words_do() {
        assert_eq!(places(&["oman"], "oman's woman in oman"), [0, 16]);
        assert_eq!(places(&["a", "us"], "a us"), [0, 2], "shorter than what is looked at");
        assert_eq!(places(&["北朝鮮"], "a北朝鮮北朝鮮"), [1, 10]);
        assert_eq!(places(&["u.s."], "the u.s"), [4], "the text ends first");
        for length in 0..200 {
            assert_eq!(places(&["iran"], &format!("{} iran", "x".repeat(length))), [length + 1]);
        }
    }

    /// What is no word may stand before a name, and so it may when it is folded.
    #[test]
    fn no_place_is_passed_over_at_which_a_name_would_fit() {
        for name in ["iran", "北朝鮮"] {
            let beginnings = beginnings(&[name]);
            // No letter stands after these, which makes the test five times as long.
            for c in '\0'..'\u{34000}' {
                let text = format!("{c}{name}");
                if fit(&text, c.len_utf8(), text.len()) != Fit::Inside {
                    let folded = fold(&text);
                    let at = folded.len() - name.len();
                    assert!(places_of(&beginnings, &folded).contains(&at), "{text:?}");
                }
            }
        }
    }
}
