//! The plainest YAML: lines of `key: value` whose values are words, dates, texts in quotation marks, and lists of
//! them in brackets. Most front matters are so, and the reader of all of YAML takes several times as long for them.
//!
//! What is not certain to mean the same to that reader is left to it.

use serde_yaml::{Mapping, Value};

/// Reads a text; `None` where it may be anything but plain.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut mapping = Mapping::new();
    for line in text.lines() {
        let (key, value) = line.split_once(": ")?;
        let value = match value.strip_prefix('[') {
            Some(list) => {
                let items = list.strip_suffix(']')?.split(", ").map(|item| scalar(item, ""));
                Value::Sequence(items.collect::<Option<_>>()?)
            }
            None => scalar(value, " ,;!?()'")?,
        };
        let is_key = key.len() <= LONGEST_KEY && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
        let key = scalar(key, "").filter(|key| is_key && key.is_string())?;
        // A key that is there twice is a fault.
        if mapping.insert(key, value).is_some() {
            return None;
        }
    }
    (!mapping.is_empty()).then_some(Value::Mapping(mapping))
}

/// More than any field has; a key of more than 1024 characters is none.
const LONGEST_KEY: usize = 100;

/// A single value; `signs` are what it may hold besides letters, digits and what joins words.
fn scalar(text: &str, signs: &str) -> Option<Value> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '/')
            || signs.contains(c)
            || is_beyond_ascii(c)
    };
    let is_text = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_plain);
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ if ["null", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)) => None,
        _ if is_date(text) || (is_text && !text.ends_with(' ')) => Some(text.into()),
        _ => quoted(text, '"').or_else(|| quoted(text, '\'')).map(Value::from),
    }
}

/// Whether it is a date such as 2025-07-03, which is no number.
fn is_date(text: &str) -> bool {
    let is_of_date =
        |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_of_date)
}

/// The text between two quotation marks, where all of it means itself.
fn quoted(text: &str, mark: char) -> Option<&str> {
    let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
    let is_itself = |c: char| matches!(c, ' '..='~' if c != mark && c != '\\') || is_beyond_ascii(c);
    inner.chars().all(is_itself).then_some(inner)
}

/// Letters, digits and typographic signs that mean nothing to YAML.
fn is_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && (matches!(c, '\u{2010}'..='\u{2027}') || c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn front_matters_are_plain() {
        let text = "title: The winter of Novzirnov, \u{201c}again\u{201d}\ndate: 2017-10-26\ndescription: \"What: is known\"\n\
            authors: [desk]\nactors: [a90, 'b c']\r\ndraft: true\n";
        assert_eq!(read(text), Some(serde_yaml::from_str(text).expect("YAML")));
    }

    #[test]
    fn what_may_mean_anything_else_is_not() {
        for text in [
            "",
            "a",
            "a:",
            "a: ",
            "a:  b",
            " a: b",
            "a: b ",
            "a: 1",
            "a: null",
            "a: NULL",
            "a: True",
            "true: a",
            "null: a",
            "a: b: c",
            "a: b #c",
            "a: &b",
            "a: *b",
            "a: !b",
            "a: |",
            "a: -",
            "a: [",
            "a: []",
            "a: [b,c]",
            "a: [[b]]",
            "a: {b}",
            "a: \"b\\n\"",
            "a: 'b''c'",
            "a: \"b",
            "a: b\n c",
            "a: b\na: c",
            "a: b\n\nc: d",
            "a: b\tc",
            "a: b\u{85}",
            "a: b\u{feff}",
            "- a: b",
            "# a: b",
            "? a: b",
            "a-b: c",
            "1a: b",
            "a: 2025-07-3",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    /// Lines that are plain more often than not.
    fn lines() -> impl Strategy<Value = String> {
        let likely = r#"[a-c][a-cé”,. 0-9-]{0,6}|true|null|2025-07-03|"[a-cé: #\[]{0,5}"|'[a-c: #&\\]{0,5}'"#;
        let any =
            r#"["']?([a-cé“.,;!?()'"/ _:#\[\]{}&*|>%@`~\\\t0-9-]|null|True|2025-07-03|: | #){0,5}["']?"#;
        let scalar = || prop_oneof![4 => likely, 1 => any];
        let list = prop::collection::vec(scalar(), 1..4).prop_map(|items| format!("[{}]", items.join(", ")));
        let line = ("([a-e]|ab_c|true)", prop_oneof![scalar(), list], "(\n|\n|\r\n|\r|\n )");
        prop::collection::vec(line.prop_map(|(key, value, end)| format!("{key}: {value}{end}")), 1..4)
            .prop_map(|lines| lines.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Of all that is read here, the reader of all of YAML makes the same.
        #[test]
        fn it_means_the_same_to_the_reader_of_all_of_yaml(text in lines()) {
            if let Some(value) = read(&text) {
                prop_assert_eq!(Some(value), serde_yaml::from_str(&text).ok(), "{:?}", text);
            }
        }

        /// A character anywhere.
        #[test]
        fn each_character_means_the_same(c in any::<char>(), quoted in any::<bool>()) {
            let text = if quoted { format!("a: \"b{c}d\"\n") } else { format!("a: b{c}d\n") };
            if let Some(value) = read(&text) {
                prop_assert_eq!(Some(value), serde_yaml::from_str(&text).ok(), "{:?}", text);
            }
        }
    }
}
