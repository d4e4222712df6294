//! How deep the brackets of a YAML text nest, told before a reader sees it that looks at every open bracket for
//! each token that follows: a megabyte of them would take it minutes.
//!
//! A bracket is one where a value may begin; in quotation marks, comments, tags, block scalars and in the middle
//! of plain text it is a character. Which of these a place is in depends on how far blocks are indented, so
//! the scanner keeps their columns as libyaml does. What no YAML can hold may be read in any way here: the
//! readers stop there.

/// The byte of the first bracket that more than `most` others are open around, itself included.
pub(super) fn too_deep(text: &str, most: usize) -> Option<usize> {
    // Nearly every text has so few that nobody needs to know where they stand.
    text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).nth(most)?;
    let mut scanner = Scanner::new(text);
    while scanner.token() {
        if scanner.open > most {
            return Some(scanner.last);
        }
    }
    None
}

/// A text, read from token to token.
struct Scanner<'t> {
    /// What is left of the text.
    rest: &'t str,
    /// Bytes read.
    at: usize,
    /// Where the last token began.
    last: usize,
    line: usize,
    /// In characters.
    column: usize,
    /// The columns of the block lists and mappings that are open.
    blocks: Vec<usize>,
    /// Brackets that are open.
    open: usize,
    /// Whether a key of a block mapping may begin here.
    key_allowed: bool,
    /// Line and column of what may turn out to be such a key.
    key: Option<(usize, usize)>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        // To the readers, this character is the end.
        let rest = text.split('\0').next().unwrap_or_default();
        let (at, last, line, column, open) = (0, 0, 0, 0, 0);
        Self { rest, at, last, line, column, blocks: Vec::new(), open, key_allowed: true, key: None }
    }

    /// Reads a token; false at the end.
    fn token(&mut self) -> bool {
        self.skip_to_token();
        self.last = self.at;
        let Some(first) = self.peek() else { return false };
        let in_block = self.open == 0;
        while in_block && self.blocks.last().is_some_and(|block| *block > self.column) {
            self.blocks.pop();
        }
        match first {
            '%' if self.column == 0 => {
                self.end_blocks();
                self.skip_while(|c| !is_break(c));
            }
            '-' | '.' if self.is_document_mark() => {
                self.end_blocks();
                (0..3).for_each(|_| self.skip());
            }
            '[' | '{' => {
                self.may_be_key();
                self.open += 1;
                self.skip();
            }
            ']' | '}' => {
                self.open = self.open.saturating_sub(1);
                self.key_allowed = false;
                self.skip();
            }
            ',' => self.skip(),
            '-' if self.is_last_of_word() => self.block_entry(),
            '?' if !in_block || self.is_last_of_word() => self.block_entry(),
            ':' if !in_block || self.is_last_of_word() => self.block_value(),
            '&' | '*' | '!' => {
                self.may_be_key();
                self.property();
            }
            '\'' | '"' => {
                self.may_be_key();
                self.quoted(first);
            }
            '|' | '>' if in_block => self.block_scalar(),
            _ => {
                self.may_be_key();
                self.plain();
            }
        }
        true
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self) {
        let Some(c) = self.peek() else { return };
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.at += c.len_utf8();
        self.column += 1;
        if is_break(c) {
            self.line += 1;
            self.column = 0;
        }
    }

    fn skip_while(&mut self, is_wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is_wanted) {
            self.skip();
        }
    }

    /// Whether a blank, a line break or nothing follows the next character.
    fn is_last_of_word(&self) -> bool {
        self.rest.chars().nth(1).is_none_or(is_blank_or_break)
    }

    /// Whether a document begins or ends here.
    fn is_document_mark(&self) -> bool {
        let after = self.rest.strip_prefix("---").or_else(|| self.rest.strip_prefix("..."));
        self.column == 0 && after.is_some_and(|after| after.chars().next().is_none_or(is_blank_or_break))
    }

    fn skip_to_token(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                '#' => self.skip_while(|c| !is_break(c)),
                '\u{feff}' if self.column == 0 => self.skip(),
                c if is_blank_or_break(c) => {
                    self.skip();
                    self.key_allowed |= is_break(c) && self.open == 0;
                }
                _ => return,
            }
        }
    }

    /// What begins here may be a key of a block mapping.
    fn may_be_key(&mut self) {
        if self.open == 0 && self.key_allowed {
            self.key = Some((self.line, self.column));
        }
        self.key_allowed = false;
    }

    fn begin_block(&mut self, column: usize) {
        if self.open == 0 && self.blocks.last().is_none_or(|block| *block < column) {
            self.blocks.push(column);
        }
    }

    fn end_blocks(&mut self) {
        if self.open == 0 {
            self.blocks.clear();
        }
        self.key = None;
        self.key_allowed = false;
    }

    /// `-` or `?`.
    fn block_entry(&mut self) {
        self.begin_block(self.column);
        self.key_allowed = true;
        self.skip();
    }

    /// `:`
    fn block_value(&mut self) {
        // A key stands on one line.
        let key = if self.open == 0 { self.key.take() } else { None };
        let key = key.filter(|(line, _)| *line == self.line);
        self.begin_block(key.map_or(self.column, |(_, column)| column));
        self.key_allowed = key.is_none();
        self.skip();
    }

    /// A tag, an anchor or an alias.
    fn property(&mut self) {
        if self.rest.starts_with("!<") {
            return self.skip_while(|c| !is_blank_or_break(c));
        }
        self.skip();
        self.skip_while(|c| !is_blank_or_break(c) && !is_flow_sign(c));
    }

    fn quoted(&mut self, mark: char) {
        self.skip();
        while let Some(c) = self.peek() {
            self.skip();
            if c == '\\' && mark == '"' {
                self.skip();
            } else if c == mark {
                if mark == '"' || self.peek() != Some(mark) {
                    return;
                }
                self.skip();
            }
        }
    }

    /// Text without quotation marks, over as many lines as are indented further than the block that it is in.
    fn plain(&mut self) {
        let indent = self.blocks.last().map_or(0, |block| block + 1);
        loop {
            while let Some(c) = self.peek().filter(|c| !is_blank_or_break(*c)) {
                if (c == ':' && self.is_last_of_word()) || (self.open > 0 && is_flow_sign(c)) {
                    return;
                }
                self.skip();
            }
            let line = self.line;
            self.skip_while(is_blank_or_break);
            // What follows on a line of its own may be a key.
            self.key_allowed = self.line > line && self.open == 0;
            let is_outside = self.open == 0 && self.column < indent;
            if is_outside || self.is_document_mark() || matches!(self.peek(), None | Some('#')) {
                return;
            }
            if self.peek() == Some(':') && self.is_last_of_word() {
                return;
            }
            self.key_allowed = false;
        }
    }

    /// `|` or `>`, and the lines that are indented as the first is that has any text.
    fn block_scalar(&mut self) {
        self.key = None;
        self.key_allowed = true;
        self.skip();
        let mut given = 0;
        while let Some(c) = self.peek().filter(|c| matches!(c, '+' | '-' | '1'..='9')) {
            given = c.to_digit(10).map_or(given, |digit| digit as usize);
            self.skip();
        }
        self.skip_while(is_blank);
        if self.peek() == Some('#') {
            self.skip_while(|c| !is_break(c));
        }
        if !self.peek().is_some_and(is_break) {
            return;
        }
        self.skip();
        let mut indent = match given {
            0 => None,
            given => Some(self.blocks.last().copied().unwrap_or(0) + given),
        };
        self.skip_indentation(&mut indent);
        while self.peek().is_some() && Some(self.column) == indent {
            self.skip_while(|c| !is_break(c));
            self.skip();
            self.skip_indentation(&mut indent);
        }
    }

    /// Skips empty lines of a block scalar and the indentation of the one after them, which says how far all are
    /// indented when nothing else has.
    fn skip_indentation(&mut self, indent: &mut Option<usize>) {
        let mut furthest = 0;
        loop {
            while self.peek() == Some(' ') && indent.is_none_or(|indent| self.column < indent) {
                self.skip();
            }
            furthest = furthest.max(self.column);
            if !self.peek().is_some_and(is_break) {
                break;
            }
            self.skip();
        }
        let least = self.blocks.last().map_or(0, |block| block + 1).max(1);
        indent.get_or_insert(furthest.max(least));
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// The line breaks of YAML 1.1.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank_or_break(c: char) -> bool {
    is_blank(c) || is_break(c)
}

/// What ends plain text inside of brackets.
fn is_flow_sign(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

#[cfg(test)]
mod tests;
