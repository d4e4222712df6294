//! Text and inline markup.

use std::ops::Range;

use super::events::stands_at;
use super::scripts::{self, Found};
use super::writer::Writer;
use crate::document::runs::Inline;

impl<'t> Writer<'t> {
    /// Text, wherever it stands.
    pub(super) fn text_event(&mut self, text: &str, range: &Range<usize>) {
        if let Some(code) = &mut self.code {
            code.push(text);
        } else if self.in_untitled_wikilink() {
            // The target once more; its title is shown instead.
        } else if self.extended() && self.in_image == 0 && stands_at(self.text, range, text) {
            self.verbatim_text(text, range);
        } else {
            let text = if self.options.smart_punctuation { self.turned_quote(text, range) } else { text };
            self.plain_text(text, range);
        }
    }

    /// A quotation mark that the parser turned the wrong way: it takes every second one for an
    /// opening one, and the apostrophe of `'90s` too.
    fn turned_quote<'q>(&self, text: &'q str, range: &Range<usize>) -> &'q str {
        let after = self.text.get(range.end..).unwrap_or_default();
        match text {
            "“" => {
                let before = self.text.get(..range.start).and_then(|before| before.chars().next_back());
                let ends = |c: char| !c.is_whitespace() && !matches!(c, '(' | '[' | '{' | '-' | '–' | '—');
                let closes = before.is_some_and(ends) && !after.starts_with(char::is_alphanumeric);
                if closes { "”" } else { text }
            }
            "‘" => {
                let digits = after.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 2 { "’" } else { text }
            }
            _ => text,
        }
    }

    /// Text as it stands in the source, which may hold what the parser does not look for.
    fn verbatim_text(&mut self, text: &str, range: &Range<usize>) {
        let escaped = range.start.checked_sub(1).and_then(|at| self.text.as_bytes().get(at)) == Some(&b'\\');
        let mut from = 0;
        let mut search = 0;
        let place = |part: &Range<usize>| range.start + part.start..range.start + part.end;
        while let Some(found) = scripts::find(text, search, escaped) {
            let (part, open, close) = match found {
                Found::Note(part) => {
                    search = part.end;
                    self.note_undefined(&place(&part));
                    continue;
                }
                Found::Subscript(part) => (part, "<sub>", "</sub>"),
                Found::Superscript(part) => (part, "<sup>", "</sup>"),
            };
            let before = from..part.start;
            let inside = part.start + 1..part.end - 1;
            self.plain_text(text.get(before.clone()).unwrap_or_default(), &place(&before));
            self.sink.push(open);
            self.plain_text(text.get(inside.clone()).unwrap_or_default(), &place(&inside));
            self.sink.push(close);
            (from, search) = (part.end, part.end);
        }
        let rest = from..text.len();
        self.plain_text(text.get(rest.clone()).unwrap_or_default(), &place(&rest));
    }

    /// Text without markup.
    pub(super) fn plain_text(&mut self, text: &str, range: &Range<usize>) {
        self.ensure_block();
        let inline = self.inline();
        self.sink.text(text, range, inline);
    }

    /// What text is part of here.
    fn inline(&self) -> Inline {
        if self.in_image > 0 {
            Inline::Image
        } else if self.in_anchor > 0 {
            Inline::Link
        } else {
            Inline::Text
        }
    }

    /// A tag of emphasis and the like; the description of an image is an attribute and has none.
    pub(super) fn markup(&mut self, tag: &str) {
        if self.in_image == 0 {
            self.ensure_block();
            self.sink.push(tag);
        }
    }

    /// A tag of a superscript or subscript. As in Pandoc they hold no spaces, so that "~5 to 6~"
    /// and the like stay what they are: then the delimiter at `at` is text.
    pub(super) fn script(&mut self, tag: &str, at: usize, whole: &Range<usize>) {
        let spaced = self.text.get(whole.clone()).is_some_and(|text| text.contains(char::is_whitespace));
        if spaced {
            let delimiter = at..at + 1;
            self.plain_text(self.text.get(delimiter.clone()).unwrap_or_default(), &delimiter);
        } else {
            self.markup(tag);
        }
    }

    pub(super) fn code_span(&mut self, code: &str, range: &Range<usize>) {
        // The content's own bytes, where it is in the source as it is shown.
        let inner = self.text.get(range.clone()).and_then(|whole| whole.find(code));
        let place = inner.map_or(range.clone(), |at| range.start + at..range.start + at + code.len());
        self.ensure_block();
        if self.in_image > 0 {
            self.sink.text(code, &place, Inline::Image);
            return;
        }
        self.sink.push("<code>");
        self.sink.text(code, &place, Inline::Code);
        self.sink.push("</code>");
    }

    pub(super) fn line_break(&mut self, html: &str, range: &Range<usize>) {
        self.ensure_block();
        self.sink.line_break(if self.in_image > 0 { " " } else { html }, range);
    }
}
