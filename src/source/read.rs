//! Reading one file.

use std::io::{self, Read};
use std::path::Path;

use super::open::{open, read, whole};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Fingerprint, SourcePath};

/// The largest text file that is read.
pub const MAX_TEXT_BYTES: u64 = 32 * 1024 * 1024;

/// Reads a text file below `root`. A byte order mark is dropped and CRLF becomes LF, so that the
/// same words give the same site whatever editor wrote them.
///
/// # Errors
/// When it cannot be read, is too large, is not UTF-8, or is being written all the time.
pub fn read_text(root: &Path, path: &SourcePath) -> Result<String, Diagnostic> {
    read_text_and_fingerprint(root, path).map(|(text, _)| text)
}

/// As [`read_text`], with the fingerprint of what the file holds, byte for byte.
///
/// # Errors
/// As for [`read_text`].
pub fn read_text_and_fingerprint(
    root: &Path,
    path: &SourcePath,
) -> Result<(String, Fingerprint), Diagnostic> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::error(&codes::IO_READ, format!("cannot read this file: {error}")).in_file(path)
    };
    let bytes = whole(&root.join(path.as_str()), |file, before| {
        let mut bytes =
            Vec::with_capacity(usize::try_from(before.len().min(MAX_TEXT_BYTES)).unwrap_or(0) + 1);
        // One byte more than is allowed shows that there are more.
        file.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    let bytes = bytes.map_err(unreadable)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        let message = format!("this file is larger than {} MiB", MAX_TEXT_BYTES / 1024 / 1024);
        return Err(Diagnostic::error(&codes::IO_SIZE, message).in_file(path));
    }
    let fingerprint = Fingerprint::of(&bytes);
    Ok((decode(bytes, path)?, fingerprint))
}

fn decode(bytes: Vec<u8>, path: &SourcePath) -> Result<String, Diagnostic> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let help = match error.as_bytes() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it looks like UTF-16; save it as UTF-8",
            _ => "save it as UTF-8",
        };
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        Diagnostic::error(&codes::IO_UTF8, format!("this file is not UTF-8: see byte {at}, in line {line}"))
            .in_file(path)
            .help(help)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.contains('\r') {
        text = text.replace("\r\n", "\n");
    }
    if let Some(at) = text.find('\0') {
        let line = text[..at].matches('\n').count() + 1;
        let message = format!("this file holds a NUL character in line {line}, which is no text");
        return Err(Diagnostic::error(&codes::IO_UTF8, message).in_file(path));
    }
    Ok(text)
}

/// Reads a file below `root` as it is.
///
/// # Errors
/// When it cannot be read, or has become a symbolic link that may not be followed.
pub fn read_bytes(root: &Path, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
    super::walk::followed(root, path).and_then(|file| read(&file)).map_err(|error| {
        Diagnostic::error(&codes::IO_READ, format!("cannot read this file: {error}")).in_file(path)
    })
}

/// The fingerprint of what a file below `root` holds. A file that is larger than any text is read piece by
/// piece.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint(root: &Path, path: &SourcePath) -> io::Result<Fingerprint> {
    let (mut file, metadata) = open(&root.join(path.as_str()))?;
    let size = metadata.len();
    if size <= MAX_TEXT_BYTES {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.read_to_end(&mut bytes)?;
        return Ok(Fingerprint::of(&bytes));
    }
    Fingerprint::of_stream(&mut file)
}
