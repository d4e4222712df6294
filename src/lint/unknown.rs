//! Capitalised names that no actor or topic has: how a desk finds what its registry lacks.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Context, Matter};
use crate::gazetteer::PageText;
use crate::model::Span;
use crate::site::{PageIx, Site};

use super::Text;

/// A name must stand in this many articles and this often.
const ARTICLES: usize = 2;
const TIMES: usize = 3;
/// The most that are told.
const MOST: usize = 20;

/// Words that join the parts of a name.
const JOINTS: [&str; 4] = ["of", "the", "for", "de"];

/// What is known of a name.
struct Seen<'s> {
    times: usize,
    articles: BTreeSet<PageIx>,
    first: (&'s crate::model::SourcePath, Span),
}

/// Names of two words or more that stand in several articles and belong to nobody, most frequent
/// first.
pub fn names(_site: &Site, texts: &[Text<'_>]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Seen<'_>> = BTreeMap::new();
    for text in texts.iter().filter(|text| matches!(text.document.matter, Matter::Article(_))) {
        let body = &text.document.body;
        let page = PageText::of(body);
        for block in page.blocks.iter().filter(|block| block.context != Context::Heading) {
            let known: Vec<(usize, usize)> = text
                .found
                .iter()
                .filter(|found| found.block == block.index)
                .map(|found| (found.text.0 as usize, found.text.1 as usize))
                .collect();
            let block_text = page.block(block);
            for (start, end) in capitalised(block_text) {
                if known.iter().any(|(from, to)| *from < end && start < *to) {
                    continue;
                }
                let at = block.range.start;
                let Some(place) = page.place(at + start, at + end) else { continue };
                let span = Span { start: place.source.0, end: place.source.1 };
                let entry = seen.entry(block_text[start..end].to_owned()).or_insert_with(|| Seen {
                    times: 0,
                    articles: BTreeSet::new(),
                    first: (&text.document.path, span),
                });
                entry.times += 1;
                entry.articles.insert(text.page);
            }
        }
    }
    let mut frequent: Vec<(String, Seen<'_>)> =
        seen.into_iter().filter(|(_, seen)| seen.times >= TIMES && seen.articles.len() >= ARTICLES).collect();
    frequent.sort_by(|a, b| b.1.times.cmp(&a.1.times).then(a.0.cmp(&b.0)));
    frequent
        .into_iter()
        .take(MOST)
        .map(|(name, seen)| {
            let message =
                format!("unknown: {name}, {} times in {} articles", seen.times, seen.articles.len());
            Diagnostic::note(&codes::LINT_UNKNOWN_NAME, message)
                .at(seen.first.0, seen.first.1, "first here")
                .help(format!("take it up with: dateline new actor --from \"{name}\""))
        })
        .collect()
}

/// Runs of two or more capitalised words, joined by words such as `of`. A word that begins a sentence
/// counts only with another capitalised word after it.
fn capitalised(text: &str) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None;
    let mut begins_sentence = true;
    let mut at = 0;
    for word in text.split(' ') {
        let start = at;
        at += word.len() + 1;
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let inside = word.find(core).unwrap_or(0);
        let (core_start, core_end) = (start + inside, start + inside + core.len());
        let mut letters = core.chars();
        let is_name = letters.next().is_some_and(char::is_uppercase)
            && letters.any(char::is_lowercase)
            && !(begins_sentence && STARTERS.contains(&core));
        let breaks_after = core_end < start + word.len();
        if is_name && inside == 0 {
            run = Some(run.map_or((core_start, core_end, 1), |(from, _, words)| (from, core_end, words + 1)));
        } else if !(JOINTS.contains(&core) && run.is_some() && !breaks_after) {
            close(&mut run, &mut runs);
            if is_name {
                run = Some((core_start, core_end, 1));
            }
        }
        if breaks_after {
            close(&mut run, &mut runs);
        }
        begins_sentence = word.ends_with(['.', '!', '?', ':']);
    }
    close(&mut run, &mut runs);
    runs
}

/// Words that often begin a sentence before a name.
const STARTERS: [&str; 30] = [
    "The", "A", "An", "In", "On", "At", "By", "For", "From", "With", "If", "When", "While", "As", "But",
    "And", "Yet", "That", "This", "These", "Those", "After", "Before", "Since", "Both", "No", "To", "Under",
    "Article", "Its",
];

fn close(run: &mut Option<(usize, usize, usize)>, runs: &mut Vec<(usize, usize)>) {
    if let Some((start, end, words)) = run.take()
        && words > 1
    {
        runs.push((start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::capitalised;

    #[test]
    fn names_of_several_words() {
        let text =
            "The Lazarus Group, says the Ministry of Foreign Affairs, met in May. In Kim Town he left.";
        let names: Vec<&str> = capitalised(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(names, ["Lazarus Group", "Ministry of Foreign Affairs", "Kim Town"]);
    }
}
