//! XML, written by quick-xml: feeds, sitemap, GraphML. It knows nothing of sites.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A writer into memory.
pub type Xml = Writer<Vec<u8>>;

/// A document: the declaration, then what `body` writes. Writing into memory cannot fail.
pub fn document(body: impl FnOnce(&mut Xml) -> io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::with_capacity(8 * 1024), b' ', 1);
    let written = xml
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))
        .and_then(|()| body(&mut xml));
    debug_assert!(written.is_ok(), "memory does not fail");
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// An element that holds text.
pub fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&legal(text)))?;
    Ok(())
}

/// The text with a sign in place of each character that XML 1.0 has no way to write (section 2.2). They are not left
/// out, since what stands around them, a part of HTML perhaps, was judged with them in it.
pub fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c: char| !matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.contains(is_illegal) { text.replace(is_illegal, "\u{fffd}").into() } else { text.into() }
}
