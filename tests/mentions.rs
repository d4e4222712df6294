//! What a text says of actors and what the pages of actors say of texts are the same, on any site.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step is a failed test")]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use support::TestSite;

/// Actors by id, with two names each; the second is used in texts too.
const ACTORS: [(&str, [&str; 2]); 4] = [
    ("iran", ["Iran", "Iranian"]),
    ("hamas", ["Hamas", "the Movement"]),
    ("united-nations", ["United Nations", "UN"]),
    ("cote-divoire", ["Côte d’Ivoire", "Ivorian"]),
];

/// What a text is glued from: a name by actor and which of the two, or a word that is nobody's.
type Word = Option<(usize, usize)>;

fn words() -> impl Strategy<Value = Vec<Word>> {
    let word = prop::option::weighted(0.7, (0..ACTORS.len(), 0..2_usize));
    prop::collection::vec(word, 0..8)
}

/// Three words to a paragraph, so that texts have several blocks.
fn text(words: &[Word]) -> String {
    let written: Vec<&str> =
        words.iter().map(|word| word.map_or("weather", |(a, n)| ACTORS[a].1[n])).collect();
    let paragraphs: Vec<String> = written.chunks(3).map(|words| words.join(" and ")).collect();
    paragraphs.join("\n\n")
}

fn site(texts: &[Vec<Word>]) -> TestSite {
    let site = TestSite::new();
    site.file(
        "site.toml",
        "title = \"Desk\"\nbase_url = \"https://desk.example/\"\npage_size = 1\n[outputs]\ngraph = false\n",
    );
    for (id, [name, other]) in ACTORS {
        let matter = format!("---\nname: {name}\ntype: organisation\naka: [{other}]\n---\n");
        site.file(&format!("content/actors/{id}.md"), matter);
    }
    for (at, words) in texts.iter().enumerate() {
        site.article(&format!("a{at}"), "2025-01-01", "", &text(words));
    }
    site.file("templates/article.html", "{{ article.content }}");
    let line = "{{ m.path }} {{ m.count }}\n{% endfor %}";
    site.file("templates/actor.html", format!("{{% for m in actor.mentions %}}{line}"));
    site.file("templates/mentions.html", format!("{{% for m in pager.items %}}{line}"));
    site.build().succeeds();
    site
}

/// How often each page names an actor, as some page of the actor says.
fn told(page: &[u8]) -> BTreeMap<String, usize> {
    let page = std::str::from_utf8(page).unwrap();
    page.lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(path, count)| (path.to_owned(), count.parse().unwrap()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_and_dossiers_tell_the_same(texts in prop::collection::vec(words(), 1..40)) {
        let site = site(&texts);
        let output = site.output();
        for (actor, (id, _)) in ACTORS.iter().enumerate() {
            let mut wanted = BTreeMap::new();
            for (at, words) in texts.iter().enumerate() {
                let count = words.iter().flatten().filter(|(of, _)| *of == actor).count();
                if count > 0 {
                    wanted.insert(format!("analyses/a{at}/"), count);
                }
                // The text links the actor once, if it names it.
                let article = String::from_utf8(output[&format!("analyses/a{at}/index.html")].clone()).unwrap();
                prop_assert_eq!(article.matches(&format!("actors/{id}/\"")).count(), count.min(1), "{}", article);
            }
            let dossier = told(&output[&format!("actors/{id}/index.html")]);
            let lists = output.iter().filter(|(path, _)| path.starts_with(&format!("actors/{id}/mentions/")));
            let mut all = BTreeMap::new();
            for (path, page) in lists.filter(|(path, _)| path.ends_with("index.html")) {
                for (mention, count) in told(page) {
                    // The newest and the last full page may share mentions, but not tell two things.
                    let before = all.insert(mention, count);
                    prop_assert!(before.is_none_or(|before| before == count), "{}", path);
                }
            }
            if wanted.len() > 12 {
                prop_assert_eq!(dossier.len(), 12);
                prop_assert!(dossier.iter().all(|mention| wanted.get(mention.0) == Some(mention.1)));
                prop_assert_eq!(all, wanted, "{}", id);
            } else {
                prop_assert_eq!(dossier, wanted, "{}", id);
                prop_assert!(all.is_empty());
            }
        }
    }
}
