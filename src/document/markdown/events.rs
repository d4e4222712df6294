//! The parser's events with their places in the source, joined and seen ahead.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, OffsetIter, Options as Extensions, Tag};

use super::Options;
use super::pipes::Restore;

/// An event and its bytes in the Markdown.
pub(super) type Placed<'t> = (Event<'t>, Range<usize>);

/// What pulldown-cmark is asked to understand.
///
/// Not its mathematics: it takes "$5 million and $6 million" for a formula.
pub(super) fn extensions(options: &Options) -> Extensions {
    if !options.extensions {
        return Extensions::empty();
    }
    let mut extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_DEFINITION_LIST
        | Extensions::ENABLE_SUPERSCRIPT
        | Extensions::ENABLE_SUBSCRIPT
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_WIKILINKS;
    if options.smart_punctuation {
        extensions |= Extensions::ENABLE_SMART_PUNCTUATION;
    }
    extensions
}

/// Where events come from.
enum Origin<'t> {
    /// The parser.
    Parser(Box<OffsetIter<'t>>),
    /// The parser, over a text with bars of wikilinks replaced.
    Protected(Box<OffsetIter<'t>>, Restore<'t>),
    /// A footnote's definition, kept until its turn.
    Kept(std::vec::IntoIter<Placed<'t>>),
}

/// A stream of events in which text that is one stretch of the source is one event, though the
/// parser splits it at every character that might have been markup.
pub(super) struct Events<'t> {
    origin: Origin<'t>,
    /// The Markdown as it was written.
    text: &'t str,
    ahead: VecDeque<Placed<'t>>,
}

impl<'t> Events<'t> {
    /// The events of a parser; `restore` when it reads a protected text.
    pub(super) fn parsed(parser: OffsetIter<'t>, text: &'t str, restore: Option<Restore<'t>>) -> Self {
        let parser = Box::new(parser);
        let origin = match restore {
            Some(restore) => Origin::Protected(parser, restore),
            None => Origin::Parser(parser),
        };
        Self { origin, text, ahead: VecDeque::new() }
    }

    /// Events that were read before.
    pub(super) fn kept(events: Vec<Placed<'t>>, text: &'t str) -> Self {
        Self { origin: Origin::Kept(events.into_iter()), text, ahead: VecDeque::new() }
    }

    /// The event `distance` steps ahead.
    pub(super) fn peek(&mut self, distance: usize) -> Option<&Event<'t>> {
        self.peek_placed(distance).map(|(event, _)| event)
    }

    /// The event `distance` steps ahead and its place.
    pub(super) fn peek_placed(&mut self, distance: usize) -> Option<&Placed<'t>> {
        while self.ahead.len() <= distance {
            let event = self.read()?;
            self.ahead.push_back(event);
        }
        self.ahead.get(distance)
    }

    fn take(&mut self) -> Option<Placed<'t>> {
        if self.ahead.is_empty() { self.read() } else { self.ahead.pop_front() }
    }

    fn read(&mut self) -> Option<Placed<'t>> {
        match &mut self.origin {
            Origin::Parser(parser) => parser.next(),
            Origin::Protected(parser, restore) => {
                parser.next().map(|(event, range)| restore.event(event, range))
            }
            Origin::Kept(events) => events.next(),
        }
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = Placed<'t>;

    fn next(&mut self) -> Option<Placed<'t>> {
        // Changed where it is: an event is large, and moved as often as it has a name.
        let mut taken = self.take();
        if let Some((event, range)) = &mut taken
            && is_verbatim(self.text, event, range)
        {
            let first = range.end;
            // Only one event needs to be held back: the one that ends the stretch.
            while let Some(next) = self.take() {
                if next.1.start != range.end || !is_verbatim(self.text, &next.0, &next.1) {
                    self.ahead.push_front(next);
                    break;
                }
                range.end = next.1.end;
            }
            if range.end != first
                && let Some(joined) = self.text.get(range.clone())
            {
                *event = Event::Text(joined.into());
            }
        }
        taken
    }
}

/// Whether an event is text as it stands in the source.
fn is_verbatim(source: &str, event: &Event<'_>, range: &Range<usize>) -> bool {
    matches!(event, Event::Text(CowStr::Borrowed(text)) if stands_at(source, range, text))
}

/// Whether a text stands at a place of the source. Length alone does not tell: an entity may be as
/// long as what it stands for.
pub(super) fn stands_at(source: &str, place: &Range<usize>, text: &str) -> bool {
    // Most texts are the bytes of the source themselves.
    source.get(place.clone()).is_some_and(|there| std::ptr::eq(there, text) || there == text)
}

/// Whether an event is text or inline markup and not a block's beginning or end.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::InlineMath(_)
        | Event::DisplayMath(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(_) | Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
    }
}
