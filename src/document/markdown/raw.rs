//! The author's own HTML.

use std::ops::Range;

use super::writer::Writer;
use crate::document::body::Inline;
use crate::document::markdown::sink::offset;

impl<'t> Writer<'t> {
    pub(super) fn start_html(&mut self, range: &Range<usize>) {
        self.sink.start_line();
        let html = self.text.get(range.clone()).unwrap_or_default();
        if !self.extended() || !is_more(html) {
            return;
        }
        self.hide_html = true;
        // Inside a list or quotation the excerpt would end with elements open.
        if self.containers == 0 && !self.in_notes && self.sink.body.more.is_none() {
            self.sink.body.more = Some(offset(self.sink.at()));
        }
    }

    /// A line of an HTML block.
    pub(super) fn html_block(&mut self, html: &str) {
        if !self.hide_html {
            self.note_ids(html);
            self.sink.push(html);
        }
    }

    pub(super) fn inline_html(&mut self, html: &str) {
        self.ensure_block();
        if self.in_image > 0 {
            if !self.extended() {
                self.sink.text(html, &(self.seen..self.seen), Inline::Image);
            }
            return;
        }
        self.note_ids(html);
        let start = self.sink.at();
        self.sink.push(html);
        self.cut_from(start, "");
    }

    /// Takes note of the ids in raw HTML, to which links may lead.
    fn note_ids(&mut self, html: &str) {
        if self.extended() {
            for id in ids(html) {
                self.ids.note(id);
            }
        }
    }
}

/// Whether an HTML block is `<!-- more -->` and nothing else.
fn is_more(html: &str) -> bool {
    html.trim()
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inner| inner.trim() == "more")
}

/// The values of `id` and `name` attributes. A block comes line by line, so a tag may have begun
/// on a line before: whatever looks like an attribute is taken for one.
fn ids(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices('=').filter_map(|(at, _)| {
        let before = html.get(..at)?.trim_end();
        let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':').next()?;
        if !name.eq_ignore_ascii_case("id") && !name.eq_ignore_ascii_case("name") {
            return None;
        }
        let value = html.get(at + 1..)?.trim_start();
        let id = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
        };
        (!id.is_empty()).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use super::{ids, is_more};

    #[test]
    fn ids_of_tags() {
        let found = |html| ids(html).collect::<Vec<_>>();
        assert_eq!(found("<a id=\"x\" name='y'><b ID=z>"), ["x", "y", "z"]);
        assert!(found("<a data-id=\"x\" href=\"?i=1\">").is_empty());
    }

    #[test]
    fn the_mark_stands_alone() {
        assert!(is_more("<!--more-->\n") && is_more("<!-- more -->"));
        assert!(!is_more("<!-- more --> text") && !is_more("<!-- no more -->"));
    }
}
