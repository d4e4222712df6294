//! Events and articles in one order: the timeline of an actor or topic.

use tera::Value;

use crate::site::{ArticleIx, EventIx};

use super::record::{list, record};
use super::shared::Views;

/// Year, month and day that an entry is sorted by; of one day, events come first.
type Key = (i32, u8, u8, bool);

impl Views<'_> {
    /// All `events` and the newest page of `articles`, the earliest first.
    pub(super) fn chronicle(&self, events: &[EventIx], articles: &[ArticleIx]) -> Value {
        let mut entries: Vec<(Key, Value)> = Vec::with_capacity(events.len() + self.config.page_size);
        entries.extend(events.iter().map(|ix| {
            let (year, month, day) = self.site.events[ix.get()].date.sort_key();
            let entry = record([
                ("kind", Value::from("event")),
                ("event", self.events[ix.get()].clone()),
                ("article", Value::none()),
            ]);
            ((year, month, day, false), entry)
        }));
        let dated = articles.iter().filter_map(|ix| Some((ix, self.site.articles[ix.get()].date?)));
        entries.extend(dated.take(self.config.page_size).map(|(ix, date)| {
            let (year, month, day) = date.ymd();
            let entry = record([
                ("kind", Value::from("article")),
                ("event", Value::none()),
                ("article", self.article(*ix).clone()),
            ]);
            ((i32::from(year), month.unsigned_abs(), day.unsigned_abs(), true), entry)
        }));
        entries.sort_by_key(|(key, _)| *key);
        list(entries.into_iter().map(|(_, entry)| entry))
    }
}
