//! The template engine: Tera with all layers of a theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes, did_you_mean};
use crate::document::highlight;
use crate::model::{LineIndex, OutputPath, SourcePath, Span};

use super::apart::apart;
use super::assets::Assets;
use super::chain::Chain;
use super::characters;
use super::counts;
use super::functions;
use super::limits::{Exceeded, LARGEST_PAGE, LimitedPage, takes_too_long};

/// A theme ready to render pages.
pub struct Theme {
    engine: Arc<Engine>,
    /// Static files.
    pub assets: Assets,
    /// The static file that the option `logo` names.
    logo: Option<String>,
    /// Whether each page is rendered on a thread apart.
    gives_up: bool,
}

/// What renders templates.
#[derive(Clone)]
struct Engine {
    tera: Tera,
    files: Files,
}

/// Templates below this folder are style sheets that know the theme's options.
const RENDERED_ASSETS: &str = "assets/";

impl Theme {
    /// Loads all templates of a chain and makes its static files. `site` is what every template
    /// sees under that name.
    #[must_use]
    pub fn load(root: &Path, chain: &Chain, site: Value) -> (Self, Diagnostics) {
        let (mut assets, mut found) = Assets::collect(root, chain);
        found.extend(refuse_context_dump(chain));
        assets.add("assets/highlight.css", highlight::css().into_bytes());
        let files = templates(chain);
        let mut tera = Tera::new();
        // A sheet's own path is known only after it is rendered, so that pages get a second table.
        functions::register(&mut tera, paths_of(&assets));
        let globals = tera.global_context();
        globals.insert_value("site", site.clone());
        globals.insert_value("theme", theme_value(chain));
        let texts = files.templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let loaded = tera.add_raw_templates(texts);
        let mut engine = Arc::new(Engine { tera, files });
        match loaded {
            Ok(()) => {
                let names = engine.files.templates.iter().map(|(name, _)| name.clone());
                let sheets: BTreeSet<String> = names.filter(|name| is_sheet(name)).collect();
                for sheet in sheets {
                    match render_apart(&engine, &sheet, Context::new()) {
                        Ok(bytes) => assets.add(&sheet, bytes),
                        Err(diagnostic) => found.push(*diagnostic),
                    }
                }
                functions::register(&mut Arc::make_mut(&mut engine).tera, paths_of(&assets));
            }
            Err(error) => {
                found.extend(report(&error, &engine.files, &codes::TEMPLATE_SYNTAX));
                found.extend(other_syntax_errors(&engine.files, &error));
            }
        }
        let logo = chain.options.get("logo").and_then(|logo| logo.as_str());
        let logo = logo.filter(|name| !name.is_empty()).map(str::to_owned);
        (Self { engine, assets, logo, gives_up: false }, found)
    }

    /// The same, but it gives up a page whose template loops and writes nothing, and goes on. To do so costs a
    /// thread for each page.
    #[must_use]
    pub fn that_gives_up(self) -> Self {
        Self { gives_up: true, ..self }
    }

    /// The picture that stands for the site, when its options name one.
    #[must_use]
    pub fn logo(&self) -> Option<&OutputPath> {
        Some(&self.assets.get(self.logo.as_deref()?)?.output)
    }

    /// Whether pages besides the front page may show how much there is of everything.
    #[must_use]
    pub fn counts_everywhere(&self) -> bool {
        counts::are_everywhere(&self.engine.files.templates)
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn has_template(&self, name: &str) -> bool {
        self.engine.tera.contains_template(name)
    }

    /// The nearest template names to one that does not exist, as help.
    #[must_use]
    pub fn suggest_template(&self, name: &str) -> String {
        did_you_mean(name, self.engine.files.paths.keys().map(String::as_str))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// With the place in the template where rendering stopped.
    pub fn render(&self, template: &str, context: Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        if self.gives_up {
            return render_apart(&self.engine, template, context);
        }
        self.engine.render(template, &context)
    }
}

impl Engine {
    fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = LimitedPage::new();
        match self.tera.render_to(template, context, &mut page) {
            Ok(()) => Ok(characters::legal(page.bytes)),
            Err(_) if page.exceeded == Some(Exceeded::Time) => {
                Err(Box::new(takes_too_long(&named(template))))
            }
            Err(_) if page.exceeded == Some(Exceeded::Size) => Err(Box::new(Diagnostic::error(
                &codes::TEMPLATE_LIMIT,
                format!("{} makes a page of more than {} MiB", named(template), LARGEST_PAGE >> 20),
            ))),
            Err(error) => Err(Box::new(report(&error, &self.files, &codes::TEMPLATE_RENDER).swap_remove(0))),
        }
    }
}

fn render_apart(engine: &Arc<Engine>, template: &str, context: Context) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (engine, name) = (Arc::clone(engine), template.to_owned());
    apart(&named(template), move || engine.render(&name, &context)).map_err(Box::new).flatten()
}

fn named(template: &str) -> String {
    format!("the template `{template}`")
}

/// The templates of all layers.
#[derive(Clone)]
pub(super) struct Files {
    /// Name and text, in the order in which they are loaded.
    pub(super) templates: Vec<(String, String)>,
    /// Which file each is from.
    paths: BTreeMap<String, SourcePath>,
}

impl Files {
    fn text(&self, name: &str) -> Option<&str> {
        self.templates.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}

/// Every template under its own name, unless an earlier layer has it, and under `LAYER/name` where
/// a template asks for that one.
///
/// Only where one asks: a component may be defined once among all loaded templates, so that a
/// replaced one must not be loaded beside its replacement without need.
pub(super) fn templates(chain: &Chain) -> Files {
    let (mut templates, mut paths): (Vec<(String, String)>, _) = (Vec::new(), BTreeMap::new());
    let mut layered = BTreeMap::new();
    for layer in &chain.layers {
        for (name, file) in &layer.templates {
            layered.insert(format!("{}/{name}", layer.name), file);
            if !paths.contains_key(name) {
                paths.insert(name.clone(), file.path.clone());
                templates.push((name.clone(), file.text.clone()));
            }
        }
    }
    let mut at = 0;
    while let Some((_, text)) = templates.get(at) {
        let asked: Vec<String> =
            quoted(text).filter(|name| layered.contains_key(*name)).map(str::to_owned).collect();
        for name in asked {
            if let Some(file) = layered.get(&name)
                && !paths.contains_key(&name)
            {
                paths.insert(name.clone(), file.path.clone());
                templates.push((name, file.text.clone()));
            }
        }
        at += 1;
    }
    Files { templates, paths }
}

/// The quoted texts after `extends` and `include`.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    ["extends", "include"].into_iter().flat_map(move |word| text.split(word).skip(1)).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()
    })
}

fn is_sheet(name: &str) -> bool {
    name.starts_with(RENDERED_ASSETS) && name.ends_with(".css")
}

fn paths_of(assets: &Assets) -> functions::AssetPaths {
    Arc::new(assets.iter().map(|(name, asset)| (name.to_owned(), asset.output.to_string())).collect())
}

fn theme_value(chain: &Chain) -> Value {
    let mut theme = tera::Map::new();
    theme.insert("name".into(), Value::from(chain.name.as_str()));
    theme.insert("options".into(), Value::from_serializable(&chain.options));
    Value::from(theme)
}

/// Tera's `__tera_context` prints everything that a template can see, in another order on each run:
/// a page with it would never be the same twice.
fn refuse_context_dump(chain: &Chain) -> Vec<Diagnostic> {
    const NAME: &str = "__tera_context";
    let files = chain.layers.iter().flat_map(|layer| layer.templates.values());
    files
        .filter_map(|file| {
            let at = file.text.find(NAME)?;
            let message = format!("`{NAME}` is not available: it has another order on each run");
            let help = "print what you look for: {{ page | json }}, {{ article | json }}";
            Some(
                Diagnostic::error(&codes::TEMPLATE_SYNTAX, message)
                    .at(&file.path, Span::new(at..at + NAME.len()), "")
                    .help(help),
            )
        })
        .collect()
}

/// A Tera error as diagnostics that point into templates.
fn report(error: &tera::Error, files: &Files, code: &'static Code) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let diagnostic = Diagnostic::error(code, one_line(report.message()));
            let diagnostic = match files.paths.get(report.filename()) {
                Some(path) => diagnostic.at(path, Span::new(report.span().range.clone()), ""),
                None => diagnostic.context(format!("in the template `{}`", report.filename())),
            };
            vec![diagnostic.help(undefined_help(report.message()))]
        }
        kind => {
            let message = kind.to_string();
            let reports = excerpts(&message, files, code);
            if reports.is_empty() { vec![Diagnostic::error(code, one_line(&message))] } else { reports }
        }
    }
}

/// Names that no template, filter or function has are reported by Tera as finished text only, one
/// excerpt after the other; the places are read back from it.
fn excerpts(message: &str, files: &Files, code: &'static Code) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut title, mut place) = ("", None);
    for line in message.lines() {
        if let Some(text) = line.strip_prefix("error: ") {
            title = text;
        } else if let Some(text) = line.trim_start().strip_prefix("--> ") {
            place = position(text);
        } else if let (Some((name, row, column)), Some((_, marks))) = (place, line.split_once('|'))
            && marks.contains('^')
            && let (Some(path), Some(text)) = (files.paths.get(name), files.text(name))
        {
            let start = LineIndex::new(text).offset(row, column);
            let span = Span::new(start..start + marks.matches('^').count());
            found.push(Diagnostic::error(code, one_line(title)).at(path, span, "not known"));
            place = None;
        }
    }
    found
}

/// `article.html:3:7` to its parts.
fn position(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.trim().rsplit_once(':')?;
    let (name, row) = rest.rsplit_once(':')?;
    Some((name, row.parse().ok()?, column.parse().ok()?))
}

fn undefined_help(message: &str) -> &'static str {
    if message.contains("undefined")
        || message.contains("not defined")
        || message.contains("not found in context")
    {
        "the guide lists what each template can see; write `?.` or `| default(value=…)` where a value may be missing"
    } else {
        ""
    }
}

fn one_line(message: &str) -> String {
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("the template failed");
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Tera stops at the first template that it cannot read; each is tried alone for the rest.
fn other_syntax_errors(files: &Files, first: &tera::Error) -> Vec<Diagnostic> {
    let first_file = match first.kind() {
        ErrorKind::SyntaxError(report) => files.paths.get(report.filename()).cloned(),
        _ => return Vec::new(),
    };
    let mut seen: BTreeSet<SourcePath> = first_file.into_iter().collect();
    let mut others = Vec::new();
    for (name, text) in &files.templates {
        let Err(error) = Tera::new().add_raw_template(name, text) else { continue };
        // Alone, a template lacks its parents and our functions, which is no syntax error.
        let (ErrorKind::SyntaxError(_), Some(path)) = (error.kind(), files.paths.get(name)) else { continue };
        if seen.insert(path.clone()) {
            others.extend(report(&error, files, &codes::TEMPLATE_SYNTAX));
        }
    }
    others
}
