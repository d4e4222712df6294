//! The site: documents joined into one immutable model, with every id and link resolved.
//!
//! Documents say what they name; here it is found, or reported. Everything that has an address is
//! a [`Page`]; what it is besides (an article, an actor…) stands in a table of its own, and tables
//! refer to each other by index. Nothing here looks at all pages for each page: joins go through
//! maps and inverted lists.

mod actors;
mod articles;
mod assemble;
mod authors;
mod backlinks;
mod countries;
mod files;
mod index;
mod mentions;
mod namespace;
mod near;
mod overviews;
mod pager;
mod pages;
mod publish;
mod recognition;
mod registers;
mod related;
mod relation_types;
mod resolve;
mod revise;
mod sections;
mod sentences;
mod taxonomies;
mod topics;
mod translations;
mod tree;

pub use actors::{Actor, Holder, RelationView, RoleView};
pub use articles::Article;
pub use assemble::{Assembly, EVENTS_FILE, Input, SOURCES_FILE, assemble};
pub use authors::{Author, Byline};
pub use backlinks::Backlink;
pub use index::{ActorIx, ArticleIx, AuthorIx, DocIx, EventIx, FileIx, PageIx, SectionIx, SourceIx, TopicIx};
pub use mentions::{Counted, Entities, Mention, MentionedIn, PageMentions};
pub use near::bring_near;
pub use overviews::Overview;
pub use pager::{Pager, PagerPage};
pub use publish::Visibility;
pub use recognition::Recognition;
pub use registers::EventView;
pub use related::{Appearances, Companion, Related, Together};
pub use relation_types::{is_symmetric as is_symmetric_relation, label as relation_label};
pub use resolve::{Link, Target};
pub use revise::{Reach, Revision};
pub use sections::{CONTENT, Listing, Section, kind_of};
pub use taxonomies::{Taxonomy, Term};
pub use topics::Topic;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Document, Reference, Source};
use crate::model::{Kind, OutputPath, Permalink, PictureSize, Slug, SourcePath};

/// Everything that has an address, and what it has to do with everything else.
#[derive(Debug, Default)]
pub struct Site {
    /// The published documents, by path.
    pub documents: Vec<Arc<Document>>,
    /// Everything with an address that content can link to.
    pub pages: Vec<Page>,
    /// Articles, newest first.
    pub articles: Vec<Article>,
    /// Actors by id.
    pub actors: Vec<Actor>,
    /// Who and what the articles have in common.
    pub appearances: Appearances,
    /// Topics by id.
    pub topics: Vec<Topic>,
    /// Authors with pages, by id.
    pub authors: Vec<Author>,
    /// Sections by path; the home page is the first.
    pub sections: Vec<Section>,
    /// Taxonomies in the order of site.toml.
    pub taxonomies: Vec<Taxonomy>,
    /// The register of sources.
    pub sources: Vec<Source>,
    /// The register of events, earliest first.
    pub events: Vec<EventView>,
    /// Files of content that are copied.
    pub files: Vec<ContentFile>,
    /// For each page, what its body's references lead to.
    pub links: Vec<Vec<Link>>,
    /// For each page, the mentions on it, in reading order.
    pub mentions: Vec<Arc<PageMentions>>,
    /// For each page, who links to it.
    pub backlinks: Vec<Vec<Backlink>>,
    /// For each page that has translations, all pages of its set; the one in the site's own language is the first.
    pub translations: BTreeMap<PageIx, Arc<[PageIx]>>,
    /// Sizes of pictures by output path.
    pub sizes: BTreeMap<Box<str>, PictureSize>,
    /// Pictures of pages for social cards.
    pub images: BTreeMap<PageIx, Target>,
    /// What the entries of the menu in site.toml lead to; `None` is an address elsewhere.
    pub navigation: Vec<Option<Target>>,
    /// The same of the entries at the foot of pages.
    pub footer: Vec<Option<Target>>,
    /// Old addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// The pages that are made of all content.
    pub overviews: Vec<Overview>,
}

/// Something with an address.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: Box<str>,
    /// Its title or name.
    pub title: Box<str>,
    /// Its address.
    pub permalink: Permalink,
    /// The document that it shows; none for pages that are made from other files.
    pub document: Option<DocIx>,
}

/// A file of content that is copied as it is.
#[derive(Debug, Clone)]
pub struct ContentFile {
    /// Where it is read.
    pub source: SourcePath,
    /// Where it is written.
    pub output: OutputPath,
}

/// An old address of a page.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// The old address.
    pub from: Permalink,
    /// The page.
    pub to: PageIx,
}

impl Site {
    /// The page with this index.
    #[must_use]
    pub fn page(&self, ix: PageIx) -> &Page {
        &self.pages[ix.get()]
    }

    /// The document that a page shows.
    #[must_use]
    pub fn document_of(&self, ix: PageIx) -> Option<&Document> {
        self.page(ix).document.map(|document| &*self.documents[document.get()])
    }

    /// The actors that have a page.
    pub fn listed_actors(&self) -> impl Iterator<Item = (ActorIx, &Actor)> {
        self.actors
            .iter()
            .enumerate()
            .filter(|(_, actor)| actor.listed)
            .map(|(at, actor)| (ActorIx::new(at), actor))
    }

    /// The home page's section.
    #[must_use]
    pub fn home(&self) -> &Section {
        &self.sections[0]
    }

    /// What a reference without a text of its own is called: the title of what it leads to where it
    /// is written as an id, else the name as it is written. Empty when it leads to nothing.
    #[must_use]
    pub fn title_of(&self, page: PageIx, reference: u32) -> String {
        let written =
            self.document_of(page).and_then(|document| document.body.references.get(reference as usize));
        let name = written.map_or("", Reference::name).trim();
        let is_id = Slug::of(name).is_none_or(|slug| {
            slug.as_str() == name || (name.contains('-') && slug.as_str().eq_ignore_ascii_case(name))
        });
        if !is_id {
            return name.to_owned();
        }
        match self.links[page.get()].get(reference as usize).map(|link| &link.target) {
            Some(Target::Page(to)) => self.page(*to).title.to_string(),
            Some(Target::File(file)) => self.files[file.get()].source.file_name().to_owned(),
            Some(Target::Output(_) | Target::Broken) | None => String::new(),
        }
    }

    /// The summary of a page: its description, else what comes before `<!-- more -->`, else its
    /// first paragraph.
    #[must_use]
    pub fn summary(&self, page: PageIx) -> Option<String> {
        let document = self.document_of(page)?;
        let description = document.common.description.as_deref().map(str::to_owned);
        description.or_else(|| document.body.summary(&|reference| self.title_of(page, reference)))
    }

    /// The size of the picture that a reference leads to.
    #[must_use]
    pub fn picture_size(&self, target: &Target) -> Option<PictureSize> {
        let output = match target {
            Target::File(file) => &self.files[file.get()].output,
            Target::Output(output) => output,
            Target::Page(_) | Target::Broken => return None,
        };
        self.sizes.get(output.as_str()).copied()
    }

    /// The document behind an article.
    #[must_use]
    pub fn article_document(&self, article: &Article) -> &Document {
        &self.documents[article.document.get()]
    }
}
