//! The only place that chains the stages: load → parse → link → view → render → write.

mod build;
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

use std::path::{Path, PathBuf};

use crate::cache::{Cache, Disk, Recalled};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::excerpt;
use crate::model::{Moment, SourcePath};
use crate::scaffold;
use crate::site::{self, Assembly, CONTENT, Input, Site, Visibility};
use crate::source;
use crate::write::Settings;

use build::Goal;

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
    build::run(options, progress, overdue, Goal::Write)
}

/// Does everything that a build does but writing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>, overdue: Overdue<'_>) -> Report {
    build::run(options, progress, overdue, Goal::Check)
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
    let Recalled { disk, mut cache, note, .. } = recall(options);
    let content = load::content(&options.root, &settings, Changes::Unknown, &mut cache);
    let mut found = settings.found.clone();
    found.extend(note);
    found.extend(content.found);
    found.extend(cache.documents.found().cloned());
    let Assembly { site, found: wrong, .. } = assemble(content.input, &settings.config, options, &mut cache);
    found.extend(wrong);
    found.extend(disk.and_then(|disk| disk.spoiled()));
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

fn recall(options: &Options) -> Recalled {
    source::program().map_or_else(Recalled::default, |program| Disk::recall(&options.root, program))
}

fn assemble(input: Input, config: &SiteConfig, options: &Options, cache: &mut Cache) -> Assembly {
    let visibility = Visibility { now: options.now, drafts: options.drafts, future: options.future };
    let mut assembly = site::assemble(input, config, &visibility, &mut cache.recognition);
    if let Some((fingerprint, together)) = cache.together.take()
        && assembly.site.appearances.fingerprint() == fingerprint
    {
        assembly.site.appearances.recall(together);
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
