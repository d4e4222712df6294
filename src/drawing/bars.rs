//! Bars beside each other, one for each period.

use std::fmt::Write as _;

use super::svg::escape;

/// The height of the drawing, which is that of the highest bar. Its width is that of the page.
const HEIGHT: usize = 60;
/// From one bar to the next.
const STEP: usize = 10;
/// Between two bars.
const SPACE: usize = 2;

/// How much there was in each period.
#[derive(Debug)]
pub struct Bars {
    /// One number a period.
    pub counts: Vec<usize>,
}

impl Bars {
    /// The drawing as SVG, which may be stretched; `title` says what it shows. Whatever is not
    /// nothing can be seen.
    #[must_use]
    pub fn svg(&self, title: &str) -> String {
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1);
        let width = self.counts.len() * STEP;
        let mut svg = format!(
            "<svg class=\"bars\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {HEIGHT}\" \
             preserveAspectRatio=\"none\" fill=\"currentColor\">",
            escape(title)
        );
        for (at, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (count * HEIGHT / most).max(2);
            let (x, y) = (at * STEP + SPACE / 2, HEIGHT - height);
            let width = STEP - SPACE;
            let _ = write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
        }
        svg.push_str("</svg>");
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_numbers() {
        let svg = Bars { counts: vec![1000, 0, 500, 1] }.svg("A & B");
        assert_eq!(svg.matches("<rect").count(), 3);
        for part in
            ["height=\"60\"", "x=\"21\" y=\"30\" width=\"8\" height=\"30\"", "height=\"2\"", "A &amp; B"]
        {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        assert!(!Bars { counts: Vec::new() }.svg("").contains("<rect"));
    }
}
