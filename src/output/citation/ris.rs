//! RIS: a tag and a value a line, lines ending as the format's description has them.

use std::fmt::Write as _;

use super::Citation;

pub(super) fn entry(citation: &Citation) -> String {
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        let _ = write!(out, "{tag}  - {value}\r\n");
    };
    line("TY", "ELEC");
    line("ID", &citation.id);
    for author in &citation.authors {
        line("AU", author);
    }
    line("TI", &citation.title);
    line("T2", &citation.site);
    if let Some(date) = &citation.date {
        let (year, month, day) = date.ymd();
        line("PY", &format!("{year:04}"));
        line("DA", &format!("{year:04}/{month:02}/{day:02}"));
    }
    if let Some(summary) = &citation.summary {
        line("AB", summary);
    }
    for keyword in &citation.keywords {
        line("KW", keyword);
    }
    line("LA", &citation.lang);
    if let Some(url) = &citation.url {
        line("UR", url);
    }
    line("ER", "");
    out
}
