//! Finishes what an interrupted build has begun.

use super::failure;
use super::journal::Journal;
use super::layout::Layout;
use super::manifest::{Files, Found, Manifest, NAME, NEXT};
use super::scan::{Contents, Scan};
use super::staging::Staging;
use super::update;
use crate::diagnostic::{Diagnostic, codes};

/// Whether there is anything to finish; asks two questions of the file system.
pub(super) fn is_pending(layout: &Layout) -> bool {
    Journal::path(&layout.work).exists() || layout.output.join(NEXT).exists()
}

/// Finishes an exchange or an update that was interrupted. The lock must be held.
pub(super) fn finish(layout: &Layout) -> Result<Option<Diagnostic>, Diagnostic> {
    let mut done = None;
    if let Some(journal) = Journal::load(&layout.work)? {
        journal.finish(&layout.work)?;
        done = Some("the entries named in `[output] keep` are in place");
    }
    let load =
        |name| Manifest::load(&layout.output, name).map_err(|error| failure::reading(&layout.output, &error));
    match load(NEXT)? {
        Manifest::Absent => {}
        // It was being written when the update was interrupted, so no file was touched yet.
        Manifest::Corrupt(_) => update::abandon(&layout.output, &Contents::default())?,
        Manifest::Found(Found { files: next, .. }) => {
            let mut known = match load(NAME)? {
                Manifest::Found(Found { files, .. }) => files,
                Manifest::Absent | Manifest::Corrupt(_) => Files::new(),
            };
            known.extend(next.iter().map(|(path, entry)| (path.clone(), *entry)));
            let current = Scan { known: &known, trusted: None, keep: &layout.keep }.run(&layout.output)?;
            // The manifest that is written below would be believed to know of these.
            current.refuse_foreign(&layout.output)?;
            let staging = Staging::load(&layout.staging, &layout.rescue)?;
            if staging.holds_exactly(&next) {
                update::resume(&layout.staging, &layout.output, &current, &next)?;
                done = Some("the output folder is up to date");
            } else {
                update::settle(&layout.output, &current)?;
                done =
                    Some("the output folder holds old and new files side by side until the next build ends");
            }
        }
    }
    Ok(done.map(|state| {
        Diagnostic::note(
            &codes::OUTPUT_RECOVERED,
            "an earlier build was interrupted while it published the site",
        )
        .context(state)
    }))
}
