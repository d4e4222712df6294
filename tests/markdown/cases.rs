//! Folders of input and expected output.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use dateline::config::RawHtml;
use dateline::diagnostic::{Diagnostics, Format, Renderer};
use dateline::document::markdown::{Options, parse};
use dateline::document::{Body, Filler};
use dateline::model::SourcePath;

/// Fills addresses with targets, and titles with what they are the title of.
struct Targets<'b>(&'b Body);

impl Filler for Targets<'_> {
    fn address(&self, index: u32, out: &mut String) {
        out.push_str(&self.0.references[index as usize].target);
    }

    fn title(&self, index: u32, out: &mut String) {
        write!(out, "title({})", self.0.references[index as usize].target).unwrap();
    }

    fn own_page(&self, _: &mut String) {}
}

/// The options of a case, and whether its blocks and runs are shown.
fn options(toml: &Path) -> (Options<'static>, bool) {
    let mut options = Options::default();
    let mut runs = false;
    for line in fs::read_to_string(toml).unwrap_or_default().lines() {
        let (key, value) = line.split_once(" = ").expect("key = value");
        if key == "raw_html" {
            options.raw_html = match value {
                "\"escape\"" => RawHtml::Escape,
                "\"allow\"" => RawHtml::Allow,
                _ => panic!("{value}"),
            };
            continue;
        }
        let value = value == "true";
        match key {
            "smart_punctuation" => options.smart_punctuation = value,
            "highlight" => options.highlight = value,
            "extensions" => options.extensions = value,
            "show_runs" => runs = value,
            _ => panic!("{key}"),
        }
    }
    (options, runs)
}

/// What a case shows: the filled HTML, what is known about it, and the diagnostics.
fn show(name: &str, source: &str, (options, runs): &(Options<'_>, bool)) -> String {
    let path = SourcePath::new(format!("{name}.md"));
    let (body, found) = parse(&path, source, 0..source.len(), options);
    let mut out = body.render(&Targets(&body));
    if !options.extensions {
        return out;
    }
    out.push_str("\n<!--\n");
    writeln!(out, "words: {}", body.words).unwrap();
    if let Some(summary) = body.summary(&|index| body.references[index as usize].name().to_owned()) {
        writeln!(out, "summary: {summary}").unwrap();
    }
    if let Some(more) = body.more {
        let before = body.render_until(more, &Targets(&body));
        writeln!(out, "more after: {:?}", before.lines().last().unwrap_or_default()).unwrap();
    }
    for heading in &body.headings {
        writeln!(out, "heading: {} #{} {} | {}", heading.level, heading.id, heading.html, heading.text)
            .unwrap();
    }
    for reference in &body.references {
        let (from, to) = reference.text;
        writeln!(
            out,
            "reference: {:?} {:?} written {:?} as {:?}",
            reference.kind,
            reference.target,
            &source[reference.span.range()],
            &body.prose.html[from as usize..to as usize]
        )
        .unwrap();
    }
    for block in body.prose.blocks.iter().filter(|_| *runs) {
        writeln!(out, "block: {:?} #{}", block.context, body.prose.fragment(block).unwrap_or("-")).unwrap();
        for run in body.prose.runs.of(block.runs) {
            let html = &body.prose.html[run.html.0 as usize..run.html.1 as usize];
            writeln!(out, "  {:?} {html:?} from {:?}", run.inline, &source[run.source.range()]).unwrap();
        }
    }
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(found);
    let text = |_: &SourcePath| Some(source.to_owned());
    out.push_str(&Renderer::new(Format::Human, false, &text).render(&diagnostics));
    while out.ends_with('\n') {
        out.pop();
    }
    out.push_str("\n-->\n");
    out
}

#[test]
fn cases_give_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    names.sort();
    assert!(names.len() >= 30);
    let mut wrong = Vec::new();
    for input in names {
        let name = input.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&input).unwrap();
        let shown = show(&name, &source, &options(&input.with_extension("toml")));
        let expected = input.with_extension("html");
        if env::var_os("BLESS").is_some() {
            fs::write(&expected, &shown).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != shown {
            wrong.push(format!("{name}:\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "not as expected (BLESS=1 accepts):\n\n{}", wrong.join("\n\n"));
}
