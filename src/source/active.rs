//! Files of content that could run in a reader's browser, or change what the server does.
//!
//! Content may come from people whom nobody checked, and what lies in it is copied beside the pages. There
//! it has all that a script of the site has. Files of `static/` and of themes are trusted.

use std::io::{BufReader, Read as _};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::{MAX_TEXT_BYTES, open};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::SourcePath;

/// Extensions of files that a browser takes for a page, a script or a program, and that servers run.
const ACTIVE: [&str; 25] = [
    "asp", "aspx", "cgi", "htc", "htm", "html", "jar", "js", "jsp", "mht", "mhtml", "mjs", "php", "phtml",
    "pl", "shtm", "shtml", "svgz", "swf", "wasm", "xht", "xhtm", "xhtml", "xsl", "xslt",
];

/// Names of files that hosts and servers read.
const OF_HOSTS: [&str; 6] = [".htaccess", ".user.ini", "_headers", "_redirects", "_worker.js", "web.config"];

/// Extensions of XML that a browser shows as a page, with its scripts.
const XML: [&str; 8] = ["atom", "kml", "mathml", "rdf", "rss", "svg", "xml", "xul"];

/// Elements of SVG that hold a script or a page.
const UNSAFE_ELEMENTS: [&str; 8] =
    ["embed", "foreignobject", "handler", "iframe", "listener", "object", "script", "video"];

/// Looks whether a file of content below `root` could do more than be shown.
///
/// # Errors
/// When it could, or that cannot be told.
pub fn check_inactive(root: &Path, path: &SourcePath) -> Result<(), Box<Diagnostic>> {
    let error = |message: String| {
        let help = "put it into `static/` if you trust it, whose files are copied as they are";
        Box::new(Diagnostic::error(&codes::CONTENT_ACTIVE, message).in_file(path).help(help))
    };
    let name = path.file_name().to_ascii_lowercase();
    let extension = path.extension().to_ascii_lowercase();
    if OF_HOSTS.contains(&name.as_str()) {
        return Err(error("this file would tell the web server what to do".to_owned()));
    }
    if ACTIVE.contains(&extension.as_str()) {
        return Err(error("this file could run a script on the site".to_owned()));
    }
    if !XML.contains(&extension.as_str()) {
        return Ok(());
    }
    let (file, _) = open(&root.join(path.as_str())).map_err(|cause| {
        Box::new(Diagnostic::error(&codes::IO_READ, format!("cannot read this file: {cause}")).in_file(path))
    })?;
    let reader = BufReader::new(file.take(MAX_TEXT_BYTES));
    match judged(Reader::from_reader(reader)) {
        Ok(()) => Ok(()),
        Err(what) => Err(error(format!("this file could run a script on the site: it holds {what}"))),
    }
}

/// What in XML could run; what cannot be read could be anything.
fn judged(mut reader: Reader<impl std::io::BufRead>) -> Result<(), String> {
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Err(error) => return Err(format!("what is no XML: {error}")),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(element) | Event::Empty(element)) => judge_element(&element)?,
            Ok(Event::PI(instruction)) if !instruction.target().eq_ignore_ascii_case("xml") => {
                return Err("a processing instruction".to_owned());
            }
            Ok(Event::DocType(text)) if text.contains('[') => {
                return Err("entities of its own".to_owned());
            }
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn judge_element(element: &BytesStart<'_>) -> Result<(), String> {
    let name = element.local_name();
    let name = name.as_ref();
    if UNSAFE_ELEMENTS.iter().any(|bad| name.eq_ignore_ascii_case(bad)) {
        return Err(format!("the element `{name}`"));
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| format!("what is no XML: {error}"))?;
        let key = attribute.key.local_name();
        let key = key.as_ref();
        let value = unescape(&attribute.value).map_err(|error| format!("what is no XML: {error}"))?;
        // What a browser skips when it looks for a scheme.
        let plain: String = value.chars().filter(|c| *c > ' ').collect::<String>().to_ascii_lowercase();
        let leads = plain.starts_with("javascript:") || plain.starts_with("data:text");
        let leads = leads || plain.starts_with("data:image/svg") || plain.starts_with("data:application");
        if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Err(format!("the attribute `{key}`"));
        }
        let animates_link = key == "attributeName" && plain.ends_with("href");
        if leads || animates_link || plain.contains("1999/xhtml") {
            return Err(format!("`{key}=\"{value}\"`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_let_through_and_programs_are_not() {
        let found = |xml: &str| judged(Reader::from_reader(xml.as_bytes()));
        for fine in [
            "<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'><a href='https://a.b'/></svg>",
            "<svg><image href='data:image/png;base64,AA=='/><style>a { fill: red }</style></svg>",
        ] {
            assert_eq!(found(fine), Ok(()), "{fine}");
        }
        for bad in [
            "<svg onload='x'/>",
            "<svg><SCRIPT/></svg>",
            "<svg><s:script xmlns:s='http://www.w3.org/2000/svg'/></svg>",
            "<svg><a xlink:href='java&#10;script:x'/></svg>",
            "<svg><set attributeName='xlink:href' to='x'/></svg>",
            "<!DOCTYPE svg [<!ENTITY a '<script/>'>]><svg>&a;</svg>",
            "<?xml-stylesheet href='x'?><svg/>",
            "<x><b xmlns='http://www.w3.org/1999/xhtml'/></x>",
            "<svg><foreignObject/></svg>",
            "<svg a=b></x>",
        ] {
            assert!(found(bad).is_err(), "{bad}");
        }
    }
}
