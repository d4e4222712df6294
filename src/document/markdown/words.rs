//! Counting words as the text of a block comes in.

/// A letter or digit.
const LETTER: u8 = 1;
/// White space.
const SPACE: u8 = 2;

/// What each ASCII character is to a word.
const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = if c.is_ascii_alphanumeric() {
            LETTER
        } else if c.is_ascii_whitespace() {
            SPACE
        } else {
            0
        };
        byte += 1;
    }
    classes
};

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
        if text.is_ascii() {
            self.add_ascii(text.as_bytes());
            return;
        }
        for c in text.chars() {
            match u8::try_from(c) {
                Ok(byte) if c.is_ascii() => self.add_ascii(&[byte]),
                _ => self.add_char(c),
            }
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

    fn add_ascii(&mut self, text: &[u8]) {
        let (mut count, mut inside) = (self.count, u8::from(self.inside));
        // Without branches: this passes over every byte of a site.
        for byte in text {
            let class = CLASSES[usize::from(byte & 127)];
            count += u32::from(class & !inside & LETTER);
            inside = (inside | class) & !(class >> 1) & LETTER;
        }
        (self.count, self.inside) = (count, inside != 0);
    }

    fn add_char(&mut self, c: char) {
        if matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
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
}
