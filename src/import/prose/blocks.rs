//! From lines to blocks: which lines are headings, which are lists, and which are paragraphs.

use super::lines::{Line, Marker};
use super::lists::{self, List};
use super::shape::{self, Ending};

/// A block of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block<'a> {
    Heading(Heading<'a>),
    Paragraph(Paragraph),
    List(List<'a>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// Whether it ends with a colon and so announces what follows.
    pub(super) announces: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    pub(super) form: Form,
    pub(super) line: &'a Line,
}

/// How a heading is written. Headings of one level are mostly written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Capitals,
    Question,
    Colon,
    /// `3. Costs`
    Numbered(u32),
    /// `3.1 Costs`, with the number of its parts.
    Section(usize),
}

/// How this text writes its headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HouseStyle {
    /// In Title Case, so that a short line in sentence case is no heading.
    title_case: bool,
}

impl HouseStyle {
    pub(super) fn of(lines: &[Line]) -> HouseStyle {
        let (mut titled, mut others) = (0_usize, 0_usize);
        for line in lines.iter().filter(|it| it.marker.is_none()) {
            let telling = shape::word_count(&line.text) > 2 && shape::is_title_like(&line.text);
            if telling && shape::ending(&line.text) != Ending::Colon {
                *if shape::is_title_case(&line.text) { &mut titled } else { &mut others } += 1;
            }
        }
        HouseStyle { title_case: titled >= 2 && titled > others }
    }

    /// The form of the heading that this line could be, going by the line alone.
    fn form(self, line: &Line) -> Option<Form> {
        let text = line.text.as_str();
        if !shape::is_title_like(text) {
            return None;
        }
        match line.marker {
            Some(Marker::Bullet(_)) => return None,
            Some(Marker::Number { value, .. }) => return Some(Form::Numbered(value)),
            None => {}
        }
        if let Some(depth) = shape::section_depth(text) {
            return Some(Form::Section(depth));
        }
        let words = shape::word_count(text);
        let in_style = !self.title_case || shape::is_title_case(text);
        match shape::ending(text) {
            Ending::Colon => {
                let title = shape::is_title_case(text) && words <= 8;
                let label = words <= 3 && in_style;
                ((title || label) && !shape::is_announcement(text)).then_some(Form::Colon)
            }
            Ending::Question => in_style.then_some(Form::Question),
            _ if shape::is_all_caps(text) => Some(Form::Capitals),
            _ => (in_style || words <= 4).then_some(Form::Plain),
        }
    }

    /// The heading at the first of these lines, if it is one: by its form, and because text
    /// stands under it, at once or under a second heading.
    fn heading(self, lines: &[Line]) -> Option<Heading<'_>> {
        let (line, below) = lines.split_first()?;
        let form = self.form(line)?;
        let (next, under) = below.split_first()?;
        // "He said:" before a quotation.
        let quoted = form == Form::Colon && shape::starts_with_quote(&next.text);
        let stands_over = self.is_text(below) || self.form(next).is_some() && self.is_text(under);
        // "Key findings:" before a list announces it; "Key Findings:" has the form of a title.
        let announces = form == Form::Colon
            && !shape::is_title_case(&line.text)
            && lists::recognise(below, true).is_some();
        (stands_over && !quoted && !announces).then_some(Heading { form, line })
    }

    /// Whether these lines begin with a sentence or a list.
    fn is_text(self, lines: &[Line]) -> bool {
        let Some(first) = lines.first() else { return false };
        first.marker.is_some() || self.is_sentence(first) || lists::recognise(lines, false).is_some()
    }

    fn is_sentence(self, line: &Line) -> bool {
        let stopped = matches!(shape::ending(&line.text), Ending::Stop | Ending::Question | Ending::Colon);
        shape::has_words(&line.text) && (stopped || !shape::is_short(&line.text)) && self.form(line).is_none()
    }
}

/// How many lines may stand between a title and the first sentence: subtitle, author, date.
const LINES_UNDER_TITLE: usize = 4;

/// The title of the article, if the first line is one.
pub(super) fn title(lines: &[Line], style: HouseStyle) -> Option<&Line> {
    let (first, below) = lines.split_first()?;
    let text = first.text.as_str();
    let title = first.marker.is_none()
        && shape::is_title_like(text)
        && shape::ending(text) != Ending::Colon
        && shape::section_depth(text).is_none()
        && !shape::is_standing_section(text)
        && !shape::is_byline(text);
    let over_text = below.iter().take(LINES_UNDER_TITLE + 1).any(|it| style.is_sentence(it));
    (title && over_text && lists::recognise(lines, false).is_none()).then_some(first)
}

/// Divides the lines under the title into blocks.
pub(super) fn blocks(lines: &[Line], style: HouseStyle) -> Vec<Block<'_>> {
    let head = head_matter(lines, style);
    let (head, mut rest) = lines.split_at_checked(head).unwrap_or((&[], lines));
    let mut blocks: Vec<Block> = head.iter().map(paragraph).collect();
    while !rest.is_empty() {
        let announced = matches!(blocks.last(), Some(Block::Paragraph(it)) if it.announces);
        let dialogue = lists::dialogue(rest, announced);
        let taken = if let Some(list) = lists::recognise(rest, announced) {
            let taken = list.items.len();
            blocks.push(Block::List(list));
            taken
        } else if let Some(heading) = style.heading(rest).filter(|_| dialogue == 0) {
            blocks.push(Block::Heading(heading));
            1
        } else {
            // A dialogue goes as a whole, or the rest of it could still be taken for a list.
            let taken = dialogue.max(1);
            blocks.extend(rest.iter().take(taken).map(paragraph));
            taken
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    blocks
}

/// How many lines before the first sentence name the author or the date: they head nothing, nor
/// does a line above them.
fn head_matter(lines: &[Line], style: HouseStyle) -> usize {
    let plain = |it: &&Line| it.marker.is_none() && !style.is_sentence(it);
    let head = lines.iter().take(LINES_UNDER_TITLE).take_while(plain);
    let bylines = head.enumerate().filter(|(_, it)| shape::is_byline(&it.text));
    bylines.last().map_or(0, |(at, _)| at + 1)
}

fn paragraph<'a>(line: &Line) -> Block<'a> {
    let announces = shape::ending(&line.text) == Ending::Colon;
    Block::Paragraph(Paragraph { text: line.written(), announces })
}
