//! Search without a server: an index that the search page reads part by part.
//!
//! `data/search/index.js` says which parts there are; parts `w-…` hold words with their entries, `s-…`
//! the spellings of words of some lengths, `e-…` what results show of some entries. A small site has one
//! or two of each, and of a large one a browser loads only what a query needs.
//! `content/guide/search.md` has the format.

mod index;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use crate::document::{Heading, Matter};
use crate::model::{Fingerprint, OutputPath};
use crate::site::{Article, Overview, PageIx};

use super::json::Json;
use super::{Artifact, LastSearch, Make, Outputs};
use index::{Entry, Field, Index, Part};

/// Where the parts are.
const FOLDER: &str = "data/search/";
/// Numbers of entries in one part: sixteen of each sort.
const TOGETHER: u32 = 64;
/// Entries that are in memory before they are part of the index.
const AT_ONCE: usize = 1024;
/// What begins and ends the words that stand for what entries are filed under; no word of a text has it.
const KEY: char = '@';
/// Characters of a summary that a result shows.
const SUMMARY: usize = 160;

/// What is found. The order is that of the page's own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Article,
    Actor,
    Topic,
    Page,
}

const SORTS: [Sort; 4] = [Sort::Article, Sort::Actor, Sort::Topic, Sort::Page];

/// The files of the index, by path from the output's root.
pub type SearchFiles = BTreeMap<OutputPath, Vec<u8>>;

/// Whether a path can be that of a part of the index.
#[must_use]
pub fn is_of_search(path: &str) -> bool {
    path.starts_with(FOLDER)
}

/// The fingerprint of an index: of all that it is made from, and which parts it has, in order.
#[must_use]
pub fn search_edition<'p>(inputs: Fingerprint, parts: impl Iterator<Item = &'p str>) -> Fingerprint {
    Fingerprint::of_value(&(inputs, parts.collect::<Vec<_>>()))
}

impl Outputs<'_> {
    /// What a part of the index holds; `None` when there is no such part. All are made when the first is asked
    /// for.
    #[must_use]
    pub fn search_file(&self, path: &str) -> Option<&[u8]> {
        if !is_of_search(path) {
            return None;
        }
        self.search_files().get(path).map(Vec::as_slice)
    }

    /// The parts of the index; those are known without making them that `last` is asked for by the fingerprint
    /// of all that the index is made from.
    pub(super) fn search_artifacts(&self, last: LastSearch<'_>) -> Vec<Artifact> {
        if !self.has_search() {
            return Vec::new();
        }
        let paths = last(self.search_inputs());
        let paths = if paths.is_empty() { self.search_files().keys().cloned().collect() } else { paths };
        let edition = search_edition(self.search_inputs(), paths.iter().map(OutputPath::as_str));
        let artifact = |path| Artifact { path, make: Make::Search(edition), source: None };
        paths.into_iter().map(artifact).collect()
    }

    fn has_search(&self) -> bool {
        self.site.overviews.contains(&Overview::Search)
    }

    /// The fingerprint of all that the index is made from.
    pub(super) fn search_inputs(&self) -> Fingerprint {
        *self.search_inputs.get_or_init(|| {
            let entries: Vec<_> = SORTS
                .into_iter()
                .map(|sort| {
                    let pages = self.of_sort(sort).into_par_iter();
                    pages.map(|(page, article)| self.entry_inputs(page, article)).collect::<Vec<_>>()
                })
                .collect();
            Fingerprint::of_value(&entries)
        })
    }

    /// All that the entry of a page is made from.
    fn entry_inputs(&self, page: PageIx, article: Option<&Article>) -> Fingerprint {
        let entry = self.site.page(page);
        let document = self.site.document_of(page);
        let headings = document.map_or(&[][..], |document| &document.body.headings);
        let subjects = article.into_iter().flat_map(|article| self.subjects(article));
        let subjects = subjects.map(|subject| (self.key(subject), &self.site.page(subject).title));
        Fingerprint::of_value(&(
            (&entry.title, self.views.addresses.path(&entry.permalink), self.site.summary(page)),
            self.other_names(page).collect::<Vec<_>>(),
            self::headings(headings).collect::<Vec<_>>(),
            article.and_then(|article| article.date).map(|date| date.day()),
            subjects.collect::<Vec<_>>(),
        ))
    }

    fn search_files(&self) -> &SearchFiles {
        self.search_files.get_or_init(|| if self.has_search() { self.make_search() } else { BTreeMap::new() })
    }

    fn make_search(&self) -> SearchFiles {
        let mut index = Index::default();
        let mut shown: BTreeMap<u32, Json> = BTreeMap::new();
        let mut total = 0;
        for (sort, kind) in SORTS.into_iter().enumerate() {
            let pages = self.of_sort(kind);
            total += pages.len();
            // Numbers of all sorts interleave, so that a new article takes the next and moves no other.
            let number = |at: usize| u32::try_from(at * SORTS.len() + sort).unwrap_or(u32::MAX);
            for (chunk, pages) in pages.chunks(AT_ONCE).enumerate() {
                let entry = |(page, article): &(PageIx, Option<&Article>)| {
                    (self.entry(*page, *article), self.shown(*page, *article))
                };
                let entries: Vec<(Entry, String)> = pages.par_iter().map(entry).collect();
                for (at, (entry, text)) in entries.into_iter().enumerate() {
                    let number = number(chunk * AT_ONCE + at);
                    index.add(number, entry);
                    let part = shown.entry(number / TOGETHER).or_insert_with(|| Json::new("{"));
                    part.field(&number.to_string(), &text);
                }
            }
        }
        let part = |(at, part): (u32, Json)| Part { name: format!("e-{at}"), json: part.finish("}") };
        let mut parts: Vec<Part> = shown.into_iter().map(part).collect();
        let spellings = index.spellings();
        let lengths: Vec<usize> = spellings.iter().map(|(length, _)| *length).collect();
        parts.extend(spellings.into_iter().map(|(length, list)| Part {
            name: format!("s-{length}"),
            json: json!(list).to_string().into_bytes(),
        }));
        let (of_words, firsts) = index.parts();
        parts.extend(of_words);
        let mut files: SearchFiles = parts
            .into_par_iter()
            .map(|part| (OutputPath::new(format!("{FOLDER}{}.js", part.name)), script(&part.json)))
            .collect();
        let hashes: Vec<u8> =
            files.values().flat_map(|bytes| Fingerprint::of(bytes).0.to_le_bytes()).collect();
        let head = json!({
            // A browser that kept a part of another edition asks for this one.
            "edition": Fingerprint::of(&hashes).short(),
            "total": total,
            "together": TOGETHER,
            "years": self.years(),
            "lengths": lengths,
            "words": firsts,
        });
        files.insert(OutputPath::new(format!("{FOLDER}index.js")), script(head.to_string().as_bytes()));
        files
    }

    /// The pages of one sort: articles from the oldest, the others by path.
    fn of_sort(&self, sort: Sort) -> Vec<(PageIx, Option<&Article>)> {
        let site = self.site;
        match sort {
            Sort::Article => {
                site.articles.iter().rev().map(|article| (article.page, Some(article))).collect()
            }
            Sort::Actor => site.listed_actors().map(|(_, actor)| (actor.page, None)).collect(),
            Sort::Topic => site.topics.iter().map(|topic| (topic.page, None)).collect(),
            Sort::Page => {
                let pages = site.sections.iter().flat_map(|section| section.pages.iter());
                pages.map(|page| (*page, None)).collect()
            }
        }
    }

    /// The first article of each year, by its place among the articles; those without a date have none.
    fn years(&self) -> Vec<(String, usize)> {
        let mut years: Vec<(String, usize)> = Vec::new();
        for (at, article) in self.site.articles.iter().rev().enumerate() {
            let year = article.date.map_or_else(String::new, |date| date.ymd().0.to_string());
            if years.last().is_none_or(|(last, _)| *last != year) {
                years.push((year, at));
            }
        }
        years
    }

    fn entry(&self, page: PageIx, article: Option<&Article>) -> Entry {
        let mut entry = Entry::default();
        entry.add(Field::Title, &self.site.page(page).title);
        for name in self.other_names(page) {
            entry.add(Field::Alias, name);
        }
        if let Some(document) = self.site.document_of(page) {
            let headings: Vec<&str> = headings(&document.body.headings).collect();
            entry.add(Field::Headings, &headings.join(" "));
        }
        if let Some(summary) = self.site.summary(page) {
            entry.add(Field::Description, &summary);
        }
        for subject in article.into_iter().flat_map(|article| self.subjects(article)) {
            entry.file_under(format!("{KEY}{}{KEY}", self.key(subject)));
        }
        entry
    }

    /// The actors and topics that an article is about.
    fn subjects(&self, article: &Article) -> impl Iterator<Item = PageIx> {
        let actors = article.actors.iter().map(|actor| self.site.actors[actor.get()].page);
        actors.chain(article.topics.iter().map(|topic| self.site.topics[topic.get()].page))
    }

    fn key(&self, page: PageIx) -> String {
        let page = self.site.page(page);
        format!("{}:{}", page.kind.name(), page.id)
    }

    /// Other names of an actor or topic that are names: no guards.
    fn other_names(&self, page: PageIx) -> impl Iterator<Item = &str> {
        let aka = match self.site.document_of(page).map(|document| &document.matter) {
            Some(Matter::Actor(matter)) => matter.aka.as_slice(),
            Some(Matter::Topic(matter)) => matter.aka.as_slice(),
            _ => &[],
        };
        aka.iter().filter(|aka| !aka.never).map(|aka| &*aka.text)
    }

    /// What a result shows, as JSON.
    fn shown(&self, page: PageIx, article: Option<&Article>) -> String {
        let entry = self.site.page(page);
        let shown = Shown {
            title: &entry.title,
            path: self.views.addresses.path(&entry.permalink),
            summary: self.site.summary(page).map(|summary| cut(&summary)),
            names: self.other_names(page).collect(),
            day: article.and_then(|article| article.date).map(|date| date.day()),
            about: article
                .into_iter()
                .flat_map(|article| self.subjects(article))
                .map(|subject| (self.key(subject), &*self.site.page(subject).title))
                .collect(),
        };
        serde_json::to_string(&shown).unwrap_or_default()
    }
}

/// What a result shows. Names of fields are one letter: there are many of them.
#[derive(Serialize)]
struct Shown<'s> {
    #[serde(rename = "t")]
    title: &'s str,
    #[serde(rename = "p")]
    path: String,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(rename = "n", skip_serializing_if = "Vec::is_empty")]
    names: Vec<&'s str>,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    /// Keys and titles of actors and topics.
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    about: Vec<(String, &'s str)>,
}

fn headings(headings: &[Heading]) -> impl Iterator<Item = &str> {
    headings.iter().map(|heading| &*heading.text)
}

/// A text cut after a word.
fn cut(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SUMMARY) else { return text.to_owned() };
    let end = text[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// A part: a script that hands its value over.
fn script(json: &[u8]) -> Vec<u8> {
    // Older engines end a line at these two.
    let json = String::from_utf8_lossy(json).replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("datelineSearch({json})\n").into_bytes()
}
