//! Code blocks.

use pulldown_cmark::CodeBlockKind;

use super::sink::Lead;
use super::writer::Writer;
use crate::document::body::Context;
use crate::document::highlight;

/// A code block whose text is being gathered.
#[derive(Debug)]
pub(super) struct OpenCode {
    language: String,
    text: String,
}

impl OpenCode {
    /// Adds a line or part of one.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

impl<'t> Writer<'t> {
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        let word = info.split_whitespace().next().unwrap_or_default();
        let language = if self.extended() {
            // `rust,ignore` and `{python}` are ways of other tools to write a language.
            let safe = |c: &char| c.is_ascii_alphanumeric() || "_+#.-".contains(*c);
            word.trim_start_matches('{').chars().take_while(safe).collect()
        } else {
            word.to_owned()
        };
        self.code = Some(OpenCode { language, text: String::new() });
    }

    pub(super) fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.sink.start_line();
        // A long line scrolls sideways, so the keyboard must reach the block.
        self.sink.push(if self.extended() {
            "<pre class=\"code\" tabindex=\"0\"><code"
        } else {
            "<pre><code"
        });
        if !code.language.is_empty() {
            self.sink.push(" class=\"language-");
            self.sink.push_escaped(&code.language);
            self.sink.push("\"");
        }
        self.sink.push(">");
        let highlight = self.extended() && self.options.highlight;
        if !highlight || !highlight::highlight_into(&code.language, &code.text, &mut self.sink.prose.html) {
            self.sink.push_escaped(&code.text);
        }
        self.sink.push("</code></pre>\n");
        self.sink.words.end_word();
        self.sink.words.add(&code.text);
        // The block has no runs: its text is cut up by the highlighting, and no name in it counts.
        self.sink.open_block(Context::Code, Lead::No);
        self.sink.close_block_as(None);
    }
}
