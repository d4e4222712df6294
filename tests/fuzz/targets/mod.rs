//! What is fuzzed. A target takes any bytes, and panics when something does not hold that must hold of them.

#[path = "../../support/body.rs"]
mod body;
mod cache;
mod config;
mod edtf;
mod found;
mod front_matter;
mod import;
mod links;
mod markdown;
mod names;
mod registers;
mod request_path;

/// A target and its name, which is that of its folder in `corpus/`.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 10] = [
    ("cache", cache::target),
    ("config", config::target),
    ("edtf", edtf::target),
    ("front_matter", front_matter::target),
    ("import", import::target),
    ("links", links::target),
    ("markdown", markdown::target),
    ("names", names::target),
    ("registers", registers::target),
    ("request_path", request_path::target),
];

/// Runs the target of this name.
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = ALL.iter().find(|(known, _)| *known == name).expect("a target of this name");
    target(data);
}
