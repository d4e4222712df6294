//! Characters that HTML has no way to hold. They may come from any text of the content, and all of it comes
//! through here on its way into a page.

/// The page with the sign for what cannot be shown in place of each. To leave them out would be no help: what is
/// harmless because one stands in it, such as `java\u{1}script:`, would come together behind the back of those who
/// have judged it.
pub(super) fn legal(page: Vec<u8>) -> Vec<u8> {
    if !has_forbidden(&page) {
        return page;
    }
    match String::from_utf8(page) {
        Ok(text) => text.replace(is_forbidden, SIGN).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Whether any character of a page is forbidden. This is asked of every page, so bytes are looked at, and most of
/// them many at once.
fn has_forbidden(page: &[u8]) -> bool {
    // The first bytes of all of them, and of few others.
    let may_begin_one = |byte: u8| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1f | 0x7f | 0xc2 | 0xef | 0xf0..);
    page.chunks(256).zip((0..).step_by(256)).any(|(chunk, start)| {
        chunk.iter().fold(false, |any, byte| any | may_begin_one(*byte))
            && (start..start + chunk.len()).any(|at| begins_forbidden(page.get(at..).unwrap_or_default()))
    })
}

/// Whether UTF-8 begins with a forbidden character.
fn begins_forbidden(bytes: &[u8]) -> bool {
    match bytes {
        [0..=8 | 0x0b | 0x0e..=0x1f | 0x7f, ..]
        | [0xc2, 0x80..=0x9f, ..]
        | [0xef, 0xb7, 0x90..=0xaf, ..]
        | [0xef, 0xbf, 0xbe | 0xbf, ..] => true,
        [0xf0..=0xff, second, 0xbf, 0xbe | 0xbf, ..] => second & 0xf == 0xf,
        _ => false,
    }
}

/// U+FFFD.
const SIGN: &str = "\u{fffd}";

/// Noncharacters and controls other than white space (HTML standard, "Text" and "Preprocessing the input stream").
fn is_forbidden(c: char) -> bool {
    let is_noncharacter = ('\u{fdd0}'..='\u{fdef}').contains(&c) || u32::from(c) & 0xfffe == 0xfffe;
    is_noncharacter || c.is_control() && !matches!(c, '\t' | '\n' | '\u{c}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_forbids_is_replaced_and_nothing_else() {
        let kept = |text: &str| String::from_utf8(legal(text.into())).expect("UTF-8");
        for c in '\0'..=char::MAX {
            let is_kept = kept(&format!("a{c}b")) == format!("a{c}b");
            assert_eq!(is_kept, !is_forbidden(c), "{c:?}");
        }
        assert_eq!(kept("a\u{1}\u{7f}\u{9f}\u{fdd0}\u{ffff}\u{1fffe}b"), format!("a{}b", SIGN.repeat(6)));
        assert_eq!(kept("Київ\t\r\n\u{c}\u{a0}\u{feff}🙂"), "Київ\t\r\n\u{c}\u{a0}\u{feff}🙂");
    }
}
