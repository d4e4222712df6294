//! Which of an author's HTML is let through.
//!
//! Raw HTML stands between Markdown: an element may open in one piece and close in another. So it is
//! taken apart into tags and text here, each opening tag is judged on its own by `ammonia`, which writes
//! it anew, and text between tags is escaped. Whatever this file takes for a tag, nothing reaches the page
//! but tags that `ammonia` wrote; that they nest is [`super::raw`]'s part.
//!
//! Judged one by one, tags cannot nest so deep that the parser takes quadratic time.

use std::borrow::Cow;
use std::ops::Range;

use super::allowed::{ELEMENTS, JUDGE, VOID, WITH_CONTENT};

/// A part of raw HTML, as it may be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'h> {
    /// Text, escaped where it must be.
    Text(Cow<'h, str>),
    /// An opening tag, and its bytes in the piece; `closes` tells that the element is complete with it.
    Open { name: String, html: String, closes: bool, place: Range<usize> },
    /// What follows is left out, since it has more tags than are judged.
    End { place: Range<usize> },
    /// A closing tag.
    Close(String),
}

/// Something that is left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Its bytes in the piece.
    pub place: Range<usize>,
    /// What it is.
    pub what: String,
}

/// So many attributes may a tag have: each is compared with all others of its tag.
const MAX_ATTRIBUTES: usize = 100;

/// Takes a piece of HTML apart. `embeds` are the hosts that an `iframe` may show; `left` is how many opening tags
/// may still be judged, and has those of the piece taken off.
pub(super) fn parts<'h>(html: &'h str, embeds: &[String], left: &mut usize) -> (Vec<Part<'h>>, Vec<Refusal>) {
    let (mut parts, mut refused) = (Vec::new(), Vec::new());
    let mut text = 0;
    let mut at = 0;
    let push_text = |parts: &mut Vec<Part<'h>>, text: &'h str| {
        if !text.is_empty() {
            parts.push(Part::Text(escaped(text)));
        }
    };
    // Where nothing ends any more, nobody needs to look for an end again at each `<`.
    let last = html.rfind('>').unwrap_or(0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        if start > last {
            break;
        }
        let token = match token(&html[start..]) {
            Ok(token) => token,
            Err(NoToken::Character) => {
                at = start + 1;
                continue;
            }
            // A browser would take all that follows for its attributes.
            Err(NoToken::Unfinished) => break,
        };
        push_text(&mut parts, &html[text..start]);
        let mut end = start + token.length();
        match token {
            Token::Nothing(_) => {}
            Token::Close { name, .. } => parts.push(Part::Close(name)),
            Token::Open { length, .. } if *left == 0 => {
                parts.push(Part::End { place: start..start + length });
                return (parts, refused);
            }
            Token::Open { name, length } => {
                *left -= 1;
                let raw = &html[start..start + length];
                if WITH_CONTENT.contains(&name.as_str()) {
                    end += closing(&html[end..], &name);
                }
                match judged(&name, raw, embeds) {
                    Ok((html, lost)) => {
                        let what = |lost: String| format!("`{lost}` of `<{name}>`");
                        let place = start..start + length;
                        let closes = is_void(&name) || name == "iframe";
                        refused.extend(lost.map(|lost| Refusal { place: place.clone(), what: what(lost) }));
                        parts.push(Part::Open { name, html, closes, place });
                    }
                    Err(what) => refused.push(Refusal { place: start..start + length, what }),
                }
            }
        }
        (at, text) = (end, end);
    }
    push_text(&mut parts, &html[text..]);
    (parts, refused)
}

/// Whether an element has no closing tag.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// A tag written anew and the names of its attributes that are gone, or why there is none.
fn judged(name: &str, raw: &str, embeds: &[String]) -> Result<(String, Option<String>), String> {
    if !ELEMENTS.contains(&name) {
        return Err(format!("`<{name}>`"));
    }
    if raw.len() == name.len() + 2 && name != "iframe" {
        return Ok((format!("<{name}>"), None));
    }
    if attributes(raw).len() > MAX_ATTRIBUTES {
        return Err(format!("`<{name}>` with more than {MAX_ATTRIBUTES} attributes"));
    }
    // What a table is made of is no tag outside of one.
    let (before, after) = match name {
        "td" | "th" => ("<table><tbody><tr>", "</tr></tbody></table>"),
        "tr" => ("<table><tbody>", "</tbody></table>"),
        "caption" | "colgroup" | "tbody" | "tfoot" | "thead" => ("<table>", "</table>"),
        "col" => ("<table><colgroup>", "</colgroup></table>"),
        _ => ("", ""),
    };
    let closing = if is_void(name) { String::new() } else { format!("</{name}>") };
    let clean = JUDGE.clean(&format!("{before}{raw}{closing}{after}")).to_string();
    let html = clean
        .strip_prefix(before)
        .and_then(|clean| clean.strip_suffix(after))
        .and_then(|clean| clean.strip_suffix(&closing))
        .filter(|clean| clean.starts_with('<'))
        .ok_or_else(|| format!("`<{name}>`"))?;
    let kept = attributes(html);
    if name == "iframe" {
        let host = kept.iter().find(|(name, _)| name == "src").map_or("", |(_, source)| host(source));
        if !embeds.iter().any(|embed| embed.eq_ignore_ascii_case(host)) {
            return Err(format!("an `<iframe>` of {}", if host.is_empty() { "no host" } else { host }));
        }
        return Ok((format!("{html}</iframe>"), lost(raw, &kept)));
    }
    Ok((html.to_owned(), lost(raw, &kept)))
}

/// The attributes of a raw tag that are not among those that were kept.
fn lost(raw: &str, kept: &[(String, &str)]) -> Option<String> {
    let gone = attributes(raw).into_iter().map(|(name, _)| name);
    let gone: Vec<_> = gone.filter(|name| !kept.iter().any(|(kept, _)| kept == name)).collect();
    (!gone.is_empty()).then(|| gone.join("`, `"))
}

/// The host of an `https` address, as a browser would see it; empty when that is not beyond doubt.
fn host(address: &str) -> &str {
    let rest = address.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if plain { host } else { "" }
}

/// What a `<` begins.
enum Token {
    /// A comment, a declaration, an instruction: nothing of it is written.
    Nothing(usize),
    Open {
        name: String,
        length: usize,
    },
    Close {
        name: String,
        length: usize,
    },
}

impl Token {
    fn length(&self) -> usize {
        match self {
            Self::Nothing(length) | Self::Open { length, .. } | Self::Close { length, .. } => *length,
        }
    }
}

/// Why a `<` begins nothing.
enum NoToken {
    /// It is a character of text.
    Character,
    /// It begins a tag that does not end.
    Unfinished,
}

/// The token at the start of `html`, which begins with `<`.
fn token(html: &str) -> Result<Token, NoToken> {
    let up_to = |end: &str, from: usize| {
        html.get(from..).and_then(|rest| rest.find(end)).map_or(html.len(), |at| from + at + end.len())
    };
    let is_letter = |at: usize| html.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    match html.as_bytes().get(1) {
        Some(b'!') if html.starts_with("<!--") => Ok(Token::Nothing(up_to("-->", 4))),
        Some(b'!' | b'?') => Ok(Token::Nothing(up_to(">", 2))),
        Some(b'/') if is_letter(2) => {
            let length = html.find('>').ok_or(NoToken::Unfinished)? + 1;
            Ok(Token::Close { name: name(&html[2..length]), length })
        }
        Some(_) if is_letter(1) => {
            let length = tag_length(html).ok_or(NoToken::Unfinished)?;
            Ok(Token::Open { name: name(&html[1..length]), length })
        }
        _ => Err(NoToken::Character),
    }
}

/// The name at the start of a tag, in lower case.
fn name(tag: &str) -> String {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(tag.len());
    tag[..end].to_ascii_lowercase()
}

/// The length of an opening tag: a `>` in the quotation marks of a value does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (Some(mark), _) if byte == mark => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    None
}

/// How far it is to behind the closing tag of an element; to the end when there is none.
fn closing(html: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = html[at..].find("</") {
        let start = at + found + 2;
        let rest = &html[start..];
        if rest.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name)) {
            return rest.find('>').map_or(html.len(), |end| start + end + 1);
        }
        at = start;
    }
    html.len()
}

/// Names and raw values of the attributes of an opening tag.
fn attributes(tag: &str) -> Vec<(String, &str)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let mut rest = inner.trim_start_matches(|c: char| !c.is_ascii_whitespace() && c != '/');
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // A `=` in front belongs to the name, odd as it is (HTML Standard, 13.2.5.32).
        let Some(first) = rest.chars().next() else { return found };
        let ends = |c: char| c.is_ascii_whitespace() || c == '=' || c == '/';
        let end = rest[first.len_utf8()..].find(ends).map_or(rest.len(), |at| first.len_utf8() + at);
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(given) = rest.trim_start().strip_prefix('=').map(str::trim_start) {
            (value, rest) = match given.chars().next() {
                Some(quote @ ('"' | '\'')) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                _ => given.split_at(given.find(|c: char| c.is_ascii_whitespace()).unwrap_or(given.len())),
            };
        }
        found.push((name, value));
    }
}

/// `text` with nothing in it that begins a tag. Character references stay what they are.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(['<', '>']) {
        Cow::Owned(text.replace('<', "&lt;").replace('>', "&gt;"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written of a piece, and what is not.
    fn shown(html: &str) -> (String, Vec<String>) {
        let (parts, refused) = parts(html, &["video.example".to_owned()], &mut 10);
        let parts = parts.into_iter().map(|part| match part {
            Part::Text(text) => text.into_owned(),
            Part::Open { html, .. } => html,
            Part::Close(name) => format!("</{name}>"),
            Part::End { .. } => "END".to_owned(),
        });
        (parts.collect(), refused.into_iter().map(|refusal| refusal.what).collect())
    }

    #[test]
    fn harmless_html_stays() {
        for html in [
            "<details open=\"\"><summary>More</summary>",
            "<b>a &amp; b&nbsp;c</b><br>",
            "<td colspan=\"2\">x</td>",
            "<tr class=\"a\"><th scope=\"row\">x</th>",
            "<col span=\"2\"><caption class=\"a\">",
            "<a href=\"../x/?a=1&amp;b=2#c\" id=\"y\" name=\"z\">",
            "<img src=\"a.png\" alt=\"a > b\" width=\"1\">",
            "<iframe src=\"https://video.example/x\" width=\"1\"></iframe>",
        ] {
            let html = html.replace("a > b", "a &gt; b");
            assert_eq!(shown(&html), (html.clone(), Vec::new()));
        }
    }

    #[test]
    fn no_more_tags_are_judged_than_are_left() {
        let mut left = 3;
        let html = "<b class=x>x".repeat(1_000);
        let (parts, _) = parts(&html, &[], &mut left);
        let last = parts.last();
        assert_eq!((parts.len(), left), (7, 0));
        assert_eq!(last, Some(&Part::End { place: 36..47 }));
        // What is refused has been judged too.
        assert_eq!(shown(&"<script></script>".repeat(20)).0, "END");
    }

    #[test]
    fn what_could_run_goes_with_its_content() {
        for (html, left) in [
            ("a<script>alert(1)</script>b", "ab"),
            ("<SCRIPT >if (a < b) '</scrip>'</ScRiPt >c", "c"),
            ("<style>p { x: url('javascript:1') }</style>", ""),
            ("<svg><script>1</script></svg>d", "d"),
            ("<iframe srcdoc='<b>x</b>'><b>y</iframe>e", "e"),
            ("<iframe src=//video.example/x></iframe>", ""),
            ("<iframe src='https://video.example@evil.example/'></iframe>", ""),
            ("<iframe src='https://evil.example/https://video.example/'></iframe>", ""),
            ("<object data=x></object><embed src=x>", ""),
            ("<base href=//x><meta http-equiv=refresh content=0><link rel=stylesheet href=x>", ""),
        ] {
            let (kept, refused) = shown(html);
            assert_eq!(kept, left, "{html}");
            assert!(!refused.is_empty(), "{html}");
        }
    }

    #[test]
    fn attributes_that_could_run_go() {
        for (html, kept) in [
            ("<b onclick='alert(1)'>", "<b>"),
            ("<img src=x onerror=alert(1)//>", "<img src=\"x\">"),
            ("<a href='java\tscript:alert(1)'>", "<a>"),
            ("<a href=' &#1;JavaScript&colon;alert(1)'>", "<a>"),
            ("<a href='data:text/html,x'>", "<a>"),
            ("<div style='position:fixed'>", "<div>"),
            ("<img name=currentScript src=x>", "<img src=\"x\">"),
            ("<a =\"x\" /onclick=alert(1) href=y>", "<a href=\"y\">"),
        ] {
            let (found, refused) = shown(html);
            assert_eq!(found, kept, "{html}");
            assert_eq!(refused.len(), 1, "{html}: {refused:?}");
        }
    }

    #[test]
    fn what_is_no_tag_is_text() {
        for (html, text) in [
            ("a < b > c", "a &lt; b &gt; c"),
            ("<b", "&lt;b"),
            ("<b title='x <i>y</i>", "&lt;b title='x &lt;i&gt;y&lt;/i&gt;"),
            ("<a href=\"x>", "&lt;a href=\"x&gt;"),
            ("</", "&lt;/"),
            ("<!-- x --><!doctype html><?php x ?>y", "y"),
            ("<!-- <script>alert(1)</script>", ""),
        ] {
            assert_eq!(shown(html).0, text, "{html}");
        }
    }
}
