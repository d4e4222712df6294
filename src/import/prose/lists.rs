//! Lists: lines with markers, runs of labels, and the lines that a colon announces.

use std::collections::BTreeSet;

use super::lines::{Line, Marker};
use super::shape::{self, Ending, Labelled};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List<'a> {
    pub(super) kind: ListKind,
    /// One item a line.
    pub(super) items: Vec<Item<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    Bulleted,
    Numbered { first: u32, delimiter: char },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// With its colon.
    pub(super) label: Option<&'a str>,
    pub(super) text: &'a str,
}

/// The list that begins at the first of these lines, if one does. `announced` says that the
/// paragraph above ends with a colon.
pub(super) fn recognise(lines: &[Line], announced: bool) -> Option<List<'_>> {
    bulleted(lines, announced)
        .or_else(|| numbered(lines))
        .or_else(|| label_run(lines, announced))
        .or_else(|| announced.then(|| unmarked(lines)).flatten())
}

fn bulleted(lines: &[Line], announced: bool) -> Option<List<'_>> {
    let first = lines.first()?.marker.filter(|it| matches!(it, Marker::Bullet(_)))?;
    // Past an empty line, a dash is no item of a list of dots.
    let goes_on = |it: &&Line| match it.marker {
        Some(bullet @ Marker::Bullet(_)) => !it.gap || bullet.is_certain() == first.is_certain(),
        _ => false,
    };
    let length = 1 + lines.iter().skip(1).take_while(goes_on).count();
    (length > 1 || first.is_certain() || announced).then(|| list(ListKind::Bulleted, lines, length))
}

/// Consecutive numbers on consecutive lines. A number by itself belongs to a heading or to a
/// paragraph.
fn numbered(lines: &[Line]) -> Option<List<'_>> {
    let Some(Marker::Number { value: first, delimiter }) = lines.first()?.marker else {
        return None;
    };
    let length = lines
        .iter()
        .zip(first..)
        .take_while(|(line, value)| line.marker == Some(Marker::Number { value: *value, delimiter }))
        .count();
    (length > 1).then(|| list(ListKind::Numbered { first, delimiter }, lines, length))
}

/// A run of lines that begin with labels, each its own.
fn label_run(lines: &[Line], announced: bool) -> Option<List<'_>> {
    let run = labels(lines, announced);
    let again = repeated(&run);
    let length = run.iter().take_while(|it| !again.contains(it.label)).count();
    is_run(&run, length, announced).then(|| list(ListKind::Bulleted, lines, length))
}

/// How many of these lines are a dialogue: a run of labels that come again.
pub(super) fn dialogue(lines: &[Line], announced: bool) -> usize {
    let run = labels(lines, announced);
    let again = repeated(&run);
    let starts = run.first().is_some_and(|it| again.contains(it.label));
    let length = run.iter().rposition(|it| again.contains(it.label)).map_or(0, |last| last + 1);
    if starts && is_run(&run, length, announced) { length } else { 0 }
}

/// "Part two: the costs" may be a heading, and so may the line after it; three in a row are not.
fn is_run(run: &[Labelled], length: usize, announced: bool) -> bool {
    let sentences = run.first().is_some_and(|it| it.is_sentence());
    length >= if sentences || announced { 2 } else { 3 }
}

/// The labels that come more than once.
fn repeated<'a>(run: &[Labelled<'a>]) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    run.iter().map(|it| it.label).filter(|it| !seen.insert(*it)).collect()
}

/// The run of labels that these lines begin with: all before sentences, or all before fragments.
fn labels(lines: &[Line], announced: bool) -> Vec<Labelled<'_>> {
    let mut run: Vec<Labelled> = Vec::new();
    for line in lines.iter().take_while(|it| it.marker.is_none()) {
        match shape::labelled(&line.text) {
            Some(it)
                if (announced || it.is_certain())
                    && run.first().is_none_or(|one| one.is_sentence() == it.is_sentence()) =>
            {
                run.push(it);
            }
            _ => break,
        }
    }
    run
}

/// Lines without markers under a sentence that announces them.
fn unmarked(lines: &[Line]) -> Option<List<'_>> {
    let length = [sentences(lines), fragments(lines), names(lines)].into_iter().max()?;
    (length > 1).then(|| list(ListKind::Bulleted, lines, length))
}

/// Whole sentences, one a line, until a line looks back on them.
fn sentences(lines: &[Line]) -> usize {
    let is_item = |(at, line): &(usize, &Line)| {
        line.marker.is_none()
            && shape::ending(&line.text) == Ending::Stop
            && shape::is_one_sentence(&line.text)
            && !shape::starts_with_quote(&line.text)
            && (*at == 0 || !shape::looks_back(&line.text))
    };
    within_gap(lines).enumerate().take_while(is_item).count()
}

/// Pieces of one sentence, up to the piece that ends it.
fn fragments(lines: &[Line]) -> usize {
    let mut length = 0;
    let mut open = false;
    for line in within_gap(lines).take_while(|it| it.marker.is_none()) {
        let text = line.text.as_str();
        let goes_on = [";", ",", "; and", "; or", ", and", ", or"].iter().any(|it| text.ends_with(it));
        let last_of_open = open && shape::is_one_sentence(text);
        if !(goes_on || shape::starts_lowercase(text) || last_of_open) {
            break;
        }
        length += 1;
        open = goes_on;
        if matches!(shape::ending(text), Ending::Stop | Ending::Question) {
            break;
        }
    }
    length
}

/// Short lines without any stop. The last one before a sentence is a heading, unless an empty
/// line says that it belongs to those above.
fn names(lines: &[Line]) -> usize {
    let is_name = |it: &&Line| {
        it.marker.is_none() && shape::is_title_like(&it.text) && shape::ending(&it.text) == Ending::Open
    };
    let length = within_gap(lines).take_while(is_name).count();
    let heads = match (length.checked_sub(1).and_then(|it| lines.get(it)), lines.get(length)) {
        (Some(last), Some(below)) => last.gap || !below.gap,
        _ => false,
    };
    length - usize::from(heads)
}

/// The lines up to the first empty one, if the first two stand together: then a gap ends the list.
fn within_gap(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let tight = lines.get(1).is_some_and(|it| !it.gap);
    lines.iter().enumerate().take_while(move |(at, it)| !(tight && *at > 0 && it.gap)).map(|(_, it)| it)
}

/// The first lines as a list. Labels are set off only when all items have one.
fn list(kind: ListKind, lines: &[Line], length: usize) -> List<'_> {
    let texts = || lines.iter().take(length).map(|it| it.text.as_str());
    let labelled: Option<Vec<Item>> = texts()
        .map(|text| {
            let it = shape::labelled(text)?;
            Some(Item { label: Some(it.label), text: it.rest })
        })
        .collect();
    let items = labelled
        .filter(|it| it.len() > 1)
        .unwrap_or_else(|| texts().map(|text| Item { label: None, text }).collect());
    List { kind, items }
}
