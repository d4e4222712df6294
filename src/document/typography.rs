//! Typographic punctuation in plain texts of a front matter, as Markdown has it in the body.

use std::borrow::Cow;

/// Straight quotation marks, `--`, `---` and `...` as typographic ones.
#[must_use]
pub fn smart_punctuation(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) && !text.contains("--") && !text.contains("...") {
        return Cow::Borrowed(text);
    }
    let mut smart = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let long = [("---", '—'), ("--", '–'), ("...", '…')];
        if let Some((plain, sign)) = long.into_iter().find(|(plain, _)| rest.starts_with(plain)) {
            smart.push(sign);
            rest = &rest[plain.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        smart.push(match c {
            '"' if opens(&smart, rest) => '“',
            '"' => '”',
            '\'' if opens(&smart, rest) && !is_decade(rest) => '‘',
            '\'' => '’',
            _ => c,
        });
    }
    Cow::Owned(smart)
}

/// Whether a mark stands before a word and not after one.
fn opens(before: &str, after: &str) -> bool {
    let starts =
        |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '“' | '‘' | '/');
    before.chars().next_back().is_none_or(starts) && after.starts_with(|c: char| !c.is_whitespace())
}

/// The rest of `'90s`, whose mark is an apostrophe.
fn is_decade(after: &str) -> bool {
    after.bytes().take_while(u8::is_ascii_digit).count() == 2
}

#[cfg(test)]
mod tests {
    use super::smart_punctuation;

    #[test]
    fn marks_turn_towards_their_words() {
        for (plain, smart) in [
            ("The \"third rotation\" and what it isn't", "The “third rotation” and what it isn’t"),
            ("'We' said 'no' -- in the '90s", "‘We’ said ‘no’ – in the ’90s"),
            ("2024--2025: wait... (\"soon\")---or never", "2024–2025: wait… (“soon”)—or never"),
            ("Soldiers' rations, 5'10\" men", "Soldiers’ rations, 5’10” men"),
            ("\"'Tis\" and \"", "“‘Tis” and ”"),
            ("no marks", "no marks"),
        ] {
            assert_eq!(smart_punctuation(plain), smart);
        }
    }
}
