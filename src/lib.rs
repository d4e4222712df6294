//! Dateline.
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod excerpt;
pub mod import;
pub mod listing;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod scaffold;
pub mod site;
pub mod source;
pub mod theme;
pub mod view;
pub mod write;
