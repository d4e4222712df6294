//! Blocks: paragraphs, headings, lists, quotations, tables.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::Options;
use super::code::OpenCode;
use super::destination::Destination;
use super::events::{Events, is_inline};
use super::headings::OpenHeading;
use super::ids::Ids;
use super::links::OpenLink;
use super::notes::Notes;
use super::raw::Raw;
use super::sink::{Lead, Sink};
use super::tables::Table;
use crate::diagnostic::{Diagnostic, Label, Place};
use crate::document::body::{Body, Context};
use crate::model::SourcePath;

/// Writes events as a body.
pub(super) struct Writer<'t> {
    pub(super) path: &'t SourcePath,
    /// The Markdown.
    pub(super) text: &'t str,
    pub(super) options: Options<'t>,
    pub(super) sink: Sink,
    pub(super) ids: Ids,
    pub(super) notes: Notes<'t>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where link definitions (`[id]: …`) stand, by normalised label.
    pub(super) definitions: BTreeMap<String, Range<usize>>,
    /// Links and images that are not closed yet.
    pub(super) links: Vec<OpenLink<'t>>,
    /// How many of `links` are images: their text goes into an attribute.
    pub(super) in_image: u32,
    /// Whether an image came before.
    pub(super) has_image: bool,
    /// How many of `links` are links that a reader can follow.
    pub(super) in_anchor: u32,
    /// The end of the last event's text, or the start of the last element.
    pub(super) seen: usize,
    pub(super) heading: Option<OpenHeading>,
    pub(super) code: Option<OpenCode>,
    pub(super) raw: Raw,
    /// How many elements of the Markdown are open.
    pub(super) depth: usize,
    /// Writing footnotes.
    pub(super) in_notes: bool,
    quotations: u32,
    /// Elements that hold blocks and are open: lists, quotations…
    pub(super) containers: u32,
    pub(super) table: Table,
    /// The paragraph that is open holds nothing but a figure.
    figure: bool,
}

impl<'t> Writer<'t> {
    pub(super) fn new(
        path: &'t SourcePath,
        text: &'t str,
        base: usize,
        options: Options<'t>,
        definitions: BTreeMap<String, Range<usize>>,
    ) -> Self {
        Self {
            path,
            text,
            options,
            // Ids and tags make the HTML a quarter longer than the Markdown.
            sink: Sink::new(base, text.len() + text.len() / 4 + 64),
            ids: Ids::default(),
            notes: Notes::default(),
            diagnostics: Vec::new(),
            definitions,
            links: Vec::new(),
            in_image: 0,
            has_image: false,
            in_anchor: 0,
            seen: 0,
            heading: None,
            code: None,
            raw: Raw::default(),
            depth: 0,
            in_notes: false,
            quotations: 0,
            containers: 0,
            table: Table::default(),
            figure: false,
        }
    }

    /// Writes all events of a stream.
    pub(super) fn write(&mut self, events: &mut Events<'t>) {
        while let Some((event, range)) = events.next() {
            let seen = if matches!(event, Event::Start(_)) { range.start } else { range.end };
            match event {
                Event::Text(text) => self.text_event(&text, &range),
                Event::Start(tag) => {
                    self.depth += 1;
                    self.start(tag, &range, events);
                }
                Event::End(tag) => {
                    self.end_raw(self.depth);
                    self.end(tag, &range);
                    self.depth = self.depth.saturating_sub(1);
                }
                Event::Code(code) => self.code_span(&code, &range),
                Event::SoftBreak => self.line_break("\n", &range),
                Event::HardBreak => self.line_break("<br>\n", &range),
                Event::Html(html) => self.html_block(&html),
                Event::InlineHtml(html) => self.inline_html(&html, &range),
                Event::FootnoteReference(label) => self.note_reference(&label),
                Event::TaskListMarker(done) => self.task(done),
                Event::Rule => {
                    self.close_block();
                    self.sink.start_line();
                    self.sink.push("<hr>\n");
                }
                // Never asked for: a dollar sign is a dollar sign.
                Event::InlineMath(text) | Event::DisplayMath(text) => self.text_event(&text, &range),
            }
            self.seen = seen;
        }
        self.end_raw(0);
    }

    /// The body, and what was found in it.
    pub(super) fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        self.close_block();
        self.diagnostics.sort_by_key(|diagnostic| match diagnostic.labels.first() {
            Some(Label { place: Place::Span(span), .. }) => *span,
            _ => Default::default(),
        });
        (self.sink.finish(self.ids), self.diagnostics)
    }

    /// Whether ids, classes and everything else beyond CommonMark are wanted.
    pub(super) fn extended(&self) -> bool {
        self.options.extensions
    }

    /// Opens a block for text that comes without one, as in a tight list.
    pub(super) fn ensure_block(&mut self) {
        if !self.sink.in_block() {
            self.open_block(Lead::Perhaps);
        }
    }

    /// Closes the block that is open.
    pub(super) fn close_block(&mut self) {
        self.sink.close_block(&mut self.ids);
    }

    pub(super) fn open_block(&mut self, lead: Lead) {
        self.close_block();
        let context = if self.quotations > 0 {
            Context::Quotation
        } else if self.in_notes {
            Context::Footnote
        } else {
            Context::Prose
        };
        let lead = if self.table.is_open() { Lead::No } else { lead };
        self.sink.open_block(context, lead);
    }

    fn start(&mut self, tag: Tag<'t>, range: &Range<usize>, events: &mut Events<'t>) {
        match tag {
            Tag::Emphasis => return self.markup("<em>"),
            Tag::Strong => return self.markup("<strong>"),
            Tag::Strikethrough => return self.markup("<del>"),
            Tag::Superscript => return self.script("<sup>", range.start, range),
            Tag::Subscript => return self.script("<sub>", range.start, range),
            Tag::Link { link_type, dest_url, title, id } => {
                return self.start_link(link_type, &dest_url, &title, &id, range);
            }
            Tag::Image { link_type, dest_url, title, id } => {
                return self.start_image(link_type, &dest_url, title, &id, range);
            }
            _ => {}
        }
        self.close_block();
        match tag {
            Tag::Paragraph => self.start_paragraph(range, events),
            Tag::Heading { level, id, classes, attrs } => {
                let id = id.filter(|id| !id.is_empty());
                self.start_heading(level, id.as_deref(), &classes, &attrs);
            }
            Tag::BlockQuote(kind) => self.start_quotation(kind),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.start_html(range),
            Tag::List(Some(1)) => self.start_container("<ol>\n"),
            Tag::List(Some(first)) => self.start_container(&format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.start_container("<ul>\n"),
            Tag::Item => self.start_item(events),
            Tag::FootnoteDefinition(label) => {
                self.keep_note(&label, range, events);
                // Its end is kept too.
                self.depth = self.depth.saturating_sub(1);
            }
            Tag::DefinitionList => self.start_container("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.sink.start_line();
                self.sink.push("<dt>");
                self.open_block(Lead::No);
            }
            Tag::DefinitionListDefinition => {
                self.sink.start_line();
                self.sink.push("<dd>");
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_table_row(),
            Tag::TableCell => self.start_cell(range),
            // Front matter is not part of the body, and inline elements were dealt with above.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis => return self.markup("</em>"),
            TagEnd::Strong => return self.markup("</strong>"),
            TagEnd::Strikethrough => return self.markup("</del>"),
            TagEnd::Superscript => return self.script("</sup>", range.end.saturating_sub(1), range),
            TagEnd::Subscript => return self.script("</sub>", range.end.saturating_sub(1), range),
            TagEnd::Link | TagEnd::Image => return self.end_link(range),
            TagEnd::Heading(level) => return self.end_heading(level),
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => return,
            _ => {}
        }
        self.close_block();
        match tag {
            TagEnd::Paragraph if std::mem::take(&mut self.figure) => self.sink.push("</figure>\n"),
            TagEnd::Paragraph => self.sink.push("</p>\n"),
            TagEnd::BlockQuote(Some(_)) => self.end_container("</aside>\n"),
            TagEnd::BlockQuote(None) => {
                self.quotations = self.quotations.saturating_sub(1);
                self.end_container("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(range),
            TagEnd::List(true) => self.end_container("</ol>\n"),
            TagEnd::List(false) => self.end_container("</ul>\n"),
            TagEnd::Item => self.sink.push("</li>\n"),
            TagEnd::DefinitionList => self.end_container("</dl>\n"),
            TagEnd::DefinitionListTitle => self.sink.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.sink.push("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.sink.push("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
    }

    pub(super) fn start_container(&mut self, html: &str) {
        self.containers += 1;
        self.sink.start_line();
        self.sink.push(html);
    }

    pub(super) fn end_container(&mut self, html: &str) {
        self.containers = self.containers.saturating_sub(1);
        self.sink.start_line();
        self.sink.push(html);
    }

    fn start_paragraph(&mut self, range: &Range<usize>, events: &mut Events<'t>) {
        self.sink.start_line();
        self.figure = self.extended() && self.is_figure(range, events);
        self.open_block(match self.containers {
            _ if self.figure => Lead::No,
            0 if !self.in_notes => Lead::Yes,
            _ => Lead::Perhaps,
        });
        if self.figure {
            self.sink.push("<figure>");
        } else if self.extended() {
            self.sink.push("<p id=\"");
            self.sink.block_id();
            self.sink.push("\">");
        } else {
            self.sink.push("<p>");
        }
    }

    /// Whether a paragraph is one image with a title, which then is its caption.
    fn is_figure(&self, paragraph: &Range<usize>, events: &mut Events<'t>) -> bool {
        let Some((Event::Start(Tag::Image { title, dest_url, .. }), image)) = events.peek_placed(0) else {
            return false;
        };
        let rest = self.text.get(image.end..paragraph.end).unwrap_or("-");
        image.start == paragraph.start
            && rest.trim().is_empty()
            && !title.is_empty()
            && !matches!(Destination::of_image(dest_url), Destination::Unsafe(_))
    }

    /// Whether the paragraph that is open is a figure.
    pub(super) fn in_figure(&self) -> bool {
        self.figure
    }

    fn start_item(&mut self, events: &mut Events<'t>) {
        self.sink.start_line();
        if !self.extended() {
            self.sink.push("<li>");
            return;
        }
        let is_task = |event: Option<&Event<'_>>| matches!(event, Some(Event::TaskListMarker(_)));
        let starts_task = is_task(events.peek(0));
        let tight = starts_task || events.peek(0).is_some_and(is_inline);
        let task = starts_task
            || matches!(events.peek(0), Some(Event::Start(Tag::Paragraph))) && is_task(events.peek(1));
        self.sink.push(if task { "<li class=\"task\"" } else { "<li" });
        if tight {
            self.open_block(Lead::Perhaps);
            self.sink.push(" id=\"");
            self.sink.block_id();
            self.sink.push("\"");
        }
        self.sink.push(">");
    }

    fn task(&mut self, done: bool) {
        self.ensure_block();
        self.sink.push(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"To do\"> "
        });
    }

    fn start_quotation(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            self.quotations += 1;
            return self.start_container("<blockquote>\n");
        };
        let (name, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.start_container("<aside class=\"alert alert-");
        self.sink.push(name);
        self.sink.push("\" role=\"note\">\n<p class=\"alert-title\">");
        self.sink.push(title);
        self.sink.push("</p>\n");
    }
}
