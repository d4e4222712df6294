//! Backlinks: who links to a page, each with the sentence that does.

use std::collections::BTreeSet;

use tera::Value;

use crate::document::Matter;
use crate::model::Moment;
use crate::site::{Backlink, MentionedIn, PageIx};

use super::record::{Field, fragment_value, joined, list, optional_date};
use super::shared::Views;

/// What is said of a page beside each of its sentences that others show: `title`, `path`, `kind`, `date`.
pub(super) type Speaker = [Field; 4];

impl Views<'_> {
    /// Who links to a page. Of an actor or topic those are left out that `mentions` has already.
    pub(super) fn backlinks(&self, page: PageIx, mentions: &[MentionedIn]) -> Value {
        let named: BTreeSet<PageIx> = mentions.iter().map(|mentioned| mentioned.page).collect();
        // Articles newest first, then the rest: the order of pages is that of kinds and paths.
        let backlinks = self.site.backlinks[page.get()].iter();
        let mut backlinks: Vec<&Backlink> =
            backlinks.filter(|backlink| !named.contains(&backlink.from)).collect();
        let date = |backlink: &Backlink| self.article_date(backlink.from);
        backlinks.sort_by_key(|backlink| std::cmp::Reverse(date(backlink)));
        list(backlinks.into_iter().filter_map(|backlink| {
            let (sentence, fragment) = self.site.backlink_sentence(backlink)?;
            Some(joined(
                self.speaker(backlink.from),
                [("sentence", Value::from(sentence)), ("fragment", fragment_value(fragment))],
            ))
        }))
    }

    /// What is said of a page that links to or mentions others, made once.
    pub(super) fn speaker(&self, page: PageIx) -> &Speaker {
        self.speakers[page.get()].get_or_init(|| {
            let from = self.site.page(page);
            [
                ("title", Value::from(&*from.title)),
                ("path", Value::from(self.path(page))),
                ("kind", Value::from(from.kind.name())),
                ("date", optional_date(self.article_date(page).as_ref())),
            ]
        })
    }

    /// The date of a page that is an article.
    fn article_date(&self, page: PageIx) -> Option<Moment> {
        self.site.document_of(page).and_then(|document| match document.matter {
            Matter::Article(_) => document.common.dates.date,
            _ => None,
        })
    }
}
