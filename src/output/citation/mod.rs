//! How to cite an article: a line to read, and one text a format for reference managers, which its page
//! shows and offers as a download.
//!
//! Names are given whole, as the byline has them: which part of one is the family's is not known,
//! and an author may be a desk.

mod bibtex;
mod csl;
mod data_url;
mod ris;

use tera::Value;

use crate::model::{Moment, month_name};
use crate::site::{Article, ArticleIx, Byline};
use crate::view::record;

use super::Outputs;
use data_url::data_url;

/// A format of reference managers.
struct Format {
    /// What readers know it by.
    label: &'static str,
    extension: &'static str,
    media_type: &'static str,
    make: fn(&Citation) -> String,
}

const FORMATS: [Format; 3] = [
    Format { label: "BibTeX", extension: "bib", media_type: "application/x-bibtex", make: bibtex::entry },
    Format {
        label: "RIS",
        extension: "ris",
        media_type: "application/x-research-info-systems",
        make: ris::entry,
    },
    Format {
        label: "CSL-JSON",
        extension: "json",
        media_type: "application/vnd.citationstyles.csl+json",
        make: csl::entry,
    },
];

/// What is known of an article, as far as it is cited. Texts are of one line.
struct Citation {
    /// The article's slug.
    id: String,
    title: String,
    authors: Vec<String>,
    site: String,
    date: Option<Moment>,
    updated: Option<Moment>,
    url: Option<String>,
    lang: String,
    summary: Option<String>,
    keywords: Vec<String>,
}

impl Outputs<'_> {
    /// What the article's page shows; none where `[outputs]` switches citations off.
    pub(super) fn citation_value(&self, article: ArticleIx) -> Value {
        if !self.config.outputs.citations {
            return Value::none();
        }
        let citation = self.citation(&self.site.articles[article.get()]);
        let formats = FORMATS.iter().map(|format| {
            let text = (format.make)(&citation);
            record([
                ("label", Value::from(format.label)),
                ("file", Value::from(format!("{}.{}", citation.id, format.extension))),
                ("mime", Value::from(format.media_type)),
                ("href", Value::from(data_url(format.media_type, &text))),
                ("text", Value::from(text)),
            ])
        });
        record([
            ("text", Value::from(citation.in_words())),
            ("formats", Value::from(formats.collect::<Vec<Value>>())),
        ])
    }

    fn citation(&self, article: &Article) -> Citation {
        let site = self.site;
        let page = site.page(article.page);
        let lang = site.article_document(article).common.lang.as_deref();
        let authors = article.authors.iter().map(|byline| match byline {
            Byline::Author(author) => one_line(&site.page(site.authors[author.get()].page).title),
            Byline::Name(name) => one_line(name),
        });
        let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
        let actors = article.actors.iter().map(|actor| site.actors[actor.get()].page);
        Citation {
            id: page.id.to_string(),
            title: one_line(&page.title),
            authors: authors.collect(),
            site: one_line(&self.config.title),
            date: article.date,
            updated: article.updated,
            url: self.views.addresses.url(&page.permalink),
            lang: lang.unwrap_or(&self.config.language).to_owned(),
            summary: site.summary(article.page).map(|summary| one_line(&summary)),
            keywords: topics.chain(actors).map(|page| one_line(&site.page(page).title)).collect(),
        }
    }
}

impl Citation {
    /// `Authors. Title. Site, 3 July 2025 (updated 11 July 2025). https://…`
    fn in_words(&self) -> String {
        let mut sentences = Vec::new();
        match self.authors.as_slice() {
            [] => {}
            [one] => sentences.push(one.clone()),
            [most @ .., last] => sentences.push(format!("{} and {last}", most.join(", "))),
        }
        sentences.push(self.title.clone());
        let mut publication = self.site.clone();
        if let Some(date) = &self.date {
            publication = format!("{publication}, {}", in_words(date));
        }
        if let Some(updated) = &self.updated {
            publication = format!("{publication} (updated {})", in_words(updated));
        }
        sentences.push(publication);
        let mut text = String::new();
        for sentence in sentences {
            text += &sentence;
            text += if sentence.ends_with(['.', '!', '?', '…']) { " " } else { ". " };
        }
        text += self.url.as_deref().unwrap_or_default();
        text.trim_end().to_owned()
    }
}

fn in_words(date: &Moment) -> String {
    let (year, month, day) = date.ymd();
    format!("{day} {} {year}", month_name(month))
}

/// A text without line breaks, which would end a field of RIS, and other control characters, which
/// no format has a use for.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
