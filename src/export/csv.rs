//! CSV: `nodes.csv` and `edges.csv`.
//!
//! Rules: RFC 4180 (section 2: CRLF ends a line, a cell with a comma, quote or line break stands in
//! quotes, a quote in it is doubled), in UTF-8. A cell that a spreadsheet would take for a formula
//! gets an apostrophe before it (OWASP, "CSV Injection": cells that begin with `= + - @`, a tab or
//! a line break), because names and relations may come from anyone who contributes a file.

use crate::config::SiteConfig;
use crate::site::Site;

use super::columns::{self, Column};
use super::graph::Graph;

/// The tables of nodes and of edges.
pub fn write(site: &Site, config: &SiteConfig) -> (Vec<u8>, Vec<u8>) {
    let graph = Graph::of(site, config);
    let nodes = table(&["id"], |node| vec![&node.id], &columns::node(), &graph.nodes);
    let edges = table(&["from", "to"], |edge| vec![&edge.from, &edge.to], &columns::edge(), &graph.edges);
    (nodes.into_bytes(), edges.into_bytes())
}

fn table<T>(keys: &[&str], key: impl Fn(&T) -> Vec<&str>, columns: &[Column<T>], rows: &[T]) -> String {
    let mut out = String::new();
    let names = keys.iter().copied().chain(columns.iter().map(|column| column.name));
    line(&mut out, names);
    for row in rows {
        let values: Vec<_> = columns.iter().map(|column| (column.value)(row)).collect();
        let values = values.iter().map(|value| value.as_deref().unwrap_or_default());
        line(&mut out, key(row).into_iter().chain(values));
    }
    out
}

fn line<'c>(out: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

fn cell(out: &mut String, text: &str) {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
    if text.contains([',', '"', '\r', '\n']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn cells_are_quoted_and_guarded() {
        let mut out = String::new();
        line(
            &mut out,
            ["a", "", "b,c", "say \"no\"", "=1+1", "+x,y", "-0043", "@x", "\ty", "two\nlines"].into_iter(),
        );
        assert_eq!(out, "a,,\"b,c\",\"say \"\"no\"\"\",'=1+1,\"'+x,y\",'-0043,'@x,'\ty,\"two\nlines\"\r\n");
    }
}
