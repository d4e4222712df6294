//! What every template sees as `site`.

use tera::Value;

use crate::config::NavigationEntry;
use crate::model::{Kind, Permalink};
use crate::site::{Listing, Overview, SectionIx, Target};

use super::page::Feed;
use super::record::{data_value, list, record, text};
use super::shared::Views;

/// The version that pages and feeds name as their generator.
pub const GENERATOR: &str = concat!("Dateline ", env!("CARGO_PKG_VERSION"));

/// The value that templates see as `site`.
#[must_use]
pub fn site_value(views: &Views<'_>) -> Value {
    let config = views.config;
    let sections = views.site.sections.iter().enumerate().filter(|(_, section)| {
        section.parent == Some(SectionIx::new(0))
            && matches!(section.listing, Listing::Articles | Listing::Pages)
    });
    let taxonomies =
        views.site.taxonomies.iter().enumerate().filter(|(_, taxonomy)| !taxonomy.terms.is_empty());
    let index = |listing| {
        let section = views.site.sections.iter().find(|section| section.listing == listing);
        section.map_or_else(Value::none, |section| Value::from(views.path(section.page)))
    };
    let overview = |overview: Overview| {
        let made = views.site.overviews.contains(&overview);
        if made { Value::from(views.addresses.path(&overview.permalink())) } else { Value::none() }
    };
    let home = views.site.home();
    let feeds = views.feeds(&views.site.page(home.page).permalink, &config.title, &home.articles);
    // From disk a page has no origin that `'self'` could mean.
    let policy = config.content_security_policy().filter(|_| !views.addresses.portable());
    record([
        ("title", Value::from(config.title.as_str())),
        ("description", text(config.description.as_deref())),
        ("language", Value::from(config.language.as_str())),
        ("base_url", text(views.addresses.base_url())),
        ("generator", Value::from(GENERATOR)),
        ("copyright", text(config.copyright.as_deref())),
        ("navigation", navigation(views)),
        ("footer", menu(views, &views.site.footer, &views.config.footer)),
        ("sections", list(sections.map(|(at, _)| views.section_summary(SectionIx::new(at))))),
        (
            "taxonomies",
            list(taxonomies.map(|(at, taxonomy)| {
                super::record::extended(
                    &views.taxonomy_value(at),
                    [("count", Value::from(taxonomy.terms.len()))],
                )
            })),
        ),
        ("feeds", list(feeds.iter().map(Feed::to_value))),
        (
            "counts",
            record([
                ("articles", Value::from(views.count(Kind::Article))),
                ("actors", Value::from(views.count(Kind::Actor))),
                ("topics", Value::from(views.count(Kind::Topic))),
                ("authors", Value::from(views.count(Kind::Author))),
            ]),
        ),
        (
            "paths",
            record([
                ("home", Value::from(views.path(home.page))),
                ("actors", index(Listing::Actors)),
                ("topics", index(Listing::Topics)),
                ("authors", index(Listing::Authors)),
                ("archive", overview(Overview::Archive)),
                ("timeline", overview(Overview::Timeline)),
                ("network", overview(Overview::Network)),
                ("search", overview(Overview::Search)),
            ]),
        ),
        ("content_security_policy", text(policy.as_deref())),
        ("cards", Value::from(config.outputs.cards)),
        ("extra", data_value(&config.extra)),
    ])
}

/// A menu of site.toml.
fn menu(views: &Views<'_>, targets: &[Option<Target>], entries: &[NavigationEntry]) -> Value {
    list(targets.iter().zip(entries).map(|(target, config)| match target {
        Some(Target::Page(page)) => entry(&config.title, Some(&views.path(*page)), None),
        Some(Target::File(file)) => {
            let output = &views.site.files[file.get()].output;
            entry(&config.title, Some(&super::percent_encode(output.as_str())), None)
        }
        Some(Target::Output(output)) => {
            let path = views.addresses.path(&Permalink::new(output.as_str()));
            entry(&config.title, Some(&path), None)
        }
        Some(Target::Broken) | None => entry(&config.title, None, Some(&config.url)),
    }))
}

/// An entry of a menu: in the site, or elsewhere.
fn entry(title: &str, path: Option<&str>, url: Option<&str>) -> Value {
    record([("title", Value::from(title)), ("path", text(path)), ("url", text(url))])
}

/// The main menu: what site.toml lists, else the sections of articles, actors, topics and pages.
fn navigation(views: &Views<'_>) -> Value {
    if !views.config.navigation.is_empty() {
        return menu(views, &views.site.navigation, &views.config.navigation);
    }
    let order = |listing| match listing {
        Listing::Articles => Some(0),
        Listing::Topics => Some(1),
        Listing::Actors => Some(2),
        Listing::Pages => Some(3),
        Listing::Home | Listing::Authors => None,
    };
    let mut top: Vec<_> = views
        .site
        .sections
        .iter()
        .filter(|section| section.parent == Some(SectionIx::new(0)))
        .filter_map(|section| Some((order(section.listing)?, section)))
        .collect();
    top.sort_by_key(|(order, _)| *order);
    let sections = top.into_iter().map(|(_, section)| section.page);
    let pages = views.site.home().pages.iter().copied();
    list(sections.chain(pages).map(|page| entry(&views.site.page(page).title, Some(&views.path(page)), None)))
}
