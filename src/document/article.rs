//! The front matter of an article.

use serde::{Deserialize, Serialize};

use crate::config::TaxonomyConfig;
use crate::data::{Fields, FromNode, Node, Unknown};
use crate::model::Moment;

use super::IdRef;

/// The fields that only articles have.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ArticleMatter {
    /// Who wrote it: ids or names of authors.
    pub authors: Vec<Box<str>>,
    /// The actors that it is about.
    pub actors: Vec<IdRef>,
    /// The topics that it is about.
    pub topics: Vec<IdRef>,
    /// Terms of the other taxonomies, in the order of site.toml.
    pub terms: Vec<Terms>,
    /// Ids of entries of sources.yaml.
    pub sources: Vec<IdRef>,
    /// Surface forms that are not to be linked here.
    pub nolink: Vec<Box<str>>,
    /// What was changed after publication, as the author lists it.
    pub updates: Vec<Update>,
}

/// An article's terms of one taxonomy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Terms {
    /// Index of the taxonomy in the configuration.
    pub taxonomy: usize,
    /// The terms as written.
    pub names: Vec<Box<str>>,
}

/// An entry of the log of changes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Update {
    /// When.
    pub date: Moment,
    /// Of what kind.
    pub kind: UpdateKind,
    /// What was changed, as plain text.
    pub note: Option<Box<str>>,
}

/// The kind of a change after publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UpdateKind {
    /// Something was added.
    Update,
    /// Something was wrong.
    Correction,
    /// Something was unclear.
    Clarification,
    /// The article is withdrawn.
    Retraction,
}

impl UpdateKind {
    /// The word in front matter and in templates.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Correction => "correction",
            Self::Clarification => "clarification",
            Self::Retraction => "retraction",
        }
    }
}

/// Reads the fields of an article.
pub(super) fn read<'v>(fields: &mut Fields<'v>, taxonomies: &'v [TaxonomyConfig]) -> ArticleMatter {
    // Zola nests its taxonomies under one key.
    let mut nested = fields.node("taxonomies").and_then(|node| node.fields());
    let mut ids = |fields: &mut Fields<'v>, key: &'v str| -> Vec<IdRef> {
        let mut ids = fields.list(key);
        if let Some(nested) = nested.as_mut() {
            ids.extend(nested.list(key));
        }
        ids
    };
    let actors = ids(fields, "actors");
    let topics = ids(fields, "topics");
    let terms = taxonomies
        .iter()
        .enumerate()
        .filter_map(|(at, taxonomy)| {
            let key = taxonomy.key.as_str();
            let mut names: Vec<Box<str>> = fields.list(key);
            if key == "tags" {
                names.extend(fields.list::<Box<str>>("tag"));
            }
            if key == "categories" {
                names.extend(fields.list::<Box<str>>("category"));
            }
            if let Some(nested) = nested.as_mut() {
                names.extend(nested.list::<Box<str>>(key));
            }
            names.retain(|name| !name.is_empty());
            (!names.is_empty()).then_some(Terms { taxonomy: at, names })
        })
        .collect();
    if let Some(nested) = nested {
        nested.finish(Unknown::Warning, "declare the taxonomy in site.toml: [taxonomies.NAME]");
    }
    let mut authors: Vec<Box<str>> = fields.list("authors");
    authors.extend(fields.list::<Box<str>>("author"));
    ArticleMatter {
        authors,
        actors,
        topics,
        terms,
        sources: fields.list("sources"),
        nolink: fields.list("nolink"),
        updates: fields.list("updates"),
    }
}

impl FromNode for Update {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let date = fields.require("date", "when was it changed?");
        let kind = fields.node("kind").map_or(Some(UpdateKind::Update), |node| {
            node.choice(&[
                ("update", UpdateKind::Update),
                ("correction", UpdateKind::Correction),
                ("clarification", UpdateKind::Clarification),
                ("retraction", UpdateKind::Retraction),
            ])
        });
        let note = fields.get("note");
        fields.finish(Unknown::Error, "an update takes `date`, `kind` and `note`");
        Some(Self { date: date?, kind: kind?, note })
    }
}
