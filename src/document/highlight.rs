//! Syntax highlighting: syntect's parser, and a small palette of our own.
//!
//! syntect can write a class for every scope of a token, five or six each, which makes the HTML of
//! a block four times its size. A reader sees a dozen colours at most, so each token gets one
//! class: that of the innermost of its scopes that the palette knows.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::model::Fingerprint;

use super::markdown::escape_text;

/// Longer blocks and lines are shown plain: nobody reads them, and some grammars are quadratic
/// in the length of a line.
const LONGEST_BLOCK: usize = 200_000;
const LONGEST_LINE: usize = 4_000;

/// One kind of token: the class, its colours on light and dark, and the scopes that it stands for.
struct Token {
    class: &'static str,
    light: &'static str,
    dark: &'static str,
    scopes: &'static [&'static str],
}

/// The palette. Every colour has a contrast of 4.5 and more (WCAG AA) on backgrounds up to
/// [`LIGHT`] and [`DARK`]; a test computes it.
const PALETTE: [Token; 12] = [
    Token { class: "comment", light: "#5a6270", dark: "#a0a8b5", scopes: &["comment"] },
    Token { class: "string", light: "#0b6623", dark: "#9ad68a", scopes: &["string"] },
    Token {
        class: "escape",
        light: "#8a3b00",
        dark: "#f0b27a",
        scopes: &["constant.character", "constant.other.placeholder"],
    },
    Token { class: "number", light: "#8a3b00", dark: "#f0b27a", scopes: &["constant"] },
    Token { class: "keyword", light: "#8b1a6b", dark: "#ee9ad6", scopes: &["keyword", "storage"] },
    Token { class: "operator", light: "#4a4f57", dark: "#c3c9d1", scopes: &["keyword.operator"] },
    Token {
        class: "function",
        light: "#1f4fae",
        dark: "#8fb8ff",
        scopes: &["entity.name.function", "support.function", "variable.function", "entity.name.section"],
    },
    Token {
        class: "type",
        light: "#0a5f73",
        dark: "#7ad3e6",
        scopes: &[
            "entity.name",
            "entity.other.inherited-class",
            "support.type",
            "support.class",
            "storage.type.class",
        ],
    },
    Token { class: "tag", light: "#a11212", dark: "#ff9e94", scopes: &["entity.name.tag", "markup.deleted"] },
    Token {
        class: "attribute",
        light: "#6b4a00",
        dark: "#e6cf7a",
        scopes: &[
            "entity.other.attribute-name",
            "variable.parameter",
            "support.type.property-name",
            "meta.mapping.key",
        ],
    },
    Token {
        class: "variable",
        light: "#5c3aa1",
        dark: "#c9b3ff",
        scopes: &["variable.language", "variable.other.readwrite", "variable.other.normal"],
    },
    Token { class: "inserted", light: "#0b6623", dark: "#9ad68a", scopes: &["markup.inserted"] },
];

/// The darkest background under light colours, and the lightest under dark ones, that the palette
/// is made for.
pub const LIGHT: &str = "#f0f0f0";
/// See [`LIGHT`].
pub const DARK: &str = "#2b2f36";

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Blocks that were highlighted before: a desk's examples come again, and one line takes as long as
/// the Markdown of a whole page.
static SEEN: LazyLock<Mutex<HashMap<Fingerprint, Arc<str>>>> = LazyLock::new(Mutex::default);

/// Blocks that are kept, some kilobytes each.
const MOST_SEEN: usize = 512;

/// The scopes of the palette, each with its token; the longer one of two that match wins.
static SCOPES: LazyLock<Vec<(Scope, u32, &'static str)>> = LazyLock::new(|| {
    let all = PALETTE.iter().flat_map(|token| token.scopes.iter().map(move |scope| (*scope, token.class)));
    let mut scopes: Vec<_> = all
        .filter_map(|(scope, class)| Scope::new(scope).ok().map(|scope| (scope, scope.len(), class)))
        .collect();
    scopes.sort_by_key(|(_, length, _)| std::cmp::Reverse(*length));
    scopes
});

/// Appends `code` as HTML with a span for each token that has a class; `false`, with nothing
/// appended, when the language is not known or the code is too long.
#[must_use]
pub fn highlight_into(language: &str, code: &str, out: &mut String) -> bool {
    if language.is_empty() || code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE)
    {
        return false;
    }
    let Some(syntax) = syntax(language) else { return false };
    let key = Fingerprint::of(format!("{}\n{code}", syntax.name).as_bytes());
    if let Some(html) = SEEN.lock().ok().and_then(|seen| seen.get(&key).cloned()) {
        out.push_str(&html);
        return true;
    }
    let start = out.len();
    if tokens(syntax, code, out).is_none() {
        out.truncate(start);
        return false;
    }
    if let Ok(mut seen) = SEEN.lock()
        && seen.len() < MOST_SEEN
    {
        seen.insert(key, out[start..].into());
    }
    true
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    // Names that people write and the grammars do not list.
    let language = match language.to_ascii_lowercase().as_str() {
        "text" | "txt" | "plain" | "plaintext" | "none" => return None,
        "ts" | "typescript" | "tsx" | "jsx" | "mjs" | "node" => "js",
        "shell" | "console" | "shell-session" | "shellsession" => "sh",
        "json5" | "jsonc" | "geojson" | "jsonl" => "json",
        "golang" => "go",
        "csharp" => "cs",
        "py3" | "python3" => "py",
        _ => language,
    };
    SYNTAXES.find_syntax_by_token(language)
}

/// `None` when a grammar fails.
fn tokens(syntax: &SyntaxReference, code: &str, out: &mut String) -> Option<()> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut writer = Spans { out, class: None };
    for line in code.split_inclusive('\n') {
        let mut from = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            writer.text(line.get(from..at)?, &stack);
            from = at;
            stack.apply(&change).ok()?;
        }
        writer.text(line.get(from..)?, &stack);
    }
    writer.close();
    Some(())
}

/// Writes text in spans, joining neighbours of one class.
struct Spans<'o> {
    out: &'o mut String,
    class: Option<&'static str>,
}

impl Spans<'_> {
    fn text(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        // White space has no colour: it stays with what comes before it.
        let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        let class = if blank { self.class } else { class_of(stack) };
        if class != self.class {
            self.close();
            if let Some(class) = class {
                self.out.push_str("<span class=\"hl-");
                self.out.push_str(class);
                self.out.push_str("\">");
                self.class = Some(class);
            }
        }
        escape_text(text, self.out);
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        SCOPES.iter().find(|(prefix, ..)| prefix.is_prefix_of(*scope)).map(|(.., class)| *class)
    })
}

/// The style sheet of the classes: each colour in the scheme that the page has (`color-scheme`).
#[must_use]
pub fn css() -> String {
    let rule =
        |token: &Token| format!(".hl-{}{{color:light-dark({},{})}}\n", token.class, token.light, token.dark);
    PALETTE.iter().map(rule).chain([".hl-comment{font-style:italic}\n".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn every_colour_can_be_read() {
        for token in &PALETTE {
            assert!(contrast(token.light, LIGHT) >= 4.5, "{} on light", token.class);
            assert!(contrast(token.dark, DARK) >= 4.5, "{} on dark", token.class);
        }
        assert!(css().len() < 1000, "{}", css().len());
    }

    #[test]
    fn tokens_have_classes() {
        let mut html = String::new();
        assert!(highlight_into("python", "def f(x):  # <é>\n    return \"a\\n\" + 1\n", &mut html));
        assert_eq!(
            html,
            "<span class=\"hl-keyword\">def </span><span class=\"hl-function\">f</span>(\
             <span class=\"hl-attribute\">x</span>):  <span class=\"hl-comment\"># &lt;é&gt;\n    </span>\
             <span class=\"hl-keyword\">return </span><span class=\"hl-string\">&quot;a</span>\
             <span class=\"hl-escape\">\\n</span><span class=\"hl-string\">&quot; </span>\
             <span class=\"hl-operator\">+ </span><span class=\"hl-number\">1\n</span>"
        );
    }

    #[test]
    fn unknown_languages_are_left_alone() {
        let mut html = String::from("x");
        assert!(!highlight_into("klingon", "nuqneH", &mut html));
        assert!(!highlight_into("", "a", &mut html));
        assert_eq!(html, "x");
    }
}
