//! What every page is: its title, address, language, picture, and the way to it.

use crate::model::Permalink;
use crate::site::{PageIx, SectionIx, Target};

use super::page::{PageMeta, Picture, Translation};
use super::shared::Views;

impl Views<'_> {
    /// What every page has; the caller sets what differs.
    pub(super) fn meta(&self, kind: &'static str, page: PageIx, permalink: &Permalink) -> PageMeta {
        let entry = self.site.page(page);
        let document = self.site.document_of(page);
        // The pages of a longer list than one are not those of another language.
        let is_front = *permalink == entry.permalink;
        PageMeta {
            kind,
            title: entry.title.to_string(),
            description: self.site.summary(page),
            permalink: permalink.clone(),
            path: self.addresses.path(permalink),
            url: self.addresses.url(permalink),
            lang: self.language(page).to_owned(),
            translations: if is_front { self.translations(page) } else { Vec::new() },
            breadcrumbs: Vec::new(),
            feeds: Vec::new(),
            image: self.image(page),
            extra: document.map_or(crate::data::Value::Null, |document| document.common.extra.clone()),
        }
    }

    /// The language of a page.
    fn language(&self, page: PageIx) -> &str {
        let own = self.site.document_of(page).and_then(|document| document.common.lang.as_deref());
        own.unwrap_or(&self.config.language)
    }

    /// A page in each of its languages; empty when there is one only.
    #[must_use]
    pub fn translations(&self, page: PageIx) -> Vec<Translation> {
        let set = self.site.translations.get(&page).map_or(&[][..], |set| set);
        set.iter()
            .map(|page| Translation {
                lang: self.language(*page).to_owned(),
                title: self.site.page(*page).title.to_string(),
                path: self.path(*page),
                url: self.addresses.url(&self.site.page(*page).permalink),
                is_default: self.language(*page) == self.config.language,
            })
            .collect()
    }

    /// Breadcrumbs from the home page down to and with `section`.
    pub(super) fn breadcrumbs(&self, section: Option<SectionIx>) -> Vec<(String, String)> {
        let mut crumbs = Vec::new();
        let mut above = section;
        while let Some(section) = above {
            let section = &self.site.sections[section.get()];
            let title = if section.parent.is_none() { "Home" } else { &*self.site.page(section.page).title };
            crumbs.push((title.to_owned(), self.path(section.page)));
            above = section.parent;
        }
        crumbs.reverse();
        crumbs
    }

    /// The picture of a page.
    pub(super) fn image(&self, page: PageIx) -> Option<Picture> {
        let target = self.site.images.get(&page)?;
        let output = match target {
            Target::File(file) => &self.site.files[file.get()].output,
            Target::Output(output) => output,
            Target::Page(_) | Target::Broken => return None,
        };
        let alt = self.site.document_of(page).and_then(|document| document.common.image_alt.as_deref());
        Some(Picture {
            path: super::percent_encode(output.as_str()),
            url: self.addresses.file_url(output),
            size: self.site.picture_size(target),
            alt: alt.map(str::to_owned),
        })
    }
}
