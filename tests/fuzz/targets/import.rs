//! Bare prose to a draft.

use dateline::config::SiteConfig;
use dateline::document;
use dateline::import::prose::from_prose;
use dateline::model::{Kind, SourcePath};
use dateline::scaffold::yaml_text;

use super::found;

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let draft = from_prose(text);
    assert!(draft.body.len() <= 64 + 8 * text.len());
    let title = draft.title.clone().unwrap_or_else(|| "None".to_owned());
    let file = format!("---\ntitle: {}\ndraft: true\n---\n\n{}\n", yaml_text(&title), draft.body);
    let path = SourcePath::new("content/analyses/draft.md");
    let mut config = SiteConfig::default();
    config.markdown.smart_punctuation = false;
    let (document, diagnostics) = document::parse(Kind::Article, &path, &file, &config);
    let document = document.expect("a draft can be read");
    found::check(&path, &file, diagnostics);
    // The title comes back as it was, as far as a title has white space.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(document.common.title.as_deref().map(words), Some(words(&title)));
    // Prose has no markup: nothing in it becomes a link into the site.
    assert!(document.body.references.is_empty(), "{file}");
}
