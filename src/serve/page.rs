//! What a request gets: a file of the site, with the means to be told of changes in it if it is a page.

use hyper::StatusCode;
use hyper::body::Bytes;

use crate::model::Fingerprint;

/// The script that brings a page up to date, and how it shows errors.
pub const SCRIPT: (&str, &str) = ("__dateline/live.js", include_str!("live.js"));
/// The looks of errors.
pub const STYLES: (&str, &str) = ("__dateline/live.css", include_str!("live.css"));
/// The stream of events.
pub const EVENTS: &str = "__dateline/events";

/// What a request gets.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The media type.
    pub media_type: String,
    /// The body.
    pub body: Bytes,
    /// The address that has it instead.
    pub location: Option<String>,
    /// The fingerprint of a page, by which its script knows whether it has changed.
    pub tag: Option<Fingerprint>,
}

impl Reply {
    /// A file of the site or of the server.
    pub fn file(path: &str, body: Vec<u8>) -> Self {
        let media_type = media_type(path);
        if media_type.starts_with("text/html") {
            Self::page(StatusCode::OK, &body)
        } else {
            Self::plain(media_type, body)
        }
    }

    fn plain(media_type: String, body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, media_type, body: body.into(), location: None, tag: None }
    }

    /// A page of the site, which is told of changes.
    pub fn page(status: StatusCode, html: &[u8]) -> Self {
        let tag = Fingerprint::of(html);
        let script = format!("<script src=\"/{}\" data-page=\"{tag}\"></script>", SCRIPT.0);
        let end = memchr::memmem::rfind(html, b"</body>").unwrap_or(html.len());
        let (before, after) = html.split_at(end);
        let body = [before, script.as_bytes(), after].concat();
        Self { status, media_type: media_type("x.html"), body: body.into(), location: None, tag: Some(tag) }
    }

    /// A page that says why there is none.
    pub fn wrong(text: &str) -> Self {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>Cannot be shown</title>\n\
             <link rel=\"stylesheet\" href=\"/{}\">\n<body>\n<pre id=\"dateline-error\">{text}</pre>\n</body>\n</html>\n",
            STYLES.0
        );
        Self::page(StatusCode::INTERNAL_SERVER_ERROR, html.as_bytes())
    }

    /// Another address.
    pub fn redirect(location: String) -> Self {
        Self {
            status: StatusCode::FOUND,
            media_type: media_type("x.txt"),
            body: Bytes::new(),
            location: Some(location),
            tag: None,
        }
    }

    /// A line of text that says why there is nothing else.
    pub fn text(status: StatusCode, text: &str) -> Self {
        let body = format!("{text}\n").into();
        Self { status, media_type: media_type("x.txt"), body, location: None, tag: None }
    }
}

/// The media type of a file by its name. All text of a site is UTF-8.
fn media_type(path: &str) -> String {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = match path.rsplit_once('/').map_or(path, |(_, name)| name) {
        "atom.xml" => "application/atom+xml",
        "feed.json" => "application/feed+json",
        _ => mime_guess::from_ext(extension).first_raw().unwrap_or("application/octet-stream"),
    };
    let is_text = known.starts_with("text/")
        || known.ends_with("xml")
        || known.ends_with("json")
        || matches!(extension, "js" | "mjs");
    if is_text { format!("{known}; charset=utf-8") } else { known.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn media_types() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/atom.xml", "application/atom+xml; charset=utf-8"),
            ("feed.json", "application/feed+json; charset=utf-8"),
            ("sitemap.xml", "text/xml; charset=utf-8"),
            ("x.css", "text/css; charset=utf-8"),
            ("x.js", "text/javascript; charset=utf-8"),
            ("x.svg", "image/svg+xml; charset=utf-8"),
            ("x.png", "image/png"),
            ("x.woff2", "font/woff2"),
            ("favicon.ico", "image/x-icon"),
            (".nojekyll", "application/octet-stream"),
            ("x", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
    }
}
