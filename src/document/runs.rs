//! The runs of a body: which stretches of its HTML are text, and where in the source each came from.
//!
//! A body has hundreds and stays in memory for the whole build, and in most a stretch follows the one before
//! and is as long in the HTML as in the source. So they are held packed, in some four bytes each instead of
//! twenty, and unpacked block by block.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::model::Span;

/// A stretch of text that came from one place in the source.
///
/// `html` holds the text with `& < > "` escaped and nothing else, so unescaping it gives the text.
/// Where the text is not the source verbatim (smart punctuation, entities), the run is the
/// replacement as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Bytes of [`Prose::html`](super::Prose::html).
    pub html: (u32, u32),
    /// Bytes of the source file.
    pub source: Span,
    /// What it is part of besides its block.
    pub inline: Inline,
}

/// The inline element that a run is in, as far as linking cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Plain text, also inside emphasis.
    Text,
    /// Inside a link.
    Link,
    /// The description of an image.
    Image,
    /// A code span.
    Code,
    /// A line break, soft or hard: one space in running text.
    Break,
}

/// The runs of a whole body, packed.
///
/// A run is a byte with its inline element and whether it is as long in the source as in the HTML, followed by
/// numbers of one or more bytes: how far it starts behind the run before, in the HTML and in the source, and how
/// long it is in the HTML and, where that differs, in the source. The first run of a block counts from the
/// beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs(Box<[u8]>);

/// The place of one block's runs among those of its body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RunRange {
    /// Bytes of [`Runs`].
    packed: (u32, u32),
    /// From the first byte of the HTML to the last; none where there is no run.
    pub html: Option<(u32, u32)>,
}

/// The bit of a run's first byte that says that its HTML and its source are of one length.
const SAME_LENGTH: u8 = 8;

impl Runs {
    /// Packs the runs of all blocks, and gives the place of each block's.
    pub(super) fn pack<'r>(blocks: impl Iterator<Item = &'r [Run]>) -> (Self, Vec<RunRange>) {
        let mut packed = Vec::new();
        let ranges = blocks.map(|runs| {
            let start = packed.len();
            let mut at = At::default();
            for run in runs {
                at.pack(run, &mut packed);
            }
            let html = runs.first().zip(runs.last()).map(|(first, last)| (first.html.0, last.html.1));
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            RunRange { packed: (offset(start), offset(packed.len())), html }
        });
        let ranges = ranges.collect();
        (Self(packed.as_slice().into()), ranges)
    }

    /// The runs of one block, in order.
    pub fn of(&self, range: RunRange) -> impl Iterator<Item = Run> {
        let mut packed = self.0.get(range.packed.0 as usize..range.packed.1 as usize).unwrap_or_default();
        let mut at = At::default();
        std::iter::from_fn(move || at.unpack(&mut packed))
    }

    /// Looks at the first run of a block; see [`bring_near`](crate::site::bring_near).
    #[must_use]
    pub fn look(&self, range: RunRange) -> usize {
        self.0.get(range.packed.0 as usize).copied().map_or(0, usize::from)
    }
}

/// Where the run before ended: the next begins at or near it.
#[derive(Default)]
struct At {
    html: u32,
    source: u32,
}

impl At {
    fn pack(&mut self, run: &Run, packed: &mut Vec<u8>) {
        let in_html = run.html.1.wrapping_sub(run.html.0);
        let in_source = run.source.end.wrapping_sub(run.source.start);
        let same = if in_html == in_source { SAME_LENGTH } else { 0 };
        packed.push(run.inline as u8 | same);
        push(run.html.0.wrapping_sub(self.html), packed);
        push(run.source.start.wrapping_sub(self.source), packed);
        push(in_html, packed);
        if same == 0 {
            push(in_source, packed);
        }
        *self = Self { html: run.html.1, source: run.source.end };
    }

    fn unpack(&mut self, packed: &mut &[u8]) -> Option<Run> {
        let (first, rest) = packed.split_first()?;
        *packed = rest;
        let inline = match first & !SAME_LENGTH {
            0 => Inline::Text,
            1 => Inline::Link,
            2 => Inline::Image,
            3 => Inline::Code,
            4 => Inline::Break,
            _ => return None,
        };
        let html = self.html.wrapping_add(take(packed)?);
        let start = self.source.wrapping_add(take(packed)?);
        let in_html = take(packed)?;
        let in_source = if first & SAME_LENGTH == 0 { take(packed)? } else { in_html };
        let html = (html, html.wrapping_add(in_html));
        let source = Span { start, end: start.wrapping_add(in_source) };
        *self = Self { html: html.1, source: source.end };
        Some(Run { html, source, inline })
    }
}

/// Appends a number, seven bits a byte from the lowest, as LEB128 does. A step back wraps around and takes five.
fn push(mut number: u32, packed: &mut Vec<u8>) {
    while number >= 0x80 {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// Takes a number from the front.
fn take(packed: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0_u32, 0);
    loop {
        let (byte, rest) = packed.split_first()?;
        *packed = rest;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Written as they are held.
impl Serialize for Runs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Runs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(<&[u8]>::deserialize(deserializer)?.into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INLINES: [Inline; 5] = [Inline::Text, Inline::Link, Inline::Image, Inline::Code, Inline::Break];

    fn run() -> impl Strategy<Value = Run> {
        let near = || prop_oneof![0..300_u32, any::<u32>()];
        (near(), near(), near(), near(), 0..INLINES.len()).prop_map(|(a, b, c, d, inline)| Run {
            html: (a, b),
            source: Span { start: c, end: d },
            inline: INLINES[inline],
        })
    }

    proptest! {
        #[test]
        fn runs_come_out_as_they_went_in(blocks in prop::collection::vec(prop::collection::vec(run(), 0..5), 0..5)) {
            let (runs, ranges) = Runs::pack(blocks.iter().map(Vec::as_slice));
            prop_assert_eq!(ranges.len(), blocks.len());
            for (range, block) in ranges.iter().zip(&blocks) {
                prop_assert_eq!(&runs.of(*range).collect::<Vec<_>>(), block);
            }
        }

        #[test]
        fn any_bytes_can_be_unpacked(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let range = RunRange { packed: (0, 40), html: None };
            let whole = RunRange { packed: (0, u32::try_from(bytes.len()).unwrap()), html: None };
            let runs = Runs(bytes.into());
            prop_assert_eq!(runs.of(range).count(), 0);
            prop_assert!(runs.of(whole).count() <= 40);
        }
    }

    #[test]
    fn a_run_takes_few_bytes() {
        let first = Run { html: (10, 60), source: Span { start: 700, end: 750 }, inline: Inline::Text };
        let next = Run { html: (60, 61), source: Span { start: 750, end: 751 }, inline: Inline::Break };
        assert_eq!(Runs::pack([&[first, next][..]].into_iter()).0.0.len(), 5 + 4);
    }
}
