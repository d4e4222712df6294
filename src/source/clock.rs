//! The only look at the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Moment;

/// The time that decides what is scheduled or expired: `SOURCE_DATE_EPOCH`
/// (<https://reproducible-builds.org/specs/source-date-epoch/>), else the clock.
#[must_use]
pub fn now() -> Moment {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<i64>().ok());
    let seconds = fixed.unwrap_or_else(|| {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
    });
    Moment::from_unix(seconds)
}
