//! A small site that builds, for `dateline init`.

use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Moment, SourcePath};

use super::{write_new, yaml_text};

/// Writes a small site into `folder`, which may exist as long as it holds no site. Returns the
/// files that were made.
///
/// # Errors
/// When there is a site already, or something cannot be written.
pub fn init(folder: &Path, title: &str, today: Moment) -> Result<Vec<SourcePath>, Diagnostic> {
    if folder.join("site.toml").exists() {
        let message = "there is a site here already; nothing was written";
        return Err(Diagnostic::error(&codes::IMPORT_EXISTS, message).in_file(&SourcePath::new("site.toml")));
    }
    let day = today.day();
    let files = [
        ("site.toml", SITE.replace("TITLE", &serde_json::Value::from(title).to_string())),
        (".gitignore", "/public/\n/.dateline/\n".to_owned()),
        (
            "content/_index.md",
            format!(
                "---\ntitle: {}\n---\n\nAnalyses, and the people and powers that they are about.\n",
                yaml_text(title)
            ),
        ),
        ("content/about.md", ABOUT.to_owned()),
        ("content/analyses/_index.md", "---\ntitle: Analyses\n---\n".to_owned()),
        ("content/analyses/how-this-desk-works.md", ARTICLE.replace("DATE", &day)),
        ("content/actors/_index.md", "---\ntitle: Actors\n---\n".to_owned()),
        ("content/actors/united-nations.md", ACTOR.to_owned()),
        ("content/actors/security-council.md", PART.to_owned()),
        ("content/topics/_index.md", "---\ntitle: Topics\n---\n".to_owned()),
        ("content/topics/international-organisations.md", TOPIC.to_owned()),
        ("content/sources.yaml", SOURCES.to_owned()),
    ];
    let mut made = Vec::with_capacity(files.len());
    for (name, text) in files {
        let path = SourcePath::new(name);
        match write_new(folder, &path, &text) {
            Ok(()) => made.push(path),
            // What is there already (a .gitignore, an article) stays as it is.
            Err(diagnostic) if diagnostic.code == &codes::IMPORT_EXISTS => {}
            Err(diagnostic) => return Err(diagnostic),
        }
    }
    Ok(made)
}

const SITE: &str = r#"# The settings of this site. `dateline build` reads them; unknown ones are errors.
title = TITLE
# description = "One sentence about the desk."
# language = "en"

# The address of the home page. Feeds, sitemap and canonical links need it.
# base_url = "https://example.org/"

# Without it there are no feeds, sitemap or social tags; remove these lines once base_url is set.
[outputs]
atom = false
json_feed = false
sitemap = false
open_graph = false
"#;

const ABOUT: &str = "---\ntitle: About\n---\n\nSay here who you are, how you work, and how to reach you.\n";

const ARTICLE: &str = r"---
title: How this desk works
date: DATE
description: A first article, to change or to delete.
actors: [united-nations]
topics: [international-organisations]
sources: [un-charter]
---

This is an article. Its front matter says which **actors** and **topics** it is about, and each of
them has a page that lists it: look at [[united-nations]] and [[international-organisations]].

## Write the next one

`dateline new analysis TITLE` makes a draft, `dateline new actor NAME` an actor. A draft is left out
until its `draft: true` is gone, or until you build with `--drafts`.

## Cite

The Charter of the United Nations was signed on 26 June 1945[^1], and the [[security-council]] is
one of the organs that it established.

[^1]: Charter of the United Nations, Article 7 names the principal organs.
";

const ACTOR: &str = r"---
name: United Nations
type: organisation
aka:
  - {text: UN, kind: abbreviation}
wikidata: Q1065
---

An international organisation founded in 1945, with its headquarters in New York.
";

const PART: &str = r"---
name: United Nations Security Council
type: organisation
aka:
  - Security Council
wikidata: Q37470
part_of: united-nations
---

The organ of the United Nations with primary responsibility for peace and security. It has fifteen
members, five of them permanent.
";

const TOPIC: &str = r"---
name: International organisations
medtop: 20000644
---

Organisations whose members are states.
";

const SOURCES: &str = r"- id: un-charter
  type: treaty
  title: Charter of the United Nations
  issued: 1945-06-26
";
