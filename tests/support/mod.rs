//! A site in a temporary folder that tests write, edit and build with the real command.

// Every test program uses a part of this.
#![allow(dead_code)]
// A helper of a test fails as the test does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod edits;
pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::model::Moment;
use dateline::pipeline::Options;

/// The time of builds in tests: 2026-01-01T00:00:00Z.
pub const NOW: &str = "1767225600";

/// The smallest `site.toml` that leads to no finding.
pub const SITE_TOML: &str = "title = \"Desk\"\nbase_url = \"https://desk.example/\"\n";

/// The files of a folder by path, with what they hold.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What a build of the site in a folder is asked to do in tests, where nothing else is said.
pub fn options(root: &Path) -> Options {
    Options::new(root.to_owned(), Moment::from_unix(NOW.parse().unwrap()))
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// Fails the test unless the command succeeded.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(self.status, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Fails the test unless the command found an error with this code.
    #[track_caller]
    pub fn fails_with(self, code: &str) -> Self {
        assert_eq!(self.status, 1, "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(&format!("error[{code}]")), "{}", self.stderr);
        self
    }

    /// Fails the test unless the last line of a build counts these changed and removed files.
    #[track_caller]
    pub fn changed(self, changed: usize, removed: usize) -> Self {
        let removed = if removed == 0 { String::new() } else { format!(", {removed} removed") };
        let counted = format!(", {changed} changed{removed}, in ");
        assert!(self.stdout.contains(&counted), "wanted `{counted}` in: {}{}", self.stdout, self.stderr);
        self
    }
}

/// A site in a temporary folder, which is deleted in the end.
pub struct TestSite {
    /// The site's folder.
    pub root: PathBuf,
}

impl TestSite {
    /// A site that has a `site.toml` and nothing else.
    pub fn new() -> Self {
        let site = Self::empty();
        site.file("site.toml", SITE_TOML);
        site
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("site-{}-{number}", std::process::id());
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Self { root }
    }

    /// Writes a file, whether it is there or not.
    pub fn file(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Writes an article that has a title, a date and these further lines of front matter.
    pub fn article(&self, slug: &str, date: &str, matter: &str, body: &str) -> &Self {
        let text = format!("---\ntitle: About {slug}\ndate: {date}\n{matter}---\n\n{body}\n");
        self.file(&format!("content/analyses/{slug}.md"), text)
    }

    /// Writes an organisation.
    pub fn actor(&self, id: &str, body: &str) -> &Self {
        self.file(
            &format!("content/actors/{id}.md"),
            format!("---\nname: The {id}\ntype: organisation\n---\n\n{body}\n"),
        )
    }

    /// Writes a topic.
    pub fn topic(&self, id: &str, body: &str) -> &Self {
        self.file(&format!("content/topics/{id}.md"), format!("---\nname: On {id}\n---\n\n{body}\n"))
    }

    /// Deletes a file.
    pub fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.root.join(path)).unwrap();
        self
    }

    /// Renames a file.
    pub fn rename(&self, from: &str, to: &str) -> &Self {
        fs::rename(self.root.join(from), self.root.join(to)).unwrap();
        self
    }

    /// Runs `dateline build` in the site's folder.
    pub fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Runs the command in the site's folder, at the time [`NOW`].
    pub fn run<S: AsRef<str>>(&self, args: &[S]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs the command with more environment.
    pub fn run_with<S: AsRef<str>>(&self, args: &[S], env: &[(&str, &str)]) -> Run {
        let mut command = dateline();
        command.current_dir(&self.root).args(args.iter().map(AsRef::as_ref)).envs(env.iter().copied());
        finish(command)
    }

    /// What a file of the site's folder holds.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        let read = fs::read_to_string(self.root.join(path));
        read.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Whether a file or folder is there.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// The files of `public`; Dateline's own record of them is left out.
    pub fn output(&self) -> Tree {
        let mut files = tree(&self.root.join("public"));
        files.retain(|path, _| !path.starts_with(".dateline"));
        files
    }
}

impl Drop for TestSite {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// The command, at the time [`NOW`].
pub fn dateline() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env("SOURCE_DATE_EPOCH", NOW);
    command
}

/// Runs a command to its end.
pub fn finish(mut command: Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code().expect("no signal"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Every file below a folder; none when it is not there.
pub fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// Copies a folder with everything in it but the names in `without`.
pub fn copy(from: &Path, to: &Path, without: &[&str]) {
    for (path, bytes) in tree(from) {
        if !without.iter().any(|name| path == *name || path.starts_with(&format!("{name}/"))) {
            let path = to.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

/// The lines in which two texts differ, with where they begin.
pub fn difference(expected: &str, found: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let shorter = a.len().min(b.len()) - same;
    let tail = a.iter().rev().zip(b.iter().rev()).take(shorter).take_while(|(a, b)| a == b).count();
    let mut text = format!("  from line {}:\n", same + 1);
    a[same..a.len() - tail].iter().for_each(|line| text += &format!("    - {line}\n"));
    b[same..b.len() - tail].iter().for_each(|line| text += &format!("    + {line}\n"));
    text
}
