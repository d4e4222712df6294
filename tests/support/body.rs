//! What holds for every parsed body.

use dateline::document::markdown::{Options, parse};
use dateline::document::{Block, Body, Context, Fill, Filler, Inline};
use dateline::model::SourcePath;

/// Fills every hole with something harmless.
pub struct Blank;

impl Filler for Blank {
    fn address(&self, _: u32, out: &mut String) {
        out.push('a');
    }
    fn title(&self, _: u32, out: &mut String) {
        out.push('t');
    }
    fn own_page(&self, _: &mut String) {}
}

/// Parses what follows byte `front` of `source`, and checks that the body hangs together. Elements nest, unless
/// `raw_html` is there and written as it stands.
pub fn check(source: &str, front: usize, options: &Options<'_>, raw_html: bool) {
    let path = SourcePath::new("x.md");
    let (body, diagnostics) = parse(&path, source, front..source.len(), options);
    let runs = |block: &Block| body.prose.runs.of(block.runs);
    for diagnostic in &diagnostics {
        for label in &diagnostic.labels {
            if let dateline::diagnostic::Place::Span(span) = &label.place {
                assert!(source.get(span.range()).is_some(), "label {span:?}");
            }
        }
    }
    assert!(body.prose.holes.is_sorted_by_key(|hole| hole.at));
    for hole in &body.prose.holes {
        assert!(body.prose.html.is_char_boundary(hole.at as usize));
        if let Fill::Address(index) | Fill::Title(index) = hole.fill {
            let reference = &body.references[index as usize];
            assert!(source.get(reference.span.range()).is_some(), "reference");
            assert!(body.prose.html.get(reference.text.0 as usize..reference.text.1 as usize).is_some());
            assert!((reference.block as usize) < body.prose.blocks.len());
        }
    }
    for block in &body.prose.blocks {
        if let Some(fragment) = body.prose.fragment(block) {
            assert!(body.has_anchor(fragment));
            assert!(body.prose.html.contains(&format!("id=\"{}\"", escaped(fragment))), "{fragment}");
        }
        assert!(block.context != Context::Code || block.runs.html.is_none());
        let ends = runs(block).next().map(|run| run.html.0).zip(runs(block).last().map(|run| run.html.1));
        assert_eq!(block.runs.html, ends);
    }
    let all: Vec<_> = body.prose.blocks.iter().flat_map(runs).collect();
    assert!(all.is_sorted_by_key(|run| run.html.0));
    for run in all {
        let html = body.prose.html.get(run.html.0 as usize..run.html.1 as usize).expect("run in html");
        let written = source.get(run.source.range()).expect("run in source");
        assert!(run.source.start as usize >= front);
        if run.inline == Inline::Break {
            continue;
        }
        assert!(!html.contains(['<', '>', '"']), "{html}");
        let text = unescaped(html);
        assert_eq!(escaped(&text), html);
        if run.source.end - run.source.start == text.len() as u32
            && !written.contains('\u{0}')
            && run.inline == Inline::Text
        {
            // Of the source's length: then it is the source, unless an entity or a quote mark
            // happens to be as long as what it stands for.
            let stands_for = written.starts_with('&') || written.starts_with(['"', '\'', '-', '.', '\r']);
            assert!(text == written || stands_for, "{text:?} {written:?}");
        }
    }
    if let Some(more) = body.more {
        assert!(body.prose.html.is_char_boundary(more as usize));
    }
    let _ = body.summary(&|index| index.to_string());
    if !raw_html {
        balanced(&body);
    }
}

fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Every element is closed in its turn, and no id is there twice.
fn balanced(body: &Body) {
    let html = body.render(&Blank);
    let mut open = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !matches!(name, "br" | "col" | "hr" | "img" | "input" | "source" | "track" | "wbr") {
            open.push(name);
        }
        // Names stand outside of quotation marks, each with its value inside of the next pair.
        let parts: Vec<_> = tag.split('"').collect();
        for pair in parts.chunks(2) {
            let [name, id] = *pair else { continue };
            if !name.ends_with(" id=") {
                continue;
            }
            assert!(ids.insert(id.to_owned()), "{id} twice in {html}");
            assert!(body.has_anchor(&unescaped(id)), "{id}");
        }
    }
    assert!(open.is_empty(), "{html}");
}
