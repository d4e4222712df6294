//! Writes a picture as SVG that stands in a page.
//!
//! Everything that the drawing needs to be read is in attributes; classes are for the theme's
//! colours. Names are links, and lines are hidden from those who do not see them: what they say
//! stands below the names too.

use std::fmt::Write as _;

use super::layout::{Anchor, Curve, Picture, Role, Text};
use super::{Direction, Room};

/// The picture as an `svg` element; `title` says what it shows.
pub fn write(picture: &Picture, room: Room, title: &str) -> String {
    let (width, height) = (picture.width, picture.height);
    let class = if room == Room::Wide { "drawing-wide" } else { "drawing-narrow" };
    // Half a line's width and an arrow's head may stand out.
    let mut svg = format!(
        "<svg class=\"drawing {class}\" role=\"group\" aria-label=\"{}\" width=\"{width}\" height=\"{}\" \
         viewBox=\"0 -2 {width} {}\" direction=\"ltr\" fill=\"currentColor\">\n<g class=\"drawing-lines\" \
         aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\">\n",
        escape(title),
        height + 4,
        height + 4,
    );
    // An arrow's head stops at a point, and closes the gap to a text.
    let reach = if picture.dots.is_empty() { 3 } else { -3 };
    for curve in &picture.curves {
        line(&mut svg, curve, reach);
    }
    for frame in &picture.frames {
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
            frame.left.max(1),
            frame.top,
            frame.width.min(width - 2),
            frame.height
        );
    }
    for (x, y) in &picture.dots {
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3\" fill=\"currentColor\"/>");
    }
    svg.push_str("</g>\n");
    for text in &picture.texts {
        label(&mut svg, text);
    }
    svg.push_str("</svg>");
    svg
}

fn line(svg: &mut String, curve: &Curve, reach: i32) {
    let Curve { from, pulls, to, stroke } = curve;
    let _ = write!(
        svg,
        "<path d=\"M{} {}C{} {} {} {} {} {}\"",
        from.0, from.1, pulls.0, from.1, pulls.1, to.1, to.0, to.1
    );
    if stroke.unsure {
        svg.push_str(" stroke-dasharray=\"5 3\"");
    }
    svg.push_str(if stroke.pale { " class=\"pale\" stroke-opacity=\".4\"/>\n" } else { "/>\n" });
    // The way that the line arrives.
    let right = if to.0 >= pulls.1 { 1 } else { -1 };
    let (tip, back) = match stroke.direction {
        Direction::Mutual => return,
        Direction::Forth => (to.0 + right * reach, -right),
        Direction::Back => (to.0 - right * 4, right),
    };
    let _ = writeln!(
        svg,
        "<path d=\"M{tip} {}l{} -3.5v7z\" fill=\"currentColor\" stroke=\"none\"/>",
        to.1,
        back * 7
    );
}

fn label(svg: &mut String, text: &Text) {
    let (class, weight) = match &text.role {
        Role::Subject => ("drawing-subject", " font-weight=\"700\""),
        Role::Name { .. } => ("drawing-name", " font-weight=\"600\""),
        Role::Note => ("drawing-note", ""),
    };
    let anchor = match text.anchor {
        Anchor::Left => "start",
        Anchor::Middle => "middle",
        Anchor::Right => "end",
    };
    if let Role::Name { href, whole } = &text.role {
        let _ = write!(svg, "<a href=\"{}\">", escape(href));
        if let Some(whole) = whole {
            let _ = write!(svg, "<title>{}</title>", escape(whole));
        }
    }
    let _ = write!(
        svg,
        "<text class=\"{class}\" font-size=\"{}\"{weight} text-anchor=\"{anchor}\">",
        text.size.em
    );
    // The baseline, so that a line is in the middle of its height.
    let mut y = text.top + text.size.leading / 2 + text.size.em * 7 / 20;
    for (at, line) in text.lines.iter().enumerate() {
        // Between words for those who hear the text, and nothing to those who see it.
        let space = if at == 0 { "" } else { "<tspan font-size=\"0\"> </tspan>" };
        let _ = write!(svg, "{space}<tspan x=\"{}\" y=\"{y}\">{}</tspan>", text.x, escape(line));
        y += text.size.leading;
    }
    svg.push_str("</text>");
    svg.push_str(if matches!(text.role, Role::Name { .. }) { "</a>\n" } else { "\n" });
}

/// Text that may stand in an attribute or element.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::{Link, Mesh, Node, Room, Stroke};
    use super::*;

    #[test]
    fn what_a_line_says_can_be_seen() {
        let node = |label: &str| Node { label: label.to_owned(), href: "../a&b/".to_owned() };
        let stroke = Stroke { direction: Direction::Forth, unsure: true, pale: true };
        let mesh = Mesh::new(vec![node("<A>"), node("B")], vec![Link { from: 0, to: 1, stroke }]);
        let svg = mesh.svg(Room::Wide, "A \"network\"");
        assert!(svg.contains("stroke-dasharray") && svg.contains("pale") && svg.contains("stroke=\"none\""));
        assert!(
            svg.contains("&lt;A&gt;") && svg.contains("../a&amp;b/") && svg.contains("A &quot;network&quot;")
        );
        assert!(!svg.contains("style="));
    }
}
