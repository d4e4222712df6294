//! BibTeX. A field stands in two pairs of braces where it is a name or title, so that no program
//! takes it apart or changes its capitals.

use std::fmt::Write as _;

use super::Citation;

/// Months as BibTeX's own words, which styles translate.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn entry(citation: &Citation) -> String {
    let mut out = format!("@misc{{{},\n", citation.id);
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(out, "  {name} = {value},");
    };
    let authors: Vec<String> = citation.authors.iter().map(|name| format!("{{{}}}", escape(name))).collect();
    if !authors.is_empty() {
        field("author", &format!("{{{}}}", authors.join(" and ")));
    }
    field("title", &format!("{{{{{}}}}}", escape(&citation.title)));
    field("howpublished", &format!("{{{}}}", escape(&citation.site)));
    if let Some(date) = &citation.date {
        let (year, month, day) = date.ymd();
        field("year", &format!("{{{year:04}}}"));
        if let Some(month) = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)) {
            field("month", month);
        }
        field("day", &format!("{{{day}}}"));
    }
    if let Some(url) = &citation.url {
        field("url", &format!("{{{url}}}"));
    }
    field("language", &format!("{{{}}}", citation.lang));
    out + "}\n"
}

/// A text as LaTeX reads it. Braces are written as commands, since BibTeX counts even those that
/// follow a backslash.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            '{' => out += "\\textbraceleft{}",
            '}' => out += "\\textbraceright{}",
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            '<' => out += "\\textless{}",
            '>' => out += "\\textgreater{}",
            '"' => out += "\\textquotedbl{}",
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_stay_balanced_and_commands_are_text() {
        assert_eq!(
            escape("5 % of {A & B} \\x_1"),
            "5 \\% of \\textbraceleft{}A \\& B\\textbraceright{} \\textbackslash{}x\\_1"
        );
        assert_eq!(escape("Київ, ø"), "Київ, ø");
    }
}
