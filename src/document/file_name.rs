//! What the name of a content file says: date, slug, and whether it is a bundle.

use serde::{Deserialize, Serialize};

use crate::model::{Moment, Slug, SourcePath};

/// What the name of a content file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileName {
    /// The date that the name begins with.
    pub date: Option<Moment>,
    /// The slug: of the name without date and extension, or of a bundle's folder.
    pub slug: Option<Slug>,
    /// Whether it is the `index.md` of a bundle.
    pub bundle: bool,
    /// The name as a title for want of a better one: `third rotation`.
    pub words: Box<str>,
}

impl FileName {
    /// Takes the name of a content file apart.
    #[must_use]
    pub fn of(path: &SourcePath) -> Self {
        let bundle = path.stem() == "index";
        let folder_name = path.folder().rsplit('/').next().unwrap_or_default();
        let name = if bundle { folder_name } else { path.stem() };
        let (date, rest) = split_date(name);
        Self { date, slug: Slug::of(rest), bundle, words: rest.replace(['-', '_'], " ").trim().into() }
    }
}

/// `2025-07-03-slug` and `2025-07-03_slug` to date and slug; a date alone stays the slug.
fn split_date(name: &str) -> (Option<Moment>, &str) {
    let Some((day, rest)) = name.split_at_checked(10) else { return (None, name) };
    match (Moment::parse(day), rest.strip_prefix(['-', '_'])) {
        (Ok(date), Some(rest)) if !rest.is_empty() => (Some(date), rest),
        (Ok(date), None) if rest.is_empty() => (Some(date), name),
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_slugs() {
        let name = |path: &str| {
            let name = FileName::of(&SourcePath::new(path));
            (name.date.map(|d| d.day()), name.slug.map(|s| s.to_string()), name.bundle)
        };
        assert_eq!(
            name("content/a/2025-07-03-x-y.md"),
            (Some("2025-07-03".into()), Some("x-y".into()), false)
        );
        assert_eq!(
            name("content/a/2025-07-03-x/index.md"),
            (Some("2025-07-03".into()), Some("x".into()), true)
        );
        assert_eq!(name("content/a/North Korea.md"), (None, Some("north-korea".into()), false));
        assert_eq!(name("content/a/2025-02-30-x.md"), (None, Some("2025-02-30-x".into()), false));
        assert_eq!(name("content/a/…é.md").1, Some("e".into()));
    }
}
