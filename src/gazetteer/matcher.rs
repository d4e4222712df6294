//! The matcher: an automaton over all folded forms, started wherever a word begins, and the choice among what it finds.

use ahash::AHashMap;
use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;

use super::beginnings::Beginnings;
use super::boundary::{Fit, fit};
use super::capitals::{is_all_capitals, is_shouted};
use super::fold::{Folded, fold, fold_but_case};
use super::form::{Form, FormKind};
use super::text::BLOCK_END;

/// All forms of a site, ready to be looked for.
#[derive(Debug)]
pub struct Gazetteer {
    forms: Vec<Form>,
    /// For each pattern of the automaton, the forms that fold to it.
    owners: Vec<Vec<u32>>,
    automaton: Option<NFA>,
    /// How the patterns begin.
    beginnings: Beginnings,
    /// Whether names are found in lines of capitals too.
    headlines: bool,
}

/// A surface form in a text, and the forms of the gazetteer that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Indexes of forms, see [`Gazetteer::form`].
    pub forms: Vec<u32>,
    /// How it sits in its surroundings.
    pub fit: Fit,
}

/// A name that may be a hit, but for those that begin before it.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// Its first byte in the text.
    start: usize,
    /// One past its last byte.
    end: usize,
    /// The pattern of the automaton.
    pattern: usize,
    fit: Fit,
}

impl Gazetteer {
    /// Makes the automaton. Two forms of one entity that fold alike are one.
    #[must_use]
    pub fn new(forms: Vec<Form>, headlines: bool) -> Self {
        let mut pattern_of: AHashMap<String, usize> = AHashMap::with_capacity(forms.len());
        let (mut patterns, mut owners): (Vec<String>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        for (at, form) in forms.iter().enumerate() {
            let folded = fold(&form.text);
            // No name runs on from one block into the next.
            if folded.is_empty() || folded.contains(BLOCK_END) {
                continue;
            }
            let pattern = *pattern_of.entry(folded).or_insert_with_key(|folded| {
                patterns.push(folded.clone());
                owners.push(Vec::new());
                patterns.len() - 1
            });
            owners[pattern].push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let automaton = NFA::new(&patterns).ok();
        let beginnings = Beginnings::of(&patterns);
        Self { forms, owners, automaton, beginnings, headlines }
    }

    /// A form by its index in a hit.
    #[must_use]
    pub fn form(&self, index: u32) -> &Form {
        &self.forms[index as usize]
    }

    /// All forms.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The surface forms in a text, in order and without overlap.
    ///
    /// All overlapping candidates are found first; those that are part of a word, or lie inside a
    /// longer guard, go; among the rest the leftmost wins, and the longest of those that begin
    /// there. The other way round, leftmost-longest among raw matches, would lose `Iran` in "Iran
    /// nuclear dealers" to "Iran nuclear deal".
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<Hit> {
        let (candidates, guards) = self.candidates(text);
        let mut guards = guards.into_iter().peekable();
        // The furthest that a guard reaches of those that begin before a candidate.
        let mut guarded = 0;
        let mut chosen: Vec<Hit> = Vec::new();
        for Candidate { start, end, pattern, fit } in candidates {
            while let Some((_, reach)) = guards.next_if(|(guard, _)| *guard < start) {
                guarded = reach.max(guarded);
            }
            // A guard covers what is shorter; a name of the same length is one that somebody has.
            let is_covered =
                end <= guarded || guards.peek().is_some_and(|(guard, reach)| *guard == start && end < *reach);
            if is_covered || chosen.last().is_some_and(|last| start < last.end) {
                continue;
            }
            let forms: Vec<u32> =
                self.forms_at(text, start, end, pattern).filter(|form| !self.is_guard(*form)).collect();
            let joined = forms.iter().all(|form| self.form(*form).kind == FormKind::Combining);
            chosen.push(Hit { start, end, forms, fit: if joined { Fit::Compound } else { fit } });
        }
        chosen
    }

    /// For each place at which names begin the longest of them, and the same of guards: where they begin and end.
    /// What covers the longest covers the others too, so that none of them is ever asked for: what is kept
    /// does not grow with the number of names that begin alike.
    fn candidates(&self, text: &str) -> (Vec<Candidate>, Vec<(usize, usize)>) {
        let (mut candidates, mut guards) = (Vec::new(), Vec::new());
        let Some(automaton) = &self.automaton else { return (candidates, guards) };
        let folded = Folded::new(text);
        self.beginnings.each_in(folded.text.as_bytes(), |first| {
            let (mut name, mut guard) = (None, None);
            // The longest comes last.
            for (length, pattern) in beginning(automaton, &folded.text.as_bytes()[first..]) {
                let Some((start, end)) = folded.original(first, first + length) else { continue };
                let fit = fit(text, start, end);
                if fit == Fit::Inside {
                    continue;
                }
                for form in self.forms_at(text, start, end, pattern) {
                    if self.is_guard(form) {
                        guard = Some((start, end));
                    } else {
                        name = Some(Candidate { start, end, pattern, fit });
                    }
                }
            }
            candidates.extend(name);
            guards.extend(guard);
        });
        (candidates, guards)
    }

    /// How many candidates are kept for a text.
    #[cfg(test)]
    pub(super) fn kept(&self, text: &str) -> usize {
        self.candidates(text).0.len()
    }

    /// The forms of a pattern that are written in the text as they must be.
    fn forms_at(&self, text: &str, start: usize, end: usize, pattern: usize) -> impl Iterator<Item = u32> {
        let (surface, after) = (&text[start..end], &text[end..]);
        self.owners[pattern].iter().copied().filter(move |index| {
            let form = self.form(*index);
            let is_written_so = !form.exact_case
                || same_case(surface, &form.text)
                || (self.headlines && is_headline(form, text, start, end));
            is_written_so && (form.kind != FormKind::Combining || is_joined(after))
        })
    }

    fn is_guard(&self, form: u32) -> bool {
        self.form(form).kind == FormKind::Guard
    }
}

/// The patterns that a text begins with, each with its length, the shortest first.
fn beginning(automaton: &NFA, text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut bytes = text.iter().enumerate();
    let mut state = automaton.start_state(Anchored::Yes).ok();
    std::iter::from_fn(move || {
        for (at, byte) in bytes.by_ref() {
            let next = automaton.next_state(Anchored::Yes, state?, *byte);
            state = Some(next);
            if automaton.is_match(next) {
                // Those that only end here are shorter.
                let patterns = (0..automaton.match_len(next)).map(|n| automaton.match_pattern(next, n));
                let whole = patterns.into_iter().find(|pattern| automaton.pattern_len(*pattern) == at + 1);
                if let Some(pattern) = whole {
                    return Some((at + 1, pattern.as_usize()));
                }
            } else if automaton.is_dead(next) {
                return None;
            }
        }
        None
    })
}

/// Whether a hyphen or a dash joins a word to what stands before.
fn is_joined(after: &str) -> bool {
    after
        .strip_prefix(['-', '\u{2010}', '\u{2011}', '–'])
        .is_some_and(|after| after.starts_with(char::is_alphabetic))
}

/// Whether it is the name in capitals, in a line of them. An abbreviation has capitals anyway.
fn is_headline(form: &Form, text: &str, start: usize, end: usize) -> bool {
    form.kind != FormKind::Abbreviation
        && is_all_capitals(&text[start..end])
        && is_shouted(&text[..start], &text[end..])
}

/// Whether a surface form is a name with its case, whatever its accents and apostrophes.
fn same_case(surface: &str, name: &str) -> bool {
    surface == name || fold_but_case(surface) == fold_but_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Entity;
    use crate::model::Kind;

    fn gazetteer(forms: &[(&str, u32, FormKind)]) -> Gazetteer {
        let form = |(text, index, kind): &(&str, u32, FormKind)| Form {
            text: (*text).into(),
            entity: Entity { kind: Kind::Actor, index: *index },
            kind: *kind,
            exact_case: true,
            of_person: false,
        };
        Gazetteer::new(forms.iter().map(form).collect(), false)
    }

    fn surfaces<'t>(gazetteer: &Gazetteer, text: &'t str) -> Vec<&'t str> {
        gazetteer.scan(text).into_iter().map(|hit| &text[hit.start..hit.end]).collect()
    }

    #[test]
    fn boundaries_come_before_length() {
        let names = gazetteer(&[("Iran", 0, FormKind::Name), ("Iran nuclear deal", 1, FormKind::Name)]);
        assert_eq!(
            surfaces(&names, "Iran nuclear dealers and the Iran nuclear deal."),
            ["Iran", "Iran nuclear deal"]
        );
    }

    #[test]
    fn guards_cover_what_is_inside() {
        let names = gazetteer(&[
            ("Un", 0, FormKind::Guard),
            ("Kim Jong Un", 0, FormKind::Name),
            ("Mexico", 1, FormKind::Name),
            ("New Mexico", 1, FormKind::Guard),
            ("UN", 2, FormKind::Abbreviation),
        ]);
        assert_eq!(
            surfaces(&names, "Kim Jong Un in New Mexico, Mexico and the UN"),
            ["Kim Jong Un", "Mexico", "UN"]
        );
    }

    #[test]
    fn case_and_accents() {
        let names = gazetteer(&[("Côte d'Ivoire", 0, FormKind::Name), ("US", 1, FormKind::Abbreviation)]);
        assert_eq!(surfaces(&names, "Cote d’Ivoire told us, and the US"), ["Cote d’Ivoire", "US"]);
    }
}
