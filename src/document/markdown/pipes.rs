//! `[[target|text]]` in a table row.
//!
//! The parser splits a row at every bar that no backslash escapes, before it looks for links. So
//! the bar of a wikilink in a row is replaced, before parsing, by a control character of the same
//! length; spans stay true, and [`restore`] puts the bar back wherever it comes out again.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag};

/// Stands in for the bar: ASCII's unit separator, which no text that people write holds.
const STAND_IN: char = '\u{1f}';

/// The text with the bars of wikilinks in table rows replaced; `None` when there are none.
pub(super) fn protect(text: &str) -> Option<String> {
    if memchr::memmem::find(text.as_bytes(), b"[[").is_none() || text.contains(STAND_IN) {
        return None;
    }
    let mut bars = Vec::new();
    let mut row_before = 0..0;
    let mut in_table = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if is_delimiter_row(line) {
            bars_in(text, row_before.clone(), &mut bars);
            in_table = true;
        } else if line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty() {
            in_table = false;
        } else if in_table {
            bars_in(text, range.clone(), &mut bars);
        }
        row_before = range;
    }
    if bars.is_empty() {
        return None;
    }
    let mut protected = text.to_owned();
    for bar in bars {
        protected.replace_range(bar..bar + 1, "\u{1f}");
    }
    Some(protected)
}

/// `|---|:--:|`, also in a quotation or a list.
fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>', '*', '+']).trim_end();
    line.contains('|') && line.contains('-') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// Finds the first bar between each `[[` and the next `]]` of a row.
fn bars_in(text: &str, row: Range<usize>, bars: &mut Vec<usize>) {
    let mut rest = row;
    while let Some(line) = text.get(rest.clone())
        && let Some(close) = line.find("]]")
    {
        if let Some(open) = line[..close].rfind("[[") {
            let inner = &line[open..close];
            if let Some(bar) = inner.find('|').filter(|bar| !inner[..*bar].ends_with('\\')) {
                bars.push(rest.start + open + bar);
            }
        }
        rest.start += close + 2;
    }
}

/// Puts the bars back into what the parser made of a protected text.
#[derive(Debug)]
pub(super) struct Restore<'t> {
    /// The text before it was protected.
    original: &'t str,
    /// The text of the wikilink that has just begun.
    label: Option<(CowStr<'t>, Range<usize>)>,
}

impl<'t> Restore<'t> {
    pub(super) fn new(original: &'t str) -> Self {
        Self { original, label: None }
    }

    /// The event as it would be had the parser seen the bar. The text of a protected wikilink is
    /// taken as it stands, without emphasis: the parser saw no markup in it.
    pub(super) fn event(&mut self, event: Event<'t>, range: Range<usize>) -> (Event<'t>, Range<usize>) {
        let event = match event {
            Event::Text(CowStr::Borrowed(text)) => {
                if let Some((label, place)) = self.label.take() {
                    return (Event::Text(label), place);
                }
                let same = self.original.get(range.clone()).filter(|same| same.len() == text.len());
                Event::Text(same.unwrap_or(text).into())
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (link_type, dest_url) = self.destination(link_type, dest_url, &range);
                Event::Start(Tag::Link { link_type, dest_url, title: bars(title), id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (link_type, dest_url) = self.destination(link_type, dest_url, &range);
                Event::Start(Tag::Image { link_type, dest_url, title: bars(title), id })
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(bars(info))))
            }
            Event::Text(text) => Event::Text(bars(text)),
            Event::Code(text) => Event::Code(bars(text)),
            Event::Html(html) => Event::Html(bars(html)),
            Event::InlineHtml(html) => Event::InlineHtml(bars(html)),
            other => other,
        };
        (event, range)
    }

    fn destination(
        &mut self,
        kind: LinkType,
        written: CowStr<'t>,
        link: &Range<usize>,
    ) -> (LinkType, CowStr<'t>) {
        if let LinkType::WikiLink { .. } = kind
            && let Some((target, label)) = written.split_once(STAND_IN)
        {
            let end = link.end.saturating_sub(2);
            self.label = Some((label.to_owned().into(), end.saturating_sub(label.len())..end));
            return (LinkType::WikiLink { has_pothole: true }, target.to_owned().into());
        }
        (kind, bars(written))
    }
}

fn bars(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(STAND_IN) { text.replace(STAND_IN, "|").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::protect;

    #[test]
    fn only_wikilinks_in_rows_are_protected() {
        assert_eq!(protect("[[a|b]]\n\n|x|y|\n|-|-|\n|c|d|\n"), None);
        assert_eq!(
            protect("|[[a|b]]|\n|-|\n|[[c]]|[[d\\|e]]|[[f|g]]|\n\n[[h|i]]").as_deref(),
            Some("|[[a\u{1f}b]]|\n|-|\n|[[c]]|[[d\\|e]]|[[f\u{1f}g]]|\n\n[[h|i]]")
        );
    }
}
