//! What each file of the site is made from, as a fingerprint: one that has the same as in the last build
//! would be the same, and is not made again.
//!
//! The fingerprints are coarse where that is cheap: a file may be made again without need, never kept
//! against it. What is rarely touched (configuration, theme, registers, ordinary pages) is one *frame*,
//! which is part of them all; what articles, actors and topics say is told apart. Whoever lets a view show
//! something else has to name it here; `tests/incremental.rs` edits sites at random and compares what comes
//! out with clean builds.

mod faces;
mod frame;

use std::collections::BTreeSet;
use std::hash::Hash;

use rayon::prelude::*;

use crate::gazetteer::Entity;
use crate::model::{Fingerprint, Kind, SourcePath};
use crate::site::{
    Actor, ActorIx, ArticleIx, AuthorIx, EventIx, Listing, Mention, MentionedIn, PageIx, Pager, PagerPage,
    RelationView, RoleView, SectionIx, TopicIx,
};
use crate::view::{FIRST_MENTIONS, View};

use faces::{article_face, face, names};
use frame::frame;

use super::feed::{FeedOf, Scope};
use super::{Artifact, Make, Outputs};

/// Tells what the files of one site are made from.
pub struct Inputs<'i> {
    outputs: &'i Outputs<'i>,
    /// All that every file is made from.
    frame: Fingerprint,
    /// For each page what a mere reference to it shows.
    names: Vec<Fingerprint>,
    /// For each page all that others show of it: what its document says, and what it leads to.
    faces: Vec<Fingerprint>,
    /// For each page the mentions on it.
    mentions: Vec<Fingerprint>,
    /// What source files hold that are copied.
    sources: &'i (dyn Fn(&SourcePath) -> Option<Fingerprint> + Sync),
}

impl<'i> Inputs<'i> {
    /// `common` is the fingerprint of all that the build follows from but articles, actors, topics and files
    /// that are copied; `sources` tells what those hold.
    #[must_use]
    pub fn new(
        outputs: &'i Outputs<'i>,
        common: Fingerprint,
        sources: &'i (dyn Fn(&SourcePath) -> Option<Fingerprint> + Sync),
    ) -> Self {
        let site = outputs.site;
        let pages = || (0..site.pages.len()).into_par_iter().map(PageIx::new);
        let names = names(site);
        let mut faces: Vec<Fingerprint> = pages().map(|page| face(site, page, &names)).collect();
        let articles = site.articles.par_iter().map(|article| article_face(site, article, &names, &faces));
        for (article, face) in site.articles.iter().zip(articles.collect::<Vec<_>>()) {
            faces[article.page.get()] = face;
        }
        let mentions = pages().map(|page| {
            let mentions = site.mentions[page.get()].iter();
            let mentions = mentions.map(|mention| {
                let Mention { entity, block, html, linked } = *mention;
                (names[site.entity_page(entity).get()], block, html, linked)
            });
            fingerprint(&mentions.collect::<Vec<_>>())
        });
        let mentions = mentions.collect();
        Self { outputs, frame: frame(outputs, common), names, faces, mentions, sources }
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
            Make::Card(entity) => {
                fingerprint(&(self.face(site.entity_page(*entity)), self.articles_of(*entity).len()))
            }
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
        let shown = self.outputs.views.shows_related(ix);
        let related = if shown { site.appearances.related(ix) } else { &[] };
        let related: Vec<_> = related
            .iter()
            .map(|related| {
                let shared = related.shared.iter().map(|shared| self.name(site.entity_page(*shared)));
                (self.article(related.article), shared.collect::<Vec<_>>())
            })
            .collect();
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
        let site = self.outputs.site;
        let actor = &site.actors[ix.get()];
        let companions = site.appearances.companions(ix).iter();
        let companions = companions.map(|companion| (self.actor(companion.actor), companion.together));
        fingerprint(&(
            self.own(actor.page),
            self.ties(actor),
            self.events(&actor.events),
            self.listed(&actor.articles, None, page),
            self.newest(&actor.articles),
            companions.collect::<Vec<_>>(),
            self.first_mentions(&actor.mentions),
            self.backlinks(actor.page, &actor.mentions),
        ))
    }

    /// Whom an actor belongs to, relates to and holds posts with.
    fn ties(&self, actor: &Actor) -> impl Hash {
        let site = self.outputs.site;
        let relations = actor.relations.iter().map(|relation| {
            let RelationView { relation_type, inverse, actor, since, until, status, source } = relation;
            fingerprint(&(relation_type, inverse, self.actor(*actor), since, until, status, source))
        });
        let roles = actor.roles.iter().map(|role| self.role(role));
        let holders = actor.holders.iter().map(|holder| {
            let roles = &site.actors[holder.actor.get()].roles;
            (self.actor(holder.actor), roles.get(holder.role).map(|role| self.role(role)))
        });
        let parts = actor.parts.iter().map(|part| self.actor(*part));
        (
            actor.part_of.map(|whole| self.actor(whole)),
            parts.collect::<Vec<_>>(),
            relations.collect::<Vec<_>>(),
            roles.collect::<Vec<_>>(),
            holders.collect::<Vec<_>>(),
        )
    }

    fn role(&self, role: &RoleView) -> Fingerprint {
        let RoleView { post, of, from, to, source } = role;
        fingerprint(&(post, of.map(|of| self.actor(of)), from, to, source))
    }

    /// Who and what events were about; all else of them is in the frame.
    fn events(&self, events: &[EventIx]) -> Vec<(EventIx, Vec<Fingerprint>)> {
        let site = self.outputs.site;
        let one = |ix: &EventIx| {
            let event = &site.events[ix.get()];
            let actors = event.actors.iter().map(|actor| self.actor(*actor));
            let topics = event.topics.iter().map(|topic| self.topic(*topic));
            (*ix, actors.chain(topics).collect())
        };
        events.iter().map(one).collect()
    }

    fn of_topic(&self, ix: TopicIx, page: &PagerPage) -> Fingerprint {
        let site = self.outputs.site;
        let topic = &site.topics[ix.get()];
        let all = topic.articles.iter().map(|article| {
            let article = &site.articles[article.get()];
            let actors = article.actors.iter().map(|actor| self.actor(*actor));
            (article.date.map(|date| date.unix()), actors.collect::<Vec<_>>())
        });
        let above = std::iter::successors(topic.broader, |above| site.topics[above.get()].broader);
        let below =
            topic.narrower.iter().map(|below| (self.topic(*below), site.topics[below.get()].articles.len()));
        fingerprint(&(
            self.own(topic.page),
            above.map(|above| self.topic(above)).collect::<Vec<_>>(),
            below.collect::<Vec<_>>(),
            self.events(&topic.events),
            self.listed(&topic.articles, None, page),
            self.newest(&topic.articles),
            all.collect::<Vec<_>>(),
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
        let articles = site.articles.par_iter().map(|article| {
            let named = site.mentions[article.page.get()].entities();
            let named = named.iter().map(|named| (self.name(site.entity_page(named.entity)), named.count));
            let actors = article.actors.iter().map(|actor| self.actor(*actor));
            let topics = article.topics.iter().map(|topic| self.topic(*topic));
            fingerprint(&(
                self.name(article.page),
                article.date.map(|date| date.day()),
                actors.chain(topics).collect::<Vec<_>>(),
                named.collect::<Vec<_>>(),
            ))
        });
        let actors = site.actors.iter().map(|actor| (self.name(actor.page), fingerprint(&self.ties(actor))));
        let topics = site
            .topics
            .iter()
            .map(|topic| (self.name(topic.page), topic.broader.map(|broader| self.topic(broader))));
        let links = site.backlinks.iter().enumerate().filter(|(_, backlinks)| !backlinks.is_empty());
        let links = links.map(|(to, backlinks)| {
            let from = backlinks.iter().map(|backlink| self.name(backlink.from));
            (self.name(PageIx::new(to)), from.collect::<Vec<_>>())
        });
        fingerprint(&(
            articles.collect::<Vec<_>>(),
            actors.collect::<Vec<_>>(),
            topics.collect::<Vec<_>>(),
            links.collect::<Vec<_>>(),
        ))
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

    fn actor(&self, ix: ActorIx) -> Fingerprint {
        self.name(self.outputs.site.actors[ix.get()].page)
    }

    fn topic(&self, ix: TopicIx) -> Fingerprint {
        self.name(self.outputs.site.topics[ix.get()].page)
    }

    fn article(&self, ix: ArticleIx) -> Fingerprint {
        self.face(self.outputs.site.articles[ix.get()].page)
    }

    fn name(&self, page: PageIx) -> Fingerprint {
        self.names[page.get()]
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
