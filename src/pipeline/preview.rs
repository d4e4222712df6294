//! A site in memory, whose files are made when they are asked for: what `dateline serve` shows.
//!
//! A site is joined once and then kept. When only texts change, as they mostly do, they are exchanged in
//! it; when anything else changes, it is joined again of what the [`Cache`] has kept and of the files
//! that changed. Views and files borrow from the site, so a [`Generation`] lives on the stack for as long
//! as it is shown.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use crate::cache::Cache;
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Fingerprint, Moment, OutputPath};
use crate::output::{Artifact, Content, Outputs};
use crate::site::{Assembly, Reach, Site};
use crate::theme::Theme;
use crate::view::{Addresses, Asked, Views, site_value};

use super::load::{self, Changes, Settings};
use super::{Options, assemble, finish, stop_at_errors};

/// A site that is looked at while it is edited.
pub struct Preview {
    options: Options,
    cache: Cache,
    /// The settings as they were read the last time, if they could be.
    settings: Option<Rc<Settings>>,
    given_up: GivenUp,
    /// The last site without errors.
    good: Option<Joined>,
    /// Whether that is the site as it was read the last time.
    is_current: bool,
}

/// Pages by path whose templates took too much, with what is said of them. They are not tried again before a
/// template or setting has changed, for each trial takes its time, and may leave a thread behind.
type GivenUp = Mutex<HashMap<OutputPath, Box<Diagnostic>>>;

/// A site without errors, and what it was joined of.
struct Joined {
    settings: Rc<Settings>,
    /// What is wrong with the configuration, the theme's files and the content, but for documents.
    found: Diagnostics,
    assembly: Assembly,
    /// Its theme and files, unless which there are may have changed.
    plan: Option<Plan>,
}

/// The theme of a site, its files but for the index of the search page, and how to find one.
struct Plan {
    theme: Theme,
    artifacts: Vec<Artifact>,
    by_path: HashMap<Fingerprint, usize>,
    /// What is wrong with them.
    found: Diagnostics,
}

impl Preview {
    /// A preview of a site of which nothing is read yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            cache: Cache::default(),
            settings: None,
            given_up: GivenUp::default(),
            good: None,
            is_current: false,
        }
    }

    /// Sets the time that decides what is scheduled or expired from now on.
    pub fn set_time(&mut self, now: Moment) {
        self.options.now = now;
    }

    /// Reads what has changed and calls `show` with the site as it is now.
    ///
    /// # Errors
    /// All findings when there is an error among them; then `show` is not called.
    pub fn next<R>(
        &mut self,
        changes: Changes<'_>,
        show: impl FnOnce(&Generation<'_>) -> R,
    ) -> Result<R, Diagnostics> {
        let revised = self.revise(changes);
        self.is_current = false;
        let is_revised = revised.is_some();
        let mut joined = match revised {
            Some(joined) => joined,
            None => self.join(changes)?,
        };
        let shown = joined.show(&self.options, Some(&self.cache), &self.given_up, show);
        self.is_current = shown.is_ok();
        // What was revised is no longer what it was.
        if is_revised || shown.is_ok() {
            self.good = Some(joined);
        }
        shown
    }

    /// Calls `show` with the last site that had no error; `None` when there was none.
    pub fn last_good<R>(&mut self, show: impl FnOnce(&Generation<'_>) -> R) -> Option<R> {
        self.good.as_mut()?.show(&self.options, None, &self.given_up, show).ok()
    }

    /// The last site with the texts that have changed; `None` when it takes more than that.
    fn revise(&mut self, changes: Changes<'_>) -> Option<Joined> {
        let joined = self.good.as_mut().filter(|_| self.is_current)?;
        let revisions = load::revisions(&self.options.root, &joined.settings, changes, &mut self.cache)?;
        let config = &joined.settings.config;
        if joined.assembly.revise(&revisions, &self.cache.recognition, config)? == Reach::Connections {
            joined.plan = None;
        }
        self.good.take()
    }

    fn join(&mut self, changes: Changes<'_>) -> Result<Joined, Diagnostics> {
        let options = &self.options;
        let before = self.settings.take().filter(|_| changes.spare_settings());
        let settings = match before {
            Some(settings) => settings,
            None => {
                self.given_up = GivenUp::default();
                Rc::new(load::settings(options).map_err(|found| finish(found, options))?)
            }
        };
        self.settings = Some(Rc::clone(&settings));
        let content = load::content(&options.root, &settings, changes, &mut self.cache);
        let mut found = settings.found.clone();
        found.extend(content.found);
        let assembly = assemble(content.input, &settings.config, options, &mut self.cache);
        Ok(Joined { settings, found, assembly, plan: None })
    }
}

impl Joined {
    /// Calls `show` with the site, unless it is `current` and there are errors among all findings.
    fn show<R>(
        &mut self,
        options: &Options,
        current: Option<&Cache>,
        given_up: &GivenUp,
        show: impl FnOnce(&Generation<'_>) -> R,
    ) -> Result<R, Diagnostics> {
        let Self { settings, found, assembly: Assembly { site, found: of_site, .. }, plan } = self;
        let mut found = found.clone();
        found.extend(
            of_site.iter().chain(current.into_iter().flat_map(|cache| cache.documents.found())).cloned(),
        );
        let config = &settings.config;
        let addresses = Addresses::new(config.base_url.clone(), options.portable);
        // Who looks at one page at a time gains nothing by what is not made of it.
        let views = Views::new(site, config, addresses, Asked::default());
        let plan = plan.get_or_insert_with(|| Plan::of(site, settings, &views, &options.root));
        found.extend(plan.found.iter().cloned());
        stop_at_errors(&mut found, options).map_err(|found| finish(found, options))?;
        Ok(show(&Generation {
            root: &options.root,
            base_path: config.base_url.as_ref().map_or("/", BaseUrl::path),
            outputs: &Outputs::new(site, config, &views, &plan.theme),
            plan,
            given_up,
            found: finish(found, options),
        }))
    }
}

impl Plan {
    fn of(site: &Site, settings: &Settings, views: &Views<'_>, root: &Path) -> Self {
        let (theme, mut found) = Theme::load(root, &settings.chain, site_value(views));
        let theme = theme.that_gives_up();
        let (artifacts, wrong) = Outputs::new(site, &settings.config, views, &theme).plan_but_search();
        found.extend(wrong);
        let paths = artifacts.iter().map(|artifact| Fingerprint::of(artifact.path.as_str().as_bytes()));
        Self { by_path: paths.zip(0..).collect(), theme, artifacts, found }
    }

    fn find(&self, path: &str) -> Option<&Artifact> {
        let at = self.by_path.get(&Fingerprint::of(path.as_bytes()))?;
        self.artifacts.get(*at).filter(|artifact| artifact.path.as_str() == path)
    }
}

/// A site without errors, while it is shown. Any number of threads may ask for its files.
pub struct Generation<'g> {
    root: &'g Path,
    base_path: &'g str,
    outputs: &'g Outputs<'g>,
    plan: &'g Plan,
    given_up: &'g GivenUp,
    /// Warnings and notes.
    pub found: Diagnostics,
}

impl Generation<'_> {
    /// How many files the site has, the index of the search page not counted.
    #[must_use]
    pub fn files(&self) -> usize {
        self.plan.artifacts.len()
    }

    /// The path of the home page's address, with a slash at both ends.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.base_path
    }

    /// Whether there is a file of this path from the output's root, the index of the search page left out.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.plan.find(path).is_some()
    }

    /// What a file of the output holds, given by its path from the output's root; `None` when there is no
    /// such file.
    ///
    /// # Errors
    /// When its template fails, or a file that is copied cannot be read.
    pub fn file(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostics>> {
        let Some(artifact) = self.plan.find(path) else {
            return self.outputs.search_file(path).map(|bytes| Ok(bytes.to_vec()));
        };
        Some(self.make(artifact).map_err(|diagnostic| {
            let mut found = Diagnostics::from(*diagnostic);
            crate::excerpt::place(self.root, &mut found);
            found
        }))
    }

    fn make(&self, artifact: &Artifact) -> Result<Vec<u8>, Box<Diagnostic>> {
        let given_up = || self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(diagnostic) = given_up().get(&artifact.path) {
            return Err(diagnostic.clone());
        }
        let made = self.outputs.make(artifact, &self.plan.artifacts);
        if let Err(diagnostic) = &made
            && diagnostic.code == &codes::TEMPLATE_LIMIT
        {
            given_up().insert(artifact.path.clone(), diagnostic.clone());
        }
        match made? {
            Content::Bytes(bytes) | Content::Page { html: bytes, .. } => Ok(bytes),
            Content::Copy(path) => crate::source::read_bytes(self.root, &path).map_err(Box::new),
        }
    }
}
