//! What tables and GraphML say of each node and edge: one list for both.

use std::borrow::Cow;

use super::graph::{Edge, Node};

/// One thing that is said of each `T`.
pub struct Column<T> {
    /// Its name: the head of a column, the name of an attribute.
    pub name: &'static str,
    /// Whether it is a whole number; text otherwise.
    pub number: bool,
    /// What it says; `None` where there is nothing to say.
    pub value: for<'t> fn(&'t T) -> Option<Cow<'t, str>>,
}

const fn number<T>(name: &'static str, value: for<'t> fn(&'t T) -> Option<Cow<'t, str>>) -> Column<T> {
    Column { name, number: true, value }
}

const fn text<T>(name: &'static str, value: for<'t> fn(&'t T) -> Option<Cow<'t, str>>) -> Column<T> {
    Column { name, number: false, value }
}

/// What is said of a node, its id apart.
pub fn node<'s>() -> [Column<Node<'s>>; 7] {
    [
        text("kind", |node| Some(node.kind.into())),
        text("type", |node| node.actor_type.map(Cow::from)),
        text("name", |node| Some(node.title.into())),
        text("aliases", aliases),
        text("wikidata", |node| node.wikidata.map(Cow::from)),
        text("iso3", |node| node.iso3.map(Cow::from)),
        number("articles", |node| node.articles.map(|count| count.to_string().into())),
    ]
}

/// What is said of an edge, its two ends apart.
pub fn edge<'s>() -> [Column<Edge<'s>>; 8] {
    [
        text("type", |edge| Some(edge.edge_type.into())),
        text("since", |edge| edge.since.map(Cow::from)),
        text("until", |edge| edge.until.map(Cow::from)),
        text("status", |edge| edge.status.map(Cow::from)),
        text("source", |edge| edge.source.map(Cow::from)),
        text("post", |edge| edge.post.map(Cow::from)),
        number("count", |edge| edge.count.map(|count| count.to_string().into())),
        number("articles", |edge| edge.articles.map(|count| count.to_string().into())),
    ]
}

/// Other names, `; ` between them. Guards are no names of what they guard.
fn aliases<'t>(node: &'t Node<'_>) -> Option<Cow<'t, str>> {
    let names: Vec<&str> = node.aka.iter().filter(|aka| aka.matches.is_none()).map(|aka| aka.text).collect();
    (!names.is_empty()).then(|| names.join("; ").into())
}
