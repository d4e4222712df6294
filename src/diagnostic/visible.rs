//! Text of content, made safe to print: a terminal obeys control characters, and readers are misled by
//! characters that turn the direction of writing (CVE-2021-42574).

/// The text with every character that a terminal could obey replaced by one that shows it. Line
/// breaks and tabs stay.
#[must_use]
pub fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        // Unicode has a picture of each, in the same order.
        '\0'..=' ' if c != ' ' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => HIGH_CONTROL,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// A file's text with those replaced that annotate-snippets leaves as they are, without moving a byte:
/// places in it are counted in bytes.
pub(super) fn excerpt(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), HIGH_CONTROL.encode_utf8(&mut [0; 2]))
}

/// What stands for the controls above ASCII, U+009B (the start of a terminal's command) among them.
/// As long in UTF-8 as they are.
const HIGH_CONTROL: char = '·';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_other_text_stays() {
        assert_eq!(visible("a\u{1b}[31m\r\0\u{7f}\u{9b}2J\u{202e}"), "a␛[31m␍␀␡·2J\u{fffd}");
        assert_eq!(visible("Київ, 北\n\tç é"), "Київ, 北\n\tç é");
    }

    #[test]
    fn an_excerpt_keeps_its_length() {
        for c in '\u{80}'..='\u{9f}' {
            let text = format!("a{c}b");
            assert_eq!(excerpt(&text), "a·b");
            assert_eq!(excerpt(&text).len(), text.len());
        }
    }
}
