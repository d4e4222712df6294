//! JSON that is written piece by piece: as one value it takes twenty times the memory of its text.

use serde::Serialize;

/// A text of JSON in the making.
#[derive(Debug)]
pub(super) struct Json {
    text: Vec<u8>,
    is_first: bool,
}

impl Json {
    /// Begins with a list or object, and what comes before it.
    pub(super) fn new(opening: &str) -> Self {
        Self { text: opening.as_bytes().to_vec(), is_first: true }
    }

    /// Whether nothing has been added to the list or object.
    pub(super) fn is_empty(&self) -> bool {
        self.is_first
    }

    /// Adds a value to a list.
    pub(super) fn item(&mut self, value: &impl Serialize) {
        if !std::mem::take(&mut self.is_first) {
            self.text.push(b',');
        }
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.text, value);
    }

    /// Adds a field to an object; its value is JSON already.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        self.item(&name);
        self.text.push(b':');
        self.text.extend_from_slice(value.as_bytes());
    }

    /// Ends a list or object and begins the next.
    pub(super) fn next(&mut self, between: &str) {
        self.text.extend_from_slice(between.as_bytes());
        self.is_first = true;
    }

    /// Ends the last list or object, and the text.
    pub(super) fn finish(mut self, closing: &str) -> Vec<u8> {
        self.text.extend_from_slice(closing.as_bytes());
        self.text
    }
}
