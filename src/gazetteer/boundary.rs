//! Where a name begins and ends in a text.
//!
//! A name stands between characters that are no part of a word. Scripts that are written without
//! spaces have no such places, and Korean nouns carry particles.

/// How a candidate sits in its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// A word or words by themselves.
    Whole,
    /// A part of a hyphenated compound.
    Compound,
    /// A part of a longer word, address or number.
    Inside,
}

/// Korean particles that may follow a noun without a space, alone or one after another (National
/// Institute of Korean Language, standard grammar: case and auxiliary particles).
const PARTICLES: [&str; 36] = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "만",
    "로",
    "으로",
    "에서",
    "에게",
    "한테",
    "부터",
    "까지",
    "에는",
    "에도",
    "에서는",
    "에서도",
    "로부터",
    "으로부터",
    "와의",
    "과의",
    "와는",
    "과는",
    "이나",
    "나",
    "이라는",
    "라는",
    "보다",
    "처럼",
    "측",
];

/// How the bytes `start..end` sit in `text`.
#[must_use]
pub fn fit(text: &str, start: usize, end: usize) -> Fit {
    let (Some(before), Some(name), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return Fit::Inside;
    };
    match (left(before, name), right(name, after)) {
        (Fit::Inside, _) | (_, Fit::Inside) => Fit::Inside,
        (Fit::Compound, _) | (_, Fit::Compound) => Fit::Compound,
        (Fit::Whole, Fit::Whole) => Fit::Whole,
    }
}

fn left(before: &str, name: &str) -> Fit {
    let mut back = before.chars().rev();
    let (Some(first), Some(previous)) = (name.chars().next(), back.next()) else { return Fit::Whole };
    let earlier = back.next();
    match previous {
        _ if is_unspaced(first) => Fit::Whole,
        '@' | '_' | '\\' => Fit::Inside,
        '-' | '\u{2010}' | '\u{2011}' if earlier.is_some_and(is_word) => Fit::Compound,
        // `www.iran.ir`, and the tail of `U.S.`
        '.' if earlier.is_some_and(is_word) => Fit::Inside,
        previous if is_word(previous) && !is_unspaced(previous) => Fit::Inside,
        _ => Fit::Whole,
    }
}

fn right(name: &str, after: &str) -> Fit {
    let mut ahead = after.chars();
    let (Some(last), Some(next)) = (name.chars().next_back(), ahead.next()) else { return Fit::Whole };
    let later = ahead.next();
    match next {
        _ if is_unspaced(last) => Fit::Whole,
        '@' | '_' | '\\' => Fit::Inside,
        '-' | '\u{2010}' | '\u{2011}' if later.is_some_and(is_word) => Fit::Compound,
        '.' if later.is_some_and(is_word) => Fit::Inside,
        // Money: `US$20`.
        '$' | '€' | '£' | '¥' => Fit::Inside,
        next if is_hangul(last) && is_hangul(next) => {
            let is_tail = |particle: &&str| {
                after.strip_prefix(*particle).is_some_and(|rest| !rest.starts_with(is_hangul))
            };
            if PARTICLES.iter().any(is_tail) { Fit::Whole } else { Fit::Inside }
        }
        next if is_word(next) && !is_unspaced(next) => Fit::Inside,
        _ => Fit::Whole,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Scripts written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str, name: &str) -> Fit {
        let at = text.find(name).expect("there");
        fit(text, at, at + name.len())
    }

    #[test]
    fn words_have_edges() {
        assert_eq!(fits("In Iran, they", "Iran"), Fit::Whole);
        assert_eq!(fits("the Iranian", "Iran"), Fit::Inside);
        assert_eq!(fits("woman", "oman"), Fit::Inside);
        assert_eq!(fits("Iran’s aim", "Iran"), Fit::Whole);
        assert_eq!(fits("US$20", "US"), Fit::Inside);
        assert_eq!(fits("www.iran.ir", "iran"), Fit::Inside);
        assert_eq!(fits("the U.S. Senate", "U.S."), Fit::Whole);
        assert_eq!(fits("Iran–Iraq", "Iran"), Fit::Whole);
        assert_eq!(fits("Russia/Ukraine", "Ukraine"), Fit::Whole);
    }

    #[test]
    fn compounds() {
        assert_eq!(fits("Wagner-style", "Wagner"), Fit::Compound);
        assert_eq!(fits("Sino-Russian", "Russian"), Fit::Compound);
        assert_eq!(fits("Russia - and", "Russia"), Fit::Whole);
    }

    #[test]
    fn scripts_without_spaces_and_particles() {
        assert_eq!(fits("昨日北朝鮮は", "北朝鮮"), Fit::Whole);
        assert_eq!(fits("북한은 말했다", "북한"), Fit::Whole);
        assert_eq!(fits("북한에서는", "북한"), Fit::Whole);
        assert_eq!(fits("북한산은", "북한"), Fit::Inside);
        assert_eq!(fits("в Україні", "Україн"), Fit::Inside);
        assert_eq!(fits("في إيران،", "إيران"), Fit::Whole);
    }
}
