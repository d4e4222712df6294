//! Editorial checks over the linked site: what `dateline check` tells besides errors.
//!
//! They are notes, never warnings: an alias that no text has yet is no fault. They read every text
//! once more with all that the matcher refused, which a build does not keep.

mod unknown;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, FieldPath, Place, codes};
use crate::document::{Document, Matter};
use crate::gazetteer::{Entity, Found, PageText, Rule, fold, recognise, registry};
use crate::model::{Kind, SourcePath, Span};
use crate::site::{Article, PageIx, Site, Target};

/// All findings, in the order of their kinds.
#[must_use]
pub fn check(site: &Site, config: &SiteConfig) -> Vec<Diagnostic> {
    let texts = read(site, config);
    let mut found = ambiguous(site, &texts);
    found.extend(not_named(site, &texts));
    found.extend(never_mentioned(site));
    found.extend(dead_aliases(site, &texts));
    found.extend(unknown::names(site, &texts));
    if config.gazetteer.countries {
        found.extend(twins(site));
    }
    found
}

/// A page with prose, and every surface form in it.
pub(crate) struct Text<'t> {
    page: PageIx,
    document: &'t Document,
    found: Vec<Found>,
}

fn read<'s>(site: &'s Site, config: &SiteConfig) -> Vec<Text<'s>> {
    let gazetteer = site.entities().gazetteer(config);
    let contexts = site.page_contexts(&config.linking);
    contexts
        .into_par_iter()
        .filter_map(|(page, context)| {
            let document = site.document_of(page)?;
            Some(Text { page, document, found: recognise(&document.body, &gazetteer, &context) })
        })
        .collect()
}

/// Names of several owners, each told once with its first place.
fn ambiguous(site: &Site, texts: &[Text<'_>]) -> Vec<Diagnostic> {
    let mut forms: BTreeMap<(Vec<Entity>, String), (usize, &SourcePath, Span)> = BTreeMap::new();
    for text in texts {
        let page = PageText::of(&text.document.body);
        for found in text.found.iter().filter(|found| found.rule == Rule::Ambiguous) {
            let span = Span { start: found.place.source.0, end: found.place.source.1 };
            let form = page.of_block(found.block, found.text).to_owned();
            forms.entry((found.candidates.clone(), form)).or_insert((0, &text.document.path, span)).0 += 1;
        }
    }
    forms
        .into_iter()
        .map(|((owners, form), (count, path, span))| {
            let names: Vec<String> =
                owners.iter().map(|owner| format!("`{}`", site.page(site.entity_page(*owner)).id)).collect();
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            Diagnostic::note(
                &codes::LINT_AMBIGUOUS,
                format!("`{form}`, a name of {}, is linked to none, {times}", names.join(" and ")),
            )
            .at(path, span, "which one?")
            .help("name the one that is meant in the front matter, or link it by hand: [[id|text]]")
        })
        .collect()
}

/// Actors in a front matter whom the text never names.
fn not_named(site: &Site, texts: &[Text<'_>]) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let articles: BTreeMap<PageIx, &Article> =
        site.articles.iter().map(|article| (article.page, article)).collect();
    for text in texts {
        let Matter::Article(matter) = &text.document.matter else { continue };
        let Some(article) = articles.get(&text.page) else { continue };
        let named: BTreeSet<Entity> = text.found.iter().filter_map(|found| found.entity).collect();
        let linked: BTreeSet<PageIx> = site.links[text.page.get()]
            .iter()
            .filter_map(|link| match link.target {
                Target::Page(page) => Some(page),
                _ => None,
            })
            .collect();
        for actor in &article.actors {
            let page = site.actors[actor.get()].page;
            let entity = Entity { kind: Kind::Actor, index: u32::try_from(actor.get()).unwrap_or(u32::MAX) };
            if named.contains(&entity) || linked.contains(&page) {
                continue;
            }
            let id = &site.page(page).id;
            let index = matter.actors.iter().find(|reference| reference.id == *id).map_or(0, |r| r.index);
            let place = Place::value(FieldPath::item("actors", index));
            notes.push(
                Diagnostic::note(&codes::LINT_NOT_NAMED, format!("the text never names `{id}`"))
                    .label(&text.document.path, place, "not in the text")
                    .help("does its file lack a name under `aka`?"),
            );
        }
    }
    notes
}

/// Actors that nothing names and no article is about.
fn never_mentioned(site: &Site) -> Vec<Diagnostic> {
    let listed = site.listed_actors().map(|(_, actor)| actor);
    let unused = listed.filter(|actor| actor.mentions.is_empty() && actor.articles.is_empty());
    unused
        .filter_map(|actor| {
            let path = &site.document_of(actor.page)?.path;
            let message = format!("nothing names `{}`", site.page(actor.page).title);
            Some(Diagnostic::note(&codes::LINT_NEVER_MENTIONED, message).in_file(path))
        })
        .collect()
}

/// Files with the name of an entry of the ready registry that they have not joined, so that there are two
/// actors of one name.
fn twins(site: &Site) -> Vec<Diagnostic> {
    let entries: BTreeMap<String, &str> =
        registry().entities.iter().map(|entry| (fold(&entry.name), entry.id.as_str())).collect();
    let own = site.documents.iter().filter_map(|document| match &document.matter {
        Matter::Actor(matter) if !matter.from_registry && !matter.aka.iter().any(|aka| aka.from_registry) => {
            Some((document, document.common.title.as_deref()?))
        }
        _ => None,
    });
    own.filter_map(|(document, title)| {
        let id = entries.get(&fold(title))?;
        let message = format!("`{title}` is the registry's `{id}` too: two actors have this name");
        Some(
            Diagnostic::note(&codes::LINT_REGISTRY_TWIN, message)
                .label(&document.path, Place::value(FieldPath::key("name")), "named here")
                .help(format!("if they are one, name the file `{id}.md`, or give it the `iso3` or `wikidata` of the entry")),
        )
    })
    .collect()
}

/// Names of actors, in the site's language, that no text has: one note for all, since most are there
/// for readers and for later.
fn dead_aliases(site: &Site, texts: &[Text<'_>]) -> Option<Diagnostic> {
    let mut surfaces: BTreeMap<Entity, BTreeSet<String>> = BTreeMap::new();
    for text in texts {
        let page = PageText::of(&text.document.body);
        for found in &text.found {
            let surface = page.of_block(found.block, found.text);
            for entity in &found.candidates {
                surfaces.entry(*entity).or_default().insert(fold(surface));
            }
        }
    }
    let mut dead = Vec::new();
    for (at, actor) in site.actors.iter().enumerate() {
        let Some(Matter::Actor(matter)) = site.document_of(actor.page).map(|document| &document.matter)
        else {
            continue;
        };
        if matter.from_registry {
            continue;
        }
        let entity = Entity { kind: Kind::Actor, index: u32::try_from(at).unwrap_or(u32::MAX) };
        // An actor that nothing names at all has a note of its own.
        let Some(known) = surfaces.get(&entity) else { continue };
        let unused = matter.aka.iter().filter(|aka| !aka.never && !aka.from_registry && aka.lang.is_none());
        let unused = unused.filter(|aka| !known.contains(&fold(&aka.text)));
        dead.extend(unused.map(|aka| format!("{} ({})", aka.text, site.page(actor.page).id)));
    }
    let shown = dead.iter().take(SHOWN_ALIASES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = dead.len().saturating_sub(SHOWN_ALIASES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = if dead.len() == 1 { "name of an actor is" } else { "names of actors are" };
    let message = format!("{} {names} found in no text: {shown}{more}", dead.len());
    (!dead.is_empty()).then(|| Diagnostic::note(&codes::LINT_DEAD_ALIAS, message))
}

/// Names that the note about unused ones spells out.
const SHOWN_ALIASES: usize = 12;
