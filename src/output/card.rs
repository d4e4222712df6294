//! What a reader is told of an actor or topic before following a link to it: `card.js` beside its
//! page.
//!
//! A script, since a page that was opened from a folder may load nothing else; and one file for
//! each, since a new analysis then changes the cards of those that it is about, and no page.

use serde_json::json;

use crate::gazetteer::Entity;
use crate::model::{Kind, OutputPath};
use crate::theme::json_for_script;

use super::{Artifact, Make, Outputs};

impl Outputs<'_> {
    /// The cards of all actors and topics whose pages are folders.
    pub(super) fn cards(&self) -> impl Iterator<Item = Artifact> {
        let site = self.site;
        let entity = |kind, at: usize| Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
        let actors = site.listed_actors().map(move |(ix, _)| entity(Kind::Actor, ix.get()));
        let topics = (0..site.topics.len()).map(move |at| entity(Kind::Topic, at));
        actors.chain(topics).filter(|_| self.config.outputs.cards).filter_map(|entity| {
            let permalink = site.page(site.entity_page(entity)).permalink.as_str();
            permalink.ends_with('/').then(|| Artifact {
                path: OutputPath::new(format!("{permalink}card.js")),
                make: Make::Card(entity),
                source: None,
            })
        })
    }

    /// Makes one card.
    pub(super) fn render_card(&self, entity: Entity) -> Vec<u8> {
        let site = self.site;
        let (label, analyses) = match entity.kind {
            Kind::Topic => ("Topic", site.topics[entity.index as usize].articles.len()),
            _ => {
                let actor = &site.actors[entity.index as usize];
                (actor.actor_type.label(), actor.articles.len())
            }
        };
        let page = site.entity_page(entity);
        let document = site.document_of(page);
        let description = document.and_then(|document| document.common.description.as_deref());
        let card = json!({
            "name": site.page(page).title,
            "type": label,
            "description": description,
            "analyses": analyses,
        });
        format!("datelineCard({});\n", json_for_script(&card.to_string())).into_bytes()
    }
}
