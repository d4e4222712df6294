//! Dates as FollowTheMoney has them.
//!
//! Its dates are prefixes of ISO 8601, `2024`, `2024-10`, `2024-10-19`, `2024-10-19T08:00:00`, in UTC
//! and from the year 1000 on (`types/date.py` and the package `prefixdate`). There is no way to say
//! "about", "or" and "in spring", so a date that is not exact is left to words: as a property it
//! would be taken for one that is.

use crate::model::{Edtf, Moment};

use super::Entity;

/// The date, when it is a sure year, month or day.
pub fn exact(date: &Edtf) -> Option<&str> {
    date.html_datetime().filter(|text| !text.starts_with('0'))
}

/// The moment in UTC; midnight is the day.
pub fn instant(moment: Moment) -> String {
    let utc = Moment::from_unix(moment.unix()).rfc3339();
    let utc = utc.trim_end_matches('Z');
    utc.strip_suffix("T00:00:00").unwrap_or(utc).to_owned()
}

/// Sets `startDate` and `endDate` of an `Interval`, or says them in its `description`.
pub fn period(entity: &mut Entity, from: Option<&Edtf>, to: Option<&Edtf>) {
    let mut words = Vec::new();
    for (property, word, date) in [("startDate", "Since", from), ("endDate", "Until", to)] {
        match date.map(|date| (date, exact(date))) {
            Some((_, Some(exact))) => entity.add(property, exact),
            Some((date, None)) => words.push(format!("{word}: {}.", date.display())),
            None => {}
        }
    }
    entity.add("description", words.join(" "));
}

/// Sets the `date` of an `Event`, or its `startDate` and `endDate`; what is not exact is said in its
/// `description`.
pub fn occasion(entity: &mut Entity, date: &Edtf) {
    let ends = match date.as_str().split_once('/') {
        None => vec![("date", date.as_str())],
        Some((from, to)) => vec![("startDate", from), ("endDate", to)],
    };
    let mut all = true;
    for (property, end) in ends {
        let end = Edtf::parse(end).ok();
        let exact = end.as_ref().and_then(exact);
        all &= exact.is_some();
        entity.maybe(property, exact);
    }
    if !all {
        entity.add("description", format!("Date: {}.", date.display()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(date: &str, by: impl Fn(&mut Entity, &Edtf)) -> String {
        let mut entity = Entity::new("Event", String::new());
        by(&mut entity, &Edtf::parse(date).expect("date"));
        let properties = entity.properties.iter();
        properties.map(|(name, values)| format!("{name}={}", values.join("|"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_sure_dates_are_properties() {
        for (date, is) in [
            ("2011-12", "startDate=2011-12"),
            ("1945-10-24", "startDate=1945-10-24"),
            ("2024-10~", "description=Since: about October 2024."),
            ("2024?", "description=Since: 2024 (uncertain)."),
            ("2024-22", "description=Since: summer 2024."),
            ("195X", "description=Since: 1950s."),
            ("2024/2025", "description=Since: 2024 to 2025."),
            ("0988", "description=Since: 988."),
            ("-0043", "description=Since: 44 BC."),
        ] {
            assert_eq!(said(date, |entity, date| period(entity, Some(date), None)), is, "{date}");
        }
    }

    #[test]
    fn an_event_has_a_date_or_two_ends() {
        for (date, is) in [
            ("2024-06-19", "date=2024-06-19"),
            ("2025-04-26/2025-04-28", "endDate=2025-04-28 startDate=2025-04-26"),
            ("2024-06/..", "description=Date: since June 2024. startDate=2024-06"),
            ("2024-10~", "description=Date: about October 2024."),
        ] {
            assert_eq!(said(date, occasion), is, "{date}");
        }
    }

    #[test]
    fn moments_are_utc() {
        for (text, is) in [
            ("2025-07-03", "2025-07-03"),
            ("2025-07-03T10:00:30+02:00", "2025-07-03T08:00:30"),
            ("2025-07-03T01:00:00+02:00", "2025-07-02T23:00:00"),
        ] {
            assert_eq!(Moment::parse(text).map(instant), Ok(is.to_owned()));
        }
    }
}
