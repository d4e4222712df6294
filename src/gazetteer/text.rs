//! The running text of a block, put together from its runs, with the way back to the HTML and the
//! source.

use crate::document::{Block, Body, Context, Fill, Inline, Run};

/// What stands in the text for what no name may cross: a picture, code, the title of a wikilink.
const BARRIER: char = '\u{fffc}';

/// The text of one block.
#[derive(Debug, Clone)]
pub struct BlockText {
    /// The text; a line break is one space.
    pub text: String,
    /// Where each run begins in `text`, with its index in the body.
    runs: Vec<(usize, u32)>,
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

impl BlockText {
    /// Reads a block; `None` for code, which has no names.
    #[must_use]
    pub fn of(body: &Body, block_index: usize, block: &Block) -> Option<Self> {
        if block.context == Context::Code {
            return None;
        }
        let mut this = Self { text: String::new(), runs: Vec::new() };
        let range = block.runs.start as usize..block.runs.end as usize;
        let mut titles = body.holes.iter().filter(|hole| {
            matches!(hole.fill, Fill::Title(reference)
                if body.references.get(reference as usize).is_some_and(|r| r.block as usize == block_index))
        });
        let mut next_title = titles.next();
        let mut was_image = false;
        for (index, run) in body.runs.get(range.clone()).unwrap_or_default().iter().enumerate() {
            while next_title.is_some_and(|hole| hole.at <= run.html.0) {
                this.text.push(BARRIER);
                next_title = titles.next();
            }
            let is_image = run.inline == Inline::Image;
            if is_image != was_image || run.inline == Inline::Code {
                this.text.push(BARRIER);
            }
            was_image = is_image;
            this.runs.push((this.text.len(), u32::try_from(range.start + index).unwrap_or(u32::MAX)));
            match run.inline {
                Inline::Code => {}
                Inline::Break => this.text.push(' '),
                _ => body.push_run(run, &mut this.text),
            }
        }
        Some(this)
    }

    /// Where bytes of the text stand in the body.
    #[must_use]
    pub fn place(&self, body: &Body, start: usize, end: usize) -> Option<Place> {
        let (first_start, first) = self.run_at(start)?;
        let (last_start, last) = self.run_at(end.checked_sub(1)?)?;
        let (first, last) = (body.runs.get(first as usize)?, body.runs.get(last as usize)?);
        let (html_start, source_start) = offsets(body, first, start - first_start, Edge::Start)?;
        let (html_end, source_end) = offsets(body, last, end - last_start, Edge::End)?;
        Some(Place { html: (html_start, html_end), source: (source_start, source_end), inline: first.inline })
    }

    fn run_at(&self, at: usize) -> Option<(usize, u32)> {
        let index = self.runs.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        self.runs.get(index).copied()
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
    let html = body.html.get(run.html.0 as usize..run.html.1 as usize)?;
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
    body.push_run(run, &mut text);
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
