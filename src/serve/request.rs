//! Which requests are answered, and what they ask for.
//!
//! A preview holds drafts, and any page that a browser has open can send requests to this machine. So
//! the `Host` must be an address of this machine (else a foreign name could be pointed here: DNS
//! rebinding), and the event stream is for the server's own pages only.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode};

/// Says where a request comes from, in words that scripts cannot forge
/// (<https://www.w3.org/TR/fetch-metadata/>).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal(pub StatusCode, pub &'static str);

/// Refuses methods other than GET and HEAD, and requests that were not sent to this server's own address.
pub fn admit(method: &Method, headers: &HeaderMap, local: SocketAddr) -> Result<(), Refusal> {
    if method != Method::GET && method != Method::HEAD {
        return Err(Refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered"));
    }
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    match host {
        Some(host) if hosts.next().is_none() && is_own(host, local) => Ok(()),
        _ => Err(Refusal(StatusCode::FORBIDDEN, "this server answers to its own address only")),
    }
}

/// Refuses the event stream to all but the server's own pages. Browsers send no `Origin` with a GET to the
/// same origin, but say so in `Sec-Fetch-Site`.
pub fn admit_to_events(headers: &HeaderMap, local: SocketAddr) -> Result<(), Refusal> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| is_own(host, local));
    let admitted = match (text(&ORIGIN), text(&SEC_FETCH_SITE)) {
        (Some(origin), site) => is_own_origin(origin) && site.is_none_or(|site| site == "same-origin"),
        (None, site) => site == Some("same-origin"),
    };
    if admitted {
        Ok(())
    } else {
        Err(Refusal(StatusCode::FORBIDDEN, "events are for this server's own pages"))
    }
}

/// Whether a `Host` names this server: `localhost` or an address of this machine, and the port.
fn is_own(host: &str, local: SocketAddr) -> bool {
    let Some(name) = host.strip_suffix(&format!(":{}", local.port())) else { return false };
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    match address.parse::<IpAddr>() {
        // Who listens everywhere is reached by addresses that are not known here. A name is always refused.
        Ok(ip) => ip == local.ip() || ip.is_loopback() || local.ip().is_unspecified(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// The path that a request asks for, without its leading slash, percent-encoding undone once.
///
/// # Errors
/// When no file of a site can have it: a segment that leads elsewhere, a backslash, a control character,
/// what is no UTF-8.
pub fn path(raw: &str) -> Result<String, Refusal> {
    const BAD: Refusal = Refusal(StatusCode::BAD_REQUEST, "this path is no path of a site");
    let raw = raw.strip_prefix('/').ok_or(BAD)?;
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let (high, low) = (digit(rest.next()).ok_or(BAD)?, digit(rest.next()).ok_or(BAD)?);
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| BAD)?);
    }
    let path = String::from_utf8(bytes).map_err(|_| BAD)?;
    let leads_elsewhere = path.split('/').any(|segment| segment == "." || segment == "..");
    let last = path.split('/').rev().skip(1).any(str::is_empty);
    if leads_elsewhere || last || path.contains(|c: char| c == '\\' || c.is_control()) {
        return Err(BAD);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local() -> SocketAddr {
        ([127, 0, 0, 1], 4400).into()
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for bad in [
            "/../site.toml",
            "/a/../../b",
            "/%2e%2e/site.toml",
            "/%2E%2e%2fsite.toml",
            "/..%5c..%5csite.toml",
            "/a\\b",
            "/a%00b",
            "/./a",
            "/%2e/a",
            "//etc/passwd",
            "/a//b",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "",
            "a",
            "/a%0d%0ab",
        ] {
            assert!(path(bad).is_err(), "{bad}");
        }
        assert_eq!(path("/").as_deref(), Ok(""));
        assert_eq!(path("/a/b/").as_deref(), Ok("a/b/"));
        assert_eq!(path("/caf%C3%A9/x.html").as_deref(), Ok("café/x.html"));
        // Decoded once: what is left is a name like any other, which no file has.
        assert_eq!(path("/%252e%252e/x").as_deref(), Ok("%2e%2e/x"));
    }

    #[test]
    fn only_addresses_of_this_machine_are_its_own() {
        for own in ["127.0.0.1:4400", "localhost:4400", "LOCALHOST:4400", "[::1]:4400"] {
            assert!(is_own(own, local()), "{own}");
        }
        for foreign in [
            "example.org:4400",
            "localhost",
            "localhost:80",
            "127.0.0.1",
            "127.0.0.1.example.org:4400",
            "192.0.2.1:4400",
            "localhost.example.org:4400",
            "",
            ":4400",
            "example.org:80:4400",
        ] {
            assert!(!is_own(foreign, local()), "{foreign}");
        }
    }
}
