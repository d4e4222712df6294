//! Reads and parses a site, as far as it is not as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Cache, Documents, KnownSource, Parsed};
use crate::config::{BaseUrl, FILE_NAME, RawHtml, SiteConfig};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use crate::document::{self, SectionMatter};
use crate::model::{Fingerprint, PAGES_AT_A_TIME, PictureSize, SourcePath};
use crate::output::fixed_paths;
use crate::site::{self, CONTENT, EVENTS_FILE, Input, Revision, SOURCES_FILE};
use crate::source::{self, Ignore};
use crate::theme::{self, Chain, StaticFile};

use super::{Options, fresh};

/// The configuration and the theme's files, and what is wrong with them.
pub(super) struct Settings {
    pub config: SiteConfig,
    pub chain: Chain,
    pub found: Diagnostics,
}

/// The file of a folder that decides what the others in it are.
const FRONT_PAGE: &str = "_index.md";

/// What may differ from what the cache was made from.
#[derive(Debug, Clone, Copy, Default)]
pub enum Changes<'c> {
    /// Anything: every file is read.
    #[default]
    Unknown,
    /// Anything, but it is known what every file holds, sorted by path: only those are read that held
    /// something else.
    Known(&'c [KnownSource]),
    /// These files, and nothing else: the others are not even read.
    Files(&'c BTreeSet<SourcePath>),
}

impl Changes<'_> {
    /// Whether configuration and theme are as they were.
    pub(super) fn spare_settings(&self) -> bool {
        matches!(self, Self::Files(changed) if changed.iter().all(|path| path.as_str().starts_with("content/")))
    }

    /// Whether the content's folder holds the same files: those that changed are known and still there.
    fn spare_walk(&self, root: &Path, cache: &Cache) -> bool {
        let stays = |path: &SourcePath| cache.documents.last(path).is_some() && source::stays(root, path);
        match self {
            Self::Unknown | Self::Known(_) => false,
            Self::Files(changed) => !cache.paths.is_empty() && changed.iter().all(stays),
        }
    }

    /// The files of the content's folder, where they have just been listed and the site leaves none of them out.
    fn walked(&self, config: &SiteConfig) -> Option<Vec<SourcePath>> {
        let Self::Known(sources) = self else { return None };
        let of_content = |path: &SourcePath| {
            path.as_str().strip_prefix(CONTENT).is_some_and(|below| below.starts_with('/'))
        };
        let paths = || sources.iter().map(|source| source.path.clone()).filter(of_content).collect();
        config.ignore.is_empty().then(paths)
    }

    /// What a file holds, where that is known without reading it.
    fn fingerprint(&self, path: &SourcePath) -> Option<Fingerprint> {
        let Self::Known(sources) = self else { return None };
        fresh::known(sources, path)
    }

    /// Whether a file of content needs not be read again, because it is parsed from what it was. What
    /// other files are follows from the configuration and from `_index.md`.
    fn spare(&self, path: &SourcePath) -> bool {
        match self {
            Self::Unknown | Self::Known(_) => false,
            Self::Files(changed) => {
                let alone = |path: &SourcePath| path.file_name() != FRONT_PAGE;
                self.spare_settings() && !changed.contains(path) && changed.iter().all(alone)
            }
        }
    }
}

/// Reads the configuration and the theme.
pub(super) fn settings(options: &Options) -> Result<Settings, Diagnostics> {
    let mut found = Diagnostics::new();
    let config = read_config(options, &mut found)?;
    let ignore = Ignore::new(&config.ignore);
    let (chain, wrong) = theme::load_chain(&options.root, &config.theme, &config.path, &ignore);
    found.extend(wrong);
    Ok(Settings { config, chain, found })
}

/// What was read of the content.
pub(super) struct Content {
    pub input: Input,
    /// What is wrong with it, but for the documents, whose findings the cache holds.
    pub found: Diagnostics,
}

/// Reads the content. Documents that are as they were are taken from the cache, which afterwards
/// holds those of now.
pub(super) fn content(root: &Path, settings: &Settings, changes: Changes<'_>, cache: &mut Cache) -> Content {
    let mut found = Diagnostics::new();
    let config = &settings.config;
    let paths = if changes.spare_walk(root, cache) {
        cache.paths.clone()
    } else if let Some(walked) = changes.walked(config) {
        cache.paths.clone_from(&walked);
        walked
    } else {
        let (paths, wrong) = source::walk(root, CONTENT, &Ignore::new(&config.ignore));
        // What is wrong with a folder is to be told each time, so that it is walked each time.
        cache.paths = if wrong.is_empty() { paths.clone() } else { Vec::new() };
        found.extend(wrong);
        paths
    };
    let mut input = parse(root, paths, config, changes, &mut cache.documents, &mut found);
    if config.markdown.raw_html != RawHtml::Allow {
        let check = |path: &SourcePath| source::check_inactive(root, path).err();
        let active: Vec<_> = input.files.par_iter().filter_map(check).collect();
        found.extend(active.into_iter().map(|diagnostic| *diagnostic));
    }
    input.generated = fixed_paths(config);
    input.sizes = sizes(root, input.files.clone(), changes, &mut cache.sizes, &mut found);
    let statics = static_pictures(&settings.chain);
    let of_statics =
        sizes(root, statics.values().cloned().collect(), changes, &mut cache.static_sizes, &mut found);
    input.static_sizes = statics
        .into_iter()
        .filter_map(|(name, path)| Some((Box::from(name), *of_statics.get(&path)?)))
        .collect();
    for layer in &settings.chain.layers {
        // What lies below `assets/` is written under another name: only templates can link to it.
        let linkable = layer.statics.keys().filter(|name| !name.starts_with("assets/"));
        input.generated.extend(linkable.map(|name| Box::from(name.as_str())));
    }
    Content { input, found }
}

/// Reads content files that were known before and have changed, as far as only documents are among them.
/// `None` when any of them is new or gone, is no document, or has an error.
pub(super) fn revisions(
    root: &Path,
    settings: &Settings,
    changes: Changes<'_>,
    cache: &mut Cache,
) -> Option<Vec<Revision>> {
    let Changes::Files(changed) = changes else { return None };
    if !changes.spare_settings() || changed.iter().any(|path| path.file_name() == FRONT_PAGE) {
        return None;
    }
    let mut revisions = Vec::with_capacity(changed.len());
    for path in changed {
        let before = cache.documents.last(path)?.document.clone()?;
        // What has become a link is looked at by the walk.
        if !source::stays(root, path) {
            return None;
        }
        let (text, source) = source::read_text_and_fingerprint(root, path).ok()?;
        let rules = document::rules(before.kind(), &settings.config);
        let (document, diagnostics) = document::parse(before.kind(), path, &text, &settings.config);
        let now = Arc::new(document?);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return None;
        }
        if now.key == before.key {
            continue;
        }
        let parsed = Parsed { source, rules, document: Some(Arc::clone(&now)), diagnostics };
        cache.documents.keep(path.clone(), parsed);
        revisions.push(Revision { before, now });
    }
    Some(revisions)
}

fn read_config(options: &Options, found: &mut Diagnostics) -> Result<SiteConfig, Diagnostics> {
    let path = options.config.as_ref().map_or_else(
        || SourcePath::new(FILE_NAME),
        |path| SourcePath::new(path.to_string_lossy().into_owned()),
    );
    if !options.root.join(path.as_str()).exists() {
        let folder = options.root.display();
        let message = format!("there is no `{path}` in `{folder}`, so this is not a site");
        let help =
            "run the command in a site's folder, name it with --root, or make one: dateline init my-desk";
        return Err(Diagnostic::error(&codes::CONFIG_MISSING, message).help(help).into());
    }
    let text = source::read_text(&options.root, &path)?;
    let (mut config, wrong) = SiteConfig::read(&path, &text);
    found.extend(wrong);
    if let Some(base_url) = &options.base_url {
        config.base_url = Some(BaseUrl::parse(base_url).unwrap_or_else(|| {
            let message = format!("`{base_url}` cannot be a base address");
            let help = "write the address of the home page, such as https://example.org/desk/";
            found.push(Diagnostic::error(&codes::CONFIG_VALUE, message).help(help));
            BaseUrl::stand_in()
        }));
    }
    Ok(config)
}

/// The pictures among static files that keep their names, by name; the first layer wins.
fn static_pictures(chain: &Chain) -> BTreeMap<&str, SourcePath> {
    let mut pictures = BTreeMap::new();
    let files = chain.layers.iter().flat_map(|layer| &layer.statics);
    for (name, file) in files.filter(|(name, _)| !name.starts_with("assets/")) {
        let disk = if let StaticFile::Disk(path) = file { Some(path.clone()) } else { None };
        pictures.entry(name.as_str()).or_insert(disk);
    }
    pictures.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}

/// The sizes of the pictures among some files. Those that need not be read again are in `known`,
/// which afterwards holds all.
fn sizes(
    root: &Path,
    files: Vec<SourcePath>,
    changes: Changes<'_>,
    known: &mut BTreeMap<SourcePath, Option<PictureSize>>,
    found: &mut Diagnostics,
) -> BTreeMap<SourcePath, PictureSize> {
    let pictures: Vec<SourcePath> = files.into_iter().filter(source::is_picture).collect();
    let read: Vec<Result<Option<PictureSize>, Box<Diagnostic>>> = pictures
        .par_iter()
        .map(|path| match known.get(path).filter(|_| changes.spare(path)) {
            Some(size) => Ok(*size),
            None => source::picture_size(root, path),
        })
        .collect();
    known.clear();
    let mut sizes = BTreeMap::new();
    for (path, size) in pictures.into_iter().zip(read) {
        match size {
            Ok(size) => {
                sizes.extend(size.map(|size| (path.clone(), size)));
                known.insert(path, size);
            }
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    sizes
}

/// A file of content, beside what is known of it.
enum Fresh {
    /// It would be parsed to the same.
    Same,
    New(Parsed),
}

/// Reads and parses all content. Each file's text is gone before the next stage.
fn parse(
    root: &Path,
    paths: Vec<SourcePath>,
    config: &SiteConfig,
    changes: Changes<'_>,
    known: &mut Documents,
    found: &mut Diagnostics,
) -> Input {
    let mut input = Input::default();
    let sections = peek_sections(root, &paths);
    let mut markdown = Vec::with_capacity(paths.len());
    for path in paths {
        match path.as_str() {
            SOURCES_FILE => {
                input.sources = register(root, &path, document::parse_sources, found);
            }
            EVENTS_FILE => {
                input.events = register(root, &path, document::parse_events, found);
            }
            _ if path.extension() == "md" => markdown.push(path),
            _ => input.files.push(path),
        }
    }
    let parse_one = |path: &SourcePath| -> Result<Fresh, Diagnostic> {
        if changes.spare(path) && known.last(path).is_some() {
            return Ok(Fresh::Same);
        }
        let kind = site::kind_of(path, &sections);
        let rules = document::rules(kind, config);
        let is_known = |source| known.get(path, source, rules).is_some();
        if changes.fingerprint(path).is_some_and(is_known) {
            return Ok(Fresh::Same);
        }
        let (text, source) = source::read_text_and_fingerprint(root, path)?;
        if is_known(source) {
            return Ok(Fresh::Same);
        }
        let (document, diagnostics) = document::parse(kind, path, &text, config);
        Ok(Fresh::New(Parsed { source, rules, document: document.map(Arc::new), diagnostics }))
    };
    let fresh: Vec<Result<Fresh, Diagnostic>> =
        markdown.par_iter().with_max_len(PAGES_AT_A_TIME).map(parse_one).collect();
    known.retain(&markdown);
    input.documents.reserve(markdown.len());
    for (path, fresh) in markdown.into_iter().zip(fresh) {
        match fresh {
            Ok(Fresh::Same) => {}
            Ok(Fresh::New(parsed)) => known.keep(path.clone(), parsed),
            Err(unreadable) => {
                found.push(unreadable);
                known.forget(&path);
            }
        }
        input.documents.extend(known.last(&path).and_then(|parsed| parsed.document.clone()));
    }
    input
}

/// What each `_index.md` says about its folder, by folder below content. Files that cannot be
/// read are reported when they are parsed.
fn peek_sections(root: &Path, paths: &[SourcePath]) -> BTreeMap<Box<str>, SectionMatter> {
    let fronts = paths.iter().filter(|path| path.file_name() == FRONT_PAGE);
    fronts
        .filter_map(|path| {
            let text = source::read_text(root, path).ok()?;
            let folder = path.folder().strip_prefix(CONTENT)?.trim_start_matches('/');
            Some((folder.into(), document::peek_section(path, &text)))
        })
        .collect()
}

fn register<T>(
    root: &Path,
    path: &SourcePath,
    read: impl Fn(&SourcePath, &str) -> (Vec<T>, Vec<Diagnostic>),
    found: &mut Diagnostics,
) -> Vec<T> {
    match source::read_text(root, path) {
        Ok(text) => {
            let (entries, diagnostics) = read(path, &text);
            found.extend(diagnostics);
            entries
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            Vec::new()
        }
    }
}
