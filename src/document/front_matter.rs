//! Finds the front matter of a content file and the body after it.

use std::ops::Range;

use crate::data::Syntax;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{SourcePath, Span};

/// A content file taken apart: byte ranges in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The notation of the front matter.
    pub syntax: Syntax,
    /// The front matter without its fences; empty when there is none.
    pub matter: Range<usize>,
    /// Everything after it.
    pub body: Range<usize>,
}

/// Takes a content file apart. A file without front matter is all body.
///
/// # Errors
/// When a front matter is opened and never closed.
pub fn split(path: &SourcePath, text: &str) -> Result<Parts, Diagnostic> {
    let fence = [("---", Syntax::Yaml), ("+++", Syntax::Toml)]
        .into_iter()
        .find(|(fence, _)| first_line(text).trim_end() == *fence);
    let Some((fence, syntax)) = fence else {
        return Ok(Parts { syntax: Syntax::Yaml, matter: 0..0, body: 0..text.len() });
    };
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let closes = line.trim_end() == fence || (syntax == Syntax::Yaml && line.trim_end() == "...");
        if closes {
            return Ok(Parts { syntax, matter: start..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    let message = format!("the front matter is opened with `{fence}` and never closed");
    Err(Diagnostic::error(&codes::DATA_FRONT_MATTER, message)
        .at(path, Span::new(0..fence.len()), "opened here")
        .help(format!("close it with a line that holds only `{fence}`")))
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        let parts = split(&SourcePath::new("x.md"), text).ok()?;
        Some((&text[parts.matter], &text[parts.body]))
    }

    #[test]
    fn fences() {
        assert_eq!(parts("---\na: 1\n---\nbody"), Some(("a: 1\n", "body")));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nbody"), Some(("a: 1\r\n", "body")));
        assert_eq!(parts("+++\na = 1\n+++\n"), Some(("a = 1\n", "")));
        assert_eq!(parts("---\n---\n"), Some(("", "")));
        assert_eq!(parts("no matter\n---\n"), Some(("", "no matter\n---\n")));
        assert_eq!(parts("---- \nrule"), Some(("", "---- \nrule")));
        assert_eq!(parts("---\nnever: closed\n"), None);
        assert_eq!(parts("---"), None);
        assert_eq!(parts(""), Some(("", "")));
    }
}
