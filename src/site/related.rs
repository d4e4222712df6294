//! What goes together: related analyses with the reason, and actors that appear with each other.
//!
//! Both come from one inverted list, entity to articles. An article's candidates are the newest
//! articles of its rarest entities, with a bound on both, so that the cost is linear: posting lists
//! squared would be 7 × 10⁷ at 10,000 articles.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::gazetteer::Entity;
use crate::model::{Fingerprint, Kind};

use super::Site;
use super::articles::Article;
use super::index::{ActorIx, ArticleIx};
use super::mentions::PageMentions;

/// The rarest entities of an article that are looked up.
const RAREST: usize = 8;
/// The newest articles of each that are considered.
const NEWEST: usize = 96;
/// Related articles that are kept.
const KEPT: usize = 5;
/// What an article names in passing weighs this much of what it is about.
const IN_PASSING: f32 = 0.4;
/// Two articles need this much in common: about one actor of whom one article in twelve is.
const LEAST: f32 = 2.5;

/// Actors that an actor appears with are kept up to this many.
const COMPANIONS: usize = 12;
/// They need this many articles in common.
const LEAST_TOGETHER: u32 = 2;
/// Of the actors of one article at most this many are paired, those that it is about first.
const PAIRED: usize = 24;

/// An article that is related to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Related {
    /// The other article.
    pub article: ArticleIx,
    /// What they share, the weightiest first.
    pub shared: Vec<Entity>,
}

/// An actor that another appears with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Companion {
    /// The other actor.
    pub actor: ActorIx,
    /// Articles that have both.
    pub together: u32,
}

/// What was found for each article and actor, for the next build; nothing of what was not asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Together<R = Vec<Related>, C = Vec<Companion>> {
    /// For each article.
    pub related: Vec<R>,
    /// For each actor.
    pub companions: Vec<C>,
}

/// An article of an entity, and the weight that it gives it.
type Posting = (u32, f32);

/// Who and what each article is about or names, both ways. What follows from it for one article or
/// actor is found when it is asked for.
#[derive(Debug, Default)]
pub struct Appearances {
    /// For each article, each entity once, with its weight.
    casts: Vec<Vec<(Entity, f32)>>,
    /// Entity to articles, newest first, with the weight that each gives it.
    postings: Postings,
    /// For each article the actors that are paired.
    foremost: Vec<Vec<u32>>,
    /// For each actor the articles in which it is among the foremost.
    leads: Vec<Vec<u32>>,
    /// For each article those that are related to it, once someone has asked.
    related: Vec<OnceLock<Vec<Related>>>,
    /// For each actor those that it appears with, once someone has asked.
    companions: Vec<OnceLock<Vec<Companion>>>,
}

impl Appearances {
    /// Gathers them from front matter and mentions; `actors` is the number of actors.
    pub fn of(articles: &[Article], mentions: &[Arc<PageMentions>], actors: usize) -> Self {
        let entity = |kind, at: usize| Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
        let cast = |article: &Article| {
            let named = mentions[article.page.get()].entities().iter();
            let mut cast: Vec<(Entity, f32)> = named.map(|named| (named.entity, IN_PASSING)).collect();
            let actors = article.actors.iter().map(|actor| entity(Kind::Actor, actor.get()));
            let topics = article.topics.iter().map(|topic| entity(Kind::Topic, topic.get()));
            for about in actors.chain(topics) {
                match cast.binary_search_by_key(&about, |(entity, _)| *entity) {
                    Ok(at) => cast[at].1 = 1.0,
                    Err(at) => cast.insert(at, (about, 1.0)),
                }
            }
            cast
        };
        Self::from_casts(articles.par_iter().map(cast).collect(), actors)
    }

    fn from_casts(casts: Vec<Vec<(Entity, f32)>>, actors: usize) -> Self {
        let foremost: Vec<Vec<u32>> = casts.par_iter().map(|cast| foremost(cast)).collect();
        let mut postings = Postings::default();
        let mut leads = vec![Vec::new(); actors];
        for (at, (cast, foremost)) in casts.iter().zip(&foremost).enumerate() {
            let article = u32::try_from(at).unwrap_or(u32::MAX);
            for (entity, weight) in cast {
                postings.push(*entity, (article, *weight));
            }
            for actor in foremost {
                leads[*actor as usize].push(article);
            }
        }
        let related = casts.iter().map(|_| OnceLock::new()).collect();
        let companions = leads.iter().map(|_| OnceLock::new()).collect();
        Self { casts, postings, foremost, leads, related, companions }
    }

    /// The articles that are related to one, best first.
    #[must_use]
    pub fn related(&self, article: ArticleIx) -> &[Related] {
        self.related[article.get()].get_or_init(|| self.find_related(article))
    }

    /// The fingerprint of all that is found here follows from.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let cast = |cast: &Vec<(Entity, f32)>| {
            let cast: Vec<_> = cast.iter().map(|(entity, weight)| (entity, weight.to_bits())).collect();
            Fingerprint::of_value(&cast)
        };
        Fingerprint::of_value(&self.casts.par_iter().map(cast).collect::<Vec<_>>())
    }

    /// Takes over what was found before, by appearances of the same fingerprint.
    pub fn recall(&mut self, Together { related, companions }: Together) {
        if related.len() == self.related.len() {
            self.related = related.into_iter().map(OnceLock::from).collect();
        }
        if companions.len() == self.companions.len() {
            self.companions = companions.into_iter().map(OnceLock::from).collect();
        }
    }

    /// What was found, of what all have been asked for.
    #[must_use]
    pub fn together(&self) -> Together<&[Related], &[Companion]> {
        Together { related: all(&self.related), companions: all(&self.companions) }
    }

    fn find_related(&self, article: ArticleIx) -> Vec<Related> {
        let count = self.casts.len() as f32;
        let mut rare: Vec<(f32, Entity, &[Posting])> = self.casts[article.get()]
            .iter()
            .filter_map(|(entity, weight)| {
                let articles = self.postings.of(*entity);
                // Inverse document frequency, as in Spärck Jones (1972).
                let rarity = (count / articles.len() as f32).ln_1p();
                (articles.len() > 1).then_some((weight * rarity, *entity, articles))
            })
            .collect();
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rare.truncate(RAREST);
        let mut scores: Vec<(u32, f32)> = Vec::with_capacity(RAREST * NEWEST);
        for (weight, _, articles) in &mut rare {
            *articles = articles.get(..NEWEST).unwrap_or(articles);
            scores.extend(articles.iter().map(|(other, theirs)| (*other, *weight * theirs)));
        }
        // Those of one article stay in order, so that their sum is the same on each run.
        scores.sort_by_key(|(other, _)| *other);
        let mut best: Vec<(u32, f32)> = scores
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| (same[0].0, same.iter().map(|(_, score)| score).sum()))
            .filter(|(other, score)| *other as usize != article.get() && *score >= LEAST)
            .collect();
        best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(KEPT);
        best.into_iter()
            .map(|(other, _)| {
                // What they share stays in the order of its weight.
                let has = |articles: &[Posting]| articles.binary_search_by_key(&other, |a| a.0).is_ok();
                let shared = rare.iter().filter(|(.., articles)| has(articles)).map(|(_, entity, _)| *entity);
                Related { article: ArticleIx::new(other as usize), shared: shared.collect() }
            })
            .collect()
    }

    /// The actors that one appears with more often than chance would have it, by the number of
    /// common articles times the logarithm of the lift.
    #[must_use]
    pub fn companions(&self, actor: ActorIx) -> &[Companion] {
        self.companions[actor.get()].get_or_init(|| self.find_companions(actor))
    }

    fn find_companions(&self, actor: ActorIx) -> Vec<Companion> {
        let own = &self.leads[actor.get()];
        let mut common = vec![0_u32; self.leads.len()];
        for other in own.iter().flat_map(|article| &self.foremost[*article as usize]) {
            common[*other as usize] += 1;
        }
        common[actor.get()] = 0;
        let articles = self.casts.len() as f32;
        let mut companions: Vec<(f32, Companion)> = common
            .into_iter()
            .enumerate()
            .filter(|(_, together)| *together > 0)
            .filter_map(|(other, together)| {
                let other = ActorIx::new(other);
                let expected = own.len() as f32 * self.leads[other.get()].len() as f32 / articles;
                let lift = together as f32 / expected;
                let telling = together >= LEAST_TOGETHER && lift > 1.0;
                telling.then(|| (together as f32 * lift.ln(), Companion { actor: other, together }))
            })
            .collect();
        companions.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.actor.cmp(&b.1.actor)));
        companions.into_iter().take(COMPANIONS).map(|(_, companion)| companion).collect()
    }
}

/// Lists of articles by actor and by topic.
#[derive(Debug, Default)]
struct Postings {
    actors: Vec<Vec<Posting>>,
    topics: Vec<Vec<Posting>>,
}

impl Postings {
    fn push(&mut self, entity: Entity, posting: Posting) {
        let table = if entity.kind == Kind::Topic { &mut self.topics } else { &mut self.actors };
        let at = entity.index as usize;
        if table.len() <= at {
            table.resize_with(at + 1, Vec::new);
        }
        table[at].push(posting);
    }

    fn of(&self, entity: Entity) -> &[Posting] {
        let table = if entity.kind == Kind::Topic { &self.topics } else { &self.actors };
        table.get(entity.index as usize).map_or(&[], Vec::as_slice)
    }
}

/// Everything that may have been asked for, if all has been.
fn all<T>(found: &[OnceLock<Vec<T>>]) -> Vec<&[T]> {
    let all: Option<_> = found.iter().map(|found| found.get().map(Vec::as_slice)).collect();
    all.unwrap_or_default()
}

/// The actors of an article that are paired, those that it is about first.
fn foremost(cast: &[(Entity, f32)]) -> Vec<u32> {
    let actors = cast.iter().filter(|(entity, _)| entity.kind == Kind::Actor);
    let mut here: Vec<(f32, u32)> = actors.map(|(entity, weight)| (*weight, entity.index)).collect();
    here.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    here.truncate(PAIRED);
    here.into_iter().map(|(_, actor)| actor).collect()
}

impl Site {
    /// Every two actors that appear together tellingly often, once, with the articles that have both.
    #[must_use]
    pub fn pairs(&self) -> BTreeMap<(ActorIx, ActorIx), u32> {
        // One of two may be among the foremost of the other and not the other way round.
        let actors: Vec<ActorIx> = (0..self.actors.len()).map(ActorIx::new).collect();
        actors
            .par_iter()
            .flat_map_iter(|actor| {
                let pair = |other: ActorIx| (other.min(*actor), other.max(*actor));
                let companions = self.appearances.companions(*actor).iter();
                companions.map(move |companion| (pair(companion.actor), companion.together))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appearances(articles: &[&[(u32, f32)]], actors: usize) -> Appearances {
        let entity = |index| Entity { kind: Kind::Actor, index };
        let casts = articles.iter().map(|cast| cast.iter().map(|(i, w)| (entity(*i), *w)).collect());
        Appearances::from_casts(casts.collect(), actors)
    }

    #[test]
    fn rare_actors_weigh_more() {
        // Everyone is about 0; articles 0 and 3 share 1.
        let mut all: Vec<&[(u32, f32)]> = vec![&[(0, 1.0)]; 40];
        all[0] = &[(0, 1.0), (1, 1.0)];
        all[3] = &[(0, 1.0), (1, 1.0)];
        let appearances = appearances(&all, 2);
        let related = appearances.related(ArticleIx::new(0));
        assert_eq!(related.len(), 1, "{related:?}");
        assert_eq!(related[0].article, ArticleIx::new(3));
        assert_eq!(related[0].shared[0].index, 1);
        assert!(appearances.related(ArticleIx::new(5)).is_empty());
    }

    #[test]
    fn companions_beat_chance() {
        let articles: &[&[(u32, f32)]] =
            &[&[(0, 1.0), (1, 1.0)], &[(0, 1.0), (1, 0.4)], &[(0, 1.0)], &[(2, 1.0)], &[(2, 1.0), (0, 1.0)]];
        let appearances = appearances(articles, 3);
        let companions = appearances.companions(ActorIx::new(0));
        assert_eq!(companions.iter().map(|c| c.actor).collect::<Vec<_>>(), [ActorIx::new(1)]);
        assert_eq!(appearances.companions(ActorIx::new(1))[0].together, 2);
    }
}
