//! What changes in the site's folders.
//!
//! Editors save in many ways: they write over a file, rename another over it, delete and create it. A
//! checkout touches many at once. All that matters here is which paths were touched, and when it is over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, RemoveKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::diagnostic::{Diagnostic, codes};
use crate::model::SourcePath;

use super::desk::{Changed, Message};

/// An edit is over when nothing more is touched for so long.
const QUIET: Duration = Duration::from_millis(8);
/// More files than this are no edit.
const FEW: usize = 4;
/// A checkout or the like is over when nothing more is touched for so long.
const QUIET_OF_MANY: Duration = Duration::from_millis(80);
/// What goes on for longer is shown before it is over.
const LONGEST: Duration = Duration::from_secs(3);

/// What is watched.
pub struct Folders {
    /// The site's folder.
    pub root: PathBuf,
    /// The configuration.
    pub config: PathBuf,
    /// Folders of the site that hold sources, where they exist: relative.
    pub sources: Vec<PathBuf>,
}

/// Tells the desk of changes, from a thread of its own.
///
/// # Errors
/// When the system watches no folders, or no more of them.
pub fn start(folders: Folders, desk: Sender<Message>) -> Result<(), Diagnostic> {
    let failed = |error: notify::Error| {
        Diagnostic::error(&codes::SERVE_WATCH, format!("cannot watch the site's folder: {error}"))
    };
    let (send, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(send).map_err(failed)?;
    watcher.watch(&folders.root, RecursiveMode::NonRecursive).map_err(failed)?;
    if let Some(folder) = folders.config.parent().filter(|folder| **folder != *folders.root) {
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(failed)?;
    }
    let mut gatherer = Gatherer { folders, watcher };
    gatherer.watch_sources().map_err(failed)?;
    let run = move || gatherer.run(&events, &desk);
    thread::Builder::new().name("watch".to_owned()).spawn(run).map_err(|error| failed(error.into()))?;
    Ok(())
}

struct Gatherer {
    folders: Folders,
    watcher: RecommendedWatcher,
}

impl Gatherer {
    /// Watches the folders of sources that exist. To watch one again does no harm.
    fn watch_sources(&mut self) -> notify::Result<()> {
        for source in &self.folders.sources {
            let folder = self.folders.root.join(source);
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    fn run(&mut self, events: &Receiver<notify::Result<notify::Event>>, desk: &Sender<Message>) {
        while let Ok(first) = events.recv() {
            let began = Instant::now();
            let mut touched = self.touched(first);
            loop {
                let is_few = matches!(&touched, Some(Changed::Files(files)) if files.len() <= FEW);
                let quiet = if is_few || touched.is_none() { QUIET } else { QUIET_OF_MANY };
                match events.recv_timeout(quiet) {
                    Ok(event) => {
                        let more = self.touched(event);
                        match (&mut touched, more) {
                            (Some(touched), Some(more)) => touched.and(more),
                            (touched @ None, more) => *touched = more,
                            (Some(_), None) => {}
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                if began.elapsed() > LONGEST {
                    break;
                }
            }
            if let Some(touched) = touched
                && desk.send(Message::Changed(touched)).is_err()
            {
                return;
            }
        }
    }

    /// What an event says of the site's sources.
    fn touched(&mut self, event: notify::Result<notify::Event>) -> Option<Changed> {
        let Ok(event) = event else { return Some(Changed::Anything) };
        if event.need_rescan() {
            return Some(Changed::Anything);
        }
        let is_folder = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return None,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
            _ => false,
        };
        let mut all: Option<Changed> = None;
        for path in &event.paths {
            let Some(changed) = self.source(path, is_folder) else { continue };
            match &mut all {
                Some(all) => all.and(changed),
                None => all = Some(changed),
            }
        }
        all
    }

    /// What a touched path is to the site; `None` for what is no source of it.
    fn source(&mut self, path: &Path, is_folder: bool) -> Option<Changed> {
        if path == self.folders.config {
            return Some(file("site.toml"));
        }
        let below = path.strip_prefix(&self.folders.root).ok()?;
        let top = self.folders.sources.iter().find(|source| below.starts_with(source))?;
        if below == top {
            // It has come, gone, or come back.
            let _ = self.watch_sources();
            return Some(Changed::Anything);
        }
        let Some(name) = below.to_str() else { return Some(Changed::Anything) };
        if is_temporary(below.file_name()?.to_str()?) {
            return None;
        }
        // What a folder that was moved holds, no event tells; nor of one that is gone, that it was one.
        if is_folder || below.extension().is_none() || path.is_dir() {
            return Some(Changed::Anything);
        }
        Some(file(name))
    }
}

fn file(path: &str) -> Changed {
    Changed::Files(BTreeSet::from([SourcePath::new(path)]))
}

/// Files that editors make beside the one that they save.
fn is_temporary(name: &str) -> bool {
    // Vim tries whether it may write to a folder with a file of that number.
    name == "4913"
        || name.ends_with('~')
        || name.starts_with(".#")
        || name.starts_with('#') && name.ends_with('#')
        || name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end))
}
