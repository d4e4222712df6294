//! `sitemap.xml` (<https://www.sitemaps.org/protocol.html>), split at 50,000 addresses.

use crate::model::{OutputPath, Permalink};
use crate::view::View;
use crate::xml::{self, Xml};

use super::{Artifact, Make, Outputs};

/// The most addresses that one file may have.
const LIMIT: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The files that the sitemap needs: one, or an index and its parts.
pub fn parts(artifacts: &[Artifact]) -> Vec<(OutputPath, Option<usize>)> {
    let count = entries(artifacts).count();
    if count <= LIMIT {
        return vec![(OutputPath::new("sitemap.xml"), Some(0))];
    }
    let mut files = vec![(OutputPath::new("sitemap.xml"), None)];
    files.extend((0..count.div_ceil(LIMIT)).map(|part| (part_path(part), Some(part))));
    files
}

fn part_path(part: usize) -> OutputPath {
    OutputPath::new(format!("sitemap-{}.xml", part + 1))
}

/// Every page but the one for addresses that do not exist, and the search, which has no content.
fn entries(artifacts: &[Artifact]) -> impl Iterator<Item = (&View, &Permalink)> {
    artifacts.iter().filter_map(|artifact| match &artifact.make {
        Make::Page(View::NotFound | View::Search, _) => None,
        Make::Page(view, permalink) => Some((view, permalink)),
        _ => None,
    })
}

impl Outputs<'_> {
    /// Writes a part of the sitemap, or the index of parts.
    pub(super) fn render_sitemap(&self, part: Option<usize>, artifacts: &[Artifact]) -> Vec<u8> {
        xml::document(|xml| match part {
            Some(part) => self.url_set(xml, part, artifacts),
            None => self.index(xml, entries(artifacts).count().div_ceil(LIMIT)),
        })
    }

    fn url_set(&self, xml: &mut Xml, part: usize, artifacts: &[Artifact]) -> std::io::Result<()> {
        let names = [("xmlns", NAMESPACE), ("xmlns:xhtml", XHTML)];
        // Only sites with translations name the second.
        let used = if self.site.translations.is_empty() { 1 } else { 2 };
        xml.create_element("urlset").with_attributes(names.into_iter().take(used)).write_inner_content(
            |xml| {
                for (view, permalink) in entries(artifacts).skip(part * LIMIT).take(LIMIT) {
                    let Some(url) = self.views.addresses.url(permalink) else { continue };
                    xml.create_element("url").write_inner_content(|xml| {
                        xml::text(xml, "loc", &url)?;
                        if let Some(changed) = self.last_changed(view) {
                            xml::text(xml, "lastmod", &changed)?;
                        }
                        self.alternates(xml, view, permalink)
                    })?;
                }
                Ok(())
            },
        )?;
        Ok(())
    }

    /// The page in each of its languages, as Google's documentation of localised versions has it.
    fn alternates(&self, xml: &mut Xml, view: &View, permalink: &Permalink) -> std::io::Result<()> {
        let Some(page) = self.page_of(view) else { return Ok(()) };
        if self.site.page(page).permalink != *permalink {
            return Ok(());
        }
        for translation in self.views.translations(page) {
            let Some(url) = translation.url else { continue };
            let languages = [Some(translation.lang.as_str()), translation.is_default.then_some("x-default")];
            for lang in languages.into_iter().flatten() {
                let attributes = [("rel", "alternate"), ("hreflang", lang), ("href", url.as_str())];
                xml.create_element("xhtml:link").with_attributes(attributes).write_empty()?;
            }
        }
        Ok(())
    }

    fn index(&self, xml: &mut Xml, parts: usize) -> std::io::Result<()> {
        xml.create_element("sitemapindex").with_attribute(("xmlns", NAMESPACE)).write_inner_content(
            |xml| {
                for part in 0..parts {
                    let Some(url) = self.views.addresses.file_url(&part_path(part)) else { continue };
                    xml.create_element("sitemap").write_inner_content(|xml| xml::text(xml, "loc", &url))?;
                }
                Ok(())
            },
        )?;
        Ok(())
    }

    /// When an article or page was last changed, where its front matter says so.
    fn last_changed(&self, view: &View) -> Option<String> {
        let moment = match view {
            View::Article(article) => {
                let article = &self.site.articles[article.get()];
                article.updated.max(article.date)
            }
            View::Page(section, place) => {
                let page = self.site.sections[section.get()].pages[*place];
                let dates = self.site.document_of(page).map(|document| document.common.dates);
                dates.and_then(|dates| dates.updated.max(dates.date))
            }
            _ => None,
        };
        moment.map(|moment| moment.rfc3339())
    }
}
