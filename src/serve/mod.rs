//! The preview server: shows a site in memory while it is edited, and tells browsers what has changed.
//!
//! Three threads, and one channel into the middle one:
//!
//! ```text
//! watch ──changes──▶ desk ◀──requests── http ◀──▶ browsers
//!                     └──────state──────▶ events ──▶
//! ```
//!
//! `watch` gathers what the operating system says of the site's folders into changes. The desk owns the
//! site: it answers requests until something changes, then takes the change in. `http` is closed to all
//! but this machine's browsers on this server's own pages. Nothing is written anywhere.

mod desk;
mod events;
mod http;
mod page;
mod patient;
mod request;
mod watch;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Moment, SourcePath};
use crate::pipeline::Options;

pub use request::{Refusal, path as request_path};

use desk::Desk;
use events::State;

/// How many ports are tried from the one that is asked for.
const PORTS: u16 = 100;

/// What the server is asked to do.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// What is shown.
    pub site: Options,
    /// The address to listen on.
    pub address: IpAddr,
    /// The port; the next free one if it is taken. 0 is any.
    pub port: u16,
    /// Whether to open a browser.
    pub open: bool,
}

/// What happens while the server runs.
#[derive(Debug)]
pub enum Event<'e> {
    /// It listens, and this address shows the site.
    Listening(&'e str),
    /// The site is shown as it is now.
    Shown {
        /// What has changed; empty the first time, and when it may be anything.
        changed: &'e [SourcePath],
        /// How long it took to take it in.
        took: Duration,
        /// Warnings and notes.
        found: &'e Diagnostics,
    },
    /// The site has errors; the last one without is still shown.
    Wrong {
        /// All findings.
        found: &'e Diagnostics,
        /// The same as text.
        text: &'e str,
    },
    /// A page that was asked for cannot be made.
    Page(&'e Diagnostics),
}

/// Serves a site until the process ends. `tell` is called with what happens; `now` is the clock.
///
/// # Errors
/// When no port is free, or the site's folder cannot be watched.
pub fn serve(
    options: &ServeOptions,
    now: &dyn Fn() -> Moment,
    tell: &dyn Fn(&Event<'_>),
) -> Result<(), Diagnostics> {
    let listener = listen(options.address, options.port)?;
    let local = listener.local_addr().map_err(|error| no_port(options.port, &error))?;
    let root = std::path::absolute(&options.site.root).unwrap_or_else(|_| options.site.root.clone());
    let (to_desk, from_all) = mpsc::channel();
    watch::start(folders(&root, &options.site), to_desk.clone())?;
    let state = State::channel();
    http::start(listener, to_desk, state.subscribe()).map_err(|error| no_port(local.port(), &error))?;
    let url = format!("http://{}/", visible(local));
    tell(&Event::Listening(&url));
    if options.open {
        // Who has no browser here reads the address and opens it elsewhere.
        let _ = open::that_detached(&url);
    }
    Desk::new(options.site.clone(), state, now, tell).run(&from_all);
    Ok(())
}

/// What is watched of a site.
fn folders(root: &Path, options: &Options) -> watch::Folders {
    let config =
        options.config.clone().map_or_else(|| root.join(crate::config::FILE_NAME), |path| root.join(path));
    watch::Folders {
        root: root.to_owned(),
        config,
        sources: crate::pipeline::SOURCES.map(PathBuf::from).to_vec(),
    }
}

fn listen(address: IpAddr, port: u16) -> Result<TcpListener, Diagnostic> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS) };
    let mut failed = None;
    for port in port..=last {
        match TcpListener::bind((address, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = Some(error),
        }
    }
    let error = failed.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into());
    Err(no_port(port, &error))
}

fn no_port(port: u16, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(
        &codes::SERVE_PORT,
        format!("cannot listen on port {port} nor on those after it: {error}"),
    )
    .help("choose another with --port, or --port 0 for any")
}

/// The address as a browser on this machine takes it.
fn visible(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        let own: IpAddr =
            if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        address.set_ip(own);
    }
    address
}
