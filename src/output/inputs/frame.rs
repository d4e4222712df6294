//! What all files of a site are made from.

use serde_json::Value;

use crate::document::{Document, Matter};
use crate::model::Fingerprint;
use crate::site::PageIx;
use crate::theme::FRONT_PAGE;
use crate::view::site_value;

use super::{Outputs, fingerprint};

/// What all files of a site have in common.
pub(super) fn frame(outputs: &Outputs<'_>, common: Fingerprint) -> Fingerprint {
    let site = outputs.site;
    let is_frame = |document: &Document| {
        !matches!(document.matter, Matter::Article(_) | Matter::Actor(_) | Matter::Topic(_))
    };
    let documents = site.documents.iter().filter(|document| is_frame(document));
    let documents: Vec<Fingerprint> = documents.map(|document| document.key).collect();
    let page = |page: PageIx| (&site.page(page).title, site.page(page).permalink.as_str());
    let authors: Vec<_> = site.authors.iter().map(|author| page(author.page)).collect();
    let sections: Vec<_> =
        site.sections.iter().map(|section| (page(section.page), section.articles.is_empty())).collect();
    let mut globals = serde_json::to_value(site_value(outputs.views)).unwrap_or_default();
    // Any page may be made by the template of the front page.
    let asked_for =
        |name: &str| site.documents.iter().any(|document| document.common.template.as_deref() == Some(name));
    if !outputs.theme.counts_everywhere() && !asked_for(FRONT_PAGE) {
        remove_counts(&mut globals);
    }
    fingerprint(&(common, documents, authors, sections, globals.to_string()))
}

/// Removes the numbers that each new article changes.
fn remove_counts(site: &mut Value) {
    if let Some(site) = site.as_object_mut() {
        site.remove("counts");
        for list in ["sections", "taxonomies"] {
            let entries = site.get_mut(list).and_then(Value::as_array_mut);
            for entry in entries.into_iter().flatten().filter_map(Value::as_object_mut) {
                entry.remove("count");
            }
        }
    }
}
