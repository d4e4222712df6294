use std::time::Instant;

use proptest::prelude::*;
use saphyr_parser::{Event, Parser};

use super::super::{Syntax, parse};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::model::SourcePath;

/// How deep the scanner sees brackets nest.
fn depth(text: &str) -> usize {
    let mut scanner = Scanner::new(text);
    let mut most = 0;
    while scanner.token() {
        most = most.max(scanner.open);
    }
    most
}

fn read(text: &str) -> (Option<serde_yaml::Value>, Vec<Diagnostic>) {
    parse(Syntax::Yaml, &SourcePath::new("x.yaml"), text, 0)
}

/// How deep the other reader sees brackets nest, and how deep lists and mappings of every form; none when it
/// cannot read the text.
fn depths_of_reader(text: &str) -> Option<(usize, usize)> {
    // It knows line breaks of YAML 1.2 only.
    let text = &text.replace(['\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser::new_from_str(text);
    // How deep they nest in each that is open.
    let mut inside = vec![(0, 0)];
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let end = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                inside.push((0, 0));
                continue;
            }
            Event::SequenceEnd => ']',
            Event::MappingEnd => '}',
            _ => continue,
        };
        // The end of a block, or of a pair in a list, is empty.
        let is_bracket = !span.is_empty() && chars.get(span.start.index()) == Some(&end);
        let (brackets, all) = inside.pop()?;
        let outer = inside.last_mut()?;
        *outer = (outer.0.max(brackets + usize::from(is_bracket)), outer.1.max(all + 1));
    }
    inside.pop()
}

#[test]
fn a_bracket_is_one_where_a_value_begins() {
    for (text, wanted) in [
        ("a: [b, [c], {d: [e]}]", 3),
        ("a: b[c[d", 0),
        ("[a[b[c]]]", 3),
        ("a: \"[[\" # [[\nb: '[''['\nc: \"\\\"[[\"", 0),
        ("- [ # [[\n  '[', \"[\", a#[]]", 2),
        ("a: # no [\n  [b]", 1),
        ("a: b\n  [c\n  [d", 0),
        ("a:\n[c", 1),
        ("a: |\n  [[\n  [[\n\n   [[\nb: [c]", 1),
        ("a: >2-  # [\n    [[\n  [[\nb: [c]", 1),
        ("- - |\n   [[\n  - [c]", 1),
        ("- a: |\n    [[\n  b: [c]", 1),
        ("- |\n [[\n- [[c]]", 2),
        ("? |\n  [[\n: [c]", 1),
        ("key: &anchor\n  |\n  [[\n", 0),
        ("!tag |\n [[\n", 0),
        ("'quoted key': |\n [[\n'b': [c]", 1),
        ("{a: 1}: |\n [[\nb: [c]", 1),
        ("a: !<tag:[> [b]", 1),
        ("--- |\n [[\n---\n[c]", 1),
        ("%YAML [1.1]\n--- [a]", 1),
        ("a: '# ['\u{2028}b: [c]", 1),
        ("# [\u{2028}b: [c]", 1),
        ("[[\0[[", 2),
    ] {
        assert_eq!(depth(text), wanted, "{text}");
    }
}

/// Values of every form, each with the deepest nesting of its brackets.
fn value(deep: u32) -> impl Strategy<Value = (String, usize)> {
    let leaf = prop::sample::select(vec![
        ("a", 0),
        ("[]", 1),
        ("{}", 1),
        ("'['", 0),
        ("\"{\"", 0),
        ("'it''s ['", 0),
        ("\"\\\"[\"", 0),
        ("é#", 0),
        ("&x {}", 1),
        ("!t [ ]", 1),
    ]);
    leaf.prop_map(|(text, depth)| (text.to_owned(), depth)).prop_recursive(deep, 64, 4, |inner| {
        let gap = prop::sample::select(vec!["", " ", "\n  ", " # ]['\n  ", " #}\n \t# \"\n   "]);
        (prop::collection::vec((inner, gap), 1..4), any::<bool>()).prop_map(|(items, is_list)| {
            let most = items.iter().map(|((_, depth), _)| *depth).max().unwrap_or(0);
            let items = items.iter().enumerate().map(|(at, ((text, _), gap))| {
                if is_list { format!("{gap}{text}{gap}") } else { format!("{gap}k{at}: {gap}{text}{gap}") }
            });
            let items = items.collect::<Vec<_>>().join(",");
            (if is_list { format!("[{items}]") } else { format!("{{{items}}}") }, most + 1)
        })
    })
}

/// A block mapping whose values are of every form, with the deepest nesting of its brackets.
fn document() -> impl Strategy<Value = (String, usize)> {
    let block = prop::sample::select(vec![
        "|\n    [[ { '\n    \" [\n\n      - {\n",
        ">-\n   {{ ' [\n",
        "|+2 # [\n      [[\n    ' {\n",
        "text [ { ' \"\n    more [ # [\n",
        "'[[\n  [ '' {'\n",
        "\"[ \\\" [\n   {\"\n",
        "\n    - |\n      [ '\n    - - b[\n    - a: >\n       {{\n",
        "# [[ '\n    a\n",
    ]);
    let block = block.prop_map(|text| (text.to_owned(), 0));
    let entry = prop_oneof![1 => block, 1 => value(4).prop_map(|(text, depth)| (format!("{text}\n"), depth))];
    prop::collection::vec(entry, 1..6).prop_map(|entries| {
        let most = entries.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
        let lines = entries.iter().enumerate().map(|(at, (text, _))| format!("  key{at}: {text}"));
        (lines.collect::<String>(), most)
    })
}

/// Signs of YAML, and what stands around them.
const PIECES: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "[",
    "{",
    ", ",
    ",",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "?",
    "\n",
    "\n ",
    "\n  ",
    "\n   ",
    " ",
    "\t",
    "#",
    " #",
    "'",
    "\"",
    "''",
    "\\",
    "|\n",
    ">\n",
    "|2\n",
    "|-\n",
    "&a ",
    "*a",
    "!t ",
    "!<t> ",
    "a",
    "b c",
    "é",
    "\r\n",
    "\u{2028}",
    "\u{85}",
    "---\n",
    "--- ",
    "...\n",
    "%a",
    "@",
    "a: ",
    "- a: ",
    "key: |\n ",
    "\n- ",
    "'a'",
    "\"a\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn honest_texts_are_seen_as_they_are((text, wanted) in document()) {
        let (value, found) = read(&text);
        prop_assert!(value.is_some(), "{text}\n{found:?}");
        prop_assert_eq!(depth(&text), wanted, "{}", text);
    }

    /// What both readers can read is seen as they see it.
    #[test]
    fn no_text_hides_its_brackets(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..16)) {
        let text = pieces.concat();
        if serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok()
            && let Some((least, most)) = depths_of_reader(&text)
        {
            prop_assert!((least..=most).contains(&depth(&text)), "{text:?}: {least} to {most}, not {}", depth(&text));
        }
    }
}

/// Lists in lists, each with what looks like its end to one who only counts. Read to their end, each of these
/// takes minutes.
#[test]
fn hidden_brackets_are_refused_at_once() {
    let start = Instant::now();
    for opening in [
        "[\"]\", ",
        "[']', ",
        "[\"\\\"]\", ",
        "[ # ]\n ",
        "[!<]> a, ",
        "{\"}\": ",
        "{a: '}', b: ",
        "[ # it's ]\u{2028} ",
    ] {
        let count = 1_000_000 / opening.len();
        for before in ["x: ", "text: |\n  {{ '\n  \" ]\nx: ", "- - |1\n   ]\n- ", "a: b ' [ \"\nc: "] {
            let (value, found) = read(&format!("{before}{}", opening.repeat(count)));
            let is_refused = found.iter().any(|found| found.message.contains("nested more than 128 deep"));
            assert!(value.is_none() && is_refused, "{before}{opening}: {found:?}");
        }
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn brackets_that_are_none_are_no_reason_to_refuse() {
    let many = "[ { ".repeat(5_000);
    let lines = "    [ if (a[0] { [\n".repeat(5_000);
    for text in [
        format!("a: \"{many}\"\n"),
        format!("a: '{many}'\n"),
        format!("# {many}\na: b\n"),
        format!("a: b {many}\n"),
        format!("a: |\n{lines}b: []\n"),
        format!("a: >-\n{lines}b: {{c: [d]}}\n"),
        format!("a: {}\n", "[b, {c: d}],\n  ".repeat(5_000)).replace("a: ", "a: [") + "]\n",
    ] {
        let (value, found) = read(&text);
        assert!(value.is_some() && found.is_empty(), "{}: {found:?}", &text[..20]);
    }
    let deepest = |count: usize| format!("{}{}\n", "[".repeat(count), "]".repeat(count));
    assert_eq!(too_deep(&deepest(128), 128), None);
    assert_eq!(too_deep(&deepest(129), 128), Some(128));
}
