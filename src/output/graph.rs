//! `data/graph.json`: the whole graph of articles, actors and topics for programs, without text.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::site::PageIx;

use super::Outputs;

/// Where it is written.
pub const PATH: &str = "data/graph.json";

impl Outputs<'_> {
    /// Writes the graph: nodes with kind, id and title; edges with type and, where known, dates,
    /// status and source.
    pub(super) fn render_graph(&self) -> Vec<u8> {
        let document = json!({ "version": 1, "nodes": self.nodes(), "edges": self.edges() });
        let mut bytes = document.to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }

    fn nodes(&self) -> Vec<Value> {
        let site = self.site;
        let node = |page: PageIx| {
            let entry = site.page(page);
            json!({
                "id": self.node(page),
                "kind": entry.kind.name(),
                "title": entry.title,
                "path": entry.permalink.as_str(),
            })
        };
        let mut nodes = Vec::with_capacity(site.articles.len() + site.actors.len() + site.topics.len());
        for article in &site.articles {
            let mut value = node(article.page);
            value["date"] = json!(article.date.map(|date| date.day()));
            nodes.push(value);
        }
        for (_, actor) in site.listed_actors() {
            let mut value = node(actor.page);
            value["type"] = json!(actor.actor_type.name());
            value["articles"] = json!(actor.articles.len());
            nodes.push(value);
        }
        for topic in &site.topics {
            let mut value = node(topic.page);
            value["articles"] = json!(topic.articles.len());
            nodes.push(value);
        }
        nodes
    }

    fn edges(&self) -> Vec<Value> {
        let site = self.site;
        let edge = |from: PageIx, to: PageIx, edge_type: &str| json!({ "from": self.node(from), "to": self.node(to), "type": edge_type });
        let mut edges = Vec::new();
        for article in &site.articles {
            let actors = article.actors.iter().map(|actor| site.actors[actor.get()].page);
            let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
            edges.extend(actors.chain(topics).map(|page| edge(article.page, page, "about")));
        }
        for article in &site.articles {
            let mut counts: BTreeMap<PageIx, usize> = BTreeMap::new();
            for mention in &site.mentions[article.page.get()] {
                *counts.entry(site.entity_page(mention.entity)).or_default() += 1;
            }
            for (page, count) in counts {
                let mut value = edge(article.page, page, "mentions");
                value["count"] = json!(count);
                edges.push(value);
            }
        }
        for (at, companions) in site.companions.iter().enumerate() {
            for companion in companions.iter().filter(|companion| companion.actor.get() > at) {
                let (from, to) = (site.actors[at].page, site.actors[companion.actor.get()].page);
                let mut value = edge(from, to, "appears-with");
                value["articles"] = json!(companion.together);
                edges.push(value);
            }
        }
        for actor in &site.actors {
            if let Some(whole) = actor.part_of {
                edges.push(edge(actor.page, site.actors[whole.get()].page, "part-of"));
            }
            for relation in actor.relations.iter().filter(|relation| !relation.inverse) {
                let mut value =
                    edge(actor.page, site.actors[relation.actor.get()].page, &relation.relation_type);
                value["relation"] = json!(true);
                if let Some(since) = &relation.since {
                    value["since"] = json!(since.as_str());
                }
                if let Some(until) = &relation.until {
                    value["until"] = json!(until.as_str());
                }
                if let Some(status) = &relation.status {
                    value["status"] = json!(status);
                }
                if let Some(source) = relation.source {
                    value["source"] = json!(site.sources[source.get()].id);
                }
                edges.push(value);
            }
            for role in &actor.roles {
                let Some(of) = role.of else { continue };
                let mut value = edge(actor.page, site.actors[of.get()].page, "role");
                value["post"] = json!(role.post);
                edges.push(value);
            }
        }
        for topic in &site.topics {
            if let Some(broader) = topic.broader {
                edges.push(edge(topic.page, site.topics[broader.get()].page, "broader"));
            }
        }
        for (at, backlinks) in site.backlinks.iter().enumerate() {
            let to = PageIx::new(at);
            edges.extend(backlinks.iter().map(|backlink| edge(backlink.from, to, "links-to")));
        }
        edges
    }

    /// A page's name in the graph: `actor:russia`.
    fn node(&self, page: PageIx) -> String {
        let page = self.site.page(page);
        format!("{}:{}", page.kind.name(), page.id)
    }
}
