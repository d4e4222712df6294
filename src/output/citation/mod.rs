//! How to cite an article: a line to read, and one file a format for reference managers.
//!
//! Names are given whole, as the byline has them: which part of one is the family's is not known,
//! and an author may be a desk.

mod bibtex;
mod csl;
mod ris;

use tera::Value;

use crate::model::{Moment, OutputPath, Permalink, month_name};
use crate::site::{Article, ArticleIx, Byline};
use crate::view::{percent_encode, record};

use super::{Artifact, Make, Outputs};

/// A format of reference managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationFormat {
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
}

const FORMATS: [CitationFormat; 3] = [CitationFormat::Bibtex, CitationFormat::Ris, CitationFormat::Csl];

impl CitationFormat {
    /// What readers know it by.
    fn label(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::Ris => "RIS",
            Self::Csl => "CSL-JSON",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Csl => "json",
        }
    }

    fn make(self, citation: &Citation) -> String {
        match self {
            Self::Bibtex => bibtex::entry(citation),
            Self::Ris => ris::entry(citation),
            Self::Csl => csl::entry(citation),
        }
    }
}

/// What is known of an article, as far as it is cited. Texts are of one line.
struct Citation {
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
    /// The files beside the articles' pages.
    pub(super) fn citation_files(&self) -> impl Iterator<Item = Artifact> {
        let articles = self.site.articles.iter().enumerate().filter(|_| self.config.outputs.citations);
        articles.flat_map(|(at, article)| {
            let permalink = &self.site.page(article.page).permalink;
            FORMATS.into_iter().map(move |format| Artifact {
                path: file_beside(permalink, format),
                make: Make::Citation(ArticleIx::new(at), format),
                source: None,
            })
        })
    }

    /// Makes one of the files.
    pub(super) fn render_citation(&self, article: ArticleIx, format: CitationFormat) -> Vec<u8> {
        format.make(&self.citation(&self.site.articles[article.get()])).into_bytes()
    }

    /// What the article's page shows; none where `[outputs]` switches citations off.
    pub(super) fn citation_value(&self, article: ArticleIx) -> Value {
        if !self.config.outputs.citations {
            return Value::none();
        }
        let article = &self.site.articles[article.get()];
        let permalink = &self.site.page(article.page).permalink;
        let citation = self.citation(article);
        let formats = FORMATS.into_iter().map(|format| {
            let path = percent_encode(file_beside(permalink, format).as_str());
            record([
                ("label", Value::from(format.label())),
                ("path", Value::from(path)),
                ("text", Value::from(format.make(&citation))),
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

/// `cite.bib` in the folder of a page, `page-cite.bib` beside a page that is a file.
fn file_beside(page: &Permalink, format: CitationFormat) -> OutputPath {
    let (page, extension) = (page.as_str(), format.extension());
    OutputPath::new(match page.strip_suffix(".html") {
        Some(stem) => format!("{stem}-cite.{extension}"),
        None => format!("{page}cite.{extension}"),
    })
}
