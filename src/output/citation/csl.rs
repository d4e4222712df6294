//! CSL-JSON (<https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>): a list of one, each
//! of its fields on a line.

use serde_json::{Value, json};

use super::Citation;

pub(super) fn entry(citation: &Citation) -> String {
    let mut fields = Vec::new();
    let mut field = |name: &str, value: Value| fields.push(format!("  \"{name}\": {value}"));
    field("id", json!(citation.id));
    field("type", json!("webpage"));
    field("title", json!(citation.title));
    if !citation.authors.is_empty() {
        field("author", citation.authors.iter().map(|name| json!({ "literal": name })).collect());
    }
    field("container-title", json!(citation.site));
    if let Some(date) = &citation.date {
        let (year, month, day) = date.ymd();
        field("issued", json!({ "date-parts": [[year, month, day]] }));
    }
    if let Some(url) = &citation.url {
        field("URL", json!(url));
    }
    if let Some(summary) = &citation.summary {
        field("abstract", json!(summary));
    }
    if !citation.keywords.is_empty() {
        field("keyword", json!(citation.keywords.join(", ")));
    }
    field("language", json!(citation.lang));
    format!("[{{\n{}\n}}]\n", fields.join(",\n"))
}
