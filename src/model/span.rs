//! Byte ranges in a source file, and the lines and columns that people read.

use serde::{Deserialize, Serialize};

use std::ops::Range;

/// A range of bytes in a source file, end excluded. Files over 4 GiB are refused when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from a range of byte offsets; offsets beyond `u32` saturate.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        Self { start: offset(range.start), end: offset(range.end) }
    }

    /// The span as a range that indexes the source text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span in a text that has `by` bytes more in front.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        let by = offset(by);
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Finds the line and column of byte offsets in one text.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Indexes the line starts of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line, column + 1)
    }

    /// The byte offset of a line and column as [`Self::position`] counts them.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_go_back() {
        let text = "één\nКиїв x\n";
        let index = LineIndex::new(text);
        let at = text.find('x').unwrap_or_default();
        assert_eq!(index.position(at), (2, 6));
        assert_eq!(index.offset(2, 6), at);
        assert_eq!(index.position(0), (1, 1));
        assert_eq!(index.position(999), (3, 1));
    }
}
