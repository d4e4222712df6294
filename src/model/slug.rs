//! Slugs, and the key under which two names count as the same.

use serde::{Deserialize, Serialize};

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// One segment of a permalink: lower-case ASCII letters and digits joined by single hyphens.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The slug of any text, transliterated to ASCII; `None` when nothing is left.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        // Normalised first, so that composed and decomposed accents give one slug.
        let composed = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
        let mut slug = String::with_capacity(composed.len());
        for c in deunicode::deunicode(&composed).chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = shorten(&slug).trim_end_matches('-');
        (!slug.is_empty()).then(|| Self(slug.into()))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A slug is a file name, which may have 255 bytes on most systems, and transliteration makes three
/// or four letters of one.
const LONGEST: usize = 120;

/// Cuts a long slug at a hyphen, if there is one in its second half.
fn shorten(slug: &str) -> &str {
    let Some(cut) = slug.get(..LONGEST) else { return slug };
    let end = cut.rfind('-').filter(|end| *end > LONGEST / 2);
    cut.get(..end.unwrap_or(LONGEST)).unwrap_or(cut)
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The key under which two file names are one on a case-insensitive or normalising file system.
#[must_use]
pub fn fold_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Option<String> {
        Slug::of(text).map(|slug| slug.to_string())
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(
            slug("The Third Rotation: what's next?").as_deref(),
            Some("the-third-rotation-whats-next")
        );
        assert_eq!(slug("Україна").as_deref(), Some("ukrayina"));
        assert_eq!(slug("Cafe\u{301}"), slug("Café"));
        assert_eq!(slug("…"), None);
        assert_eq!(slug(&"字".repeat(90)).map(|slug| slug.len() <= 120), Some(true));
        assert_eq!(slug(&"word ".repeat(40)).map(|slug| slug.ends_with("word")), Some(true));
    }

    #[test]
    fn fold_key_joins_case_and_normalisation() {
        assert_eq!(fold_key("CAFE\u{301}"), fold_key("café"));
    }
}
