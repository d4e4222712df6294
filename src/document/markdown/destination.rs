//! Destinations of links and images: what they are, and where they stand in the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::LinkType;

use super::escape::percent_decode;

/// What the destination of a link or image is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination<'d> {
    /// Outside the site; it is finished here.
    External,
    /// Something in the site; percent-encoding is undone.
    Internal(Cow<'d, str>),
    /// A scheme that is not let through.
    Unsafe(String),
}

/// Schemes that only name or fetch something. Everything else may run a script, reach into the
/// reader's machine, or be a slip (`localhost:8080/x`).
pub(super) const SAFE: [&str; 24] = [
    "ftp", "ftps", "gemini", "geo", "gopher", "http", "https", "ipfs", "ipns", "irc", "ircs", "magnet",
    "mailto", "matrix", "news", "nntp", "sftp", "sip", "sips", "sms", "tel", "urn", "webcal", "xmpp",
];

/// Formats that cannot hold a script.
const SAFE_IMAGES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

impl<'d> Destination<'d> {
    /// Classifies the destination of a link.
    pub(super) fn of_link(written: &'d str) -> Self {
        Self::new(written, |scheme, _| SAFE.binary_search(&scheme).is_ok())
    }

    /// Classifies the address of an image.
    pub(super) fn of_image(written: &'d str) -> Self {
        Self::new(written, |scheme, rest| match scheme {
            "http" | "https" | "ipfs" | "ipns" => true,
            "data" => {
                let kind = rest.split([';', ',']).next().unwrap_or_default();
                SAFE_IMAGES.iter().any(|safe| kind.eq_ignore_ascii_case(safe))
            }
            _ => false,
        })
    }

    fn new(written: &'d str, is_safe: impl Fn(&str, &str) -> bool) -> Self {
        if let Some((scheme, rest)) = scheme(written) {
            return if is_safe(&scheme, rest) { Self::External } else { Self::Unsafe(scheme) };
        }
        if written.starts_with("//") {
            return Self::External;
        }
        let decoded = percent_decode(written);
        // Nobody decodes an address before looking for its scheme, except us just now.
        match scheme(&decoded) {
            Some((scheme, _)) => Self::Unsafe(scheme),
            None => Self::Internal(decoded),
        }
    }
}

/// The scheme that a browser sees, in lower case, and what follows its colon.
///
/// The URL standard has browsers skip control characters and spaces in front, and tabs and
/// newlines anywhere: `Ja\tVa\nscript:` is a script.
fn scheme(address: &str) -> Option<(String, &str)> {
    let mut scheme = String::new();
    for (at, c) in address.char_indices() {
        match c {
            '\t' | '\n' | '\r' => {}
            _ if c <= ' ' && scheme.is_empty() => {}
            'a'..='z' | 'A'..='Z' => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(c),
            ':' if !scheme.is_empty() => return address.get(at + 1..).map(|rest| (scheme, rest)),
            _ => return None,
        }
    }
    None
}

/// The bytes of a destination in `source`: `link` is the whole link, `text_end` the end of what
/// stands between its brackets. Reference links have theirs elsewhere (`None`).
pub(super) fn locate(
    source: &str,
    link: &Range<usize>,
    text_end: usize,
    kind: LinkType,
) -> Option<Range<usize>> {
    let whole = source.get(link.clone())?;
    match kind {
        LinkType::Inline => {
            let rest = source.get(text_end.max(link.start)..link.end)?;
            let open = text_end.max(link.start) + rest.find("](")? + 2;
            destination_at(source, open..link.end - 1)
        }
        LinkType::Autolink | LinkType::Email => Some(link.start + 1..link.end - 1),
        LinkType::WikiLink { .. } => {
            let open = whole.find("[[")? + 2;
            let inner = whole.get(open..)?;
            let inner = inner.get(..inner.find(['|', ']'])?)?;
            let inner = inner.strip_suffix('\\').unwrap_or(inner);
            let start = link.start + open + (inner.len() - inner.trim_start().len());
            Some(start..start + inner.trim().len())
        }
        _ => None,
    }
}

/// The bytes of the destination in a definition `[id]: destination "title"`.
pub(super) fn locate_in_definition(source: &str, definition: &Range<usize>) -> Option<Range<usize>> {
    let open = definition.start + source.get(definition.clone())?.find("]:")? + 2;
    destination_at(source, open..definition.end)
}

/// The destination at the start of a range, without white space and pointed brackets.
fn destination_at(source: &str, within: Range<usize>) -> Option<Range<usize>> {
    let text = source.get(within.clone())?;
    let start = within.start + (text.len() - text.trim_start().len());
    let text = text.trim_start();
    Some(match text.strip_prefix('<') {
        Some(pointed) => start + 1..start + 1 + pointed.find('>')?,
        None => start..start + text.find(char::is_whitespace).unwrap_or(text.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsafe_scheme(address: &str) -> bool {
        matches!(Destination::of_link(address), Destination::Unsafe(_))
    }

    #[test]
    fn schemes_are_sorted_for_the_search() {
        assert!(SAFE.is_sorted());
    }

    #[test]
    fn scripts_are_seen_through_disguise() {
        for address in [
            "javascript:alert(1)",
            "JaVa\tScRiPt:alert(1)",
            " \u{1}javascript:x",
            "java\nscript:x",
            "javascript%3Ax",
            "vbscript:x",
            "data:text/html,x",
            "localhost:80/x",
        ] {
            assert!(unsafe_scheme(address), "{address:?}");
        }
        assert_eq!(Destination::of_image("data:image/PNG;base64,AA"), Destination::External);
        assert!(matches!(Destination::of_image("data:image/svg+xml,x"), Destination::Unsafe(_)));
    }

    #[test]
    fn what_is_in_the_site_is_internal() {
        assert_eq!(Destination::of_link("HTTPS://a.b"), Destination::External);
        assert_eq!(Destination::of_link("//a.b"), Destination::External);
        assert_eq!(Destination::of_link("a%20b.md#c:d"), Destination::Internal("a b.md#c:d".into()));
        assert_eq!(Destination::of_link("/x/"), Destination::Internal("/x/".into()));
        assert_eq!(Destination::of_link(":x"), Destination::Internal(":x".into()));
    }
}
