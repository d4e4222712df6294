//! The graph of a site: articles, actors and topics, and what joins them.
//!
//! Names of nodes and types of edges are those of `data/graph.json`, so that the two can be used
//! together. What that file leaves out for the sake of its size is here: names, dates, posts.

mod make;

pub use make::{author_names, node_id};

use serde::Serialize;

/// A site as nodes and edges.
#[derive(Debug, Serialize)]
pub struct Graph<'s> {
    /// Articles newest first, then actors and topics by id.
    pub nodes: Vec<Node<'s>>,
    /// Edges in the order of the nodes that they begin at, one kind of edge after the other.
    pub edges: Vec<Edge<'s>>,
}

/// An article, actor or topic. Empty lists and absent values are left out of JSON.
#[derive(Debug, Default, Serialize)]
pub struct Node<'s> {
    /// Kind and id: `actor:russia`.
    pub id: String,
    /// `article`, `actor` or `topic`.
    pub kind: &'static str,
    /// The type of an actor.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub actor_type: Option<&'static str>,
    /// Title or name.
    pub title: &'s str,
    /// Address below the site's root.
    pub path: &'s str,
    /// Absolute address, where the site has a `base_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// One or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// When an article was published, with offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When an article was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Names of an article's authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<&'s str>,
    /// Ids of an article's sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<&'s str>,
    /// Other names of an actor or topic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<Name<'s>>,
    /// A person's surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<&'s str>,
    /// Wikidata item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<&'s str>,
    /// ISO 3166-1 alpha-3 code of a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso3: Option<&'s str>,
    /// IPTC Media Topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medtop: Option<&'s str>,
    /// Ids that it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<&'s str>,
    /// Posts of a person, also those that lead to no other node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Post<'s>>,
    /// How many articles are about an actor or topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<usize>,
}

/// Another name.
#[derive(Debug, Serialize)]
pub struct Name<'s> {
    /// The name.
    pub text: &'s str,
    /// What sort of name: `name`, `abbreviation`, `demonym`, `metonym`, `former` or `weak`.
    pub kind: &'static str,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'s str>,
    /// `never` for a guard: longer text that holds a name but does not mean its owner.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub matches: Option<&'static str>,
}

/// A post, in the words of front matter.
#[derive(Debug, Serialize)]
pub struct Post<'s> {
    /// The post.
    pub post: &'s str,
    /// The node where it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// From when, as EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'s str>,
    /// Until when, as EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'s str>,
    /// Id of a source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'s str>,
}

/// What joins two nodes.
#[derive(Debug, Default, Serialize)]
pub struct Edge<'s> {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// `about`, `mentions`, `appears-with`, `part-of`, `role`, `broader`, `links-to`, or the type of a
    /// stated relation.
    #[serde(rename = "type")]
    pub edge_type: &'s str,
    /// Whether an actor's file states it as a relation, whose type is free words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub relation: bool,
    /// Since when, as EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<&'s str>,
    /// Until when, as EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<&'s str>,
    /// How sure it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'s str>,
    /// Id of a source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'s str>,
    /// The post of a `role`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<&'s str>,
    /// How often an article `mentions` its other end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How many articles have both ends of `appears-with`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<u32>,
}
