//! Escaping for HTML text and attributes, and percent-encoding of addresses.

use std::borrow::Cow;

/// The first byte at or after `from` that `wanted` picks.
///
/// Looks at a block of bytes in one go, which the compiler makes one vector instruction or two:
/// what is looked for is rare in text, and this passes over every byte of a site.
pub(super) fn find_byte(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let has = |block: &[u8; 32]| block.iter().fold(false, |any, byte| any | wanted(*byte));
    let (blocks, _) = rest.as_chunks();
    let block = match blocks.iter().position(has) {
        Some(block) => block * 32,
        // What is left is the end of one more block.
        None if rest.last_chunk().is_none_or(has) => blocks.len() * 32,
        None => return None,
    };
    rest.get(block..)?.iter().position(|byte| wanted(*byte)).map(|at| from + block + at)
}

/// Appends `text` with `& < > "` escaped: enough for text and for double-quoted attributes.
pub(super) fn text_into(text: &str, out: &mut String) {
    let special = |byte: u8| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    let mut from = 0;
    while let Some(at) = find_byte(text.as_bytes(), from, special) {
        out.push_str(&text[from..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Appends an address as the content of a double-quoted `href` or `src`.
///
/// What a URL cannot hold is percent-encoded; what is encoded already stays so.
pub(super) fn address_into(address: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut from = 0;
    for (at, byte) in address.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || b"-_.+!*'(),%#@?=;:/$~".contains(&byte) {
            continue;
        }
        // A byte of a character beyond ASCII is never plain, so both ends are boundaries.
        out.push_str(address.get(from..at).unwrap_or_default());
        if byte == b'&' {
            out.push_str("&amp;");
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
        }
        from = at + 1;
    }
    out.push_str(address.get(from..).unwrap_or_default());
}

/// Undoes percent-encoding; an address that would not be UTF-8 then stays as it is.
pub(super) fn percent_decode(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return Cow::Borrowed(address);
    }
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, hex(1), hex(2)) {
            decoded.push((high * 16 + low) as u8);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(address), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> String {
        let mut out = String::new();
        address_into(text, &mut out);
        out
    }

    #[test]
    fn text_is_escaped_wherever_it_is_long() {
        for length in 0..100 {
            let plain = "é".repeat(length);
            let mut out = String::new();
            text_into(&format!("{plain}<{plain}&\"{plain}>"), &mut out);
            assert_eq!(out, format!("{plain}&lt;{plain}&amp;&quot;{plain}&gt;"));
        }
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(address("https://a.b/c d?e=ä&f=%20[\"]"), "https://a.b/c%20d?e=%C3%A4&amp;f=%20%5B%22%5D");
    }

    #[test]
    fn percent_encoding_is_undone_when_it_is_text() {
        assert_eq!(percent_decode("a%20b%C3%A4%"), "a bä%");
        assert_eq!(percent_decode("%FF"), "%FF");
        assert_eq!(percent_decode("%4"), "%4");
    }
}
