//! Text without any markup, made into a draft article.
//!
//! What somebody pastes from a word processor, an e-mail or a PDF has headings and lists, but says
//! so only by how its lines look and stand. The stages: `lines` and `wrapping` read the text
//! into one line a paragraph, `shape` judges a line by itself, `blocks` and `lists` by its
//! neighbours, `outline` finds the levels of the headings, and `markdown` writes it all down.
//!
//! Every word stays, in its order, and nothing is added. What goes is what the markup says
//! instead: a bullet, the line drawn under a heading, and the colon at a heading's end. In doubt a
//! line is a paragraph: an editor sees sooner that a heading is missing than that a sentence became
//! one.
//!
//! # The rules
//!
//! **Lines** (`lines.rs`)
//! - *Marker*: a bullet, or a number of up to three digits with `.` or `)`, before words. A bullet
//!   alone on its line belongs to the line under it.
//! - *Underline*: `====` or `----` right under a line that could be a heading goes.
//!
//! **Wrapping** (`wrapping.rs`)
//! - *Measure*: the text is wrapped if a third of its wide lines break in mid-sentence, and few
//!   lines are longer than these.
//! - *Full line*: a line goes on if the next line's first word had no room in it; or if its
//!   sentence is not finished, the next line begins in lower case, and it is not much too short.
//!   An empty line, a marker or an indent begins something new, and so does a heading.
//! - *Hyphen*: one at the end of a line stays and takes no space after it; a soft one goes.
//!
//! **Headings** (`blocks.rs`)
//! - *Title-like*: at most twelve words, one sentence at the most, no stop or comma at its end, a
//!   capital or a digit at its beginning; no address, and no credit ("Photo: …").
//! - *Stands over text*: a sentence or a list comes next, at once or under one more heading.
//! - *House style*: where most such lines are in Title Case, a longer one in sentence case is none.
//! - *Colon*: a line that ends with a colon is a heading if it is in Title Case or has three words
//!   at the most, does not merely announce ("Notably:"), and no quotation follows.
//! - *Number*: a number by itself before a title-like line is part of a heading. Numbers on
//!   consecutive lines are a list.
//! - *Title*: the first line, if it is title-like with a sentence close under it. Lines under it
//!   that name author or date are paragraphs.
//!
//! **Lists** (`lists.rs`)
//! - *Bullets*: two lines in a row; one is enough under a colon, or with a sign that is nothing
//!   but a bullet. A dash or an asterisk alone is text.
//! - *Labels*: two or more lines in a row that begin "Label: " and go on with sentences (three, if
//!   without), the labels all different: where they come again, it is a dialogue. Labels are in
//!   Title Case or have three words at the most, unless a colon announced them.
//! - *Announced*: under a paragraph that ends with a colon, two or more lines are items that are
//!   one sentence each, pieces of one sentence, or names without a stop. The list ends at a line
//!   of another kind, at an empty line if the items stand without, and at a line that looks back
//!   ("This is …", "Taken together, …").
//!
//! **Levels** (`outline.rs`); a section is `##`
//! - *Stacked*: a heading right under another is one level below it.
//! - *Announced*: a heading right under a paragraph that ends with a colon is below the section,
//!   if it ends with `?` or `:`, or has just one block under it.
//! - *Run*: those after it stay on its level as long as they are written alike. Plain headings
//!   show no end of their run, so it also ends at one over more text, and at one that is stacked.
//! - *Sequence*: a number stays on the level of the number before it. Numbers that begin within a
//!   section are below it; headings between two numbers are below these; `1.1` is below `1.`.
//! - *Label*: a heading that ended with a colon is below the section, unless all sections do.
//! - *Capitals*: if some headings are IN CAPITALS and others not, the others are below them.
//! - *Standing section*: "Conclusion", "References" and their like are sections anywhere, unless
//!   stacked.

mod blocks;
mod lines;
mod lists;
mod markdown;
mod outline;
mod shape;
#[cfg(test)]
mod tests;
mod words;
mod wrapping;

use blocks::HouseStyle;

/// Article recovered from bare prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The first line as it stands, if it is a title.
    pub title: Option<String>,
    /// All the rest, as Markdown: one paragraph a line, with a line end after the last.
    pub body: String,
}

/// Turns text without markup into a draft, in time linear in its length.
#[must_use]
pub fn from_prose(text: &str) -> Draft {
    let lines = lines::read(text);
    let style = HouseStyle::of(&lines);
    let title = blocks::title(&lines, style);
    let body = lines.get(usize::from(title.is_some())..).unwrap_or_default();
    let blocks = blocks::blocks(body, style);
    Draft {
        title: title.map(|it| it.text.clone()),
        body: markdown::render(&blocks, &outline::levels(&blocks)),
    }
}
