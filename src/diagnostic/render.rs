//! Three ways to show diagnostics: to people, to programs, and to GitHub's annotations.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};
use serde_json::json;

use super::visible::{excerpt, visible};
use super::{Diagnostic, Diagnostics, Label, Place, Severity};
use crate::model::{LineIndex, SourcePath, Span};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With excerpts, as rustc does.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// GitHub's workflow commands, which annotate a pull request.
    Github,
}

/// Shows diagnostics in one format; reads excerpts through a function, since stages do not keep
/// the text of files.
pub struct Renderer<'r> {
    format: Format,
    color: bool,
    text: &'r dyn Fn(&SourcePath) -> Option<String>,
}

impl<'r> Renderer<'r> {
    /// A renderer that gets the text of a file from `text`.
    pub fn new(format: Format, color: bool, text: &'r dyn Fn(&SourcePath) -> Option<String>) -> Self {
        Self { format, color, text }
    }

    /// All findings, each ending in a newline.
    #[must_use]
    pub fn render(&self, diagnostics: &Diagnostics) -> String {
        let mut out = String::new();
        for diagnostic in diagnostics.iter() {
            match self.format {
                Format::Human => self.human(diagnostic, &mut out),
                Format::Json => self.json(diagnostic, &mut out),
                Format::Github => self.github(diagnostic, &mut out),
            }
        }
        out
    }

    fn human(&self, diagnostic: &Diagnostic, out: &mut String) {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let texts: Vec<Option<String>> = diagnostic
            .labels
            .iter()
            .map(|label| label.span().and_then(|_| (self.text)(&label.path)).map(|text| excerpt(&text)))
            .collect();
        let message = visible(&diagnostic.message);
        let mut group = Group::with_title(level.primary_title(&*message).id(diagnostic.code.id));
        for (at, (label, text)) in diagnostic.labels.iter().zip(&texts).enumerate() {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            match (text, label.span()) {
                (Some(text), Some(span)) => {
                    let span = clip(text, span);
                    group =
                        group.element(Snippet::source(text.as_str()).path(label.path.as_str()).annotation(
                            kind.span(span).label((!label.text.is_empty()).then_some(&*label.text)),
                        ));
                }
                _ => group = group.element(Origin::path(label.path.as_str())),
            }
        }
        for note in &diagnostic.notes {
            group = group.element(Level::NOTE.message(visible(note)));
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.message(visible(help)));
        }
        let renderer = if self.color {
            annotate_snippets::Renderer::styled()
        } else {
            annotate_snippets::Renderer::plain()
        };
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }

    fn json(&self, diagnostic: &Diagnostic, out: &mut String) {
        let labels: Vec<_> = diagnostic
            .labels
            .iter()
            .map(|label| {
                let mut object = json!({ "file": label.path.as_str(), "label": label.text });
                if let Some(Positions { span, from, to }) = self.positions(label) {
                    object["start"] = json!(span.start);
                    object["end"] = json!(span.end);
                    object["line"] = json!(from.0);
                    object["column"] = json!(from.1);
                    object["end_line"] = json!(to.0);
                    object["end_column"] = json!(to.1);
                }
                object
            })
            .collect();
        let object = json!({
            "code": diagnostic.code.id,
            "severity": name(diagnostic.severity),
            "message": diagnostic.message,
            "labels": labels,
            "notes": diagnostic.notes,
            "help": diagnostic.help,
        });
        let _ = writeln!(out, "{object}");
    }

    fn github(&self, diagnostic: &Diagnostic, out: &mut String) {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = Vec::new();
        if let Some(label) = diagnostic.labels.first() {
            properties.push(format!("file={}", escape_property(label.path.as_str())));
            if let Some(Positions { from, to, .. }) = self.positions(label) {
                properties.push(format!("line={},col={}", from.0, from.1));
                properties.push(format!("endLine={},endColumn={}", to.0, to.1));
            }
        }
        properties.push(format!("title={}", escape_property(diagnostic.code.id)));
        let mut message = diagnostic.message.clone();
        for line in diagnostic.notes.iter().chain(&diagnostic.help) {
            message.push('\n');
            message.push_str(line);
        }
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), escape_data(&visible(&message)));
    }

    fn positions(&self, label: &Label) -> Option<Positions> {
        let span = label.span()?;
        let text = (self.text)(&label.path)?;
        let index = LineIndex::new(&text);
        Some(Positions {
            span,
            from: index.position(span.start as usize),
            to: index.position(span.end as usize),
        })
    }
}

/// The bytes of a label, and their lines and columns.
struct Positions {
    span: Span,
    from: (usize, usize),
    to: (usize, usize),
}

impl Label {
    fn span(&self) -> Option<Span> {
        match self.place {
            Place::Span(span) => Some(span),
            Place::File | Place::Field(..) => None,
        }
    }
}

/// The line after all findings: `2 errors, 1 warning`; empty when there are none.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let part = |severity| {
        let count = diagnostics.count(severity);
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", name(severity)))
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning].into_iter().filter_map(part).collect();
    parts.join(", ")
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Keeps a span inside the text and on character boundaries: the file may have changed since.
fn clip(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let end = text.ceil_char_boundary((span.end as usize).min(text.len()));
    start..end.max(start)
}

/// Escapes as GitHub's runner unescapes: the documentation of workflow commands gives the set.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
