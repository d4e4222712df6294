//! Who is tied to whom: the drawing on an actor's page, and the page of all actors.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Value};

use crate::drawing::{Direction, Link, Mesh, Neighbour, Node, Room, Star, Stroke, Tie};
use crate::model::{Edtf, Permalink};
use crate::site::{ActorIx, SourceIx, is_symmetric_relation, relation_label};

use super::page::PageView;
use super::record::{html, list, optional_edtf, record, text};
use super::shared::Views;

/// Actors that the drawing of all of them shows at the most.
const MOST_ACTORS: usize = 60;

/// A relation, post or membership as one of its two actors sees it.
struct Bond<'s> {
    label: String,
    direction: Direction,
    actor: ActorIx,
    since: Option<&'s Edtf>,
    until: Option<&'s Edtf>,
    status: Option<&'s str>,
    source: Option<SourceIx>,
}

impl Bond<'_> {
    /// Whoever says only that something is alleged or reported does not say that it is so.
    fn unsure(&self) -> Option<&str> {
        self.status.filter(|status| *status != "confirmed")
    }

    fn stroke(&self) -> Stroke {
        Stroke { direction: self.direction, unsure: self.unsure().is_some(), pale: self.until.is_some() }
    }

    /// Its words below a name: nothing is said by the line alone.
    fn tie(&self) -> Tie {
        let mut label = self.label.clone();
        if let Some(until) = self.until {
            label = format!("{label}, until {}", until.display());
        }
        if let Some(status) = self.unsure() {
            label = format!("{label} ({status})");
        }
        Tie { label, stroke: self.stroke() }
    }
}

impl<'s> Views<'s> {
    /// The bonds that an actor's own file states.
    fn stated_bonds(&self, ix: ActorIx) -> Vec<Bond<'s>> {
        let actor = self.actor_entry(ix);
        let relations = actor.relations.iter().filter(|relation| !relation.inverse);
        let mut bonds: Vec<Bond<'s>> = relations.map(relation_bond).collect();
        bonds.extend(actor.part_of.map(|whole| membership("Part of", Direction::Forth, whole)));
        bonds.extend(actor.roles.iter().filter_map(|role| {
            Some(Bond {
                label: role.post.to_string(),
                direction: Direction::Forth,
                actor: role.of?,
                since: role.from.as_ref(),
                until: role.to.as_ref(),
                status: None,
                source: role.source,
            })
        }));
        bonds
    }

    /// All bonds of an actor: its own, then those that other files state with it.
    fn bonds(&self, ix: ActorIx) -> Vec<Bond<'s>> {
        let actor = self.actor_entry(ix);
        let mut bonds = self.stated_bonds(ix);
        bonds.extend(actor.relations.iter().filter(|relation| relation.inverse).map(relation_bond));
        bonds.extend(actor.parts.iter().map(|part| membership("Includes", Direction::Back, *part)));
        bonds.extend(actor.holders.iter().filter_map(|holder| {
            let role = self.actor_entry(holder.actor).roles.get(holder.role)?;
            Some(Bond {
                label: role.post.to_string(),
                direction: Direction::Back,
                actor: holder.actor,
                since: role.from.as_ref(),
                until: role.to.as_ref(),
                status: None,
                source: role.source,
            })
        }));
        bonds
    }

    /// The drawing of an actor's bonds; of one without any, that of the actors it appears with.
    pub(super) fn actor_drawing(&self, ix: ActorIx, permalink: &Permalink) -> Value {
        let mut neighbours: BTreeMap<ActorIx, Vec<Tie>> = BTreeMap::new();
        let mut order: Vec<ActorIx> = Vec::new();
        let mut add = |actor: ActorIx, tie: Tie| {
            let ties = neighbours.entry(actor).or_default();
            if ties.is_empty() {
                order.push(actor);
            }
            if !ties.iter().any(|known| known.label == tie.label) {
                ties.push(tie);
            }
        };
        let bonds = self.bonds(ix);
        let kind = if bonds.is_empty() { "companions" } else { "relations" };
        for bond in bonds.iter().filter(|bond| bond.actor != ix) {
            add(bond.actor, bond.tie());
        }
        if bonds.is_empty() {
            for companion in self.site.appearances.companions(ix) {
                let stroke = Stroke { direction: Direction::Mutual, unsure: false, pale: true };
                add(
                    companion.actor,
                    Tie { label: format!("{} articles in common", companion.together), stroke },
                );
            }
        }
        if order.is_empty() {
            return Value::none();
        }
        let root = self.addresses.root(permalink);
        let neighbours = order.into_iter().filter_map(|actor| {
            let ties = neighbours.remove(&actor)?;
            Some(Neighbour { node: self.node(actor, root.as_str()), ties })
        });
        let subject = self.site.page(self.actor_entry(ix).page).title.to_string();
        let title = format!("Network of {subject}");
        let star = Star { subject, neighbours: neighbours.collect() };
        record([
            ("kind", Value::from(kind)),
            ("unsure", Value::from(bonds.iter().any(|bond| bond.stroke().unsure))),
            ("over", Value::from(bonds.iter().any(|bond| bond.stroke().pale))),
            ("wide", html(&star.svg(Room::Wide, &title))),
            ("narrow", html(&star.svg(Room::Narrow, &title))),
            ("shown", Value::from(star.shown())),
            ("total", Value::from(star.neighbours.len())),
        ])
    }

    /// The page of all actors that are tied to others: those with the most neighbours are drawn.
    pub(super) fn network_view(&self, permalink: &Permalink) -> PageView {
        let mut neighbours: BTreeMap<ActorIx, BTreeSet<ActorIx>> = BTreeMap::new();
        let bonds: Vec<(ActorIx, Vec<Bond<'_>>)> =
            self.site.listed_actors().map(|(ix, _)| (ix, self.stated_bonds(ix))).collect();
        for (ix, bonds) in &bonds {
            for bond in bonds.iter().filter(|bond| bond.actor != *ix) {
                neighbours.entry(*ix).or_default().insert(bond.actor);
                neighbours.entry(bond.actor).or_default().insert(*ix);
            }
        }
        let total = neighbours.len();
        let mut ranked: Vec<(usize, ActorIx)> =
            neighbours.into_iter().map(|(ix, neighbours)| (neighbours.len(), ix)).collect();
        ranked.sort_by_key(|(count, ix)| (std::cmp::Reverse(*count), *ix));
        ranked.truncate(MOST_ACTORS);
        let place: BTreeMap<ActorIx, usize> =
            ranked.iter().enumerate().map(|(at, (_, ix))| (*ix, at)).collect();
        let mut lines: BTreeMap<(usize, usize), Stroke> = BTreeMap::new();
        let mut rows = Vec::new();
        for (ix, bonds) in &bonds {
            let Some(from) = place.get(ix) else { continue };
            for bond in bonds.iter().filter(|bond| bond.actor != *ix) {
                let Some(to) = place.get(&bond.actor) else { continue };
                add_line(&mut lines, *from, *to, bond.stroke());
                rows.push(record([
                    ("actor", self.actor(*ix)),
                    ("label", Value::from(bond.label.as_str())),
                    ("other", self.actor(bond.actor)),
                    ("since", optional_edtf(bond.since)),
                    ("until", optional_edtf(bond.until)),
                    ("status", text(bond.status)),
                    ("source", self.source(bond.source)),
                ]));
            }
        }
        let root = self.addresses.root(permalink);
        let nodes = ranked.iter().map(|(_, ix)| self.node(*ix, root.as_str())).collect();
        let links = lines.into_iter().map(|((from, to), stroke)| Link { from, to, stroke }).collect();
        let mesh = Mesh::new(nodes, links);
        let mut meta = self.bare_meta("network", "Network", permalink);
        meta.breadcrumbs = self.breadcrumbs(self.section_named(""));
        meta.description =
            Some("Who is tied to whom: relations, posts and memberships of the actors.".to_owned());
        let mut context = Context::new();
        context.insert_value(
            "drawing",
            record([
                ("wide", html(&mesh.svg(Room::Wide, "Network of actors"))),
                ("narrow", html(&mesh.svg(Room::Narrow, "Network of actors"))),
                ("kind", Value::from("relations")),
                ("unsure", Value::from(mesh.links.iter().any(|link| link.stroke.unsure))),
                ("over", Value::from(mesh.links.iter().any(|link| link.stroke.pale))),
                ("shown", Value::from(ranked.len())),
                ("total", Value::from(total)),
            ]),
        );
        context.insert_value("ties", list(rows));
        PageView { template: "network.html".to_owned(), meta, context }
    }

    fn node(&self, actor: ActorIx, root: &str) -> Node {
        let page = self.actor_entry(actor).page;
        Node { label: self.site.page(page).title.to_string(), href: format!("{root}{}", self.path(page)) }
    }
}

/// Two actors have one line, whatever ties them: it is as sure as its surest tie, and has a direction
/// if all have the same.
fn add_line(lines: &mut BTreeMap<(usize, usize), Stroke>, from: usize, to: usize, stroke: Stroke) {
    let direction = match stroke.direction {
        Direction::Forth if from > to => Direction::Back,
        Direction::Back if from > to => Direction::Forth,
        direction => direction,
    };
    let line = lines.entry((from.min(to), from.max(to))).or_insert(Stroke { direction, ..stroke });
    if line.direction != direction {
        line.direction = Direction::Mutual;
    }
    line.unsure &= stroke.unsure;
    line.pale &= stroke.pale;
}

fn relation_bond(relation: &crate::site::RelationView) -> Bond<'_> {
    Bond {
        label: relation_label(&relation.relation_type, relation.inverse),
        direction: match relation.inverse {
            _ if is_symmetric_relation(&relation.relation_type) => Direction::Mutual,
            true => Direction::Back,
            false => Direction::Forth,
        },
        actor: relation.actor,
        since: relation.since.as_ref(),
        until: relation.until.as_ref(),
        status: relation.status.as_deref(),
        source: relation.source,
    }
}

fn membership(label: &str, direction: Direction, actor: ActorIx) -> Bond<'static> {
    Bond { label: label.to_owned(), direction, actor, since: None, until: None, status: None, source: None }
}
