//! `sources.yaml` and `events.yaml`.

use std::collections::BTreeSet;

use dateline::diagnostic::Diagnostic;
use dateline::document::{parse_events, parse_sources};
use dateline::model::SourcePath;

use super::found;

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let path = SourcePath::new("content/sources.yaml");
    let (sources, diagnostics) = parse_sources(&path, text);
    once(sources.iter().map(|source| &*source.id), &diagnostics);
    found::check(&path, text, diagnostics);
    for url in sources.iter().filter_map(|source| source.url.as_deref()) {
        assert!(url.starts_with("http://") || url.starts_with("https://"), "{url}");
    }
    let path = SourcePath::new("content/events.yaml");
    let (events, diagnostics) = parse_events(&path, text);
    once(events.iter().map(|event| &*event.id), &diagnostics);
    found::check(&path, text, diagnostics);
}

/// An id is there once, or that is reported.
fn once<'i>(ids: impl Iterator<Item = &'i str>, found: &[Diagnostic]) {
    let ids: Vec<&str> = ids.collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert!(
        distinct.len() == ids.len() || found.iter().any(|finding| finding.code.id == "data/duplicate-key")
    );
}
