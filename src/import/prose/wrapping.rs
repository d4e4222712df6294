//! Lines that a program wrapped at some column, as in an e-mail or a PDF, made whole again.

use super::lines::{Marker, Physical};
use super::shape::{self, Ending, Labelled};

/// The column at which the text is wrapped.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    column: usize,
    /// Whether paragraphs follow one another without an empty line.
    gapless: bool,
}

impl Measure {
    /// Narrower lines that end without a stop are items of a list, not a column of prose.
    const NARROWEST: usize = 30;

    /// A text is wrapped when a good part of its wide lines break in mid-sentence, and hardly any
    /// line is longer than those that do.
    pub(super) fn of(lines: &[Physical]) -> Option<Measure> {
        let longest = lines.iter().map(|it| it.width).max()?;
        // Each line that has another right under it: its width, and whether a sentence runs on.
        let neighbours = lines.windows(2).filter_map(|pair| match pair {
            [above, below] if !below.line.gap && below.line.marker.is_none() => {
                let wide = above.width * 4 >= longest * 3;
                let breaks = above.width >= Self::NARROWEST && breaks_mid_sentence(above, below, wide);
                Some((above.width, breaks))
            }
            _ => None,
        });
        let neighbours: Vec<(usize, bool)> = neighbours.collect();
        let column = neighbours.iter().filter(|(_, breaks)| *breaks).map(|(width, _)| *width).max()?;
        let wide = || neighbours.iter().filter(|(width, _)| width * 4 >= column * 3);
        let breaks = wide().filter(|(_, breaks)| *breaks).count();
        let longer = lines.iter().filter(|it| it.width > column + column / 4).count();
        let wrapped = breaks * 3 >= wide().count() && longer * 5 <= lines.len();
        // One gap may be there under the title.
        let gapless = lines.iter().skip(1).filter(|it| it.line.gap).nth(1).is_none();
        wrapped.then_some(Measure { column, gapless })
    }

    /// Whether the line below goes on with the sentence or paragraph of the line above, which may
    /// be an item of a list. `after` is the line that comes next.
    pub(super) fn continues(
        self,
        above: &Physical,
        item: bool,
        below: &Physical,
        after: Option<&Physical>,
    ) -> bool {
        let (upper, lower) = (&above.line, &below.line);
        if lower.gap || !shape::has_words(&upper.text) || !shape::has_words(&lower.text) {
            return false;
        }
        let full = self.is_full(above, below);
        let mid_sentence = breaks_mid_sentence(above, below, full);
        let ending = shape::ending(&upper.text);
        match lower.marker {
            None => {}
            // A dash or a number that the wrapping moved to the start of a line marks no item.
            Some(Marker::Bullet('-' | '–')) => return full && mid_sentence && !item,
            Some(Marker::Number { value, .. }) => {
                let open = matches!(ending, Ending::Open | Ending::Comma);
                return full && open && value > 1 && !item;
            }
            Some(Marker::Bullet(_)) => return false,
        }
        // A column set with a proportional font, or by a tool that evens lines out.
        let ragged = above.width * 5 >= self.column * 3;
        if mid_sentence && ragged {
            return true;
        }
        let indented = below.indent > above.indent && !item;
        let announces = ending == Ending::Colon && !shape::starts_lowercase(&lower.text);
        let stopped = matches!(ending, Ending::Stop | Ending::Question);
        let opens = stopped && self.opens(below, after);
        full && !(indented || announces || opens)
    }

    /// Whether the first word of the line below had no room in the line above: a shorter line
    /// ends its paragraph.
    fn is_full(self, above: &Physical, below: &Physical) -> bool {
        let first_word = below.line.text.split_whitespace().next().unwrap_or_default();
        above.width + 1 + first_word.chars().count() > self.column
    }

    /// Whether a line looks like the start of something new, although it stands under a full
    /// line: a heading, for no sentence in the middle of a paragraph ends its line early and
    /// without a stop, or a label where no empty line would show a new paragraph.
    fn opens(self, line: &Physical, after: Option<&Physical>) -> bool {
        let text = line.line.text.as_str();
        let alone = after.is_none_or(|it| it.line.gap || !self.is_full(line, it));
        let goes_on = after.is_some_and(|it| shape::starts_lowercase(&it.line.text));
        // "So what?" may well be the last sentence of its paragraph.
        let title = shape::ending(text) == Ending::Open || shape::is_title_case(text);
        let heading = alone && !goes_on && title && shape::is_title_like(text);
        heading || self.gapless && shape::labelled(text).is_some_and(Labelled::is_certain)
    }
}

/// Whether a sentence runs over the end of the line. Scripts without case show it only by the
/// line's length.
fn breaks_mid_sentence(above: &Physical, below: &Physical, wide: bool) -> bool {
    let open = matches!(shape::ending(&above.line.text), Ending::Open | Ending::Comma)
        && !above.line.text.ends_with(';');
    open && (shape::starts_lowercase(&below.line.text) || wide && shape::starts_caseless(&below.line.text))
}

/// Appends what was wrapped onto the next line. A hyphen at the end stays, for whether it belongs
/// to the word ("anti-Western") cannot be known; a soft hyphen has done its duty.
pub(super) fn join(line: &mut String, next: &str) {
    if line.ends_with('\u{ad}') {
        line.truncate(line.trim_end_matches('\u{ad}').len());
    } else if !is_broken_compound(line, next) && !joins_without_space(line, next) {
        line.push(' ');
    }
    line.push_str(next);
}

/// "anti-" and "Western", but not "pre-" and "and post-war".
fn is_broken_compound(line: &str, next: &str) -> bool {
    let hyphenated =
        line.strip_suffix(['-', '\u{2010}']).is_some_and(|stem| stem.ends_with(char::is_alphabetic));
    let word = next.split_whitespace().next().unwrap_or_default();
    let suspended = matches!(word, "and" | "or" | "to" | "und" | "oder" | "et" | "ou" | "y" | "e");
    hyphenated && !suspended && word.starts_with(char::is_alphabetic)
}

fn joins_without_space(line: &str, next: &str) -> bool {
    line.ends_with(is_han_or_kana) && next.starts_with(is_han_or_kana)
}

fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}
