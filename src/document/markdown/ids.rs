//! The ids on a page: headings, paragraphs, footnotes and what raw HTML brings.

use ahash::AHashMap;

use crate::model::{Fingerprint, Slug};

/// Length of the id of a paragraph: `p-` and six characters.
pub(super) const PARAGRAPH_ID: usize = 8;

/// Gives out ids, each once.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Every id that is not a paragraph's, with the number that its next namesake tries first.
    named: AHashMap<Box<str>, u32>,
    /// The hashes of paragraphs, which their ids write out, each with the one that its last namesake got.
    paragraphs: AHashMap<u32, u32>,
}

impl Ids {
    /// The id of a heading: as written, or the slug of its text; with `-2` when it is taken.
    pub(super) fn heading(&mut self, written: Option<&str>, text: &str) -> String {
        let mut id = match written {
            Some(written) => written.to_owned(),
            None => slug(text),
        };
        if is_generated(&id) {
            // Only footnotes and paragraphs may have such an id, and they may come later.
            id.insert_str(0, "section-");
        }
        let Some(next) = self.named.get_mut(id.as_str()) else {
            self.named.insert(id.as_str().into(), 2);
            return id;
        };
        let mut number = *next;
        let mut numbered = format!("{id}-{number}");
        while self.named.contains_key(numbered.as_str()) {
            number += 1;
            numbered = format!("{id}-{number}");
        }
        self.named.insert(id.into(), number + 1);
        self.named.insert(numbered.as_str().into(), 2);
        numbered
    }

    /// The id of a paragraph with this text. It is made of the text alone, so a link to the
    /// paragraph holds as long as the text does, wherever it moves on the page.
    pub(super) fn paragraph(&mut self, text: &str) -> [u8; PARAGRAPH_ID] {
        let hash = Fingerprint::of(text.as_bytes()).0;
        let first = (hash & 0x3fff_ffff) as u32;
        let mut code = self.paragraphs.get(&first).copied().unwrap_or(first);
        while self.paragraphs.contains_key(&code) {
            // The same text again. An odd step visits every code before it comes back.
            code = code.wrapping_add(((hash >> 64) as u32) | 1) & 0x3fff_ffff;
        }
        self.paragraphs.insert(code, code);
        if code != first {
            self.paragraphs.insert(first, code);
        }
        let mut id = *b"p-000000";
        for digit in id.iter_mut().rev().take(6) {
            *digit = BASE32[(code & 31) as usize];
            code >>= 5;
        }
        id
    }

    /// Takes note of an id that is on the page anyway: a footnote's or one in raw HTML.
    pub(super) fn note(&mut self, id: &str) {
        if !self.named.contains_key(id) {
            self.named.insert(id.into(), 2);
        }
    }

    /// Whether an id of the author's HTML would be there twice, or might be when the page is finished.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        id.is_empty() || is_generated(id) || self.named.contains_key(id)
    }

    /// All ids but the paragraphs', in no order.
    pub(super) fn into_named(self) -> impl Iterator<Item = Box<str>> {
        self.named.into_keys()
    }
}

/// Crockford's digits: none that looks like another.
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Whether an id has the form of those that paragraphs and footnotes get.
fn is_generated(id: &str) -> bool {
    let digit_after = |prefix| {
        id.strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.bytes().next().is_some_and(|b| b.is_ascii_digit()))
    };
    digit_after("fn-")
        || digit_after("fnref-")
        || id
            .strip_prefix("p-")
            .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| BASE32.contains(&b)))
}

fn slug(text: &str) -> String {
    Slug::of(text).map_or_else(|| "section".to_owned(), |slug| slug.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn headings_are_numbered_and_keep_off_other_ids() {
        let mut ids = Ids::default();
        assert_eq!(ids.heading(None, "Key judgements"), "key-judgements");
        assert_eq!(ids.heading(None, "Key judgements 2"), "key-judgements-2");
        assert_eq!(ids.heading(None, "Key judgements"), "key-judgements-3");
        assert_eq!(ids.heading(Some("fn-1"), ""), "section-fn-1");
        assert_eq!(ids.heading(None, "P-abcdef"), "section-p-abcdef");
        assert_eq!(ids.heading(None, "…"), "section");
    }

    #[test]
    fn paragraphs_with_one_text_get_different_ids() {
        let mut ids = Ids::default();
        let first = ids.paragraph("same");
        assert_ne!(first, ids.paragraph("same"));
        assert_eq!(first, Ids::default().paragraph("same"));
        assert!(first.starts_with(b"p-"));
    }
}
