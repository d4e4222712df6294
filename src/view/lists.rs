//! Pages that list others: home, sections, authors, taxonomies; and ordinary pages.

use tera::{Context, Value};

use crate::model::{Kind, Permalink};
use crate::site::{ActorIx, AuthorIx, Listing, PageIx, Pager, PagerPage, SectionIx, TopicIx};

use super::page::{PageMeta, PageView};
use super::record::{data_value, extended, list, optional_date, record, text};
use super::shared::Views;

/// A longer series is not listed on each of its pages, which would be quadratic.
const MOST_SIBLINGS: usize = 100;

impl Views<'_> {
    /// Only sections of articles have older pages.
    pub(super) fn section_pager(&self, ix: SectionIx) -> Pager {
        let section = &self.site.sections[ix.get()];
        if section.listing == Listing::Articles {
            Pager::new(section.articles.len(), section.page_size.unwrap_or(self.config.page_size))
        } else {
            Pager::new(0, 1)
        }
    }

    pub(super) fn section_view(&self, ix: SectionIx, page: &PagerPage, permalink: &Permalink) -> PageView {
        let section = &self.site.sections[ix.get()];
        let title = &*self.site.page(section.page).title;
        let mut context = Context::new();
        let (kind, template) = match section.listing {
            Listing::Home => ("home", "home.html"),
            Listing::Articles | Listing::Pages => ("section", "section.html"),
            Listing::Actors => ("actors", "actors.html"),
            Listing::Topics => ("topics", "topics.html"),
            Listing::Authors => ("authors", "authors.html"),
        };
        let mut meta = self.meta(kind, section.page, permalink);
        meta.breadcrumbs = self.breadcrumbs(section.parent);
        let front = &self.site.page(section.page).permalink;
        match section.listing {
            Listing::Home => {
                meta.feeds = self.feeds(front, &self.config.title, &section.articles);
                meta.description = meta.description.or_else(|| self.config.description.clone());
                self.home(&mut context);
            }
            Listing::Articles => meta.feeds = self.feeds(front, title, &section.articles),
            Listing::Actors => self.actor_index(&mut context),
            Listing::Topics => self.topic_index(&mut context),
            Listing::Authors => self.author_index(&mut context),
            Listing::Pages => {}
        }
        let pager = self.section_pager(ix);
        let articles = if section.listing == Listing::Articles { section.articles.as_slice() } else { &[] };
        context.insert_value("pager", self.pager_value(articles, pager, page, front));
        context.insert_value("section", self.section_value(ix));
        context.insert_value("pages", list(section.pages.iter().map(|page| self.page_summary(*page))));
        let subsections = section.subsections.iter().map(|child| self.section_summary(*child));
        context.insert_value("subsections", list(subsections));
        PageView { template: self.template(section.page, template), meta, context }
    }

    fn section_value(&self, ix: SectionIx) -> Value {
        let section = &self.site.sections[ix.get()];
        let document = self.site.document_of(section.page);
        extended(
            &self.section_summary(ix),
            [
                ("description", text(document.and_then(|d| d.common.description.as_deref()))),
                ("content", self.content(section.page)),
                ("toc", self.toc(section.page)),
                (
                    "extra",
                    document.map_or_else(
                        || data_value(&crate::data::Value::Null),
                        |d| data_value(&d.common.extra),
                    ),
                ),
            ],
        )
    }

    /// `{title, path, count, articles}`.
    pub(super) fn section_summary(&self, ix: SectionIx) -> Value {
        let section = &self.site.sections[ix.get()];
        let count = match section.listing {
            Listing::Home | Listing::Articles => section.articles.len(),
            Listing::Pages => section.pages.len(),
            Listing::Actors => self.site.listed_actors().count(),
            Listing::Topics => self.site.topics.len(),
            Listing::Authors => self.site.authors.len(),
        };
        record([
            ("title", Value::from(&*self.site.page(section.page).title)),
            ("path", Value::from(self.path(section.page))),
            ("count", Value::from(count)),
            ("articles", Value::from(section.listing == Listing::Articles)),
        ])
    }

    fn page_summary(&self, page: PageIx) -> Value {
        let summary = self.site.summary(page);
        extended(&self.reference(page), [("summary", Value::from(summary.unwrap_or_default()))])
    }

    fn home(&self, context: &mut Context) {
        let newest = self.site.home().articles.iter().take(self.config.page_size);
        context.insert_value("articles", list(newest.map(|article| self.article(*article).clone())));
        let topics =
            self.site.topics.iter().enumerate().map(|(at, topic)| (TopicIx::new(at), topic.articles.len()));
        context.insert_value("topics", list(self.counted(topics, |topic| self.topic(topic))));
        let actors =
            self.site.actors.iter().enumerate().map(|(at, actor)| (ActorIx::new(at), actor.articles.len()));
        context.insert_value("actors", list(self.counted(actors, |actor| self.actor(actor))));
        context.insert_value("news", self.actors_in_the_news());
        context.insert_value("by_topic", self.news_by_topic());
        let home = self.site.home().page;
        let title = self.site.document_of(home).and_then(|document| document.common.title.as_deref());
        context.insert_value("home", record([("title", text(title)), ("content", self.content(home))]));
    }

    fn author_index(&self, context: &mut Context) {
        let authors = self.site.authors.iter().map(|author| {
            record([
                ("name", Value::from(&*self.site.page(author.page).title)),
                ("path", Value::from(self.path(author.page))),
                ("count", Value::from(author.articles.len())),
            ])
        });
        context.insert_value("authors", list(authors));
    }

    pub(super) fn author_view(&self, ix: AuthorIx, page: &PagerPage, permalink: &Permalink) -> PageView {
        let author = &self.site.authors[ix.get()];
        let front = &self.site.page(author.page).permalink;
        let document = self.site.document_of(author.page);
        let mut meta = self.meta("author", author.page, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named("authors").or(self.section_named("")));
        let mut context = Context::new();
        context.insert_value(
            "author",
            record([
                ("name", Value::from(&*self.site.page(author.page).title)),
                ("path", Value::from(self.path(author.page))),
                ("content", self.content(author.page)),
                ("description", text(document.and_then(|d| d.common.description.as_deref()))),
                ("extra", data_value(&meta.extra)),
            ]),
        );
        let pager = self.pager(author.articles.len());
        context.insert_value("pager", self.pager_value(&author.articles, pager, page, front));
        PageView { template: self.template(author.page, "author.html"), meta, context }
    }

    pub(super) fn page_view(&self, ix: SectionIx, place: usize) -> PageView {
        let section = &self.site.sections[ix.get()];
        let page = section.pages[place];
        let entry = self.site.page(page);
        let document = self.site.document_of(page);
        let mut meta = self.meta("page", page, &entry.permalink);
        meta.breadcrumbs = self.breadcrumbs(Some(ix));
        // Pages at the top level are no series.
        let series = if section.listing == Listing::Home { &[][..] } else { &section.pages };
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| series.get(at)).map_or_else(Value::none, |page| self.reference(*page))
        };
        let siblings = if series.len() > MOST_SIBLINGS { &[][..] } else { series };
        let updated =
            document.and_then(|document| document.common.dates.updated.or(document.common.dates.date));
        let value = record([
            ("title", Value::from(&*entry.title)),
            ("path", Value::from(self.path(page))),
            ("description", text(document.and_then(|d| d.common.description.as_deref()))),
            ("content", self.content(page)),
            ("toc", self.toc(page)),
            ("updated", optional_date(updated.as_ref())),
            ("backlinks", self.backlinks(page, &[])),
            ("extra", data_value(&meta.extra)),
            (
                "siblings",
                list(siblings.iter().map(|sibling| {
                    extended(&self.reference(*sibling), [("current", Value::from(*sibling == page))])
                })),
            ),
            ("previous", neighbour(place.checked_sub(1))),
            ("next", neighbour(Some(place + 1))),
        ]);
        let mut context = Context::new();
        context.insert_value("entry", value);
        PageView { template: self.template(page, "page.html"), meta, context }
    }

    /// `{name, title, path}`.
    pub(super) fn taxonomy_value(&self, at: usize) -> Value {
        let taxonomy = &self.site.taxonomies[at];
        record([
            ("name", Value::from(&*taxonomy.key)),
            ("title", Value::from(&*taxonomy.title)),
            ("path", Value::from(self.addresses.path(&taxonomy.permalink))),
        ])
    }

    fn term_value(&self, taxonomy: usize, term: usize) -> Value {
        let term = &self.site.taxonomies[taxonomy].terms[term];
        record([
            ("name", Value::from(&*term.name)),
            ("path", Value::from(self.addresses.path(&term.permalink))),
            ("count", Value::from(term.articles.len())),
        ])
    }

    pub(super) fn taxonomy_view(&self, at: usize) -> PageView {
        let taxonomy = &self.site.taxonomies[at];
        let mut meta = self.bare_meta("taxonomy", &taxonomy.title, &taxonomy.permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        let mut context = Context::new();
        context.insert_value("taxonomy", self.taxonomy_value(at));
        context.insert_value("terms", list((0..taxonomy.terms.len()).map(|term| self.term_value(at, term))));
        PageView { template: "taxonomy.html".to_owned(), meta, context }
    }

    pub(super) fn term_view(
        &self,
        at: usize,
        term_at: usize,
        page: &PagerPage,
        permalink: &Permalink,
    ) -> PageView {
        let taxonomy = &self.site.taxonomies[at];
        let term = &taxonomy.terms[term_at];
        let mut meta = self.bare_meta("term", &term.name, permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        meta.breadcrumbs.push((taxonomy.title.to_string(), self.addresses.path(&taxonomy.permalink)));
        if taxonomy.feed {
            meta.feeds = self.feeds(&term.permalink, &term.name, &term.articles);
        }
        let mut context = Context::new();
        context.insert_value("taxonomy", self.taxonomy_value(at));
        context.insert_value("term", self.term_value(at, term_at));
        let pager = self.pager(term.articles.len());
        context.insert_value("pager", self.pager_value(&term.articles, pager, page, &term.permalink));
        PageView { template: "term.html".to_owned(), meta, context }
    }

    pub(super) fn not_found_view(&self) -> PageView {
        let mut meta = self.bare_meta("404", "Page not found", &super::not_found_permalink());
        // It answers for every address, so it has none of its own.
        meta.url = None;
        PageView { template: "404.html".to_owned(), meta, context: Context::new() }
    }

    /// What a page has that no document stands behind.
    pub(super) fn bare_meta(&self, kind: &'static str, title: &str, permalink: &Permalink) -> PageMeta {
        PageMeta {
            kind,
            title: title.to_owned(),
            description: None,
            permalink: permalink.clone(),
            path: self.addresses.path(permalink),
            url: self.addresses.url(permalink),
            lang: self.config.language.clone(),
            breadcrumbs: Vec::new(),
            feeds: Vec::new(),
            translations: Vec::new(),
            image: None,
            extra: crate::data::Value::Null,
        }
    }

    /// How many pages of a kind there are.
    pub(super) fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Article => self.site.articles.len(),
            Kind::Actor => self.site.listed_actors().count(),
            Kind::Topic => self.site.topics.len(),
            Kind::Author => self.site.authors.len(),
            Kind::Page | Kind::Section => 0,
        }
    }
}
