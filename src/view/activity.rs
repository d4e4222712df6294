//! How many articles there were in each month, or in longer periods where there are many.

use std::ops::RangeInclusive;

use tera::Value;

use crate::drawing::Bars;
use crate::model::month_name;
use crate::site::ArticleIx;

use super::record::{html, list, record};
use super::shared::Views;

/// Periods that are shown at the most.
const MOST_PERIODS: i32 = 48;

/// Months that are shown at the least.
const LEAST_MONTHS: i32 = 12;

/// A length of periods.
struct Unit {
    name: &'static str,
    months: i32,
}

/// The shortest that yields few enough periods is taken.
const UNITS: [Unit; 5] = [
    Unit { name: "month", months: 1 },
    Unit { name: "quarter", months: 3 },
    Unit { name: "year", months: 12 },
    Unit { name: "decade", months: 120 },
    Unit { name: "century", months: 1200 },
];

impl Unit {
    /// The unit for the months from the first to the last.
    fn of(months: &RangeInclusive<i32>) -> &'static Self {
        let fits = |unit: &&Self| unit.periods(months).count() <= MOST_PERIODS as usize;
        UNITS.iter().find(fits).unwrap_or(&UNITS[4])
    }

    fn periods(&self, months: &RangeInclusive<i32>) -> RangeInclusive<i32> {
        months.start().div_euclid(self.months)..=months.end().div_euclid(self.months)
    }

    /// A period in words.
    fn words(&self, period: i32) -> String {
        let first = period * self.months;
        let (year, last) = (first.div_euclid(12), first + self.months - 1);
        let month = |at: i32| month_name(i8::try_from(at.rem_euclid(12) + 1).unwrap_or(1));
        match self.months {
            1 => format!("{} {year}", month(first)),
            3 => format!("{} to {} {year}", month(first), month(last)),
            12 => year.to_string(),
            120 => format!("{year}s"),
            _ => format!("{year} to {}", last.div_euclid(12)),
        }
    }
}

impl Views<'_> {
    /// The numbers and their drawing; none where all articles are of one month.
    pub(super) fn activity(&self, articles: &[ArticleIx]) -> Value {
        let dates = articles.iter().filter_map(|article| self.site.articles[article.get()].date);
        let months: Vec<i32> = dates
            .map(|date| {
                let (year, month, _) = date.ymd();
                i32::from(year) * 12 + i32::from(month) - 1
            })
            .collect();
        let (Some(first), Some(last)) = (months.iter().min(), months.iter().max()) else {
            return Value::none();
        };
        if first == last {
            return Value::none();
        }
        // Two or three months alone would be bars as wide as doors.
        let range = *first.min(&(last - LEAST_MONTHS + 1))..=*last;
        let unit = Unit::of(&range);
        let periods = unit.periods(&range);
        let mut counts = vec![0_usize; periods.clone().count()];
        for month in &months {
            let at = month.div_euclid(unit.months) - periods.start();
            if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        let words: Vec<String> = periods.map(|period| unit.words(period)).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        // Of several with the same number, the latest.
        let peak = counts.iter().rposition(|count| *count == most).unwrap_or(0);
        let title = format!("Analyses by {}, from {} to {}", unit.name, words[0], words[words.len() - 1]);
        let rows = words.iter().zip(&counts).map(|(words, count)| {
            record([("title", Value::from(words.as_str())), ("count", Value::from(*count))])
        });
        record([
            ("unit", Value::from(unit.name)),
            ("periods", list(rows)),
            ("peak", record([("title", Value::from(words[peak].as_str())), ("count", Value::from(most))])),
            ("svg", html(&Bars { counts }.svg(&title))),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_spans_have_longer_periods() {
        let month = |year: i32, month: i32| year * 12 + month - 1;
        for (from, to, name, first, last) in [
            ((2025, 7), (2025, 8), "month", "July 2025", "August 2025"),
            ((2021, 1), (2024, 12), "month", "January 2021", "December 2024"),
            ((2021, 1), (2025, 1), "quarter", "January to March 2021", "January to March 2025"),
            ((2000, 6), (2025, 1), "year", "2000", "2025"),
            ((1925, 6), (2025, 1), "decade", "1920s", "2020s"),
            ((1001, 6), (2025, 1), "century", "1000 to 1099", "2000 to 2099"),
        ] {
            let range = month(from.0, from.1)..=month(to.0, to.1);
            let unit = Unit::of(&range);
            let periods = unit.periods(&range);
            assert_eq!(unit.name, name);
            assert_eq!(
                (unit.words(*periods.start()).as_str(), unit.words(*periods.end()).as_str()),
                (first, last)
            );
        }
    }
}
