//! Names in the text of a template.

/// The places of a word that is the name of a value and no field: what stands before it and after it. In
/// `site-title` it is no name.
pub(super) fn words<'t>(text: &'t str, word: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let is_name = move |before: &str, after: &str| {
        let is_field = before.ends_with('.') && !before.ends_with("...");
        let is_minus = ["{{-", "{%-"].iter().any(|open| before.ends_with(open)) || field(after).is_some();
        let hyphen_before = before.ends_with('-') && !is_minus;
        let hyphen_after = after.starts_with('-') && !after.starts_with("-}}") && !after.starts_with("-%}");
        let is_part = before.ends_with(goes_on) || after.starts_with(goes_on);
        !is_part && !is_field && !hyphen_before && !hyphen_after
    };
    let places = text.match_indices(word).map(|(at, found)| (&text[..at], &text[at + found.len()..]));
    places.filter(move |(before, after)| is_name(before, after))
}

/// The name right after the dot that follows a name.
pub(super) fn field(after: &str) -> Option<&str> {
    let after = after.strip_prefix('?').unwrap_or(after).strip_prefix('.')?;
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
    (end > 0).then(|| &after[..end])
}
