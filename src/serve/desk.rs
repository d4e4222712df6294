//! The desk: the one thread that owns the site, shows it, and takes in what changes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use hyper::StatusCode;
use tokio::sync::{oneshot, watch};

use crate::diagnostic::{Diagnostics, Format, Renderer};
use crate::excerpt::Texts;
use crate::model::{Moment, SourcePath};
use crate::pipeline::{Changes, Generation, Options, Preview};

use super::Event;
use super::events::State;
use super::page::Reply;

/// What the desk is told.
pub enum Message {
    /// Somebody asks for a file.
    Request(Request),
    /// Files have changed.
    Changed(Changed),
}

/// A request for a file.
pub struct Request {
    /// Its path as it was sent, with its leading slash.
    pub raw: String,
    /// The same without the slash, decoded.
    pub path: String,
    /// Where the reply goes.
    pub reply: oneshot::Sender<Reply>,
}

/// What may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// These files.
    Files(BTreeSet<SourcePath>),
    /// Anything.
    Anything,
}

impl Changed {
    /// Both.
    pub fn and(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Files(files), Self::Files(more)) => files.extend(more),
            _ => *self = Self::Anything,
        }
    }

    fn files(&self) -> Vec<SourcePath> {
        match self {
            Self::Files(files) => files.iter().cloned().collect(),
            Self::Anything => Vec::new(),
        }
    }

    fn has(&self, test: impl Fn(&SourcePath) -> bool) -> bool {
        match self {
            Self::Files(files) => files.iter().any(test),
            Self::Anything => true,
        }
    }
}

/// Shows a site while it is edited.
pub struct Desk<'d> {
    preview: Preview,
    options: Options,
    state: watch::Sender<State>,
    now: &'d dyn Fn() -> Moment,
    tell: &'d dyn Fn(&Event<'_>),
}

impl<'d> Desk<'d> {
    /// A desk that has read nothing yet.
    pub fn new(
        options: Options,
        state: watch::Sender<State>,
        now: &'d dyn Fn() -> Moment,
        tell: &'d dyn Fn(&Event<'_>),
    ) -> Self {
        Self { preview: Preview::new(options.clone()), options, state, now, tell }
    }

    /// Answers requests and takes in changes, until nobody can send any more.
    pub fn run(mut self, messages: &Receiver<Message>) {
        let mut waiting = Vec::new();
        let mut next = Some(Changed::Anything);
        while let Some(mut changed) = next {
            // What has come in meanwhile is taken in at once; who asked meanwhile gets the new site.
            for message in messages.try_iter() {
                match message {
                    Message::Changed(more) => changed.and(more),
                    Message::Request(request) => waiting.push(request),
                }
            }
            next = self.show(&changed, std::mem::take(&mut waiting), messages);
        }
    }

    /// Shows the site as it is now until something changes, and says what.
    fn show(
        &mut self,
        changed: &Changed,
        waiting: Vec<Request>,
        messages: &Receiver<Message>,
    ) -> Option<Changed> {
        let began = Instant::now();
        let Self { preview, options, state, now, tell } = self;
        preview.set_time(now());
        let changes = match changed {
            Changed::Files(files) => Changes::Files(files),
            Changed::Anything => Changes::Unknown,
        };
        let counter = Counter { messages, tell: *tell, options: &*options };
        // Whoever could not be shown the site waits for what is shown instead.
        let mut waiting = Some(waiting);
        let shown = preview.next(changes, |site| {
            let event = Event::Shown { changed: &changed.files(), took: began.elapsed(), found: &site.found };
            tell(&event);
            state.send_modify(|state| state.shown(changed));
            counter.serve(|path| counter.reply(site, path), waiting.take().unwrap_or_default())
        });
        let found = match shown {
            Ok(next) => return next,
            Err(found) => found,
        };
        let text = text(options, &found);
        tell(&Event::Wrong { found: &found, text: &text });
        state.send_modify(|state| state.error = Some(Arc::from(text.as_str())));
        let last = preview.last_good(|site| {
            counter.serve(|request| counter.reply(site, request), waiting.take().unwrap_or_default())
        });
        last.unwrap_or_else(|| counter.serve(|_| Reply::wrong(&text), waiting.take().unwrap_or_default()))
    }
}

impl State {
    fn shown(&mut self, changed: &Changed) {
        self.site += 1;
        self.error = None;
        if changed.has(|path| path.extension() == "css") {
            self.styles = self.site;
        }
        let is_copied = |path: &SourcePath| {
            let is_text = matches!(path.extension(), "md" | "yaml" | "toml" | "css" | "html" | "txt" | "xml");
            !is_text && path.as_str().contains('/')
        };
        if changed.has(is_copied) {
            self.files = self.site;
        }
    }
}

/// Where requests come in.
struct Counter<'c> {
    messages: &'c Receiver<Message>,
    tell: &'c dyn Fn(&Event<'_>),
    options: &'c Options,
}

impl Counter<'_> {
    /// Answers requests until something changes. A file is made once; what is no file is not kept, since there
    /// is no end of paths that lead nowhere.
    fn serve(&self, make: impl Fn(&Request) -> Reply, waiting: Vec<Request>) -> Option<Changed> {
        let mut made: HashMap<String, Reply> = HashMap::new();
        let mut answer = |request: Request| {
            let reply = made.get(&request.path).cloned().unwrap_or_else(|| make(&request));
            if reply.status == StatusCode::OK && !made.contains_key(&request.path) {
                made.insert(request.path.clone(), reply.clone());
            }
            // Who has gone needs no reply.
            let _ = request.reply.send(reply);
        };
        waiting.into_iter().for_each(&mut answer);
        for message in self.messages {
            match message {
                Message::Request(request) => answer(request),
                Message::Changed(changed) => return Some(changed),
            }
        }
        None
    }

    fn reply(&self, site: &Generation<'_>, request: &Request) -> Reply {
        let base = &site.base_path()[1..];
        let Some(path) = request.path.strip_prefix(base) else {
            let is_above = request.path.is_empty() || base.strip_suffix('/') == Some(&*request.path);
            return if is_above { Reply::redirect(site.base_path().to_owned()) } else { self.missing(site) };
        };
        let is_folder = path.is_empty() || path.ends_with('/');
        let name = if is_folder { format!("{path}index.html") } else { path.to_owned() };
        match site.file(&name) {
            Some(Ok(body)) => Reply::file(&name, body),
            Some(Err(found)) => self.wrong(&found),
            None if !is_folder && site.has(&format!("{path}/index.html")) => {
                Reply::redirect(format!("{}/", request.raw))
            }
            None => self.missing(site),
        }
    }

    fn missing(&self, site: &Generation<'_>) -> Reply {
        match site.file("404.html") {
            Some(Ok(body)) => Reply::page(StatusCode::NOT_FOUND, &body),
            Some(Err(found)) => self.wrong(&found),
            None => Reply::text(StatusCode::NOT_FOUND, "not found"),
        }
    }

    fn wrong(&self, found: &Diagnostics) -> Reply {
        (self.tell)(&Event::Page(found));
        Reply::wrong(&text(self.options, found))
    }
}

/// Findings as people read them.
fn text(options: &Options, found: &Diagnostics) -> String {
    let texts = Texts::new(&options.root);
    let read = |path: &_| texts.get(path);
    Renderer::new(Format::Human, false, &read).render(found)
}
