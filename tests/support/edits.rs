//! Edits of a site, for tests that try many of them.

use std::fs;

use proptest::prelude::*;

use super::{SITE_TOML, TestSite};

/// The site to be edited.
pub fn site() -> TestSite {
    let site = TestSite::new();
    site.article("base", "2025-06-01", "", "Text.");
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

/// Any edit.
pub fn any() -> impl Strategy<Value = Edit> {
    let text = (0..13_u8, proptest::arbitrary::any::<u8>(), 0..4_u8, 0..10_u8, 0..3_u8);
    let article = (0..5_u8, 1..9_u8, 0..3_u8, 0..3_u8, 0..5_u8, proptest::arbitrary::any::<u8>());
    prop_oneof![
        6 => text.prop_map(|(file, words, actor, link, heading)| Edit::Text { file, words, actor, link, heading }),
        4 => article.prop_map(|(slug, day, actor, topic, link, words)| Edit::Article { slug, day, actor, topic, link, words }),
        2 => (0..5_u8).prop_map(Edit::NoArticle),
        2 => (0..3_u8, proptest::arbitrary::any::<u8>(), proptest::arbitrary::any::<bool>()).prop_map(|(id, words, member)| Edit::Actor { id, words, member }),
        1 => (0..3_u8, proptest::arbitrary::any::<u8>()).prop_map(|(id, words)| Edit::Topic { id, words }),
        1 => (0..3_u8, proptest::arbitrary::any::<u8>()).prop_map(|(name, words)| Edit::Template { name, words }),
        1 => (0..3_u8).prop_map(Edit::NoTemplate),
        1 => (0..3_u8, proptest::arbitrary::any::<u8>()).prop_map(|(name, words)| Edit::Static { name, words }),
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
                let body = format!(
                    "The a{actor} said {words}. {link}\n\n## Part {heading}\n\nOn t1, by the a{actor}."
                );
                site.file(&path, format!("{matter}\n---\n\n{body}\n"));
            }
            Edit::Article { slug, day, actor, topic, link, words } => {
                let matter = format!(
                    "actors: [a{actor}]\ntopics: [t{topic}]\ntags: [tag{words}]\naliases: [/old/{slug}/]\n"
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
            Edit::Actor { id, words, member } => {
                let part = if *member && *id > 0 { "part_of: a0\n" } else { "" };
                let text = format!(
                    "---\nname: Actor {words} of {id}\ntype: organisation\n{part}---\n\nWords {words}.\n"
                );
                site.file(&format!("content/actors/a{id}.md"), text);
            }
            Edit::Topic { id, words } => {
                site.topic(&format!("t{id}"), &format!("Words {words}."));
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
                let text = format!("{}page_size = {size}\n[feeds]\ncontent = \"{content}\"\n", SITE_TOML);
                site.file("site.toml", text);
            }
        }
    }
}
