//! Tables.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::sink::Lead;
use super::writer::Writer;

/// The table that is being written; tables do not nest.
#[derive(Debug, Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    open: bool,
    /// The element of the cell that is open.
    cell: &'static str,
}

impl Table {
    /// Whether a table is being written.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }
}

impl<'t> Writer<'t> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        // The wrapper scrolls sideways, so the keyboard must reach it; a group is no landmark,
        // of which a page should not have many with one name.
        self.start_container(
            "<div class=\"table-wrap\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n",
        );
        self.table = Table { alignments, open: true, cell: "td", ..Table::default() };
    }

    pub(super) fn end_table(&mut self) {
        let end = if self.table.has_body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" };
        self.table = Table::default();
        self.end_container(end);
    }

    pub(super) fn start_table_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.sink.push("<thead><tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.sink.push("</tr></thead>\n");
    }

    pub(super) fn start_table_row(&mut self) {
        self.table.column = 0;
        // A table of nothing but a head has no body.
        if !std::mem::replace(&mut self.table.has_body, true) {
            self.sink.push("<tbody>\n");
        }
        self.sink.push("<tr>");
    }

    pub(super) fn start_cell(&mut self, range: &Range<usize>) {
        let empty = self.text.get(range.clone()).is_none_or(|cell| cell.trim().is_empty());
        // A header that says nothing heads nothing.
        let header = self.table.in_head && !empty;
        self.table.cell = if header { "th" } else { "td" };
        self.sink.push(if header { "<th scope=\"col\"" } else { "<td" });
        self.sink.push(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            _ => ">",
        });
        if !empty {
            self.open_block(Lead::No);
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.sink.push("</");
        self.sink.push(self.table.cell);
        self.sink.push(">");
        self.table.column += 1;
    }
}
