//! Whether a name is that of a language.

use crate::gazetteer::context::Absorbed;
use crate::gazetteer::registry::{Caution, List, has_caution, is_in};

use super::around::{Around, is_bare, is_capitalised, last_words, next_word, word_of};

impl Around<'_> {
    /// `speaks Russian`, `in English, Russian and Ukrainian`, `Somali is an official language`.
    pub(super) fn language(&self) -> Option<Absorbed> {
        let joined = ["-speak", "-language", "-medium"];
        if joined.iter().any(|end| self.after.starts_with(end)) {
            return Some(Absorbed::Language);
        }
        if !self.doubtful(Caution::Language) {
            return None;
        }
        let (before, after) = (before_list(self.before), after_list(self.after));
        if is_in(List::LanguageAfter, next_word(after)) {
            return Some(Absorbed::Language);
        }
        (is_bare(after) && (is_object(before) || (self.speaks_of_languages() && !has_article(before))))
            .then_some(Absorbed::Language)
    }

    /// Whether a word of the sentence is about languages.
    fn speaks_of_languages(&self) -> bool {
        let (before, after) = self.sentence();
        before
            .split(|c: char| !c.is_alphabetic())
            .chain(after.split(|c: char| !c.is_alphabetic()))
            .any(|word| is_in(List::LanguageContext, word))
    }
}

/// Whether what stands before asks for a language: `fluent in`, `translated from`, `switch to`.
fn is_object(before: &str) -> bool {
    let mut words = last_words(before);
    let (last, earlier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    is_in(List::LanguageBefore, last)
        || is_in(List::LanguageBefore, &last.to_lowercase())
        || (matches!(last, "from" | "of" | "to") && is_in(List::LanguageVerbs, &earlier.to_lowercase()))
}

/// Whether what stands before makes a person of the word: `a Russian`, `the last Russian`.
fn has_article(before: &str) -> bool {
    let mut words = last_words(before).map(str::to_lowercase);
    let (last, earlier) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    is_in(List::Articles, &last) || (is_in(List::Articles, &earlier) && !is_in(List::FunctionWords, &last))
}

fn is_language(word: &str) -> bool {
    has_caution(word, Caution::Language) || is_in(List::Languages, word)
}

/// What stands before the list of languages that a name is in.
fn before_list(mut before: &str) -> &str {
    while let Some(rest) = [", and ", ", or ", " and ", " or ", ", "]
        .iter()
        .find_map(|joint| before.strip_suffix(joint))
        .and_then(|list| {
            let word = list.rsplit([' ', '(', '“', '"']).next().unwrap_or_default();
            is_language(word).then(|| list.get(..list.len() - word.len()))?
        })
    {
        before = rest;
    }
    before
}

/// What stands after the list of languages, or of adjectives, that a name is in.
fn after_list(mut after: &str) -> &str {
    while let Some(rest) = [", and ", ", or ", " and ", " or ", ", "].iter().find_map(|joint| {
        let list = after.strip_prefix(joint)?;
        let word = word_of(list);
        let is_item = is_language(word) || (*joint != ", " && is_capitalised(word));
        is_item.then(|| list.get(word.len()..))?
    }) {
        after = rest;
    }
    after
}
