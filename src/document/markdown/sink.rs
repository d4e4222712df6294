//! The body under construction: HTML and what is known of its text.

use std::fmt::{self, Write};
use std::ops::Range;

use super::escape;
use super::ids::{Ids, PARAGRAPH_ID};
use super::words::Words;
use crate::document::body::{Block, Body, Context, Fill, Hole, Prose, Reference, ReferenceKind, unescaped};
use crate::document::runs::{Inline, Run, Runs};
use crate::model::Span;

/// The length of a run in bytes of its text, about: the place of a name in it is found from its beginning, for each
/// name again.
const LONGEST_RUN: usize = 4096;

/// Collects the parts of a [`Body`].
#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) prose: Prose,
    pub(super) body: Body,
    pub(super) words: Words,
    /// The runs of all blocks, and of the open one.
    runs: Vec<Run>,
    blocks: Vec<Closed>,
    /// The ids of blocks, one after the other.
    ids: String,
    /// Where the Markdown begins in the file; places are relative to it.
    base: usize,
    open: Option<OpenBlock>,
    /// The first block that can open a summary though it is no paragraph at the top.
    second_choice: Option<u32>,
    /// Memory for the text of one block.
    scratch: String,
}

/// A block that is finished.
#[derive(Debug)]
struct Closed {
    context: Context,
    /// Indexes of its runs.
    runs: Range<usize>,
    /// Bytes of its id.
    id: (u32, u32),
}

/// The block that text goes to.
#[derive(Debug)]
struct OpenBlock {
    context: Context,
    first_run: usize,
    /// Where in the HTML the id of the block is to be written.
    id_at: Option<usize>,
    lead: Lead,
}

/// How fit a block is to stand for the whole article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// A paragraph of the body itself.
    Yes,
    /// Prose in a list, say.
    Perhaps,
    /// A table's cell, an alert, a footnote.
    No,
}

/// A position in everything that holds offsets into the HTML, to move what comes after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) html: usize,
    holes: usize,
    references: usize,
    runs: usize,
}

impl Sink {
    pub(super) fn new(base: usize, capacity: usize) -> Self {
        let prose = Prose { html: String::with_capacity(capacity), ..Prose::default() };
        Self { prose, base, ..Self::default() }
    }

    /// Appends finished HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.prose.html.push_str(html);
    }

    /// Appends finished HTML, put together on the spot.
    pub(super) fn push_all(&mut self, html: fmt::Arguments<'_>) {
        // A string takes all that is written.
        let _ = self.prose.html.write_fmt(html);
    }

    /// Appends text, escaped, that is not the reader's running text: attributes.
    pub(super) fn push_escaped(&mut self, text: &str) {
        escape::text_into(text, &mut self.prose.html);
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn start_line(&mut self) {
        if !self.prose.html.is_empty() && !self.prose.html.ends_with('\n') {
            self.prose.html.push('\n');
        }
    }

    /// Length of the HTML so far.
    pub(super) fn at(&self) -> usize {
        self.prose.html.len()
    }

    /// Leaves a hole here.
    pub(super) fn hole(&mut self, fill: Fill) {
        let at = offset(self.at());
        self.prose.holes.push(Hole { at, fill });
    }

    /// Appends a stretch of text.
    pub(super) fn text(&mut self, text: &str, source: &Range<usize>, inline: Inline) {
        if text.is_empty() {
            return;
        }
        // Where the text is the source, or has no place in it, it can be more than one run.
        let verbatim = source.len() == text.len();
        let (mut rest, mut from) = (text, source.start);
        while rest.len() > LONGEST_RUN && (verbatim || source.is_empty()) {
            let (run, others) = rest.split_at(rest.floor_char_boundary(LONGEST_RUN));
            let to = if verbatim { from + run.len() } else { from };
            self.text_run(run, &(from..to), inline);
            (rest, from) = (others, to);
        }
        self.text_run(rest, &(from..source.end), inline);
        if inline != Inline::Image {
            self.words.add(text);
        }
    }

    fn text_run(&mut self, text: &str, source: &Range<usize>, inline: Inline) {
        let start = self.at();
        escape::text_into(text, &mut self.prose.html);
        self.run(start, source, inline);
    }

    /// Appends a line break: `html` is one space in running text.
    pub(super) fn line_break(&mut self, html: &str, source: &Range<usize>) {
        let start = self.at();
        self.push(html);
        self.run(start, source, Inline::Break);
        self.words.end_word();
    }

    fn run(&mut self, start: usize, source: &Range<usize>, inline: Inline) {
        let html = (offset(start), offset(self.at()));
        let source = self.span(source);
        self.runs.push(Run { html, source, inline });
    }

    /// The place in the file of a place in the Markdown.
    pub(super) fn span(&self, place: &Range<usize>) -> Span {
        Span::new(place.clone()).shifted(self.base)
    }

    /// Takes note of a reference; it belongs to the open block.
    pub(super) fn reference(&mut self, kind: ReferenceKind, target: &str) -> u32 {
        let index = offset(self.body.references.len());
        self.body.references.push(Reference {
            kind,
            target: target.into(),
            span: Span::default(),
            block: offset(self.blocks.len()),
            text: (0, 0),
        });
        index
    }

    /// A reference noted before.
    pub(super) fn reference_mut(&mut self, index: u32) -> Option<&mut Reference> {
        self.body.references.get_mut(index as usize)
    }

    /// Opens a block; the one before must be closed.
    pub(super) fn open_block(&mut self, context: Context, lead: Lead) {
        let first_run = self.runs.len();
        self.open = Some(OpenBlock { context, first_run, id_at: None, lead });
    }

    /// Leaves room here for the id of the open block, which is made of its text.
    pub(super) fn block_id(&mut self) {
        let at = self.at();
        self.push("p-000000");
        if let Some(open) = &mut self.open {
            open.id_at = Some(at);
        }
    }

    /// Whether a block is open.
    pub(super) fn in_block(&self) -> bool {
        self.open.is_some()
    }

    /// Closes the open block, if there is one, and gives it the id it left room for.
    pub(super) fn close_block(&mut self, ids: &mut Ids) {
        let Some(open) = self.open.take() else { return };
        self.words.end_word();
        let runs = self.runs.get(open.first_run..).unwrap_or_default();
        let id =
            open.id_at.map(|at| (at, ids.paragraph(block_text(&self.prose.html, runs, &mut self.scratch))));
        let id = id.as_ref().and_then(|(at, id)| {
            let id = str::from_utf8(id).ok()?;
            // As long as the room that was left: nothing moves.
            self.prose.html.replace_range(*at..at + PARAGRAPH_ID, id);
            Some(id)
        });
        if open.lead != Lead::No && open.context == Context::Prose && self.says_something(open.first_run) {
            let index = Some(offset(self.blocks.len()));
            match open.lead {
                Lead::Yes => self.body.lead = self.body.lead.or(index),
                _ => self.second_choice = self.second_choice.or(index),
            }
        }
        self.finish_block(&open, id);
    }

    /// Closes the open block with an id that is known, as a heading's is.
    pub(super) fn close_block_as(&mut self, id: Option<&str>) {
        let Some(open) = self.open.take() else { return };
        self.words.end_word();
        self.finish_block(&open, id);
    }

    fn finish_block(&mut self, open: &OpenBlock, id: Option<&str>) {
        let start = offset(self.ids.len());
        self.ids.push_str(id.unwrap_or_default());
        let id = (start, offset(self.ids.len()));
        let runs = open.first_run..self.runs.len();
        self.blocks.push(Closed { context: open.context, runs, id });
    }

    /// Whether there is text since a run, apart from what describes images.
    fn says_something(&self, first_run: usize) -> bool {
        let runs = self.runs.get(first_run..).unwrap_or_default();
        runs.iter().any(|run| !matches!(run.inline, Inline::Image | Inline::Break))
    }

    /// The text of the open block; `None` when no block is open.
    pub(super) fn open_text(&self) -> Option<String> {
        let runs = self.runs.get(self.open.as_ref()?.first_run..)?;
        Some(unescaped(block_text(&self.prose.html, runs, &mut String::new())))
    }

    /// The present position.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            html: self.at(),
            holes: self.prose.holes.len(),
            references: self.body.references.len(),
            runs: self.runs.len(),
        }
    }

    /// Inserts HTML at a position, and moves everything that was added after it.
    pub(super) fn insert(&mut self, mark: Mark, html: &str) {
        self.prose.html.insert_str(mark.html, html);
        let by = offset(html.len());
        for hole in self.prose.holes.iter_mut().skip(mark.holes) {
            hole.at += by;
        }
        for run in self.runs.iter_mut().skip(mark.runs) {
            run.html = (run.html.0 + by, run.html.1 + by);
        }
        for reference in self.body.references.iter_mut().skip(mark.references) {
            if reference.text != (0, 0) {
                reference.text = (reference.text.0 + by, reference.text.1 + by);
            }
        }
    }

    /// Takes HTML back from the end; only what holds no hole and no text.
    pub(super) fn take_back(&mut self, html: &str) -> bool {
        let Some(rest) = self.prose.html.strip_suffix(html).map(str::len) else { return false };
        self.prose.html.truncate(rest);
        true
    }

    /// The finished body.
    pub(super) fn finish(mut self, ids: Ids) -> Body {
        self.close_block_as(None);
        let (mut body, mut prose) = (self.body, self.prose);
        body.words = self.words.count();
        body.lead = body.lead.or(self.second_choice);
        let mut anchors: Vec<Box<str>> = ids.into_named().collect();
        anchors.sort_unstable();
        body.anchors = anchors;
        // A body stays in memory for the whole build: no room to grow is kept. To shrink would not do, since
        // the allocator takes nothing back as long as half of a block is in use.
        prose.html = prose.html.as_str().to_owned();
        prose.holes = prose.holes.to_vec();
        prose.ids = self.ids.as_str().into();
        let runs_of = |block: &Closed| self.runs.get(block.runs.clone()).unwrap_or_default();
        let (runs, ranges) = Runs::pack(self.blocks.iter().map(runs_of));
        let blocks = self.blocks.iter().zip(ranges);
        prose.blocks =
            blocks.map(|(block, runs)| Block { context: block.context, runs, id: block.id }).collect();
        prose.runs = runs;
        body.references = body.references.to_vec();
        body.prose = prose.into();
        body
    }
}

/// The text of a block by its runs, still escaped; without a copy when it is one run.
fn block_text<'b>(html: &'b str, runs: &[Run], scratch: &'b mut String) -> &'b str {
    let slice = |run: &Run| html.get(run.html.0 as usize..run.html.1 as usize).unwrap_or_default();
    match runs {
        [one] if one.inline != Inline::Break => slice(one),
        runs => {
            scratch.clear();
            for run in runs {
                scratch.push_str(if run.inline == Inline::Break { " " } else { slice(run) });
            }
            scratch
        }
    }
}

/// Offsets are 32 bits: source files are limited to 32 MiB, and escaping makes six of one.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
