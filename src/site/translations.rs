//! Pages that say one thing in several languages, tied by `translation_key`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes};
use crate::document::Document;

use super::Page;
use super::index::PageIx;

/// For each page that has translations, all pages of its set: the one in the site's own language
/// first, then by language tag. A set of one page is none: the others may not be published yet.
pub fn collect(
    pages: &[Page],
    documents: &[Arc<Document>],
    own_language: &str,
    found: &mut Diagnostics,
) -> BTreeMap<PageIx, Arc<[PageIx]>> {
    let document = |page: PageIx| pages[page.get()].document.map(|document| &documents[document.get()]);
    let language = |page: PageIx| {
        document(page).and_then(|document| document.common.lang.as_deref()).unwrap_or(own_language)
    };
    let mut sets: BTreeMap<&str, Vec<PageIx>> = BTreeMap::new();
    for page in (0..pages.len()).map(PageIx::new) {
        if let Some(key) = document(page).and_then(|document| document.common.translation_key.as_deref()) {
            sets.entry(key).or_default().push(page);
        }
    }
    let mut translations = BTreeMap::new();
    for (key, mut set) in sets {
        set.sort_by_key(|page| (language(*page) != own_language, language(*page), *page));
        for pair in set.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            if language(first) == language(second) {
                let message = format!(
                    "two pages with the translation key `{key}` are in one language, `{}`",
                    language(first)
                );
                let mut diagnostic = Diagnostic::error(&codes::CONTENT_TRANSLATION, message)
                    .help("say in which language each is with `lang`, or give one another key");
                for page in [second, first] {
                    if let Some(document) = document(page) {
                        let place = Place::value(FieldPath::key("translation_key"));
                        diagnostic = diagnostic.label(&document.path, place, "the same key");
                    }
                }
                found.push(diagnostic);
            }
        }
        if set.len() > 1 {
            let set: Arc<[PageIx]> = set.into();
            translations.extend(set.iter().map(|page| (*page, Arc::clone(&set))));
        }
    }
    translations
}
