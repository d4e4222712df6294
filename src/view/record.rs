//! Small helpers to build the values that templates see.

use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use tera::value::Key;
use tera::{Map, Value};

use crate::document::Source;
use crate::model::{Edtf, Moment, month_name};
#[cfg(doc)]
use crate::site::bring_near;

/// A field of a record.
pub type Field = (&'static str, Value);

/// A value with named fields, in this order.
pub fn record<const N: usize>(fields: [Field; N]) -> Value {
    joined(&fields, [])
}

/// The map behind [`record`], to add fields to.
pub fn fields_map<const N: usize>(fields: [Field; N]) -> Map {
    fields.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// A record of these fields and more; the values in it are shared.
pub fn joined<const N: usize>(fields: &[Field], more: [Field; N]) -> Value {
    let all = fields.iter().chain(&more).map(|(name, value)| (*name, value));
    Value::from_serializable(&Record { length: fields.len() + N, fields: all })
}

/// A copy of a record with more fields; the values in it are shared.
pub fn extended<const N: usize>(value: &Value, more: [Field; N]) -> Value {
    let base = value.as_map();
    // Names of fields are literals, so that a record has no other keys.
    let fields = base.into_iter().flatten().filter_map(|(key, value)| match key {
        Key::Str(name) => Some((*name, value)),
        _ => None,
    });
    let fields = fields.chain(more.iter().map(|(name, value)| (*name, value)));
    Value::from_serializable(&Record { length: base.map_or(0, Map::len) + N, fields })
}

/// Fields on their way into a value. `Value::from` a map makes that map once more, key by key; a
/// structure that is serialised becomes one at once, and values in it are passed on as they are.
struct Record<F> {
    length: usize,
    fields: F,
}

impl<'v, F: Iterator<Item = (&'static str, &'v Value)> + Clone> Serialize for Record<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("", self.length)?;
        for (name, value) in self.fields.clone() {
            record.serialize_field(name, value)?;
        }
        record.end()
    }
}

/// Looks at what counts how often a value is shared, see [`bring_near`].
pub fn look(value: &Value) -> usize {
    let text = value.as_str().and_then(|text| text.bytes().next()).map_or(0, usize::from);
    text + value.as_map().map_or(0, Map::len) + value.as_array().map_or(0, <[Value]>::len)
}

/// Text, or none.
pub fn text(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

/// What leads to a block after a page's path: `#p-15kw8y`, or nothing.
pub fn fragment_value(fragment: Option<&str>) -> Value {
    Value::from(fragment.map_or_else(String::new, |id| ["#", id].concat()))
}

/// A list of values.
pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from(items.into_iter().collect::<Vec<Value>>())
}

/// HTML that is finished.
pub fn html(html: &str) -> Value {
    Value::safe_string(html)
}

/// A date as templates see it: `iso`, `day`, `text`, `year`.
#[must_use]
pub fn date_value(moment: &Moment) -> Value {
    let (year, month, day) = moment.ymd();
    record([
        ("iso", Value::from(moment.rfc3339())),
        ("day", Value::from(moment.day())),
        ("text", Value::from(format!("{day} {} {year}", month_name(month)))),
        ("year", Value::from(i64::from(year))),
    ])
}

/// A date, or none.
pub fn optional_date(moment: Option<&Moment>) -> Value {
    moment.map_or_else(Value::none, date_value)
}

/// An EDTF date in words, or none.
pub fn optional_edtf(date: Option<&Edtf>) -> Value {
    date.map_or_else(Value::none, |date| Value::from(date.display()))
}

/// Data of a front matter or site.toml; an empty map where there is none.
pub fn data_value(data: &crate::data::Value) -> Value {
    if data.is_null() { Value::from(Map::new()) } else { Value::from_serializable(data) }
}

/// A source as templates see it.
pub fn source_value(source: &Source) -> Value {
    let authors: Vec<String> = source
        .authors
        .iter()
        .map(|author| {
            author
                .given
                .as_ref()
                .map_or(author.family.to_string(), |given| format!("{given} {}", author.family))
        })
        .collect();
    let authors = match authors.as_slice() {
        [] => Value::none(),
        [one] => Value::from(one.as_str()),
        [most @ .., last] => Value::from(format!("{} and {last}", most.join(", "))),
    };
    record([
        ("id", Value::from(&*source.id)),
        ("title", Value::from(&*source.title)),
        ("type", text(source.source_type.as_deref())),
        ("authors", authors),
        ("issued", optional_edtf(source.issued.as_ref())),
        ("container", text(source.container.as_deref())),
        ("publisher", text(source.publisher.as_deref())),
        ("number", text(source.number.as_deref())),
        ("page", text(source.page.as_deref())),
        ("url", text(source.url.as_deref())),
        ("doi", text(source.doi.as_deref())),
        ("note", text(source.note.as_deref())),
    ])
}
