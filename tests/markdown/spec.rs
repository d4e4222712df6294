//! The examples of the CommonMark specification (0.31.2), all of them.
//!
//! The specification is CC-BY-SA, so its examples are not copied here: they are read from the
//! sources of `rushdown`, another Markdown parser, a development dependency for
//! this alone.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use dateline::config::RawHtml;
use dateline::document::markdown::{Options, parse};
use dateline::document::{Body, Filler};
use dateline::model::SourcePath;
use serde_json::Value;

/// Examples whose output differs, each with the reason.
const DIFFERENT: &[(u64, &str)] = &[];

/// Without extensions there is nothing to fill.
struct Nothing;

impl Filler for Nothing {
    fn address(&self, _: u32, _: &mut String) {}
    fn title(&self, _: u32, _: &mut String) {}
    fn own_page(&self, _: &mut String) {}
}

#[test]
fn commonmark_examples() {
    let options = Options { raw_html: RawHtml::Allow, extensions: false, ..Options::default() };
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let (mut wrong, mut same) = (Vec::new(), 0);
    for example in &examples {
        let field = |name: &str| example[name].as_str().expect("a text");
        let number = example["example"].as_u64().expect("a number");
        let markdown = field("markdown");
        let (body, diagnostics): (Body, _) =
            parse(&SourcePath::new("spec.md"), markdown, 0..markdown.len(), &options);
        assert!(diagnostics.is_empty());
        let html = body.render(&Nothing);
        let equal = normalise(&html) == normalise(field("html"));
        let excused = DIFFERENT.iter().any(|(different, _)| *different == number);
        same += u32::from(equal);
        if equal == excused {
            wrong.push(format!(
                "{number} ({})\n{markdown:?}\n{:?}\n{html:?}",
                field("section"),
                field("html")
            ));
        }
    }
    assert!(wrong.is_empty(), "{same} of 652 are the same\n{}", wrong.join("\n\n"));
}

/// What is insignificant: the slash of void elements, and a line break at the end.
fn normalise(html: &str) -> String {
    html.replace(" />", ">").trim_end().to_owned()
}

/// The examples from the folder where Cargo keeps the sources of the dependency.
fn examples() -> Vec<Value> {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env::var_os("CARGO").expect("run by cargo"));
        let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    // Dependencies of other platforms are not there when this one's are.
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let metadata = cargo(&["metadata", "--format-version", "1", "--offline", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&metadata).expect("metadata");
    let manifest = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .find(|package| package["name"] == "rushdown")
        .and_then(|package| package["manifest_path"].as_str())
        .expect("rushdown is a development dependency");
    let path = Path::new(manifest).with_file_name("tests").join("fixtures/spec.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the examples")).expect("examples")
}
