//! How well names in prose are recognised: precision, recall and F1 on the gold set.
//!
//! `cargo test --test accuracy -- --nocapture` prints the table. What the gold set is, and what counts
//! as an error, is in `tests/accuracy/README.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that prints a table"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dateline::mentions::of_file;
use dateline::model::{Moment, SourcePath};
use dateline::pipeline::{LinkedSite, Options, link};

/// What the gold set says of one span.
#[derive(Debug, Clone)]
struct Span {
    start: usize,
    end: usize,
    surface: String,
    entity: String,
    class: String,
    note: String,
}

/// Right and wrong hits.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn gold(path: &Path) -> Vec<Span> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [start, end, surface, entity, class, note] = fields[..] else { panic!("{line}") };
            Span {
                start: start.parse().unwrap(),
                end: end.parse().unwrap(),
                surface: surface.to_owned(),
                entity: entity.to_owned(),
                class: class.to_owned(),
                note: note.to_owned(),
            }
        })
        .collect()
}

/// The desk of the gold set as a site.
fn desk() -> (LinkedSite, std::path::PathBuf) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("accuracy");
    let _ = fs::remove_dir_all(&root);
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accuracy");
    for folder in ["actors", "topics"] {
        let to = root.join("content").join(folder);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(gold.join("desk").join(folder)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    fs::write(root.join("site.toml"), SITE).unwrap();
    let options = Options {
        root: root.clone(),
        config: None,
        output: None,
        base_url: None,
        drafts: true,
        future: true,
        strict: false,
        portable: false,
        now: Moment::from_unix(0),
    };
    (link(&options).map_err(|found| format!("{found:?}")).unwrap(), root)
}

const SITE: &str = "title = \"Gold\"\n[linking]\nmentions = \"all\"\n[gazetteer]\ncountries = true\n";

/// What was counted on one set of pages.
#[derive(Debug, Default)]
struct Counted {
    strict: Score,
    lenient: Score,
    by_rule: BTreeMap<&'static str, Score>,
    by_class: BTreeMap<String, Score>,
    errors: Vec<String>,
}

/// Reads every page of a folder and compares what is recognised with what its table says.
fn count(desk: &LinkedSite, folder: &str) -> Counted {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accuracy").join(folder);
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    names.sort();
    assert!(names.len() > 10);
    let mut counted = Counted::default();
    for path in names {
        counted.page(desk, &path);
    }
    counted
}

impl Counted {
    fn page(&mut self, desk: &LinkedSite, path: &Path) {
        let text = fs::read_to_string(path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let gold = gold(&path.with_extension("tsv"));
        let source = SourcePath::new(format!("{name}.md"));
        let report = of_file(&desk.site, &desk.config, &source, &text).expect("no front matter");
        // An all-capital form counts only with the option for headlines.
        let wanted: Vec<&Span> =
            gold.iter().filter(|span| span.entity != "-" && !span.note.contains("caps")).collect();
        let hits: Vec<_> = report.forms.iter().filter(|form| form.decision != "refused").collect();
        for hit in &hits {
            let entity = hit.entity.as_deref().unwrap_or_default();
            let exact = wanted
                .iter()
                .find(|span| span.start == hit.start && span.end == hit.end && span.entity == entity);
            let caps = gold.iter().any(|span| span.note.contains("caps") && span.start == hit.start);
            let inside = gold.iter().any(|span| {
                span.entity != "-" && span.start <= hit.start && hit.end <= span.end && span.entity != entity
            });
            let rule = self.by_rule.entry(hit.rule).or_default();
            if exact.is_some() {
                self.strict.right += 1;
                self.lenient.right += 1;
                rule.right += 1;
            } else if !caps {
                self.strict.wrong += 1;
                rule.wrong += 1;
                if !inside {
                    self.lenient.wrong += 1;
                    let error =
                        format!("{name}:{} `{}` is no {entity} ({})", hit.start, hit.surface, hit.rule);
                    self.errors.push(error);
                }
            }
        }
        for span in wanted {
            let entry = self.by_class.entry(span.class.clone()).or_default();
            let found = hits.iter().any(|hit| {
                hit.start == span.start && hit.end == span.end && hit.entity.as_deref() == Some(&*span.entity)
            });
            if found {
                entry.right += 1;
            } else {
                entry.missed += 1;
                self.strict.missed += 1;
                self.lenient.missed += 1;
                self.errors.push(format!(
                    "{name}:{} `{}` is {} ({})",
                    span.start, span.surface, span.entity, span.class
                ));
            }
        }
    }

    fn print(&self, title: &str) {
        println!("\n{title}\n");
        println!(
            "| | precision | recall | F1 | right | wrong | missed |\n|---|---:|---:|---:|---:|---:|---:|"
        );
        row("strict", self.strict);
        row("lenient", self.lenient);
        println!("\n| rule | precision | right | wrong |\n|---|---:|---:|---:|");
        for (rule, score) in &self.by_rule {
            println!("| {rule} | {:.3} | {} | {} |", score.precision(), score.right, score.wrong);
        }
        println!("\n| class | recall | right | missed |\n|---|---:|---:|---:|");
        for (class, score) in &self.by_class {
            println!("| {class} | {:.3} | {} | {} |", score.recall(), score.right, score.missed);
        }
        if std::env::var_os("ERRORS").is_some() {
            println!("\n{}", self.errors.join("\n"));
        }
    }

    fn assert_at_least(&self, precision: f64, recall: f64) {
        assert!(self.lenient.precision() >= precision, "precision {:.3}", self.lenient.precision());
        assert!(self.lenient.recall() >= recall, "recall {:.3}", self.lenient.recall());
    }
}

#[test]
fn names_are_recognised_as_people_do() {
    let (desk, _) = desk();
    assert!(!desk.diagnostics.has_errors(), "{:?}", desk.diagnostics);
    let (gold, held_out) = (count(&desk, "gold"), count(&desk, "held-out"));
    gold.print("Gold");
    held_out.print("Held out");
    gold.assert_at_least(0.98, 0.99);
    held_out.assert_at_least(0.96, 0.98);
}

fn row(name: &str, score: Score) {
    println!(
        "| {name} | {:.3} | {:.3} | {:.3} | {} | {} | {} |",
        score.precision(),
        score.recall(),
        score.f1(),
        score.right,
        score.wrong,
        score.missed
    );
}
