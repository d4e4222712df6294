//! What a page says, as far as others show it.

use rayon::prelude::*;

use crate::document::Matter;
use crate::model::Fingerprint;
use crate::site::{Article, Byline, Link, Page, PageIx, Site, Target};

use super::fingerprint;

/// For each page what a mere reference to it shows.
pub(super) fn names(site: &Site) -> Vec<Fingerprint> {
    let name = |page: &Page| fingerprint(&(page.kind, &page.id, &page.title, page.permalink.as_str()));
    let mut names: Vec<Fingerprint> = site.pages.par_iter().map(name).collect();
    for actor in &site.actors {
        let wikidata = match site.document_of(actor.page).map(|document| &document.matter) {
            Some(Matter::Actor(matter)) => matter.wikidata.as_deref(),
            _ => None,
        };
        let name = &mut names[actor.page.get()];
        *name = fingerprint(&(*name, actor.actor_type, actor.listed, wikidata));
    }
    for topic in &site.topics {
        let medtop = match site.document_of(topic.page).map(|document| &document.matter) {
            Some(Matter::Topic(matter)) => matter.medtop.as_deref(),
            _ => None,
        };
        let name = &mut names[topic.page.get()];
        *name = fingerprint(&(*name, medtop));
    }
    names
}

/// What a page's document says, and what its links lead to.
pub(super) fn face(site: &Site, page: PageIx, names: &[Fingerprint]) -> Fingerprint {
    let links: Vec<_> = site.links[page.get()]
        .iter()
        .map(|link| {
            let Link { target, fragment, query } = link;
            (destination(site, target, names), fragment, query)
        })
        .collect();
    let image = site.images.get(&page).map(|image| destination(site, image, names));
    let document = site.document_of(page);
    // The ready registry completes an actor with what its file does not say.
    let more = document.map_or(&[][..], |document| match &document.matter {
        Matter::Actor(matter) => &matter.aka,
        _ => &[],
    });
    let more: Vec<_> = more.iter().filter(|aka| aka.from_registry).map(|aka| &aka.text).collect();
    fingerprint(&(names[page.get()], document.map(|document| document.key), more, links, image))
}

/// The same of an article, with whom and what it is about and by.
pub(super) fn article_face(
    site: &Site,
    article: &Article,
    names: &[Fingerprint],
    faces: &[Fingerprint],
) -> Fingerprint {
    let actors = article.actors.iter().map(|actor| site.actors[actor.get()].page);
    let topics = article.topics.iter().map(|topic| site.topics[topic.get()].page);
    let authors = article.authors.iter().filter_map(|byline| match byline {
        Byline::Author(author) => Some(site.authors[author.get()].page),
        // The article itself has it.
        Byline::Name(_) => None,
    });
    let section = site.sections[article.section.get()].page;
    let all = actors.chain(topics).chain(authors).chain([section]);
    let all: Vec<_> = all.map(|page| names[page.get()]).collect();
    fingerprint(&(faces[article.page.get()], all))
}

/// What a link shows of where it leads.
fn destination(site: &Site, target: &Target, names: &[Fingerprint]) -> Fingerprint {
    let size = site.picture_size(target).map(|size| (size.width, size.height));
    match target {
        Target::Page(page) => names[page.get()],
        Target::File(file) => {
            let file = &site.files[file.get()];
            fingerprint(&(file.source.as_str(), file.output.as_str(), size))
        }
        Target::Output(path) => fingerprint(&(path.as_str(), size)),
        Target::Broken => fingerprint(&()),
    }
}
