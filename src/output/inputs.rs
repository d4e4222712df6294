//! What each file of the site is made from, as a fingerprint: one that has the same as in the last build
//! would be the same, and is not made again.
//!
//! The fingerprints are coarse where that is cheap: a file may be made again without need, never kept
//! against it. All that few pages of a site follow from alone (configuration, theme, actors, topics,
//! registers, ordinary pages) is one *frame*, which is part of them all; what articles say is told apart.
//! Whoever lets a view show something else has to name it here; `tests/incremental.rs` edits sites at
//! random and compares what comes out with clean builds.

use std::collections::BTreeSet;
use std::hash::Hash;

use rayon::prelude::*;
use serde_json::Value;

use crate::document::Matter;
use crate::gazetteer::Entity;
use crate::model::{Fingerprint, Kind, SourcePath};
use crate::site::{
    ActorIx, ArticleIx, AuthorIx, Link, Listing, MentionedIn, PageIx, Pager, PagerPage, SectionIx, Site,
    Target, TopicIx,
};
use crate::theme::FRONT_PAGE;
use crate::view::{FIRST_MENTIONS, View, site_value};

use super::feed::{FeedOf, Scope};
use super::{Artifact, Make, Outputs};

/// Tells what the files of one site are made from.
pub struct Inputs<'i> {
    outputs: &'i Outputs<'i>,
    /// All that every file is made from.
    frame: Fingerprint,
    /// For each page what its document says and its links lead to: all that others show of it.
    faces: Vec<Fingerprint>,
    /// For each page the mentions on it.
    mentions: Vec<Fingerprint>,
    /// What source files hold that are copied.
    sources: &'i (dyn Fn(&SourcePath) -> Option<Fingerprint> + Sync),
}

impl<'i> Inputs<'i> {
    /// `common` is the fingerprint of all that the build follows from but articles and files that are
    /// copied; `sources` tells what those hold.
    #[must_use]
    pub fn new(
        outputs: &'i Outputs<'i>,
        common: Fingerprint,
        sources: &'i (dyn Fn(&SourcePath) -> Option<Fingerprint> + Sync),
    ) -> Self {
        let site = outputs.site;
        let pages = || (0..site.pages.len()).into_par_iter().map(PageIx::new);
        let faces = pages().map(|page| face(site, page)).collect();
        let mentions = pages().map(|page| fingerprint(&**site.mentions[page.get()])).collect();
        Self { outputs, frame: frame(outputs, common), faces, mentions, sources }
    }

    /// The fingerprint of all that a file is made from; `None` for files that are quickly made, or follow from
    /// everything.
    #[must_use]
    pub fn of(&self, artifact: &Artifact) -> Option<Fingerprint> {
        let site = self.outputs.site;
        let own = match &artifact.make {
            Make::Page(view, _) => self.of_page(view)?,
            Make::Redirect(at) => {
                let redirect = &site.redirects[*at];
                fingerprint(&(redirect.from.as_str(), self.face(redirect.to)))
            }
            Make::Feed(feed) => self.of_feed(feed),
            Make::Citation(article, _) => self.face(site.articles[article.get()].page),
            Make::Card(entity) => fingerprint(&self.articles_of(*entity).len()),
            Make::Graph => self.of_graph(),
            // These follow from nothing else.
            Make::Copy(source) => return (self.sources)(source),
            Make::Search(edition) => return Some(of_search_part(*edition, artifact.path.as_str())),
            Make::Sitemap(_) | Make::Bytes(_) => return None,
        };
        Some(fingerprint(&(self.frame, artifact.path.as_str(), own)))
    }

    fn of_page(&self, view: &View) -> Option<Fingerprint> {
        Some(match view {
            View::Article(article) => self.of_article(*article),
            View::Mentions(entity, page) => self.of_mentions(*entity, page),
            View::Actor(actor, page) => self.of_actor(*actor, page),
            View::Topic(topic, page) => self.of_topic(*topic, page),
            View::Author(author, page) => self.of_author(*author, page),
            View::Term(taxonomy, term, page) => {
                let term = &self.outputs.site.taxonomies[*taxonomy].terms[*term];
                fingerprint(&(&term.name, term.permalink.as_str(), self.listed(&term.articles, None, page)))
            }
            View::Section(section, page) => return self.of_section(*section, page),
            View::Page(section, place) => {
                let page = self.outputs.site.sections[section.get()].pages[*place];
                fingerprint(&(self.own(page), self.backlinks(page, &[])))
            }
            View::Archive(Some(page)) => {
                let year = self.outputs.views.archived(page)?;
                let shown: Vec<_> = year.articles.iter().map(|article| self.article(*article)).collect();
                fingerprint(&(year.years, place(year.pager, year.page), shown))
            }
            View::Taxonomy(_)
            | View::Archive(None)
            | View::Timeline(_)
            | View::Network
            | View::Search
            | View::NotFound => return None,
        })
    }

    fn of_article(&self, ix: ArticleIx) -> Fingerprint {
        let site = self.outputs.site;
        let article = &site.articles[ix.get()];
        let related = site.appearances.related(ix).iter();
        let related: Vec<_> =
            related.map(|related| (self.article(related.article), &*related.shared)).collect();
        let terms: Vec<_> = article
            .terms
            .iter()
            .map(|(taxonomy, term)| {
                let term = &site.taxonomies[*taxonomy].terms[*term];
                (taxonomy, &term.name, term.permalink.as_str())
            })
            .collect();
        let neighbours = [article.newer, article.older].map(|other| other.map(|other| self.article(other)));
        fingerprint(&(self.own(article.page), related, terms, neighbours, self.backlinks(article.page, &[])))
    }

    fn of_mentions(&self, entity: Entity, page: &PagerPage) -> Fingerprint {
        let site = self.outputs.site;
        let mentions = site.mentions_of(entity);
        let shown = mentions.get(page.items.clone()).unwrap_or_default();
        let place = place(self.outputs.views.mentions_pager(mentions.len()), page);
        fingerprint(&(self.face(site.entity_page(entity)), place, self.mentioned(shown)))
    }

    fn of_actor(&self, ix: ActorIx, page: &PagerPage) -> Fingerprint {
        let actor = &self.outputs.site.actors[ix.get()];
        fingerprint(&(
            self.own(actor.page),
            self.listed(&actor.articles, None, page),
            self.newest(&actor.articles),
            self.outputs.site.appearances.companions(ix),
            self.first_mentions(&actor.mentions),
            self.backlinks(actor.page, &actor.mentions),
        ))
    }

    fn of_topic(&self, ix: TopicIx, page: &PagerPage) -> Fingerprint {
        let site = self.outputs.site;
        let topic = &site.topics[ix.get()];
        let all = topic.articles.iter().map(|article| {
            let article = &site.articles[article.get()];
            (article.date.map(|date| date.unix()), &*article.actors)
        });
        let narrower = topic.narrower.iter().map(|narrower| site.topics[narrower.get()].articles.len());
        fingerprint(&(
            self.own(topic.page),
            self.listed(&topic.articles, None, page),
            self.newest(&topic.articles),
            (all.collect::<Vec<_>>(), narrower.collect::<Vec<_>>()),
            self.first_mentions(&topic.mentions),
            self.backlinks(topic.page, &topic.mentions),
        ))
    }

    fn of_author(&self, ix: AuthorIx, page: &PagerPage) -> Fingerprint {
        let author = &self.outputs.site.authors[ix.get()];
        fingerprint(&(self.own(author.page), self.listed(&author.articles, None, page)))
    }

    fn of_section(&self, ix: SectionIx, page: &PagerPage) -> Option<Fingerprint> {
        let site = self.outputs.site;
        let section = &site.sections[ix.get()];
        if section.listing != Listing::Articles {
            return None;
        }
        let pages: Vec<_> = section.pages.iter().map(|page| self.face(*page)).collect();
        let below = section.subsections.iter().map(|below| {
            let below = &site.sections[below.get()];
            (below.articles.len(), below.pages.len())
        });
        let size = section.page_size;
        let listed = self.listed(&section.articles, size, page);
        let total = section.articles.len();
        Some(fingerprint(&(self.own(section.page), total, listed, pages, below.collect::<Vec<_>>())))
    }

    fn of_feed(&self, feed: &FeedOf) -> Fingerprint {
        let site = self.outputs.site;
        let (name, articles) = match feed.scope {
            Scope::Section(at) => ("", &site.sections[at].articles),
            Scope::Actor(at) => ("", &site.actors[at].articles),
            Scope::Topic(at) => ("", &site.topics[at].articles),
            Scope::Term(taxonomy, term) => {
                let term = &site.taxonomies[taxonomy].terms[term];
                (&*term.name, &term.articles)
            }
        };
        let articles = articles.iter().take(self.outputs.config.feeds.limit);
        let articles: Vec<_> = articles
            .map(|article| {
                let page = site.articles[article.get()].page;
                (self.face(page), self.mentions[page.get()])
            })
            .collect();
        fingerprint(&(name, articles))
    }

    /// Who is tied to whom; not what the texts say.
    fn of_graph(&self) -> Fingerprint {
        let site = self.outputs.site;
        let articles: Vec<_> = site
            .articles
            .par_iter()
            .map(|article| {
                let page = site.page(article.page);
                let named = site.mentions[article.page.get()].entities();
                let named = named.iter().map(|named| (named.entity, named.count)).collect::<Vec<_>>();
                let about = (&*article.actors, &*article.topics);
                fingerprint(&(
                    (page.permalink.as_str(), &page.id),
                    &page.title,
                    article.date.map(|date| date.day()),
                    about,
                    named,
                ))
            })
            .collect();
        fingerprint(&articles)
    }

    /// What a page shows of itself: its text with all links in it, and its translations.
    fn own(&self, page: PageIx) -> impl Hash {
        let translations = self.outputs.site.translations.get(&page);
        let translations = translations.into_iter().flat_map(|set| set.iter().map(|page| self.face(*page)));
        (self.face(page), self.mentions[page.get()], translations.collect::<Vec<_>>())
    }

    /// A page of a list, and its place among the others.
    fn listed(&self, articles: &[ArticleIx], size: Option<usize>, page: &PagerPage) -> impl Hash {
        let pager = Pager::new(articles.len(), size.unwrap_or(self.outputs.config.page_size));
        let shown = articles.get(page.items.clone()).unwrap_or_default();
        let shown: Vec<_> = shown.iter().map(|article| self.article(*article)).collect();
        (place(pager, page), shown)
    }

    /// The articles of a timeline: the newest that have a date.
    fn newest(&self, articles: &[ArticleIx]) -> Vec<Fingerprint> {
        let dated =
            articles.iter().filter(|article| self.outputs.site.articles[article.get()].date.is_some());
        dated.take(self.outputs.config.page_size).map(|article| self.article(*article)).collect()
    }

    fn first_mentions(&self, mentions: &[MentionedIn]) -> impl Hash {
        let shown = mentions.get(..FIRST_MENTIONS).unwrap_or(mentions);
        (mentions.len(), self.mentioned(shown))
    }

    fn mentioned(&self, mentions: &[MentionedIn]) -> Vec<(Fingerprint, Fingerprint, u32, u32)> {
        let one = |mention: &MentionedIn| {
            let at = mention.page.get();
            (self.face(mention.page), self.mentions[at], mention.count, mention.first)
        };
        mentions.iter().map(one).collect()
    }

    /// Who links to a page, in order, and whether each is among those that mention it.
    fn backlinks(&self, page: PageIx, mentions: &[MentionedIn]) -> Vec<(Fingerprint, u32, bool)> {
        let backlinks = &self.outputs.site.backlinks[page.get()];
        if backlinks.is_empty() {
            return Vec::new();
        }
        let named: BTreeSet<PageIx> = mentions.iter().map(|mentioned| mentioned.page).collect();
        let one = |backlink: &crate::site::Backlink| {
            (self.face(backlink.from), backlink.reference, named.contains(&backlink.from))
        };
        backlinks.iter().map(one).collect()
    }

    fn articles_of(&self, entity: Entity) -> &[ArticleIx] {
        let at = entity.index as usize;
        match entity.kind {
            Kind::Topic => &self.outputs.site.topics[at].articles,
            _ => &self.outputs.site.actors[at].articles,
        }
    }

    fn article(&self, ix: ArticleIx) -> Fingerprint {
        self.face(self.outputs.site.articles[ix.get()].page)
    }

    fn face(&self, page: PageIx) -> Fingerprint {
        self.faces[page.get()]
    }
}

/// The fingerprint of what a part of the index of the search page is made from.
#[must_use]
pub fn of_search_part(edition: Fingerprint, path: &str) -> Fingerprint {
    fingerprint(&(edition, path))
}

fn fingerprint(value: &(impl Hash + ?Sized)) -> Fingerprint {
    Fingerprint::of_value(value)
}

/// Where a page of a list stands, as far as it shows that: no page says more of those far from it than that
/// there are some.
fn place(pager: Pager, page: &PagerPage) -> impl Hash {
    let newer = pager.count().saturating_sub(page.number);
    (page.number, newer.min(3), (newer == 0).then(|| pager.total()))
}

/// What all files of a site have in common.
fn frame(outputs: &Outputs<'_>, common: Fingerprint) -> Fingerprint {
    let site = outputs.site;
    let documents: Vec<Fingerprint> = site
        .documents
        .iter()
        .filter(|document| !matches!(document.matter, Matter::Article(_)))
        .map(|document| document.key)
        .collect();
    let page = |page: PageIx| (&site.page(page).title, site.page(page).permalink.as_str());
    let actors: Vec<_> =
        site.actors.iter().map(|actor| (page(actor.page), actor.listed, actor.actor_type)).collect();
    let topics: Vec<_> = site.topics.iter().map(|topic| page(topic.page)).collect();
    let authors: Vec<_> = site.authors.iter().map(|author| page(author.page)).collect();
    let sections: Vec<_> =
        site.sections.iter().map(|section| (page(section.page), section.articles.is_empty())).collect();
    let mut globals = serde_json::to_value(site_value(outputs.views)).unwrap_or_default();
    // Any page may be made by the template of the front page.
    let asked_for =
        |name: &str| site.documents.iter().any(|document| document.common.template.as_deref() == Some(name));
    if !outputs.theme.counts_everywhere() && !asked_for(FRONT_PAGE) {
        remove_counts(&mut globals);
    }
    fingerprint(&(common, documents, actors, topics, authors, sections, globals.to_string()))
}

/// Removes the numbers that each new article changes.
fn remove_counts(site: &mut Value) {
    if let Some(site) = site.as_object_mut() {
        site.remove("counts");
        for list in ["sections", "taxonomies"] {
            let entries = site.get_mut(list).and_then(Value::as_array_mut);
            for entry in entries.into_iter().flatten().filter_map(Value::as_object_mut) {
                entry.remove("count");
            }
        }
    }
}

/// What a page's document says, and what its links lead to.
fn face(site: &Site, page: PageIx) -> Fingerprint {
    let entry = site.page(page);
    let links: Vec<_> = site.links[page.get()]
        .iter()
        .map(|link| {
            let Link { target, fragment, query } = link;
            (destination(site, target), fragment, query)
        })
        .collect();
    let image = site.images.get(&page).map(|image| destination(site, image));
    let document = site.document_of(page).map(|document| document.key);
    fingerprint(&(entry.kind, &entry.id, &entry.title, entry.permalink.as_str(), document, links, image))
}

/// What a link shows of where it leads.
fn destination(site: &Site, target: &Target) -> Fingerprint {
    let size = site.picture_size(target).map(|size| (size.width, size.height));
    match target {
        Target::Page(page) => {
            let page = site.page(*page);
            fingerprint(&(0, page.kind, &page.title, page.permalink.as_str()))
        }
        Target::File(file) => {
            let file = &site.files[file.get()];
            fingerprint(&(1, file.source.as_str(), file.output.as_str(), size))
        }
        Target::Output(path) => fingerprint(&(2, path.as_str(), size)),
        Target::Broken => fingerprint(&3),
    }
}
