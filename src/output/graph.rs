//! `data/graph.json`: the whole graph of articles, actors and topics for programs, without text.

use serde_json::{Value, json};

use crate::site::PageIx;

use super::Outputs;

/// Where it is written.
pub const PATH: &str = "data/graph.json";

impl Outputs<'_> {
    /// Writes the graph: nodes with kind, id and title; edges with type and, where known, dates,
    /// status and source.
    pub(super) fn render_graph(&self) -> Vec<u8> {
        // Written one by one: as one value the graph takes twenty times the memory of its text.
        let mut list = JsonList::new("{\"version\":1,\"nodes\":[");
        self.nodes(&mut list);
        list.next_list("],\"edges\":[");
        self.edges(&mut list);
        list.finish("]}\n")
    }

    fn nodes(&self, nodes: &mut JsonList) {
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
        for article in &site.articles {
            let mut value = node(article.page);
            value["date"] = json!(article.date.map(|date| date.day()));
            nodes.push(&value);
        }
        for (_, actor) in site.listed_actors() {
            let mut value = node(actor.page);
            value["type"] = json!(actor.actor_type.name());
            value["articles"] = json!(actor.articles.len());
            nodes.push(&value);
        }
        for topic in &site.topics {
            let mut value = node(topic.page);
            value["articles"] = json!(topic.articles.len());
            nodes.push(&value);
        }
    }

    fn edges(&self, edges: &mut JsonList) {
        let site = self.site;
        let edge = |from: PageIx, to: PageIx, edge_type: &str| json!({ "from": self.node(from), "to": self.node(to), "type": edge_type });
        for article in &site.articles {
            let actors = article.actors.iter().map(|actor| site.actors[actor.get()].page);
            let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
            actors.chain(topics).for_each(|page| edges.push(&edge(article.page, page, "about")));
        }
        for article in &site.articles {
            for (page, count) in site.mention_counts(article.page) {
                let mut value = edge(article.page, page, "mentions");
                value["count"] = json!(count);
                edges.push(&value);
            }
        }
        for ((a, b), together) in site.pairs() {
            let mut value = edge(site.actors[a.get()].page, site.actors[b.get()].page, "appears-with");
            value["articles"] = json!(together);
            edges.push(&value);
        }
        for actor in &site.actors {
            if let Some(whole) = actor.part_of {
                edges.push(&edge(actor.page, site.actors[whole.get()].page, "part-of"));
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
                edges.push(&value);
            }
            for role in &actor.roles {
                let Some(of) = role.of else { continue };
                let mut value = edge(actor.page, site.actors[of.get()].page, "role");
                value["post"] = json!(role.post);
                edges.push(&value);
            }
        }
        for topic in &site.topics {
            if let Some(broader) = topic.broader {
                edges.push(&edge(topic.page, site.topics[broader.get()].page, "broader"));
            }
        }
        // Other pages, authors and sections are no nodes.
        let is_node = |page: PageIx| site.page(page).kind.is_node();
        for (at, backlinks) in site.backlinks.iter().enumerate() {
            let to = PageIx::new(at);
            let from = backlinks.iter().map(|link| link.from).filter(|from| is_node(*from) && is_node(to));
            from.for_each(|from| edges.push(&edge(from, to, "links-to")));
        }
    }

    /// A page's name in the graph: `actor:russia`.
    fn node(&self, page: PageIx) -> String {
        let page = self.site.page(page);
        format!("{}:{}", page.kind.name(), page.id)
    }
}

/// Writes lists of JSON values one value at a time.
struct JsonList {
    bytes: Vec<u8>,
    is_first: bool,
}

impl JsonList {
    fn new(opening: &str) -> Self {
        Self { bytes: opening.as_bytes().to_vec(), is_first: true }
    }

    fn push(&mut self, value: &Value) {
        if !std::mem::take(&mut self.is_first) {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(value.to_string().as_bytes());
    }

    fn next_list(&mut self, between: &str) {
        self.bytes.extend_from_slice(between.as_bytes());
        self.is_first = true;
    }

    fn finish(mut self, closing: &str) -> Vec<u8> {
        self.bytes.extend_from_slice(closing.as_bytes());
        self.bytes
    }
}
