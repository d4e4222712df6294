//! Headings, their ids, and what a table of contents shows of them.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::escape;
use super::sink::{Lead, Mark, Sink};
use super::writer::Writer;
use crate::document::body::{Context, Heading, plain_text};

/// A heading that is being written.
#[derive(Debug)]
pub(super) struct OpenHeading {
    id: Option<String>,
    /// Where the id goes.
    start: Mark,
    /// Where the content begins.
    content: usize,
    cuts: Vec<Cut>,
}

/// A part of a heading that a table of contents does not show: a tag of a link, a footnote mark.
#[derive(Debug)]
struct Cut {
    html: Range<usize>,
    /// Text that stands there instead.
    instead: String,
}

impl<'t> Writer<'t> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'t>],
        attributes: &[(CowStr<'t>, Option<CowStr<'t>>)],
    ) {
        self.sink.start_line();
        self.sink.push(OPEN_HEADING[level_index(level)]);
        let start = self.sink.mark();
        self.sink.open_block(Context::Heading, Lead::No);
        let id = id.map(|id| self.ids.heading(Some(id), ""));
        for (at, class) in classes.iter().enumerate() {
            self.sink.push(if at == 0 { " class=\"" } else { " " });
            self.sink.push_escaped(class);
        }
        if !classes.is_empty() {
            self.sink.push("\"");
        }
        // Of other attributes only those that cannot do anything are kept, once each.
        for name in ["lang", "dir"] {
            if let Some((_, Some(value))) = attributes.iter().find(|(key, _)| &**key == name) {
                self.sink.push(if name == "lang" { " lang=\"" } else { " dir=\"" });
                self.sink.push_escaped(value.trim_matches('"'));
                self.sink.push("\"");
            }
        }
        self.sink.push(">");
        let content = self.sink.at();
        self.heading = Some(OpenHeading { id, start, content, cuts: Vec::new() });
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel) {
        let index = level_index(level);
        if let Some(heading) = self.heading.take() {
            if self.extended() {
                let text = heading.text(&self.sink);
                let html = heading.html(&self.sink.prose.html);
                let id = heading.id.unwrap_or_else(|| self.ids.heading(None, &text));
                let mut attribute = String::with_capacity(id.len() + 6);
                attribute.push_str(" id=\"");
                escape::text_into(&id, &mut attribute);
                attribute.push('"');
                self.sink.insert(heading.start, &attribute);
                self.sink.close_block_as(Some(&id));
                let level = index as u8 + 1;
                let (id, html, text) = (id.into(), html.trim().into(), text.into());
                self.sink.body.headings.push(Heading { level, id, html, text });
            } else {
                self.sink.close_block_as(None);
            }
        }
        self.sink.push(CLOSE_HEADING[index]);
    }

    /// Takes note that HTML from `start` on does not belong in a table of contents.
    pub(super) fn cut_from(&mut self, start: usize, instead: &str) {
        let html = start..self.sink.at();
        if let Some(heading) = &mut self.heading {
            heading.cuts.push(Cut { html, instead: instead.to_owned() });
        }
    }
}

impl OpenHeading {
    /// The plain text of the heading.
    fn text(&self, sink: &Sink) -> String {
        let text = if self.cuts.iter().any(|cut| !cut.instead.is_empty()) {
            plain_text(&self.html(&sink.prose.html))
        } else {
            sink.open_text().unwrap_or_default()
        };
        text.trim().to_owned()
    }

    /// The content without its cuts.
    fn html(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len().saturating_sub(self.content));
        let mut from = self.content;
        for cut in &self.cuts {
            out.push_str(html.get(from..cut.html.start).unwrap_or_default());
            escape::text_into(&cut.instead, &mut out);
            from = cut.html.end.max(from);
        }
        out.push_str(html.get(from..).unwrap_or_default());
        out
    }
}

const OPEN_HEADING: [&str; 6] = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"];
const CLOSE_HEADING: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];

fn level_index(level: HeadingLevel) -> usize {
    (level as usize).clamp(1, 6) - 1
}
