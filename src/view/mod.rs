//! The view: all that a template may see, and nothing else.
//!
//! Values that many pages show (the summary of an article, the name of an actor) are built once
//! and shared: Tera's values are reference-counted. What a template can see is documented in the
//! guide, and this stage is the only one that makes such values.

mod activity;
mod actor;
mod actor_index;
mod address;
mod article;
mod asked;
mod backlinks;
mod chronicle;
mod filler;
mod globals;
mod languages;
mod lists;
mod mentions;
mod meta;
mod network;
mod news;
mod overviews;
mod page;
mod record;
mod shared;
mod topic;

pub use address::{Addresses, Root, percent_encode};
pub use asked::Asked;
pub use filler::PageFiller;
pub use globals::site_value;
pub use mentions::FIRST_MENTIONS;
pub use overviews::{ArchivedYear, YearPage};
pub use page::{Feed, FeedFormat, PageMeta, PageView, Picture, Translation};
pub use record::{date_value, record};
pub use shared::Views;

use crate::gazetteer::Entity;
use crate::model::Permalink;
use crate::site::{ActorIx, ArticleIx, AuthorIx, PagerPage, SectionIx, TopicIx};

/// One page of the site, before it is looked at.
#[derive(Debug, Clone)]
pub enum View {
    /// The front page of a section, or an older page of its list.
    Section(SectionIx, PagerPage),
    /// An article.
    Article(ArticleIx),
    /// An actor, or an older page of the analyses about it.
    Actor(ActorIx, PagerPage),
    /// A topic, or an older page of its analyses.
    Topic(TopicIx, PagerPage),
    /// An author, or an older page of their analyses.
    Author(AuthorIx, PagerPage),
    /// An ordinary page: its section, and its place among the section's pages.
    Page(SectionIx, usize),
    /// The index of a taxonomy.
    Taxonomy(usize),
    /// A term of a taxonomy, or an older page of its articles.
    Term(usize, usize, PagerPage),
    /// All mentions of an actor or topic, page by page.
    Mentions(Entity, PagerPage),
    /// All articles by year and month: of all years, or of one.
    Archive(Option<YearPage>),
    /// All events by year: of all years, or of one.
    Timeline(Option<YearPage>),
    /// How all actors are tied to each other.
    Network,
    /// Where one looks for things.
    Search,
    /// The page for addresses that do not exist.
    NotFound,
}

/// The address of `404.html`.
#[must_use]
pub fn not_found_permalink() -> Permalink {
    Permalink::new("404.html")
}
