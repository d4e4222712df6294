//! The Markdown stage against folders of input and expected output, and against anything at all.
//!
//! `tests/markdown/NAME.md` becomes `NAME.html`, with the diagnostics after it; `NAME.toml` sets
//! options. `BLESS=1` writes the expected output anew.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "markdown/anything.rs"]
mod anything;
#[path = "support/body.rs"]
mod body;
#[path = "markdown/cases.rs"]
mod cases;
#[path = "markdown/spec.rs"]
mod spec;
