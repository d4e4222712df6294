//! Values inside of what is kept in a form that does not say what it holds: as the text of their YAML.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use super::Value;

/// Writes a value as a text, which is empty for none.
///
/// # Errors
/// When the text cannot be written.
pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_null() {
        return serializer.serialize_str("");
    }
    serializer.serialize_str(&serde_yaml::to_string(value).map_err(S::Error::custom)?)
}

/// Reads what [`serialize`] wrote.
///
/// # Errors
/// When it is no text, or no YAML.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let text = <&str>::deserialize(deserializer)?;
    if text.is_empty() { Ok(Value::Null) } else { serde_yaml::from_str(text).map_err(D::Error::custom) }
}
