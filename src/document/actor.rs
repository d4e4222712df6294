//! The front matter of an actor.

use serde::{Deserialize, Serialize};

use crate::data::{Fields, FromNode, Node, Unknown, Value};
use crate::diagnostic::codes;
use crate::model::Edtf;

use super::{Common, common};

/// The fields that only actors have.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActorMatter {
    /// What it is.
    pub actor_type: ActorType,
    /// Its other names.
    pub aka: Vec<Aka>,
    /// Wikidata item: `Q423`.
    pub wikidata: Option<Box<str>>,
    /// ISO 3166-1 alpha-3 code of a state.
    pub iso3: Option<Box<str>>,
    /// A person's surname, which stands for them after the full name.
    pub surname: Option<Box<str>>,
    /// The actor that this one belongs to.
    pub part_of: Option<Box<str>>,
    /// What it has to do with other actors.
    pub relations: Vec<Relation>,
    /// Posts that a person holds or held.
    pub roles: Vec<Role>,
    /// Whether it is of the ready registry and has no file of its own: it has a page only when
    /// something names it.
    pub from_registry: bool,
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ActorType {
    Person,
    State,
    GovernmentBody,
    Organisation,
    ArmedGroup,
    Company,
    Place,
    Bloc,
}

impl ActorType {
    /// All types, in the order in which indexes list them.
    pub const ALL: [Self; 8] = [
        Self::State,
        Self::Person,
        Self::GovernmentBody,
        Self::ArmedGroup,
        Self::Organisation,
        Self::Bloc,
        Self::Company,
        Self::Place,
    ];

    /// The type that a word in front matter means.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|actor_type| actor_type.name() == name)
    }

    /// The word in front matter and data files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::State => "state",
            Self::GovernmentBody => "government-body",
            Self::Organisation => "organisation",
            Self::ArmedGroup => "armed-group",
            Self::Company => "company",
            Self::Place => "place",
            Self::Bloc => "bloc",
        }
    }

    /// The word for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::State => "State",
            Self::GovernmentBody => "Government body",
            Self::Organisation => "Organisation",
            Self::ArmedGroup => "Armed group",
            Self::Company => "Company",
            Self::Place => "Place",
            Self::Bloc => "Bloc",
        }
    }

    /// Several of them, for readers.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Person => "People",
            Self::State => "States",
            Self::GovernmentBody => "Government bodies",
            Self::Organisation => "Organisations",
            Self::ArmedGroup => "Armed groups",
            Self::Company => "Companies",
            Self::Place => "Places",
            Self::Bloc => "Blocs",
        }
    }
}

/// Another name of an actor or topic: a surface form of the gazetteer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Aka {
    /// The name.
    pub text: Box<str>,
    /// What sort of name.
    pub kind: AkaKind,
    /// Its language, where that is not the site's.
    pub lang: Option<Box<str>>,
    /// Whether case matters; `None` leaves it to the kind of entity.
    pub exact_case: Option<bool>,
    /// A guard: it is recognised as part of longer text, and never links.
    pub never: bool,
    /// Whether the ready registry has added it.
    pub from_registry: bool,
}

/// What sort of name an [`Aka`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum AkaKind {
    Name,
    Abbreviation,
    Demonym,
    /// A capital for its government, and the like.
    Metonym,
    /// A name that it no longer has.
    Former,
    /// A name too common to match by itself.
    Weak,
    /// What stands for the name before a hyphen: `Sino`.
    Combining,
}

impl AkaKind {
    const CHOICES: [(&str, Self); 7] = [
        ("name", Self::Name),
        ("abbreviation", Self::Abbreviation),
        ("demonym", Self::Demonym),
        ("metonym", Self::Metonym),
        ("former", Self::Former),
        ("weak", Self::Weak),
        ("combining", Self::Combining),
    ];

    /// The kind that a word in front matter means.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::CHOICES.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind)
    }

    /// The word in front matter.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, kind)| *kind == self).map_or("name", |(name, _)| name)
    }
}

/// A relation of one actor to another, as its file states it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Relation {
    /// Free words, joined by hyphens: `supports-militarily`.
    pub relation_type: Box<str>,
    /// Id of the other actor.
    pub actor: Box<str>,
    /// Since when.
    pub since: Option<Edtf>,
    /// Until when.
    pub until: Option<Edtf>,
    /// How sure it is: `alleged`, `reported`, `confirmed`, or other words.
    pub status: Option<Box<str>>,
    /// Id of a source.
    pub source: Option<Box<str>>,
    /// Its place in the list, for messages.
    pub index: usize,
}

/// A post of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    /// The post: `Supreme Leader`.
    pub post: Box<str>,
    /// Id of the actor where it is held.
    pub of: Option<Box<str>>,
    /// From when.
    pub from: Option<Edtf>,
    /// Until when.
    pub to: Option<Edtf>,
    /// Id of a source.
    pub source: Option<Box<str>>,
    /// Its place in the list, for messages.
    pub index: usize,
}

/// Reads the fields of an actor.
pub(super) fn read(fields: &mut Fields<'_>, common: &mut Common) -> ActorMatter {
    common::read_name(fields, common);
    common::read_former_ids(fields, common);
    let types: Vec<(&str, ActorType)> = ActorType::ALL.iter().map(|t| (t.name(), *t)).collect();
    let actor_type = match fields.node("type") {
        Some(node) => node.choice(&types),
        None => {
            fields.missing(
                "type",
                &format!("it is one of: {}", types.iter().map(|t| t.0).collect::<Vec<_>>().join(", ")),
            );
            None
        }
    };
    ActorMatter {
        actor_type: actor_type.unwrap_or(ActorType::Organisation),
        aka: read_aka(fields),
        wikidata: fields.node("wikidata").and_then(|node| read_wikidata(&node)),
        iso3: fields.node("iso3").and_then(|node| read_iso3(&node)),
        surname: fields.node("surname").and_then(|node| read_surname(&node)),
        part_of: fields.get("part_of"),
        relations: fields.list("relations"),
        roles: fields.list("roles"),
        from_registry: false,
    }
}

/// So many names may an actor or topic have.
const MAX_NAMES: usize = 1_000;

/// Reads the other names of an actor or topic.
pub(super) fn read_aka(fields: &mut Fields<'_>) -> Vec<Aka> {
    let Some(node) = fields.node("aka") else { return Vec::new() };
    if node.items().len() > MAX_NAMES {
        let message = format!("`aka` has more than {MAX_NAMES} names");
        node.error(
            &codes::DATA_VALUE,
            message,
            "too many",
            "names are looked for in all texts; leave some out",
        );
        return Vec::new();
    }
    node.read().unwrap_or_default()
}

fn read_surname(node: &Node<'_>) -> Option<Box<str>> {
    let name: Box<str> = node.read()?;
    common::check_length(node, &name).then_some(name)
}

fn read_wikidata(node: &Node<'_>) -> Option<Box<str>> {
    let text: Box<str> = node.read()?;
    let digits = text.strip_prefix('Q').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text);
    }
    node.error(&codes::DATA_VALUE, format!("`{text}` is not a Wikidata item"), "", "an item looks like Q423");
    None
}

fn read_iso3(node: &Node<'_>) -> Option<Box<str>> {
    let text: Box<str> = node.read()?;
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(text);
    }
    let help = "ISO 3166-1 alpha-3 codes are three capitals, such as PRK";
    node.error(&codes::DATA_VALUE, format!("`{text}` is not a country code"), "", help);
    None
}

impl FromNode for Aka {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let plain = |text| Self {
            text,
            kind: AkaKind::Name,
            lang: None,
            exact_case: None,
            never: false,
            from_registry: false,
        };
        let aka = if let Value::Mapping(_) = node.value() {
            let mut fields = node.fields()?;
            let text = fields.require("text", "the name itself");
            let kind = fields.node("kind").map_or(Some(AkaKind::Name), |node| node.choice(&AkaKind::CHOICES));
            let lang = fields.get("lang");
            let exact_case = fields.node("case").and_then(|n| n.choice(&[("exact", true), ("fold", false)]));
            let never = fields.node("match").and_then(|n| n.choice(&[("auto", false), ("never", true)]));
            fields
                .finish(Unknown::Error, "an entry of `aka` takes `text`, `kind`, `lang`, `case` and `match`");
            Self {
                text: text?,
                kind: kind?,
                lang,
                exact_case,
                never: never.unwrap_or(false),
                from_registry: false,
            }
        } else {
            plain(node.read()?)
        };
        if aka.text.is_empty() {
            node.error(&codes::DATA_VALUE, "a name in `aka` is empty", "", "remove the entry");
            return None;
        }
        if !common::check_length(node, &aka.text) {
            return None;
        }
        if aka.text.len() == 1 {
            let message = format!("`{}` is one letter, which every text is full of", aka.text);
            node.error(&codes::DATA_VALUE, message, "", "remove it; the shortest name has two letters");
            return None;
        }
        Some(aka)
    }
}

/// Reports what ends before it begins.
fn check_order(node: &Node<'_>, from: Option<&Edtf>, to: Option<&Edtf>) {
    if let (Some(from), Some(to)) = (from, to)
        && from.sort_key() > to.last_key()
    {
        let message =
            format!("this ends ({to}) before it begins ({from})", to = to.as_str(), from = from.as_str());
        node.error(&codes::DATA_DATE, message, "", "");
    }
}

impl FromNode for Relation {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let relation_type = fields.require("type", "free words such as supports-militarily");
        let actor = fields.require("actor", "the id of the other actor");
        let relation = Self {
            relation_type: relation_type.unwrap_or_default(),
            actor: actor.unwrap_or_default(),
            since: fields.get("since"),
            until: fields.get("until"),
            status: fields.get("status"),
            source: fields.get("source"),
            index: node.index(),
        };
        fields.finish(
            Unknown::Error,
            "a relation takes `type`, `actor`, `since`, `until`, `status` and `source`",
        );
        check_order(node, relation.since.as_ref(), relation.until.as_ref());
        (!relation.relation_type.is_empty() && !relation.actor.is_empty()).then_some(relation)
    }
}

impl FromNode for Role {
    fn from_node(node: &Node<'_>) -> Option<Self> {
        let mut fields = node.fields()?;
        let role = Self {
            post: fields.require("post", "the name of the post").unwrap_or_default(),
            of: fields.get("of"),
            from: fields.get("from"),
            to: fields.get("to"),
            source: fields.get("source"),
            index: node.index(),
        };
        fields.finish(Unknown::Error, "a role takes `post`, `of`, `from`, `to` and `source`");
        check_order(node, role.from.as_ref(), role.to.as_ref());
        (!role.post.is_empty()).then_some(role)
    }
}
