//! Joins the ready registry with the actors of a site.
//!
//! An actor's file joins the entry with its id, Wikidata item or ISO code: its keys count, and the
//! names of both. An entry that no file joins becomes an actor without one, which has a page only when something
//! names it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::{ActorMatter, ActorType, Aka, AkaKind, Body, Common, Document, FileName, Matter};
use crate::gazetteer::{Caution, Entry, fold_but_case, registry};
use crate::model::{Fingerprint, SourcePath};

use super::namespace::id_of;

/// Completes the documents of actors from the registry, and adds those that have none. Ids that a
/// site uses for something else stay the site's. With `capitals`, these stand for governments.
pub fn join(documents: &mut Vec<Arc<Document>>, capitals: bool) {
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
            Some(at) => complete(Arc::make_mut(&mut documents[*at]), entry, capitals),
            None if taken.contains_key(entry.id.as_str()) => {}
            None => documents.push(Arc::new(document(entry, capitals))),
        }
    }
}

/// Fills the keys that an actor's file leaves out, and adds names.
fn complete(document: &mut Document, entry: &Entry, capitals: bool) {
    let Matter::Actor(matter) = &mut document.matter else { return };
    // A name that the file has is as the file says, `match: never` too.
    let mut known: BTreeSet<String> = matter.aka.iter().map(|aka| fold_but_case(&aka.text)).collect();
    known.extend(document.common.title.as_deref().map(fold_but_case));
    let others = names(entry, capitals).into_iter().filter(|aka| !known.contains(&fold_but_case(&aka.text)));
    matter.aka.extend(others);
    matter.wikidata = matter.wikidata.take().or_else(|| entry.wikidata.as_deref().map(Into::into));
    matter.iso3 = matter.iso3.take().or_else(|| entry.iso3.as_deref().map(Into::into));
}

/// The document that stands for an entry without a file.
fn document(entry: &Entry, capitals: bool) -> Document {
    let path = SourcePath::new(format!("content/actors/{}.md", entry.id));
    let matter = ActorMatter {
        actor_type: ActorType::from_name(&entry.actor_type).unwrap_or(ActorType::Organisation),
        aka: names(entry, capitals).into_iter().filter(|aka| *aka.text != *entry.name).collect(),
        wikidata: entry.wikidata.as_deref().map(Into::into),
        iso3: entry.iso3.as_deref().map(Into::into),
        surname: None,
        part_of: None,
        relations: Vec::new(),
        roles: Vec::new(),
        from_registry: true,
    };
    Document {
        key: Fingerprint::default(),
        outline: Fingerprint::default(),
        name: FileName::of(&path),
        path,
        common: Common { title: Some(entry.name.as_str().into()), ..Common::default() },
        matter: Matter::Actor(Box::new(matter)),
        body: Body::default(),
    }
}

/// The names of an entry.
fn names(entry: &Entry, capitals: bool) -> Vec<Aka> {
    let aka = |text: &str, kind| Aka {
        text: text.into(),
        kind,
        lang: None,
        exact_case: None,
        never: false,
        from_registry: true,
    };
    let mut names: Vec<Aka> = entry
        .forms
        .iter()
        .map(|name| {
            // A name such as `Security Council` is that of many; it counts after a full one.
            let generic = name.cautions().contains(&Caution::Generic);
            let kind = AkaKind::from_name(name.kind()).unwrap_or(AkaKind::Name);
            aka(name.text(), if generic { AkaKind::Weak } else { kind })
        })
        .collect();
    if capitals {
        // A town such as `Georgetown` has namesakes everywhere.
        let certain = entry.metonyms.iter().filter(|name| !name.cautions().contains(&Caution::OtherPlace));
        names.extend(certain.map(|name| aka(name.text(), AkaKind::Metonym)));
    }
    names.extend(registry().combining(&entry.id).map(|text| aka(text, AkaKind::Combining)));
    names
}
