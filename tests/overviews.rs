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

#[test]
fn events_of_a_year_of_too_many_stay_in_their_order() {
    let site = TestSite::new();
    let mut events = String::new();
    for at in 0..450 {
        let _ = writeln!(events, "- {{id: e{at:03}, date: 2024-0{}, title: '{at}'}}", 1 + at / 50);
    }
    site.file("content/events.yaml", events);
    site.file(
        "templates/timeline.html",
        "{% for group in shown %}{% for event in group.events %}{{ event.title }} {% endfor %}{% endfor %}",
    );
    site.build().succeeds();
    let numbers = |path: &str| -> Vec<usize> {
        site.read(path).split_whitespace().map(|number| number.parse().unwrap()).collect()
    };
    assert_eq!(numbers("public/timeline/2024/index.html"), (200..450).collect::<Vec<_>>());
    assert_eq!(numbers("public/timeline/2024/page/1/index.html"), (0..200).collect::<Vec<_>>());
}

#[test]
fn a_year_of_too_many_has_pages_of_its_own() {
    let site = TestSite::new();
    // 450 articles of 2024, fifty each of January to September, and one of 2025.
    for at in 0..450 {
        let (month, day) = (1 + at / 50, 1 + at % 28);
        site.article(&format!("a{at}"), &format!("2024-0{month}-{day:02}"), "", "Text.");
    }
    site.article("last", "2025-01-01", "", "Text.");
    site.file(
        "templates/archive.html",
        "{{ page.title }}\
         {% for year in years %}{% for month in year.months %}|{{ root }}{{ month.path }}{% endfor %}{% endfor %}\
         {% for group in shown %}#{{ group.id }}{% for month in group.months %} {{ month.id }} {{ month.articles | length }}{% endfor %}{% endfor %}\
         {% if pager %}{% for page in pager.pages %} /{{ page.path }}{% endfor %}{% endif %}",
    );
    site.build().succeeds();
    let front = site.read("public/archive/index.html");
    assert!(front.starts_with("Archive|../archive/2025/#m2025-01|../archive/2024/#m2024-09|"), "{front}");
    // The months that the front page of the year begins, and those that the older one does.
    assert!(front.contains("|../archive/2024/#m2024-05|../archive/2024/page/1/#m2024-04|"), "{front}");
    let pages = " /archive/2024/ /archive/2024/page/1/";
    let newest = site.read("public/archive/2024/index.html");
    assert_eq!(
        newest,
        format!("Archive of 2024#y2024 m2024-09 50 m2024-08 50 m2024-07 50 m2024-06 50 m2024-05 50{pages}")
    );
    let oldest = site.read("public/archive/2024/page/1/index.html");
    assert_eq!(
        oldest,
        format!("Archive of 2024, page 1#y2024 m2024-04 50 m2024-03 50 m2024-02 50 m2024-01 50{pages}")
    );
}
