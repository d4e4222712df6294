//! The running text of a page, put together from the runs of its body, with the way back to the HTML
//! and the source.

use std::ops::Range;

use crate::document::{Body, Context, Fill, Inline, Run};

/// What stands in the text for what no name may cross: a picture, code, the title of a wikilink.
const BARRIER: char = '\u{fffc}';

/// What parts two blocks; no name has it.
pub(super) const BLOCK_END: char = '\n';

/// The text of all blocks of a body, held in one string, so that names are looked for once a page.
#[derive(Debug, Clone, Default)]
pub struct PageText {
    /// The text; a line break is one space, and each block ends with a newline.
    pub text: String,
    /// The blocks that have text: all but code.
    pub blocks: Vec<TextBlock>,
    /// Where each run begins.
    runs: Vec<RunStart>,
    /// The references in the HTML of the runs, run by run.
    references: Vec<Reference>,
}

/// Where a run of the body begins in the text.
#[derive(Debug, Clone, Copy)]
struct RunStart {
    /// Its first byte.
    at: u32,
    /// Where it stands.
    run: Run,
    /// How many references all runs before it have.
    references: u32,
}

/// A character reference in a run's HTML (`&amp;`), which is longer there than in the text.
#[derive(Debug, Clone, Copy)]
struct Reference {
    /// Where its character stands in the text of the run.
    at: u32,
    /// How many bytes more it and those before it have in the HTML.
    longer: u32,
}

/// A block in the text of a page.
#[derive(Debug, Clone)]
pub struct TextBlock {
    /// Its index in the body.
    pub index: u32,
    /// Where it stands.
    pub context: Context,
    /// Its bytes in the text of the page.
    pub range: Range<usize>,
}

/// Where in the body a stretch of a block's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the body's HTML.
    pub html: (u32, u32),
    /// Bytes of the source file.
    pub source: (u32, u32),
    /// What the first of its runs is part of.
    pub inline: Inline,
}

impl PageText {
    /// Reads a body.
    #[must_use]
    pub fn of(body: &Body) -> Self {
        let mut this = Self { text: String::with_capacity(body.prose.html.len()), ..Self::default() };
        let mut titles = body
            .prose
            .holes
            .iter()
            .filter(|hole| matches!(hole.fill, Fill::Title(_)))
            .map(|hole| hole.at)
            .peekable();
        for (index, block) in body.prose.blocks.iter().enumerate() {
            if block.context == Context::Code {
                continue;
            }
            let start = this.text.len();
            let mut was_image = false;
            for run in body.prose.runs.of(block.runs) {
                let is_image = run.inline == Inline::Image;
                let mut barrier = is_image != was_image || run.inline == Inline::Code;
                while titles.next_if(|at| *at <= run.html.0).is_some() {
                    barrier = true;
                }
                if barrier {
                    this.text.push(BARRIER);
                }
                was_image = is_image;
                let html = body.prose.html.get(run.html.0 as usize..run.html.1 as usize).unwrap_or_default();
                let is_text = this.start_run(html, run);
                match run.inline {
                    Inline::Code => {}
                    Inline::Break => this.text.push(' '),
                    _ if is_text => this.text.push_str(html),
                    _ => body.prose.push_run(&run, &mut this.text),
                }
            }
            let range = start..this.text.len();
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            this.blocks.push(TextBlock { index, context: block.context, range });
            this.text.push(BLOCK_END);
        }
        this
    }

    /// The text of one of the blocks.
    #[must_use]
    pub fn block(&self, block: &TextBlock) -> &str {
        self.text.get(block.range.clone()).unwrap_or_default()
    }

    /// Bytes of the block with this index in the body.
    #[must_use]
    pub fn of_block(&self, index: u32, bytes: (u32, u32)) -> &str {
        let block = self.blocks.binary_search_by_key(&index, |block| block.index).ok();
        let text = block.and_then(|at| self.blocks.get(at)).map_or("", |block| self.block(block));
        text.get(bytes.0 as usize..bytes.1 as usize).unwrap_or_default()
    }

    /// Takes note of a run and the references in it; whether there are none, so that its HTML is its text.
    fn start_run(&mut self, html: &str, run: Run) -> bool {
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.runs.push(RunStart { at: size(self.text.len()), run, references: size(self.references.len()) });
        let mut longer = 0;
        for at in memchr::memchr_iter(b'&', html.as_bytes()) {
            let rest = html.get(at..).unwrap_or_default();
            let known = ["&amp;", "&lt;", "&gt;", "&quot;"].into_iter().find(|known| rest.starts_with(known));
            let in_text = at - longer;
            longer += known.map_or(0, |known| known.len() - 1);
            self.references.push(Reference { at: size(in_text), longer: size(longer) });
        }
        longer == 0
    }

    /// Where bytes of the text stand in the body.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> Option<Place> {
        let (html_start, source_start, inline) = self.offsets(start, start, Edge::Start)?;
        let (html_end, source_end, _) = self.offsets(end.checked_sub(1)?, end, Edge::End)?;
        Some(Place { html: (html_start, html_end), source: (source_start, source_end), inline })
    }

    /// The bytes of the HTML and of the source for byte `at` of the text, in the run that holds byte `within`.
    /// Where the text is not the source verbatim, the whole of the run stands for each of its bytes.
    fn offsets(&self, within: usize, at: usize, edge: Edge) -> Option<(u32, u32, Inline)> {
        let next = self.runs.partition_point(|run| run.at as usize <= within);
        let start = self.runs.get(next.checked_sub(1)?)?;
        let run = start.run;
        let at = u32::try_from(at).ok()?.checked_sub(start.at)?;
        if run.inline == Inline::Break {
            let (html, source) =
                if at == 0 { (run.html.0, run.source.start) } else { (run.html.1, run.source.end) };
            return Some((html, source, run.inline));
        }
        let last = self.runs.get(next).map_or(self.references.len(), |next| next.references as usize);
        let references = self.references.get(start.references as usize..last)?;
        let before = references.partition_point(|reference| reference.at < at);
        let longer = |count: usize| count.checked_sub(1).map_or(0, |last| references[last].longer);
        let html_at = run.html.0 + at + longer(before);
        let length = (run.html.1 - run.html.0) - longer(references.len());
        let source_at = match (length == run.source.end - run.source.start, edge) {
            (true, _) => run.source.start + at,
            (false, Edge::Start) => run.source.start,
            (false, Edge::End) => run.source.end,
        };
        (html_at <= run.html.1).then_some((html_at, source_at, run.inline))
    }
}

/// Which end of a stretch is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}
