//! The front matter of a topic.

use serde::{Deserialize, Serialize};

use crate::data::{Fields, Node};
use crate::diagnostic::codes;

use super::{Aka, Common, actor, common};

/// The fields that only topics have.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopicMatter {
    /// Its other names.
    pub aka: Vec<Aka>,
    /// The id of the topic that it belongs to.
    pub broader: Option<Box<str>>,
    /// IPTC Media Topic: eight digits (<https://cv.iptc.org/newscodes/mediatopic/>).
    pub medtop: Option<Box<str>>,
}

/// Reads the fields of a topic.
pub(super) fn read(fields: &mut Fields<'_>, common: &mut Common) -> TopicMatter {
    common::read_name(fields, common);
    common::read_former_ids(fields, common);
    TopicMatter {
        aka: actor::read_aka(fields),
        broader: fields.get("broader"),
        medtop: fields.node("medtop").and_then(|node| read_medtop(&node)),
    }
}

/// A code is eight digits, which YAML reads as a number.
fn read_medtop(node: &Node<'_>) -> Option<Box<str>> {
    let text = match node.value() {
        serde_yaml::Value::Number(number) => number.to_string(),
        _ => node.read()?,
    };
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.into());
    }
    node.error(
        &codes::DATA_VALUE,
        format!("`{text}` is not a media topic"),
        "",
        "IPTC codes are eight digits: 20000056",
    );
    None
}
