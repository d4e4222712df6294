use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blocks::{Block, Paragraph};
use super::{Draft, from_prose, markdown};

/// `tests/import/NAME.txt` becomes `NAME.md`; `BLESS=1 cargo test` writes anew what is expected.
#[test]
fn cases() {
    let bless = std::env::var_os("BLESS").is_some();
    for (case, text) in inputs() {
        let found = written(&from_prose(&text));
        let path = case.with_extension("md");
        if bless {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, expected, "{}", case.display());
    }
}

/// Line ends, a byte order mark and white space that nobody sees change nothing.
#[test]
fn files_of_other_systems() {
    for (case, text) in inputs() {
        let draft = from_prose(&text);
        for end in ["\r\n", "\r", " \t\n", "\u{2028}", "\u{a0}\n"] {
            let other = format!("\u{feff}{}", text.replace('\n', end));
            assert_eq!(from_prose(&other), draft, "{} with {end:?}", case.display());
        }
    }
}

/// Nor does it matter whether lines are wrapped, and paragraphs set apart.
#[test]
fn wrapped_texts() {
    let unwrapped = ["announced-headings", "numbered-sections", "plain-sections", "stacked-headings"];
    for (case, text) in inputs() {
        if !unwrapped.iter().any(|it| case.ends_with(format!("{it}.txt"))) {
            continue;
        }
        let draft = from_prose(&text);
        assert_eq!(from_prose(&text.replace('\n', "\n\n")), draft, "{}", case.display());
        for width in [60, 72, 79, 100] {
            let lines: Vec<String> = text.lines().map(|it| wrap(it, Some(width))).collect();
            assert_eq!(from_prose(&lines.join("\n\n")), draft, "{} at {width}", case.display());
        }
        let lines: Vec<String> = text.lines().map(|it| wrap(it, Some(72))).collect();
        assert_eq!(from_prose(&lines.join("\n")), draft, "{} without gaps", case.display());
    }
}

#[test]
fn cases_keep_their_letters() {
    for (case, text) in inputs() {
        // An o and a tab are a bullet.
        let text = text.replace("o\t", "");
        assert_eq!(letters(&shown(&from_prose(&text))), letters(&text), "{}", case.display());
    }
}

/// Inputs on which a search that starts again at each line would take minutes.
#[test]
fn long_texts_take_linear_time() {
    let lines = [
        "Smith: I did not.\n",
        "Smith: never\n",
        "The result was clear: so and so:\n",
        "A Title Like Line\n",
        "Will it end?\n",
        "Costs:\n",
        "- item\n",
        "1. Costs\n",
        "a;\n",
        "wrapped but never ending words, ",
        "[[",
        "*_`",
    ];
    for line in lines {
        let text = line.repeat(5_000);
        let _ = from_prose(&text);
        let _ = from_prose(&format!("It follows:\n{text}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every word of an article comes out, in its order.
    #[test]
    fn words_stay(article in article()) {
        prop_assert_eq!(words(&shown(&from_prose(&article))), words(&article));
    }

    /// So do the letters and digits of what is no article at all.
    #[test]
    fn letters_stay(text in r"([a-z0-9 \n]|[-#*_~`>:.<&;\[\](){}|+=?!^\\\t\r]|\PC|.){0,200}") {
        // An o and a tab are a bullet.
        let text = text.replace("o\t", "\t");
        prop_assert_eq!(letters(&shown(&from_prose(&text))), letters(&text));
    }

    /// A paragraph shows just the characters of its text.
    #[test]
    fn characters_stay(text in r"([-a-z0-9#*_~`>:.<&;\[\](){}|+=?!^\\/ ]|amp;|\[x\] |é|“|—){1,40}") {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let paragraph = Block::Paragraph(Paragraph { text: text.clone(), announces: false });
        let body = markdown::render(&[paragraph], &[]);
        prop_assert_eq!(visible(&body).trim().to_owned(), text, "{}", body);
    }

    /// So do headings and items, which begin in their own ways.
    #[test]
    fn characters_stay_in_lists_and_headings(
        text in r"[A-Z]([-a-z0-9#*_~`>.<&;\[\](){}|+=^\\/ ]|amp;){1,30}[a-z#}*]",
    ) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let article = format!("• {text}\n• {text}\n• Label*: {text}\n\n{text}\nA sentence.\n");
        prop_assert_eq!(visible(&from_prose(&article).body).replace('•', ""), visible_lines(&article));
    }
}

fn visible_lines(text: &str) -> String {
    text.replace('•', "").lines().map(str::trim).filter(|it| !it.is_empty()).fold(
        String::new(),
        |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        },
    )
}

/// An article in the ways people paste them: with and without gaps, wrapped and not.
fn article() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,9}",
        2 => "[A-Z][a-z]{1,8}",
        1 => "(Kyiv’s|“cold”|U\\.S\\.|3,000|2024|naïve|a_b|\\*x\\*|<b>|&amp;|\\[\\[x\\]\\]|x\\^2\\^|H~2~O|Київ|_|#1)",
    ];
    let words = |count| prop::collection::vec(word.clone(), count);
    let sentence = |count| words(count).prop_map(|it| format!("The {}.", it.join(" ")));
    let title = words(1..6).prop_map(|it| format!("Title {}", it.join(" ")));
    let line = prop_oneof![
        4 => sentence(3..60),
        3 => (title.clone(), "(|:|\\?)").prop_map(|(title, end)| title + &end),
        1 => (1..4_u32, title.clone()).prop_map(|(at, title)| format!("{at}. {title}")),
        2 => (title.clone(), sentence(2..12)).prop_map(|(label, rest)| format!("{label}: {rest}")),
        1 => words(1..8).prop_map(|it| format!("It follows {}:", it.join(" "))),
        1 => ("[-•–*]", sentence(1..9)).prop_map(|(bullet, rest)| format!("{bullet} {rest}")),
        1 => (1..9_u32, sentence(1..9)).prop_map(|(at, rest)| format!("{at}) {rest}")),
        1 => words(1..5).prop_map(|it| it.join(" ") + ";"),
    ];
    (prop::collection::vec((line, any::<bool>()), 0..25), prop::option::of(40..90_usize)).prop_map(
        |(lines, width)| {
            let mut text = String::new();
            for (line, gap) in lines {
                text.push_str(&wrap(&line, width));
                text.push_str(if gap { "\n\n" } else { "\n" });
            }
            text
        },
    )
}

fn wrap(line: &str, width: Option<usize>) -> String {
    let (mut wrapped, mut column) = (String::new(), 0);
    for word in line.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let full = width.is_some_and(|it| column + 1 + length > it);
            wrapped.push(if full { '\n' } else { ' ' });
            column = if full { 0 } else { column + 1 };
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

/// The cases of `tests/import`, in the order of their names.
fn inputs() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut inputs: Vec<(PathBuf, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "txt"))
        .map(|it| (it.clone(), fs::read_to_string(it).unwrap()))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty());
    inputs
}

fn written(draft: &Draft) -> String {
    let title = draft.title.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    format!("title:{title}\n\n{}", draft.body)
}

/// What a reader sees of the draft.
fn shown(draft: &Draft) -> String {
    format!("{}\n{}", draft.title.as_deref().unwrap_or_default(), visible(&draft.body))
}

/// What a reader sees of Markdown, a block a line, with every extension that could take a
/// character for markup. (Smart punctuation and formulas are the site's own choice.)
fn visible(markdown: &str) -> String {
    let mut options = Options::all();
    options.remove(Options::ENABLE_SMART_PUNCTUATION);
    options.remove(Options::ENABLE_MATH);
    options.remove(Options::ENABLE_OLD_FOOTNOTES);
    options.insert(Options::ENABLE_FOOTNOTES);
    let mut text = String::new();
    let mut number = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(it) => text.push_str(&it),
            Event::SoftBreak => text.push(' '),
            Event::Start(Tag::List(first)) => number = first,
            Event::Start(Tag::Item) => match &mut number {
                Some(it) => {
                    text.extend([it.to_string().as_str(), ". "]);
                    *it += 1;
                }
                None => text.push('•'),
            },
            Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_)) => text.push('\n'),
            Event::Start(Tag::Heading { id: None, .. } | Tag::Paragraph | Tag::Strong)
            | Event::End(TagEnd::Strong | TagEnd::List(_)) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    text
}

/// The words without the colon that a heading loses; a sign by itself may be a bullet.
fn words(text: &str) -> Vec<String> {
    let signs = [':', '.', ')'];
    text.split_whitespace()
        .map(|it| it.trim_start_matches('•').trim_end_matches(signs).to_owned())
        .filter(|it| it.contains(char::is_alphanumeric))
        .collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
