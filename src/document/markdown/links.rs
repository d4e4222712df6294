//! Links, wikilinks and images.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::destination::{self, Destination};
use super::escape;
use super::sink::offset;
use super::writer::Writer;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::body::{Fill, ReferenceKind};
use crate::document::runs::Inline;

/// A link or image whose end has not come.
#[derive(Debug)]
pub(super) struct OpenLink<'t> {
    element: Element<'t>,
    kind: LinkType,
    /// The label of a reference link.
    label: String,
    /// The reference that a hole stands for.
    reference: Option<u32>,
    /// Where it begins in the HTML.
    start: usize,
    /// Where its text begins.
    text: usize,
}

/// What a link or image is written as.
#[derive(Debug)]
enum Element<'t> {
    /// `<a>`.
    Anchor,
    /// `<a>` with the title of what it leads to.
    Untitled,
    /// `<img>` with its title; `described` is false for a wikilink without own text.
    Image { title: CowStr<'t>, described: bool },
    /// Nothing: inside an image's description.
    Bare,
    /// Nothing, because the scheme is not let through.
    Refused(String),
}

impl<'t> Writer<'t> {
    /// Whether the text that comes only repeats the target of a wikilink.
    pub(super) fn in_untitled_wikilink(&self) -> bool {
        matches!(
            self.links.last().map(|link| &link.element),
            Some(Element::Untitled | Element::Image { described: false, .. })
        )
    }

    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: &str,
        label: &str,
        range: &Range<usize>,
    ) {
        self.ensure_block();
        let start = self.sink.at();
        if self.in_image > 0 {
            return self.open_link(Element::Bare, kind, label, None, start);
        }
        if let LinkType::WikiLink { has_pothole } = kind {
            let target = destination.strip_suffix('\\').unwrap_or(destination).trim();
            // `[[target|]]` has a bar and still no text.
            let own_text =
                has_pothole && !self.text.get(range.clone()).is_some_and(|link| link.ends_with("|]]"));
            let index = self.sink.reference(ReferenceKind::Wikilink, target);
            self.sink.push("<a href=\"");
            self.sink.hole(Fill::Address(index));
            self.sink.push("\"");
            self.sink.hole(Fill::Class(index));
            self.sink.push(">");
            self.in_anchor += 1;
            if own_text {
                self.cut_from(start, "");
                return self.open_link(Element::Anchor, kind, label, Some(index), start);
            }
            self.sink.hole(Fill::Title(index));
            self.sink.words.add(target);
            return self.open_link(Element::Untitled, kind, label, Some(index), start);
        }
        let mut reference = None;
        let destination = if kind == LinkType::Email {
            format!("mailto:{destination}").into()
        } else {
            CowStr::from(destination)
        };
        let meaning =
            if self.extended() { Destination::of_link(&destination) } else { Destination::External };
        self.sink.push("<a href=\"");
        match meaning {
            Destination::External => escape::address_into(&destination, &mut self.sink.prose.html),
            Destination::Internal(target) => {
                let index = self.sink.reference(ReferenceKind::Link, &target);
                self.sink.hole(Fill::Address(index));
                reference = Some(index);
            }
            Destination::Unsafe(scheme) => {
                self.sink.take_back("<a href=\"");
                return self.open_link(Element::Refused(scheme), kind, label, None, start);
            }
        }
        self.sink.push("\"");
        if let Some(index) = reference {
            self.sink.hole(Fill::Class(index));
        }
        self.title(title);
        self.sink.push(">");
        self.in_anchor += 1;
        self.cut_from(start, "");
        self.open_link(Element::Anchor, kind, label, reference, start);
    }

    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: CowStr<'t>,
        label: &str,
        range: &Range<usize>,
    ) {
        self.ensure_block();
        let start = self.sink.at();
        if self.in_image > 0 {
            return self.open_link(Element::Bare, kind, label, None, start);
        }
        let wikilink = matches!(kind, LinkType::WikiLink { .. });
        let destination =
            if wikilink { destination.strip_suffix('\\').unwrap_or(destination).trim() } else { destination };
        let meaning =
            if self.extended() { Destination::of_image(destination) } else { Destination::External };
        let mut reference = None;
        if let Destination::Unsafe(scheme) = meaning {
            return self.open_link(Element::Refused(scheme), kind, label, None, start);
        }
        self.sink.push("<img src=\"");
        if let Destination::Internal(target) = meaning {
            let index = self.sink.reference(ReferenceKind::Image, &target);
            self.sink.hole(Fill::Address(index));
            reference = Some(index);
        } else {
            escape::address_into(destination, &mut self.sink.prose.html);
        }
        self.sink.push("\" alt=\"");
        let described = match kind {
            LinkType::WikiLink { has_pothole } => {
                has_pothole && !self.text.get(range.clone()).is_some_and(|link| link.ends_with("|]]"))
            }
            _ => true,
        };
        self.in_image += 1;
        self.open_link(Element::Image { title, described }, kind, label, reference, start);
    }

    fn open_link(
        &mut self,
        element: Element<'t>,
        kind: LinkType,
        label: &str,
        reference: Option<u32>,
        start: usize,
    ) {
        let text = self.sink.at();
        self.links.push(OpenLink { element, kind, label: label.to_owned(), reference, start, text });
    }

    /// The end of a link or image.
    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        let Some(link) = self.links.pop() else { return };
        let end = self.sink.at();
        let text = (offset(link.text), offset(end));
        let mut shown = (0, 0);
        match &link.element {
            Element::Bare => return,
            Element::Refused(scheme) => return self.report_scheme(scheme, &link, range),
            Element::Anchor => {
                self.in_anchor = self.in_anchor.saturating_sub(1);
                shown = text;
                self.sink.push("</a>");
                self.cut_from(end, "");
            }
            Element::Untitled => {
                self.in_anchor = self.in_anchor.saturating_sub(1);
                self.sink.push("</a>");
                // A table of contents cannot look the title up: the target has to do.
                let target = link.reference.and_then(|index| self.sink.reference_mut(index));
                let instead = target.map(|reference| reference.name().to_owned()).unwrap_or_default();
                self.cut_from(link.start, &instead);
            }
            Element::Image { title, .. } => {
                self.in_image = self.in_image.saturating_sub(1);
                self.end_image(title, link.reference, range);
                self.cut_from(link.start, "");
            }
        }
        if let Some(index) = link.reference {
            let span = self.sink.span(&self.destination_place(&link, range));
            if let Some(reference) = self.sink.reference_mut(index) {
                reference.span = span;
                reference.text = shown;
            }
        }
    }

    fn end_image(&mut self, title: &str, reference: Option<u32>, range: &Range<usize>) {
        self.sink.push("\"");
        if let Some(index) = reference {
            self.sink.hole(Fill::Size(index));
        }
        let figure = self.in_figure();
        if !figure {
            self.title(title);
        }
        let is_first = !std::mem::replace(&mut self.has_image, true);
        self.sink.push(match (self.extended(), is_first) {
            (false, _) => ">",
            // What is likely to be in view at once is not to wait.
            (true, true) => " decoding=\"async\">",
            (true, false) => " loading=\"lazy\" decoding=\"async\">",
        });
        if figure {
            // The caption is text to read, so its place is wanted. With an escape in it, or in a definition, it has
            // none: then it is where the image begins.
            let whole = self.text.get(range.clone()).unwrap_or_default();
            let place = whole.rfind(title).map(|at| range.start + at..range.start + at + title.len());
            self.sink.push("<figcaption>");
            self.sink.text(title, &place.unwrap_or(range.start..range.start), Inline::Text);
            self.sink.push("</figcaption>");
        }
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.sink.push(" title=\"");
            self.sink.push_escaped(title);
            self.sink.push("\"");
        }
    }

    fn report_scheme(&mut self, scheme: &str, link: &OpenLink<'t>, range: &Range<usize>) {
        let place = self.destination_place(link, range);
        self.diagnostics.push(
            Diagnostic::error(
                &codes::LINK_SCHEME,
                format!("links with the scheme `{scheme}` are not let through"),
            )
            .at(self.path, self.sink.span(&place), "shown as plain text")
            .help("an address of the web begins with `https://`"),
        );
    }

    /// The bytes of a link's destination; of the whole link when they cannot be told.
    fn destination_place(&self, link: &OpenLink<'t>, range: &Range<usize>) -> Range<usize> {
        destination::locate(self.text, range, self.seen, link.kind)
            .or_else(|| {
                let definition = self.definitions.get(&label_key(&link.label))?;
                destination::locate_in_definition(self.text, definition)
            })
            .filter(|place| self.text.get(place.clone()).is_some())
            .unwrap_or(range.clone())
    }
}

/// The label of a link definition as labels are compared: without regard to case and spacing.
pub(super) fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
