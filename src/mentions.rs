//! Why each name in a file is, or is not, a link: what `dateline mentions` tells.

use serde::Serialize;

use crate::config::{Policy, SiteConfig};
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::gazetteer::{Entity, Found, Gazetteer, Page, PageText, recognise, recognise_plain};
use crate::model::{Kind, LineIndex, SourcePath};
use crate::site::{PageIx, Site};

/// What is said of one text.
#[derive(Debug, Clone, Serialize)]
pub struct FileReport {
    /// The file; `-` for standard input.
    pub file: String,
    /// Every surface form, in order.
    pub forms: Vec<FormReport>,
}

/// A surface form, and what becomes of it.
#[derive(Debug, Clone, Serialize)]
pub struct FormReport {
    /// As a reader sees it, without markup.
    pub surface: String,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// Id of the entity; none when that is not settled.
    pub entity: Option<String>,
    /// `actor` or `topic`.
    pub entity_kind: Option<&'static str>,
    /// Ids of all whose name it could be.
    pub candidates: Vec<String>,
    /// `linked`, `indexed` or `refused`.
    pub decision: &'static str,
    /// The rule that decided.
    pub rule: &'static str,
    /// Why, in words.
    pub reason: &'static str,
}

/// Explains the names in a Markdown file. One that is part of the site is read as its own page, with
/// what its front matter says; any other as a page of no section.
///
/// # Errors
/// When the file's front matter cannot be read.
pub fn of_file(
    site: &Site,
    config: &SiteConfig,
    path: &SourcePath,
    text: &str,
) -> Result<FileReport, Vec<Diagnostic>> {
    let entities = site.entities();
    let gazetteer = entities.gazetteer(config);
    let own = site.documents.iter().position(|document| document.path == *path);
    let page = own.and_then(|own| {
        let page = site.pages.iter().position(|page| page.document.is_some_and(|d| d.get() == own));
        page.map(PageIx::new)
    });
    let found = match page {
        Some(page) => {
            let context = site
                .page_context(page, &config.linking)
                .unwrap_or(Page { policy: Policy::None, ..Page::default() });
            site.document_of(page).map(|document| {
                let found = recognise(&document.body, &gazetteer, &context);
                (found, PageText::of(&document.body))
            })
        }
        None => {
            let (document, diagnostics) = document::parse(Kind::Page, path, text, config);
            let Some(document) = document else { return Err(diagnostics) };
            let policy = config.linking.mentions;
            let found = recognise(&document.body, &gazetteer, &Page { policy, ..Page::default() });
            Some((found, PageText::of(&document.body)))
        }
    };
    let (found, page_text) = found.unwrap_or_default();
    Ok(report(site, path.as_str(), text, &found, |found| page_text.of_block(found.block, found.text)))
}

/// Explains the names in plain text.
#[must_use]
pub fn of_plain_text(site: &Site, config: &SiteConfig, text: &str) -> FileReport {
    let gazetteer: Gazetteer = site.entities().gazetteer(config);
    let page = Page { policy: config.linking.mentions, ..Page::default() };
    // A line break in a name is a space.
    let surface = |found: &Found| {
        let bytes = found.place.source.0 as usize..found.place.source.1 as usize;
        text.get(bytes).unwrap_or_default().replace('\n', " ")
    };
    report(site, "-", text, &recognise_plain(text, &gazetteer, &page), surface)
}

fn report<S: Into<String>>(
    site: &Site,
    file: &str,
    text: &str,
    found: &[Found],
    surface: impl Fn(&Found) -> S,
) -> FileReport {
    let lines = LineIndex::new(text);
    let id = |entity: &Entity| site.page(site.entity_page(*entity)).id.to_string();
    let mut forms: Vec<FormReport> = found
        .iter()
        .map(|found| {
            let (start, end) = (found.place.source.0 as usize, found.place.source.1 as usize);
            let (line, column) = lines.position(start);
            FormReport {
                surface: surface(found).into(),
                start,
                end,
                line,
                column,
                entity: found.entity.as_ref().map(id),
                entity_kind: found.entity.map(|entity| entity.kind.name()),
                candidates: found.candidates.iter().map(id).collect(),
                decision: found.rule.decision().name(),
                rule: found.rule.name(),
                reason: found.rule.reason(),
            }
        })
        .collect();
    // Footnotes are read last and stand where they were written.
    forms.sort_by_key(|form| (form.start, form.end));
    FileReport { file: file.to_owned(), forms }
}
