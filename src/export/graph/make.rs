//! The graph, made from a site.

use crate::config::SiteConfig;
use crate::document::{Aka, Matter};
use crate::site::{Article, Byline, PageIx, RelationView, RoleView, Site, SourceIx};
use crate::view::Addresses;

use super::{Edge, Graph, Name, Node, Post};

impl<'s> Graph<'s> {
    /// The graph of a site.
    pub fn of(site: &'s Site, config: &SiteConfig) -> Self {
        let addresses = Addresses::new(config.base_url.clone(), false);
        let maker = Maker { site, addresses };
        Self { nodes: maker.nodes(), edges: maker.edges() }
    }
}

/// The name of a page in the graph: `actor:russia`.
pub fn node_id(site: &Site, page: PageIx) -> String {
    let page = site.page(page);
    format!("{}:{}", page.kind.name(), page.id)
}

/// The names of an article's authors, as the byline shows them.
pub fn author_names<'s>(site: &'s Site, article: &'s Article) -> Vec<&'s str> {
    let name = |byline: &'s Byline| match byline {
        Byline::Author(author) => &*site.page(site.authors[author.get()].page).title,
        Byline::Name(name) => &**name,
    };
    article.authors.iter().map(name).collect()
}

struct Maker<'s> {
    site: &'s Site,
    addresses: Addresses,
}

impl<'s> Maker<'s> {
    fn nodes(&self) -> Vec<Node<'s>> {
        let site = self.site;
        let mut nodes = Vec::with_capacity(site.articles.len() + site.actors.len() + site.topics.len());
        nodes.extend(site.articles.iter().map(|article| Node {
            date: article.date.map(|date| date.rfc3339()),
            updated: article.updated.map(|date| date.rfc3339()),
            authors: author_names(site, article),
            sources: article.sources.iter().map(|source| self.source(*source)).collect(),
            ..self.node(article.page)
        }));
        nodes.extend(site.listed_actors().map(|(_, actor)| Node {
            actor_type: Some(actor.actor_type.name()),
            roles: actor.roles.iter().map(|role| self.post(role)).collect(),
            articles: Some(actor.articles.len()),
            ..self.node(actor.page)
        }));
        nodes.extend(
            site.topics
                .iter()
                .map(|topic| Node { articles: Some(topic.articles.len()), ..self.node(topic.page) }),
        );
        nodes
    }

    /// What all kinds share, and what only the document says.
    fn node(&self, ix: PageIx) -> Node<'s> {
        let page = self.site.page(ix);
        let mut node = Node {
            id: node_id(self.site, ix),
            kind: page.kind.name(),
            title: &page.title,
            path: page.permalink.as_str(),
            url: self.addresses.url(&page.permalink),
            summary: self.site.summary(ix),
            ..Node::default()
        };
        let Some(document) = self.site.document_of(ix) else { return node };
        node.former_ids = document.common.former_ids.iter().map(|id| id.as_str()).collect();
        match &document.matter {
            Matter::Actor(matter) => {
                node.aka = matter.aka.iter().map(name).collect();
                node.surname = matter.surname.as_deref();
                node.wikidata = matter.wikidata.as_deref();
                node.iso3 = matter.iso3.as_deref();
            }
            Matter::Topic(matter) => {
                node.aka = matter.aka.iter().map(name).collect();
                node.medtop = matter.medtop.as_deref();
            }
            _ => {}
        }
        node
    }

    fn post(&self, role: &'s RoleView) -> Post<'s> {
        Post {
            post: &role.post,
            of: role.of.map(|of| node_id(self.site, self.site.actors[of.get()].page)),
            from: role.from.as_ref().map(|date| date.as_str()),
            to: role.to.as_ref().map(|date| date.as_str()),
            source: role.source.map(|source| self.source(source)),
        }
    }

    fn edges(&self) -> Vec<Edge<'s>> {
        let site = self.site;
        let mut edges = Vec::new();
        for article in &site.articles {
            let actors = article.actors.iter().map(|actor| site.actors[actor.get()].page);
            let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
            edges.extend(actors.chain(topics).map(|page| self.edge(article.page, page, "about")));
        }
        for article in &site.articles {
            edges.extend(site.mention_counts(article.page).into_iter().map(|(page, count)| Edge {
                count: Some(count),
                ..self.edge(article.page, page, "mentions")
            }));
        }
        edges.extend(site.pairs().into_iter().map(|((a, b), together)| Edge {
            articles: Some(together),
            ..self.edge(site.actors[a.get()].page, site.actors[b.get()].page, "appears-with")
        }));
        for actor in &site.actors {
            if let Some(whole) = actor.part_of {
                edges.push(self.edge(actor.page, site.actors[whole.get()].page, "part-of"));
            }
            let own = actor.relations.iter().filter(|relation| !relation.inverse);
            edges.extend(own.map(|relation| self.relation(actor.page, relation)));
            edges.extend(actor.roles.iter().filter_map(|role| self.role(actor.page, role)));
        }
        for topic in &site.topics {
            if let Some(broader) = topic.broader {
                edges.push(self.edge(topic.page, site.topics[broader.get()].page, "broader"));
            }
        }
        // Other pages, authors and sections are no nodes, so that links with them lead nowhere.
        let is_node = |page: PageIx| site.page(page).kind.is_node();
        for (at, backlinks) in site.backlinks.iter().enumerate() {
            let to = PageIx::new(at);
            let from = backlinks.iter().map(|link| link.from).filter(|from| is_node(*from) && is_node(to));
            edges.extend(from.map(|from| self.edge(from, to, "links-to")));
        }
        edges
    }

    fn relation(&self, from: PageIx, relation: &'s RelationView) -> Edge<'s> {
        let to = self.site.actors[relation.actor.get()].page;
        Edge {
            relation: true,
            since: relation.since.as_ref().map(|date| date.as_str()),
            until: relation.until.as_ref().map(|date| date.as_str()),
            status: relation.status.as_deref(),
            source: relation.source.map(|source| self.source(source)),
            ..self.edge(from, to, &relation.relation_type)
        }
    }

    fn role(&self, from: PageIx, role: &'s RoleView) -> Option<Edge<'s>> {
        let to = self.site.actors[role.of?.get()].page;
        Some(Edge {
            since: role.from.as_ref().map(|date| date.as_str()),
            until: role.to.as_ref().map(|date| date.as_str()),
            source: role.source.map(|source| self.source(source)),
            post: Some(&role.post),
            ..self.edge(from, to, "role")
        })
    }

    fn edge(&self, from: PageIx, to: PageIx, edge_type: &'s str) -> Edge<'s> {
        Edge { from: node_id(self.site, from), to: node_id(self.site, to), edge_type, ..Edge::default() }
    }

    fn source(&self, source: SourceIx) -> &'s str {
        &self.site.sources[source.get()].id
    }
}

fn name(aka: &Aka) -> Name<'_> {
    Name {
        text: &aka.text,
        kind: aka.kind.name(),
        lang: aka.lang.as_deref(),
        matches: aka.never.then_some("never"),
    }
}
