//! New files: a site that builds (`init`), an article, actor or topic (`new`).

mod site;

pub use site::init;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::ActorType;
use crate::model::{Kind, Moment, Slug, SourcePath, check_segment};

/// What a new file is to say.
#[derive(Debug, Clone)]
pub struct NewFile<'n> {
    /// An article, actor or topic.
    pub kind: Kind,
    /// Its title or name.
    pub title: &'n str,
    /// The type of an actor.
    pub actor_type: ActorType,
    /// The folder below content, where it is not the kind's own.
    pub section: Option<&'n str>,
    /// Today, which a new article is dated with.
    pub today: Moment,
}

/// Writes the file of a new article, actor or topic and returns its path from `root`.
///
/// # Errors
/// When the title leaves nothing for a file name, the file is there already, or it cannot be
/// written.
pub fn create(root: &Path, new: &NewFile<'_>) -> Result<SourcePath, Diagnostic> {
    let Some(slug) = Slug::of(new.title) else {
        let message = format!("`{}` leaves no letter or digit for a file name", new.title);
        return Err(Diagnostic::error(&codes::CONTENT_PERMALINK, message));
    };
    let (folder, text) = match new.kind {
        Kind::Actor => ("actors", actor(new)),
        Kind::Topic => ("topics", topic(new)),
        _ => ("analyses", article(new)),
    };
    let folder = new.section.unwrap_or(folder).trim_matches('/');
    for name in folder.split('/') {
        check_segment(name).map_err(|reason| {
            let message = format!("`{folder}` cannot be a folder of content: {reason}");
            Diagnostic::error(&codes::CONTENT_PERMALINK, message)
        })?;
    }
    let path = SourcePath::new(format!("content/{folder}/{slug}.md"));
    write_new(root, &path, &text)?;
    Ok(path)
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there already or cannot be written.
pub fn write_new(root: &Path, path: &SourcePath, text: &str) -> Result<(), Diagnostic> {
    let file = root.join(path.as_str());
    let failed = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Diagnostic::error(&codes::IMPORT_EXISTS, "this file is there already; nothing was written")
                .in_file(path)
        } else {
            Diagnostic::error(&codes::IO_WRITE, format!("cannot write this file: {error}")).in_file(path)
        }
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // `create_new` leaves no moment between looking and writing.
    let mut handle = File::create_new(&file).map_err(failed)?;
    handle.write_all(text.as_bytes()).map_err(failed)
}

/// A YAML scalar that reads back as this text, quoted only where it must be.
#[must_use]
pub fn yaml_text(text: &str) -> String {
    let plain = serde_yaml::from_str::<serde_yaml::Value>(&format!("key: {text}\n"))
        .is_ok_and(|value| value.get("key").and_then(serde_yaml::Value::as_str) == Some(text));
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn article(new: &NewFile<'_>) -> String {
    format!(
        "---\ntitle: {}\ndate: {}\ndraft: true\n# description: one or two sentences for lists and feeds\n\
         # authors: [desk]\n# actors: []   # ids of files in content/actors\n# topics: []   # ids of files in content/topics\n\
         # sources: []  # ids of entries in content/sources.yaml\n---\n\n",
        yaml_text(new.title),
        new.today.day()
    )
}

fn actor(new: &NewFile<'_>) -> String {
    let types: Vec<&str> = ActorType::ALL.iter().map(|actor_type| actor_type.name()).collect();
    format!(
        "---\nname: {}\ntype: {}   # {}\n# aka: []   # other names: DPRK, or {{text: Pyongyang, kind: metonym}}\n\
         # relations:\n#   - {{type: ally-of, actor: some-id, since: 2024-06}}\n---\n\n",
        yaml_text(new.title),
        new.actor_type.name(),
        types.join(", ")
    )
}

fn topic(new: &NewFile<'_>) -> String {
    format!("---\nname: {}\n# broader: id-of-a-wider-topic\n---\n\n", yaml_text(new.title))
}

#[cfg(test)]
mod tests {
    use super::yaml_text;

    #[test]
    fn yaml_is_quoted_only_where_it_must_be() {
        assert_eq!(yaml_text("North Korea"), "North Korea");
        for text in ["2024", "a: b", "\"x\"", "yes: no", "#x", "[a]", "null", "x #y", "tab\there", "'", ""] {
            let yaml = yaml_text(text);
            let back: serde_yaml::Value = serde_yaml::from_str(&format!("k: {yaml}\n")).expect("readable");
            assert_eq!(back["k"].as_str(), Some(text), "{yaml}");
        }
    }
}
