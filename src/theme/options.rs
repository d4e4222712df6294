//! `theme.toml`: what a theme is called, what it inherits, which options it has.

use std::collections::BTreeMap;

use serde_yaml::Mapping;

use crate::data::{self, Node, Report, Syntax, Unknown, Value};
use crate::diagnostic::{Diagnostic, FieldPath, Part, Place, Step, codes, did_you_mean};
use crate::model::SourcePath;

/// What `theme.toml` says.
#[derive(Debug, Clone, Default)]
pub struct ThemeFile {
    /// The theme that this one changes; the embedded default where absent.
    pub inherits: Option<String>,
    /// What it is like, in a sentence.
    pub description: Option<String>,
    /// Its options.
    pub options: BTreeMap<String, OptionSpec>,
}

/// An option that a theme declares.
#[derive(Debug, Clone)]
pub struct OptionSpec {
    /// What values it takes.
    pub option_type: OptionType,
    /// Its value where the site sets none.
    pub default: Value,
    /// What it does.
    pub description: Option<String>,
}

/// What values an option takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionType {
    /// Any text.
    String,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// `#rgb` or `#rrggbb`.
    Color,
    /// One of these words.
    Choice(Vec<String>),
    /// A list of texts.
    List,
}

impl OptionType {
    /// The word in `theme.toml`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Bool => "bool",
            Self::Integer => "integer",
            Self::Color => "color",
            Self::Choice(_) => "choice",
            Self::List => "list",
        }
    }

    fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::String, Value::String(_)) | (Self::Bool, Value::Bool(_)) => true,
            (Self::Integer, Value::Number(number)) => number.is_i64() || number.is_u64(),
            (Self::Color, Value::String(text)) => is_color(text),
            (Self::Choice(choices), Value::String(text)) => choices.contains(text),
            (Self::List, Value::Sequence(items)) => items.iter().all(Value::is_string),
            _ => false,
        }
    }

    fn wants(&self) -> String {
        match self {
            Self::String => "text".to_owned(),
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::Color => "a colour such as \"#1f4e8c\"".to_owned(),
            Self::Choice(choices) => format!("one of: {}", choices.join(", ")),
            Self::List => "a list of texts".to_owned(),
        }
    }
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Reads a `theme.toml`.
pub fn read(path: &SourcePath, text: &str) -> (ThemeFile, Vec<Diagnostic>) {
    let (value, mut diagnostics) = data::parse(Syntax::Toml, path, text, 0);
    let value = value.unwrap_or_else(|| Value::Mapping(Mapping::new()));
    let report = Report::new(path);
    let mut theme = ThemeFile::default();
    if let Some(mut fields) = Node::root(&value, &report).fields() {
        let _: Option<String> = fields.get("name");
        let _: Option<String> = fields.get("license");
        let _: Option<String> = fields.get("min_version");
        theme.inherits = fields.get("inherits");
        theme.description = fields.get("description");
        if let Some(options) = fields.node("options").and_then(|node| node.fields()) {
            for (name, node) in options.all() {
                if let Some(spec) = read_option(&node) {
                    theme.options.insert(name.to_owned(), spec);
                }
            }
        }
        fields.finish(Unknown::Warning, "");
    }
    diagnostics.extend(report.into_diagnostics());
    (theme, diagnostics)
}

fn read_option(node: &Node<'_>) -> Option<OptionSpec> {
    let mut fields = node.fields()?;
    let name = fields.node("type")?.choice(&[
        ("string", "string"),
        ("bool", "bool"),
        ("integer", "integer"),
        ("color", "color"),
        ("choice", "choice"),
        ("list", "list"),
    ])?;
    let choices: Vec<String> = fields.list("choices");
    let option_type = match name {
        "bool" => OptionType::Bool,
        "integer" => OptionType::Integer,
        "color" => OptionType::Color,
        "choice" => OptionType::Choice(choices),
        "list" => OptionType::List,
        _ => OptionType::String,
    };
    let default: Value = fields.require("default", "the value where a site sets none")?;
    let description = fields.get("description");
    fields.finish(Unknown::Warning, "");
    if !option_type.accepts(&default) {
        node.error(&codes::THEME_OPTION, format!("this default is not {}", option_type.wants()), "", "");
        return None;
    }
    Some(OptionSpec { option_type, default, description })
}

/// The value of every declared option: what the site sets, checked, else the default.
pub fn values(
    specs: &BTreeMap<String, OptionSpec>,
    set: &Value,
    config_path: &SourcePath,
    theme: &str,
) -> (BTreeMap<String, Value>, Vec<Diagnostic>) {
    let mut values: BTreeMap<String, Value> =
        specs.iter().map(|(name, spec)| (name.clone(), spec.default.clone())).collect();
    let mut diagnostics = Vec::new();
    let place = |name: &str, part| {
        let options = FieldPath::key("theme").join(Step::Key("options".into()));
        Place::Field(options.join(Step::Key(name.into())), part)
    };
    for (name, value) in set.as_mapping().into_iter().flatten() {
        let Some(name) = name.as_str() else { continue };
        match specs.get(name) {
            None => {
                let near = did_you_mean(name, specs.keys().map(String::as_str));
                let all = specs.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                let help = if near.is_empty() { format!("its options are: {all}") } else { near };
                diagnostics.push(
                    Diagnostic::error(
                        &codes::THEME_OPTION,
                        format!("the theme `{theme}` has no option `{name}`"),
                    )
                    .label(config_path, place(name, Part::Key), "not declared")
                    .help(help),
                );
            }
            Some(spec) if spec.option_type.accepts(value) => {
                values.insert(name.to_owned(), value.clone());
            }
            Some(spec) => diagnostics.push(
                Diagnostic::error(
                    &codes::THEME_OPTION,
                    format!("`{name}` takes {}", spec.option_type.wants()),
                )
                .label(config_path, place(name, Part::Value), "not this"),
            ),
        }
    }
    (values, diagnostics)
}
