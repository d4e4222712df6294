//! Functions and filters that templates have besides Tera's own. None of them can read the clock,
//! a file, the environment or the network.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::model::Slug;

/// Names of static files to the paths where they are written.
pub type AssetPaths = Arc<BTreeMap<String, String>>;

/// Registers all functions and filters.
pub fn register(tera: &mut Tera, assets: AssetPaths) {
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&kwargs, &assets));
    tera.register_filter("date", date);
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| json(value));
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| {
        Slug::of(text).map_or_else(String::new, |slug| slug.to_string())
    });
}

fn asset(kwargs: &Kwargs, assets: &BTreeMap<String, String>) -> TeraResult<String> {
    let path: &str = kwargs.must_get("path")?;
    assets.get(path).cloned().ok_or_else(|| Error::message(format!("there is no static file `{path}`")))
}

/// Formats the day that a text begins with (`2025-07-03…`) by strftime.
fn date(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let format: &str = kwargs.get("format")?.unwrap_or("%-d %B %Y");
    let day = text.get(..10).unwrap_or(text);
    let day: Date = day.parse().map_err(|_| Error::message(format!("`{text}` is not a date")))?;
    jiff::fmt::strtime::format(format, day)
        .map_err(|error| Error::message(format!("`{format}` cannot format a date: {error}")))
}

fn json(value: &Value) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
    Ok(Value::safe_string(&json_for_script(&text)))
}

/// JSON that may stand inside a `<script>` element: no `</script>`, no `<!--`, and none of the
/// line separators that end a line in older JavaScript.
#[must_use]
pub fn json_for_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
