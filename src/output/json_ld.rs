//! JSON-LD: what a page is about, in the words of schema.org.
//!
//! Articles follow Google's documentation of `Article` structured data: `headline`, dates with an
//! offset, one author object a person. `AnalysisNewsArticle` has no properties of its own, so
//! that readers that do not know it are given `NewsArticle` too.

use serde_json::{Map, Value, json};

use crate::config::SiteConfig;
use crate::document::{ActorType, Matter, UpdateKind};
use crate::model::Kind;
use crate::site::{ActorIx, ArticleIx, Byline, Site, SourceIx, TopicIx};
use crate::theme::{Theme, json_for_script};
use crate::view::{PageMeta, Picture, View, Views};

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
    let mut value = match view {
        View::Article(article) => maker.article(*article, meta),
        View::Actor(actor, _) => maker.actor_page(*actor, meta),
        View::Topic(topic, _) => maker.topic_page(*topic),
        View::Section(..) if meta.kind == "home" => maker.website(meta),
        _ => return None,
    };
    value["@context"] = json!("https://schema.org");
    Some(json_for_script(&value.to_string()))
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
    fn breadcrumbs(&self, meta: &PageMeta) -> Value {
        let base = self.views.addresses.base_url().unwrap_or_default();
        let above = meta.breadcrumbs.iter().map(|(title, path)| (title, Some(format!("{base}{path}"))));
        let steps = above.chain([(&meta.title, None)]).zip(1..).map(|((name, item), position)| {
            let mut step = json!({ "@type": "ListItem", "position": position, "name": name });
            set(&mut step, "item", item);
            step
        });
        json!({ "@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<Value>>() })
    }

    fn article(&self, ix: ArticleIx, meta: &PageMeta) -> Value {
        let article = &self.site.articles[ix.get()];
        let document = self.site.article_document(article);
        let mut value = json!({
            "@type": ["NewsArticle", "AnalysisNewsArticle"],
            "@id": meta.url,
            "url": meta.url,
            "mainEntityOfPage": { "@type": "WebPage", "@id": meta.url, "breadcrumb": self.breadcrumbs(meta) },
            "headline": meta.title,
            "inLanguage": meta.lang,
            "wordCount": document.body.words,
            "isAccessibleForFree": true,
            "publisher": self.publisher(),
        });
        set(&mut value, "description", self.site.summary(article.page));
        set(&mut value, "datePublished", article.date.map(|date| date.rfc3339()));
        set(&mut value, "dateModified", article.updated.or(article.date).map(|date| date.rfc3339()));
        if let Some(Picture { url: Some(url), size, alt, .. }) = &meta.image {
            let mut image = json!({ "@type": "ImageObject", "url": url });
            set(&mut image, "width", size.map(|size| size.width));
            set(&mut image, "height", size.map(|size| size.height));
            set(&mut image, "caption", alt.as_deref());
            value["image"] = json!([image]);
        }
        let authors: Vec<Value> = article.authors.iter().map(|byline| self.author(byline)).collect();
        value["author"] = if authors.is_empty() { json!([self.publisher()]) } else { json!(authors) };
        let actors = article.actors.iter().map(|actor| self.actor(*actor));
        let topics = article.topics.iter().map(|topic| self.topic(*topic));
        let about: Vec<Value> = actors.chain(topics).collect();
        if !about.is_empty() {
            value["about"] = json!(about);
        }
        let about: Vec<ActorIx> = article.actors.clone();
        let mut named: Vec<ActorIx> = self.site.mentions[article.page.get()]
            .iter()
            .filter(|mention| mention.entity.kind == Kind::Actor)
            .map(|mention| ActorIx::new(mention.entity.index as usize))
            .filter(|actor| !about.contains(actor))
            .collect();
        named.sort_unstable();
        named.dedup();
        if !named.is_empty() {
            value["mentions"] = named.into_iter().map(|actor| self.actor(actor)).collect();
        }
        let citations: Vec<Value> = article.sources.iter().map(|source| self.source(*source)).collect();
        if !citations.is_empty() {
            value["citation"] = json!(citations);
        }
        if let Matter::Article(matter) = &document.matter {
            let corrections: Vec<Value> = matter
                .updates
                .iter()
                .filter(|update| update.kind != UpdateKind::Update)
                .map(|update| {
                    let mut comment =
                        json!({ "@type": "CorrectionComment", "datePublished": update.date.rfc3339() });
                    set(&mut comment, "text", update.note.as_deref());
                    comment
                })
                .collect();
            if !corrections.is_empty() {
                value["correction"] = json!(corrections);
            }
        }
        value
    }

    fn author(&self, byline: &Byline) -> Value {
        match byline {
            Byline::Author(author) => {
                let page = self.site.page(self.site.authors[author.get()].page);
                json!({
                    "@type": "Person",
                    "name": page.title,
                    "url": self.views.addresses.url(&page.permalink),
                })
            }
            Byline::Name(name) => json!({ "@type": "Person", "name": name }),
        }
    }

    fn publisher(&self) -> Value {
        let mut publisher = json!({
            "@type": "Organization",
            "name": self.config.title,
            "url": self.views.addresses.base_url(),
        });
        set(
            &mut publisher,
            "logo",
            self.logo.as_ref().map(|url| json!({ "@type": "ImageObject", "url": url })),
        );
        publisher
    }

    /// An actor as another page names it.
    fn actor(&self, ix: ActorIx) -> Value {
        let actor = &self.site.actors[ix.get()];
        let page = self.site.page(actor.page);
        let url = self.views.addresses.url(&page.permalink);
        let mut value =
            json!({ "@type": schema_type(actor.actor_type), "@id": url, "name": page.title, "url": url });
        if let Some(Matter::Actor(matter)) =
            self.site.document_of(actor.page).map(|document| &document.matter)
            && let Some(wikidata) = &matter.wikidata
        {
            value["sameAs"] = json!(format!("https://www.wikidata.org/entity/{wikidata}"));
        }
        value
    }

    fn actor_page(&self, ix: ActorIx, meta: &PageMeta) -> Value {
        let mut value = self.actor(ix);
        set(&mut value, "description", meta.description.clone());
        let actor = &self.site.actors[ix.get()];
        if let Some(Matter::Actor(matter)) =
            self.site.document_of(actor.page).map(|document| &document.matter)
        {
            let names: Vec<&str> = matter
                .aka
                .iter()
                .filter(|aka| !aka.never && matches!(aka.kind.name(), "name" | "abbreviation" | "former"))
                .map(|aka| &*aka.text)
                .collect();
            if !names.is_empty() {
                value["alternateName"] = json!(names);
            }
        }
        value
    }

    fn topic(&self, ix: TopicIx) -> Value {
        let topic = &self.site.topics[ix.get()];
        let page = self.site.page(topic.page);
        let url = self.views.addresses.url(&page.permalink);
        let mut value = json!({ "@type": "DefinedTerm", "@id": url, "name": page.title, "url": url });
        if let Some(Matter::Topic(matter)) =
            self.site.document_of(topic.page).map(|document| &document.matter)
            && let Some(medtop) = &matter.medtop
        {
            value["termCode"] = json!(medtop);
            value["inDefinedTermSet"] = json!("https://cv.iptc.org/newscodes/mediatopic/");
        }
        value
    }

    fn topic_page(&self, ix: TopicIx) -> Value {
        let mut value = self.topic(ix);
        set(&mut value, "description", self.site.summary(self.site.topics[ix.get()].page));
        value
    }

    fn website(&self, meta: &PageMeta) -> Value {
        let mut value = json!({
            "@type": "WebSite",
            "@id": meta.url,
            "url": meta.url,
            "name": self.config.title,
            "inLanguage": meta.lang,
        });
        set(&mut value, "description", self.config.description.clone());
        value
    }

    fn source(&self, ix: SourceIx) -> Value {
        let source = &self.site.sources[ix.get()];
        let mut value = json!({ "@type": "CreativeWork", "name": source.title });
        set(&mut value, "url", source.url.as_deref());
        set(&mut value, "datePublished", source.issued.as_ref().map(|issued| issued.as_str().to_owned()));
        set(&mut value, "publisher", source.publisher.as_deref().or(source.container.as_deref()));
        value
    }
}

/// Sets a field that is known.
fn set<T: Into<Value>>(value: &mut Value, field: &str, known: Option<T>) {
    if let Some(known) = known {
        let object: Option<&mut Map<String, Value>> = value.as_object_mut();
        object.and_then(|object| object.insert(field.to_owned(), known.into()));
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
