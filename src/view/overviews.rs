//! Pages of all articles and of all events, by year.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{Context, Value};

use crate::model::{Permalink, month_name};
use crate::site::{ArticleIx, EventIx, Overview, Pager, PagerPage, Site};

use super::View;
use super::page::PageView;
use super::record::{list, record};
use super::shared::{Views, paged};

/// Up to so many entries stand on one page; of more, each year has a page of its own.
const MOST_ON_ONE_PAGE: usize = 400;
/// Entries of a full page of a year that has too many for one; its newest page has less than twice as many.
const YEAR_PAGE: usize = MOST_ON_ONE_PAGE / 2;

/// A page of one year.
#[derive(Debug, Clone)]
pub struct YearPage {
    /// The place of the year among all.
    year: usize,
    page: PagerPage,
}

impl YearPage {
    /// The number of the page among those of its year.
    #[must_use]
    pub fn number(&self) -> usize {
        self.page.number
    }
}

/// Entries by year.
pub struct Years<T> {
    years: Vec<(i32, Vec<T>)>,
    total: usize,
    /// Whether years and entries stand from the newest.
    newest_first: bool,
}

impl<T> Years<T> {
    fn new(by_year: BTreeMap<i32, Vec<T>>, newest_first: bool) -> Self {
        let total = by_year.values().map(Vec::len).sum();
        let mut years: Vec<_> = by_year.into_iter().collect();
        if newest_first {
            years.reverse();
        }
        Self { years, total, newest_first }
    }

    /// Whether each year has a page of its own.
    fn is_split(&self) -> bool {
        self.total > MOST_ON_ONE_PAGE
    }

    /// The years that one page shows, with their entries: all, none because each has its own page, or
    /// a page of one.
    fn shown(&self, page: Option<&YearPage>) -> Vec<(i32, &[T])> {
        match page {
            None if self.is_split() => Vec::new(),
            None => self.years.iter().map(|(year, entries)| (*year, entries.as_slice())).collect(),
            Some(YearPage { year, page }) => {
                let Some((year, entries)) = self.years.get(*year) else { return Vec::new() };
                let Range { start, end } = page.items.clone();
                let items = if self.newest_first {
                    start..end
                } else {
                    entries.len().saturating_sub(end)..entries.len().saturating_sub(start)
                };
                vec![(*year, entries.get(items).unwrap_or_default())]
            }
        }
    }

    /// How a year is cut into pages.
    fn pager(entries: &[T]) -> Pager {
        Pager::new(entries.len(), YEAR_PAGE)
    }
}

impl Years<ArticleIx> {
    /// Dated articles, the newest year and article first.
    pub fn of_articles(site: &Site) -> Self {
        let mut by_year: BTreeMap<i32, Vec<ArticleIx>> = BTreeMap::new();
        for (at, article) in site.articles.iter().enumerate() {
            if let Some(date) = article.date {
                by_year.entry(i32::from(date.ymd().0)).or_default().push(ArticleIx::new(at));
            }
        }
        Self::new(by_year, true)
    }
}

impl Years<EventIx> {
    /// Events by the first year that each may be of, the earliest first.
    pub fn of_events(site: &Site) -> Self {
        let mut by_year: BTreeMap<i32, Vec<EventIx>> = BTreeMap::new();
        for (at, event) in site.events.iter().enumerate() {
            by_year.entry(event.date.sort_key().0).or_default().push(EventIx::new(at));
        }
        Self::new(by_year, false)
    }
}

/// What a page of the archive that is of one year shows.
pub struct ArchivedYear<'v> {
    /// Its year and those beside it, where there are any.
    pub years: [Option<i32>; 3],
    /// How the year is cut into pages.
    pub pager: Pager,
    /// The page.
    pub page: &'v PagerPage,
    /// Its articles.
    pub articles: &'v [ArticleIx],
}

/// Articles of one month; the month may be read from any of them.
type Month = (i8, Vec<ArticleIx>);

impl Views<'_> {
    /// The pages of all articles and of all events.
    pub(super) fn overview_pages(&self) -> Vec<(View, Permalink)> {
        let mut pages = Vec::new();
        for overview in &self.site.overviews {
            match overview {
                Overview::Archive => pages.extend(years_of(*overview, &self.archive, View::Archive)),
                Overview::Timeline => pages.extend(years_of(*overview, &self.timeline, View::Timeline)),
                Overview::Network => pages.push((View::Network, overview.permalink())),
                Overview::Search => pages.push((View::Search, overview.permalink())),
            }
        }
        pages
    }

    pub(super) fn search_view(&self, permalink: &Permalink) -> PageView {
        let mut meta = self.bare_meta("search", "Search", permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        PageView { template: "search.html".to_owned(), meta, context: Context::new() }
    }

    pub(super) fn archive_view(&self, page: Option<&YearPage>, permalink: &Permalink) -> PageView {
        let months = |articles: &[ArticleIx]| -> Vec<Month> {
            let mut months: BTreeMap<i8, Vec<ArticleIx>> = BTreeMap::new();
            for article in articles {
                let date = self.site.articles[article.get()].date;
                months.entry(date.map_or(0, |date| date.ymd().1)).or_default().push(*article);
            }
            months.into_iter().rev().collect()
        };
        let counts = page.is_none().then(|| {
            list(self.archive.years.iter().map(|entry| {
                let (year, articles) = entry;
                let path = |first| self.year_path(Overview::Archive, &self.archive, entry, first);
                let mut first = 0;
                let months = months(articles).into_iter().map(|(month, in_month)| {
                    // A month begins on the page that has its newest article.
                    let path = path(first);
                    first += in_month.len();
                    record([
                        ("title", Value::from(month_name(month))),
                        ("count", Value::from(in_month.len())),
                        ("path", Value::from(format!("{path}#{}", month_id(*year, month)))),
                    ])
                });
                record([
                    ("year", Value::from(*year)),
                    ("title", Value::from(year_words(*year))),
                    ("path", Value::from(format!("{}#y{year}", path(0)))),
                    ("count", Value::from(articles.len())),
                    ("months", list(months)),
                ])
            }))
        });
        let shown = self.archive.shown(page).into_iter().map(|(year, articles)| {
            let months = months(articles).into_iter().map(|(month, articles)| {
                record([
                    ("id", Value::from(month_id(year, month))),
                    ("title", Value::from(format!("{} {}", month_name(month), year_words(year)))),
                    ("articles", list(articles.iter().map(|article| self.article(*article).clone()))),
                ])
            });
            record([
                ("id", Value::from(format!("y{year}"))),
                ("title", Value::from(year_words(year))),
                ("months", list(months)),
            ])
        });
        let mut context = Context::new();
        context.insert_value("shown", list(shown));
        self.year_page(Overview::Archive, &self.archive, page, permalink, counts, context)
    }

    /// What a page of the archive shows that is of one year; `None` when there is no such year.
    #[must_use]
    pub fn archived<'v>(&'v self, of: &'v YearPage) -> Option<ArchivedYear<'v>> {
        let years = &self.archive.years;
        let (year, entries) = years.get(of.year)?;
        let near = |at: Option<usize>| at.and_then(|at| years.get(at)).map(|(year, _)| *year);
        Some(ArchivedYear {
            years: [near(of.year.checked_sub(1)), Some(*year), near(of.year.checked_add(1))],
            pager: Years::pager(entries),
            page: &of.page,
            articles: entries.get(of.page.items.clone()).unwrap_or_default(),
        })
    }

    pub(super) fn timeline_view(&self, page: Option<&YearPage>, permalink: &Permalink) -> PageView {
        let counts = page.is_none().then(|| {
            list(self.timeline.years.iter().map(|entry| {
                let (year, events) = entry;
                let path = self.year_path(Overview::Timeline, &self.timeline, entry, 0);
                record([
                    ("year", Value::from(*year)),
                    ("title", Value::from(year_words(*year))),
                    ("path", Value::from(format!("{path}#y{year}"))),
                    ("count", Value::from(events.len())),
                ])
            }))
        });
        let shown = self.timeline.shown(page).into_iter().map(|(year, events)| {
            record([
                ("id", Value::from(format!("y{year}"))),
                ("title", Value::from(year_words(year))),
                ("events", list(events.iter().map(|event| self.events[event.get()].clone()))),
            ])
        });
        let mut context = Context::new();
        context.insert_value("shown", list(shown));
        self.year_page(Overview::Timeline, &self.timeline, page, permalink, counts, context)
    }

    /// The page itself. That of one year says nothing of the others but which are next to it, so
    /// that it does not change with them; `counts` of all years are there on the page of no year.
    fn year_page<T>(
        &self,
        overview: Overview,
        years: &Years<T>,
        page: Option<&YearPage>,
        permalink: &Permalink,
        counts: Option<Value>,
        mut context: Context,
    ) -> PageView {
        let (kind, title, what) = match overview {
            Overview::Timeline => ("timeline", "Timeline", "events"),
            _ => ("archive", "Archive", "articles"),
        };
        let mut meta = self.bare_meta(kind, title, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        let place = page.map(|page| page.year);
        let shown = place.and_then(|at| years.years.get(at));
        if let Some((year, _)) = shown {
            meta.breadcrumbs.push((title.to_owned(), self.addresses.path(&overview.permalink())));
            meta.title = format!("{title} of {}", year_words(*year));
        } else {
            meta.description = Some(format!("All {what} by year."));
        }
        let near = |at: Option<usize>| {
            at.and_then(|at| years.years.get(at)).map_or_else(Value::none, |entry| {
                record([
                    ("title", Value::from(year_words(entry.0))),
                    ("path", Value::from(self.year_path(overview, years, entry, 0))),
                ])
            })
        };
        context
            .insert_value("year", shown.map_or_else(Value::none, |(year, _)| Value::from(year_words(*year))));
        let pager = page.zip(shown).map_or_else(Value::none, |(page, (year, entries))| {
            self.pager_of(Years::pager(entries), &page.page, &year_permalink(overview, *year))
        });
        context.insert_value("pager", pager);
        context.insert_value("years", counts.unwrap_or_else(|| list([])));
        context.insert_value("total", if page.is_some() { Value::none() } else { Value::from(years.total) });
        context.insert_value("previous", near(place.and_then(|at| at.checked_sub(1))));
        context.insert_value("next", near(place.map(|at| at + 1)));
        PageView { template: format!("{kind}.html"), meta, context }
    }

    /// The path of the page that shows a year and, if it has several, the entry in this place.
    fn year_path<T>(
        &self,
        overview: Overview,
        years: &Years<T>,
        year: &(i32, Vec<T>),
        entry: usize,
    ) -> String {
        let permalink = if years.is_split() {
            let pager = Years::pager(&year.1);
            let page = pager.pages().find(|page| page.items.contains(&entry));
            let number = page.map_or(pager.count(), |page| page.number);
            pager.permalink(&year_permalink(overview, year.0), number)
        } else {
            overview.permalink()
        };
        self.addresses.path(&permalink)
    }
}

fn years_of<T>(
    overview: Overview,
    years: &Years<T>,
    view: impl Fn(Option<YearPage>) -> View,
) -> Vec<(View, Permalink)> {
    let mut pages = vec![(view(None), overview.permalink())];
    if years.is_split() {
        for (year, (number, entries)) in years.years.iter().enumerate() {
            let front = year_permalink(overview, *number);
            pages.extend(paged(Years::pager(entries), &front, |page| view(Some(YearPage { year, page }))));
        }
    }
    pages
}

fn year_permalink(overview: Overview, year: i32) -> Permalink {
    Permalink::new(format!("{}{year}/", overview.address()))
}

fn month_id(year: i32, month: i8) -> String {
    format!("m{year}-{month:02}")
}

/// ISO 8601 has a year 0, which is 1 BC.
fn year_words(year: i32) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) }
}
