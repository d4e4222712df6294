//! What templates ask of the record of a page.
//!
//! A template is read as text, so it may be taken to look at something when it does not, and not the other way
//! round: wherever it names a record without a field, it may do with it what it likes.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::Chain;
use super::engine::{quoted, templates};
use super::words::{field, words};

/// The records that only one page has.
const RECORDS: [&str; 3] = ["article", "actor", "topic"];

/// What templates ask of the records, each with all that it is made of: `article.related`, or `article` where any
/// field of that may be looked at.
///
/// Those that others are made of are left out: pages are made by them only where front matter says so, and to
/// follow them all takes longer.
#[must_use]
pub fn asked(chain: &Chain) -> BTreeMap<String, BTreeSet<String>> {
    by_template(&templates(chain).templates)
}

fn by_template(templates: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let parts: BTreeMap<&str, Part<'_>> =
        templates.iter().map(|(name, text)| (name.as_str(), Part::of(text))).collect();
    let used: BTreeSet<&str> = parts.values().flat_map(|part| part.uses.iter().copied()).collect();
    // A component is called by its name, which any template may do.
    let components: Vec<&str> =
        templates.iter().filter(|(_, text)| text.contains("component")).map(|(name, _)| &**name).collect();
    let tops = parts.keys().filter(|name| !used.contains(*name));
    let looked_at = |top: &&str| {
        let (mut looked, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut next = components.clone();
        next.push(top);
        while let Some(name) = next.pop() {
            if seen.insert(name) {
                // One that is not known by this name has another, in which something is escaped.
                let part = parts.get(name)?;
                looked.extend(part.looks_at.iter().cloned());
                next.extend(&part.uses);
            }
        }
        Some(((*top).to_owned(), looked))
    };
    tops.filter_map(looked_at).collect()
}

/// A template by itself.
struct Part<'t> {
    /// Those that it is made of.
    uses: Vec<&'t str>,
    /// What it looks at.
    looks_at: BTreeSet<String>,
}

impl<'t> Part<'t> {
    fn of(text: &'t str) -> Self {
        let looks_at = RECORDS.into_iter().flat_map(|record| {
            words(text, record).filter_map(move |(before, after)| match field(after) {
                Some(field) => Some(format!("{record}.{field}")),
                None => (!is_other(before, after)).then(|| record.to_owned()),
            })
        });
        Self { uses: quoted(text).collect(), looks_at: looks_at.collect() }
    }
}

/// Whether a word between these is the name of an element, or a text in quotes.
fn is_other(before: &str, after: &str) -> bool {
    let is_element = before.ends_with('<') || before.ends_with("</");
    is_element || ['"', '\''].into_iter().any(|quote| before.ends_with(quote) && after.starts_with(quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(templates: &[(&str, &str)], top: &str) -> Option<Vec<String>> {
        let templates: Vec<_> =
            templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        by_template(&templates).remove(top).map(|looked| looked.into_iter().collect())
    }

    fn some(fields: &[&str]) -> Option<Vec<String>> {
        Some(fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn fields_by_their_names() {
        let text = "<article class=\"article\" id=\"article-1\">{{ article.title }}{% for x in article?.related %}{{ x.article.toc }}\
                    {% endfor %}{% if page.kind == 'article' %}{{ page.article }}{% endif %}</article>";
        assert_eq!(asked(&[("a.html", "{{ 2-article.words }}")], "a.html"), some(&["article.words"]));
        assert_eq!(asked(&[("a.html", text)], "a.html"), some(&["article.related", "article.title"]));
    }

    #[test]
    fn whatever_else_is_done_with_a_record_may_look_at_all_of_it() {
        for text in [
            "{{ article }}",
            "{{ article | json }}",
            "{{ article[\"toc\"] }}",
            "{{ article[page.extra.field] }}",
            "{{ article .toc }}",
            "{{ article. toc }}",
            "{% set item = article %}",
            "{% for key, value in article %}{% endfor %}",
            "{{ <card item={article} /> }}",
            "{{ {\"a\": article} }}",
            "{{ [...article] }}",
            "{{-article}}",
            "{{article-}}",
            "{% component card(@article) %}{% endcomponent card %}",
        ] {
            let all = asked(&[("a.html", text)], "a.html").unwrap_or_default();
            assert!(all.contains(&"article".to_owned()), "{text}");
        }
    }

    #[test]
    fn what_a_template_is_made_of_asks_for_it() {
        let base = ("base.html", "{% block main %}{% endblock main %}{% include 'foot.html' %}");
        let foot = ("foot.html", "{{ article.toc }}{% include `links.html` %}");
        let links = ("links.html", "{{ article.related }}");
        let top = ("article.html", "{% extends \"base.html\" %}{{ article.title }}");
        let other = ("page.html", "{{ article.backlinks }}");
        let component = ("card.html", "{% component card(@actor) %}{{ actor.title }}{% endcomponent card %}");
        let all = [base, foot, links, top, other, component];
        assert_eq!(
            asked(&all, "article.html"),
            some(&["actor", "actor.title", "article.related", "article.title", "article.toc"])
        );
        assert_eq!(asked(&all, "base.html"), None);
        let escaped = ("article.html", r#"{% include "parts\/links.html" %}"#);
        assert_eq!(asked(&[escaped, ("parts/links.html", "")], "article.html"), None);
    }
}
