//! Where links lead: each line of the input is a destination, written in every way there is, in a site of a few pages.

use std::sync::Arc;

use dateline::config::SiteConfig;
use dateline::document::{self, Document};
use dateline::model::{Kind, Moment, SourcePath};
use dateline::site::{Input, Recognition, Target, Visibility, assemble};

use super::{body::Blank, found};

fn document(kind: Kind, path: &str, text: &str) -> Option<Arc<Document>> {
    let path = SourcePath::new(path);
    let (document, diagnostics) = document::parse(kind, &path, text, &SiteConfig::default());
    found::check(&path, text, diagnostics);
    document.map(Arc::new)
}

pub fn target(data: &[u8]) {
    let Ok(input) = str::from_utf8(data) else { return };
    let mut text = "---\ntitle: One\ndate: 2025-07-03\n---\n\n".to_owned();
    for line in input.lines() {
        text += &format!("[[{line}]] [[{line}|t]] [t]({line}) [t](<{line}>) ![t]({line}) <{line}>\n\n");
    }
    let article =
        document(Kind::Article, "content/analyses/one.md", &text).expect("the front matter is ours");
    let html = article.body.render(&Blank);
    for attribute in [" href=\"", " src=\""] {
        for (at, _) in html.match_indices(attribute) {
            let address = html[at + attribute.len()..].split('"').next().expect("closed");
            assert!(can_do_nothing(address), "{address}");
        }
    }
    let two = "---\ntitle: Two\ndate: 2025-07-03\n---\n\n## Part\n";
    let others = [
        document(Kind::Article, "content/analyses/two.md", two),
        document(Kind::Actor, "content/actors/one-state.md", "---\nname: One State\ntype: state\n---\n"),
        document(Kind::Page, "content/about/index.md", "---\ntitle: About\n---\n"),
    ];
    let documents = std::iter::once(Some(article)).chain(others).flatten().collect();
    let files = vec![SourcePath::new("content/about/map.png")];
    let input = Input { documents, files, ..Input::default() };
    let visibility = Visibility { now: Moment::from_unix(1_760_000_000), drafts: true, future: true };
    let assembly = assemble(input, &SiteConfig::default(), &visibility, &mut Recognition::default());
    found::check(
        &SourcePath::new("content/analyses/one.md"),
        &text,
        assembly
            .found
            .iter()
            .filter(|finding| finding.labels.iter().all(|label| label.path.file_name() == "one.md"))
            .cloned()
            .collect(),
    );
    for link in assembly.site.links.iter().flatten() {
        if let Target::Output(path) = &link.target {
            assert!(path.as_str().split('/').all(|part| part != ".." && part != "."), "{path}");
        }
    }
}

/// Whether an address, as it stands in a page, neither runs nor reads anything: a browser skips control characters
/// and blanks before a scheme, and tabs and line ends anywhere.
fn can_do_nothing(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_control()).collect();
    let seen = seen.trim_start().to_ascii_lowercase().replace("&amp;", "&");
    ["javascript:", "vbscript:", "file:", "blob:", "data:text", "data:image/svg"]
        .iter()
        .all(|scheme| !seen.starts_with(scheme))
}
