//! The parsed body of a document: finished HTML with holes, and the running text in it.
//!
//! A body is parsed once and shown in several places: on its own page, in feeds, in an excerpt.
//! What depends on the page that shows it is left open as a *hole*: internal links, images and
//! files of a bundle, links to footnotes. Everything else is finished HTML, held once, in one
//! string. The *runs* say which parts of that string are text that a reader reads, and where in
//! the source each came from; names are later found in them without parsing again.

use serde::{Deserialize, Serialize};

use crate::model::{Kind, Span};

use super::late::Late;
use super::runs::{Inline, Run, RunRange, Runs};

/// The parsed body of one document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// The text, with all that is known of it. It is kept apart from the rest.
    #[serde(skip)]
    pub prose: Late<Prose>,
    /// Links and images whose meaning depends on the site; holes name them by index.
    pub references: Vec<Reference>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Ids that a link can lead to besides those of paragraphs, sorted: headings, footnotes, raw HTML.
    pub anchors: Vec<Box<str>>,
    /// End in `html` of what comes before `<!-- more -->`, when the body has that mark.
    pub more: Option<u32>,
    /// The block that says what the body is about: its first paragraph, or what comes nearest to
    /// one. An index into [`Prose::blocks`].
    pub lead: Option<u32>,
    /// Words of running text, footnotes and code included, headings too.
    pub words: u32,
}

/// The text of a body: finished HTML with holes, and which of it a reader reads.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Prose {
    /// Finished HTML, without what fills the holes.
    pub html: String,
    /// What is to be inserted into `html`, in order of position.
    pub holes: Vec<Hole>,
    /// Blocks of text, in reading order.
    pub blocks: Vec<Block>,
    /// Stretches of text, by the range that each block names.
    pub runs: Runs,
    /// The ids of blocks, one after the other.
    pub ids: Box<str>,
}

/// A place in the HTML that is filled when a page shows the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Byte offset in [`Prose::html`] where the filling goes.
    pub at: u32,
    /// What goes there.
    pub fill: Fill,
}

/// What fills a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fill {
    /// The address of a reference, as the content of an `href` or `src` attribute.
    Address(u32),
    /// The class of a link, as an attribute: that of a mention if it leads to an actor or topic.
    Class(u32),
    /// Width and height of the picture that a reference leads to, as attributes, where they are known.
    Size(u32),
    /// The title of what a wikilink without own text leads to, as text.
    Title(u32),
    /// The address of the page that the body belongs to, before `#fn-1`: empty on that page.
    OwnPage,
}

/// A link or image that leads to something in the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// How it was written.
    pub kind: ReferenceKind,
    /// The destination as written, percent-encoding undone: `other-file.md#heading`.
    pub target: Box<str>,
    /// The destination's bytes in the source file.
    pub span: Span,
    /// The block that holds it: an index into [`Prose::blocks`].
    pub block: u32,
    /// The text of the link in [`Prose::html`]; empty for images and for wikilinks without text.
    pub text: (u32, u32),
}

/// How a reference was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[[target]]` or `[[target|text]]`.
    Wikilink,
    /// `[text](target)`.
    Link,
    /// `![text](target)`.
    Image,
}

/// A block of text: a paragraph, heading, list item's own text, table cell, code block…
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What kind of block it is, which decides whether names in it may be linked.
    pub context: Context,
    /// Its runs, in [`Prose::runs`].
    pub runs: RunRange,
    /// Bytes of [`Prose::ids`]; see [`Prose::fragment`].
    pub(super) id: (u32, u32),
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Context {
    /// Running prose: paragraphs, list items, table cells, definitions.
    Prose,
    /// A heading.
    Heading,
    /// Inside a block quotation.
    Quotation,
    /// Inside a footnote's definition.
    Footnote,
    /// A code block.
    Code,
}

/// A heading, for the table of contents and for links to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: Box<str>,
    /// Its content as HTML without links, footnote marks and ids.
    pub html: Box<str>,
    /// Its plain text.
    pub text: Box<str>,
}

/// What a page supplies to fill the holes of a body that it shows.
pub trait Filler {
    /// Writes the escaped address of reference `index`.
    fn address(&self, index: u32, out: &mut String);
    /// Whether reference `index` leads to an actor or topic other than the body's own.
    fn is_mention(&self, _index: u32) -> bool {
        false
    }
    /// Writes the width and height of the picture that reference `index` leads to, each after a blank.
    fn size(&self, _index: u32, _out: &mut String) {}
    /// Writes the escaped title of what reference `index` leads to.
    fn title(&self, index: u32, out: &mut String);
    /// Writes the escaped address of the body's own page; nothing on that page itself.
    fn own_page(&self, out: &mut String);
    /// Stretches of the HTML that become links, in order and without overlap.
    fn anchors(&self) -> &[(u32, u32)] {
        &[]
    }
    /// Writes the escaped address that anchor `index` leads to.
    fn anchor(&self, _index: usize, _out: &mut String) {}
}

impl Reference {
    /// The target without its kind and heading, `georgia` of `actor:georgia#history`: what can
    /// stand for the title where it is not known.
    #[must_use]
    pub fn name(&self) -> &str {
        let target = self.target.split_once('#').map_or(&*self.target, |(target, _)| target);
        let target = target.rsplit_once('/').map_or(target, |(_, name)| name);
        match target.split_once(':') {
            Some((kind, name)) if Kind::from_name(kind).is_some() => name,
            _ => target,
        }
    }
}

impl Body {
    /// The HTML with its holes filled.
    pub fn render(&self, filler: &dyn Filler) -> String {
        self.render_until(u32::MAX, filler)
    }

    /// As [`Self::render`], up to byte `end` of the unfilled HTML.
    pub fn render_until(&self, end: u32, filler: &dyn Filler) -> String {
        let end = (end as usize).min(self.prose.html.len());
        let mut out = String::with_capacity(end + self.prose.holes.len() * 40);
        let mut from = 0;
        let mut holes = self.prose.holes.iter().take_while(|hole| (hole.at as usize) <= end).peekable();
        let mut fill_up_to = |to: usize, out: &mut String| {
            while let Some(hole) = holes.next_if(|hole| (hole.at as usize) <= to) {
                out.push_str(self.prose.slice(from, hole.at as usize));
                from = hole.at as usize;
                match hole.fill {
                    Fill::Address(index) => filler.address(index, out),
                    Fill::Class(index) if filler.is_mention(index) => out.push_str(" class=\"mention\""),
                    Fill::Class(_) => {}
                    Fill::Title(index) => filler.title(index, out),
                    Fill::Size(index) => filler.size(index, out),
                    Fill::OwnPage => filler.own_page(out),
                }
            }
            out.push_str(self.prose.slice(from, to));
            from = to;
        };
        for (index, (start, stop)) in filler.anchors().iter().enumerate() {
            if *stop as usize > end {
                break;
            }
            fill_up_to(*start as usize, &mut out);
            out.push_str("<a class=\"mention\" href=\"");
            filler.anchor(index, &mut out);
            out.push_str("\">");
            fill_up_to(*stop as usize, &mut out);
            out.push_str("</a>");
        }
        fill_up_to(end, &mut out);
        out
    }

    /// The plain text of the block that holds a reference, and the byte offset of the reference in
    /// it. `title` gives the title of what a wikilink without own text leads to.
    #[must_use]
    pub fn text_around(&self, reference: u32, title: &dyn Fn(u32) -> String) -> (String, usize) {
        let mut text = String::new();
        let Some(holder) = self.references.get(reference as usize) else { return (text, 0) };
        let wanted = Wanted {
            reference: Some(reference),
            html: (holder.text.0 < holder.text.1).then_some(holder.text.0),
        };
        let at = self.read_out(holder.block as usize, title, wanted, &mut text);
        (text, at.unwrap_or(0))
    }

    /// The plain text of a block, and the byte offset in it of a byte of the HTML.
    #[must_use]
    pub fn text_at(&self, block: u32, html: u32, title: &dyn Fn(u32) -> String) -> (String, usize) {
        let mut text = String::new();
        let wanted = Wanted { reference: None, html: Some(html) };
        let at = self.read_out(block as usize, title, wanted, &mut text);
        (text, at.unwrap_or(0))
    }

    /// What the body says first, in plain text of at most some 300 characters: the prose before
    /// `<!-- more -->`, else the first paragraph. `title` gives the title of what a wikilink without
    /// own text leads to, by the index of the reference.
    #[must_use]
    pub fn summary(&self, title: &dyn Fn(u32) -> String) -> Option<String> {
        let chosen: Vec<usize> = match (self.more, self.lead) {
            (Some(more), _) => self.prose.blocks_before(more).collect(),
            (None, Some(lead)) => vec![lead as usize],
            (None, None) => return None,
        };
        let mut text = String::new();
        for index in chosen {
            if !text.is_empty() {
                text.push(' ');
            }
            self.read_out(index, title, Wanted::default(), &mut text);
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| shorten(text))
    }

    /// Appends the text of a block with titles in their holes; descriptions of images are left out.
    /// Returns where in `text` that stands which is wanted.
    fn read_out(
        &self,
        index: usize,
        title: &dyn Fn(u32) -> String,
        wanted: Wanted,
        text: &mut String,
    ) -> Option<usize> {
        let block = self.prose.blocks.get(index)?;
        let mut titles = self.titles_in(index);
        let mut found = None;
        let mut next = titles.next();
        if let Some((start, end)) = block.runs.html {
            text.reserve(end.saturating_sub(start) as usize);
        }
        for run in self.prose.runs.of(block.runs) {
            while let Some((_, reference)) = next.filter(|(at, _)| *at <= run.html.0) {
                found = found.or((Some(reference) == wanted.reference).then_some(text.len()));
                text.push_str(&title(reference));
                next = titles.next();
            }
            let here = wanted.html.filter(|html| *html < run.html.1 && found.is_none());
            let (start, end) = (run.html.0 as usize, run.html.1 as usize);
            let place = here.map_or(start, |html| (html as usize).max(start));
            let is_text = !matches!(run.inline, Inline::Image | Inline::Break);
            if is_text {
                unescape_into(self.prose.slice(start, place), text);
            }
            found = found.or(here.map(|_| text.len()));
            if is_text {
                unescape_into(self.prose.slice(place, end), text);
            } else if run.inline == Inline::Break {
                text.push(' ');
            }
        }
        while let Some((_, reference)) = next {
            found = found.or((Some(reference) == wanted.reference).then_some(text.len()));
            text.push_str(&title(reference));
            next = titles.next();
        }
        found
    }

    /// The wikilinks in a block whose text is a title, with the byte of the HTML where it goes.
    fn titles_in(&self, index: usize) -> impl Iterator<Item = (u32, u32)> {
        // Few blocks have any, and the holes of a body are many.
        let is_title = |reference: &Reference| reference.text.0 >= reference.text.1;
        let has_any = self.references.iter().any(|it| it.block as usize == index && is_title(it));
        let holes = if has_any { self.prose.holes.as_slice() } else { &[] };
        // Holes stand in order of position, and those of a block between the texts around it.
        let (before, from) = self.prose.blocks.split_at(index.min(self.prose.blocks.len()));
        let html = |block: &Block| block.runs.html;
        let before = before.iter().rev().find_map(html).map_or(0, |(_, end)| end);
        let after = from.iter().skip(1).find_map(html).map_or(u32::MAX, |(start, _)| start);
        let from = holes.partition_point(|hole| hole.at < before);
        let holes = holes.get(from..).unwrap_or_default().iter().take_while(move |hole| hole.at <= after);
        holes.filter_map(move |hole| match hole.fill {
            Fill::Title(reference) => {
                let holder = self.references.get(reference as usize)?.block;
                (holder as usize == index).then_some((hole.at, reference))
            }
            Fill::Address(_) | Fill::Class(_) | Fill::Size(_) | Fill::OwnPage => None,
        })
    }

    /// Whether a link can lead to `#id`.
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        let is_paragraph = || self.prose.blocks.iter().any(|block| self.prose.fragment(block) == Some(id));
        self.anchors.binary_search_by(|anchor| (**anchor).cmp(id)).is_ok() || is_paragraph()
    }
}

impl Prose {
    /// The id that leads to a block, when it has one.
    #[must_use]
    pub fn fragment(&self, block: &Block) -> Option<&str> {
        self.ids.get(block.id.0 as usize..block.id.1 as usize).filter(|id| !id.is_empty())
    }

    /// Blocks of prose that end before a byte of the HTML.
    fn blocks_before(&self, end: u32) -> impl Iterator<Item = usize> {
        let is_before = move |block: &Block| block.runs.html.is_some_and(|(_, last)| last <= end);
        let prose = move |block: &Block| matches!(block.context, Context::Prose | Context::Quotation);
        let blocks = self.blocks.iter().enumerate();
        blocks.filter(move |(_, block)| prose(block) && is_before(block)).map(|(index, _)| index)
    }

    /// Appends the text of a run.
    pub fn push_run(&self, run: &Run, text: &mut String) {
        unescape_into(self.slice(run.html.0 as usize, run.html.1 as usize), text);
    }

    /// A part of the HTML.
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        self.html.get(from..to).unwrap_or_default()
    }
}

/// A place that is looked for while a block is read out: a reference, or a byte of the HTML.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    reference: Option<u32>,
    html: Option<u32>,
}

/// The text of HTML that the Markdown stage wrote: without tags, and unescaped.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // A `<` that is text is escaped, and so is a `>` in an attribute.
    while let Some((before, tag)) = rest.split_once('<') {
        unescape_into(before, &mut text);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    unescape_into(rest, &mut text);
    text
}

/// Cuts a text after a word, at 300 characters or a little before.
fn shorten(mut text: String) -> String {
    const LONGEST: usize = 300;
    let Some((cut, _)) = text.char_indices().nth(LONGEST) else { return text };
    // A text without spaces is cut where it is; Chinese has no better place.
    let end = text[..cut].rfind(' ').filter(|end| *end > cut / 2).unwrap_or(cut);
    text.truncate(end);
    text.truncate(
        text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '”' | '’')).len(),
    );
    text.push('…');
    text
}

/// A text without the escaping of `& < > "`.
pub(super) fn unescaped(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    unescape_into(html, &mut text);
    text
}

/// Undoes the escaping of `& < > "` that runs have.
fn unescape_into(html: &str, text: &mut String) {
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, skip) = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')]
            .into_iter()
            .find(|(entity, _)| rest.starts_with(entity))
            .map_or(('&', 1), |(entity, c)| (c, entity.len()));
        text.push(c);
        rest = &rest[skip..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_targets() {
        let name = |target: &str| {
            let kind = ReferenceKind::Wikilink;
            let target = target.into();
            Reference { kind, target, span: Span::default(), block: 0, text: (0, 0) }.name().to_owned()
        };
        assert_eq!(name("actor:georgia#history"), "georgia");
        assert_eq!(name("analyses/third-rotation"), "third-rotation");
        assert_eq!(name("Operation: dawn"), "Operation: dawn");
    }

    #[test]
    fn long_texts_end_after_a_word() {
        let long = "word, ".repeat(100);
        let short = shorten(long);
        assert!(short.ends_with("word…") && short.chars().count() <= 301, "{short}");
        assert_eq!(shorten("字".repeat(400)).chars().count(), 301);
        assert_eq!(shorten("short.".to_owned()), "short.");
    }

    #[test]
    fn text_of_html() {
        assert_eq!(plain_text("a <em class=\"x\">b &amp;</em> &lt;c&gt;"), "a b & <c>");
    }
}
