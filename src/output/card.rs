//! What a reader is told of an actor or topic before following a link to it: `card.js` beside its
//! page.
//!
//! A script, since a page that was opened from a folder may load nothing else; and one file for
//! each, since a new analysis then changes the cards of those that it is about, and no page.

use serde_json::json;

use crate::model::OutputPath;
use crate::site::PageIx;
use crate::theme::json_for_script;

use super::{Artifact, Make, Outputs};

impl Outputs<'_> {
    /// The cards of all actors and topics whose pages are folders.
    pub(super) fn cards(&self) -> impl Iterator<Item = Artifact> {
        let site = self.site;
        let actors = site
            .listed_actors()
            .map(|(_, actor)| (actor.page, actor.actor_type.label(), actor.articles.len()));
        let topics = site.topics.iter().map(|topic| (topic.page, "Topic", topic.articles.len()));
        actors.chain(topics).filter(|_| self.config.outputs.cards).filter_map(|(page, label, analyses)| {
            let permalink = site.page(page).permalink.as_str();
            permalink.ends_with('/').then(|| Artifact {
                path: OutputPath::new(format!("{permalink}card.js")),
                make: Make::Card(self.card(page, label, analyses)),
                source: None,
            })
        })
    }

    fn card(&self, page: PageIx, label: &str, analyses: usize) -> Vec<u8> {
        let document = self.site.document_of(page);
        let description = document.and_then(|document| document.common.description.as_deref());
        let card = json!({
            "name": self.site.page(page).title,
            "type": label,
            "description": description,
            "analyses": analyses,
        });
        format!("datelineCard({});\n", json_for_script(&card.to_string())).into_bytes()
    }
}
