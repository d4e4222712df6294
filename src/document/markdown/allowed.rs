//! The lists of elements and attributes that an author's HTML may have.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::destination::SAFE;

/// Elements whose content is no text for readers, or is read by other rules than the page's.
pub(super) const WITH_CONTENT: [&str; 16] = [
    "applet",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements that hold nothing (HTML Standard, 13.1.2).
pub(super) const VOID: [&str; 7] = ["br", "col", "hr", "img", "source", "track", "wbr"];

/// Elements for text, lists, tables, pictures and sound; none for styling, scripts or forms.
pub(super) const ELEMENTS: [&str; 77] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// What any element may carry: no events, no style, and no `name` or `data-` that scripts go by.
const ATTRIBUTES: [&str; 6] = ["class", "dir", "id", "lang", "role", "title"];

/// States and properties of accessibility (WAI-ARIA 1.3, section 6.6). By name, since a name that only begins like
/// these may hold signs that are none of a name.
const ARIA: [&str; 51] = [
    "aria-activedescendant",
    "aria-atomic",
    "aria-autocomplete",
    "aria-braillelabel",
    "aria-brailleroledescription",
    "aria-busy",
    "aria-checked",
    "aria-colcount",
    "aria-colindex",
    "aria-colindextext",
    "aria-colspan",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-description",
    "aria-details",
    "aria-disabled",
    "aria-errormessage",
    "aria-expanded",
    "aria-flowto",
    "aria-haspopup",
    "aria-hidden",
    "aria-invalid",
    "aria-keyshortcuts",
    "aria-label",
    "aria-labelledby",
    "aria-level",
    "aria-live",
    "aria-modal",
    "aria-multiline",
    "aria-multiselectable",
    "aria-orientation",
    "aria-owns",
    "aria-placeholder",
    "aria-posinset",
    "aria-pressed",
    "aria-readonly",
    "aria-relevant",
    "aria-required",
    "aria-roledescription",
    "aria-rowcount",
    "aria-rowindex",
    "aria-rowindextext",
    "aria-rowspan",
    "aria-selected",
    "aria-setsize",
    "aria-sort",
    "aria-valuemax",
    "aria-valuemin",
    "aria-valuenow",
    "aria-valuetext",
];

/// The judge of one tag. Attributes by element are those that give addresses, sizes and structure.
pub(super) static JUDGE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags(ELEMENTS)
        .add_generic_attributes(ATTRIBUTES)
        .add_generic_attributes(ARIA)
        .url_schemes(HashSet::from(SAFE))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    for (element, attributes) in [
        ("a", &["href", "hreflang", "name", "rel"][..]),
        ("audio", &["controls", "loop", "muted", "preload", "src"]),
        ("bdo", &["dir"]),
        ("blockquote", &["cite"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("data", &["value"]),
        ("del", &["cite", "datetime"]),
        ("details", &["open"]),
        ("iframe", &["allowfullscreen", "height", "loading", "src", "width"]),
        ("img", &["alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"]),
        ("ins", &["cite", "datetime"]),
        ("li", &["value"]),
        ("ol", &["reversed", "start", "type"]),
        ("q", &["cite"]),
        ("source", &["media", "sizes", "src", "srcset", "type"]),
        ("td", &["align", "colspan", "headers", "rowspan"]),
        ("th", &["abbr", "align", "colspan", "headers", "rowspan", "scope"]),
        ("time", &["datetime"]),
        ("track", &["default", "kind", "label", "src", "srclang"]),
        (
            "video",
            &["controls", "height", "loop", "muted", "playsinline", "poster", "preload", "src", "width"],
        ),
    ] {
        builder.add_tag_attributes(element, attributes);
    }
    builder
});
