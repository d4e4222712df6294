//! How wide a text is at the most, and where its lines break.
//!
//! The reader's font is not known. The widths are those of a wide one, so that a text is hardly
//! ever wider than it is taken for.

/// A size of text: its em and the height of its lines, in CSS pixels, and how many lines it may
/// have; what does not fit ends in an ellipsis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The em.
    pub em: i32,
    /// From one line to the next.
    pub leading: i32,
    /// Lines at the most.
    pub lines: usize,
}

/// The most that a text is wide, in pixels.
pub fn width(text: &str, size: Size) -> i32 {
    let thousandths: i32 = text.chars().map(advance).sum();
    (thousandths * size.em + 999) / 1000
}

/// The width of a character in thousandths of an em.
fn advance(c: char) -> i32 {
    match c {
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' => 0,
        'i' | 'j' | 'l' | 'I' | 'J' | '\'' | '’' | '|' => 375,
        ' ' | ',' | '.' | '-' | ':' | ';' | '!' | '·' | '‘' => 415,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' => 500,
        'm' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1110,
        'w' | 'O' | 'Q' | 'G' | 'D' | 'H' | 'N' | 'U' | '&' | '+' | '=' => 930,
        'a'..='z' | '0'..='9' | '“' | '”' | '–' | '"' | '?' => 720,
        'A'..='Z' => 790,
        'ж' | 'ш' | 'щ' | 'ю' | 'ы' | 'ф' | 'м' => 1080,
        '\u{400}'..='\u{42F}' => 1150,
        '\u{430}'..='\u{52F}' | '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' => 850,
        '\u{590}'..='\u{8FF}' => 900,
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' => 1060,
        '\u{1F000}'.. => 1400,
        _ => 1000,
    }
}

/// The lines of a text that is to be no wider than `most`. A line breaks between words, and within
/// a word that is too long for one.
pub fn wrap(text: &str, most: i32, size: Size) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, size) <= most {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if width(&line, size) > most && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
        // A name without end is cut below: no more of it needs to be broken.
        if lines.len() > size.lines {
            break;
        }
    }
    lines.push(line);
    if lines.len() > size.lines {
        lines.truncate(size.lines);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), size) > most {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { em: 13, leading: 16, lines: 3 };

    #[test]
    fn lines_are_no_wider_than_allowed() {
        for text in [
            "United Nations",
            "Multilateral Sanctions Monitoring Team",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            "朝鮮民主主義人民共和國國務委員會委員長辦公室對外宣傳局",
            "جمهورية كوريا الديمقراطية الشعبية",
            "",
        ] {
            let lines = wrap(text, 120, SIZE);
            assert!(lines.len() <= SIZE.lines);
            assert!(lines.iter().all(|line| width(line, SIZE) <= 120), "{lines:?}");
        }
        assert_eq!(
            wrap("United Nations Security Council", 130, SIZE),
            ["United Nations", "Security Council"]
        );
        assert_eq!(wrap(&"word ".repeat(40), 120, SIZE).last().map(|line| line.ends_with('…')), Some(true));
    }
}
