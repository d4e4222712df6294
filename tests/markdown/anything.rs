//! Whatever is parsed, the body hangs together.

use dateline::document::markdown::{Options, parse};
use dateline::model::SourcePath;
use proptest::prelude::*;

use crate::body::{Blank, check};

/// Pieces of Markdown that mean something together.
const PIECES: &[&str] = &[
    "a",
    "Kim",
    " ",
    "\n",
    "\n\n",
    "# ",
    "## x {#y .z}",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "* ",
    "**",
    "_",
    "~",
    "~~",
    "^",
    "`",
    "```",
    "```rust\n",
    "[",
    "]",
    "](",
    ")",
    "[[",
    "]]",
    "|",
    "\\|",
    "![",
    "[^1]",
    "[^a]: ",
    "[x]: y\n",
    "\n: ",
    "|a|b|\n|-|-|\n",
    "> [!NOTE]\n",
    "&amp;",
    "&ngE;",
    "&",
    "\"",
    "'",
    "--",
    "...",
    "\\",
    "é",
    "북",
    "\t",
    "    ",
    "\r\n",
    "***",
    "===",
    "<https://a.b>",
    "javascript:",
    "\u{1f}",
    "$",
    "\u{0}",
    "x^2^",
    "CO~2~",
    "  \n",
    "{",
    "}",
    "[[a|b]]",
    ":",
];

/// Pieces of raw HTML, whole and broken.
const HTML: &[&str] = &[
    "<b>",
    "</b>",
    "<div class=x>\n",
    "</div>\n",
    "<details><summary>s</summary>\n",
    "</details>",
    "<table><tr><td>",
    "<td colspan=2>",
    "</td>",
    "</tr></table>",
    "<a href=x>",
    "<a href='javascript:x'>",
    "</a>",
    "<p>",
    "</p>",
    "<li>",
    "<br/>",
    "<wbr>",
    "<col span=2>",
    "<img src=x onerror='alert(1)'>",
    "<script>",
    "<SCRIPT src=x>alert(1)",
    "</script>",
    "<style>",
    "<svg onload=x>",
    "<math>",
    "<iframe src=x>",
    "<textarea>",
    "<b title='",
    "<b title=\"<script>\">",
    "<!-- more -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "<x-y onclick=z>",
    "on",
    "=",
    "/",
    "<",
    ">",
];

fn extended() -> Options<'static> {
    Options::default()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses(source in "\\PC{0,80}") {
        check(&source, 0, &extended(), true);
    }

    #[test]
    fn pieces_of_markdown_parse(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let source = pieces.concat();
        check(&source, 0, &extended(), false);
        check(&source, 0, &Options { smart_punctuation: false, ..extended() }, false);
    }

    #[test]
    fn pieces_with_raw_html_parse(
        pieces in prop::collection::vec(
            prop_oneof![4 => prop::sample::select(PIECES), 1 => prop::sample::select(&["<b id=x>", "</b>", "<!-- more -->", "<div>\n"][..])],
            0..20,
        )
    ) {
        let source = format!("---\nfront\n---\n{}", pieces.concat());
        check(&source, 14, &extended(), true);
        check(&source, 14, &Options { extensions: false, ..extended() }, true);
    }
}

/// What of an author's HTML is on a page: no element or attribute that can do anything.
fn harmless(source: &str) {
    let (body, _) = parse(&SourcePath::new("x.md"), source, 0..source.len(), &extended());
    let html = body.render(&Blank).to_ascii_lowercase();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name = tag.split([' ', '\n']).next().unwrap().trim_start_matches('/');
        assert!(
            !matches!(name, "script" | "style" | "svg" | "math" | "iframe" | "textarea" | "x-y" | ""),
            "{html}"
        );
        // Names stand outside of quotation marks, each with its value inside of the next pair.
        let parts: Vec<_> = tag.split('"').collect();
        for pair in parts.chunks(2) {
            for name in pair[0].split_whitespace() {
                assert!(!name.starts_with("on") && !name.starts_with("style"), "{name} in {html}");
            }
            let name = pair[0].split_whitespace().last().unwrap_or_default();
            // A title may say what it likes: nobody follows it.
            let followed = matches!(name, "href=" | "src=" | "srcset=" | "cite=" | "poster=");
            assert!(!followed || !pair[1].contains("javascript:"), "{name} in {html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn raw_html_nests_and_can_do_nothing(
        pieces in prop::collection::vec(
            prop_oneof![1 => prop::sample::select(PIECES), 2 => prop::sample::select(HTML)],
            0..24,
        )
    ) {
        let source = pieces.concat();
        check(&source, 0, &extended(), false);
        harmless(&source);
    }
}

#[test]
fn the_name_of_a_scheme_in_a_title_is_harmless() {
    harmless("<col span=2>|]]><b title='-->javascript:<?x<img src=x onerror='>x</b>");
    harmless("<div class=x title='javascript:alert(1)'>\n\n<b title=\"onclick='x' style=y\">z</b>");
}

#[test]
fn depth_and_length_are_no_danger() {
    for (piece, count) in [
        ("> ", 20_000),
        ("- ", 5_000),
        ("[", 50_000),
        ("*a **b", 20_000),
        ("[[a|", 20_000),
        ("x^2^", 50_000),
        ("<b>", 50_000),
        ("<div class=x>\n\n", 20_000),
        ("<a href=x ", 20_000),
        ("<div>", 20_000),
        ("<div ", 200_000),
        ("<div '></i", 200_000),
    ] {
        check(&piece.repeat(count), 0, &extended(), false);
    }
    // An attribute is compared with all others of its tag.
    let attributes: String = (0..200_000).map(|at| format!("a{at} ")).collect();
    check(&format!("<div {attributes}>"), 0, &extended(), false);
    check(&"[^a]".repeat(2_000).replace("a]", "b]"), 0, &extended(), false);
    check(&format!("[^a]\n\n[^a]: {}", "x[^a] ".repeat(2_000)), 0, &extended(), false);
    // Ten thousand notes.
    let notes: String = (0..10_000).map(|at| format!("x[^{at}]\n\n[^{at}]: note\n\n")).collect();
    check(&notes, 0, &extended(), false);
    check(&"# same\n\nsame\n\n".repeat(3_000), 0, &extended(), false);
}
