//! Drawings that are made with the site: who is tied to whom, and how much there was when.
//!
//! A network is drawn in two steps that know nothing of each other. `layout` decides where
//! everything stands, and no label of it lies on another; `svg` writes that down. What is drawn is
//! a [`Star`], one actor and its neighbours, or a [`Mesh`], many actors and their ties. Both stand
//! in columns of labels with curves between them, for a wide page ([`Room::Wide`]) or a phone
//! ([`Room::Narrow`]): text in a picture that is made smaller cannot be read.
//!
//! [`Bars`] have no text, and are as wide as the page.
//!
//! Colours and fonts are the page's own. Nobody needs a drawing to know what it says: it stands
//! beside a table of the same.

mod bars;
mod layout;
mod mesh;
mod star;
mod svg;
mod text;

pub use bars::Bars;
pub use mesh::{Link, Mesh};
pub use star::{Neighbour, Star};

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Labels on both sides.
    Wide,
    /// Labels on one side.
    Narrow,
}

/// Something with a page.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name.
    pub label: String,
    /// The address of its page, as a link of the page that shows the drawing.
    pub href: String,
}

/// Who acts in a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From the first to the second.
    Forth,
    /// From the second to the first.
    Back,
    /// Both alike.
    Mutual,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Which end has an arrow's head.
    pub direction: Direction,
    /// Not confirmed: dashed.
    pub unsure: bool,
    /// Over, or only a sign of something: pale.
    pub pale: bool,
}

/// What connects an actor to a neighbour.
#[derive(Debug, Clone)]
pub struct Tie {
    /// In words, as the actor sees it: `Supported by`.
    pub label: String,
    /// Its line.
    pub stroke: Stroke,
}
