//! Whether pages show how much there is of everything: `site.counts`, and how many articles a section or
//! terms a taxonomy has.
//!
//! Each new article changes these numbers. The front page is made again each time anyway; if any other
//! template looks at them, all pages follow from them. A template is read as text, so it may be taken to do
//! so when it does not, and not the other way round.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::quoted;
use super::words::{field, words};

/// The template of the front page.
pub const FRONT_PAGE: &str = "home.html";

/// Whether a template other than that of the front page and those that only it includes may look at the
/// numbers.
pub fn are_everywhere(templates: &[(String, String)]) -> bool {
    let of_front = of_front(templates);
    templates.iter().any(|(name, text)| !of_front.contains(name.as_str()) && looks_at_numbers(text))
}

/// The template of the front page and those that only it includes, directly or not.
fn of_front(templates: &[(String, String)]) -> BTreeSet<&str> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, text) in templates {
        quoted(text).for_each(|used| {
            users.entry(used).or_default().insert(name);
        });
    }
    let mut of_front = BTreeSet::from([FRONT_PAGE]);
    loop {
        let is_next = |(name, text): &&(String, String)| {
            // A component is called by its name, which any template may do.
            let users = users.get(name.as_str()).filter(|_| !text.contains("component"));
            !of_front.contains(name.as_str())
                && users.is_some_and(|users| users.iter().all(|user| of_front.contains(user)))
        };
        let next: Vec<&str> = templates.iter().filter(is_next).map(|(name, _)| name.as_str()).collect();
        if next.is_empty() {
            return of_front;
        }
        of_front.extend(next);
    }
}

fn looks_at_numbers(text: &str) -> bool {
    words(text, "site").any(|(before, after)| match field(after) {
        Some("sections" | "taxonomies") => !is_plain_list(text, before),
        Some(field) => field == "counts",
        None => true,
    })
}

/// Whether a list is gone through for all but the numbers in it, or only asked whether it is there; `before` is
/// what stands before it.
fn is_plain_list(text: &str, before: &str) -> bool {
    if text.contains("include") || text.contains("{{ <") || text.contains("{{<") {
        return false;
    }
    let mut before = before.split_whitespace().rev();
    match before.next() {
        Some("if" | "and" | "or" | "not") => true,
        Some("in") => before.next().is_some_and(|entry| {
            before.next() == Some("for")
                && words(text, entry).all(|(before, after)| {
                    before.trim_end().ends_with("for") || field(after).is_some_and(|field| field != "count")
                })
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_seen() {
        for text in [
            "{{ site.counts.articles }}",
            "{{ site?.counts.articles }}",
            "{{ site | json }}",
            "{{ site[\"counts\"] }}",
            "{% set desk = site %}",
            "{{ {...site} }}",
            "{{-site.counts.articles-}}",
            "{% set desk = site-%}",
            "{{ site.sections | json }}",
            "{% set all = site.sections %}",
            "{% for s in site.sections %}{{ s.count }}{% endfor %}",
            "{% for s in site.sections %}{{ s | json }}{% endfor %}",
            "{% for s in site.sections %}{% include \"x.html\" %}{% endfor %}",
            "{% for s in site.taxonomies %}{{ <x s={s} /> }}{% endfor %}",
            "{% set x = [s.count for s in site.sections] %}",
        ] {
            assert!(looks_at_numbers(text), "{text}");
        }
        for text in [
            "<p class=\"site-title\">{{ site.title }} of our website</p>",
            "{% if site.sections or site.paths.actors %}",
            "{% for s in site.sections %}{{ s.title }}{{ s.path }}{% endfor %}",
            "{{ page.site.counts }}",
        ] {
            assert!(!looks_at_numbers(text), "{text}");
        }
    }

    #[test]
    fn what_only_the_front_page_includes_is_its_own() {
        let template = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let numbers = template("numbers.html", "{{ site.counts }}");
        let home = template(FRONT_PAGE, "{% include \"latest.html\" %}");
        let latest = template("latest.html", "{% include \"numbers.html\" %}");
        let mut templates = vec![numbers, home, latest];
        assert!(!are_everywhere(&templates));
        templates.push(template("page.html", "{% include \"numbers.html\" %}"));
        assert!(are_everywhere(&templates));
    }
}
