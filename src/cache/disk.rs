//! The part of the cache that is on disk, for builds by another process, or on another machine.

use std::path::Path;
use std::sync::Arc;

use ahash::AHashMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Document, Keeper, Late};
use crate::model::{Fingerprint, SourcePath};
use crate::site::{Mention, Recognition, Site};

use super::store::{Attachment, Held, Item, Store};
use super::{Cache, Documents, Parsed};

/// Where a cache was read, and is kept.
#[derive(Debug)]
pub struct Disk {
    documents: Store,
    mentions: Store,
    together: Store,
    files: Store,
}

/// What a file of the site was made from, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// The fingerprint of all that it was made from.
    pub inputs: Fingerprint,
    /// The fingerprint of what it holds.
    pub holds: Fingerprint,
}

/// Files of the site by their paths from the output's root.
pub type MadeFiles = AHashMap<Box<str>, Made>;

/// What earlier builds left on disk.
#[derive(Default)]
pub struct Recalled {
    /// Where it is kept; none where the program does not know itself.
    pub disk: Option<Disk>,
    /// Documents, and mentions in them.
    pub cache: Cache,
    /// The files of the site.
    pub files: MadeFiles,
    /// That a part of it was not whole.
    pub note: Option<Diagnostic>,
}

/// A document without a finding; with one it is parsed each time. Its text is attached.
type KeptDocument = (SourcePath, Fingerprint, Fingerprint, Document);
type KeptMentions = (Fingerprint, Vec<Mention>);
type KeptFile = (Box<str>, Fingerprint, Fingerprint);

impl Disk {
    /// Reads what earlier builds of the site in `root` by this `program` left. Afterwards the cache is as it
    /// was at the end of the last of them, as far as it was whole; else a note says that it was not.
    #[must_use]
    pub fn recall(root: &Path, program: Fingerprint) -> Recalled {
        let folder = |name: &str| root.join(super::FOLDER).join("cache").join(name);
        let load_documents = || {
            let (store, held) = Store::load(folder("documents"), program);
            (store, read_documents(held))
        };
        let load_mentions = || {
            let (store, held) = Store::load::<KeptMentions>(folder("mentions"), program);
            (store, Recognition::new(held.values))
        };
        let load_together = || {
            let (store, held) = Store::load(folder("together"), program);
            (store, held.values.into_iter().next())
        };
        let load_files = || {
            let (store, held) = Store::load::<KeptFile>(folder("files"), program);
            let made = held.values.into_iter().map(|(path, inputs, holds)| (path, Made { inputs, holds }));
            (store, made.collect())
        };
        let (of_documents, (of_mentions, (of_together, of_files))) = rayon::join(load_documents, || {
            rayon::join(load_mentions, || rayon::join(load_together, load_files))
        });
        let (documents, known) = of_documents;
        let (mentions, recognition) = of_mentions;
        let (together, found) = of_together;
        let (files, made) = of_files;
        let damaged: usize = [&documents, &mentions, &together, &files].map(Store::damaged).iter().sum();
        let cache = Cache { documents: known, recognition, together: found, ..Cache::default() };
        let note = (damaged > 0).then(|| {
            let files = if damaged == 1 { "one file of it is" } else { "some files of it are" };
            Diagnostic::note(&codes::CACHE_DAMAGED, "a part of the cache is damaged, and was not used")
                .context(format!("{files} not whole; the next build has them again"))
        });
        let disk = Some(Self { documents, mentions, together, files });
        Recalled { disk, cache, files: made, note }
    }

    /// What is to be said when somebody has written into the cache since it was read, and a text that was looked
    /// at is no longer there.
    #[must_use]
    pub fn spoiled(&self) -> Option<Diagnostic> {
        self.documents.is_spoiled().then(|| {
            Diagnostic::error(&codes::CACHE_DAMAGED, "the cache was changed while the site was built")
                .help("build again: what is damaged of it is then not used")
        })
    }

    /// Keeps documents, mentions and what was found in the site for the next build. What cannot be written is
    /// made anew then, that is all.
    pub fn keep(&self, cache: &Cache, site: &Site) {
        if self.documents.is_spoiled() {
            return;
        }
        let documents = cache.documents.all().filter_map(|(path, parsed)| {
            let document = parsed.document.as_ref().filter(|_| parsed.diagnostics.is_empty())?;
            let (source, rules) = (parsed.source, parsed.rules);
            Some(Item {
                key: Fingerprint::of(path.as_str().as_bytes()),
                inputs: Fingerprint::of_value(&(source, rules)),
                value: (path, source, rules, &**document),
            })
        });
        let mentions = cache.recognition.kept().map(|(key, mentions)| Item {
            key,
            inputs: Fingerprint::default(),
            value: (key, mentions),
        });
        let appearances = &site.appearances;
        let together = || {
            let key = appearances.fingerprint();
            Item { key, inputs: Fingerprint::default(), value: (key, appearances.together()) }
        };
        let (documents, mentions) = (documents.collect(), mentions.collect());
        let _ = rayon::join(
            || self.documents.save_with(documents, |(.., document), to| document.body.prose.serialise(to)),
            || rayon::join(|| self.mentions.save(mentions), || self.together.save(vec![together()])),
        );
    }

    /// Keeps what the files of the site were made from, as [`Self::keep`] does the rest.
    pub fn keep_files<'f>(&self, files: impl IntoIterator<Item = (&'f str, Made)>) {
        let files = files.into_iter().map(|(path, made)| Item {
            key: Fingerprint::of(path.as_bytes()),
            inputs: Fingerprint::of_value(&(made.inputs, made.holds)),
            value: (path, made.inputs, made.holds),
        });
        let _ = self.files.save(files.collect());
    }
}

impl Keeper for Attachment {
    fn read(&self) -> Option<Vec<u8>> {
        Self::read(self)
    }
}

fn read_documents(held: Held<KeptDocument>) -> Documents {
    let mut documents = Documents::with_capacity(held.values.len());
    for ((path, source, rules, mut document), text) in held.values.into_iter().zip(held.attachments) {
        document.body.prose = Late::kept(Box::new(text));
        let document = Some(Arc::new(document));
        documents.keep(path, Parsed { source, rules, document, diagnostics: Vec::new() });
    }
    documents
}
