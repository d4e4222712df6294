//! A block of a page, and what holds for every name in it: found out once, since a paragraph may name thousands.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use super::around::{last_words, starts_with_word};
use crate::gazetteer::capitals::calm;
use crate::gazetteer::registry::{List, is_in};

/// The text of a page, and where words stand on it that settle a doubt about a name.
pub struct Words<'p> {
    page: &'p str,
    places: RefCell<HashMap<&'static str, Vec<usize>>>,
}

impl<'p> Words<'p> {
    /// The words of a page.
    #[must_use]
    pub fn of(page: &'p str) -> Self {
        Self { page, places: RefCell::default() }
    }

    /// How far from byte `at` of the page the nearest of some words stands.
    pub(super) fn nearest(&self, words: impl Iterator<Item = &'static str>, at: usize) -> Option<usize> {
        let mut known = self.places.borrow_mut();
        words
            .filter_map(|word| {
                let places = known.entry(word).or_insert_with(|| places(self.page, word).collect());
                let next = places.partition_point(|place| *place < at);
                let around = [next.checked_sub(1), Some(next)].into_iter().flatten();
                around.filter_map(|place| places.get(place)).map(|place| place.abs_diff(at)).min()
            })
            .min()
    }
}

/// A block of a page.
pub struct Block<'t> {
    /// Where it begins on the page.
    pub(super) offset: usize,
    pub(super) words: &'t Words<'t>,
    written: Reading<'t>,
    calmed: OnceCell<Reading<'t>>,
}

impl<'t> Block<'t> {
    /// A block with this text, which begins at byte `offset` of the page.
    #[must_use]
    pub fn new(text: &'t str, offset: usize, words: &'t Words<'t>) -> Self {
        let written = Reading::of(Cow::Borrowed(text));
        Self { offset, words, written, calmed: OnceCell::new() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.written.text
    }

    /// The block as it is written, or in place of a line of capitals the title that it would be.
    pub(super) fn reading(&self, is_calmed: bool) -> &Reading<'t> {
        if is_calmed {
            self.calmed.get_or_init(|| Reading::of(Cow::Owned(calm(&self.written.text))))
        } else {
            &self.written
        }
    }
}

/// The text of a block, in the letters that the rules read.
pub(super) struct Reading<'t> {
    pub(super) text: Cow<'t, str>,
    is_title: OnceCell<bool>,
    /// Where a name is first the surname of somebody.
    borne: RefCell<HashMap<Box<str>, Option<usize>>>,
}

impl<'t> Reading<'t> {
    fn of(text: Cow<'t, str>) -> Self {
        Self { text, is_title: OnceCell::new(), borne: RefCell::default() }
    }

    /// Whether nearly all of the words are capitalised, as in a title. A title has no stop.
    pub(super) fn is_title(&self) -> bool {
        *self.is_title.get_or_init(|| {
            if self.text.trim_end_matches([' ', '”', '"', '’', ')', ']']).ends_with('.') {
                return false;
            }
            let words = || self.text.split(' ').filter(|word| word.chars().nth(3).is_some());
            let capitals = words().filter(|word| word.starts_with(char::is_uppercase)).count();
            capitals > 2 && capitals * 4 > words().count() * 3
        })
    }

    /// Whether somebody is called so before byte `at`: `Michael Jordan … Jordan`.
    pub(super) fn is_borne_before(&self, name: &str, at: usize) -> bool {
        let mut borne = self.borne.borrow_mut();
        let first = match borne.get(name) {
            Some(first) => *first,
            None => {
                let first = self.text.match_indices(name).map(|(at, _)| at).find(|at| {
                    let before = self.text.get(..*at).unwrap_or_default();
                    last_words(before).next().is_some_and(|word| is_in(List::GivenNames, word))
                });
                *borne.entry(name.into()).or_insert(first)
            }
        };
        first.is_some_and(|first| first + name.len() <= at)
    }
}

/// Where a word stands in a text.
pub(super) fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + use<'t> {
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let starts = !text[..*at].ends_with(char::is_alphanumeric);
        starts && starts_with_word(&text[*at..], word)
    })
}
