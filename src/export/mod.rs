//! `dateline export`: what a site knows, for other programs.
//!
//! Four forms, each in a file of its own here. All are made from the linked [`Site`] alone, so that
//! the same site gives the same bytes, and nothing here reads or writes a file: [`export`] returns
//! what is to be written, and the command line writes it.
//!
//! * [`Format::Ftm`]: entities of FollowTheMoney, the data model of OpenSanctions, OCCRP's Aleph and
//!   their tools. It knows kinds of things and of links, and dates of three precisions: what it
//!   has no place for is said in words.
//! * [`Format::Json`]: the graph with names, posts, events and sources, in the words of front matter.
//! * [`Format::Csv`] and [`Format::GraphMl`]: the graph alone, for spreadsheets and for tools such as
//!   Gephi, yEd and networkx.
//!
//! The last three are views of one graph (`graph.rs`), and the last two of one set of columns
//! (`columns.rs`).

mod columns;
mod csv;
mod ftm;
mod graph;
mod graphml;
mod json;

use crate::config::SiteConfig;
use crate::site::Site;

/// A form in which a site can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// FollowTheMoney: one entity as JSON a line.
    Ftm,
    /// One JSON document.
    Json,
    /// Two tables: nodes and edges.
    Csv,
    /// GraphML.
    GraphMl,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Ftm, Self::Json, Self::Csv, Self::GraphMl];

    /// The word on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ftm => "ftm",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::GraphMl => "graphml",
        }
    }

    /// What it is, for the help of the command.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Ftm => "FollowTheMoney entities, one a line",
            Self::Json => "One document with names, relations, roles, events and sources",
            Self::Csv => "Two tables, nodes.csv and edges.csv; needs --output",
            Self::GraphMl => "A graph for Gephi, yEd, networkx and others",
        }
    }
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, where it is written into a folder.
    pub name: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The files of a site in one form. Only CSV has more than one.
#[must_use]
pub fn export(site: &Site, config: &SiteConfig, format: Format) -> Vec<File> {
    let file = |name, bytes| File { name, bytes };
    match format {
        Format::Ftm => vec![file("entities.ftm.json", ftm::write(site, config))],
        Format::Json => vec![file("site.json", json::write(site, config))],
        Format::Csv => {
            let (nodes, edges) = csv::write(site, config);
            vec![file("nodes.csv", nodes), file("edges.csv", edges)]
        }
        Format::GraphMl => vec![file("graph.graphml", graphml::write(site, config))],
    }
}
