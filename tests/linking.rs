//! What linking promises for any text: the words stay, links do not nest, offsets are exact.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step is a failed test")]

use dateline::document::markdown::{Options, parse};
use dateline::document::{Body, Filler};
use dateline::gazetteer::{Decision, Entity, Form, Found, Gazetteer, Page, recognise};
use dateline::model::{Kind, SourcePath};
use proptest::prelude::*;

/// Pieces that texts are glued from: names, markup that may cut them, other scripts, nonsense.
const PIECES: [&str; 44] = [
    "Iran",
    "Iranian",
    "Iran's",
    "Iran’s",
    "North",
    "North Korea",
    "Korea",
    "Kim",
    "Kim Jong Un",
    "Un",
    "UN",
    "Wagner",
    "Wagner-style",
    "Sino-Russian",
    "Russian",
    "북한은",
    "北朝鮮",
    "Київ",
    "Côte d’Ivoire",
    "cafe\u{301}",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "**",
    "*",
    "~~",
    "`",
    "[",
    "](https://example.org/)",
    "[[x]]",
    "[^1]",
    "![",
    "](p.png)",
    "> ",
    "- ",
    "# ",
    "<b>",
    "</b>",
    "&amp;",
    "&",
    "\"",
    "x",
];

fn gazetteer() -> Gazetteer {
    let names = [
        ("Iran", 0),
        ("Iranian", 0),
        ("North Korea", 1),
        ("북한", 1),
        ("北朝鮮", 1),
        ("Kim Jong Un", 2),
        ("UN", 3),
        ("Wagner", 4),
        ("Russian", 5),
        ("Київ", 6),
        ("Côte d'Ivoire", 7),
        ("café", 8),
        ("x & \"", 9),
    ];
    let forms = names
        .iter()
        .flat_map(|(name, index)| Form::of(Entity { kind: Kind::Actor, index: *index }, name, &[], None));
    Gazetteer::new(forms.collect(), false)
}

/// Fills addresses with nothing much, and links what is to be linked.
struct Links<'f>(Vec<(u32, u32)>, &'f Body);

impl Filler for Links<'_> {
    fn address(&self, _: u32, out: &mut String) {
        out.push_str("address");
    }

    fn title(&self, index: u32, out: &mut String) {
        out.push_str(self.1.references[index as usize].name());
    }

    fn own_page(&self, _: &mut String) {}

    fn anchors(&self) -> &[(u32, u32)] {
        &self.0
    }

    fn anchor(&self, _: usize, out: &mut String) {
        out.push_str("entity");
    }
}

fn anchors(found: &[Found]) -> Vec<(u32, u32)> {
    found.iter().filter(|f| f.rule.decision() == Decision::Linked).map(|f| f.place.html).collect()
}

/// The text between the tags.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

fn nests(html: &str) -> bool {
    let mut open = 0;
    for tag in html.split('<').skip(1) {
        if tag.starts_with("a ") || tag.starts_with("a>") {
            open += 1;
        } else if tag.starts_with("/a>") {
            open -= 1;
        }
        if !(0..=1).contains(&open) {
            return true;
        }
    }
    open != 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn words_stay_links_do_not_nest_and_offsets_are_exact(
        picks in prop::collection::vec(0..PIECES.len(), 0..60),
        all in any::<bool>(),
    ) {
        let source: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        let path = SourcePath::new("x.md");
        let (body, _) = parse(&path, &source, 0..source.len(), &Options::default());
        let policy = if all { dateline::config::Policy::All } else { dateline::config::Policy::First };
        let found = recognise(&body, &gazetteer(), &Page { policy, ..Page::default() });
        for form in &found {
            let (start, end) = (form.place.source.0 as usize, form.place.source.1 as usize);
            prop_assert!(source.get(start..end).is_some_and(|surface| !surface.is_empty()), "{start}..{end} of {source:?}");
            let (start, end) = (form.place.html.0 as usize, form.place.html.1 as usize);
            prop_assert!(body.prose.html.get(start..end).is_some());
        }
        let linked = anchors(&found);
        prop_assert!(linked.is_sorted_by(|a, b| a.1 <= b.0), "{linked:?}");
        let plain = body.render(&Links(Vec::new(), &body));
        let with_links = body.render(&Links(linked, &body));
        prop_assert_eq!(visible(&plain), visible(&with_links));
        if !nests(&plain) {
            prop_assert!(!nests(&with_links), "{}", with_links);
        }
    }
}
