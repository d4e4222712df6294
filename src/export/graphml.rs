//! GraphML (<http://graphml.graphdrawing.org/primer/graphml-primer.html>): keys that declare what is
//! said of nodes and edges, with their types, then one directed graph.
//!
//! Names of nodes are those of the other forms; edges have ids, since two nodes may have several.

use std::io;

use quick_xml::events::BytesText;

use crate::config::SiteConfig;
use crate::site::Site;
use crate::xml::{self, Xml};

use super::columns::{self, Column};
use super::graph::{Edge, Graph, Node};

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";
const SCHEMA: &str =
    "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";

/// The graph of a site.
pub fn write(site: &Site, config: &SiteConfig) -> Vec<u8> {
    let graph = Graph::of(site, config);
    xml::document(|xml| document(xml, &graph, &config.title))
}

fn document(xml: &mut Xml, graph: &Graph<'_>, title: &str) -> io::Result<()> {
    let (node_columns, edge_columns) = (columns::node(), columns::edge());
    let root = xml.create_element("graphml").with_attributes([
        ("xmlns", NAMESPACE),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", SCHEMA),
    ]);
    root.write_inner_content(|xml| {
        xml::text(xml, "desc", title)?;
        keys(xml, "node", &node_columns)?;
        keys(xml, "edge", &edge_columns)?;
        xml.create_element("graph")
            .with_attributes([("id", "site"), ("edgedefault", "directed")])
            .write_inner_content(|xml| elements(xml, graph, &node_columns, &edge_columns))?;
        Ok(())
    })?;
    Ok(())
}

fn keys<T>(xml: &mut Xml, of: &str, columns: &[Column<T>]) -> io::Result<()> {
    for column in columns {
        xml.create_element("key")
            .with_attributes([
                ("id", key(of, column.name).as_str()),
                ("for", of),
                ("attr.name", column.name),
                ("attr.type", if column.number { "int" } else { "string" }),
            ])
            .write_empty()?;
    }
    Ok(())
}

/// The id of a key; nodes and edges both have a `type`.
fn key(of: &str, name: &str) -> String {
    format!("{of}-{name}")
}

fn elements<'s>(
    xml: &mut Xml,
    graph: &Graph<'s>,
    node_columns: &[Column<Node<'s>>],
    edge_columns: &[Column<Edge<'s>>],
) -> io::Result<()> {
    for node in &graph.nodes {
        xml.create_element("node")
            .with_attribute(("id", node.id.as_str()))
            .write_inner_content(|xml| data(xml, "node", node_columns, node))?;
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        let id = format!("e{at}");
        xml.create_element("edge")
            .with_attributes([
                ("id", id.as_str()),
                ("source", edge.from.as_str()),
                ("target", edge.to.as_str()),
            ])
            .write_inner_content(|xml| data(xml, "edge", edge_columns, edge))?;
    }
    Ok(())
}

fn data<T>(xml: &mut Xml, of: &str, columns: &[Column<T>], row: &T) -> io::Result<()> {
    for column in columns {
        let Some(value) = (column.value)(row) else { continue };
        xml.create_element("data")
            .with_attribute(("key", key(of, column.name).as_str()))
            .write_text_content(BytesText::new(&xml::legal(&value)))?;
    }
    Ok(())
}
