//! Pages that are made of all content: the archive, the timeline, the network, the search.

use crate::config::OutputsConfig;
use crate::model::Permalink;

use super::resolve::Tables;
use super::{Actor, Site};

/// A page that is made of all content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overview {
    /// All articles by year and month.
    Archive,
    /// All events by year.
    Timeline,
    /// How all actors are related.
    Network,
    /// Where one looks for articles, actors, topics and pages.
    Search,
}

impl Overview {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Archive, Self::Timeline, Self::Network, Self::Search];

    /// Its address below the site's root.
    #[must_use]
    pub fn address(self) -> &'static str {
        match self {
            Self::Archive => "archive/",
            Self::Timeline => "timeline/",
            Self::Network => "network/",
            Self::Search => "search/",
        }
    }

    /// Its address.
    #[must_use]
    pub fn permalink(self) -> Permalink {
        Permalink::new(self.address())
    }

    fn is_wanted(self, outputs: &OutputsConfig) -> bool {
        match self {
            Self::Archive => outputs.archive,
            Self::Timeline => outputs.timeline,
            Self::Network => outputs.network,
            Self::Search => outputs.search,
        }
    }

    fn has_content(self, site: &Site) -> bool {
        match self {
            Self::Archive => site.articles.iter().any(|article| article.date.is_some()),
            Self::Timeline => !site.events.is_empty(),
            Self::Network => site.actors.iter().any(Actor::has_ties),
            Self::Search => !site.articles.is_empty() || !site.actors.is_empty() || !site.topics.is_empty(),
        }
    }
}

/// Those that are wanted, have something to show, and whose address nothing of the site's own has:
/// what a person put there takes their place.
pub fn collect(site: &Site, outputs: &OutputsConfig, tables: &Tables) -> Vec<Overview> {
    let is_free = |overview: &Overview| {
        let permalink = overview.permalink();
        let redirects = site.redirects.iter().filter(|_| outputs.redirects).map(|redirect| &redirect.from);
        let taxonomies = site.taxonomies.iter().map(|taxonomy| &taxonomy.permalink);
        !tables.has(&permalink) && !redirects.chain(taxonomies).any(|taken| *taken == permalink)
    };
    Overview::ALL
        .into_iter()
        .filter(|overview| overview.is_wanted(outputs) && overview.has_content(site))
        .filter(is_free)
        .collect()
}
