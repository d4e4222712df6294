//! Bringing in text from elsewhere.

pub mod prose;

use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Slug, SourcePath};
use crate::scaffold::{write_new, yaml_text};
use crate::source;

/// Turns a file of bare prose into a draft under `content/analyses` and returns the draft's path.
///
/// Nothing is invented: the draft has a title when the text has one, and no date, author, source
/// or description.
///
/// # Errors
/// When the file cannot be read or is empty, or when the draft is there already.
pub fn import_prose(root: &Path, file: &Path) -> Result<SourcePath, Diagnostic> {
    let from = SourcePath::new(file.to_string_lossy().into_owned());
    let text = source::read_text(Path::new(""), &from)?;
    let draft = prose::from_prose(&text);
    if draft.body.trim().is_empty() && draft.title.is_none() {
        return Err(Diagnostic::error(&codes::IMPORT_FORMAT, "there is no text in this file").in_file(&from));
    }
    let slug = draft.title.as_deref().and_then(Slug::of).or_else(|| Slug::of(from.stem()));
    let Some(slug) = slug else {
        let message = "neither the title nor the file's name leaves a letter or digit for a file name";
        return Err(Diagnostic::error(&codes::CONTENT_PERMALINK, message).in_file(&from));
    };
    let title = draft.title.map_or_else(String::new, |title| format!("title: {}\n", yaml_text(&title)));
    let path = SourcePath::new(format!("content/analyses/{slug}.md"));
    write_new(root, &path, &format!("---\n{title}draft: true\n---\n\n{}\n", draft.body.trim_end()))?;
    Ok(path)
}
