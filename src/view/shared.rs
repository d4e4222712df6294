//! Values that many pages show, built once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use tera::Value;

use crate::config::SiteConfig;
use crate::gazetteer::Entity;
use crate::model::{Kind, Permalink};
use crate::site::{
    Actor, ActorIx, Article, ArticleIx, Byline, EventIx, EventView, PageIx, Pager, PagerPage, SectionIx,
    Site, SourceIx, Topic, TopicIx,
};

use super::address::{Addresses, Root};
use super::asked::Asked;
use super::backlinks::Speaker;
use super::mentions::{FIRST_MENTIONS, mentions_permalink};
use super::overviews::{YearPage, Years};
use super::page::{Feed, FeedFormat, PageView};
use super::record::{extended, list, optional_date, optional_edtf, record, source_value, text};
use super::{PageFiller, View, not_found_permalink};

/// Words that are read in a minute: the mean for English non-fiction in Brysbaert (2019), "How
/// many words do we read per minute?", is 238.
const WORDS_A_MINUTE: u32 = 238;

/// Makes the views of all pages; holds what they share.
pub struct Views<'s> {
    pub(super) site: &'s Site,
    pub(super) config: &'s SiteConfig,
    /// How addresses are written.
    pub addresses: Addresses,
    pub(super) asked: Asked,
    /// Summaries, each made when it is first shown.
    articles: Vec<OnceLock<Value>>,
    pub(super) actors: Vec<Value>,
    pub(super) topics: Vec<Value>,
    pub(super) sources: Vec<Value>,
    pub(super) events: Vec<Value>,
    /// What is said of a page beside each of its sentences that others show.
    pub(super) speakers: Vec<OnceLock<Speaker>>,
    pub(super) archive: Years<ArticleIx>,
    pub(super) timeline: Years<EventIx>,
}

impl<'s> Views<'s> {
    /// Builds the shared values. What templates do not ask for, views may leave out.
    #[must_use]
    pub fn new(site: &'s Site, config: &'s SiteConfig, addresses: Addresses, asked: Asked) -> Self {
        let mut views = Self {
            site,
            config,
            addresses,
            asked,
            articles: vec![OnceLock::new(); site.articles.len()],
            actors: Vec::new(),
            topics: Vec::new(),
            sources: site.sources.iter().map(source_value).collect(),
            events: Vec::new(),
            speakers: site.pages.iter().map(|_| OnceLock::new()).collect(),
            archive: Years::of_articles(site),
            timeline: Years::of_events(site),
        };
        views.actors = site.actors.iter().map(|actor| views.actor_reference(actor)).collect();
        views.topics = site.topics.iter().map(|topic| views.reference(topic.page)).collect();
        views.events = site.events.iter().map(|event| views.event(event)).collect();
        views
    }

    /// Every page of the site with its address, in a fixed order.
    #[must_use]
    pub fn all(&self) -> Vec<(View, Permalink)> {
        let site = self.site;
        let mut all = Vec::with_capacity(site.pages.len() * 2);
        for (at, section) in site.sections.iter().enumerate() {
            let front = &site.page(section.page).permalink;
            let pager = self.section_pager(SectionIx::new(at));
            all.extend(paged(pager, front, |page| View::Section(SectionIx::new(at), page)));
        }
        for (at, article) in site.articles.iter().enumerate() {
            all.push((View::Article(ArticleIx::new(at)), site.page(article.page).permalink.clone()));
        }
        for (ix, actor) in site.listed_actors() {
            let front = &site.page(actor.page).permalink;
            all.extend(paged(self.pager(actor.articles.len()), front, |page| View::Actor(ix, page)));
        }
        for (at, topic) in site.topics.iter().enumerate() {
            let front = &site.page(topic.page).permalink;
            all.extend(paged(self.pager(topic.articles.len()), front, |page| {
                View::Topic(TopicIx::new(at), page)
            }));
        }
        for (at, author) in site.authors.iter().enumerate() {
            let front = &site.page(author.page).permalink;
            let ix = crate::site::AuthorIx::new(at);
            all.extend(paged(self.pager(author.articles.len()), front, |page| View::Author(ix, page)));
        }
        for (at, actor) in site.actors.iter().enumerate() {
            all.extend(self.mention_pages(Kind::Actor, at, actor.page, actor.mentions.len()));
        }
        for (at, topic) in site.topics.iter().enumerate() {
            all.extend(self.mention_pages(Kind::Topic, at, topic.page, topic.mentions.len()));
        }
        for (at, section) in site.sections.iter().enumerate() {
            let pages = section.pages.iter().enumerate();
            all.extend(pages.map(|(place, page)| {
                (View::Page(SectionIx::new(at), place), site.page(*page).permalink.clone())
            }));
        }
        for (at, taxonomy) in
            site.taxonomies.iter().enumerate().filter(|(_, taxonomy)| !taxonomy.terms.is_empty())
        {
            all.push((View::Taxonomy(at), taxonomy.permalink.clone()));
            for (term_at, term) in taxonomy.terms.iter().enumerate() {
                let pager = self.pager(term.articles.len());
                all.extend(paged(pager, &term.permalink, |page| View::Term(at, term_at, page)));
            }
        }
        all.extend(self.overview_pages());
        all.push((View::NotFound, not_found_permalink()));
        all
    }

    /// The pages with all mentions of an entity, when its own page does not show them all.
    fn mention_pages(&self, kind: Kind, at: usize, page: PageIx, count: usize) -> Vec<(View, Permalink)> {
        if count <= FIRST_MENTIONS {
            return Vec::new();
        }
        let entity = Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
        let front = mentions_permalink(&self.site.page(page).permalink);
        paged(self.mentions_pager(count), &front, |page| View::Mentions(entity, page)).collect()
    }

    /// The view of one page at its address.
    #[must_use]
    pub fn view(&self, view: &View, permalink: &Permalink) -> PageView {
        let (mut shown, number) = match view {
            View::Section(section, page) => (self.section_view(*section, page, permalink), Some(page.number)),
            View::Article(article) => (self.article_view(*article), None),
            View::Actor(actor, page) => (self.actor_view(*actor, page, permalink), Some(page.number)),
            View::Topic(topic, page) => (self.topic_view(*topic, page, permalink), Some(page.number)),
            View::Author(author, page) => (self.author_view(*author, page, permalink), Some(page.number)),
            View::Page(section, place) => (self.page_view(*section, *place), None),
            View::Taxonomy(taxonomy) => (self.taxonomy_view(*taxonomy), None),
            View::Term(taxonomy, term, page) => {
                (self.term_view(*taxonomy, *term, page, permalink), Some(page.number))
            }
            View::Mentions(entity, page) => (self.mentions_view(*entity, page, permalink), Some(page.number)),
            View::Archive(year) => {
                (self.archive_view(year.as_ref(), permalink), year.as_ref().map(YearPage::number))
            }
            View::Timeline(year) => {
                (self.timeline_view(year.as_ref(), permalink), year.as_ref().map(YearPage::number))
            }
            View::Network => (self.network_view(permalink), None),
            View::Search => (self.search_view(permalink), None),
            View::NotFound => (self.not_found_view(), None),
        };
        // Two pages of one list are not to have one title.
        if let Some(number) = number.filter(|number| permalink.as_str().ends_with(&format!("page/{number}/")))
        {
            let front = &permalink.as_str()[..permalink.as_str().len() - format!("page/{number}/").len()];
            let front = self.addresses.path(&Permalink::new(front));
            shown.meta.breadcrumbs.push((shown.meta.title.clone(), front));
            let _ = write!(shown.meta.title, ", page {number}");
        }
        shown
    }

    /// The prefix that leads from a page to the root.
    #[must_use]
    pub fn root(&self, view: &View, permalink: &Permalink) -> Root {
        match view {
            View::NotFound => self.addresses.absolute_root(),
            _ => self.addresses.root(permalink),
        }
    }

    pub(super) fn pager(&self, total: usize) -> Pager {
        Pager::new(total, self.config.page_size)
    }

    pub(super) fn path(&self, page: PageIx) -> String {
        self.addresses.path(&self.site.page(page).permalink)
    }

    /// `{kind, id, title, path}`.
    pub(super) fn reference(&self, page: PageIx) -> Value {
        let entry = self.site.page(page);
        record([
            ("kind", Value::from(entry.kind.name())),
            ("id", Value::from(&*entry.id)),
            ("title", Value::from(&*entry.title)),
            ("path", Value::from(self.path(page))),
        ])
    }

    fn actor_reference(&self, actor: &Actor) -> Value {
        extended(
            &self.reference(actor.page),
            [
                ("type", Value::from(actor.actor_type.name())),
                ("type_label", Value::from(actor.actor_type.label())),
            ],
        )
    }

    /// The summary of an article.
    pub(super) fn article(&self, article: ArticleIx) -> &Value {
        self.articles[article.get()].get_or_init(|| self.article_summary(&self.site.articles[article.get()]))
    }

    pub(super) fn actor(&self, actor: ActorIx) -> Value {
        self.actors[actor.get()].clone()
    }

    pub(super) fn topic(&self, topic: TopicIx) -> Value {
        self.topics[topic.get()].clone()
    }

    pub(super) fn source(&self, source: Option<SourceIx>) -> Value {
        source.map_or_else(Value::none, |source| self.sources[source.get()].clone())
    }

    /// The sources of events, in the register's order.
    pub(super) fn event_sources(&self, events: &[EventIx]) -> Value {
        self.sources_of(self.sources_of_events(events))
    }

    pub(super) fn sources_of_events(&self, events: &[EventIx]) -> impl Iterator<Item = SourceIx> {
        events.iter().filter_map(|event| self.site.events[event.get()].source)
    }

    /// Sources in the register's order, each once.
    pub(super) fn sources_of(&self, sources: impl Iterator<Item = SourceIx>) -> Value {
        let sources: BTreeSet<SourceIx> = sources.collect();
        list(sources.into_iter().map(|source| self.source(Some(source))))
    }

    fn event(&self, event: &EventView) -> Value {
        record([
            ("id", Value::from(&*event.id)),
            ("title", Value::from(&*event.title)),
            ("summary", text(event.summary.as_deref())),
            (
                "date",
                record([
                    ("edtf", Value::from(event.date.as_str())),
                    ("datetime", text(event.date.html_datetime())),
                    ("text", optional_edtf(Some(&event.date))),
                ]),
            ),
            ("status", text(event.status.as_deref())),
            ("actors", list(event.actors.iter().map(|actor| self.actor(*actor)))),
            ("topics", list(event.topics.iter().map(|topic| self.topic(*topic)))),
            ("source", self.source(event.source)),
        ])
    }

    pub(super) fn byline(&self, byline: &Byline) -> Value {
        match byline {
            Byline::Author(author) => {
                let page = self.site.authors[author.get()].page;
                record([
                    ("name", Value::from(&*self.site.page(page).title)),
                    ("path", Value::from(self.path(page))),
                ])
            }
            Byline::Name(name) => record([("name", Value::from(&**name)), ("path", Value::none())]),
        }
    }

    fn article_summary(&self, article: &Article) -> Value {
        let page = self.site.page(article.page);
        let document = self.site.article_document(article);
        let section = self.site.sections[article.section.get()].page;
        record([
            ("kind", Value::from("article")),
            ("id", Value::from(&*page.id)),
            ("title", Value::from(&*page.title)),
            ("path", Value::from(self.path(article.page))),
            ("url", text(self.addresses.url(&page.permalink).as_deref())),
            ("date", optional_date(article.date.as_ref())),
            ("updated", optional_date(article.updated.as_ref())),
            ("summary", Value::from(self.site.summary(article.page).unwrap_or_default())),
            ("authors", list(article.authors.iter().map(|byline| self.byline(byline)))),
            ("actors", list(article.actors.iter().map(|actor| self.actor(*actor)))),
            ("topics", list(article.topics.iter().map(|topic| self.topic(*topic)))),
            ("section", self.reference(section)),
            ("words", Value::from(document.body.words)),
            ("reading_time", Value::from(document.body.words.div_ceil(WORDS_A_MINUTE).max(1))),
            ("draft", Value::from(document.common.draft)),
            ("image", self.image(article.page).map_or_else(Value::none, |image| image.to_value())),
        ])
    }

    /// The body of a page's document, finished; empty when it has none.
    pub(super) fn content(&self, page: PageIx) -> Value {
        let Some(document) = self.site.document_of(page) else { return Value::from("") };
        let root = self.addresses.root(&self.site.page(page).permalink);
        let filler = PageFiller::on_page(self.site, &self.addresses, root.as_str(), page);
        super::record::html(&document.body.render(&filler))
    }

    /// The headings of a page's document as a tree.
    pub(super) fn toc(&self, page: PageIx) -> Value {
        let headings = self.site.document_of(page).map_or(&[][..], |document| &document.body.headings);
        toc_level(headings)
    }

    /// One page of a list of articles.
    pub(super) fn pager_value(
        &self,
        articles: &[ArticleIx],
        pager: Pager,
        page: &PagerPage,
        front: &Permalink,
    ) -> Value {
        let items = articles.get(page.items.clone()).unwrap_or_default();
        let items = list(items.iter().map(|article| self.article(*article).clone()));
        extended(&self.pager_of(pager, page, front), [("items", items)])
    }

    /// Where a page of a list stands among the others. An old page says nothing that changes with
    /// every new item: neither the number of pages nor that of items.
    pub(super) fn pager_of(&self, pager: Pager, page: &PagerPage, front: &Permalink) -> Value {
        let path = |number| self.addresses.path(&pager.permalink(front, number));
        let count = pager.count();
        let is_front = page.number == count;
        let newer = (!is_front).then(|| path(page.number + 1));
        let older = (page.number > 1).then(|| path(page.number - 1));
        let near = |number: &usize| *number == 1 || number.abs_diff(page.number) <= 2;
        let pages = (1..=count).rev().filter(near).map(|number| {
            record([
                ("number", Value::from(number)),
                ("path", Value::from(path(number))),
                ("current", Value::from(number == page.number)),
            ])
        });
        record([
            ("number", Value::from(page.number)),
            ("is_front", Value::from(is_front)),
            ("front", Value::from(path(count))),
            ("total", if is_front { Value::from(pager.total()) } else { Value::none() }),
            ("newer", text(newer.as_deref())),
            ("older", text(older.as_deref())),
            ("pages", list(pages)),
        ])
    }

    /// The section of a folder directly below content.
    pub(super) fn section_named(&self, folder: &str) -> Option<SectionIx> {
        self.site.sections.iter().position(|section| &*section.folder == folder).map(SectionIx::new)
    }

    /// The feeds beside a list of articles; an empty list has none.
    pub(super) fn feeds(&self, front: &Permalink, title: &str, articles: &[ArticleIx]) -> Vec<Feed> {
        self.feed_formats()
            .filter(|_| !articles.is_empty())
            .map(|format| Feed {
                title: title.to_owned(),
                path: super::percent_encode(&format!("{front}{}", format.file_name())),
                format,
            })
            .collect()
    }

    /// The formats in which feeds are written: none without a `base_url`.
    pub fn feed_formats(&self) -> impl Iterator<Item = FeedFormat> + use<> {
        let outputs = self.config.outputs;
        let possible = self.addresses.base_url().is_some();
        [(FeedFormat::Atom, outputs.atom), (FeedFormat::Json, outputs.json_feed)]
            .into_iter()
            .filter(move |(_, on)| possible && *on)
            .map(|(format, _)| format)
    }

    /// The template of a page: its front matter's, else its kind's.
    pub(super) fn template(&self, page: PageIx, own: &str) -> String {
        let chosen = self.site.document_of(page).and_then(|document| document.common.template.as_deref());
        chosen.unwrap_or(own).to_owned()
    }

    /// Entities with the number of their articles, most first.
    pub(super) fn counted<T: Copy>(
        &self,
        entities: impl IntoIterator<Item = (T, usize)>,
        value: impl Fn(T) -> Value,
    ) -> impl Iterator<Item = Value> {
        let mut counted: Vec<(T, usize)> = entities.into_iter().filter(|(_, count)| *count > 0).collect();
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted
            .into_iter()
            .map(move |(entity, count)| extended(&value(entity), [("count", Value::from(count))]))
    }

    /// The entities themselves, for the other views.
    pub(super) fn actor_entry(&self, actor: ActorIx) -> &'s Actor {
        &self.site.actors[actor.get()]
    }

    pub(super) fn topic_entry(&self, topic: TopicIx) -> &'s Topic {
        &self.site.topics[topic.get()]
    }
}

pub(super) fn paged(
    pager: Pager,
    front: &Permalink,
    view: impl Fn(PagerPage) -> View,
) -> impl Iterator<Item = (View, Permalink)> {
    pager.pages().map(move |page| {
        let permalink = pager.permalink(front, page.number);
        (view(page), permalink)
    })
}

/// Headings as a tree; those before the first of the highest level stand beside it.
fn toc_level(headings: &[crate::document::Heading]) -> Value {
    let Some(top) = headings.iter().map(|heading| heading.level).min() else { return list([]) };
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let inner =
            after.iter().position(|heading| heading.level <= first.level.max(top)).unwrap_or(after.len());
        let (children, next) = after.split_at(inner);
        entries.push(record([
            ("id", Value::from(&*first.id)),
            ("html", super::record::html(&first.html)),
            ("text", Value::from(&*first.text)),
            ("level", Value::from(u32::from(first.level))),
            ("children", toc_level(children)),
        ]));
        rest = next;
    }
    list(entries)
}
