//! Blocks written as Markdown, so that what a reader sees are the characters of the input: all
//! that Markdown would take as markup is escaped, and nothing else.

use super::blocks::Block;
use super::lists::{Item, List, ListKind};
use super::outline::Level;

/// Writes the blocks, one paragraph a line, with the level of each heading.
pub(super) fn render(blocks: &[Block], levels: &[Level]) -> String {
    let mut levels = levels.iter();
    let mut body = String::new();
    let mut list_above = None;
    for block in blocks {
        if !body.is_empty() {
            body.push('\n');
        }
        let mut list_sign = None;
        match block {
            Block::Heading(it) => {
                let hashes = levels.next().map(|it| it.hashes()).unwrap_or_default();
                body.extend([hashes.as_str(), " ", &heading(&it.line.written()), "\n"]);
            }
            Block::Paragraph(it) => {
                body.push_str(&paragraph(&it.text));
                body.push('\n');
            }
            Block::List(it) => list_sign = Some(write_list(&mut body, it, list_above)),
        }
        list_above = list_sign;
    }
    body
}

/// Writes a list and returns the sign of its items. A list right under another takes a different
/// sign, or the two would be one.
fn write_list(body: &mut String, list: &List, above: Option<char>) -> char {
    let sign = match list.kind {
        ListKind::Bulleted => other_than(above, '-', '*'),
        ListKind::Numbered { delimiter: ')', .. } => other_than(above, ')', '.'),
        ListKind::Numbered { .. } => other_than(above, '.', ')'),
    };
    for (at, item) in (0..).zip(&list.items) {
        let text = item_text(*item);
        if let ListKind::Numbered { first, .. } = list.kind {
            body.push_str(&first.saturating_add(at).to_string());
        }
        body.push(sign);
        body.extend([" ", &text, "\n"]);
    }
    sign
}

fn other_than(taken: Option<char>, sign: char, instead: char) -> char {
    if taken == Some(sign) { instead } else { sign }
}

fn item_text(item: Item) -> String {
    match item.label {
        Some(label) => {
            // A sign in the label may have its partner in the text or in the asterisks around it.
            let inline = Inline { paired: PAIRED.to_vec() };
            format!("**{}** {}", inline.escape(label, None), inline.escape(item.text, None))
        }
        None => paragraph(item.text),
    }
}

/// Text at the start of a paragraph or list item.
fn paragraph(text: &str) -> String {
    Inline::of(text).escape(text, block_sign(text))
}

/// The text of a heading, on whose line neither attributes nor closing hashes may stand. The
/// colon that ended it as a line goes: being a heading says the same.
fn heading(text: &str) -> String {
    let text = text.trim_end_matches([':', '：']).trim_end();
    let sign = if text.ends_with('}') {
        text.len().checked_sub(1)
    } else {
        let before = text.trim_end_matches('#');
        (before.len() < text.len() && (before.is_empty() || before.ends_with(' '))).then_some(before.len())
    };
    Inline::of(text).escape(text, sign)
}

/// Where the character stands that would make a block other than a paragraph of this text.
fn block_sign(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let after = |length: usize| text.get(length..).is_some_and(is_end_or_space);
    match first {
        '>' | ':' => Some(0),
        '-' | '+' | '*' | '_' if after(1) || is_rule(text, first) => Some(0),
        '#' => {
            let hashes = text.len() - text.trim_start_matches('#').len();
            (hashes <= 6 && after(hashes)).then_some(0)
        }
        // Definitions of links and notes, and the boxes of a task list.
        '[' => {
            let task = ["[ ]", "[x]", "[X]"].iter().any(|it| text.starts_with(it)) && after(3);
            (task || text.contains("]:")).then_some(0)
        }
        '0'..='9' => {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let delimited = text.get(digits..).is_some_and(|it| it.starts_with(['.', ')']));
            (digits <= 9 && delimited && after(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

fn is_end_or_space(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

fn is_rule(text: &str, sign: char) -> bool {
    text.chars().all(|c| c == sign || c == ' ') && text.chars().filter(|c| *c == sign).count() > 2
}

/// Signs that are markup in pairs.
const PAIRED: &[char] = &['*', '_', '~', '^', '`'];

/// The signs in a text that would be markup: of those that come in pairs, the ones with a partner.
struct Inline {
    paired: Vec<char>,
}

impl Inline {
    fn of(text: &str) -> Inline {
        let twice = |sign: &char| text.chars().filter(|c| c == sign).nth(1).is_some();
        Inline { paired: PAIRED.iter().copied().filter(twice).collect() }
    }

    /// Escapes the signs that have a meaning within a line, and the one at `sign`.
    fn escape(&self, text: &str, sign: Option<usize>) -> String {
        let mut escaped = String::with_capacity(text.len() + 8);
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
            if sign == Some(at) || self.is_markup(before, c, rest) {
                escaped.push('\\');
            }
            escaped.push(c);
            before = c;
        }
        escaped
    }

    fn is_markup(&self, before: char, c: char, rest: &str) -> bool {
        let next = rest.chars().next();
        let between = |test: fn(char) -> bool| test(before) && next.is_none_or(test);
        match c {
            '\\' => next.is_none_or(|it| it.is_ascii_punctuation()),
            '`' => self.paired.contains(&c),
            // Between spaces they open nothing, and an underscore within a word neither.
            '*' | '~' | '^' => self.paired.contains(&c) && !between(char::is_whitespace),
            '_' => {
                let plain = between(char::is_whitespace) || between(char::is_alphanumeric);
                self.paired.contains(&c) && !plain
            }
            '<' => next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?')),
            '&' => is_entity(rest),
            '[' => matches!(next, Some('[' | '^')),
            ']' => next == Some('('),
            _ => false,
        }
    }
}

/// Whether what follows an ampersand would make a character of it.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.chars().take(40).take_while(char::is_ascii_alphanumeric).count();
    length > 0 && name.get(length..).is_some_and(|it| it.starts_with(';'))
}
