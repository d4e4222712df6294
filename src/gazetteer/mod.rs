//! The gazetteer: every name of every actor and topic, and where they stand in a text.
//!
//! A [`Gazetteer`] is made of [`Form`]s and knows nothing of pages. [`Gazetteer::scan`] reads a block
//! of text and returns every [`Hit`] that is not inside a longer one, each with the [`Rule`] that
//! accepted or refused it; what the page has to say (whose own page it is, who its front matter
//! names, what came before) is decided by [`recognise`].

mod beginnings;
mod boundary;
mod capitals;
mod context;
mod fold;
mod form;
mod matcher;
mod recognise;
mod registry;
#[cfg(test)]
mod tests;
mod text;

pub use boundary::is_unspaced;
pub use fold::{fold, fold_but_case};
pub use form::{Entity, Form, FormKind, Person};
pub use matcher::{Gazetteer, Hit};
pub use recognise::{Decision, Found, Page, Rule, recognise, recognise_plain};
pub use registry::{Caution, Entry, Name, Registry, registry};
pub use text::{PageText, Place};
