//! One build, from the first stage to the last.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use crate::cache::{Cache, Disk, LastBuild, MadeFiles, Recalled};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::lint;
use crate::model::SourcePath;
use crate::output::{Inputs as FileInputs, Make, Outputs};
use crate::site::{Assembly, Input, Site};
use crate::source;
use crate::theme::{self, Theme};
use crate::view::{Addresses, Asked, Views, site_value};
use crate::write::{self, Publication, Published, Sight};

use super::fresh::{self, Inputs, Looked};
use super::load::{self, Changes, Settings};
use super::render::{RenderJob, Rendered};
use super::reuse::{self, Reuse};
use super::stages::{Progress, Stages};
use super::{Built, Options, Overdue, Report, assemble, finish, recall, stop_at_errors, with_settings};

/// What the stages are run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// To publish the site.
    Write,
    /// To find what is wrong with it.
    Check,
}

/// Runs the stages, and reports.
pub(super) fn run(options: &Options, progress: Progress<'_>, overdue: Overdue<'_>, goal: Goal) -> Report {
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
    let config = &settings.config;
    let (mut inputs, mut published) = (None, None);
    if let (Some(kept), Some(looked)) = (&kept, &looked) {
        let known = |path: &SourcePath, stamp| kept.fingerprint(path, stamp);
        let load_published = || with_settings(options, config, Published::load);
        (inputs, published) = rayon::join(|| looked.inputs(options, known), load_published);
        let unchanged = |(inputs, published)| fresh::unchanged(options, inputs, &kept.last, published);
        if let Some(built) = inputs.as_ref().zip(published.as_ref()).and_then(unchanged) {
            fresh::keep_stamps(&options.root, inputs, &kept.last);
            return Ok((settings.found, built));
        }
    }
    let task = Task { options, settings: &settings, overdue, goal };
    let (linked, rest) = link(task, Before { inputs, looked, published }, stages);
    let made = make(task, &linked, rest, stages);
    // To free a large site takes a while, for which nobody needs to wait. Where no thread is to be had, it is
    // freed here.
    let _ = thread::Builder::new().spawn(move || drop(linked));
    made
}

/// What is asked for, with the settings that were read.
#[derive(Clone, Copy)]
struct Task<'t> {
    options: &'t Options,
    settings: &'t Settings,
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

/// What is known before a site is read, as far as there was a build before.
struct Before {
    /// The inputs of the build.
    inputs: Option<Inputs>,
    /// How they looked before anything was read.
    looked: Option<Looked>,
    /// What is published.
    published: Option<Published>,
}

/// What is known besides once a site is linked, and is used up when it is made.
struct Rest {
    inputs: Option<Inputs>,
    /// What is published, if that was looked at.
    seen: Option<Sight>,
    /// What is wrong with the site.
    found: Diagnostics,
}

/// Reads and links a site.
fn link(task: Task<'_>, before: Before, stages: &mut Stages<'_>) -> (Linked, Rest) {
    let Task { options, settings, .. } = task;
    let Before { inputs, looked, published } = before;
    let mut found = settings.found.clone();
    stages.begin("recall");
    let Recalled { disk, mut cache, files: last_files, note } = recall(options);
    found.extend(note);
    stages.begin("parse");
    let changes = inputs.as_ref().map_or(Changes::Unknown, Inputs::known);
    let content = load::content(&options.root, settings, changes, &mut cache);
    found.extend(content.found);
    found.extend(cache.documents.found().cloned());
    // Where there is no last build to compare with, no file of content is read for its fingerprint alone.
    let parsed = |path: &SourcePath, _| Some(cache.documents.last(path)?.source);
    let inputs = inputs.or_else(|| looked?.inputs(options, parsed));
    let told_apart = told_apart(&content.input);
    let valid = fresh::valid(content.input.documents.iter().map(|document| &**document), options.now);
    stages.begin("link");
    // To look at all that is published takes a while, and to link keeps only one thread busy for the most part.
    let (seen, Assembly { site, found: wrong, .. }) = rayon::join(
        || published.map(Published::look),
        || assemble(content.input, &settings.config, options, &mut cache),
    );
    found.extend(wrong);
    (Linked { site, told_apart, valid, cache, disk, last_files }, Rest { inputs, seen, found })
}

/// Makes the files of a site, and publishes them if that is the goal.
fn make(
    task: Task<'_>,
    linked: &Linked,
    rest: Rest,
    stages: &mut Stages<'_>,
) -> Result<(Diagnostics, Built), Diagnostics> {
    let Task { options, settings, overdue, goal } = task;
    let Rest { inputs, seen, mut found } = rest;
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
    let spoiled = || disk.as_ref().and_then(Disk::spoiled);
    found.extend(spoiled());
    stop_at_errors(&mut found, options)?;

    stages.begin("prepare");
    let publication = match goal {
        Goal::Check => {
            found.extend(with_settings(options, config, write::recover)?);
            found.extend(lint::check(site, config));
            None
        }
        Goal::Write => {
            let (publication, notes) =
                with_settings(options, config, |settings| Publication::begin(settings, seen))?;
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
    found.extend(spoiled());
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
        // The values of a large site take a moment to free, and nothing looks at them from here on.
        drop(outputs);
        let keep = || disk.as_ref().map(|disk| disk.keep(cache, site));
        let untouched = || {
            drop(views);
            inputs.filter(|inputs| !fresh::touched(options, inputs))
        };
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

/// The files of articles, actors and topics, published or not.
fn told_apart(input: &Input) -> HashSet<SourcePath> {
    let is_node = |document: &&Arc<Document>| document.kind().is_node();
    input.documents.iter().filter(is_node).map(|document| document.path.clone()).collect()
}
