//! One actor in the middle and its neighbours at the sides.

use super::layout::{Anchor, Block, CLEAR, Curve, Frame, NAME, NOTE, Picture, Role, Text, place, stacked};
use super::text::Size;
use super::{Direction, Node, Room, Stroke, Tie, svg};

/// Neighbours that are drawn at the most.
pub const MOST_NEIGHBOURS: usize = 40;
/// Ties that are drawn to each of them at the most.
const MOST_TIES: usize = 5;
/// The room for the actor's own name.
const SUBJECT_WIDTH: i32 = 104;
const SUBJECT: Size = Size { lines: 6, ..NAME };
/// How far the middle of a column stands out.
const BULGE: i32 = 22;

/// An actor and those that it is tied to.
#[derive(Debug)]
pub struct Star {
    /// The actor's name.
    pub subject: String,
    /// Its neighbours.
    pub neighbours: Vec<Neighbour>,
}

/// Someone an actor is tied to.
#[derive(Debug)]
pub struct Neighbour {
    /// Who.
    pub node: Node,
    /// By what; at least one.
    pub ties: Vec<Tie>,
}

impl Star {
    /// How many neighbours are drawn.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.neighbours.len().min(MOST_NEIGHBOURS)
    }

    /// The drawing as SVG.
    #[must_use]
    pub fn svg(&self, room: Room, title: &str) -> String {
        svg::write(&self.layout(room), room, title)
    }

    fn layout(&self, room: Room) -> Picture {
        let neighbours = &self.neighbours[..self.shown()];
        match room {
            Room::Wide => self.wide(neighbours),
            Room::Narrow => self.narrow(neighbours),
        }
    }

    /// The actor in the middle, half of its neighbours on each side.
    fn wide(&self, neighbours: &[Neighbour]) -> Picture {
        let widths = Room::Wide.widths();
        let mut blocks: Vec<Block> = neighbours.iter().map(|n| n.block(widths.label)).collect();
        let (right, left) = blocks.split_at_mut(half(neighbours, widths.label));
        let subject = Text::new(Role::Subject, &self.subject, SUBJECT_WIDTH, SUBJECT);
        let height = stacked(left).max(stacked(right)).max(subject.height() + 16);
        let bulge = |far: i32| BULGE * far * far / 1_000_000;
        let left_edge = |far| widths.label + bulge(far);
        // With nobody on the left, the actor is there itself.
        let side = widths.all / 2;
        let middle = if left.is_empty() { SUBJECT_WIDTH / 2 + 10 } else { side };
        let right_edge = |far| middle + side - widths.label - bulge(far);
        place(left, height, Anchor::Right, left_edge);
        place(right, height, Anchor::Left, right_edge);
        let mut picture = Picture { width: middle + side, height, ..Picture::default() };
        let middle = (middle, height / 2);
        let frame = add_subject(&mut picture, subject, middle);
        for (block, neighbour) in blocks.iter().zip(neighbours) {
            for (text, tie) in notes(block).zip(neighbour.shown()) {
                let is_left = text.anchor == Anchor::Right;
                let (start, end) = if is_left {
                    (frame.left, text.x + CLEAR)
                } else {
                    (frame.left + frame.width, text.x - CLEAR)
                };
                picture.curves.push(Curve {
                    from: (start, middle.1),
                    pulls: ((start + end) / 2, (start + end) / 2),
                    to: (end, text.level()),
                    stroke: tie.stroke,
                });
            }
        }
        picture.texts.extend(blocks.into_iter().flatten());
        picture
    }

    /// The actor at the top, all of its neighbours below on one side.
    fn narrow(&self, neighbours: &[Neighbour]) -> Picture {
        /// Where the lines come down.
        const TRUNK: i32 = 16;
        let widths = Room::Narrow.widths();
        let mut subject = Text::new(Role::Subject, &self.subject, widths.all - 20, SUBJECT);
        let bounds = subject.bounds();
        (subject.x, subject.top, subject.anchor) = (10, 5, Anchor::Left);
        let frame = Frame { left: 0, top: 0, width: bounds.width + 20, height: bounds.height + 10 };
        let mut blocks: Vec<Block> = neighbours.iter().map(|n| n.block(widths.label)).collect();
        let below = stacked(&blocks);
        place(&mut blocks, below, Anchor::Left, |_| widths.all - widths.label);
        let shift = frame.height + 12;
        let mut picture = Picture { width: widths.all, height: shift + below, ..Picture::default() };
        picture.frames.push(frame);
        picture.texts.push(subject);
        for (mut block, neighbour) in blocks.into_iter().zip(neighbours) {
            block.iter_mut().for_each(|text| text.top += shift);
            for (text, tie) in notes(&block).zip(neighbour.shown()) {
                picture.curves.push(Curve {
                    from: (TRUNK, frame.height),
                    pulls: (TRUNK, TRUNK),
                    to: (text.x - CLEAR, text.level()),
                    stroke: tie.stroke,
                });
            }
            picture.texts.extend(block);
        }
        picture
    }
}

impl Neighbour {
    /// The ties that are drawn; the last may stand for those that are not.
    fn shown(&self) -> Vec<Tie> {
        if self.ties.len() <= MOST_TIES {
            return self.ties.clone();
        }
        let mut shown = self.ties[..MOST_TIES - 1].to_vec();
        let stroke = Stroke { direction: Direction::Mutual, unsure: false, pale: false };
        shown.push(Tie { label: format!("and {} more", self.ties.len() - shown.len()), stroke });
        shown
    }

    /// Its name, and below it a note for each tie.
    fn block(&self, most: i32) -> Block {
        let name = Role::Name { href: self.node.href.clone(), whole: None };
        let mut block = vec![Text::new(name, &self.node.label, most, NAME)];
        block.extend(self.shown().iter().map(|tie| Text::new(Role::Note, &tie.label, most, NOTE)));
        block
    }
}

fn notes(block: &[Text]) -> impl Iterator<Item = &Text> {
    block.iter().filter(|text| text.role == Role::Note)
}

/// How many neighbours make up half of the height of all.
fn half(neighbours: &[Neighbour], most: i32) -> usize {
    let heights: Vec<i32> = neighbours.iter().map(|n| stacked(&[n.block(most)])).collect();
    let all: i32 = heights.iter().sum();
    let mut above = 0;
    heights
        .iter()
        .take_while(|height| {
            above += **height;
            above - **height / 2 <= all / 2
        })
        .count()
        .max(1)
        .min(neighbours.len())
}

fn add_subject(picture: &mut Picture, mut subject: Text, middle: (i32, i32)) -> Frame {
    (subject.anchor, subject.x) = (Anchor::Middle, middle.0);
    subject.top = middle.1 - subject.height() / 2;
    let bounds = subject.bounds();
    let frame = Frame {
        left: bounds.left - 10,
        top: bounds.top - 6,
        width: bounds.width + 20,
        height: bounds.height + 12,
    };
    picture.frames.push(frame);
    picture.texts.push(subject);
    frame
}

#[cfg(test)]
mod tests {
    use super::super::layout::tests::{assert_readable, names};
    use super::*;

    fn star(seed: u64, count: usize) -> Star {
        let mut names = names(seed, count * 4 + 1);
        let subject = names.pop().unwrap_or_default();
        let stroke = Stroke { direction: Direction::Forth, unsure: true, pale: false };
        let neighbours = names.chunks(4).enumerate().map(|(at, names)| Neighbour {
            node: Node { label: names[0].clone(), href: format!("../n{at}/") },
            ties: names[1..]
                .iter()
                .cycle()
                .take(1 + at % 7)
                .map(|label| Tie { label: label.clone(), stroke })
                .collect(),
        });
        Star { subject, neighbours: neighbours.collect() }
    }

    #[test]
    fn no_two_labels_overlap() {
        for seed in 0..300 {
            for room in [Room::Wide, Room::Narrow] {
                assert_readable(&star(seed, 40).layout(room));
                assert_readable(&star(seed, 1 + (seed as usize) % 60).layout(room));
            }
        }
    }

    #[test]
    fn each_tie_has_its_line_and_each_neighbour_its_link() {
        let star = star(7, 6);
        for room in [Room::Wide, Room::Narrow] {
            let picture = star.layout(room);
            // The sixth has six ties: four and a note of how many more.
            assert_eq!(picture.curves.len(), 1 + 2 + 3 + 4 + 5 + 5);
            let svg = star.svg(room, "Network");
            assert!((0..6).all(|at| svg.matches(&format!("href=\"../n{at}/\"")).count() == 1));
        }
    }
}
