//! Dates of articles: exact to the day or to the second, with the offset that the author wrote.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A date, or a date with a time and an offset from UTC.
///
/// A bare date is midnight UTC; a time without an offset is taken as UTC. The offset is kept, so
/// that what is printed is what the author wrote. Order is by instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Parts", try_from = "Parts")]
pub struct Moment {
    date: Date,
    time: Option<Time>,
    offset: Offset,
    /// Seconds since 1970, which moments are sorted by.
    unix: i64,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Moment {
    /// Reads an RFC 3339 date or date and time; a space may stand for the `T`, as in Hugo and
    /// Jekyll, and the offset may be missing or written `+0200` after a space.
    ///
    /// # Errors
    /// When the text has another form, or names a day that is not in the calendar.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let normal = normalise(text);
        let pieces = jiff::fmt::temporal::Pieces::parse(&normal)
            .map_err(|error| DateError(reason(text, &error.to_string())))?;
        // Jiff also reads `20250703`, which a person may have meant as a number.
        if text.as_bytes().get(4) != Some(&b'-') {
            return Err(DateError(reason(text, "")));
        }
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        // RFC 3339 has offsets of hours and minutes alone, so one with seconds could not be written again.
        if offset.seconds() % 60 != 0 {
            return Err(DateError(reason(text, "")));
        }
        // Nor are fractions of a second written.
        let time = pieces.time().and_then(|time| time.with().subsec_nanosecond(0).build().ok());
        Ok(Self::new(pieces.date(), time, offset))
    }

    /// The moment a UTC timestamp names, in seconds since 1970.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        let instant = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        let civil = Offset::UTC.to_datetime(instant);
        Self::new(civil.date(), Some(civil.time()), Offset::UTC)
    }

    fn new(date: Date, time: Option<Time>, offset: Offset) -> Self {
        let civil = date.to_datetime(time.unwrap_or(Time::midnight()));
        let utc = civil.saturating_sub(SignedDuration::from_secs(i64::from(offset.seconds())));
        let unix = Offset::UTC.to_timestamp(utc).map_or(0, Timestamp::as_second);
        Self { date, time, offset, unix }
    }

    /// Seconds since 1970; the order of moments.
    #[must_use]
    pub fn unix(&self) -> i64 {
        self.unix
    }

    /// The calendar day where the author was: `2025-07-03`.
    #[must_use]
    pub fn day(&self) -> String {
        self.date.to_string()
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn ymd(&self) -> (i16, i8, i8) {
        (self.date.year(), self.date.month(), self.date.day())
    }

    /// RFC 3339 with seconds and offset, as feeds and JSON-LD want it.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let time = self.time.unwrap_or(Time::midnight());
        let seconds = self.offset.seconds();
        let offset = if seconds == 0 {
            "Z".to_owned()
        } else {
            let sign = if seconds < 0 { '-' } else { '+' };
            let minutes = seconds.abs() / 60;
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        };
        format!("{}T{:02}:{:02}:{:02}{offset}", self.date, time.hour(), time.minute(), time.second())
    }
}

/// A moment as it is kept: year, month and day; hour, minute and second; seconds east of UTC.
type Parts = ((i16, i8, i8), Option<(i8, i8, i8)>, i32);

impl From<Moment> for Parts {
    fn from(moment: Moment) -> Self {
        let time = moment.time.map(|time| (time.hour(), time.minute(), time.second()));
        (moment.ymd(), time, moment.offset.seconds())
    }
}

impl TryFrom<Parts> for Moment {
    type Error = jiff::Error;

    fn try_from(((year, month, day), time, offset): Parts) -> Result<Self, Self::Error> {
        let time = time.map(|(hour, minute, second)| Time::new(hour, minute, second, 0)).transpose()?;
        Ok(Self::new(Date::new(year, month, day)?, time, Offset::from_seconds(offset)?))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |m: &Self| (m.unix, m.date, m.time, m.offset);
        key(self).cmp(&key(other))
    }
}

/// `2025-07-03 10:00:00 +0200` as Jekyll writes it, to the form that RFC 3339 has.
fn normalise(text: &str) -> String {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(date), Some(time), Some(offset), None) => format!("{date}T{time}{offset}"),
        (Some(date), Some(time), None, None) => format!("{date}T{time}"),
        _ => text.to_owned(),
    }
}

fn reason(text: &str, detail: &str) -> String {
    let calendar = detail.contains("day") && detail.contains("range") || detail.contains("month");
    if calendar && text.len() >= 10 {
        format!("`{text}` is not a day in the calendar")
    } else {
        format!("`{text}` is not a date")
    }
}

/// English name of a month, 1 to 12; empty for any other number.
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc(text: &str) -> Option<String> {
        Moment::parse(text).ok().map(|moment| moment.rfc3339())
    }

    #[test]
    fn offsets_are_kept_and_bare_dates_are_utc() {
        assert_eq!(rfc("2025-07-03").as_deref(), Some("2025-07-03T00:00:00Z"));
        assert_eq!(rfc("2025-07-03T10:00:00+02:00").as_deref(), Some("2025-07-03T10:00:00+02:00"));
        assert_eq!(rfc("2025-07-03 10:00:00 -0330").as_deref(), Some("2025-07-03T10:00:00-03:30"));
        assert_eq!(rfc("2025-07-03 10:00").as_deref(), Some("2025-07-03T10:00:00Z"));
    }

    #[test]
    fn order_is_by_instant() {
        let early = Moment::parse("2025-07-03T01:00:00+02:00");
        let late = Moment::parse("2025-07-03");
        assert!(early.expect("date") < late.expect("date"));
        assert_eq!(Moment::parse("1970-01-02").map(|m| m.unix()), Ok(86_400));
        assert_eq!(Moment::from_unix(86_400).rfc3339(), "1970-01-02T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "yesterday", "2025-02-30", "2025-13-01", "20250703", "2025-07", "03/07/2025"] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Moment::parse("2025-02-30").map_err(|e| e.to_string()),
            Err("`2025-02-30` is not a day in the calendar".to_owned())
        );
    }
}
