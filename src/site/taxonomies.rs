//! Taxonomies besides actors and topics: tags, and whatever site.toml declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::TaxonomyConfig;
use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes};
use crate::document::{Document, Matter};
use crate::model::{Permalink, Slug};

use super::articles::Article;
use super::index::ArticleIx;

/// A taxonomy and its terms.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// Its key in front matter, and its folder.
    pub key: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Whether its terms have feeds.
    pub feed: bool,
    /// The address of its index.
    pub permalink: Permalink,
    /// Its terms, by name.
    pub terms: Vec<Term>,
}

/// A term of a taxonomy.
#[derive(Debug, Clone)]
pub struct Term {
    /// As the first article, by path, writes it.
    pub name: Box<str>,
    /// Its address.
    pub permalink: Permalink,
    /// Its articles, newest first.
    pub articles: Vec<ArticleIx>,
}

/// Gathers the terms that articles name. `articles` is newest first.
pub fn collect(
    configs: &[TaxonomyConfig],
    documents: &[Arc<Document>],
    articles: &mut [Article],
    diagnostics: &mut Diagnostics,
) -> Vec<Taxonomy> {
    let mut tables: Vec<BTreeMap<Slug, Term>> = vec![BTreeMap::new(); configs.len()];
    // By document, so that the spelling that counts does not hang on dates.
    let mut by_document: Vec<(usize, &Article)> = articles.iter().enumerate().collect();
    by_document.sort_by_key(|(_, article)| article.document);
    let mut chosen: Vec<(usize, usize, Slug)> = Vec::new();
    for (at, article) in by_document {
        let document = &documents[article.document.get()];
        let Matter::Article(matter) = &document.matter else { continue };
        for terms in &matter.terms {
            let key = &configs[terms.taxonomy].key;
            for (index, name) in terms.names.iter().enumerate() {
                let Some(slug) = Slug::of(name) else {
                    diagnostics.push(unusable(document, key, index, name));
                    continue;
                };
                let term = tables[terms.taxonomy].entry(slug.clone()).or_insert_with(|| Term {
                    name: name.clone(),
                    permalink: Permalink::new(format!("{key}/{slug}/")),
                    articles: Vec::new(),
                });
                if term.name != *name {
                    diagnostics.push(clash(document, key, index, name, &term.name));
                }
                chosen.push((at, terms.taxonomy, slug));
            }
        }
    }
    // Newest first: the order of the table of articles.
    chosen.sort();
    chosen.dedup();
    for (article, taxonomy, slug) in &chosen {
        if let Some(term) = tables[*taxonomy].get_mut(slug) {
            term.articles.push(ArticleIx::new(*article));
        }
    }
    let mut taxonomies: Vec<Taxonomy> = Vec::with_capacity(configs.len());
    let mut places: Vec<BTreeMap<Slug, usize>> = Vec::with_capacity(configs.len());
    for (config, table) in configs.iter().zip(tables) {
        let mut terms: Vec<(Slug, Term)> = table.into_iter().collect();
        terms.sort_by_cached_key(|(slug, term)| (term.name.to_lowercase(), slug.clone()));
        places.push(terms.iter().enumerate().map(|(at, (slug, _))| (slug.clone(), at)).collect());
        taxonomies.push(Taxonomy {
            key: config.key.as_str().into(),
            title: config.title.as_str().into(),
            feed: config.feed,
            permalink: Permalink::new(format!("{}/", config.key)),
            terms: terms.into_iter().map(|(_, term)| term).collect(),
        });
    }
    for (article, taxonomy, slug) in &chosen {
        if let Some(term) = places[*taxonomy].get(slug) {
            articles[*article].terms.push((*taxonomy, *term));
        }
    }
    taxonomies
}

fn unusable(document: &Document, key: &str, index: usize, name: &str) -> Diagnostic {
    let message = format!("`{name}` leaves no letter or digit for an address");
    let place = Place::value(FieldPath::item(key, index));
    Diagnostic::error(&codes::CONTENT_PERMALINK, message).label(&document.path, place, "")
}

fn clash(document: &Document, key: &str, index: usize, name: &str, first: &str) -> Diagnostic {
    let message = format!("`{name}` and `{first}` of `{key}` would share a page");
    let place = Place::value(FieldPath::item(key, index));
    Diagnostic::error(&codes::CONTENT_TERM, message)
        .label(&document.path, place, "spelt otherwise elsewhere")
        .help(format!("write `{first}` here too, or change the other one"))
}
