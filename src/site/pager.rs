//! Pagers: a long list cut into pages that are numbered from the oldest.
//!
//! The front page holds the newest items: between one and two pages' worth. Older pages are full
//! and never change again, so that a new article changes the front page and, once in a while,
//! makes one other; numbering from the newest would change them all.

use std::ops::Range;

use crate::model::Permalink;

/// How a list, newest first, is cut into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pager {
    total: usize,
    size: usize,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagerPage {
    /// 1 is the oldest; the front page has the highest number.
    pub number: usize,
    /// Its items in the list, newest first.
    pub items: Range<usize>,
}

impl Pager {
    /// Cuts a list of `total` items into pages of `size`, which is at least 1.
    #[must_use]
    pub fn new(total: usize, size: usize) -> Self {
        Self { total, size: size.max(1) }
    }

    /// The number of pages, at least 1.
    #[must_use]
    pub fn count(self) -> usize {
        (self.total / self.size).max(1)
    }

    /// The number of items on all pages.
    #[must_use]
    pub fn total(self) -> usize {
        self.total
    }

    /// All pages, the front page first.
    pub fn pages(self) -> impl Iterator<Item = PagerPage> {
        (1..=self.count()).rev().map(move |number| {
            // Item 0 is the newest; page 1 ends with the oldest.
            let end = self.total - (number - 1) * self.size.min(self.total);
            let start = if number == self.count() { 0 } else { end - self.size };
            PagerPage { number, items: start..end }
        })
    }

    /// The address of a page of the list whose front page is `front`.
    #[must_use]
    pub fn permalink(self, front: &Permalink, number: usize) -> Permalink {
        if number >= self.count() { front.clone() } else { Permalink::new(format!("{front}page/{number}/")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(total: usize, size: usize) -> Vec<(usize, Range<usize>)> {
        Pager::new(total, size).pages().map(|page| (page.number, page.items)).collect()
    }

    #[test]
    fn old_pages_are_full_and_stay() {
        assert_eq!(items(0, 25), [(1, 0..0)]);
        assert_eq!(items(10, 25), [(1, 0..10)]);
        assert_eq!(items(49, 25), [(1, 0..49)]);
        assert_eq!(items(50, 25), [(2, 0..25), (1, 25..50)]);
        assert_eq!(items(60, 25), [(2, 0..35), (1, 35..60)]);
    }

    #[test]
    fn every_item_is_on_one_page() {
        for total in 0..40 {
            for size in 1..9 {
                let mut next = 0;
                for (_, range) in items(total, size) {
                    assert_eq!(range.start, next);
                    next = range.end;
                }
                assert_eq!(next, total);
            }
        }
    }

    #[test]
    fn addresses() {
        let front = Permalink::new("analyses/");
        let pager = Pager::new(60, 25);
        assert_eq!(pager.permalink(&front, 2).as_str(), "analyses/");
        assert_eq!(pager.permalink(&front, 1).as_str(), "analyses/page/1/");
    }
}
