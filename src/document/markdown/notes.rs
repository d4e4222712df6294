//! Footnotes.
//!
//! Footnotes are numbered as their marks come, and stand at the end of the body in that order.
//! A definition may refer to further footnotes, whose numbers follow on. So the events of a
//! definition are kept when it comes by, and written when all of the text is; before the first is
//! written, all that will be are searched for marks, since each note ends in one link back for
//! each of its marks.

use std::ops::Range;

use ahash::AHashMap;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::{Events, Placed};
use super::writer::Writer;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::body::Fill;

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Notes<'t> {
    by_label: AHashMap<Box<str>, usize>,
    notes: Vec<Note<'t>>,
    /// The notes with a number, in its order.
    numbered: Vec<usize>,
}

#[derive(Debug, Default)]
struct Note<'t> {
    number: Option<usize>,
    /// Marks that are written.
    marks: usize,
    /// Marks that will have been written in the end.
    all_marks: usize,
    definition: Option<Vec<Placed<'t>>>,
    label: Range<usize>,
}

impl<'t> Notes<'t> {
    fn index(&mut self, label: &str) -> usize {
        // Labels are matched without regard to case, as the parser does.
        let key = label.to_lowercase();
        if let Some(index) = self.by_label.get(key.as_str()) {
            return *index;
        }
        let index = self.notes.len();
        self.notes.push(Note::default());
        self.by_label.insert(key.into(), index);
        index
    }

    /// The note that a mark refers to, numbered if it was not yet.
    fn numbered(&mut self, label: &str) -> Option<(usize, &mut Note<'t>)> {
        let index = self.index(label);
        let next = self.numbered.len() + 1;
        let note = self.notes.get_mut(index)?;
        let number = *note.number.get_or_insert(next);
        if number == next {
            self.numbered.push(index);
        }
        Some((number, note))
    }

    /// Numbers the notes that notes refer to, and counts all marks.
    fn count(&mut self) {
        for note in &mut self.notes {
            note.all_marks = note.marks;
        }
        let mut at = 0;
        while let Some(index) = self.numbered.get(at).copied() {
            at += 1;
            let events =
                self.notes.get_mut(index).and_then(|note| note.definition.take()).unwrap_or_default();
            let mut images = 0_usize;
            for (event, _) in &events {
                match event {
                    Event::Start(Tag::Image { .. }) => images += 1,
                    Event::End(TagEnd::Image) => images = images.saturating_sub(1),
                    Event::FootnoteReference(label) if images == 0 => {
                        if let Some((_, note)) = self.numbered(label) {
                            note.all_marks += 1;
                        }
                    }
                    _ => {}
                }
            }
            if let Some(note) = self.notes.get_mut(index) {
                note.definition = Some(events);
            }
        }
    }
}

impl<'t> Writer<'t> {
    /// Writes a mark.
    pub(super) fn note_reference(&mut self, label: &str) {
        if self.in_image > 0 {
            return;
        }
        self.ensure_block();
        let Some((number, note)) = self.notes.numbered(label) else { return };
        note.marks += 1;
        let id = mark_id(number, note.marks);
        let start = self.sink.at();
        if self.in_anchor > 0 {
            // A link inside a link is not HTML.
            self.sink.push_all(format_args!("<sup class=\"footnote-ref\" id=\"{id}\">{number}</sup>"));
        } else {
            self.sink.push("<sup class=\"footnote-ref\"><a href=\"");
            self.sink.hole(Fill::OwnPage);
            self.sink
                .push_all(format_args!("#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"));
        }
        self.ids.note(&id);
        self.cut_from(start, "");
    }

    /// Keeps a definition until its turn.
    pub(super) fn keep_note(&mut self, label: &str, range: &Range<usize>, events: &mut Events<'t>) {
        // A definition may hold another, in a list say: both are notes of their own.
        let mut open = vec![(label.to_owned(), range.clone(), Vec::new())];
        for (event, range) in events.by_ref() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push((label.to_string(), range, Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    let Some((label, range, kept)) = open.pop() else { return };
                    self.define_note(&label, &range, kept);
                    if open.is_empty() {
                        return;
                    }
                }
                event => {
                    if let Some((.., kept)) = open.last_mut() {
                        kept.push((event, range));
                    }
                }
            }
        }
    }

    fn define_note(&mut self, label: &str, range: &Range<usize>, events: Vec<Placed<'t>>) {
        let place = label_place(self.text, label, range);
        let index = self.notes.index(label);
        let Some(note) = self.notes.notes.get_mut(index) else { return };
        if note.definition.is_none() {
            note.definition = Some(events);
            note.label = place;
            return;
        }
        let first = note.label.clone();
        self.diagnostics.push(
            Diagnostic::warning(&codes::LINK_FOOTNOTE, format!("the footnote `{label}` is defined twice"))
                .at(self.path, self.sink.span(&place), "left out")
                .at(self.path, self.sink.span(&first), "first defined here"),
        );
    }

    /// Reports a mark of a footnote that is not defined; it stays in the text as it is written.
    pub(super) fn note_undefined(&mut self, place: &Range<usize>) {
        let mark = self.text.get(place.clone()).unwrap_or_default();
        let label = mark.trim_start_matches("[^").trim_end_matches(']');
        self.diagnostics.push(
            Diagnostic::warning(&codes::LINK_FOOTNOTE, format!("no footnote `{label}` is defined"))
                .at(self.path, self.sink.span(place), "not found")
                .help(format!("define it in a paragraph of its own: `[^{label}]: …`")),
        );
    }

    /// Writes all notes that have marks, and reports the others.
    pub(super) fn write_notes(&mut self) {
        self.close_block();
        self.notes.count();
        for note in self.notes.notes.iter().filter(|note| note.number.is_none()) {
            let label = self.text.get(note.label.clone()).unwrap_or_default();
            let label = label.trim_start_matches("[^").trim_end_matches(']');
            self.diagnostics.push(
                Diagnostic::warning(
                    &codes::LINK_FOOTNOTE,
                    format!("nothing refers to the footnote `{label}`, so it is not shown"),
                )
                .at(self.path, self.sink.span(&note.label), "not referred to"),
            );
        }
        if self.notes.numbered.is_empty() {
            return;
        }
        self.in_notes = true;
        self.sink.start_line();
        self.sink
            .push("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for at in 0..self.notes.numbered.len() {
            let note = self.notes.numbered.get(at).and_then(|index| self.notes.notes.get_mut(*index));
            let Some(note) = note else { continue };
            let (number, marks) = (at + 1, note.all_marks);
            let events = note.definition.take().unwrap_or_default();
            self.sink.push_all(format_args!("<li id=\"fn-{number}\">\n"));
            self.ids.note(&format!("fn-{number}"));
            self.write(&mut Events::kept(events, self.text));
            self.close_block();
            self.links_back(number, marks);
            self.sink.push("</li>\n");
        }
        self.sink.push("</ol>\n</section>\n");
    }

    /// The links from a note to its marks, at the end of its last paragraph.
    fn links_back(&mut self, number: usize, marks: usize) {
        let in_paragraph = self.sink.take_back("</p>\n");
        if !in_paragraph {
            self.sink.start_line();
            self.sink.push("<p>");
        }
        for mark in 1..=marks {
            if mark > 1 || in_paragraph {
                self.sink.push(" ");
            }
            self.sink.push("<a href=\"");
            self.sink.hole(Fill::OwnPage);
            let id = mark_id(number, mark);
            let name = if mark == 1 { number.to_string() } else { format!("{number}-{mark}") };
            self.sink.push_all(format_args!(
                "#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to reference {name}\">↩"
            ));
            if mark > 1 {
                self.sink.push_all(format_args!("<sup>{mark}</sup>"));
            }
            self.sink.push("</a>");
        }
        self.sink.push("</p>\n");
    }
}

/// The id of the `mark`th mark of a note.
fn mark_id(number: usize, mark: usize) -> String {
    if mark == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{mark}") }
}

/// The bytes of `[^label]` at the start of a definition.
fn label_place(text: &str, label: &str, definition: &Range<usize>) -> Range<usize> {
    let start = definition.start;
    let end = start + label.len() + 3;
    if text.get(start..end).is_some_and(|mark| mark.starts_with("[^")) {
        start..end
    } else {
        definition.clone()
    }
}
