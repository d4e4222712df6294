//! Functions and filters that templates have besides Tera's own. None of them can read the clock,
//! a file, the environment or the network.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::model::Slug;

/// Names of static files to the paths where they are written.
pub type AssetPaths = Arc<BTreeMap<String, String>>;

/// Registers all functions and filters.
pub fn register(tera: &mut Tera, assets: AssetPaths) {
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&kwargs, &assets));
    tera.register_filter("date", date);
    tera.register_filter("group_by", group_by);
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

/// Groups records by a field, the groups in the order of their first members. It takes the place of
/// Tera's own filter, whose groups come in another order on each run.
fn group_by(items: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<Map> {
    let attribute: &str = kwargs.must_get("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let Some(value) = item.get_from_path(attribute) else {
            return Err(Error::message(format!("a record here has no field `{attribute}`")));
        };
        if !value.is_none() {
            let key = value.to_string();
            let at = *places.entry(key.clone()).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(item.clone());
        }
    }
    Ok(groups.into_iter().map(|(key, members)| (key.into(), Value::from(members))).collect())
}

fn json(value: &Value) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
    Ok(Value::safe_string(&json_for_script(&text)))
}

/// JSON that may stand inside a `<script>` element: no `</script>`, no `<!--`, and none of the
/// line separators that end a line in older JavaScript.
#[must_use]
pub fn json_for_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    let mut rest = json;
    // The separators begin with a byte that few other signs have.
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'<' | b'>' | b'&' | 0xE2)) {
        let (plain, sign) = rest.split_at(at);
        let mut signs = sign.chars();
        let written = match signs.next() {
            Some('<') => "\\u003c",
            Some('>') => "\\u003e",
            Some('&') => "\\u0026",
            Some('\u{2028}') => "\\u2028",
            Some('\u{2029}') => "\\u2029",
            _ => &sign[..sign.len() - signs.as_str().len()],
        };
        out.push_str(plain);
        out.push_str(written);
        rest = signs.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str, value: &serde_json::Value) -> String {
        let mut tera = Tera::new();
        register(&mut tera, Arc::default());
        let mut context = tera::Context::new();
        context.insert("x", value);
        tera.render_str(template, &context, true).expect("rendered")
    }

    #[test]
    fn groups_keep_the_order_of_their_first_members() {
        let items = serde_json::json!([{"t": "z"}, {"t": "a"}, {"t": "z"}, {"t": "m"}, {"t": null}]);
        for _ in 0..8 {
            let groups = "{% for k, v in x | group_by(attribute='t') %}{{ k }}{{ v | length }} {% endfor %}";
            assert_eq!(render(groups, &items), "z2 a1 m1 ");
        }
    }

    #[test]
    fn json_cannot_leave_a_script() {
        let text = serde_json::json!("</script><!-- & \u{2028}");
        assert_eq!(render("{{ x | json }}", &text), r#""\u003c/script\u003e\u003c!-- \u0026 \u2028""#);
    }

    #[test]
    fn dates() {
        let day = serde_json::json!("2025-07-03T00:00:00Z");
        assert_eq!(render("{{ x | date }} {{ x | date(format='%Y/%m') }}", &day), "3 July 2025 2025/07");
    }
}
