//! The author's own HTML.

use std::ops::Range;

use super::sanitise::{self, Part};
use super::sink::offset;
use super::writer::Writer;
use crate::config::RawHtml;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::body::unescaped;
use crate::document::runs::Inline;

/// So many opening tags are judged in one document, which bounds the time; nobody writes more.
const MAX_TAGS: usize = 10_000;

/// So deep may raw elements nest: browsers stop at 512 (HTML Standard, 4.13), and the page has its own.
const MAX_DEPTH: usize = 100;

/// The raw HTML of a document, as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// The block that is being read.
    block: String,
    /// The block is a mark and not to be shown.
    hidden: bool,
    /// Elements that are open, with the depth in the Markdown at which they were opened.
    open: Vec<(String, usize)>,
    /// Opening tags that were judged.
    judged: usize,
    /// There were more of them.
    is_full: bool,
}

impl<'t> Writer<'t> {
    pub(super) fn start_html(&mut self, range: &Range<usize>) {
        self.sink.start_line();
        let html = self.text.get(range.clone()).unwrap_or_default();
        if !self.extended() || !is_more(html) {
            return;
        }
        self.raw.hidden = true;
        // Inside a list, a quotation or an author's element the excerpt would end with elements open.
        let outside = self.containers == 0 && !self.in_notes && self.raw.open.is_empty();
        if outside && self.sink.body.more.is_none() {
            self.sink.body.more = Some(offset(self.sink.at()));
        }
    }

    /// A line of an HTML block.
    pub(super) fn html_block(&mut self, html: &str) {
        if !self.raw.hidden {
            self.raw.block.push_str(html);
        }
    }

    pub(super) fn end_html(&mut self, range: &Range<usize>) {
        self.raw.hidden = false;
        let block = std::mem::take(&mut self.raw.block);
        if block.is_empty() {
            return;
        }
        match self.options.raw_html {
            RawHtml::Allow => self.write_raw(&block),
            RawHtml::Escape => {
                self.sink.push("<p>");
                self.sink.push_escaped(block.trim_end());
                self.sink.push("</p>\n");
            }
            // A block belongs to what it stands in.
            RawHtml::Sanitise => self.sanitise(&block, range, self.depth.saturating_sub(1)),
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        self.ensure_block();
        if self.in_image > 0 {
            if !self.extended() {
                self.sink.text(html, &(self.seen..self.seen), Inline::Image);
            }
            return;
        }
        let start = self.sink.at();
        match self.options.raw_html {
            RawHtml::Allow => self.write_raw(html),
            RawHtml::Escape => self.sink.push_escaped(html),
            RawHtml::Sanitise => self.sanitise(html, range, self.depth),
        }
        self.cut_from(start, "");
    }

    /// Writes HTML as it is.
    fn write_raw(&mut self, html: &str) {
        if self.extended() {
            for id in ids(html) {
                self.ids.note(&unescaped(id));
            }
        }
        self.sink.push(html);
    }

    /// Writes of a piece of HTML at `range` what may stand on a page, so that elements nest.
    fn sanitise(&mut self, html: &str, range: &Range<usize>, depth: usize) {
        if self.raw.is_full {
            return;
        }
        let mut left = MAX_TAGS.saturating_sub(self.raw.judged);
        let (parts, refused) = sanitise::parts(html, self.options.embeds, &mut left);
        self.raw.judged = MAX_TAGS - left;
        let refuse = |writer: &mut Self, what: &str, place: Range<usize>| {
            let written = html.get(place.clone()).unwrap_or_default();
            writer.refuse(what, written, place.start, range);
        };
        for refusal in refused {
            refuse(self, &refusal.what, refusal.place);
        }
        for part in parts {
            match part {
                Part::Text(text) => self.sink.push(&text),
                Part::Open { closes, place, .. } if !closes && self.raw.open.len() >= MAX_DEPTH => {
                    refuse(self, &format!("an element inside of {MAX_DEPTH} others"), place);
                }
                Part::Open { name, html, closes, place } => {
                    match self.without_taken_id(&html) {
                        None => self.write_raw(&html),
                        Some((id, rest)) => {
                            let what = format!("an `id` that something else has or may get (`{id}`)");
                            refuse(self, &what, place);
                            self.write_raw(&rest);
                        }
                    }
                    if !closes {
                        self.in_anchor += u32::from(name == "a");
                        self.raw.open.push((name, depth));
                    }
                }
                Part::End { place } => {
                    self.raw.is_full = true;
                    refuse(self, &format!("HTML after {MAX_TAGS} tags"), place);
                }
                Part::Close(name) => self.close_raw(&name, depth),
            }
        }
    }

    /// The id of a judged tag and the tag without it, when the page has that id or may yet give it to a
    /// paragraph or a note.
    fn without_taken_id(&self, tag: &str) -> Option<(String, String)> {
        let place = id_of(tag)?;
        let id = unescaped(tag.get(place.clone())?.strip_prefix(" id=\"")?.strip_suffix('"')?);
        let rest = || format!("{}{}", &tag[..place.start], &tag[place.end..]);
        (self.extended() && self.ids.is_taken(&id)).then(|| (id, rest()))
    }

    /// Closes an element that was opened at this depth, and those in it. A closing tag without one is
    /// nothing to a browser either.
    fn close_raw(&mut self, name: &str, depth: usize) {
        let here = |(open, at): &(String, usize)| open == name && *at == depth;
        let Some(first) = self.raw.open.iter().rposition(here) else { return };
        self.close_raw_from(first);
    }

    /// Closes what was opened at this depth in the Markdown or deeper, since what it stands in ends.
    pub(super) fn end_raw(&mut self, depth: usize) {
        if let Some(first) = self.raw.open.iter().position(|(_, at)| *at >= depth) {
            self.close_raw_from(first);
        }
    }

    fn close_raw_from(&mut self, first: usize) {
        for (name, _) in self.raw.open.split_off(first).into_iter().rev() {
            self.in_anchor -= u32::from(name == "a");
            let start = self.sink.at();
            self.sink.push("</");
            self.sink.push(&name);
            self.sink.push(">");
            self.cut_from(start, "");
        }
    }

    /// Reports what is left out: `written`, which begins `at` bytes into the piece at `range`.
    fn refuse(&mut self, what: &str, written: &str, at: usize, range: &Range<usize>) {
        // The piece is the file's text but for what quotes or indents its lines.
        let whole = self.text.get(range.clone()).unwrap_or_default();
        let found = whole.get(at..).filter(|rest| rest.starts_with(written)).map(|_| at);
        let found = found.or_else(|| whole.find(written)).unwrap_or(0);
        let place = range.start + found..(range.start + found + written.len().max(1)).min(range.end);
        self.diagnostics.push(
            Diagnostic::warning(&codes::CONTENT_HTML, format!("{what} is not let through"))
                .at(self.path, self.sink.span(&place), "left out")
                .help("the guide lists the HTML that Markdown may hold, and how to let all of it through"),
        );
    }
}

/// Where a judged tag has its id. It was written anew: before each attribute stands a blank, and each value has
/// quotation marks around it and none in it.
fn id_of(tag: &str) -> Option<Range<usize>> {
    let mut start = tag.find(' ')?;
    loop {
        let (name, rest) = tag.get(start + 1..)?.split_once("=\"")?;
        let end = start + 1 + name.len() + 2 + rest.find('"')? + 1;
        if name == "id" {
            return Some(start..end);
        }
        start = end;
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
    use super::{id_of, ids, is_more};

    #[test]
    fn an_id_is_an_attribute_and_no_value() {
        let id = |tag: &'static str| id_of(tag).map(|place| &tag[place]);
        assert_eq!(id("<b title=\" id=\" class=\"x\" id=\"y\">"), Some(" id=\"y\""));
        assert_eq!(id("<img src=\" id=\" alt=\"x onerror=y \">"), None);
        assert_eq!(id("<b>"), None);
    }

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
