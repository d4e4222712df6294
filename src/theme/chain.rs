//! The layers of a theme, found and read.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::config::ThemeConfig;
use crate::data::Value;
use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, Step, codes, did_you_mean};
use crate::model::SourcePath;
use crate::source::{self, Ignore};

use super::embedded;
use super::options::{self, OptionSpec, ThemeFile};

/// The theme that every chain ends with.
pub const DEFAULT: &str = "default";

/// Name of the layer that the site's own files make.
const SITE: &str = "site";

/// The layers of a theme, the site's own first, and the values of its options.
#[derive(Debug)]
pub struct Chain {
    /// Name of the theme.
    pub name: String,
    /// The layers, first wins.
    pub layers: Vec<Layer>,
    /// Declared options.
    pub specs: BTreeMap<String, OptionSpec>,
    /// Their values.
    pub options: BTreeMap<String, Value>,
}

/// The files of one layer.
#[derive(Debug)]
pub struct Layer {
    /// `site`, or the theme's name.
    pub name: String,
    /// Templates by name below `templates/`.
    pub templates: BTreeMap<String, TemplateFile>,
    /// Static files by name below `static/`.
    pub statics: BTreeMap<String, StaticFile>,
}

/// A template's file and text.
#[derive(Debug)]
pub struct TemplateFile {
    /// Where it is from.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
}

/// A static file.
#[derive(Debug, Clone)]
pub enum StaticFile {
    /// A file on disk.
    Disk(SourcePath),
    /// A file in the binary.
    Embedded(&'static [u8]),
}

/// A theme that a site can choose.
#[derive(Debug)]
pub struct AvailableTheme {
    /// Its name.
    pub name: String,
    /// Whether it is in the binary.
    pub embedded: bool,
    /// What it is like.
    pub description: Option<String>,
    /// What it inherits.
    pub inherits: Option<String>,
    /// Its own options.
    pub options: BTreeMap<String, OptionSpec>,
}

/// Every theme under `themes/` and in the binary, by name.
#[must_use]
pub fn available(root: &Path) -> Vec<AvailableTheme> {
    let mut names: BTreeMap<String, bool> = BTreeMap::new();
    names.extend(embedded::names().into_iter().map(|name| (name.to_owned(), true)));
    if let Ok(folder) = fs::read_dir(root.join("themes")) {
        let themes = folder.flatten().filter(|entry| entry.path().is_dir());
        names.extend(themes.filter_map(|entry| Some((entry.file_name().to_str()?.to_owned(), false))));
    }
    let describe = |(name, embedded): (String, bool)| {
        let file = read_theme_file(root, &name, &Ignore::default()).ok().flatten().map(|read| read.0);
        let file = file.unwrap_or_default();
        AvailableTheme {
            name,
            embedded,
            description: file.description,
            inherits: file.inherits,
            options: file.options,
        }
    };
    names.into_iter().map(describe).collect()
}

/// Reads the chain of the theme that a site has chosen.
pub fn load_chain(
    root: &Path,
    config: &ThemeConfig,
    config_path: &SourcePath,
    ignore: &Ignore,
) -> (Chain, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut layers = vec![disk_layer(root, SITE, "", ignore, &mut found)];
    let mut specs: BTreeMap<String, OptionSpec> = BTreeMap::new();
    let mut chain: Vec<String> = Vec::new();
    let mut next = Some((config.name.clone(), config_path.clone(), name_place()));
    while let Some((name, asked_by, place)) = next.take() {
        if chain.contains(&name) {
            let message = format!("the theme `{name}` inherits from itself: {} → {name}", chain.join(" → "));
            found.push(Diagnostic::error(&codes::THEME_CYCLE, message).label(&asked_by, place, "leads back"));
            break;
        }
        let file = match read_theme_file(root, &name, ignore) {
            Ok(Some((file, wrong))) => {
                found.extend(wrong);
                file
            }
            Ok(None) => {
                found.push(missing_theme(root, &name, &asked_by, place));
                break;
            }
            Err(diagnostic) => {
                found.push(diagnostic);
                break;
            }
        };
        let on_disk = is_on_disk(root, &name);
        layers.push(if on_disk {
            disk_layer(root, &name, &format!("themes/{name}/"), ignore, &mut found)
        } else {
            embedded_layer(&name)
        });
        for (option, spec) in file.options {
            specs.entry(option).or_insert(spec);
        }
        chain.push(name.clone());
        let theme_file = theme_file_path(&name, on_disk);
        next = match file.inherits {
            Some(parent) => Some((parent, theme_file, Place::value(FieldPath::key("inherits")))),
            None if name != DEFAULT => Some((DEFAULT.to_owned(), theme_file, Place::File)),
            None => None,
        };
    }
    // A chain that broke off still ends with the default, so that the rest can be checked.
    if !chain.iter().any(|name| name == DEFAULT) {
        layers.push(embedded_layer(DEFAULT));
        let text = embedded::text(theme_file_path(DEFAULT, false).as_str()).unwrap_or_default();
        for (option, spec) in options::read(&theme_file_path(DEFAULT, false), text).0.options {
            specs.entry(option).or_insert(spec);
        }
    }
    let (values, wrong) = options::values(&specs, &config.options, config_path, &config.name);
    found.extend(wrong);
    (Chain { name: config.name.clone(), layers, specs, options: values }, found)
}

fn name_place() -> Place {
    Place::value(FieldPath::key("theme").join(Step::Key("name".into())))
}

fn is_on_disk(root: &Path, name: &str) -> bool {
    is_plain_name(name) && root.join("themes").join(name).is_dir()
}

/// A theme's name is one folder's name.
fn is_plain_name(name: &str) -> bool {
    crate::model::check_segment(name).is_ok()
}

fn theme_file_path(name: &str, on_disk: bool) -> SourcePath {
    let prefix = if on_disk { "themes/" } else { embedded::EMBEDDED_PREFIX };
    SourcePath::new(format!("{prefix}{name}/theme.toml"))
}

/// What a theme says about itself, and what is wrong with that; a folder without `theme.toml` is a theme
/// without options, and `None` is for no theme.
fn read_theme_file(
    root: &Path,
    name: &str,
    ignore: &Ignore,
) -> Result<Option<(ThemeFile, Vec<Diagnostic>)>, Diagnostic> {
    if !is_on_disk(root, name) {
        let path = theme_file_path(name, false);
        return Ok(embedded::text(path.as_str()).map(|text| options::read(&path, text)));
    }
    source::check_folder(root, &format!("themes/{name}"), ignore)?;
    let path = theme_file_path(name, true);
    let is_missing = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
    if fs::symlink_metadata(root.join(path.as_str())).is_err_and(is_missing) {
        return Ok(Some(Default::default()));
    }
    source::check_link(root, &path, ignore)?;
    source::read_text(root, &path).map(|text| Some(options::read(&path, &text)))
}

fn missing_theme(root: &Path, name: &str, asked_by: &SourcePath, place: Place) -> Diagnostic {
    let themes = available(root);
    let near = did_you_mean(name, themes.iter().map(|theme| theme.name.as_str()));
    let all: Vec<&str> = themes.iter().map(|theme| theme.name.as_str()).collect();
    let help = if near.is_empty() { format!("the themes here are: {}", all.join(", ")) } else { near };
    Diagnostic::error(&codes::THEME_MISSING, format!("there is no theme `{name}`"))
        .label(asked_by, place, "not found")
        .help(help)
}

fn disk_layer(root: &Path, name: &str, prefix: &str, ignore: &Ignore, found: &mut Diagnostics) -> Layer {
    let mut layer = Layer { name: name.to_owned(), templates: BTreeMap::new(), statics: BTreeMap::new() };
    let templates = format!("{prefix}templates");
    let (files, diagnostics) = source::walk(root, &templates, ignore);
    found.extend(diagnostics);
    for path in files {
        match source::read_text(root, &path) {
            Ok(text) => {
                let name = path.as_str()[templates.len() + 1..].to_owned();
                layer.templates.insert(name, TemplateFile { path, text });
            }
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    let statics = format!("{prefix}static");
    let (files, diagnostics) = source::walk(root, &statics, ignore);
    found.extend(diagnostics);
    for path in files {
        layer.statics.insert(path.as_str()[statics.len() + 1..].to_owned(), StaticFile::Disk(path));
    }
    layer
}

fn embedded_layer(name: &str) -> Layer {
    let mut layer = Layer { name: name.to_owned(), templates: BTreeMap::new(), statics: BTreeMap::new() };
    for (path, bytes) in embedded::files(name) {
        if let Some(template) = path.strip_prefix("templates/") {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let path = SourcePath::new(format!("{}{name}/{path}", embedded::EMBEDDED_PREFIX));
            layer.templates.insert(template.to_owned(), TemplateFile { path, text });
        } else if let Some(file) = path.strip_prefix("static/") {
            layer.statics.insert(file.to_owned(), StaticFile::Embedded(bytes));
        }
    }
    layer
}
