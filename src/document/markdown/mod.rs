//! Markdown to a [`Body`].
//!
//! pulldown-cmark reads the Markdown; everything after its events is ours, because a body is not
//! one string of HTML: it has holes for what depends on the page that shows it, and knows where
//! each stretch of its text came from. The events are written out as they come, in one pass
//! (`writer`), with three exceptions that the format asks for: a footnote's definition is kept
//! until all of the text is written (`notes`), a code block is highlighted as a whole
//! (`code`), and an id that is made of a text goes in front of it afterwards (`sink`).
//!
//! Each file here does one thing: `events` reads, `pipes` helps it with wikilinks in tables,
//! `writer` writes blocks with `headings` and `tables`, `inline` text and emphasis, `scripts` finds `CO~2~`, `links` links and
//! images, `destination` judges where they lead, `raw` writes the author's own HTML, and `sanitise` judges what
//! of it by the lists in `allowed`.

mod allowed;
mod code;
mod destination;
mod escape;
mod events;
mod headings;
mod ids;
mod inline;
mod links;
mod notes;
mod pipes;
mod raw;
mod sanitise;
mod scripts;
mod sink;
mod tables;
mod words;
mod writer;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Parser;

use super::body::Body;
use crate::config::RawHtml;
use crate::diagnostic::Diagnostic;
use crate::model::SourcePath;
use events::Events;
use pipes::Restore;
use writer::Writer;

/// Options of `[markdown]` in `site.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Options<'c> {
    /// Straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Fenced code in a known language is highlighted.
    pub highlight: bool,
    /// What becomes of an author's own HTML.
    pub raw_html: RawHtml,
    /// Hosts that an author's `iframe` may show.
    pub embeds: &'c [String],
    /// Everything that goes beyond CommonMark, ids and the refusal of unsafe links included.
    /// Without it the output is what the CommonMark specification shows.
    pub extensions: bool,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            smart_punctuation: true,
            highlight: true,
            raw_html: RawHtml::default(),
            embeds: &[],
            extensions: true,
        }
    }
}

/// Parses the body of a document.
///
/// `source` is the whole file and `body` the bytes of the Markdown in it; spans are offsets in the
/// file. Diagnostics come in the order of the file.
#[must_use]
pub fn parse(
    path: &SourcePath,
    source: &str,
    body: Range<usize>,
    options: &Options<'_>,
) -> (Body, Vec<Diagnostic>) {
    let base = source.floor_char_boundary(body.start);
    let text = source.get(base..source.floor_char_boundary(body.end)).unwrap_or_default();
    let protected = if options.extensions { pipes::protect(text) } else { None };
    let restore = protected.as_ref().map(|_| Restore::new(text));
    let parser = Parser::new_ext(protected.as_deref().unwrap_or(text), events::extensions(options));
    let mut definitions = BTreeMap::new();
    for (label, definition) in parser.reference_definitions().iter() {
        definitions.insert(links::label_key(label), definition.span.clone());
    }
    let mut events = Events::parsed(parser.into_offset_iter(), text, restore);
    let mut writer = Writer::new(path, text, base, *options, definitions);
    writer.write(&mut events);
    writer.write_notes();
    writer.finish()
}

/// Appends `text` with `& < > "` escaped, as in the text of a [`Body`].
pub fn escape_text(text: &str, out: &mut String) {
    escape::text_into(text, out);
}
