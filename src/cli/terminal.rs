//! Printing. A reader that has gone (`| head`) is no error.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use dateline::diagnostic::{self, Diagnostics, Format, Renderer};
use dateline::excerpt::Texts;

/// Prints a line to standard output. Names and titles in it come from content, and a line break in one does not end
/// the line.
pub fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{}", diagnostic::visible(text).replace('\n', "␊"));
}

/// Prints a line for programs to standard output, as it is.
pub fn json_line(value: &serde_json::Value) {
    let _ = writeln!(io::stdout().lock(), "{value}");
}

/// Prints a line to standard error.
pub fn error_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", diagnostic::visible(text));
}

/// Prints findings: for people to standard error, for programs to standard output. `quiet` leaves
/// out all but errors.
pub fn findings(root: &Path, diagnostics: &Diagnostics, format: Format, quiet: bool) {
    let mut shown = Diagnostics::new();
    let errors_only = |d: &&diagnostic::Diagnostic| !quiet || d.severity == diagnostic::Severity::Error;
    shown.extend(diagnostics.iter().filter(errors_only).cloned());
    if shown.is_empty() {
        return;
    }
    let texts = Texts::new(root);
    let read = |path: &_| texts.get(path);
    let color =
        format == Format::Human && io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = Renderer::new(format, color, &read).render(&shown);
    if format == Format::Human {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    } else {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }
}

/// Shows the stage of long work on a terminal, and nothing in a pipe.
pub struct Progress {
    visible: bool,
}

impl Progress {
    /// Visible when people look and did not ask for quiet.
    pub fn new(quiet: bool, format: Format) -> Self {
        Self { visible: !quiet && format == Format::Human && io::stderr().is_terminal() }
    }

    /// Shows the stage that begins.
    pub fn stage(&self, name: &str) {
        if self.visible {
            let _ = write!(io::stderr().lock(), "\r\x1b[K  {name} …");
        }
    }

    /// Clears the line.
    pub fn end(&self) {
        if self.visible {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
