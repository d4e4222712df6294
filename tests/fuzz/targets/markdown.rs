//! Markdown to a body.

use dateline::config::RawHtml;
use dateline::document::markdown::{Options, parse};
use dateline::model::SourcePath;

use super::body::check;

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let sanitised = Options::default();
    check(text, 0, &sanitised, false);
    check(text, 0, &Options { raw_html: RawHtml::Escape, smart_punctuation: false, ..sanitised }, false);
    check(text, 0, &Options { raw_html: RawHtml::Allow, ..sanitised }, true);
    let (body, _) = parse(&SourcePath::new("x.md"), text, 0..text.len(), &sanitised);
    // Links by reference may repeat a long address; the parser allows as much of that as the text is long, or 100 kB.
    assert!(
        body.prose.html.len() <= 200_000 + 200 * text.len(),
        "{} of {}",
        body.prose.html.len(),
        text.len()
    );
}
