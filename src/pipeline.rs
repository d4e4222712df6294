//! The only file that chains the stages: load → parse → link → view → render → write.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::config::{BaseUrl, FILE_NAME, SiteConfig};
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Place, codes, did_you_mean};
use crate::document::{self, Document, SectionMatter};
use crate::excerpt;
use crate::lint;
use crate::model::{Moment, SourcePath};
use crate::output::{Artifact, Content, LinkChecker, Make, Outputs, fixed_paths};
use crate::scaffold;
use crate::site::{self, CONTENT, EVENTS_FILE, Input, Recognition, SOURCES_FILE, Site, Visibility};
use crate::source::{self, Ignore};
use crate::theme::{self, Chain, Theme};
use crate::view::{Addresses, Views, site_value};
use crate::write::{self, Publication, Settings};

/// What a build is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The configuration, where it is not `site.toml` in the site's folder.
    pub config: Option<PathBuf>,
    /// The output folder, where it is not what the configuration says.
    pub output: Option<PathBuf>,
    /// The base address, where it is not what the configuration says.
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    /// Publish scheduled articles too.
    pub future: bool,
    /// Treat warnings as errors.
    pub strict: bool,
    /// Name `index.html` in links, so that the site works from `file://`.
    pub portable: bool,
    /// The time of the build.
    pub now: Moment,
}

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings, sorted, their places looked up.
    pub diagnostics: Diagnostics,
    /// What was built; `None` after an error.
    pub built: Option<Built>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// What was built.
#[derive(Debug, Clone, Copy)]
pub struct Built {
    /// Pages, redirects not counted.
    pub pages: usize,
    /// Files.
    pub files: usize,
    /// Files that are new or differ from the previous site's; `None` when nothing was to be
    /// written.
    pub changed: Option<usize>,
    /// Files of the previous site that are gone.
    pub removed: usize,
}

/// Told the name of each stage as it begins.
pub type Progress<'p> = &'p (dyn Fn(&'static str) + Sync);

/// Builds the site into its output folder. After any error the previous site is as it was.
#[must_use]
pub fn build(options: &Options, progress: Progress<'_>) -> Report {
    run(options, progress, Goal::Write)
}

/// Does everything that a build does but writing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>) -> Report {
    run(options, progress, Goal::Check)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    Write,
    Check,
}

/// A site read and linked, for commands that ask about it.
pub struct LinkedSite {
    /// The configuration.
    pub config: SiteConfig,
    /// The site.
    pub site: Site,
    /// All findings.
    pub diagnostics: Diagnostics,
}

/// Reads and links a site; `None` with the findings when there is no usable configuration.
pub fn link(options: &Options) -> Result<LinkedSite, Diagnostics> {
    let mut stages = Stages::new(&|_| {});
    let mut loaded = load(options, &mut stages)?;
    let mut found = std::mem::take(&mut loaded.found);
    let site = assemble(loaded.input, &loaded.config, options, &mut found);
    Ok(LinkedSite { site, diagnostics: finish(found, options), config: loaded.config })
}

/// Copies a template of the theme into the site's own templates, where it takes precedence, and
/// returns the path of the copy.
///
/// # Errors
/// When there is no such template, or the site has its own already.
pub fn eject(options: &Options, template: &str) -> Result<SourcePath, Diagnostics> {
    let mut found = Diagnostics::new();
    let config = read_config(options, &mut found)?;
    let ignore = Ignore::new(&config.ignore);
    let (chain, wrong) = theme::load_chain(&options.root, &config.theme, &config.path, &ignore);
    found.extend(wrong);
    if found.has_errors() {
        return Err(found);
    }
    let themes = chain.layers.iter().skip(1);
    let Some(file) = themes.clone().find_map(|layer| layer.templates.get(template)) else {
        let names = themes.flat_map(|layer| layer.templates.keys()).map(String::as_str);
        let message = format!("the theme has no template `{template}`");
        let help = did_you_mean(template, names);
        return Err(Diagnostic::error(&codes::TEMPLATE_MISSING, message).help(help).into());
    };
    let path = SourcePath::new(format!("templates/{template}"));
    scaffold::write_new(&options.root, &path, &file.text)?;
    Ok(path)
}

fn run(options: &Options, progress: Progress<'_>, goal: Goal) -> Report {
    let mut stages = Stages::new(progress);
    let result = run_stages(options, &mut stages, goal);
    let (diagnostics, built) = match result {
        Ok((diagnostics, built)) => (diagnostics, Some(built)),
        Err(diagnostics) => (diagnostics, None),
    };
    stages.end();
    Report { diagnostics: finish(diagnostics, options), built, timings: stages.timings }
}

fn run_stages(
    options: &Options,
    stages: &mut Stages<'_>,
    goal: Goal,
) -> Result<(Diagnostics, Built), Diagnostics> {
    let mut loaded = load(options, stages)?;
    let mut found = std::mem::take(&mut loaded.found);
    let config = loaded.config;
    stages.begin("link");
    let site = assemble(loaded.input, &config, options, &mut found);
    stages.begin("view");
    let addresses = Addresses::new(config.base_url.clone(), options.portable);
    let views = Views::new(&site, &config, addresses);
    stages.begin("theme");
    let (theme, wrong) = Theme::load(&options.root, &loaded.chain, site_value(&views));
    found.extend(wrong);
    let outputs = Outputs::new(&site, &config, &views, &theme);
    let (artifacts, wrong) = outputs.plan();
    found.extend(wrong);
    stop_at_errors(&mut found, options)?;

    stages.begin("prepare");
    let publication = match goal {
        Goal::Check => {
            found.extend(with_settings(options, &config, write::recover)?);
            found.extend(lint::check(&site, &config));
            None
        }
        Goal::Write => {
            let (publication, notes) = with_settings(options, &config, Publication::begin)?;
            found.extend(notes);
            Some(publication)
        }
    };
    stop_at_errors(&mut found, options)?;
    stages.begin("render");
    let job = RenderJob { outputs: &outputs, artifacts: &artifacts, root: &options.root };
    let wrong = job.run(publication.as_ref(), config.base_url.as_ref());
    found.extend(wrong);
    stop_at_errors(&mut found, options)?;
    let pages = artifacts.iter().filter(|artifact| matches!(artifact.make, Make::Page(..))).count();
    let mut built = Built { pages, files: artifacts.len(), changed: None, removed: 0 };
    if let Some(publication) = publication {
        stages.begin("publish");
        let outcome = publication.commit()?;
        built.changed = Some(outcome.written);
        built.removed = outcome.removed;
        found.extend(outcome.warnings);
    }
    Ok((found, built))
}

/// What was read and parsed.
struct Loaded {
    config: SiteConfig,
    chain: Chain,
    input: Input,
    found: Diagnostics,
}

fn load(options: &Options, stages: &mut Stages<'_>) -> Result<Loaded, Diagnostics> {
    stages.begin("load");
    let root = options.root.as_path();
    let mut found = Diagnostics::new();
    let config = read_config(options, &mut found)?;
    let ignore = Ignore::new(&config.ignore);
    let (chain, wrong) = theme::load_chain(root, &config.theme, &config.path, &ignore);
    found.extend(wrong);
    let (paths, wrong) = source::walk(root, CONTENT, &ignore);
    found.extend(wrong);
    stages.begin("parse");
    let mut input = parse(root, paths, &config, &mut found);
    input.generated = fixed_paths(&config);
    for layer in &chain.layers {
        // What lies below `assets/` is written under another name: only templates can link to it.
        let linkable = layer.statics.keys().filter(|name| !name.starts_with("assets/"));
        input.generated.extend(linkable.map(|name| Box::from(name.as_str())));
    }
    Ok(Loaded { config, chain, input, found })
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

/// Reads and parses all content. Each file's text is gone before the next stage.
fn parse(root: &Path, paths: Vec<SourcePath>, config: &SiteConfig, found: &mut Diagnostics) -> Input {
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
    let parsed: Vec<(Option<Document>, Vec<Diagnostic>)> = markdown
        .par_iter()
        .map(|path| match source::read_text(root, path) {
            Ok(text) => document::parse(site::kind_of(path, &sections), path, &text, config),
            Err(diagnostic) => (None, vec![diagnostic]),
        })
        .collect();
    input.documents.reserve(parsed.len());
    for (document, diagnostics) in parsed {
        input.documents.extend(document.map(Arc::new));
        found.extend(diagnostics);
    }
    input
}

/// What each `_index.md` says about its folder, by folder below content. Files that cannot be
/// read are reported when they are parsed.
fn peek_sections(root: &Path, paths: &[SourcePath]) -> BTreeMap<Box<str>, SectionMatter> {
    let fronts = paths.iter().filter(|path| path.file_name() == "_index.md");
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

fn assemble(input: Input, config: &SiteConfig, options: &Options, found: &mut Diagnostics) -> Site {
    let visibility = Visibility { now: options.now, drafts: options.drafts, future: options.future };
    let (site, wrong) = site::assemble(input, config, &visibility, &mut Recognition::default());
    found.extend(wrong);
    site
}

/// Calls the write stage with what it must know of a site.
fn with_settings<T>(options: &Options, config: &SiteConfig, call: impl FnOnce(&Settings<'_>) -> T) -> T {
    let output = options.output.clone().unwrap_or_else(|| options.root.join(&config.output.dir));
    let sources = [CONTENT, "themes", "templates", "static"].map(|folder| options.root.join(folder));
    let sources: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    call(&Settings { root: &options.root, output: &output, keep: &config.output.keep, sources: &sources })
}

/// Rendering and writing: one loop, file by file.
struct RenderJob<'j> {
    outputs: &'j Outputs<'j>,
    artifacts: &'j [Artifact],
    root: &'j Path,
}

impl RenderJob<'_> {
    fn run(&self, publication: Option<&Publication>, base_url: Option<&BaseUrl>) -> Diagnostics {
        let checker = LinkChecker::new(self.artifacts, base_url);
        let failures: Vec<Diagnostic> = self
            .artifacts
            .par_iter()
            .flat_map_iter(|artifact| self.one(artifact, publication, &checker))
            .collect();
        gather(failures)
    }

    fn one(
        &self,
        artifact: &Artifact,
        publication: Option<&Publication>,
        checker: &LinkChecker<'_>,
    ) -> Vec<Diagnostic> {
        let content = match self.outputs.make(artifact, self.artifacts) {
            Ok(content) => content,
            Err(diagnostic) => return vec![*diagnostic],
        };
        let mut found = Vec::new();
        if let Content::Html(html) = &content {
            found.extend(checker.broken(artifact.path.as_str(), html).into_iter().map(|target| {
                let mut diagnostic = Diagnostic::error(
                    &codes::LINK_OUTPUT,
                    format!("`{target}` leads to nothing in this site"),
                );
                if let Some(source) = &artifact.source {
                    diagnostic = diagnostic.in_file(source);
                }
                diagnostic
                    .context(format!("in the page `/{}`", artifact.path))
                    .help("a template or raw HTML makes this link; one to a folder ends with a slash")
            }));
        }
        let Some(publication) = publication else { return found };
        let written = match &content {
            Content::Bytes(bytes) | Content::Html(bytes) => publication.put(&artifact.path, bytes),
            Content::Copy(path) => publication.copy(&artifact.path, &self.root.join(path.as_str())),
        };
        found.extend(written.err());
        found
    }
}

/// One fault of a template fails on every page that it renders: it is told once, with the first
/// page and the number of others.
fn gather(failures: Vec<Diagnostic>) -> Diagnostics {
    let mut groups: Vec<(Diagnostic, usize)> = Vec::new();
    let mut places: BTreeMap<(&'static str, String, Option<LabelKey>), usize> = BTreeMap::new();
    for failure in failures {
        let templates = failure.code == &codes::TEMPLATE_RENDER || failure.code == &codes::LINK_OUTPUT;
        let place =
            if failure.code == &codes::LINK_OUTPUT { None } else { failure.labels.first().map(label_key) };
        let key = (failure.code.id, failure.message.clone(), place);
        match places.get(&key) {
            Some(at) if templates => groups[*at].1 += 1,
            _ => {
                places.insert(key, groups.len());
                groups.push((failure, 0));
            }
        }
    }
    let mut found = Diagnostics::new();
    for (mut diagnostic, others) in groups {
        match others {
            0 => {}
            1 => diagnostic = diagnostic.context("and on one other page"),
            others => diagnostic = diagnostic.context(format!("and on {others} other pages")),
        }
        found.push(diagnostic);
    }
    found
}

type LabelKey = (SourcePath, Place);

fn label_key(label: &Label) -> LabelKey {
    (label.path.clone(), label.place.clone())
}

/// Ends the build when there are errors, counting warnings among them when strict.
fn stop_at_errors(found: &mut Diagnostics, options: &Options) -> Result<(), Diagnostics> {
    if options.strict {
        found.deny_warnings();
    }
    if found.has_errors() { Err(std::mem::take(found)) } else { Ok(()) }
}

/// Looks up the places of findings and puts them in order.
fn finish(mut found: Diagnostics, options: &Options) -> Diagnostics {
    if options.strict {
        found.deny_warnings();
    }
    excerpt::place(&options.root, &mut found);
    found.sort();
    found
}

/// Measures the stages.
struct Stages<'p> {
    progress: Progress<'p>,
    current: Option<(&'static str, Instant)>,
    timings: Vec<(&'static str, Duration)>,
}

impl<'p> Stages<'p> {
    fn new(progress: Progress<'p>) -> Self {
        Self { progress, current: None, timings: Vec::new() }
    }

    fn begin(&mut self, name: &'static str) {
        self.end();
        (self.progress)(name);
        self.current = Some((name, Instant::now()));
    }

    fn end(&mut self) {
        if let Some((name, since)) = self.current.take() {
            self.timings.push((name, since.elapsed()));
        }
    }
}
