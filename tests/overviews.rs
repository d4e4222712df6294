//! The timeline and archive of a site too large for one page.

// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fmt::Write as _;

use support::TestSite;

/// A site with so many events, by turns of the years 2023, 2024 and 2025.
fn eventful(count: usize) -> TestSite {
    let site = TestSite::new();
    let mut events = String::new();
    for at in 0..count {
        let year = 2023 + at % 3;
        let _ = writeln!(events, "- {{id: e{at}, date: {year}-0{}, title: Event {at}}}", 1 + at % 9);
    }
    site.file("content/events.yaml", events);
    site.file(
        "templates/timeline.html",
        "{{ page.title }} {{ page.path }} {{ total }} year {{ year }}\
         {% for year in years %}|{{ year.title }} {{ year.count }} {{ root }}{{ year.path }}{% endfor %}\
         {% for group in shown %}#{{ group.id }} {{ group.events | length }}{% endfor %}\
         {% if previous %} <{{ previous.path }}{% endif %}{% if next %} >{{ next.path }}{% endif %}",
    );
    site
}

#[test]
fn up_to_400_events_are_on_one_page() {
    let site = eventful(400);
    site.build().succeeds();
    let page = site.read("public/timeline/index.html");
    assert!(page.contains("#y2023 134#y2024 133#y2025 133"), "{page}");
    assert!(page.contains("|2024 133 ../timeline/#y2024"), "{page}");
    assert!(!site.has("public/timeline/2024/index.html"));
}

#[test]
fn of_more_each_year_has_its_page_and_changes_alone() {
    let site = eventful(402);
    site.build().succeeds();
    let front = site.read("public/timeline/index.html");
    assert!(front.starts_with("Timeline timeline/ 402 year |2023 134 ../timeline/2023/#y2023|"), "{front}");
    assert!(!front.contains("#y2023 1"), "{front}");
    let middle = site.read("public/timeline/2024/index.html");
    assert_eq!(
        middle,
        "Timeline of 2024 timeline/2024/  year 2024#y2024 134 <timeline/2023/ >timeline/2025/"
    );
    // Another event of 2025 is no news to the pages of other years.
    let events = site.read("content/events.yaml");
    site.file("content/events.yaml", format!("{events}- {{id: new, date: 2025-12-01, title: New}}\n"));
    site.build().succeeds();
    assert_eq!(site.read("public/timeline/2024/index.html"), middle);
    assert!(site.read("public/timeline/2025/index.html").contains("#y2025 135"));
}

#[test]
fn the_archive_is_split_too_and_its_months_can_be_linked_to() {
    let site = TestSite::new();
    for at in 0..401 {
        let date = format!("{}-0{}-0{}", 2020 + at % 4, 1 + at % 9, 1 + at % 7);
        site.article(&format!("a{at}"), &date, "", "Text.");
    }
    site.file("content/about.md", "---\ntitle: About\n---\nSee [2021](/archive/2021/).\n");
    site.build().succeeds();
    let front = site.read("public/archive/index.html");
    assert!(front.contains("href=\"../archive/2021/#m2021-05\""), "{front}");
    assert!(site.read("public/archive/2021/index.html").contains("id=\"m2021-05\""));
    assert!(site.read("public/about/index.html").contains("href=\"../archive/2021/\""));
}
