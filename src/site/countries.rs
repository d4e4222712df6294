//! Joins the ready registry with the actors of a site.
//!
//! An actor's file joins the entry with its id, Wikidata item or ISO code and overrides it key by key;
//! an entry that no file joins becomes an actor without one, which has a page only when something
//! names it.

use std::collections::BTreeMap;

use crate::document::{ActorMatter, ActorType, Aka, AkaKind, Body, Common, Document, FileName, Matter};
use crate::gazetteer::{Caution, Entry, registry};
use crate::model::SourcePath;

use super::namespace::id_of;

/// Completes the documents of actors from the registry, and adds those that have none. Ids that a
/// site uses for something else stay the site's.
pub fn join(documents: &mut Vec<Document>) {
    let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
    let mut taken: BTreeMap<Box<str>, usize> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let Some(id) = id_of(document) else { continue };
        if let Matter::Actor(matter) = &document.matter {
            by_key.insert(format!("id:{id}"), at);
            let keys = [("wikidata", &matter.wikidata), ("iso3", &matter.iso3)];
            by_key.extend(
                keys.into_iter().filter_map(|(key, value)| Some((format!("{key}:{}", value.as_ref()?), at))),
            );
        }
        taken.extend(document.common.former_ids.iter().map(|former| (former.as_str().into(), at)));
        taken.insert(id, at);
    }
    for entry in &registry().entities {
        let keys =
            [("id", Some(&entry.id)), ("wikidata", entry.wikidata.as_ref()), ("iso3", entry.iso3.as_ref())];
        let own = keys.into_iter().find_map(|(key, value)| by_key.get(&format!("{key}:{}", value?)));
        match own {
            Some(at) => complete(&mut documents[*at], entry),
            None if taken.contains_key(entry.id.as_str()) => {}
            None => documents.push(document(entry)),
        }
    }
}

/// Fills the keys that an actor's file leaves out.
fn complete(document: &mut Document, entry: &Entry) {
    let Matter::Actor(matter) = &mut document.matter else { return };
    if matter.aka.is_empty() {
        matter.aka = names(entry, document.common.title.as_deref().unwrap_or_default());
    }
    matter.wikidata = matter.wikidata.take().or_else(|| entry.wikidata.as_deref().map(Into::into));
    matter.iso3 = matter.iso3.take().or_else(|| entry.iso3.as_deref().map(Into::into));
}

/// The document that stands for an entry without a file.
fn document(entry: &Entry) -> Document {
    let path = SourcePath::new(format!("content/actors/{}.md", entry.id));
    let matter = ActorMatter {
        actor_type: ActorType::from_name(&entry.actor_type).unwrap_or(ActorType::Organisation),
        aka: names(entry, &entry.name),
        wikidata: entry.wikidata.as_deref().map(Into::into),
        iso3: entry.iso3.as_deref().map(Into::into),
        surname: None,
        part_of: None,
        relations: Vec::new(),
        roles: Vec::new(),
        from_registry: true,
    };
    Document {
        name: FileName::of(&path),
        path,
        common: Common { title: Some(entry.name.as_str().into()), ..Common::default() },
        matter: Matter::Actor(Box::new(matter)),
        body: Body::default(),
    }
}

/// The names of an entry besides the title that it has on the site.
fn names(entry: &Entry, title: &str) -> Vec<Aka> {
    let names = entry.forms.iter().filter(|name| name.text() != title);
    names
        .map(|name| {
            // A name such as `Security Council` is that of many; it counts after a full one.
            let generic = name.cautions().contains(&Caution::Generic);
            let kind = AkaKind::from_name(name.kind()).unwrap_or(AkaKind::Name);
            Aka {
                text: name.text().into(),
                kind: if generic { AkaKind::Weak } else { kind },
                lang: None,
                exact_case: None,
                never: name.kind() == "guard",
            }
        })
        .collect()
}
