//! Many actors and the lines between them.

use super::layout::{Anchor, Block, CLEAR, Curve, NAME, Picture, Role, Text, place, stacked};
use super::{Direction, Node, Room, Stroke, svg};

/// A line between two nodes, by their places in the list.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// One end.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// Its line.
    pub stroke: Stroke,
}

/// Actors and their ties.
#[derive(Debug)]
pub struct Mesh {
    nodes: Vec<Node>,
    /// Its lines.
    pub links: Vec<Link>,
}

impl Mesh {
    /// A mesh. Nodes get an order in which neighbours are near each other, so that fewer lines
    /// cross; it takes the square of their number, which is to be small.
    #[must_use]
    pub fn new(nodes: Vec<Node>, links: Vec<Link>) -> Self {
        let order = order(nodes.len(), &links);
        let mut place = vec![0; nodes.len()];
        order.iter().enumerate().for_each(|(to, from)| place[*from] = to);
        let links = links.into_iter().map(|link| Link { from: place[link.from], to: place[link.to], ..link });
        let nodes = order.into_iter().map(|at| nodes[at].clone()).collect();
        Self { nodes, links: links.collect() }
    }

    /// The drawing as SVG.
    #[must_use]
    pub fn svg(&self, room: Room, title: &str) -> String {
        svg::write(&self.layout(room), room, title)
    }

    fn layout(&self, room: Room) -> Picture {
        let widths = room.widths();
        let label = |node: &Node| {
            let role = Role::Name { href: node.href.clone(), whole: None };
            vec![Text::new(role, &node.label, widths.label - CLEAR, NAME)]
        };
        let mut blocks: Vec<Block> = self.nodes.iter().map(label).collect();
        // Those with the most lines come first. In the middle of a side they are nearer to the others
        // than at its top.
        let shift = if room == Room::Wide { self.nodes.len() / 6 } else { 0 };
        blocks.rotate_right(shift);
        let seat = |at: usize| (at + shift) % self.nodes.len();
        // Round the clock: down on the right, up on the left.
        let turn = if room == Room::Wide { self.nodes.len().div_ceil(2) } else { self.nodes.len() };
        let (right, left) = blocks.split_at_mut(turn);
        left.reverse();
        let height = stacked(left).max(stacked(right));
        let bulge = |far: i32| if room == Room::Wide { 40 * far * far / 1_000_000 } else { 0 };
        place(left, height, Anchor::Right, |far| widths.label - CLEAR + bulge(far));
        place(right, height, Anchor::Left, |far| widths.all - widths.label + CLEAR - bulge(far));
        left.reverse();
        let mut picture = Picture { width: widths.all, height, ..Picture::default() };
        picture.dots = blocks.iter().flatten().map(dot).collect();
        for link in &self.links {
            let (mut from, mut to) = (picture.dots[seat(link.from)], picture.dots[seat(link.to)]);
            let mut stroke = link.stroke;
            // A line ends where its arrow's head is.
            if stroke.direction == Direction::Back {
                std::mem::swap(&mut from, &mut to);
                stroke.direction = Direction::Forth;
            }
            let middle = widths.all / 2;
            let is_across = room == Room::Wide && (from.0 < middle) != (to.0 < middle);
            let pulls = if is_across {
                let pull = |x: i32| middle + (x - middle) * 3 / 10;
                (pull(from.0), pull(to.0))
            } else {
                // Out into the free side, the farther the longer they are.
                let free = if room == Room::Wide { 150 } else { from.0.min(to.0) * 5 / 4 };
                let out = (14 + (from.1 - to.1).abs() * 3 / 10).min(free);
                let away = if room == Room::Wide && from.0 < middle { out } else { -out };
                (from.0 + away, to.0 + away)
            };
            picture.curves.push(Curve { from, pulls, to, stroke });
        }
        picture.texts = blocks.into_iter().flatten().collect();
        picture
    }
}

/// The point beside a label that its lines end in.
fn dot(text: &Text) -> (i32, i32) {
    let x = if text.anchor == Anchor::Right { text.x + CLEAR } else { text.x - CLEAR };
    (x, text.level())
}

/// Begins with the node of the most lines and goes on with the one that has the most to those that
/// were last; the earlier one of equals.
fn order(count: usize, links: &[Link]) -> Vec<usize> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); count];
    for link in links {
        near[link.from].push(link.to);
        near[link.to].push(link.from);
    }
    let mut left: Vec<usize> = (0..count).collect();
    // How near a node is to the end of the row; what was placed earlier counts ever less.
    let mut pull = vec![0_u64; count];
    let mut row = Vec::with_capacity(count);
    while let Some(at) =
        (0..left.len()).max_by_key(|at| (pull[left[*at]], near[left[*at]].len(), std::cmp::Reverse(*at)))
    {
        let node = left.remove(at);
        row.push(node);
        pull.iter_mut().for_each(|pull| *pull = *pull * 3 / 4);
        for other in &near[node] {
            pull[*other] += 1 << 16;
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::super::layout::tests::{assert_readable, names};
    use super::*;

    const STROKE: Stroke = Stroke { direction: Direction::Mutual, unsure: false, pale: false };

    fn mesh(seed: u64, count: usize) -> Mesh {
        let nodes: Vec<Node> = names(seed, count)
            .into_iter()
            .enumerate()
            .map(|(at, label)| Node { label, href: format!("n{at}/") })
            .collect();
        let links = (1..count).map(|to| Link { from: (to * 7 + seed as usize) % to, to, stroke: STROKE });
        Mesh::new(nodes, links.collect())
    }

    #[test]
    fn no_two_labels_overlap() {
        for seed in 0..300 {
            for room in [Room::Wide, Room::Narrow] {
                assert_readable(&mesh(seed, 40).layout(room));
                assert_readable(&mesh(seed, 2 + (seed as usize) % 70).layout(room));
            }
        }
    }

    #[test]
    fn what_hangs_together_stands_together() {
        let link = |from, to| Link { from, to, stroke: STROKE };
        let links = [link(0, 2), link(2, 4), link(0, 4), link(1, 3), link(3, 5)];
        let order = order(6, &links);
        let mut groups: Vec<usize> = order.iter().map(|node| node % 2).collect();
        groups.dedup();
        assert_eq!(groups.len(), 2, "{order:?}");
    }
}
