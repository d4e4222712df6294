//! Fills the holes of a body for the page or feed that shows it.

use std::fmt::Write as _;

use crate::document::Filler;
use crate::model::{Kind, Permalink, PictureSize};
use crate::site::{Link, PageIx, Site, Target};

use super::address::{Addresses, percent_encode};

/// Fills a body's holes with addresses that begin with `root`.
pub struct PageFiller<'f> {
    site: &'f Site,
    addresses: &'f Addresses,
    root: &'f str,
    links: &'f [Link],
    page: PageIx,
    /// What stands before `#fragment` for the body's own page: empty on that page.
    own: String,
    /// The mentions that become links, and the pages that they lead to.
    anchors: Vec<(u32, u32)>,
    targets: Vec<PageIx>,
}

impl<'f> PageFiller<'f> {
    /// For the page itself; `root` is the relative prefix.
    pub fn on_page(site: &'f Site, addresses: &'f Addresses, root: &'f str, page: PageIx) -> Self {
        Self::new(site, addresses, root, page, String::new())
    }

    /// For a feed: every address is absolute.
    pub fn absolute(site: &'f Site, addresses: &'f Addresses, base_url: &'f str, page: PageIx) -> Self {
        let own = addresses.url(&site.page(page).permalink).unwrap_or_default();
        Self::new(site, addresses, base_url, page, own)
    }

    fn new(site: &'f Site, addresses: &'f Addresses, root: &'f str, page: PageIx, own: String) -> Self {
        let linked = site.mentions[page.get()].iter().filter(|mention| mention.linked);
        let (anchors, targets) =
            linked.map(|mention| (mention.html, site.entity_page(mention.entity))).unzip();
        Self { site, addresses, root, links: &site.links[page.get()], page, own, anchors, targets }
    }

    fn link(&self, index: u32) -> Option<&Link> {
        self.links.get(index as usize)
    }
}

impl Filler for PageFiller<'_> {
    fn anchors(&self) -> &[(u32, u32)] {
        &self.anchors
    }

    fn anchor(&self, index: usize, out: &mut String) {
        if let Some(page) = self.targets.get(index) {
            out.push_str(self.root);
            out.push_str(&escape(&self.addresses.path(&self.site.page(*page).permalink)));
        }
    }

    fn address(&self, index: u32, out: &mut String) {
        let Some(link) = self.link(index) else { return };
        match &link.target {
            Target::Page(page) if *page == self.page && link.fragment.is_some() => {
                out.push_str(&escape(&self.own))
            }
            Target::Page(page) => {
                out.push_str(self.root);
                out.push_str(&escape(&self.addresses.path(&self.site.page(*page).permalink)));
            }
            Target::File(file) => {
                out.push_str(self.root);
                out.push_str(&escape(&percent_encode(self.site.files[file.get()].output.as_str())));
            }
            Target::Output(path) => {
                out.push_str(self.root);
                out.push_str(&escape(&self.addresses.path(&Permalink::new(path.as_str()))));
            }
            Target::Broken => out.push('#'),
        }
        if let Some(query) = &link.query {
            out.push('?');
            out.push_str(&escape(query));
        }
        if let Some(fragment) = &link.fragment {
            out.push('#');
            out.push_str(&escape(fragment));
        }
    }

    fn is_mention(&self, index: u32) -> bool {
        let Some(Target::Page(page)) = self.link(index).map(|link| &link.target) else { return false };
        *page != self.page && matches!(self.site.page(*page).kind, Kind::Actor | Kind::Topic)
    }

    fn size(&self, index: u32, out: &mut String) {
        let size = self.link(index).and_then(|link| self.site.picture_size(&link.target));
        if let Some(PictureSize { width, height }) = size {
            // Writing to a String cannot fail.
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
    }

    fn title(&self, index: u32, out: &mut String) {
        out.push_str(&escape(&self.site.title_of(self.page, index)));
    }

    fn own_page(&self, out: &mut String) {
        out.push_str(&escape(&self.own));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
