//! Dateline.
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod model;
pub mod site;
pub mod source;
pub mod theme;
pub mod view;
