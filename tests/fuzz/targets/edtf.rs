//! Dates, uncertain and exact.

use dateline::model::{Edtf, Moment};

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(date) = Edtf::parse(text) {
        assert_eq!(Edtf::parse(date.as_str()).as_ref(), Ok(&date));
        assert!(date.sort_key() <= date.last_key(), "{date:?}");
        let words = date.display();
        assert!(!words.is_empty() && words.len() <= 100 + 10 * text.len(), "{words}");
        assert!(date.html_datetime().is_none_or(|exact| exact == date.as_str()));
    }
    if let Ok(moment) = Moment::parse(text) {
        let written = moment.rfc3339();
        let again = Moment::parse(&written).expect("what we write can be read");
        assert_eq!((again.unix(), again.rfc3339()), (moment.unix(), written));
        assert_eq!(moment.day(), again.day());
    }
}
