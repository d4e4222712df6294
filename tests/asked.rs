//! What no template asks for is not made, and in whatever way a template asks, it gets an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed step is a failed test")]

mod support;

use support::TestSite;

/// How a template may come to the number of backlinks of an article: its text, and a text that it is made with.
const WAYS: [(&str, &str); 13] = [
    ("{{ article.backlinks | length }}", ""),
    ("{{-article.backlinks | length-}}", ""),
    ("{{ article?.backlinks | length }}", ""),
    ("{{ 1-article.backlinks | length }}", ""),
    ("{{ article. backlinks | length }}", ""),
    ("{{ article[\"backlinks\"] | length }}", ""),
    ("{{ article[\"back\" ~ \"links\"] | length }}", ""),
    ("{% set item = article %}{{ item.backlinks | length }}", ""),
    (
        "{% for key, value in article %}{% if key == \"backlinks\" %}{{ value | length }}{% endif %}{% endfor %}",
        "",
    ),
    ("{% set all = {...article} %}{{ all.backlinks | length }}", ""),
    ("{% include `other.html` %}", "{{ article.backlinks | length }}"),
    (r#"{% include "parts\/more.html" %}"#, ""),
    (
        "{{ <card/> }}",
        "{% component card(@article) %}{{ article.backlinks | length }}{% endcomponent card %}",
    ),
];

#[test]
fn in_whatever_way_a_template_asks_it_gets_an_answer() {
    let site = TestSite::new();
    site.article("one", "2025-07-01", "", "").article("two", "2025-07-02", "", "[[one]]");
    site.file("templates/parts/more.html", "{{ article.backlinks | length }}");
    for (text, other) in WAYS {
        site.file("templates/article.html", text).file("templates/other.html", other).build().succeeds();
        let page = site.read("public/analyses/one/index.html");
        let number = if text.contains("1-") { "0" } else { "1" };
        assert_eq!(page.trim(), number, "{text}");
    }
}

#[test]
fn front_matter_may_choose_a_template_that_others_are_made_of() {
    let site = TestSite::new();
    site.article("one", "2025-07-01", "template: own.html\n", "").article("two", "2025-07-02", "", "[[one]]");
    site.file("templates/own.html", "{% block main %}{{ article.backlinks | length }}{% endblock main %}");
    site.file("templates/article.html", "{% extends \"own.html\" %}{% block main %}own{% endblock main %}");
    site.build().succeeds();
    assert_eq!(site.read("public/analyses/one/index.html"), "1");
    assert_eq!(site.read("public/analyses/two/index.html"), "own");
}
