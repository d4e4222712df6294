//! Finds files of the output that would be one file, or none, on this file system or on another.

use std::collections::BTreeSet;

use ahash::AHashMap;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{SourcePath, fold_key, is_device};
use crate::view::View;

use super::{Artifact, Make, Outputs};

/// Whether a file lies beside a page because of it: where two pages clash, what follows them would
/// only say so again.
fn follows_a_page(artifact: &Artifact) -> bool {
    matches!(artifact.make, Make::Card(_))
}

impl Outputs<'_> {
    /// An error for every two files whose paths are the same, or differ only in case or Unicode
    /// normalisation, and for every file that stands where another needs a folder.
    pub(super) fn clashes(&self, artifacts: &[Artifact]) -> Vec<Diagnostic> {
        let keys: Vec<String> =
            artifacts.par_iter().map(|artifact| fold_key(artifact.path.as_str())).collect();
        let mut first: AHashMap<&str, usize> = AHashMap::with_capacity(artifacts.len());
        let mut clashes = Vec::new();
        for ((at, artifact), key) in artifacts.iter().enumerate().zip(&keys) {
            if let Some(other) = first.insert(key, at)
                && !(follows_a_page(artifact) && follows_a_page(&artifacts[other]))
            {
                clashes.push(self.clash(artifact, &artifacts[other]));
            }
        }
        for (artifact, key) in artifacts.iter().zip(&keys).filter(|(artifact, _)| !follows_a_page(artifact)) {
            let mut folder = key.as_str();
            while let Some((up, _)) = folder.rsplit_once('/') {
                folder = up;
                if let Some(other) = first.get(folder) {
                    clashes.push(self.clash(artifact, &artifacts[*other]));
                }
            }
        }
        clashes
    }

    /// An error for every file or folder that has the name of a device on Windows; one for all that it holds.
    pub(super) fn devices(&self, artifacts: &[Artifact]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut told = BTreeSet::new();
        for artifact in artifacts {
            let path = artifact.path.as_str();
            let mut end = 0;
            for name in path.split('/') {
                end += name.len() + 1;
                let whole = &path[..end - 1];
                if is_device(name) && told.insert(whole) {
                    let message = format!(
                        "`{whole}` ({}) has the name of a device on Windows",
                        self.describe(artifact)
                    );
                    let diagnostic = Diagnostic::error(&codes::IO_NAME, message);
                    let diagnostic = match &artifact.source {
                        Some(source) => diagnostic.in_file(source),
                        None => diagnostic,
                    };
                    found.push(diagnostic.help("give it another name, or a page another `slug` or `path`"));
                }
            }
        }
        found
    }

    fn clash(&self, second: &Artifact, first: &Artifact) -> Diagnostic {
        let (a, b) = (&first.path, &second.path);
        let message = if a == b {
            format!("{} and {} would both be written to `{a}`", self.describe(first), self.describe(second))
        } else if fold_key(a.as_str()) == fold_key(b.as_str()) {
            format!(
                "`{a}` ({}) and `{b}` ({}) are one file on many systems",
                self.describe(first),
                self.describe(second)
            )
        } else {
            format!(
                "`{a}` ({}) stands where `{b}` ({}) needs a folder",
                self.describe(first),
                self.describe(second)
            )
        };
        let mut diagnostic = Diagnostic::error(&codes::CONTENT_PATH, message);
        for artifact in [second, first] {
            if let Some(source) = self.source_of(artifact) {
                diagnostic = diagnostic.in_file(&source);
            }
        }
        diagnostic.help("give one of them another `slug`, `path` or name")
    }

    fn describe(&self, artifact: &Artifact) -> String {
        match (&artifact.make, &artifact.source) {
            (Make::Redirect(_), Some(source)) => format!("a redirect to `{source}`"),
            (_, Some(source)) => format!("`{source}`"),
            (Make::Page(view, _), None) => match (self.taxonomy_of(view), self.source_of(artifact)) {
                (Some(what), Some(source)) => format!("{what}, which `{source}` asks for"),
                _ => "a page made by the site".to_owned(),
            },
            (Make::Feed(_), None) => "a feed".to_owned(),
            (Make::Bytes(_), None) => "a file of the theme or for hosts".to_owned(),
            _ => "a file made by the site".to_owned(),
        }
    }

    /// The file that a file of the output is from; of the page of a taxonomy or term, the first article's that
    /// asks for it.
    fn source_of(&self, artifact: &Artifact) -> Option<SourcePath> {
        let terms = match &artifact.make {
            Make::Page(View::Taxonomy(taxonomy), _) => self.site.taxonomies[*taxonomy].terms.as_slice(),
            Make::Page(View::Term(taxonomy, term, _), _) => {
                std::slice::from_ref(&self.site.taxonomies[*taxonomy].terms[*term])
            }
            _ => return artifact.source.clone(),
        };
        let articles = terms.iter().flat_map(|term| &term.articles);
        let sources = articles.filter_map(|article| {
            let page = self.site.articles[article.get()].page;
            Some(&self.site.document_of(page)?.path)
        });
        sources.min().cloned()
    }

    /// The page of a taxonomy or of one of its terms, in words.
    fn taxonomy_of(&self, view: &View) -> Option<String> {
        match view {
            View::Taxonomy(taxonomy) => {
                Some(format!("the page of all `{}`", self.site.taxonomies[*taxonomy].key))
            }
            View::Term(taxonomy, term, _) => {
                let taxonomy = &self.site.taxonomies[*taxonomy];
                Some(format!("the page of `{}` in `{}`", taxonomy.terms[*term].name, taxonomy.key))
            }
            _ => None,
        }
    }
}
