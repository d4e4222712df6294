//! The themes inside the binary.

use include_dir::{Dir, File, include_dir};

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// What the source paths of embedded files begin with.
pub const EMBEDDED_PREFIX: &str = "<embedded>/";

/// Names of the embedded themes.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES.dirs().filter_map(|theme| theme.path().file_name()?.to_str()).collect();
    names.sort_unstable();
    names
}

/// Every file of an embedded theme with its path in the theme, sorted; none when there is no such
/// theme.
pub fn files(theme: &str) -> Vec<(String, &'static [u8])> {
    let mut found = Vec::new();
    if let Some(folder) = THEMES.get_dir(theme) {
        collect(folder, &mut found);
    }
    let mut files: Vec<(String, &[u8])> = found
        .into_iter()
        .filter_map(|file| {
            let parts: Vec<_> =
                file.path().components().skip(1).map(|part| part.as_os_str().to_string_lossy()).collect();
            (!parts.is_empty()).then(|| (parts.join("/"), file.contents()))
        })
        .collect();
    files.sort();
    files
}

fn collect(folder: &'static Dir<'static>, found: &mut Vec<&'static File<'static>>) {
    found.extend(folder.files());
    for inner in folder.dirs() {
        collect(inner, found);
    }
}

/// The text of an embedded file, by its source path.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    THEMES.get_file(path.strip_prefix(EMBEDDED_PREFIX)?)?.contents_utf8()
}
