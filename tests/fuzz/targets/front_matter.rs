//! The front matter of every kind of file.

use dateline::config::SiteConfig;
use dateline::document;
use dateline::model::{Kind, SourcePath};

use super::found;

const KINDS: [Kind; 6] = [Kind::Article, Kind::Actor, Kind::Topic, Kind::Author, Kind::Page, Kind::Section];

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let path = SourcePath::new("content/analyses/2025-07-03-a.md");
    let config = SiteConfig::default();
    let parts = document::front_matter::split(&path, text);
    if let Ok(parts) = &parts {
        assert!(text.get(parts.matter.clone()).is_some() && text.get(parts.body.clone()).is_some());
        assert!(parts.matter.end <= parts.body.start && parts.body.end == text.len());
    }
    for kind in KINDS {
        let (document, diagnostics) = document::parse(kind, &path, text, &config);
        assert!(document.is_some() || !diagnostics.is_empty(), "nothing is lost in silence");
        if let Some(document) = document {
            assert_eq!(document.kind(), kind);
            assert!(parts.is_ok());
        }
        found::check(&path, text, diagnostics);
    }
    let _ = document::peek_section(&path, text);
}
