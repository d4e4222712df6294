//! Dates that are not exact: the Extended Date/Time Format of ISO 8601-2, the levels that
//! analysis needs.
//!
//! Source: Library of Congress, EDTF specification (February 2019): level 0; of level 1,
//! qualification (`~ ? %`), open and unknown interval ends, unspecified digits and seasons; of level
//! 2, the other parts of a year (33 to 41) and one of a set (`[2024,2025]`).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::month_name;

/// A date as EDTF writes it: `2024`, `2024-10~`, `2024-06-19`, `2024/2025`, `2024-06/..`,
/// `[2024,2025]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edtf {
    text: Box<str>,
    form: Form,
}

/// Why a text is not an EDTF date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdtfError(String);

impl fmt::Display for EdtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Form {
    Point(Point),
    Interval(End, End),
    /// One of these; two at the least, the earliest first.
    OneOf(Box<[Point]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum End {
    Point(Point),
    /// `..`: no end is set.
    Open,
    /// Nothing written: there is an end, but it is not known.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Point {
    year: i32,
    /// How many of the year's last digits are unspecified (`X`).
    blurred: u8,
    month: Option<Month>,
    day: Option<u8>,
    approximate: bool,
    uncertain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Month {
    Month(u8),
    /// The code of a longer part of a year, one of [`PARTS`].
    Part(u8),
}

/// Parts of a year: the code, the first and last month, and the words before the year.
/// A season's months are those of the northern half of the world; its name is what the author wrote.
const PARTS: [(u8, u8, u8, &str); 13] = [
    (21, 3, 5, "spring"),
    (22, 6, 8, "summer"),
    (23, 9, 11, "autumn"),
    (24, 12, 12, "winter"),
    (33, 1, 3, "first quarter of"),
    (34, 4, 6, "second quarter of"),
    (35, 7, 9, "third quarter of"),
    (36, 10, 12, "last quarter of"),
    (37, 1, 4, "early"),
    (38, 5, 8, "mid"),
    (39, 9, 12, "late"),
    (40, 1, 6, "first half of"),
    (41, 7, 12, "second half of"),
];

impl Edtf {
    /// Reads an EDTF date.
    ///
    /// # Errors
    /// When the text is not of the levels above, or names a day that is not in the calendar, or
    /// an interval that ends before it begins.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        if let Some(set) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            let mut points =
                set.split(',').map(|text| Point::parse(text.trim())).collect::<Result<Vec<_>, _>>()?;
            points.sort_by_key(|point| (point.first(), point.last()));
            let form = match points.as_slice() {
                [one] => Form::Point(*one),
                _ => Form::OneOf(points.into()),
            };
            return Ok(Self { text: text.into(), form });
        }
        let form = match text.split_once('/') {
            None => Form::Point(Point::parse(text)?),
            Some((from, to)) => {
                let (from, to) = (End::parse(from)?, End::parse(to)?);
                if let (End::Point(a), End::Point(b)) = (from, to)
                    && a.first() > b.last()
                {
                    return Err(EdtfError(format!("`{text}` ends before it begins")));
                }
                if !matches!((from, to), (End::Point(_), _) | (_, End::Point(_))) {
                    return Err(EdtfError(format!("`{text}` says no date at all")));
                }
                Form::Interval(from, to)
            }
        };
        Ok(Self { text: text.into(), form })
    }

    /// The date as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date as the `datetime` of HTML's `time` element takes it: a year, month or day that is
    /// sure; none for any other.
    #[must_use]
    pub fn html_datetime(&self) -> Option<&str> {
        let Form::Point(point) = self.form else { return None };
        let exact = point.blurred == 0 && !point.approximate && !point.uncertain && point.year > 0;
        let plain = !self.text.starts_with('[') && !matches!(point.month, Some(Month::Part(_)));
        (exact && plain).then_some(&*self.text)
    }

    /// The earliest day it can mean, for sorting: year, month, day. An open start is the end's.
    #[must_use]
    pub fn sort_key(&self) -> (i32, u8, u8) {
        match &self.form {
            Form::Point(point) | Form::Interval(End::Point(point), _) => point.first(),
            Form::Interval(_, End::Point(point)) => point.last(),
            Form::OneOf(points) => points.first().map_or((i32::MIN, 0, 0), |point| point.first()),
            Form::Interval(..) => (i32::MIN, 0, 0),
        }
    }

    /// The latest day it can mean. An open end is later than every day.
    #[must_use]
    pub fn last_key(&self) -> (i32, u8, u8) {
        match &self.form {
            Form::Point(point) | Form::Interval(_, End::Point(point)) => point.last(),
            Form::OneOf(points) => points.iter().map(|point| point.last()).max().unwrap_or((i32::MAX, 0, 0)),
            Form::Interval(..) => (i32::MAX, 0, 0),
        }
    }

    /// The date in words, no more exact than it is: `about October 2024`, `2024 to 2025`.
    #[must_use]
    pub fn display(&self) -> String {
        match &self.form {
            Form::Point(point) => point.display(),
            Form::OneOf(points) => one_of(points),
            Form::Interval(from, to) => match (from, to) {
                (End::Point(a), End::Point(b)) => a.display_up_to(*b),
                (End::Point(a), End::Open) => format!("since {}", a.display()),
                (End::Point(a), End::Unknown) => format!("from {}, end unknown", a.display()),
                (_, End::Point(b)) => format!("until {}", b.display()),
                _ => self.text.to_string(),
            },
        }
    }
}

impl End {
    fn parse(text: &str) -> Result<Self, EdtfError> {
        Ok(match text {
            ".." => Self::Open,
            "" => Self::Unknown,
            text => Self::Point(Point::parse(text)?),
        })
    }
}

impl Point {
    fn parse(text: &str) -> Result<Self, EdtfError> {
        let wrong = || EdtfError(format!("`{text}` is not a date"));
        let (rest, approximate, uncertain) = match text.as_bytes().last() {
            Some(b'~') => (&text[..text.len() - 1], true, false),
            Some(b'?') => (&text[..text.len() - 1], false, true),
            Some(b'%') => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        let (sign, rest) = rest.strip_prefix('-').map_or((1, rest), |rest| (-1, rest));
        let mut parts = rest.split('-');
        let year = parts.next().filter(|year| year.len() == 4).ok_or_else(wrong)?;
        let known = year.trim_end_matches('X');
        let blurred = 4 - known.len();
        if blurred > 2 || !known.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let two_digits = |part: &str| -> Result<u8, EdtfError> {
            if part.len() != 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            part.parse().map_err(|_| wrong())
        };
        let month = match parts.next().map(two_digits).transpose()? {
            None => None,
            Some(month @ 1..=12) => Some(Month::Month(month)),
            Some(code) if PARTS.iter().any(|(part, ..)| *part == code) => Some(Month::Part(code)),
            Some(_) => return Err(EdtfError(format!("`{text}` has no such month"))),
        };
        let day = parts.next().map(two_digits).transpose()?;
        if parts.next().is_some() || (blurred > 0 && month.is_some()) {
            return Err(wrong());
        }
        let year = sign * known.parse::<i32>().map_err(|_| wrong())? * 10_i32.pow(blurred as u32);
        if let Some(day) = day {
            let valid = match month {
                Some(Month::Month(month)) => i16::try_from(year).is_ok_and(|year| {
                    i8::try_from(month).is_ok_and(|month| {
                        i8::try_from(day).is_ok_and(|day| jiff::civil::Date::new(year, month, day).is_ok())
                    })
                }),
                _ => false,
            };
            if !valid {
                return Err(EdtfError(format!("`{text}` is not a day in the calendar")));
            }
        }
        Ok(Self { year, blurred: blurred as u8, month, day, approximate, uncertain })
    }

    fn first(self) -> (i32, u8, u8) {
        let month = match self.month {
            None => 1,
            Some(Month::Month(month)) => month,
            Some(Month::Part(code)) => part(code).0,
        };
        (self.year, month, self.day.unwrap_or(1))
    }

    fn last(self) -> (i32, u8, u8) {
        let span = 10_i32.pow(u32::from(self.blurred)) - 1;
        let month = match self.month {
            None => 12,
            Some(Month::Month(month)) => month,
            Some(Month::Part(code)) => part(code).1,
        };
        (self.year + span, month, self.day.unwrap_or(31))
    }

    /// A range, without saying twice what both ends share: `26 to 28 April 2025`.
    fn display_up_to(self, end: Self) -> String {
        let exact = |point: Self| !point.approximate && !point.uncertain;
        let same_year = exact(self) && exact(end) && self.year == end.year;
        match (self.month, self.day, end.month, end.day) {
            (Some(a), Some(day), Some(b), Some(_)) if same_year && a == b => {
                format!("{day} to {}", end.display())
            }
            (Some(Month::Month(a)), Some(day), Some(_), Some(_)) if same_year => {
                format!("{day} {} to {}", name(a), end.display())
            }
            (Some(Month::Month(a)), None, Some(Month::Month(_)), None) if same_year => {
                format!("{} to {}", name(a), end.display())
            }
            _ => format!("{} to {}", self.display(), end.display()),
        }
    }

    fn display(self) -> String {
        let year = if self.blurred > 0 {
            format!("{}s", self.year)
        } else if self.year < 0 {
            // ISO 8601 has a year 0, which is 1 BC.
            format!("{} BC", 1 - self.year)
        } else {
            self.year.to_string()
        };
        let date = match (self.month, self.day) {
            (Some(Month::Month(month)), Some(day)) => format!("{day} {} {year}", name(month)),
            (Some(Month::Month(month)), None) => format!("{} {year}", name(month)),
            (Some(Month::Part(code)), _) => format!("{} {year}", part(code).2),
            (None, _) => year,
        };
        match (self.approximate, self.uncertain) {
            (false, false) => date,
            (true, false) => format!("about {date}"),
            (false, true) => format!("{date} (uncertain)"),
            (true, true) => format!("about {date} (uncertain)"),
        }
    }
}

/// First month, last month and words of a part of a year.
fn part(code: u8) -> (u8, u8, &'static str) {
    let part = PARTS.iter().find(|(known, ..)| *known == code);
    part.map_or((1, 12, ""), |(_, first, last, words)| (*first, *last, words))
}

/// `2024, 2025 or 2026`; what all share is said once: `May or June 2023`.
fn one_of(points: &[Point]) -> String {
    let exact = |point: &Point| !point.approximate && !point.uncertain && point.blurred == 0;
    let year = |point: &Point| (exact(point) && point.day.is_none()).then_some(point.year);
    let one_year =
        points.first().and_then(year).filter(|first| points.iter().all(|p| year(p) == Some(*first)));
    let words = |(at, point): (usize, &Point)| match point.month {
        Some(Month::Month(month)) if one_year.is_some() && at + 1 < points.len() => name(month).to_owned(),
        _ => point.display(),
    };
    let words: Vec<String> = points.iter().enumerate().map(words).collect();
    match words.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => words.concat(),
    }
}

fn name(month: u8) -> &'static str {
    i8::try_from(month).map_or("", month_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_as_exact_as_they_are() {
        for (text, shown) in [
            ("2024", "2024"),
            ("2024-10", "October 2024"),
            ("2024-10~", "about October 2024"),
            ("2024-06-19", "19 June 2024"),
            ("2024?", "2024 (uncertain)"),
            ("2024-22", "summer 2024"),
            ("195X", "1950s"),
            ("2024/2025", "2024 to 2025"),
            ("2025-04-26/2025-04-28", "26 to 28 April 2025"),
            ("2023-05-23/2023-06-24", "23 May to 24 June 2023"),
            ("2023-05/2023-06", "May to June 2023"),
            ("2022-02-24/2023-06-24", "24 February 2022 to 24 June 2023"),
            ("2023-05~/2023-06", "about May 2023 to June 2023"),
            ("2024-06/..", "since June 2024"),
            ("../2024-06", "until June 2024"),
            ("-0043", "44 BC"),
            ("2024-06/", "from June 2024, end unknown"),
            ("/2024-06", "until June 2024"),
            ("2024-39", "late 2024"),
            ("2024-38~", "about mid 2024"),
            ("2024-36", "last quarter of 2024"),
            ("2024-40/2024-41", "first half of 2024 to second half of 2024"),
            ("[2024,2025]", "2024 or 2025"),
            ("[2025-06, 2025-05]", "May or June 2025"),
            ("[2025-06-11,2025-06-14,2025-07]", "11 June 2025, 14 June 2025 or July 2025"),
            ("[2024-12,2025-01~]", "December 2024 or about January 2025"),
            ("[2024]", "2024"),
        ] {
            assert_eq!(Edtf::parse(text).map(|date| date.display()), Ok(shown.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-1",
            "2025/2024",
            "../..",
            "2024-10-",
            "~",
            "é",
            "20X4",
            "2024-32",
            "2024-42",
            "2024-39-01",
            "[]",
            "[2024,]",
            "[2024/2025]",
            "[2024",
            "{2024,2025}",
        ] {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sorts_by_the_earliest_day() {
        let key = |text: &str| Edtf::parse(text).expect("date").sort_key();
        assert!(key("2024") <= key("2024-01-01"));
        assert!(key("2023-12-31") < key("2024"));
        assert!(key("2024-21") < key("2024-22"));
        assert_eq!(key("[2025,2024-05]"), (2024, 5, 1));
        assert_eq!(key("2024-39"), (2024, 9, 1));
        assert_eq!(Edtf::parse("[2025,2024-05]").expect("date").last_key(), (2025, 12, 31));
    }
}
