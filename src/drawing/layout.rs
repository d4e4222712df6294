//! Where everything of a drawing stands, in CSS pixels from its top left corner.

use super::text::{Size, width, wrap};
use super::{Room, Stroke};

/// The text of names.
pub const NAME: Size = Size { em: 13, leading: 17, lines: 3 };
/// The text below names.
pub const NOTE: Size = Size { em: 11, leading: 15, lines: 3 };
/// Between one block of text and the next.
pub const GAP: i32 = 9;
/// Between a line's end and the text that it leads to.
pub const CLEAR: i32 = 8;

/// A drawing whose parts have their places.
#[derive(Debug, Default)]
pub struct Picture {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Its lines.
    pub curves: Vec<Curve>,
    /// Points at which lines end.
    pub dots: Vec<(i32, i32)>,
    /// Boxes with a frame.
    pub frames: Vec<Frame>,
    /// Its texts.
    pub texts: Vec<Text>,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Its left edge.
    pub left: i32,
    /// Its upper edge.
    pub top: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// A line from one point to another that leaves and arrives level.
#[derive(Debug, Clone, Copy)]
pub struct Curve {
    /// Where it begins.
    pub from: (i32, i32),
    /// The points that it is drawn to, as of a cubic Bézier curve: left and right of them, level
    /// with its ends.
    pub pulls: (i32, i32),
    /// Where it ends.
    pub to: (i32, i32),
    /// How it is drawn.
    pub stroke: Stroke,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The name of the page's own actor.
    Subject,
    /// A name that leads to this address; all of it, if what is shown was cut.
    Name {
        /// The address.
        href: String,
        /// The whole name.
        whole: Option<String>,
    },
    /// What is said below a name.
    Note,
}

/// A text of one or more lines.
#[derive(Debug, Clone)]
pub struct Text {
    /// What it is.
    pub role: Role,
    /// Which end is at `x`.
    pub anchor: Anchor,
    /// Its place from the left.
    pub x: i32,
    /// Its upper edge.
    pub top: i32,
    /// Its size.
    pub size: Size,
    /// Its lines.
    pub lines: Vec<String>,
}

impl Text {
    /// A text broken into lines.
    pub fn new(role: Role, text: &str, most: i32, size: Size) -> Self {
        let lines = wrap(text, most, size);
        let role = match role {
            Role::Name { href, .. } => {
                let cut = lines.last().is_some_and(|line| line.ends_with('…'));
                Role::Name { href, whole: cut.then(|| text.to_owned()) }
            }
            role => role,
        };
        Self { role, anchor: Anchor::Left, x: 0, top: 0, size, lines }
    }

    /// How high it is.
    pub fn height(&self) -> i32 {
        self.size.leading * i32::try_from(self.lines.len()).unwrap_or(i32::MAX)
    }

    /// The box that it is in.
    pub fn bounds(&self) -> Frame {
        let width = self.lines.iter().map(|line| width(line, self.size)).max().unwrap_or(0);
        let left = match self.anchor {
            Anchor::Left => self.x,
            Anchor::Middle => self.x - width / 2,
            Anchor::Right => self.x - width,
        };
        Frame { left, top: self.top, width, height: self.height() }
    }

    /// The middle of its first line.
    pub fn level(&self) -> i32 {
        self.top + self.size.leading / 2
    }
}

/// Texts that stand below each other and stay together.
pub type Block = Vec<Text>;

/// How high a block is.
pub fn height(block: &[Text]) -> i32 {
    block.iter().map(Text::height).sum()
}

/// How high blocks are below each other.
pub fn stacked(blocks: &[Block]) -> i32 {
    let gaps = GAP * i32::try_from(blocks.len().saturating_sub(1)).unwrap_or(0);
    blocks.iter().map(|block| height(block)).sum::<i32>() + gaps
}

/// A column of blocks, in the middle of `within`; `edge` gives the place of a block's edge by how
/// far its middle is from the column's, in thousandths of half the column.
pub fn place(blocks: &mut [Block], within: i32, anchor: Anchor, edge: impl Fn(i32) -> i32) {
    let total = stacked(blocks);
    let mut top = (within - total) / 2;
    for block in blocks {
        let middle = top + height(block) / 2;
        let far = (2 * middle - within).abs() * 1000 / within.max(1);
        for text in block {
            text.anchor = anchor;
            text.x = edge(far);
            text.top = top;
            top += text.height();
        }
        top += GAP;
    }
}

/// The widths of a drawing.
#[derive(Debug, Clone, Copy)]
pub struct Widths {
    /// Of all of it.
    pub all: i32,
    /// Of labels.
    pub label: i32,
}

impl Room {
    /// How wide a drawing is in this room.
    pub fn widths(self) -> Widths {
        match self {
            Self::Wide => Widths { all: 680, label: 216 },
            Self::Narrow => Widths { all: 340, label: 228 },
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    impl Frame {
        fn meets(&self, other: &Self) -> bool {
            self.left < other.left + other.width
                && other.left < self.left + self.width
                && self.top < other.top + other.height
                && other.top < self.top + self.height
        }
    }

    /// No two texts of a picture lie on each other, and none lies outside of it.
    pub fn assert_readable(picture: &Picture) {
        let bounds: Vec<Frame> = picture.texts.iter().map(Text::bounds).collect();
        for (at, a) in bounds.iter().enumerate() {
            let inside = a.left >= 0
                && a.top >= 0
                && a.left + a.width <= picture.width
                && a.top + a.height <= picture.height;
            assert!(inside, "{:?} leaves the picture", picture.texts[at]);
            for (other, b) in bounds.iter().enumerate().skip(at + 1) {
                assert!(!a.meets(b), "{:?} and {:?} overlap", picture.texts[at], picture.texts[other]);
            }
        }
        for (x, y) in picture.dots.iter().chain(picture.curves.iter().flat_map(|c| [&c.from, &c.to])) {
            assert!((0..=picture.width).contains(x) && (0..=picture.height).contains(y));
        }
    }

    /// Random names of all lengths and scripts, always the same for a seed.
    pub fn names(seed: u64, count: usize) -> Vec<String> {
        const SCRIPTS: [&str; 6] = [
            "abcdefgnorstuw mMW",
            "北朝鲜国务委员会",
            "الشعبية كوريا",
            "КНДРщжы ",
            "조선민주주의 ",
            "éøñ-’ ",
        ];
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or(0) % below
        };
        (0..count)
            .map(|_| {
                let letters: Vec<char> = SCRIPTS[next(SCRIPTS.len())].chars().collect();
                let is_long = next(5) == 0;
                let length = 1 + next(if is_long { 120 } else { 30 });
                (0..length).map(|_| letters[next(letters.len())]).collect()
            })
            .collect()
    }
}
