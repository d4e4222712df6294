//! A site in memory, whose files are made when they are asked for: what `dateline serve` shows.
//!
//! All that is made of a site borrows from it, so a [`Generation`] lives on the stack for as long as
//! it is shown. The next one is made of what the [`Cache`] has kept and of the files that changed.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::output::{Artifact, Content, Outputs};
use crate::site::Input;
use crate::theme::Theme;
use crate::view::{Addresses, Views, site_value};

use super::load::{self, Changes, Settings};
use super::{Options, assemble, finish, stop_at_errors};

/// A site that is looked at while it is edited.
pub struct Preview {
    options: Options,
    cache: Cache,
    /// The settings as they were read the last time, if they could be.
    settings: Option<Rc<Settings>>,
    /// What the last generation without errors was made of.
    good: Option<(Rc<Settings>, Input)>,
}

impl Preview {
    /// A preview of a site of which nothing is read yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, cache: Cache::default(), settings: None, good: None }
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
        let before = self.settings.take().filter(|_| changes.spare_settings());
        let settings = match before {
            Some(settings) => settings,
            None => Rc::new(load::settings(&self.options).map_err(|found| finish(found, &self.options))?),
        };
        self.settings = Some(Rc::clone(&settings));
        let mut found = settings.found.clone();
        let input = load::content(&self.options.root, &settings, changes, &mut self.cache, &mut found);
        self.show(&settings, input, found, show)
    }

    /// Calls `show` with the last site that had no error; `None` when there was none.
    pub fn last_good<R>(&mut self, show: impl FnOnce(&Generation<'_>) -> R) -> Option<R> {
        let (settings, input) = self.good.clone()?;
        self.show(&settings, input, Diagnostics::new(), show).ok()
    }

    fn show<R>(
        &mut self,
        settings: &Rc<Settings>,
        input: Input,
        mut found: Diagnostics,
        show: impl FnOnce(&Generation<'_>) -> R,
    ) -> Result<R, Diagnostics> {
        let options = &self.options;
        let failed = |found| finish(found, options);
        let (config, kept) = (&settings.config, input.clone());
        let site = assemble(input, config, options, &mut self.cache.recognition, &mut found);
        let views = Views::new(&site, config, Addresses::new(config.base_url.clone(), options.portable));
        let (theme, wrong) = Theme::load(&options.root, &settings.chain, site_value(&views));
        found.extend(wrong);
        let outputs = Outputs::new(&site, config, &views, &theme);
        let (artifacts, wrong) = outputs.plan_but_search();
        found.extend(wrong);
        stop_at_errors(&mut found, options).map_err(failed)?;
        self.good = Some((Rc::clone(settings), kept));
        let by_path = artifacts.iter().enumerate().map(|(at, artifact)| (artifact.path.as_str(), at));
        Ok(show(&Generation {
            root: &options.root,
            outputs: &outputs,
            by_path: by_path.collect(),
            artifacts: &artifacts,
            search: OnceLock::new(),
            found: finish(found, options),
        }))
    }
}

/// A site without errors, while it is shown. Any number of threads may ask for its files.
pub struct Generation<'g> {
    root: &'g Path,
    outputs: &'g Outputs<'g>,
    artifacts: &'g [Artifact],
    by_path: HashMap<&'g str, usize>,
    /// The index of the search page, which is made when it is first asked for.
    search: OnceLock<Vec<Artifact>>,
    /// Warnings and notes.
    pub found: Diagnostics,
}

impl Generation<'_> {
    /// How many files the site has, the index of the search page not counted.
    #[must_use]
    pub fn files(&self) -> usize {
        self.artifacts.len()
    }

    /// What a file of the output holds, given by its path from the output's root; `None` when there is no
    /// such file.
    ///
    /// # Errors
    /// When its template fails, or a file that is copied cannot be read.
    pub fn file(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostics>> {
        let artifact = match self.by_path.get(path) {
            Some(at) => self.artifacts.get(*at)?,
            None if self.outputs.is_of_search(path) => {
                let parts = self.search.get_or_init(|| self.outputs.search());
                parts.iter().find(|artifact| artifact.path.as_str() == path)?
            }
            None => return None,
        };
        Some(self.make(artifact).map_err(|diagnostic| {
            let mut found = Diagnostics::from(*diagnostic);
            crate::excerpt::place(self.root, &mut found);
            found
        }))
    }

    fn make(&self, artifact: &Artifact) -> Result<Vec<u8>, Box<Diagnostic>> {
        match self.outputs.make(artifact, self.artifacts)? {
            Content::Bytes(bytes) | Content::Page { html: bytes, .. } => Ok(bytes),
            Content::Copy(path) => crate::source::read_bytes(self.root, &path).map_err(Box::new),
        }
    }
}
