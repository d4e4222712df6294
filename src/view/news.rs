//! The front page: who is in the news, and what is new on each topic.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use crate::model::Kind;
use crate::site::{ActorIx, Article, ArticleIx, TopicIx};

use super::record::{extended, list, record};
use super::shared::Views;

/// Articles count for so many days before the newest one, each day a little less: the front page
/// changes with articles, not with the clock.
const DAYS: i64 = 90;
const DAY: i64 = 24 * 60 * 60;
/// What an article is about counts so much, and what it names in passing so much.
const ABOUT: i64 = 5;
const IN_PASSING: i64 = 2;

const MOST_ACTORS: usize = 12;
const MOST_TOPICS: usize = 6;
const ARTICLES_A_TOPIC: usize = 3;

impl Views<'_> {
    /// The articles that are news, with the days that they have left.
    fn news(&self) -> impl Iterator<Item = (ArticleIx, &Article, i64)> {
        let dated = || self.site.articles.iter().filter_map(|article| article.date);
        let newest = dated().next().map_or(0, |date| date.unix());
        self.site
            .articles
            .iter()
            .enumerate()
            .filter_map(move |(at, article)| {
                let age = (newest - article.date?.unix()) / DAY;
                Some((ArticleIx::new(at), article, DAYS - age))
            })
            .take_while(|(.., left)| *left > 0)
    }

    /// The actors most in the news, with the number of articles that name them.
    pub(super) fn actors_in_the_news(&self) -> Value {
        let mut scores: BTreeMap<ActorIx, (i64, usize)> = BTreeMap::new();
        for (_, article, left) in self.news() {
            let mut named: BTreeMap<ActorIx, i64> = BTreeMap::new();
            let mentions = self.site.mentions[article.page.get()].iter();
            named.extend(
                mentions
                    .filter(|mention| mention.entity.kind == Kind::Actor)
                    .map(|mention| (ActorIx::new(mention.entity.index as usize), IN_PASSING)),
            );
            named.extend(article.actors.iter().map(|actor| (*actor, ABOUT)));
            for (actor, weight) in named {
                let score = scores.entry(actor).or_default();
                *score = (score.0 + weight * left, score.1 + 1);
            }
        }
        let mut scores: Vec<_> = scores.into_iter().collect();
        scores.sort_by_key(|(actor, (score, _))| (Reverse(*score), *actor));
        list(
            scores
                .into_iter()
                .take(MOST_ACTORS)
                .map(|(actor, (_, count))| extended(&self.actor(actor), [("count", Value::from(count))])),
        )
    }

    /// The topics most in the news, each with its newest articles. An article is under one topic
    /// only.
    pub(super) fn news_by_topic(&self) -> Value {
        let mut topics: BTreeMap<TopicIx, (i64, Vec<ArticleIx>)> = BTreeMap::new();
        for (ix, article, left) in self.news() {
            for topic in &article.topics {
                let entry = topics.entry(*topic).or_default();
                entry.0 += left;
                entry.1.push(ix);
            }
        }
        let mut topics: Vec<_> = topics.into_iter().collect();
        topics.sort_by_key(|(topic, (score, _))| (Reverse(*score), *topic));
        let mut shown: BTreeSet<ArticleIx> = BTreeSet::new();
        let groups = topics.into_iter().filter_map(|(topic, (_, articles))| {
            let fresh: Vec<ArticleIx> = articles
                .into_iter()
                .filter(|article| !shown.contains(article))
                .take(ARTICLES_A_TOPIC)
                .collect();
            shown.extend(&fresh);
            (!fresh.is_empty()).then(|| {
                let articles = fresh.into_iter().map(|article| self.article(article).clone());
                record([("topic", self.topic(topic)), ("articles", list(articles))])
            })
        });
        list(groups.take(MOST_TOPICS))
    }
}
