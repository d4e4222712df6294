//! `data/graph.json`: the whole graph of articles, actors and topics for programs, without text.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::model::Edtf;
use crate::site::{ActorIx, Page, PageIx};

use super::Outputs;
use super::json::Json;

/// Where it is written.
pub const PATH: &str = "data/graph.json";

impl Outputs<'_> {
    /// Writes the graph: nodes with kind, id and title; edges with type and, where known, dates,
    /// status and source.
    pub(super) fn render_graph(&self) -> Vec<u8> {
        let mut list = Json::new("{\"version\":1,\"nodes\":[");
        self.nodes(&mut list);
        list.next("],\"edges\":[");
        self.edges(&mut list);
        list.finish("]}\n")
    }

    fn nodes(&self, nodes: &mut Json) {
        let site = self.site;
        for article in &site.articles {
            let date = Some(article.date.map(|date| date.day()));
            nodes.item(&Node { date, ..self.node(article.page) });
        }
        for (_, actor) in site.listed_actors() {
            let (actor_type, articles) = (Some(actor.actor_type.name()), Some(actor.articles.len()));
            nodes.item(&Node { actor_type, articles, ..self.node(actor.page) });
        }
        for topic in &site.topics {
            nodes.item(&Node { articles: Some(topic.articles.len()), ..self.node(topic.page) });
        }
    }

    fn edges(&self, edges: &mut Json) {
        let site = self.site;
        let actor_page = |actor: ActorIx| site.actors[actor.get()].page;
        for article in &site.articles {
            let actors = article.actors.iter().map(|actor| actor_page(*actor));
            let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
            let pages = actors.chain(topics);
            pages.for_each(|page| edges.item(&self.edge(article.page, page, "about")));
        }
        for article in &site.articles {
            for (page, count) in site.mention_counts(article.page) {
                edges.item(&Edge { count: Some(count), ..self.edge(article.page, page, "mentions") });
            }
        }
        for ((a, b), together) in site.pairs() {
            let edge = self.edge(actor_page(a), actor_page(b), "appears-with");
            edges.item(&Edge { articles: Some(together), ..edge });
        }
        for actor in &site.actors {
            if let Some(whole) = actor.part_of {
                edges.item(&self.edge(actor.page, actor_page(whole), "part-of"));
            }
            for relation in actor.relations.iter().filter(|relation| !relation.inverse) {
                edges.item(&Edge {
                    relation: Some(true),
                    since: relation.since.as_ref().map(Edtf::as_str),
                    until: relation.until.as_ref().map(Edtf::as_str),
                    status: relation.status.as_deref(),
                    source: relation.source.map(|source| &*site.sources[source.get()].id),
                    ..self.edge(actor.page, actor_page(relation.actor), &relation.relation_type)
                });
            }
            for role in &actor.roles {
                let Some(of) = role.of else { continue };
                edges.item(&Edge { post: Some(&role.post), ..self.edge(actor.page, actor_page(of), "role") });
            }
        }
        for topic in &site.topics {
            if let Some(broader) = topic.broader {
                edges.item(&self.edge(topic.page, site.topics[broader.get()].page, "broader"));
            }
        }
        // Other pages, authors and sections are no nodes.
        let is_node = |page: PageIx| site.page(page).kind.is_node();
        for (at, backlinks) in site.backlinks.iter().enumerate() {
            let to = PageIx::new(at);
            let from = backlinks.iter().map(|link| link.from).filter(|from| is_node(*from) && is_node(to));
            from.for_each(|from| edges.item(&self.edge(from, to, "links-to")));
        }
    }

    fn node(&self, page: PageIx) -> Node<'_> {
        let page = self.site.page(page);
        Node {
            id: Id(page),
            kind: page.kind.name(),
            title: &page.title,
            path: page.permalink.as_str(),
            date: None,
            actor_type: None,
            articles: None,
        }
    }

    fn edge<'e>(&'e self, from: PageIx, to: PageIx, edge_type: &'e str) -> Edge<'e> {
        let (from, to) = (Id(self.site.page(from)), Id(self.site.page(to)));
        Edge {
            from,
            to,
            edge_type,
            count: None,
            articles: None,
            relation: None,
            since: None,
            until: None,
            status: None,
            source: None,
            post: None,
        }
    }
}

/// A page's name in the graph: `actor:russia`.
struct Id<'p>(&'p Page);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0.kind.name(), self.0.id)
    }
}

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[derive(Serialize)]
struct Node<'n> {
    id: Id<'n>,
    kind: &'static str,
    title: &'n str,
    path: &'n str,
    /// Of an article, which may have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Option<String>>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    actor_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<usize>,
}

#[derive(Serialize)]
struct Edge<'e> {
    from: Id<'e>,
    to: Id<'e>,
    #[serde(rename = "type")]
    edge_type: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<&'e str>,
}
