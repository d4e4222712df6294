//! Paragraphs that name thousands.

use std::time::{Duration, Instant};

use super::*;
use crate::config::Policy;
use crate::document::markdown::{Options, parse};
use crate::model::{Kind, SourcePath};

fn form(text: &str, index: u32, kind: FormKind) -> Form {
    let entity = Entity { kind: Kind::Actor, index };
    Form { text: text.into(), entity, kind, exact_case: true, of_person: false }
}

/// How many names are found in a text, and how long that takes.
fn count(gazetteer: &Gazetteer, text: &str) -> (usize, Duration) {
    let (body, _) = parse(&SourcePath::new("x.md"), text, 0..text.len(), &Options::default());
    let page = Page { policy: Policy::All, ..Page::default() };
    let start = Instant::now();
    (recognise(&body, gazetteer, &page).len(), start.elapsed())
}

/// Where each name looks at all others, these take minutes.
#[test]
fn a_paragraph_of_names_is_read_in_linear_time() {
    const NAMES: usize = 10_000;
    let gazetteer = Gazetteer::new(
        vec![
            form("Iran", 0, FormKind::Name),
            form("Georgia", 1, FormKind::Name),
            form("Jordan", 2, FormKind::Name),
            form("Mexico", 3, FormKind::Name),
            form("New Mexico", 3, FormKind::Guard),
            form("북한", 4, FormKind::Name),
            form("Moscow", 5, FormKind::Metonym),
            form("Russian", 5, FormKind::Demonym),
            form("AB", 6, FormKind::Abbreviation),
        ],
        true,
    );
    for (piece, found) in [
        ("Iran ", true),
        ("Iran & ", true),
        ("IRAN ", true),
        ("Iran-", true),
        ("Iran and ", true),
        ("Georgia, ", true),
        ("Georgia said Atlanta, ", true),
        ("Michael Jordan and Jordan, ", true),
        ("New Mexico, ", false),
        ("New Mexico and Mexico, ", true),
        ("북한", false),
        ("in Moscow and ", true),
        ("Russian, ", true),
        ("Abe Bee (AB), AB, ", true),
        ("*Iran* ", true),
    ] {
        let (names, time) = count(&gazetteer, &piece.repeat(NAMES));
        assert!(!found || names >= NAMES - 1, "{piece}: {names}");
        assert!(time < Duration::from_secs(15), "{piece}: {time:?}");
    }
}

#[test]
fn names_in_names_are_kept_once_for_each_place() {
    let forms = (1..=200).map(|length| form(&"中".repeat(length), 0, FormKind::Name)).collect();
    let gazetteer = Gazetteer::new(forms, false);
    let text = "中".repeat(5_000);
    assert_eq!(gazetteer.kept(&text), 5_000);
    let hits: Vec<usize> = gazetteer.scan(&text).iter().map(|hit| hit.end - hit.start).collect();
    assert_eq!(hits, vec![600; 25]);
}
