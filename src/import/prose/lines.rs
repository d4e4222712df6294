//! From the text of a file to its logical lines: line ends of every kind, and list markers taken
//! off.

use super::shape;
use super::wrapping::{Measure, join};

/// What a list item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet(char),
    Number { value: u32, delimiter: char },
}

impl Marker {
    /// Whether nobody types this at the start of a line but to make a list: a dash or an asterisk
    /// may also be dialogue, a signature or a footnote.
    pub(super) fn is_certain(self) -> bool {
        matches!(self, Marker::Bullet(bullet) if CERTAIN_BULLETS.contains(&bullet))
    }

    fn written(self) -> String {
        match self {
            Marker::Bullet(bullet) => bullet.to_string(),
            Marker::Number { value, delimiter } => format!("{value}{delimiter}"),
        }
    }
}

/// One paragraph, heading or list item of the input, on one line whatever it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) marker: Option<Marker>,
    /// The words after the marker.
    pub(super) text: String,
    /// Whether an empty line stands before it.
    pub(super) gap: bool,
}

impl Line {
    /// The line as text, its marker included.
    pub(super) fn written(&self) -> String {
        match self.marker {
            Some(marker) => format!("{} {}", marker.written(), self.text),
            None => self.text.clone(),
        }
    }
}

/// Bullets, among them those that Word keeps in the private area of its symbol fonts. A tick is
/// none: it may be the answer in a list of yes and no.
const CERTAIN_BULLETS: &[char] = &[
    '•', '‣', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '➢', '➤', '►', '▶', '⁃', '∙', '\u{f0b7}', '\u{f0a7}',
    '\u{f0d8}', '\u{f076}',
];

/// Characters that are bullets only with a space after them. The em dash is none: in Russian,
/// French and Spanish it opens a line of dialogue.
const POSSIBLE_BULLETS: &[char] = &['-', '–', '*', '·'];

/// Reads the text into logical lines.
pub(super) fn read(text: &str) -> Vec<Line> {
    let physical = physical_lines(text);
    let measure = Measure::of(&physical);
    let mut lines: Vec<Line> = Vec::new();
    let mut above: Option<&Physical> = None;
    for (at, below) in physical.iter().enumerate() {
        match (above, lines.last_mut(), measure) {
            (Some(above), Some(line), Some(measure))
                if measure.continues(above, line.marker.is_some(), below, physical.get(at + 1)) =>
            {
                join(&mut line.text, &below.line.written());
            }
            _ => lines.push(below.line.clone()),
        }
        above = Some(below);
    }
    lines
}

/// A line as it stands in the file.
pub(super) struct Physical {
    pub(super) line: Line,
    /// Columns of white space before it.
    pub(super) indent: usize,
    /// The column at which it ends.
    pub(super) width: usize,
}

fn physical_lines(text: &str) -> Vec<Physical> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    let mut lines: Vec<Physical> = Vec::new();
    let mut gap = false;
    for raw in text.split(is_line_end) {
        let words = clean(raw);
        if words.is_empty() {
            gap = true;
            continue;
        }
        if !gap && lines.last().is_some_and(|it| it.is_underlined_by(&words)) {
            gap = true;
            continue;
        }
        let mut line = physical_line(raw, &words, gap);
        // PDF readers often put a bullet on a line of its own, above the item's words.
        if let Some((bullet, bullet_gap)) = lines.last().and_then(Physical::lone_bullet)
            && !gap
            && line.line.marker.is_none()
        {
            lines.pop();
            line.line.marker = Some(bullet);
            line.line.gap = bullet_gap;
        }
        lines.push(line);
        gap = false;
    }
    lines
}

fn physical_line(raw: &str, words: &str, gap: bool) -> Physical {
    let (marker, text) = split_marker(words, raw.trim_start().starts_with("o\t"));
    let space = raw.chars().take_while(|c| c.is_whitespace());
    let indent = space.map(|c| if c == '\t' { TAB } else { 1 }).sum();
    Physical {
        line: Line { marker, text: text.to_owned(), gap },
        indent,
        width: indent + words.chars().count(),
    }
}

/// Columns of a tab, as the programs that wrap plain text count them.
const TAB: usize = 8;

impl Physical {
    /// Whether these signs are the line that plain text draws under a heading.
    fn is_underlined_by(&self, signs: &str) -> bool {
        let sign = signs.chars().next().filter(|it| matches!(it, '=' | '-' | '~' | '_' | '*' | '–' | '—'));
        let long = signs.chars().nth(2).is_some();
        long && signs.chars().all(|c| sign == Some(c)) && shape::is_title_like(&self.line.text)
    }

    /// The bullet that is all of the line, and whether a gap is above it.
    fn lone_bullet(&self) -> Option<(Marker, bool)> {
        let bullet = Marker::Bullet(only_char(&self.line.text)?);
        bullet.is_certain().then_some((bullet, self.line.gap))
    }
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Word's soft line break is a vertical tab; Unicode has its own line and paragraph separators.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Without control characters, white space at either end, or runs of spaces and tabs. Spaces that
/// somebody chose (no-break, thin) stay.
fn clean(raw: &str) -> String {
    let mut words = String::with_capacity(raw.len());
    for c in raw.chars() {
        let c = if matches!(c, '\t' | '\u{c}') { ' ' } else { c };
        if !(c.is_control() || c == ' ' && words.ends_with(' ')) {
            words.push(c);
        }
    }
    words.trim().to_owned()
}

/// Takes a bullet or a number off the words of a line, if words are left then. Word's second
/// level of bullets is a letter o and a tab.
fn split_marker(words: &str, second_level: bool) -> (Option<Marker>, &str) {
    let letter = words.strip_prefix("o ").filter(|_| second_level);
    let split = letter
        .map(|rest| (Marker::Bullet('o'), rest))
        .or_else(|| split_bullet(words))
        .or_else(|| split_number(words));
    match split {
        Some((marker, rest)) if shape::has_words(rest) => (Some(marker), rest),
        _ => (None, words),
    }
}

fn split_bullet(words: &str) -> Option<(Marker, &str)> {
    let bullet = words.chars().next()?;
    let rest = words.strip_prefix(bullet)?;
    let spaced = rest.starts_with(char::is_whitespace);
    let is_bullet = CERTAIN_BULLETS.contains(&bullet) || POSSIBLE_BULLETS.contains(&bullet) && spaced;
    is_bullet.then(|| (Marker::Bullet(bullet), rest.trim_start()))
}

/// `7.` and `7)` with a space after them. Four digits are a year at the start of a line, and a
/// leading zero would be lost in a list.
fn split_number(words: &str) -> Option<(Marker, &str)> {
    let (digits, rest) = words.split_at_checked(words.find(|c: char| !c.is_ascii_digit())?)?;
    let delimiter = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let rest = rest.strip_prefix(delimiter)?;
    if digits.len() > 3 || digits.starts_with('0') || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let value = digits.parse().ok()?;
    Some((Marker::Number { value, delimiter }, rest.trim_start()))
}
