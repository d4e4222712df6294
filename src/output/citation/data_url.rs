//! Files that are in the page itself.

/// The address of a text that is in the address (RFC 2397), to be downloaded without a file of its own.
///
/// As much as possible stands in it as it is: what a URL may hold (URL Standard, "URL code points"; letters
/// of all scripts are among them) and an attribute too, so that nothing is escaped again. `#` would end it.
pub(super) fn data_url(media_type: &str, text: &str) -> String {
    let mut out = format!("data:{media_type};charset=utf-8,");
    out.reserve(text.len() * 2);
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 15)]);
    for c in text.chars() {
        if may_stand(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.extend(['%', digit(byte >> 4), digit(byte)]);
            }
        }
    }
    out
}

/// Whether it may stand both in a URL and in an attribute. From `(` to `;` are digits and `()*+,-./:;`.
fn may_stand(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '('..=';' | '!' | '$' | '=' | '?' | '@' | '_' | '~' | '\u{a0}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_stand_there_is_encoded() {
        let encoded = |text: &str| data_url("a/b", text).replace("data:a/b;charset=utf-8,", "");
        assert_eq!(encoded("Az09-._~!$()*+,;=:@/?Київ字…"), "Az09-._~!$()*+,;=:@/?Київ字…");
        assert_eq!(encoded("\r\n \t\0\u{7f}\u{85}"), "%0D%0A%20%09%00%7F%C2%85");
        assert_eq!(encoded("<a href=\"#'&%41\">"), "%3Ca%20href=%22%23%27%26%2541%22%3E");
        assert_eq!(encoded("[\\]^`{|}"), "%5B%5C%5D%5E%60%7B%7C%7D");
    }
}
