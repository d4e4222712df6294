//! The levels of the headings. Text without markup does not say them: how headings are written,
//! and what stands directly above them, does.

use super::blocks::{Block, Form};
use super::shape;

/// The level of a heading in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Level(u8);

impl Level {
    const TITLE: Level = Level(1);
    /// Sections of the article: its title is the only heading above them.
    const MAIN: Level = Level(2);

    fn below(self, steps: usize) -> Level {
        Level(u8::try_from(steps).map_or(6, |it| self.0.saturating_add(it).min(6)))
    }

    /// The hashes before such a heading.
    pub(super) fn hashes(self) -> String {
        "#".repeat(usize::from(self.0))
    }
}

/// A heading and what the blocks around it say of it.
struct Entry {
    form: Form,
    /// Named as sections on the top level are.
    standing: bool,
    /// Directly under another heading.
    stacked: bool,
    /// Directly under a paragraph that ends with a colon.
    announced: bool,
    /// The number of blocks under it.
    body: usize,
}

impl Entry {
    fn is_brief(&self) -> bool {
        self.body == 1 && self.form != Form::Capitals
    }

    /// Whether a sign at its end sets it apart from other headings.
    fn is_marked(&self) -> bool {
        matches!(self.form, Form::Question | Form::Colon)
    }
}

/// The level of each heading, in their order.
pub(super) fn levels(blocks: &[Block]) -> Vec<Level> {
    let entries = entries(blocks);
    // The number that comes next after each heading, from the last heading upwards.
    let mut following: Vec<Option<u32>> = Vec::with_capacity(entries.len());
    let mut number = None;
    for entry in entries.iter().rev() {
        following.push(number);
        if let Form::Numbered(value) = entry.form {
            number = Some(value);
        }
    }
    following.reverse();

    let mut outline = Outline::default();
    let mut levels = Vec::with_capacity(entries.len());
    for (at, (entry, following)) in entries.iter().zip(following).enumerate() {
        levels.push(outline.place(entry, entries.get(at + 1), following));
    }
    levels
}

fn entries(blocks: &[Block]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut above: Option<&Block> = None;
    for block in blocks {
        if let Block::Heading(heading) = block {
            entries.push(Entry {
                form: heading.form,
                standing: shape::is_standing_section(&heading.line.text),
                stacked: matches!(above, Some(Block::Heading(_))),
                announced: matches!(above, Some(Block::Paragraph(it)) if it.announces),
                body: 0,
            });
        } else if let Some(entry) = entries.last_mut() {
            entry.body += 1;
        }
        above = Some(block);
    }
    // Capitals set headings apart only where others are written in another way.
    if entries.iter().all(|it| matches!(it.form, Form::Capitals | Form::Numbered(_))) {
        for entry in entries.iter_mut().filter(|it| it.form == Form::Capitals) {
            entry.form = Form::Plain;
        }
    }
    entries
}

/// What the headings so far say of the next one.
#[derive(Default)]
struct Outline {
    /// The level of the heading before.
    above: Option<Level>,
    in_capitals: bool,
    section: Option<Section>,
    numbers: Option<Numbers>,
    run: Option<Run>,
}

/// The section of the top level that we are in.
#[derive(Clone, Copy)]
struct Section {
    form: Form,
    standing: bool,
}

/// A sequence of numbered headings.
#[derive(Clone, Copy)]
struct Numbers {
    level: Level,
    next: u32,
}

/// Headings within a section, written alike.
#[derive(Clone, Copy)]
struct Run {
    form: Form,
    level: Level,
    /// One block stands under each.
    brief: bool,
}

impl Outline {
    fn place(&mut self, entry: &Entry, next: Option<&Entry>, following: Option<u32>) -> Level {
        let level = match entry.form {
            Form::Numbered(value) => self.numbered(entry, value),
            Form::Section(depth) => self.sections().below(depth.saturating_sub(1)),
            _ => self.unnumbered(entry, next, following),
        };
        // No level is left out on the way down.
        let level = level.min(self.last_level().below(1));
        self.above = Some(level);
        level
    }

    fn last_level(&self) -> Level {
        self.above.unwrap_or(Level::TITLE)
    }

    /// The level of sections: under those in capitals, if there are any.
    fn base(&self) -> Level {
        Level::MAIN.below(usize::from(self.in_capitals))
    }

    /// The level of numbers in one part, above `1.1`.
    fn sections(&self) -> Level {
        self.numbers.map_or(self.base(), |it| it.level)
    }

    fn numbered(&mut self, entry: &Entry, value: u32) -> Level {
        let level = if entry.stacked {
            self.last_level().below(1)
        } else if let Some(numbers) = self.numbers.filter(|it| it.next == value) {
            numbers.level
        } else if self.section.is_some_and(|it| entry.announced || !it.standing) {
            self.base().below(1)
        } else {
            self.base()
        };
        self.numbers = Some(Numbers { level, next: value.saturating_add(1) });
        self.run = None;
        level
    }

    fn unnumbered(&mut self, entry: &Entry, next: Option<&Entry>, following: Option<u32>) -> Level {
        let parent = next.is_some_and(|it| it.stacked);
        if entry.stacked && entry.form != Form::Capitals {
            return self.open_run(entry, self.last_level().below(1));
        }
        if entry.announced && self.section.is_some() && (entry.is_marked() || entry.is_brief()) {
            return self.open_run(entry, self.base().below(1));
        }
        if let Some(numbers) = self.numbers
            && following == Some(numbers.next)
            && !parent
        {
            return numbers.level.below(1);
        }
        if let Some(run) = self.run.filter(|it| it.goes_on(entry) && !parent) {
            return run.level;
        }
        // A label within a section, unless all sections are written so.
        let section = self.section.filter(|it| it.form != Form::Colon);
        if entry.form == Form::Colon && section.is_some() && !entry.standing {
            return self.base().below(1);
        }
        self.open_section(entry)
    }

    fn open_run(&mut self, entry: &Entry, level: Level) -> Level {
        self.run = Some(Run { form: entry.form, level, brief: entry.is_brief() });
        level
    }

    fn open_section(&mut self, entry: &Entry) -> Level {
        self.in_capitals |= entry.form == Form::Capitals;
        self.section = Some(Section { form: entry.form, standing: entry.standing });
        self.numbers = None;
        self.run = None;
        if entry.form == Form::Capitals { Level::MAIN } else { self.base() }
    }
}

impl Run {
    /// Whether the run holds this heading too. Plain headings do not show where a run of them
    /// ends, but one over more text than all before it begins something new.
    fn goes_on(self, entry: &Entry) -> bool {
        let marked = matches!(self.form, Form::Question | Form::Colon);
        let alike = self.form == entry.form || marked && entry.is_marked();
        alike && !entry.standing && (marked || !self.brief || entry.is_brief())
    }
}
