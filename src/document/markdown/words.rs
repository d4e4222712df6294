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
            let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let (head, tail) = rest.split_at(ascii);
            self.add_ascii(head);
            let mut chars = tail.chars();
            let Some(c) = chars.next() else { return };
            self.add_char(c);
            rest = chars.as_str();
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

    fn add_ascii(&mut self, text: &str) {
        let (mut count, mut inside) = (self.count, self.inside);
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                count += u32::from(!inside);
                inside = true;
            } else if byte.is_ascii_whitespace() {
                inside = false;
            }
        }
        (self.count, self.inside) = (count, inside);
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
