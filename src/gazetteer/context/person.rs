//! Whether a name is part of a person's.

use crate::gazetteer::context::Absorbed;
use crate::gazetteer::registry::{Caution, List, is_country, is_demonym, is_in, is_in_any};

use super::around::{Around, is_capitalised};

impl Around<'_> {
    /// `Michael Jordan`, `Chad Smith`, and `Jordan` after either.
    pub(super) fn person(&self, is_noun: bool) -> Option<Absorbed> {
        let previous = self.previous;
        // Any name of one word may be a surname: `Robert Wagner`.
        let named = !self.name.contains(' ');
        if named && is_in_any([List::GivenNames, List::Titles], previous) {
            return Some(Absorbed::PersonName);
        }
        if self.doubtful(Caution::Surname)
            && (self.follows_a_given_name() || (is_noun && self.is_borne_above()))
        {
            return Some(Absorbed::PersonName);
        }
        let next = self.next;
        let surname = is_capitalised(next)
            && !is_in(List::HeadsKeep, next)
            && !self.run().last().is_some_and(|head| is_in(List::HeadsKeep, head))
            && !is_in(List::Calendar, next);
        // In a title every noun has a capital: "Israel Strikes …".
        (self.doubtful(Caution::GivenName) && surname && !self.is_in_title()).then_some(Absorbed::PersonName)
    }

    /// Whether another part of a person's name stands beside a surname: `Igor Putin`, `Park Geun-hye`,
    /// `the Putin family`.
    pub(super) fn other_bearer(&self) -> Option<Absorbed> {
        let (previous, next) = (self.previous, self.next);
        let is_role = |word: &str| is_in_any([List::Roles, List::Titles], word);
        let before = is_in(List::GivenNames, previous)
            || (is_capitalised(previous)
                && !self.previous_is_at_start()
                && !is_role(previous)
                && !is_in(List::Calendar, previous)
                && !is_country(previous)
                && !is_demonym(previous));
        let after = is_in(List::Families, next)
            || (is_capitalised(next)
                && !is_role(next)
                && !is_in(List::HeadsKeep, next)
                && !is_in(List::Calendar, next)
                && !self.is_in_title());
        (before && !self.is_in_title() || after).then_some(Absorbed::PersonName)
    }

    /// Whether the word before looks like a given name that no list has, and nothing follows that
    /// the name could belong to: `Huckleberry Finn`.
    fn follows_a_given_name(&self) -> bool {
        let previous = self.previous;
        let initial = previous.len() == 2 && previous.ends_with('.');
        let lower = previous.to_lowercase();
        let is_word =
            is_in_any([List::FunctionWords, List::Determiners, List::Locatives, List::Articles], &lower);
        let is_other =
            is_in_any([List::Calendar, List::HeadsKeep, List::PartModifiers, List::Titles], previous);
        initial
            || (is_capitalised(previous)
                && self.is_bare()
                && !self.previous_is_at_start()
                && !is_word
                && !is_other
                && !is_country(previous)
                && !self.is_in_title())
    }
}
