//! Counting words as the text of a block comes in.

/// Counts words over stretches of text; a word may go on from one stretch to the next.
#[derive(Debug, Default)]
pub(super) struct Words {
    count: u32,
    inside: bool,
}

impl Words {
    /// Adds a stretch of text.
    ///
    /// A word is what stands between white space or dashes and holds a letter or digit. Of
    /// scripts that put no spaces between words, each Han or kana character counts as one, which
    /// is what reading times of Chinese and Japanese are reckoned by.
    pub(super) fn add(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let plain = self.add_ascii(rest.as_bytes());
            rest = &rest[plain..];
            let Some(c) = rest.chars().next() else { return };
            self.add_char(c);
            rest = &rest[c.len_utf8()..];
        }
    }

    /// Ends the word that may be going on: at a line break or the end of a block.
    pub(super) fn end_word(&mut self) {
        self.inside = false;
    }

    /// Words so far.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Adds the ASCII characters that a text begins with, and returns how many there are. Eight are looked at in
    /// one go: this passes over every byte of a site.
    fn add_ascii(&mut self, text: &[u8]) -> usize {
        let mut plain = 0;
        for eight in text.as_chunks().0 {
            let eight = u64::from_le_bytes(*eight);
            if eight & every(0x80) != 0 {
                break;
            }
            self.add_eight(eight);
            plain += 8;
        }
        let rest = &text[plain..];
        let rest = &rest[..rest.iter().take_while(|byte| byte.is_ascii()).count()];
        // What fills the last eight is neither letter nor space.
        self.add_eight(rest.iter().rev().fold(every(b'-'), |eight, byte| (eight << 8) | u64::from(*byte)));
        plain + rest.len()
    }

    /// Adds eight ASCII characters.
    ///
    /// The sum has a carry from the first letter of each word to the space after it: added to a byte that is no
    /// space, a letter leaves its own bit unset only where no carry comes in.
    fn add_eight(&mut self, text: u64) {
        // No byte has its highest bit, so that nothing is carried from one to the next.
        let from_to = |text: u64, from: u8, to: u8| {
            (text + every(0x80 - from)) & !(text + every(0x7f - to)) & every(0x80)
        };
        let letters = from_to(text | every(0x20), b'a', b'z') | from_to(text, b'0', b'9');
        let letters = letters >> 7;
        // Each byte that is no space or control character is full.
        let others = from_to(text, b'!', 0x7f) / 0x80 * 0xff;
        let (sum, first) = others.overflowing_add(letters);
        let (sum, second) = sum.overflowing_add(u64::from(self.inside));
        // The highest byte of the product is the sum of all.
        self.count += ((letters & !sum).wrapping_mul(every(1)) >> 56) as u32;
        self.inside = first || second;
    }

    fn add_char(&mut self, c: char) {
        if matches!(c, '\u{2016}'..='\u{2027}') {
            // Quotation marks and the like are the most frequent of what is not ASCII, and part of no word.
        } else if matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        {
            self.count += 1;
            self.inside = false;
        } else if c.is_alphanumeric() {
            self.count += u32::from(!self.inside);
            self.inside = true;
        } else if c.is_whitespace() || matches!(c, '\u{2012}'..='\u{2015}' | '\u{3000}'..='\u{303f}') {
            self.inside = false;
        }
    }
}

/// The same in all eight bytes.
const fn every(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn count(parts: &[&str]) -> u32 {
        let mut words = Words::default();
        parts.iter().for_each(|part| words.add(part));
        words.count()
    }

    #[test]
    fn words_go_on_over_stretches() {
        assert_eq!(count(&["It doesn", "’", "t matter—or so – 25,000-strong & more"]), 7);
        assert_eq!(count(&["Київ і Львів"]), 3);
        assert_eq!(count(&["北朝鮮は東京"]), 6);
        assert_eq!(count(&["… — !"]), 0);
    }
    #[test]
    fn eight_bytes_are_counted_as_each_alone_would_be() {
        // Every ASCII character at every place, between letters, spaces and signs.
        for c in '\0'..'\u{80}' {
            for around in ["aaaaaaaa", "        ", "--------", "a - a-  a--  a", "é é é é é"] {
                for at in 0..around.len() {
                    let Some((before, after)) = around.split_at_checked(at) else { continue };
                    let text = format!("{before}{c}{after}{around}a");
                    let words =
                        text.split(|c: char| c <= ' ').filter(|word| word.contains(char::is_alphanumeric));
                    let words = u32::try_from(words.count()).expect("few");
                    assert_eq!(count(&[&text]), words, "{text:?}");
                    assert_eq!(count(&text.split_inclusive(c).collect::<Vec<_>>()), words, "{text:?}");
                }
            }
        }
    }
}
