//! The only look at the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Moment;

/// The time that decides what is scheduled or expired: `SOURCE_DATE_EPOCH`
/// (<https://reproducible-builds.org/specs/source-date-epoch/>), else the clock.
///
/// # Errors
/// When the variable is set and holds no number of seconds.
pub fn now() -> Result<Moment, String> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text.trim().parse().map_err(|_| {
            format!("SOURCE_DATE_EPOCH holds `{text}`, and takes a number of seconds since 1970")
        })?,
        Err(_) => {
            let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
        }
    };
    Ok(Moment::from_unix(seconds))
}
