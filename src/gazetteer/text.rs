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
    /// Where each run begins in `text`, with its index in the body.
    runs: Vec<(u32, u32)>,
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
            let runs = block.runs.start..block.runs.end;
            for (index, run) in
                runs.clone().zip(body.prose.runs.get(runs.start as usize..).unwrap_or_default())
            {
                let is_image = run.inline == Inline::Image;
                let mut barrier = is_image != was_image || run.inline == Inline::Code;
                while titles.next_if(|at| *at <= run.html.0).is_some() {
                    barrier = true;
                }
                if barrier {
                    this.text.push(BARRIER);
                }
                was_image = is_image;
                this.runs.push((u32::try_from(this.text.len()).unwrap_or(u32::MAX), index));
                match run.inline {
                    Inline::Code => {}
                    Inline::Break => this.text.push(' '),
                    _ => body.prose.push_run(run, &mut this.text),
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

    /// Where bytes of the text stand in the body.
    #[must_use]
    pub fn place(&self, body: &Body, start: usize, end: usize) -> Option<Place> {
        let (first_start, first) = self.run_at(start)?;
        let (last_start, last) = self.run_at(end.checked_sub(1)?)?;
        let (first, last) = (body.prose.runs.get(first as usize)?, body.prose.runs.get(last as usize)?);
        let (html_start, source_start) = offsets(body, first, start - first_start, Edge::Start)?;
        let (html_end, source_end) = offsets(body, last, end - last_start, Edge::End)?;
        Some(Place { html: (html_start, html_end), source: (source_start, source_end), inline: first.inline })
    }

    fn run_at(&self, at: usize) -> Option<(usize, u32)> {
        let index = self.runs.partition_point(|(start, _)| *start as usize <= at).checked_sub(1)?;
        self.runs.get(index).map(|(start, run)| (*start as usize, *run))
    }
}

/// Which end of a stretch is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// The bytes of the HTML and of the source for byte `at` of a run's text. Where the text is not the
/// source verbatim, the whole of the run stands for each of its bytes.
fn offsets(body: &Body, run: &Run, at: usize, edge: Edge) -> Option<(u32, u32)> {
    let html = body.prose.html.get(run.html.0 as usize..run.html.1 as usize)?;
    if run.inline == Inline::Break {
        return Some(if at == 0 { (run.html.0, run.source.start) } else { (run.html.1, run.source.end) });
    }
    let in_html = escaped_offset(html, at)?;
    let html_at = run.html.0 + u32::try_from(in_html).ok()?;
    let entities: usize = html.matches('&').count();
    let text_length = if entities == 0 { html.len() } else { unescaped_length(body, run) };
    let verbatim = text_length == (run.source.end - run.source.start) as usize;
    let source_at = match (verbatim, edge) {
        (true, _) => run.source.start + u32::try_from(at).ok()?,
        (false, Edge::Start) => run.source.start,
        (false, Edge::End) => run.source.end,
    };
    Some((html_at, source_at))
}

fn unescaped_length(body: &Body, run: &Run) -> usize {
    let mut text = String::new();
    body.prose.push_run(run, &mut text);
    text.len()
}

/// The byte of escaped text that stands for byte `at` of the text.
fn escaped_offset(html: &str, at: usize) -> Option<usize> {
    let (mut in_html, mut in_text) = (0, 0);
    while in_text < at {
        let rest = html.get(in_html..)?;
        let plain = rest.find('&').unwrap_or(rest.len()).min(at - in_text);
        in_html += plain;
        in_text += plain;
        if in_text < at {
            let rest = html.get(in_html..)?;
            let entity =
                ["&amp;", "&lt;", "&gt;", "&quot;"].into_iter().find(|entity| rest.starts_with(entity));
            in_html += entity.map_or(1, str::len);
            in_text += 1;
        }
    }
    Some(in_html)
}
