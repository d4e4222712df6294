//! Edits of a site, for tests that try many of them.

use std::fs;

use proptest::prelude::*;

use super::{SITE_TOML, TestSite};

/// The site to be edited.
pub fn site() -> TestSite {
    let site = TestSite::new();
    site.article("base", "2025-06-01", "", "Text.");
    site.file("content/sources.yaml", "- id: paper\n  title: Paper\n");
    for id in 0..3 {
        site.actor(&format!("a{id}"), "").topic(&format!("t{id}"), "");
    }
    site
}

/// An edit of a site, in numbers. All keep it without errors, but for links to what is not there.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Only a text changes: it names an actor, links to an article, perhaps into its text, and has a heading.
    Text {
        file: u8,
        words: u8,
        actor: u8,
        link: u8,
        heading: u8,
    },
    Article {
        slug: u8,
        day: u8,
        actor: u8,
        topic: u8,
        link: u8,
        words: u8,
    },
    NoArticle(u8),
    Rename {
        from: u8,
        to: u8,
    },
    /// An article in a folder with its picture; of two languages when `german`.
    Bundle {
        id: u8,
        words: u8,
        width: u8,
        german: bool,
    },
    /// An ordinary page that links to an article and names an actor.
    Page {
        id: u8,
        words: u8,
        link: u8,
    },
    Author {
        id: u8,
        words: u8,
    },
    /// The front page of the articles' folder.
    Section {
        words: u8,
    },
    /// Events and sources.
    Registers {
        events: u8,
        words: u8,
    },
    Actor {
        id: u8,
        words: u8,
        member: bool,
    },
    Topic {
        id: u8,
        words: u8,
    },
    Template {
        name: u8,
        words: u8,
    },
    NoTemplate(u8),
    Static {
        name: u8,
        words: u8,
    },
    NoStatic(u8),
    Config {
        size: u8,
        full: bool,
    },
}

const TEMPLATES: [&str; 3] = ["article.html", "term.html", "partials/own.html"];
const STATICS: [&str; 3] = ["assets/x.css", "x.txt", "deep/er/x.txt"];

fn byte() -> impl Strategy<Value = u8> {
    proptest::arbitrary::any::<u8>()
}

/// Any edit.
pub fn any() -> impl Strategy<Value = Edit> {
    let text = (0..13_u8, byte(), 0..4_u8, 0..10_u8, 0..3_u8);
    let article = (0..5_u8, 1..9_u8, 0..3_u8, 0..3_u8, 0..5_u8, byte());
    prop_oneof![
        6 => text.prop_map(|(file, words, actor, link, heading)| Edit::Text { file, words, actor, link, heading }),
        4 => article.prop_map(|(slug, day, actor, topic, link, words)| Edit::Article { slug, day, actor, topic, link, words }),
        2 => (0..5_u8).prop_map(Edit::NoArticle),
        1 => (0..5_u8, 0..5_u8).prop_map(|(from, to)| Edit::Rename { from, to }),
        2 => (0..2_u8, byte(), 1..4_u8, proptest::arbitrary::any::<bool>()).prop_map(|(id, words, width, german)| Edit::Bundle { id, words, width, german }),
        2 => (0..2_u8, byte(), 0..10_u8).prop_map(|(id, words, link)| Edit::Page { id, words, link }),
        1 => (0..2_u8, byte()).prop_map(|(id, words)| Edit::Author { id, words }),
        1 => byte().prop_map(|words| Edit::Section { words }),
        1 => (0..3_u8, byte()).prop_map(|(events, words)| Edit::Registers { events, words }),
        2 => (0..3_u8, byte(), proptest::arbitrary::any::<bool>()).prop_map(|(id, words, member)| Edit::Actor { id, words, member }),
        1 => (0..3_u8, byte()).prop_map(|(id, words)| Edit::Topic { id, words }),
        1 => (0..3_u8, byte()).prop_map(|(name, words)| Edit::Template { name, words }),
        1 => (0..3_u8).prop_map(Edit::NoTemplate),
        1 => (0..3_u8, byte()).prop_map(|(name, words)| Edit::Static { name, words }),
        1 => (0..3_u8).prop_map(Edit::NoStatic),
        1 => (1..4_u8, proptest::arbitrary::any::<bool>()).prop_map(|(size, full)| Edit::Config { size, full }),
    ]
}

impl Edit {
    /// Makes the edit.
    pub fn apply(&self, site: &TestSite) {
        let forget = |path: String| {
            let _ = fs::remove_file(site.root.join(path));
        };
        match self {
            Edit::Text { file, words, actor, link, heading } => {
                let path = match file {
                    0..6 => format!("content/analyses/s{file}.md"),
                    6..9 => format!("content/actors/a{}.md", file - 6),
                    9..12 => format!("content/topics/t{}.md", file - 9),
                    _ => "content/analyses/base.md".to_owned(),
                };
                let Ok(text) = fs::read_to_string(site.root.join(&path)) else { return };
                let (matter, _) = text.split_once("\n---\n").expect("front matter");
                let link = match link {
                    0..5 => format!("See [[s{link}]]."),
                    5 => "See [[base#part-0]].".to_owned(),
                    6 => "See [[base]] and [there](/analyses/base/#part-1).".to_owned(),
                    _ => String::new(),
                };
                let country = ["", "France", "Togo and Mali", "Kenya"][usize::from(words % 4)];
                let body = format!(
                    "The a{actor} said {words} on {country}. {link}\n\n## Part {heading}\n\nOn t1, by the a{actor}."
                );
                site.file(&path, format!("{matter}\n---\n\n{body}\n"));
            }
            Edit::Article { slug, day, actor, topic, link, words } => {
                let author = match words % 3 {
                    0 => "authors: [w0, Someone]\n",
                    1 => "authors: [w1]\nsources: [paper]\n",
                    _ => "description: In a few words.\n",
                };
                let tag = words % 8;
                let matter = format!(
                    "actors: [a{actor}]\ntopics: [t{topic}]\ntags: [tag{tag}]\naliases: [/old/{slug}/]\n{author}"
                );
                // The file that it links to may not be there, and the build then fails: as it should.
                let link = if link == slug { String::new() } else { format!("See [[s{link}]].") };
                site.article(
                    &format!("s{slug}"),
                    &format!("2025-07-0{day}"),
                    &matter,
                    &format!("Words {words}. {link}"),
                );
            }
            Edit::NoArticle(slug) => forget(format!("content/analyses/s{slug}.md")),
            Edit::Rename { from, to } => {
                let path = |slug| site.root.join(format!("content/analyses/s{slug}.md"));
                let _ = fs::rename(path(from), path(to));
            }
            Edit::Bundle { id, words, width, german } => {
                // The second may be the first in another language.
                let tie = match (id, german) {
                    (0, _) => "translation_key: both\n",
                    (_, true) => "translation_key: both\nlang: de\n",
                    (_, false) => "",
                };
                let day = id + 1;
                let text = format!(
                    "---\ntitle: Bundle {words}\ndate: 2025-08-0{day}\nimage: picture.gif\n{tie}actors: [a{id}]\n---\n\n![It](picture.gif)\n\nThe a0 said {words}.\n"
                );
                site.file(&format!("content/analyses/b{id}/index.md"), text);
                let picture = [b"GIF89a", &[*width, 0, 1, 0, 0, 0, 0, 0x3b][..]].concat();
                site.file(&format!("content/analyses/b{id}/picture.gif"), picture);
            }
            Edit::Page { id, words, link } => {
                let link = if *link < 5 { format!("See [[s{link}]].") } else { "See [[base]].".to_owned() };
                let text = format!("---\ntitle: Page {words}\n---\n\nOn the a{id}. {link}\n");
                site.file(&format!("content/p{id}.md"), text);
            }
            Edit::Author { id, words } => {
                let text = format!("---\nname: Writer {words}\n---\n\nWords {words}.\n");
                site.file(&format!("content/authors/w{id}.md"), text);
            }
            Edit::Section { words } => {
                let text = format!("---\ntitle: Analyses {words}\n---\n\nWords on the a1.\n");
                site.file("content/analyses/_index.md", text);
            }
            Edit::Registers { events, words } => {
                let events = (0..*events).map(|at| {
                    format!("- id: e{at}\n  date: 2025-0{}\n  title: Event {words}\n  actors: [a{at}]\n  topics: [t{at}]\n", at + 1)
                });
                site.file("content/events.yaml", events.collect::<String>());
                site.file("content/sources.yaml", format!("- id: paper\n  title: Paper {words}\n"));
            }
            Edit::Actor { id, words, member } => {
                let part = if *member && *id > 0 { "part_of: a0\n" } else { "" };
                let other = (id + 1) % 3;
                let more = match words % 6 {
                    0 => format!("aka: [Said, Words {words}]\n"),
                    1 => format!(
                        "relations: [{{ type: rival-of, actor: a{other}, since: 20{:02} }}]\n",
                        words % 24
                    ),
                    2 => format!("wikidata: Q14{id}\ndescription: In a few words.\n"),
                    3 => format!("roles: [{{ post: Head {words}, of: a{other}, source: paper }}]\n"),
                    4 => format!("former_ids: [older-{id}]\n"),
                    _ => String::new(),
                };
                let kind = ["organisation", "person", "state"][usize::from(words % 7 % 3)];
                // Some names are of one word, so that texts have them.
                let name = if words % 2 == 0 { format!("Actor {words} of {id}") } else { format!("a{id}") };
                let text = format!("---\nname: {name}\ntype: {kind}\n{part}{more}---\n\nWords {words}.\n");
                site.file(&format!("content/actors/a{id}.md"), text);
            }
            Edit::Topic { id, words } => {
                let more = match words % 4 {
                    0 if *id > 0 => "broader: t0\n",
                    1 => "aka: [Words]\n",
                    2 => "medtop: 20000056\n",
                    _ => "",
                };
                let text = format!("---\nname: On t{id}\n{more}---\n\nWords {words}.\n");
                site.file(&format!("content/topics/t{id}.md"), text);
            }
            Edit::Template { name, words } => {
                let name = TEMPLATES[usize::from(*name)];
                site.file(
                    &format!("templates/{name}"),
                    format!("{words} {{{{ page.title }}}} {{{{ site.counts.articles }}}}"),
                );
            }
            Edit::NoTemplate(name) => forget(format!("templates/{}", TEMPLATES[usize::from(*name)])),
            Edit::Static { name, words } => {
                site.file(&format!("static/{}", STATICS[usize::from(*name)]), words.to_string());
            }
            Edit::NoStatic(name) => forget(format!("static/{}", STATICS[usize::from(*name)])),
            Edit::Config { size, full } => {
                let content = if *full { "full" } else { "summary" };
                let countries = size == &3;
                let text = format!(
                    "{SITE_TOML}page_size = {size}\n[feeds]\ncontent = \"{content}\"\n[gazetteer]\ncountries = {countries}\n"
                );
                site.file("site.toml", text);
            }
        }
    }
}
