//! Themes: what a page looks like.
//!
//! A theme is a chain of layers: the site's own `templates/` and `static/`, the theme, the theme
//! it inherits, and the default that is embedded in the binary. A file in an earlier layer
//! replaces the file of the same name in a later one; the replaced template is still there under
//! `LAYER/name`, to extend or include.

mod apart;
mod asked;
mod assets;
mod chain;
mod characters;
mod counts;
mod embedded;
mod engine;
mod functions;
mod limits;
mod options;
mod words;

pub use asked::asked;
pub use assets::{Asset, AssetContent, Assets};
pub use chain::{Chain, DEFAULT, Layer, StaticFile, TemplateFile, available, load_chain};
pub use counts::FRONT_PAGE;
pub use embedded::{EMBEDDED_PREFIX, text as embedded_text};
pub use engine::Theme;
pub use functions::json_for_script;
pub use limits::{GIVEN_UP_AFTER, takes_too_long};
pub use options::{OptionSpec, OptionType};
