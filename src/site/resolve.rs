//! Resolving the links that authors write.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Diagnostic, FieldPath, Place, codes, did_you_mean};
use crate::document::{Document, Matter, Reference, ReferenceKind, smart_punctuation};
use crate::model::{Kind, OutputPath, Permalink, Slug, SourcePath, Span};

use super::index::{FileIx, PageIx};
use super::namespace::{Namespace, id_of};
use super::overviews::Overview;
use super::pages::document_permalink;
use super::publish::{Hidden, HiddenDocuments};
use super::sections::{folder_permalink, section_folder};
use super::{ContentFile, Page};

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The page or file.
    pub target: Target,
    /// The id on that page, without `#`.
    pub fragment: Option<Box<str>>,
    /// What was written after `?`, for scripts of the page.
    pub query: Option<Box<str>>,
}

/// The page or file that a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another page, or the same.
    Page(PageIx),
    /// A file of content.
    File(FileIx),
    /// Another file of the output: a feed, a static file, a page of a list.
    Output(OutputPath),
    /// Nothing; it has been reported.
    Broken,
}

/// What references are looked up in. Nothing in it follows from the text of a document.
pub struct Tables {
    /// Ids.
    pub names: Namespace,
    /// What is not published.
    pub hidden: HiddenDocuments,
    by_source: HashMap<SourcePath, PageIx>,
    by_permalink: HashMap<Permalink, PageIx>,
    /// Made when a reference is first found nowhere else.
    by_title: OnceLock<HashMap<String, Vec<PageIx>>>,
    files_by_source: HashMap<SourcePath, FileIx>,
    files_by_output: HashMap<OutputPath, FileIx>,
    files_by_name: HashMap<Box<str>, Vec<FileIx>>,
    generated: BTreeSet<Box<str>>,
}

impl Tables {
    /// `generated` has the output paths of static files and of files that have a fixed name.
    pub fn new(
        pages: &[Page],
        documents: &[Arc<Document>],
        files: &[ContentFile],
        names: Namespace,
        hidden: HiddenDocuments,
        generated: BTreeSet<Box<str>>,
    ) -> Self {
        let pages = || pages.iter().enumerate().map(|(at, page)| (PageIx::new(at), page));
        let files = || files.iter().enumerate().map(|(at, file)| (FileIx::new(at), file));
        let source = |page: &Page| Some(documents[page.document?.get()].path.clone());
        let mut files_by_name: HashMap<Box<str>, Vec<FileIx>> = HashMap::new();
        for (ix, file) in files() {
            files_by_name.entry(file.source.file_name().into()).or_default().push(ix);
        }
        Self {
            names,
            hidden,
            by_source: pages().filter_map(|(ix, page)| Some((source(page)?, ix))).collect(),
            by_permalink: pages().map(|(ix, page)| (page.permalink.clone(), ix)).collect(),
            by_title: OnceLock::new(),
            files_by_source: files().map(|(ix, file)| (file.source.clone(), ix)).collect(),
            files_by_output: files().map(|(ix, file)| (file.output.clone(), ix)).collect(),
            files_by_name,
            generated,
        }
    }

    /// Whether a page of content or a file has an address.
    pub fn has(&self, permalink: &Permalink) -> bool {
        let file = permalink.output();
        self.by_permalink.contains_key(permalink)
            || self.files_by_output.contains_key(&file)
            || self.generated.contains(file.as_str())
    }

    /// The page of a document.
    pub fn page(&self, path: &SourcePath) -> Option<PageIx> {
        self.by_source.get(path).copied()
    }
}

/// How a title is looked for: whatever its case, and whichever quotation marks and dashes it is written with.
fn title_key(title: &str) -> String {
    smart_punctuation(title).to_lowercase()
}

/// Finds what references lead to.
pub struct Resolver<'r> {
    /// All pages.
    pub pages: &'r [Page],
    /// The published documents.
    pub documents: &'r [Arc<Document>],
    /// Content files.
    pub files: &'r [ContentFile],
    /// Where they are looked up.
    pub tables: &'r Tables,
}

impl Resolver<'_> {
    /// The pages that have a title or name.
    fn titled(&self, title: &str) -> &[PageIx] {
        let table = self.tables.by_title.get_or_init(|| self.by_title());
        table.get(&title_key(title)).map_or(&[], Vec::as_slice)
    }

    fn by_title(&self) -> HashMap<String, Vec<PageIx>> {
        let mut by_title: HashMap<String, Vec<PageIx>> = HashMap::new();
        let titled = self.pages.iter().enumerate().filter(|(_, page)| page.kind != Kind::Section);
        for (at, page) in titled {
            let mut keys = vec![title_key(&page.title)];
            match page.document.map(|document| &self.documents[document.get()].matter) {
                Some(Matter::Actor(matter)) => keys.extend(matter.aka.iter().map(|aka| title_key(&aka.text))),
                Some(Matter::Topic(matter)) => keys.extend(matter.aka.iter().map(|aka| title_key(&aka.text))),
                _ => {}
            }
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                by_title.entry(key).or_default().push(PageIx::new(at));
            }
        }
        by_title
    }

    /// Resolves every reference of a page's document.
    pub fn resolve_all(&self, page: PageIx) -> (Vec<Link>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let Some(document) = self.pages[page.get()].document.map(|document| &self.documents[document.get()])
        else {
            return (Vec::new(), diagnostics);
        };
        let links = document
            .body
            .references
            .iter()
            .map(|reference| {
                self.resolve(page, document, reference).unwrap_or_else(|diagnostic| {
                    diagnostics.push(*diagnostic);
                    Link { target: Target::Broken, fragment: None, query: None }
                })
            })
            .collect();
        (links, diagnostics)
    }

    /// The picture that a page's front matter names: a file beside it or an address of the site.
    pub fn picture(&self, page: PageIx) -> Option<Result<Target, Box<Diagnostic>>> {
        let document = self.pages[page.get()].document.map(|document| &self.documents[document.get()])?;
        let path = document.common.image.as_deref()?;
        let reference = unplaced(path, ReferenceKind::Image);
        Some(self.image(page, path, document, &reference).map_err(|diagnostic| {
            let mut diagnostic = *diagnostic;
            diagnostic.labels.clear();
            let place = Place::value(FieldPath::key("image"));
            Box::new(diagnostic.label(&document.path, place, "not found"))
        }))
    }

    /// What an address in site.toml's menu leads to; `None` when it is elsewhere.
    pub fn menu(&self, url: &str) -> Option<Target> {
        let path = url.strip_prefix('/')?;
        let path = path.split(['#', '?']).next().unwrap_or(path);
        Some(normalise("", path).and_then(|path| self.address(&path)).unwrap_or(Target::Broken))
    }

    fn resolve(
        &self,
        page: PageIx,
        document: &Document,
        reference: &Reference,
    ) -> Result<Link, Box<Diagnostic>> {
        let (path, fragment) = split_fragment(&reference.target);
        let query = (reference.kind != ReferenceKind::Wikilink).then(|| path.split_once('?')).flatten();
        let (path, query) = query.map_or((path, None), |(path, query)| (path, Some(query.into())));
        let target = match reference.kind {
            _ if path.is_empty() => Target::Page(page),
            ReferenceKind::Wikilink => Target::Page(self.wikilink(path, document, reference)?),
            ReferenceKind::Link => self.destination(page, path, document, reference)?,
            ReferenceKind::Image => self.image(page, path, document, reference)?,
        };
        let fragment = match (&target, fragment) {
            (Target::Page(to), Some(fragment)) => Some(self.anchor(*to, fragment, document, reference)?),
            (_, fragment) => fragment.map(Into::into),
        };
        Ok(Link { target, fragment, query })
    }

    /// `id`, `kind:id`, or a name or title that only one page has.
    fn wikilink(
        &self,
        text: &str,
        document: &Document,
        reference: &Reference,
    ) -> Result<PageIx, Box<Diagnostic>> {
        let prefixed =
            text.split_once(':').and_then(|(kind, id)| Some((Kind::from_name(kind.trim())?, id.trim())));
        let (kind, name) = prefixed.map_or((None, text.trim()), |(kind, id)| (Some(kind), id));
        let slug = Slug::of(name);
        let by_id = self.tables.names.find(name, kind, self.pages);
        let by_slug =
            || slug.as_ref().and_then(|slug| self.tables.names.find(slug.as_str(), kind, self.pages));
        if let Some(page) = by_id.or_else(by_slug) {
            return Ok(page);
        }
        let mut titled = self.titled(name).to_vec();
        titled.retain(|ix| kind.is_none_or(|kind| self.pages[ix.get()].kind == kind));
        match titled.as_slice() {
            [page] => Ok(*page),
            [] => Err(Box::new(self.unknown_page(name, kind, document, reference))),
            several => {
                let owners: Vec<String> = several
                    .iter()
                    .map(|ix| &self.pages[ix.get()])
                    .map(|page| format!("[[{}:{}]]", page.kind.name(), page.id))
                    .collect();
                let message = format!("`{name}` is a name of several pages");
                Err(Box::new(
                    Diagnostic::error(&codes::LINK_AMBIGUOUS, message)
                        .at(&document.path, reference.span, "which one?")
                        .help(format!("write {}", owners.join(" or "))),
                ))
            }
        }
    }

    fn unknown_page(
        &self,
        name: &str,
        kind: Option<Kind>,
        document: &Document,
        reference: &Reference,
    ) -> Diagnostic {
        let slug = Slug::of(name);
        let hidden = self.tables.hidden.values().find(|(hidden, _)| {
            let id = id_of(hidden);
            let same = |text: &str| id.as_deref() == Some(text);
            same(name) || slug.as_ref().is_some_and(|slug| same(slug.as_str()))
        });
        if let Some((hidden, reason)) = hidden {
            return unpublished(&hidden.path, *reason, document, reference);
        }
        let all = [Kind::Article, Kind::Actor, Kind::Topic, Kind::Page];
        let kinds = kind.map_or(all.to_vec(), |kind| vec![kind]);
        let what = kind.map_or("page, actor or topic", Kind::name);
        Diagnostic::error(&codes::LINK_WIKI, format!("no {what} has the id or name `{name}`"))
            .at(&document.path, reference.span, "not found")
            .help(did_you_mean(name, self.tables.names.ids(&kinds, self.pages)))
    }

    /// The destination of `[text](destination)`: a file beside this one, an address of the site,
    /// or an address relative to this page's.
    fn destination(
        &self,
        page: PageIx,
        path: &str,
        document: &Document,
        reference: &Reference,
    ) -> Result<Target, Box<Diagnostic>> {
        if let Some(absolute) = path.strip_prefix('/') {
            let normal = normalise("", absolute);
            let found = normal.as_deref().and_then(|normal| {
                self.address(normal).or_else(|| self.source_file(&format!("content/{normal}")))
            });
            return found.ok_or_else(|| {
                let hidden = normal.and_then(|normal| self.hidden_at(&normal));
                Box::new(hidden.map_or_else(
                    || self.broken(path, document, reference),
                    |(hidden, reason)| unpublished(&hidden.path, *reason, document, reference),
                ))
            });
        }
        if let Some(source) = normalise(document.path.folder(), path) {
            if let Some(target) = self.source_file(&source) {
                return Ok(target);
            }
            if let Some((hidden, reason)) = self.tables.hidden.get(&SourcePath::new(source)) {
                return Err(Box::new(unpublished(&hidden.path, *reason, document, reference)));
            }
        }
        let own = self.pages[page.get()].permalink.as_str();
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        normalise(folder, path)
            .and_then(|address| self.address(&address))
            .ok_or_else(|| Box::new(self.broken(path, document, reference)))
    }

    /// The document that is not published and would stand at an address.
    fn hidden_at(&self, address: &str) -> Option<&(Arc<Document>, Hidden)> {
        let wanted = address.trim_end_matches('/');
        self.tables.hidden.values().find(|(document, _)| {
            id_of(document).is_some_and(|id| {
                let folder = folder_permalink(section_folder(document));
                document_permalink(document, &folder, &id).as_str().trim_end_matches('/') == wanted
            })
        })
    }

    /// An image may also be named by its file's name alone, when only one file has it.
    fn image(
        &self,
        page: PageIx,
        path: &str,
        document: &Document,
        reference: &Reference,
    ) -> Result<Target, Box<Diagnostic>> {
        self.destination(page, path, document, reference).or_else(|diagnostic| {
            match self.tables.files_by_name.get(path).map(Vec::as_slice) {
                Some([file]) => Ok(Target::File(*file)),
                _ => Err(diagnostic),
            }
        })
    }

    /// What stands at an address of the site, given without its leading slash.
    fn address(&self, address: &str) -> Option<Target> {
        let folder = if address.is_empty() || address.ends_with('/') {
            address.to_owned()
        } else {
            format!("{address}/")
        };
        let page =
            self.tables.by_permalink.get(address).or_else(|| self.tables.by_permalink.get(folder.as_str()));
        if let Some(page) = page {
            return Some(Target::Page(*page));
        }
        if let Some(page) =
            address.strip_suffix("index.html").and_then(|folder| self.tables.by_permalink.get(folder))
        {
            return Some(Target::Page(*page));
        }
        if let Some(file) = self.tables.files_by_output.get(address) {
            return Some(Target::File(*file));
        }
        if self.is_overview(&folder) {
            return Some(Target::Output(OutputPath::new(folder)));
        }
        let known = self.tables.generated.contains(address) || self.is_feed(address);
        known.then(|| Target::Output(OutputPath::new(address)))
    }

    /// Feeds and lists of mentions lie beside the pages that have them; which pages those are is
    /// checked in the output.
    fn is_feed(&self, address: &str) -> bool {
        let made = ["atom.xml", "feed.json", "mentions/"];
        let folder = made.into_iter().find_map(|name| address.strip_suffix(name));
        folder.is_some_and(|folder| self.tables.by_permalink.contains_key(folder))
    }

    /// Pages made of all content. Which of them exist is checked in the output too.
    fn is_overview(&self, folder: &str) -> bool {
        Overview::ALL.into_iter().any(|overview| {
            let year = folder.strip_prefix(overview.address());
            year.is_some_and(|year| year.trim_end_matches('/').bytes().all(|b| b.is_ascii_digit()))
        })
    }

    fn source_file(&self, source: &str) -> Option<Target> {
        if let Some(page) = self.tables.by_source.get(source) {
            return Some(Target::Page(*page));
        }
        self.tables.files_by_source.get(source).map(|file| Target::File(*file))
    }

    /// The id that a fragment leads to on a page.
    fn anchor(
        &self,
        to: PageIx,
        fragment: &str,
        document: &Document,
        reference: &Reference,
    ) -> Result<Box<str>, Box<Diagnostic>> {
        let page = &self.pages[to.get()];
        let Some(target) = page.document.map(|document| &self.documents[document.get()]) else {
            return Ok(fragment.into());
        };
        if fragment.is_empty() || target.body.has_anchor(fragment) {
            return Ok(fragment.into());
        }
        // In a wikilink, a heading may be named by its text.
        let slug = Slug::of(fragment).filter(|_| reference.kind == ReferenceKind::Wikilink);
        if let Some(slug) = slug.filter(|slug| target.body.has_anchor(slug.as_str())) {
            return Ok(slug.as_str().into());
        }
        let at = reference.span.end as usize;
        let start = at.saturating_sub(fragment.len());
        let ids = target.body.headings.iter().map(|heading| &*heading.id);
        let near = did_you_mean(fragment, ids.clone());
        let help = match target.body.headings.len() {
            _ if !near.is_empty() => near,
            0 => "it has no headings".to_owned(),
            1..16 => format!("its headings are: {}", ids.collect::<Vec<_>>().join(", ")),
            _ => String::new(),
        };
        Err(Box::new(
            Diagnostic::error(&codes::LINK_ANCHOR, format!("`{}` has no anchor `#{fragment}`", target.path))
                .at(&document.path, Span::new(start..at), "not found")
                .help(help),
        ))
    }

    fn broken(&self, path: &str, document: &Document, reference: &Reference) -> Diagnostic {
        let near = match normalise(document.path.folder(), path) {
            _ if path.starts_with('/') => {
                let addresses: Vec<String> =
                    self.tables.by_permalink.keys().map(|address| format!("/{address}")).collect();
                did_you_mean(path, addresses.iter().map(String::as_str))
            }
            None => String::new(),
            // What lies in the folder where the link looks, under its own name.
            Some(wanted) => {
                let wanted = SourcePath::new(wanted);
                let pages = self.tables.by_source.keys();
                let files = self.files.iter().map(|file| &file.source);
                let there = pages.chain(files).filter(|source| source.folder() == wanted.folder());
                let prefix = path.rfind('/').map_or("", |at| &path[..=at]);
                let there: Vec<String> =
                    there.map(|source| format!("{prefix}{}", source.file_name())).collect();
                did_you_mean(path, there.iter().map(String::as_str))
            }
        };
        Diagnostic::error(&codes::LINK_TARGET, format!("`{path}` leads to nothing in this site"))
            .at(&document.path, reference.span, "not found")
            .help(near)
    }
}

/// A path of a front matter as a reference of the body, which is what the rules are for.
fn unplaced(path: &str, kind: ReferenceKind) -> Reference {
    Reference { kind, target: path.into(), span: Span::default(), block: 0, text: (0, 0) }
}

fn unpublished(path: &SourcePath, reason: Hidden, document: &Document, reference: &Reference) -> Diagnostic {
    Diagnostic::error(&codes::LINK_DRAFT, format!("this leads to `{path}`, which is {}", reason.name()))
        .at(&document.path, reference.span, "not published")
        .help(reason.help())
}

fn split_fragment(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (target, None),
    }
}

/// Joins a relative path to a folder; `None` when it leads above the top.
fn normalise(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut joined = parts.join("/");
    if (path.ends_with('/') || path.ends_with("/..") || path == "." || path == "..") && !joined.is_empty() {
        joined.push('/');
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn relative_paths() {
        assert_eq!(normalise("content/a", "b.md").as_deref(), Some("content/a/b.md"));
        assert_eq!(normalise("content/a", "../x/").as_deref(), Some("content/x/"));
        assert_eq!(normalise("a", "..").as_deref(), Some(""));
        assert_eq!(normalise("a", "../../x"), None);
        assert_eq!(normalise("", "a//b/./c").as_deref(), Some("a/b/c"));
    }
}
