//! Feeds: Atom (RFC 4287) and JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use std::io;

use quick_xml::events::BytesText;
use serde_json::json;

use crate::model::{Moment, Permalink};
use crate::site::{Article, ArticleIx, Byline};
use crate::view::{FeedFormat, PageFiller};
use crate::xml::{self, Xml};

use super::Outputs;

/// A feed to write.
#[derive(Debug, Clone, Copy)]
pub struct FeedOf {
    /// What it is the feed of.
    pub scope: Scope,
    /// In which format.
    pub format: FeedFormat,
}

/// What a feed is the feed of, by index in the site's tables.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// A section; the home page's is the whole site.
    Section(usize),
    /// An actor.
    Actor(usize),
    /// A topic.
    Topic(usize),
    /// A term of a taxonomy.
    Term(usize, usize),
}

/// A feed's own data.
struct Feed<'f> {
    title: String,
    page_url: String,
    feed_url: String,
    updated: Moment,
    articles: Vec<&'f Article>,
}

impl Outputs<'_> {
    /// The address of the page that a feed lies beside.
    pub(super) fn feed_front(&self, scope: Scope) -> &Permalink {
        let site = self.site;
        match scope {
            Scope::Section(at) => &site.page(site.sections[at].page).permalink,
            Scope::Actor(at) => &site.page(site.actors[at].page).permalink,
            Scope::Topic(at) => &site.page(site.topics[at].page).permalink,
            Scope::Term(taxonomy, term) => &site.taxonomies[taxonomy].terms[term].permalink,
        }
    }

    /// Writes one feed; the newest articles first.
    pub(super) fn render_feed(&self, feed: &FeedOf) -> Vec<u8> {
        let data = self.feed_data(feed);
        match feed.format {
            FeedFormat::Atom => xml::document(|xml| self.atom(xml, &data)),
            FeedFormat::Json => self.json_feed(&data),
        }
    }

    fn feed_data(&self, feed: &FeedOf) -> Feed<'_> {
        let site = self.site;
        let (name, articles): (&str, &[ArticleIx]) = match feed.scope {
            Scope::Section(at) => (&site.page(site.sections[at].page).title, &site.sections[at].articles),
            Scope::Actor(at) => (&site.page(site.actors[at].page).title, &site.actors[at].articles),
            Scope::Topic(at) => (&site.page(site.topics[at].page).title, &site.topics[at].articles),
            Scope::Term(taxonomy, term) => {
                let term = &site.taxonomies[taxonomy].terms[term];
                (&term.name, &term.articles)
            }
        };
        let site_title = self.config.title.as_str();
        let is_site = matches!(feed.scope, Scope::Section(0));
        let title = if is_site { site_title.to_owned() } else { format!("{name} – {site_title}") };
        let front = self.feed_front(feed.scope);
        let articles: Vec<&Article> =
            articles.iter().take(self.config.feeds.limit).map(|at| &site.articles[at.get()]).collect();
        // The newest change in it, never the time of the build: the same articles, the same bytes.
        let updated = articles.iter().filter_map(|article| article.updated.max(article.date)).max();
        let file = Permalink::new(format!("{front}{}", feed.format.file_name()));
        Feed {
            title,
            page_url: self.views.addresses.url(front).unwrap_or_default(),
            feed_url: self.views.addresses.url(&file).unwrap_or_default(),
            updated: updated.unwrap_or_else(|| Moment::from_unix(0)),
            articles,
        }
    }

    fn atom(&self, xml: &mut Xml, feed: &Feed<'_>) -> io::Result<()> {
        xml.create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xml:lang", self.config.language.as_str()))
            .write_inner_content(|xml| {
                xml::text(xml, "title", &feed.title)?;
                if let Some(description) = &self.config.description {
                    xml::text(xml, "subtitle", description)?;
                }
                xml::text(xml, "id", &feed.feed_url)?;
                link(xml, "self", FeedFormat::Atom.mime(), &feed.feed_url)?;
                link(xml, "alternate", "text/html", &feed.page_url)?;
                xml::text(xml, "updated", &feed.updated.rfc3339())?;
                xml.create_element("generator")
                    .with_attribute(("version", env!("CARGO_PKG_VERSION")))
                    .write_text_content(BytesText::new("Dateline"))?;
                if let Some(copyright) = &self.config.copyright {
                    xml::text(xml, "rights", copyright)?;
                }
                feed.articles.iter().try_for_each(|article| self.atom_entry(xml, article))
            })?;
        Ok(())
    }

    fn atom_entry(&self, xml: &mut Xml, article: &Article) -> io::Result<()> {
        let page = self.site.page(article.page);
        let url = self.views.addresses.url(&page.permalink).unwrap_or_default();
        let date = article.date.unwrap_or_else(|| Moment::from_unix(0));
        xml.create_element("entry").write_inner_content(|xml| {
            xml::text(xml, "title", &page.title)?;
            xml::text(xml, "id", &url)?;
            link(xml, "alternate", "text/html", &url)?;
            xml::text(xml, "published", &date.rfc3339())?;
            xml::text(xml, "updated", &article.updated.unwrap_or(date).max(date).rfc3339())?;
            // An entry, or its feed, must have an author.
            let mut names = self.names(article);
            if names.is_empty() {
                names.push(&self.config.title);
            }
            for name in names {
                xml.create_element("author").write_inner_content(|xml| xml::text(xml, "name", name))?;
            }
            for topic in &article.topics {
                let topic = self.site.page(self.site.topics[topic.get()].page);
                xml.create_element("category")
                    .with_attribute(("term", &*topic.id))
                    .with_attribute(("label", &*xml::legal(&topic.title)))
                    .write_empty()?;
            }
            if let Some(summary) = self.site.summary(article.page) {
                xml::text(xml, "summary", &summary)?;
            }
            if self.config.feeds.full {
                xml.create_element("content")
                    .with_attribute(("type", "html"))
                    .write_text_content(BytesText::new(&xml::legal(&self.full_text(article))))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn json_feed(&self, feed: &Feed<'_>) -> Vec<u8> {
        let items = feed.articles.iter().map(|article| {
            let page = self.site.page(article.page);
            let url = self.views.addresses.url(&page.permalink);
            let mut item = json!({ "id": url, "url": url, "title": page.title });
            let summary = self.site.summary(article.page).unwrap_or_default();
            if self.config.feeds.full {
                item["content_html"] = json!(self.full_text(article));
                item["summary"] = json!(summary);
            } else {
                item["content_text"] = json!(summary);
            }
            item["date_published"] = json!(article.date.map(|date| date.rfc3339()));
            if let Some(updated) = article.updated {
                item["date_modified"] = json!(updated.rfc3339());
            }
            let authors: Vec<_> =
                self.names(article).into_iter().map(|name| json!({ "name": name })).collect();
            if !authors.is_empty() {
                item["authors"] = json!(authors);
            }
            let tags =
                article.topics.iter().map(|topic| &self.site.page(self.site.topics[topic.get()].page).title);
            item["tags"] = json!(tags.collect::<Vec<_>>());
            item
        });
        let mut document = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page_url,
            "feed_url": feed.feed_url,
            "language": self.config.language,
        });
        if let Some(description) = &self.config.description {
            document["description"] = json!(description);
        }
        document["items"] = items.collect();
        let mut bytes = document.to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }

    fn names<'f>(&'f self, article: &'f Article) -> Vec<&'f str> {
        let name = |byline: &'f Byline| match byline {
            Byline::Author(author) => &*self.site.page(self.site.authors[author.get()].page).title,
            Byline::Name(name) => name,
        };
        article.authors.iter().map(name).collect()
    }

    fn full_text(&self, article: &Article) -> String {
        let base_url = self.views.addresses.base_url().unwrap_or_default();
        let filler = PageFiller::absolute(self.site, &self.views.addresses, base_url, article.page);
        self.site.article_document(article).body.render(&filler)
    }
}

fn link(xml: &mut Xml, rel: &str, mime: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("type", mime))
        .with_attribute(("href", href))
        .write_empty()?;
    Ok(())
}
