//! JSON-LD: what a page is about, in the words of schema.org.
//!
//! Articles follow Google's documentation of `Article` structured data: `headline`, dates with an
//! offset, one author object a person. `AnalysisNewsArticle` has no properties of its own, so
//! that readers that do not know it are given `NewsArticle` too.

mod schema;

use std::borrow::Cow;

use serde::Serialize;

use crate::config::SiteConfig;
use crate::document::{ActorType, Matter, Update, UpdateKind};
use crate::model::Kind;
use crate::site::{ActorIx, ArticleIx, Byline, PageIx, Site, SourceIx, TopicIx};
use crate::theme::{Theme, json_for_script};
use crate::view::{PageMeta, Picture, View, Views};

use schema::{Article, BreadcrumbList, CONTEXT, Correction, Image, ListItem, Thing, WebPage};

/// The JSON-LD of a page as text that may stand in a `<script>` element; `None` for pages that are
/// only lists.
pub fn of(
    site: &Site,
    views: &Views<'_>,
    config: &SiteConfig,
    theme: &Theme,
    view: &View,
    meta: &PageMeta,
) -> Option<String> {
    let logo = theme.logo().and_then(|logo| views.addresses.file_url(logo));
    let maker = Maker { site, views, config, logo };
    match view {
        View::Article(article) => written(&maker.article(*article, meta)),
        View::Actor(actor, _) => written(&maker.actor_page(*actor, meta)),
        View::Topic(topic, _) => written(&maker.topic_page(*topic)),
        View::Section(..) if meta.kind == "home" => written(&maker.website(meta)),
        _ => None,
    }
}

fn written(statement: &impl Serialize) -> Option<String> {
    Some(json_for_script(&serde_json::to_string(statement).ok()?))
}

struct Maker<'m> {
    site: &'m Site,
    views: &'m Views<'m>,
    config: &'m SiteConfig,
    /// The address of the site's own picture.
    logo: Option<String>,
}

impl Maker<'_> {
    /// The way from the home page; the page itself, last, needs no address.
    fn breadcrumbs<'b>(&self, meta: &'b PageMeta) -> BreadcrumbList<'b> {
        let base = self.views.addresses.base_url().unwrap_or_default();
        let above = meta.breadcrumbs.iter().map(|(title, path)| (title, Some(format!("{base}{path}"))));
        let steps = above.chain([(&meta.title, None)]).zip(1..).map(|((name, item), position)| ListItem {
            kind: "ListItem",
            position,
            name,
            item,
        });
        BreadcrumbList { kind: "BreadcrumbList", item_list_element: steps.collect() }
    }

    fn article<'a>(&'a self, ix: ArticleIx, meta: &'a PageMeta) -> Article<'a> {
        let article = &self.site.articles[ix.get()];
        let document = self.site.article_document(article);
        let url = meta.url.as_deref();
        let page = WebPage { kind: "WebPage", id: url, breadcrumb: self.breadcrumbs(meta) };
        let image = match &meta.image {
            Some(Picture { url: Some(url), size, alt, .. }) => Some([Image {
                width: size.map(|size| size.width),
                height: size.map(|size| size.height),
                caption: alt.as_deref(),
                ..image(url)
            }]),
            _ => None,
        };
        let mut author: Vec<Thing<'_>> = article.authors.iter().map(|byline| self.author(byline)).collect();
        if author.is_empty() {
            author.push(self.publisher());
        }
        let actors = article.actors.iter().map(|actor| self.actor(*actor));
        let topics = article.topics.iter().map(|topic| self.topic(*topic));
        let updates = match &document.matter {
            Matter::Article(matter) => matter.updates.as_slice(),
            _ => &[],
        };
        Article {
            kinds: ["NewsArticle", "AnalysisNewsArticle"],
            id: url,
            url,
            main_entity_of_page: page,
            headline: &meta.title,
            in_language: &meta.lang,
            word_count: document.body.words,
            is_accessible_for_free: true,
            publisher: self.publisher(),
            description: self.site.summary(article.page).map(Cow::Owned),
            date_published: article.date.map(|date| date.rfc3339()),
            date_modified: article.updated.or(article.date).map(|date| date.rfc3339()),
            image,
            author,
            about: actors.chain(topics).collect(),
            mentions: self.named(article.page, &article.actors),
            citation: article.sources.iter().map(|source| self.source(*source)).collect(),
            correction: updates
                .iter()
                .filter(|update| update.kind != UpdateKind::Update)
                .map(correction)
                .collect(),
            context: CONTEXT,
        }
    }

    /// The actors that a page names, but those that it is about.
    fn named(&self, page: PageIx, about: &[ActorIx]) -> Vec<Thing<'_>> {
        let entities = self.site.mentions[page.get()].entities().iter().map(|counted| counted.entity);
        let actors = entities
            .filter(|entity| entity.kind == Kind::Actor)
            .map(|entity| ActorIx::new(entity.index as usize));
        actors.filter(|actor| !about.contains(actor)).map(|actor| self.actor(actor)).collect()
    }

    fn author<'a>(&'a self, byline: &'a Byline) -> Thing<'a> {
        match byline {
            Byline::Author(author) => {
                let page = self.site.page(self.site.authors[author.get()].page);
                let url = self.views.addresses.url(&page.permalink).map(Cow::Owned);
                Thing { kind: "Person", name: &page.title, url, ..Thing::default() }
            }
            Byline::Name(name) => Thing { kind: "Person", name, ..Thing::default() },
        }
    }

    fn publisher(&self) -> Thing<'_> {
        Thing {
            kind: "Organization",
            name: &self.config.title,
            url: self.views.addresses.base_url().map(Cow::Borrowed),
            logo: self.logo.as_deref().map(image),
            ..Thing::default()
        }
    }

    /// A page that other pages speak of.
    fn thing(&self, kind: &'static str, page: PageIx) -> Thing<'_> {
        let page = self.site.page(page);
        let url = self.views.addresses.url(&page.permalink).map(Cow::Owned);
        Thing { kind, id: url.clone(), name: &page.title, url, ..Thing::default() }
    }

    /// An actor as another page names it.
    fn actor(&self, ix: ActorIx) -> Thing<'_> {
        let actor = &self.site.actors[ix.get()];
        let mut thing = self.thing(schema_type(actor.actor_type), actor.page);
        if let Some(Matter::Actor(matter)) =
            self.site.document_of(actor.page).map(|document| &document.matter)
        {
            let wikidata = matter.wikidata.as_ref();
            thing.same_as = wikidata.map(|id| format!("https://www.wikidata.org/entity/{id}"));
        }
        thing
    }

    fn actor_page<'a>(&'a self, ix: ActorIx, meta: &'a PageMeta) -> Thing<'a> {
        let document = self.site.document_of(self.site.actors[ix.get()].page);
        let names = match document.map(|document| &document.matter) {
            Some(Matter::Actor(matter)) => matter.aka.as_slice(),
            _ => &[],
        };
        let names = names
            .iter()
            .filter(|aka| !aka.never && matches!(aka.kind.name(), "name" | "abbreviation" | "former"));
        Thing {
            description: meta.description.as_deref().map(Cow::Borrowed),
            alternate_name: names.map(|aka| &*aka.text).collect(),
            context: Some(CONTEXT),
            ..self.actor(ix)
        }
    }

    fn topic(&self, ix: TopicIx) -> Thing<'_> {
        let topic = &self.site.topics[ix.get()];
        let mut thing = self.thing("DefinedTerm", topic.page);
        if let Some(Matter::Topic(matter)) =
            self.site.document_of(topic.page).map(|document| &document.matter)
            && let Some(medtop) = &matter.medtop
        {
            thing.term_code = Some(medtop);
            thing.in_defined_term_set = Some("https://cv.iptc.org/newscodes/mediatopic/");
        }
        thing
    }

    fn topic_page(&self, ix: TopicIx) -> Thing<'_> {
        let description = self.site.summary(self.site.topics[ix.get()].page).map(Cow::Owned);
        Thing { description, context: Some(CONTEXT), ..self.topic(ix) }
    }

    fn website<'w>(&'w self, meta: &'w PageMeta) -> Thing<'w> {
        Thing {
            kind: "WebSite",
            id: meta.url.as_deref().map(Cow::Borrowed),
            name: &self.config.title,
            url: meta.url.as_deref().map(Cow::Borrowed),
            in_language: Some(&meta.lang),
            description: self.config.description.as_deref().map(Cow::Borrowed),
            context: Some(CONTEXT),
            ..Thing::default()
        }
    }

    fn source(&self, ix: SourceIx) -> Thing<'_> {
        let source = &self.site.sources[ix.get()];
        Thing {
            kind: "CreativeWork",
            name: &source.title,
            url: source.url.as_deref().map(Cow::Borrowed),
            date_published: source.issued.as_ref().map(|issued| issued.as_str()),
            publisher: source.publisher.as_deref().or(source.container.as_deref()),
            ..Thing::default()
        }
    }
}

fn image(url: &str) -> Image<'_> {
    Image { kind: "ImageObject", url, width: None, height: None, caption: None }
}

fn correction(update: &Update) -> Correction<'_> {
    Correction {
        kind: "CorrectionComment",
        date_published: update.date.rfc3339(),
        text: update.note.as_deref(),
    }
}

fn schema_type(actor_type: ActorType) -> &'static str {
    match actor_type {
        ActorType::Person => "Person",
        ActorType::State => "Country",
        ActorType::GovernmentBody => "GovernmentOrganization",
        ActorType::Company => "Corporation",
        ActorType::Place => "Place",
        ActorType::Organisation | ActorType::ArmedGroup | ActorType::Bloc => "Organization",
    }
}
