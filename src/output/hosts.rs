//! Files that hosts read: `robots.txt`, `_redirects`, `_headers`, `.nojekyll`.
//!
//! A static file of the site with the same name takes their place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::view::percent_encode;

use super::{Artifact, Make, Outputs, made};

/// GitLab Pages applies no rule of a `_redirects` file that has more lines.
const MOST_REDIRECTS: usize = 1_000;

impl Outputs<'_> {
    pub(super) fn add_host_files(&self, artifacts: &mut Vec<Artifact>) {
        // Only a file that is copied as it is takes the place of one of these; a page is a clash.
        let copied =
            artifacts.iter().filter(|artifact| matches!(artifact.make, Make::Copy(_) | Make::Bytes(_)));
        let taken: BTreeSet<&str> = copied.map(|artifact| artifact.path.as_str()).collect();
        let outputs = self.config.outputs;
        // GitHub Pages leaves out what begins with an underscore unless this file is there.
        let mut files = vec![(".nojekyll", Vec::new())];
        if outputs.robots {
            files.push(("robots.txt", self.robots().into_bytes()));
        }
        if outputs.redirects {
            files.push(("_headers", self.headers().into_bytes()));
            if (1..=MOST_REDIRECTS).contains(&self.site.redirects.len()) {
                files.push(("_redirects", self.redirect_rules().into_bytes()));
            }
        }
        let files: Vec<Artifact> = files
            .into_iter()
            .filter(|(path, _)| !taken.contains(path))
            .map(|(path, bytes)| made(path, bytes))
            .collect();
        artifacts.extend(files);
    }

    fn robots(&self) -> String {
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if let (true, Some(base)) = (self.config.outputs.sitemap, self.views.addresses.base_url()) {
            let _ = writeln!(text, "\nSitemap: {base}sitemap.xml");
        }
        text
    }

    /// Static files named by their content never change, and nothing is another type than it says.
    fn headers(&self) -> String {
        let base = self.views.addresses.absolute_root();
        let base = base.as_str().trim_start_matches('.');
        let mut text = format!("{base}*\n  X-Content-Type-Options: nosniff\n");
        if let Some(policy) = self.config.content_security_policy() {
            // In pages, where it is too, nothing can be said of frames around them.
            let _ = writeln!(text, "  Content-Security-Policy: {policy}; frame-ancestors 'self'");
        }
        let _ = write!(text, "{base}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n");
        text
    }

    fn redirect_rules(&self) -> String {
        let base = self.views.addresses.absolute_root();
        let base = base.as_str().trim_start_matches('.');
        let mut text = String::new();
        for redirect in &self.site.redirects {
            let to = &self.site.page(redirect.to).permalink;
            let (from, to) = (percent_encode(redirect.from.as_str()), percent_encode(to.as_str()));
            let _ = writeln!(text, "{base}{from} {base}{to} 301");
        }
        text
    }
}
