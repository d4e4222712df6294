//! The part of the cache that is on disk, for builds by another process, or on another machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::Document;
use crate::model::{Fingerprint, SourcePath};
use crate::site::{Mention, Recognition};

use super::store::{Held, Item, Store};
use super::{Cache, Documents, Parsed};

/// Where a cache was read, and is kept.
#[derive(Debug)]
pub struct Disk {
    documents: Store,
    mentions: Store,
}

/// A document without a finding; with one it is parsed each time.
type KeptDocument = (SourcePath, Fingerprint, Fingerprint, Document);
type KeptMentions = (Fingerprint, Vec<Mention>);

impl Disk {
    /// Reads what earlier builds of the site in `root` by this `program` left. Afterwards the cache is as it
    /// was at the end of the last of them, as far as it was whole; else a note says that it was not.
    #[must_use]
    pub fn load(root: &Path, program: Fingerprint) -> (Self, Cache, Option<Diagnostic>) {
        let (documents, mentions) = rayon::join(
            || Store::load::<KeptDocument>(folder(root, "documents"), program),
            || Store::load::<KeptMentions>(folder(root, "mentions"), program),
        );
        let ((documents, of_documents), (mentions, of_mentions)) = (documents, mentions);
        let damaged = of_documents.damaged + of_mentions.damaged;
        let cache = Cache {
            documents: read_documents(of_documents),
            recognition: Recognition::new(of_mentions.values),
            ..Cache::default()
        };
        let note = (damaged > 0).then(|| {
            let files = if damaged == 1 { "one file of it is" } else { "some files of it are" };
            Diagnostic::note(&codes::CACHE_DAMAGED, "a part of the cache is damaged, and was not used")
                .context(format!("{files} not whole; the next build has them again"))
        });
        (Self { documents, mentions }, cache, note)
    }

    /// Keeps a cache for the next build. What cannot be written is made anew then, that is all.
    pub fn save(&self, cache: &Cache) {
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
        let (documents, mentions) = (documents.collect(), mentions.collect());
        let _ = self.documents.save(documents);
        let _ = self.mentions.save(mentions);
    }
}

fn read_documents(held: Held<KeptDocument>) -> Documents {
    let mut documents = Documents::default();
    for (path, source, rules, document) in held.values {
        let document = Some(Arc::new(document));
        documents.keep(path, Parsed { source, rules, document, diagnostics: Vec::new() });
    }
    documents
}

fn folder(root: &Path, name: &str) -> PathBuf {
    root.join(super::FOLDER).join("cache").join(name)
}
