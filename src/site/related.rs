//! What goes together: related analyses with the reason, and actors that appear with each other.
//!
//! Both come from one inverted list, entity to articles. An article's candidates are the newest
//! articles of its rarest entities, with a bound on both, so that the cost is linear: posting lists
//! squared would be 7 × 10⁷ at 10,000 articles.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::gazetteer::Entity;
use crate::model::Kind;

use super::Site;
use super::articles::Article;
use super::index::{ActorIx, ArticleIx};
use super::mentions::Mention;

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
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// The other article.
    pub article: ArticleIx,
    /// What they share, the weightiest first.
    pub shared: Vec<Entity>,
}

/// An actor that another appears with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Companion {
    /// The other actor.
    pub actor: ActorIx,
    /// Articles that have both.
    pub together: u32,
}

/// An article of an entity, and the weight that it gives it.
type Posting = (u32, f32);

/// What each article is about and names: each entity once, with its weight.
#[derive(Debug)]
pub struct Casts(Vec<Vec<(Entity, f32)>>);

impl Casts {
    /// Gathers them from front matter and mentions.
    pub fn of(articles: &[Article], mentions: &[Vec<Mention>]) -> Self {
        let entity = |kind, at: usize| Entity { kind, index: u32::try_from(at).unwrap_or(u32::MAX) };
        let cast = |article: &Article| {
            let mut cast: BTreeMap<Entity, f32> = BTreeMap::new();
            for mention in &mentions[article.page.get()] {
                cast.insert(mention.entity, IN_PASSING);
            }
            let actors = article.actors.iter().map(|actor| entity(Kind::Actor, actor.get()));
            let topics = article.topics.iter().map(|topic| entity(Kind::Topic, topic.get()));
            cast.extend(actors.chain(topics).map(|entity| (entity, 1.0)));
            cast.into_iter().collect()
        };
        Self(articles.iter().map(cast).collect())
    }

    /// For each article those that are related to it, best first.
    pub fn related(&self) -> Vec<Vec<Related>> {
        let postings = self.postings();
        let scores = || Scores { of: vec![0.0; self.0.len()], touched: Vec::new() };
        (0..self.0.len())
            .into_par_iter()
            .map_init(scores, |scores, at| self.related_to(at, &postings, scores))
            .collect()
    }

    /// Entity to articles, newest first, with the weight that each gives it.
    fn postings(&self) -> HashMap<Entity, Vec<Posting>> {
        let mut postings: HashMap<Entity, Vec<Posting>> = HashMap::new();
        for (at, cast) in self.0.iter().enumerate() {
            for (entity, weight) in cast {
                postings.entry(*entity).or_default().push((u32::try_from(at).unwrap_or(u32::MAX), *weight));
            }
        }
        postings
    }

    fn related_to(
        &self,
        at: usize,
        postings: &HashMap<Entity, Vec<Posting>>,
        scores: &mut Scores,
    ) -> Vec<Related> {
        let count = self.0.len() as f32;
        let mut rare: Vec<(f32, Entity, &[Posting])> = self.0[at]
            .iter()
            .filter_map(|(entity, weight)| {
                let articles = postings.get(entity)?.as_slice();
                // Inverse document frequency, as in Spärck Jones (1972).
                let rarity = (count / articles.len() as f32).ln_1p();
                (articles.len() > 1).then_some((weight * rarity, *entity, articles))
            })
            .collect();
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rare.truncate(RAREST);
        for (weight, _, articles) in &mut rare {
            *articles = articles.get(..NEWEST).unwrap_or(articles);
            for (other, theirs) in articles.iter() {
                scores.add(*other, *weight * theirs);
            }
        }
        let mut best = scores.take();
        best.retain(|(other, score)| *other as usize != at && *score >= LEAST);
        let better = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if best.len() > KEPT {
            best.select_nth_unstable_by(KEPT, better);
            best.truncate(KEPT);
        }
        best.sort_unstable_by(better);
        best.into_iter()
            .map(|(other, _)| {
                // What they share stays in the order of its weight.
                let has = |articles: &[Posting]| articles.binary_search_by_key(&other, |a| a.0).is_ok();
                let shared = rare.iter().filter(|(.., articles)| has(articles)).map(|(_, entity, _)| *entity);
                Related { article: ArticleIx::new(other as usize), shared: shared.collect() }
            })
            .collect()
    }

    /// For each actor those that it appears with more often than chance would have it, by the number
    /// of common articles times the logarithm of the lift.
    pub fn companions(&self, actors: usize) -> Vec<Vec<Companion>> {
        let mut alone = vec![0_u32; actors];
        let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
        for cast in &self.0 {
            let mut here: Vec<(f32, u32)> = cast
                .iter()
                .filter(|(entity, _)| entity.kind == Kind::Actor)
                .map(|(entity, weight)| (*weight, entity.index))
                .collect();
            here.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            here.truncate(PAIRED);
            for (at, (_, a)) in here.iter().enumerate() {
                alone[*a as usize] += 1;
                for (_, b) in &here[at + 1..] {
                    *pairs.entry((*a.min(b), *a.max(b))).or_default() += 1;
                }
            }
        }
        let articles = self.0.len() as f32;
        let mut companions: Vec<Vec<(f32, Companion)>> = vec![Vec::new(); actors];
        let mut pairs: Vec<((u32, u32), u32)> = pairs.into_iter().collect();
        pairs.sort_unstable();
        for ((a, b), together) in pairs {
            let expected = alone[a as usize] as f32 * alone[b as usize] as f32 / articles;
            let lift = together as f32 / expected;
            if together < LEAST_TOGETHER || lift <= 1.0 {
                continue;
            }
            let score = together as f32 * lift.ln();
            let companion = |actor: u32| Companion { actor: ActorIx::new(actor as usize), together };
            companions[a as usize].push((score, companion(b)));
            companions[b as usize].push((score, companion(a)));
        }
        companions
            .into_iter()
            .map(|mut list| {
                list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.actor.cmp(&b.1.actor)));
                list.into_iter().take(COMPANIONS).map(|(_, companion)| companion).collect()
            })
            .collect()
    }
}

impl Site {
    /// Every two actors that appear together tellingly often, once, with the articles that have both.
    #[must_use]
    pub fn pairs(&self) -> BTreeMap<(ActorIx, ActorIx), u32> {
        // One of two may be among the foremost of the other and not the other way round.
        let of_actor = self.companions.iter().enumerate().flat_map(|(at, companions)| {
            let pair = move |other: ActorIx| (other.min(ActorIx::new(at)), other.max(ActorIx::new(at)));
            companions.iter().map(move |companion| (pair(companion.actor), companion.together))
        });
        of_actor.collect()
    }
}

/// What the articles have in common with one, gathered; kept from article to article.
struct Scores {
    /// By article.
    of: Vec<f32>,
    /// The articles that have a score.
    touched: Vec<u32>,
}

impl Scores {
    fn add(&mut self, article: u32, score: f32) {
        let sum = &mut self.of[article as usize];
        if *sum == 0.0 {
            self.touched.push(article);
        }
        *sum += score;
    }

    /// The articles with their scores; all are none again.
    fn take(&mut self) -> Vec<(u32, f32)> {
        let of = &mut self.of;
        self.touched.drain(..).map(|article| (article, std::mem::take(&mut of[article as usize]))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn casts(articles: &[&[(u32, f32)]]) -> Casts {
        let entity = |index| Entity { kind: Kind::Actor, index };
        Casts(articles.iter().map(|cast| cast.iter().map(|(i, w)| (entity(*i), *w)).collect()).collect())
    }

    #[test]
    fn rare_actors_weigh_more() {
        // Everyone is about 0; articles 0 and 3 share 1.
        let mut all: Vec<&[(u32, f32)]> = vec![&[(0, 1.0)]; 40];
        all[0] = &[(0, 1.0), (1, 1.0)];
        all[3] = &[(0, 1.0), (1, 1.0)];
        let related = casts(&all).related();
        assert_eq!(related[0].len(), 1, "{:?}", related[0]);
        assert_eq!(related[0][0].article, ArticleIx::new(3));
        assert_eq!(related[0][0].shared[0].index, 1);
        assert!(related[5].is_empty());
    }

    #[test]
    fn companions_beat_chance() {
        let casts = casts(&[
            &[(0, 1.0), (1, 1.0)],
            &[(0, 1.0), (1, 0.4)],
            &[(0, 1.0)],
            &[(2, 1.0)],
            &[(2, 1.0), (0, 1.0)],
        ]);
        let companions = casts.companions(3);
        assert_eq!(companions[0].iter().map(|c| c.actor).collect::<Vec<_>>(), [ActorIx::new(1)]);
        assert_eq!(companions[1][0].together, 2);
    }
}
