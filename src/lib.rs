//! Dateline builds a static site out of analysis articles, and knows who and what they are about.
//!
//! # The pipeline
//!
//! A build is a chain of stages. Each takes the typed, immutable result of the one before and
//! returns its own, together with everything that it found wrong; only [`pipeline`] chains them.
//!
//! ```text
//! load → parse → link → view → render → write
//! ```
//!
//! * **Load.** [`config`] reads `site.toml`. [`source`] walks the folders and reads files, and is,
//!   with [`theme`], [`mod@write`], [`scaffold`] and the command line, where the outside world comes in.
//! * **Parse.** [`document`] turns one file into a typed [`document::Document`] without looking at
//!   any other: front matter as fields, Markdown as finished HTML with holes for what depends on the
//!   page that shows it. Its text is dropped as soon as it is parsed. [`cache`] keeps documents, and
//!   the mentions in them, for the next build.
//! * **Link.** [`site`] joins all documents: what is published, under which address, which ids and
//!   links lead where, who links back.
//! * **View.** [`view`] makes what templates may see, and nothing else. Values that many pages show
//!   are built once and shared. [`drawing`] draws who is tied to whom.
//! * **Render.** [`theme`] is the chain of templates and static files; [`output`] lists every file
//!   of the site and makes each: pages, feeds, sitemap, JSON-LD, graph, redirects.
//! * **Write.** [`mod@write`] publishes them all at once, or not at all.
//!
//! Beside them: [`model`] has the words that all stages share, [`data`] reads YAML and TOML field by
//! field, [`diagnostic`] is how findings are kept and shown, [`excerpt`] finds the text that they
//! point at, [`xml`] is what feeds and exports are written with. [`scaffold`], [`import`], [`listing`]
//! and [`serve`] are for commands of their own.
//!
//! # Rules that hold everywhere
//!
//! * A stage depends on earlier ones only. `tests/architecture.rs` enforces it, and which modules may
//!   touch files, the clock and the environment.
//! * Findings are values ([`diagnostic::Diagnostic`]): no stage prints, and all of them come out in
//!   one run. After any error, nothing is written.
//! * The same input gives the same bytes, whatever the machine, the time, the order of files or the
//!   number of threads.
//! * Nothing that is done for each page looks at all pages.

pub mod cache;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod drawing;
pub mod excerpt;
pub mod export;
pub mod gazetteer;
pub mod import;
pub mod lint;
pub mod listing;
pub mod mentions;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod scaffold;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod view;
pub mod write;
pub mod xml;
