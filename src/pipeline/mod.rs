//! The only place that chains the stages: load → parse → link → view → render → write.

mod fresh;
mod load;
mod preview;
mod render;
mod reuse;
mod stages;
mod watchdog;

pub use load::Changes;
pub use preview::{Generation, Preview};
pub use stages::{Progress, Renderings, Timings};

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crate::cache::{Cache, Disk, LastBuild, MadeFiles, Recalled};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::document::Document;
use crate::excerpt;
use crate::lint;
use crate::model::{Moment, SourcePath};
use crate::output::{Inputs as FileInputs, Make, Outputs};
use crate::scaffold;
use crate::site::{self, Assembly, CONTENT, Input, Site, Visibility};
use crate::source;
use crate::theme::{self, Theme};
use crate::view::{Addresses, Asked, Views, site_value};
use crate::write::{self, Publication, Published, Settings};

use render::{RenderJob, Rendered};
use reuse::Reuse;
use stages::Stages;

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

impl Options {
    /// What is asked for where nothing else is said.
    #[must_use]
    pub fn new(root: PathBuf, now: Moment) -> Self {
        Self {
            root,
            config: None,
            output: None,
            base_url: None,
            drafts: false,
            future: false,
            strict: false,
            portable: false,
            now,
        }
    }
}

/// What happened.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings, sorted, their places looked up.
    pub diagnostics: Diagnostics,
    /// What was built; `None` after an error.
    pub built: Option<Built>,
    /// How long each stage took.
    pub timings: Timings,
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

/// Told of a file that takes too long and cannot be stopped: a template that loops and writes nothing.
/// It is to show that and to end the process, or the build never ends. The output is as it was, and
/// what else is left behind the next build puts in order.
pub type Overdue<'o> = &'o (dyn Fn(Diagnostic) + Sync);

/// Builds the site into its output folder. After any error the previous site is as it was.
#[must_use]
pub fn build(options: &Options, progress: Progress<'_>, overdue: Overdue<'_>) -> Report {
    run(options, progress, overdue, Goal::Write)
}

/// Does everything that a build does but writing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>, overdue: Overdue<'_>) -> Report {
    run(options, progress, overdue, Goal::Check)
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
    let settings = load::settings(options)?;
    let Recalled { mut cache, note, .. } = recall(options);
    let content = load::content(&options.root, &settings, Changes::Unknown, &mut cache);
    let mut found = settings.found.clone();
    found.extend(note);
    found.extend(content.found);
    found.extend(cache.documents.found().cloned());
    let Assembly { site, found: wrong, .. } = assemble(content.input, &settings.config, options, &mut cache);
    found.extend(wrong);
    Ok(LinkedSite { site, diagnostics: finish(found, options), config: settings.config })
}

/// Copies a template of the theme into the site's own templates, where it takes precedence, and
/// returns the path of the copy.
///
/// # Errors
/// When there is no such template, or the site has its own already.
pub fn eject(options: &Options, template: &str) -> Result<SourcePath, Diagnostics> {
    let load::Settings { chain, found, .. } = load::settings(options)?;
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

fn run(options: &Options, progress: Progress<'_>, overdue: Overdue<'_>, goal: Goal) -> Report {
    let mut stages = Stages::new(progress);
    let result = run_stages(options, &mut stages, overdue, goal);
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
    overdue: Overdue<'_>,
    goal: Goal,
) -> Result<(Diagnostics, Built), Diagnostics> {
    stages.begin("load");
    let (kept, looked) = match goal {
        Goal::Write => {
            rayon::join(|| LastBuild::load(&options.root, source::program()), || fresh::look(options))
        }
        Goal::Check => (None, None),
    };
    let settings = load::settings(options)?;
    let mut found = settings.found.clone();
    let config = &settings.config;
    let mut inputs = None;
    if let (Some(kept), Some(looked)) = (&kept, &looked) {
        let known = |path: &SourcePath, stamp| kept.fingerprint(path, stamp);
        let published = || with_settings(options, config, Published::load);
        let (known_inputs, published) = rayon::join(|| looked.inputs(options, known), published);
        inputs = known_inputs;
        let unchanged = |(inputs, published)| fresh::unchanged(options, inputs, &kept.last, published);
        if let Some(built) = inputs.as_ref().zip(published.as_ref()).and_then(unchanged) {
            fresh::keep_stamps(&options.root, inputs, &kept.last);
            return Ok((found, built));
        }
    }
    stages.begin("recall");
    let Recalled { disk, mut cache, files: last_files, note } = recall(options);
    found.extend(note);
    stages.begin("parse");
    let changes = inputs.as_ref().map_or(Changes::Unknown, fresh::Inputs::known);
    let content = load::content(&options.root, &settings, changes, &mut cache);
    found.extend(content.found);
    found.extend(cache.documents.found().cloned());
    // Where there is no last build to compare with, no file of content is read for its fingerprint alone.
    let parsed = |path: &SourcePath, _| Some(cache.documents.last(path)?.source);
    let inputs = inputs.or_else(|| looked?.inputs(options, parsed));
    let told_apart = told_apart(&content.input);
    let valid = fresh::valid(content.input.documents.iter().map(|document| &**document), options.now);
    stages.begin("link");
    let Assembly { site, found: wrong, .. } = assemble(content.input, config, options, &mut cache);
    found.extend(wrong);
    let linked = Linked { site, told_apart, valid, cache, disk, last_files };
    let made = make(&Task { options, settings: &settings, overdue, goal }, &linked, inputs, found, stages);
    // To free a large site takes a while, for which nobody needs to wait. Where no thread is to be had, it is
    // freed here.
    let _ = thread::Builder::new().spawn(move || drop(linked));
    made
}

/// What is asked for, with the settings that were read.
struct Task<'t> {
    options: &'t Options,
    settings: &'t load::Settings,
    overdue: Overdue<'t>,
    goal: Goal,
}

/// A site read and linked, and what earlier builds left.
struct Linked {
    site: Site,
    /// The files of articles, actors and topics, published or not.
    told_apart: HashSet<SourcePath>,
    /// From when to when the same documents are published.
    valid: (i64, i64),
    cache: Cache,
    disk: Option<Disk>,
    last_files: MadeFiles,
}

/// Makes the files of a site, and publishes them if that is the goal. `found` is what is known to be wrong.
fn make(
    task: &Task<'_>,
    linked: &Linked,
    inputs: Option<fresh::Inputs>,
    mut found: Diagnostics,
    stages: &mut Stages<'_>,
) -> Result<(Diagnostics, Built), Diagnostics> {
    let Task { options, settings, overdue, goal } = *task;
    let Linked { site, told_apart, valid, cache, disk, last_files } = linked;
    let config = &settings.config;
    stages.begin("view");
    let addresses = Addresses::new(config.base_url.clone(), options.portable);
    let views = Views::new(site, config, addresses, Asked::new(theme::asked(&settings.chain)));
    stages.begin("theme");
    let (theme, wrong) = Theme::load(&options.root, &settings.chain, site_value(&views));
    found.extend(wrong);
    stages.begin("plan");
    let outputs = Outputs::new(site, config, &views, &theme);
    let (artifacts, wrong) = outputs.plan(&|inputs| reuse::last_search(last_files, inputs));
    found.extend(wrong);
    stop_at_errors(&mut found, options)?;

    stages.begin("prepare");
    let publication = match goal {
        Goal::Check => {
            found.extend(with_settings(options, config, write::recover)?);
            found.extend(lint::check(site, config));
            None
        }
        Goal::Write => {
            let (publication, notes) = with_settings(options, config, Publication::begin)?;
            found.extend(notes);
            Some(publication)
        }
    };
    stop_at_errors(&mut found, options)?;
    stages.begin("render");
    let sources = |path: &SourcePath| inputs.as_ref()?.fingerprint(path);
    let reuse = inputs.as_ref().zip(publication.as_ref()).map(|(inputs, publication)| {
        let of_files = FileInputs::new(&outputs, inputs.common(options, told_apart), &sources);
        Reuse::new(&artifacts, of_files, last_files, publication)
    });
    let job = RenderJob { outputs: &outputs, artifacts: &artifacts, root: &options.root, reuse };
    let Rendered { found: wrong, renderings, files } =
        job.run(publication.as_ref(), config.base_url.as_ref(), overdue);
    stages.timings.renderings = renderings;
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
        stages.begin("keep");
        let keep = || disk.as_ref().map(|disk| disk.keep(cache, site));
        let untouched = || inputs.filter(|inputs| !fresh::touched(options, inputs));
        if let (_, Some(inputs)) = rayon::join(keep, untouched) {
            let keep_files = || disk.as_ref().map(|disk| disk.keep_files(files));
            let keep_last = || {
                // What is wrong with a site is to be told each time.
                if found.is_empty() {
                    fresh::keep(options, inputs, outcome.manifest, *valid, &built);
                }
            };
            rayon::join(keep_files, keep_last);
        }
    }
    Ok((found, built))
}

fn recall(options: &Options) -> Recalled {
    source::program().map_or_else(Recalled::default, |program| Disk::recall(&options.root, program))
}

/// The files of articles, actors and topics, published or not.
fn told_apart(input: &Input) -> HashSet<SourcePath> {
    let is_node = |document: &&Arc<Document>| document.kind().is_node();
    input.documents.iter().filter(is_node).map(|document| document.path.clone()).collect()
}

fn assemble(input: Input, config: &SiteConfig, options: &Options, cache: &mut Cache) -> Assembly {
    let visibility = Visibility { now: options.now, drafts: options.drafts, future: options.future };
    let mut assembly = site::assemble(input, config, &visibility, &mut cache.recognition);
    if let Some((fingerprint, related)) = cache.related.take()
        && assembly.site.appearances.fingerprint() == fingerprint
    {
        assembly.site.appearances.recall(related);
    }
    assembly
}

/// The folders that a site is made from.
pub const SOURCES: [&str; 4] = [CONTENT, "themes", "templates", "static"];

/// Calls the write stage with what it must know of a site.
fn with_settings<T>(options: &Options, config: &SiteConfig, call: impl FnOnce(&Settings<'_>) -> T) -> T {
    let output = options.output.clone().unwrap_or_else(|| options.root.join(&config.output.dir));
    let sources = SOURCES.map(|folder| options.root.join(folder));
    let sources: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
    call(&Settings { root: &options.root, output: &output, keep: &config.output.keep, sources: &sources })
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
    found.shorten();
    found
}
