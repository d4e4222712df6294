//! Pages of all articles and of all events, by year.

use std::collections::BTreeMap;

use tera::{Context, Value};

use crate::model::{Permalink, month_name};
use crate::site::{ArticleIx, EventIx, Overview, Site};

use super::View;
use super::page::PageView;
use super::record::{list, record};
use super::shared::Views;

/// Up to so many entries stand on one page; of more, each year has a page of its own.
const MOST_ON_ONE_PAGE: usize = 400;

/// Entries by year.
pub struct Years<T> {
    years: Vec<(i32, Vec<T>)>,
    total: usize,
}

impl<T> Years<T> {
    fn new(by_year: BTreeMap<i32, Vec<T>>) -> Self {
        let total = by_year.values().map(Vec::len).sum();
        Self { years: by_year.into_iter().collect(), total }
    }

    /// Whether each year has a page of its own.
    fn is_split(&self) -> bool {
        self.total > MOST_ON_ONE_PAGE && self.years.len() > 1
    }

    /// The years that one page shows: all, none because each has its own page, or the one.
    fn shown(&self, year: Option<usize>) -> &[(i32, Vec<T>)] {
        match year {
            Some(at) => self.years.get(at..=at).unwrap_or_default(),
            None if self.is_split() => &[],
            None => &self.years,
        }
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
        let mut years = Self::new(by_year);
        years.years.reverse();
        years
    }
}

impl Years<EventIx> {
    /// Events by the first year that each may be of, the earliest first.
    pub fn of_events(site: &Site) -> Self {
        let mut by_year: BTreeMap<i32, Vec<EventIx>> = BTreeMap::new();
        for (at, event) in site.events.iter().enumerate() {
            by_year.entry(event.date.sort_key().0).or_default().push(EventIx::new(at));
        }
        Self::new(by_year)
    }
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

    pub(super) fn archive_view(&self, year: Option<usize>, permalink: &Permalink) -> PageView {
        let path = |year: i32| self.year_path(Overview::Archive, &self.archive, year);
        let months = |articles: &[ArticleIx]| -> Vec<Month> {
            let mut months: BTreeMap<i8, Vec<ArticleIx>> = BTreeMap::new();
            for article in articles {
                let date = self.site.articles[article.get()].date;
                months.entry(date.map_or(0, |date| date.ymd().1)).or_default().push(*article);
            }
            months.into_iter().rev().collect()
        };
        let counts = self.archive.years.iter().map(|(year, articles)| {
            let months = months(articles).into_iter().map(|(month, articles)| {
                record([
                    ("title", Value::from(month_name(month))),
                    ("count", Value::from(articles.len())),
                    ("path", Value::from(format!("{}#{}", path(*year), month_id(*year, month)))),
                ])
            });
            record([
                ("year", Value::from(*year)),
                ("title", Value::from(year_words(*year))),
                ("path", Value::from(format!("{}#y{year}", path(*year)))),
                ("count", Value::from(articles.len())),
                ("months", list(months)),
            ])
        });
        let shown = self.archive.shown(year).iter().map(|(year, articles)| {
            let months = months(articles).into_iter().map(|(month, articles)| {
                record([
                    ("id", Value::from(month_id(*year, month))),
                    ("title", Value::from(format!("{} {}", month_name(month), year_words(*year)))),
                    ("articles", list(articles.iter().map(|article| self.articles[article.get()].clone()))),
                ])
            });
            record([
                ("id", Value::from(format!("y{year}"))),
                ("title", Value::from(year_words(*year))),
                ("months", list(months)),
            ])
        });
        let mut context = Context::new();
        context.insert_value("shown", list(shown));
        self.year_page(Overview::Archive, &self.archive, year, permalink, list(counts), context)
    }

    pub(super) fn timeline_view(&self, year: Option<usize>, permalink: &Permalink) -> PageView {
        let counts = self.timeline.years.iter().map(|(year, events)| {
            let path = self.year_path(Overview::Timeline, &self.timeline, *year);
            record([
                ("year", Value::from(*year)),
                ("title", Value::from(year_words(*year))),
                ("path", Value::from(format!("{path}#y{year}"))),
                ("count", Value::from(events.len())),
            ])
        });
        let shown = self.timeline.shown(year).iter().map(|(year, events)| {
            record([
                ("id", Value::from(format!("y{year}"))),
                ("title", Value::from(year_words(*year))),
                ("events", list(events.iter().map(|event| self.events[event.get()].clone()))),
            ])
        });
        let mut context = Context::new();
        context.insert_value("shown", list(shown));
        self.year_page(Overview::Timeline, &self.timeline, year, permalink, list(counts), context)
    }

    /// The page itself. That of one year says nothing of the others but which are next to it, so
    /// that it does not change with them.
    fn year_page<T>(
        &self,
        overview: Overview,
        years: &Years<T>,
        year: Option<usize>,
        permalink: &Permalink,
        counts: Value,
        mut context: Context,
    ) -> PageView {
        let (kind, title, what) = match overview {
            Overview::Timeline => ("timeline", "Timeline", "events"),
            _ => ("archive", "Archive", "articles"),
        };
        let mut meta = self.bare_meta(kind, title, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        let shown = year.and_then(|at| years.years.get(at));
        if let Some((year, _)) = shown {
            meta.breadcrumbs.push((title.to_owned(), self.addresses.path(&overview.permalink())));
            meta.title = format!("{title} of {}", year_words(*year));
        } else {
            meta.description = Some(format!("All {what} by year."));
        }
        let near = |at: Option<usize>| {
            at.and_then(|at| years.years.get(at)).map_or_else(Value::none, |(year, _)| {
                record([
                    ("title", Value::from(year_words(*year))),
                    ("path", Value::from(self.year_path(overview, years, *year))),
                ])
            })
        };
        context
            .insert_value("year", shown.map_or_else(Value::none, |(year, _)| Value::from(year_words(*year))));
        context.insert_value("years", if year.is_some() { list([]) } else { counts });
        context.insert_value("total", if year.is_some() { Value::none() } else { Value::from(years.total) });
        context.insert_value("previous", near(year.and_then(|at| at.checked_sub(1))));
        context.insert_value("next", near(year.map(|at| at + 1)));
        PageView { template: format!("{kind}.html"), meta, context }
    }

    /// The path of the page that shows a year.
    fn year_path<T>(&self, overview: Overview, years: &Years<T>, year: i32) -> String {
        let permalink = if years.is_split() { year_permalink(overview, year) } else { overview.permalink() };
        self.addresses.path(&permalink)
    }
}

fn years_of<T>(
    overview: Overview,
    years: &Years<T>,
    view: impl Fn(Option<usize>) -> View,
) -> Vec<(View, Permalink)> {
    let mut pages = vec![(view(None), overview.permalink())];
    if years.is_split() {
        let own = years.years.iter().enumerate();
        pages.extend(own.map(|(at, (year, _))| (view(Some(at)), year_permalink(overview, *year))));
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
