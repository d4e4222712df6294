//! What each command does: calls the library and prints.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{self, ExitCode};
use std::time::{Duration, Instant};

use dateline::diagnostic::{Code, Diagnostic, Diagnostics, Format, codes, did_you_mean, summary};
use dateline::document::ActorType;
use dateline::export::{self, File};
use dateline::import;
use dateline::listing::{self, Listed};
use dateline::mentions::{self, FileReport};
use dateline::model::{Kind, SourcePath};
use dateline::pipeline::{self, Options, Report};
use dateline::scaffold::{self, NewFile};
use dateline::serve::ServeOptions;
use dateline::source;
use dateline::theme;
use serde_json::json;

use super::args::{Args, Command, FormatName, Global, ListKind, Site, ThemeCommand};
use super::serve;
use super::terminal::{Progress, error_line, findings, json_line, line};

/// Runs a command.
pub fn run(args: &Args) -> ExitCode {
    let global = &args.global;
    match &args.command {
        Command::Init { dir, title } => init(global, dir, title.as_deref()),
        Command::New { kind, title, from, actor_type, section } => {
            let kind = Kind::from(*kind);
            let new = NewFile {
                kind,
                title: title.as_deref().or(from.as_deref()).unwrap_or_default(),
                actor_type: actor_type.unwrap_or(ActorType::Organisation),
                section: section.as_deref(),
                today: global.now,
            };
            let status = new_file(global, &new);
            if kind == Kind::Actor && actor_type.is_none() && status == ExitCode::SUCCESS && !global.quiet {
                error_line(
                    "The actor is an organisation until its file says otherwise; --type says so at once.",
                );
            }
            status
        }
        Command::Build { site, output } => {
            let options = Options { output: output.clone(), ..site.options(global) };
            run_pipeline(global, site, &options, pipeline::build)
        }
        Command::Serve { port, bind, open, published } => {
            let site = Options { drafts: !published, future: !published, ..global.options() };
            serve::run(global, &ServeOptions { site, address: *bind, port: *port, open: *open })
        }
        Command::Check { site } => run_pipeline(global, site, &site.options(global), pipeline::check),
        Command::List { what } => list(global, *what),
        Command::Mentions { file, .. } => mentions(global, file.as_deref()),
        Command::Export { format, output, base_url, drafts, future } => {
            let options =
                Options { base_url: base_url.clone(), drafts: *drafts, future: *future, ..global.options() };
            export(global, *format, &options, output.as_deref())
        }
        Command::Import { files } => {
            if let Some(diagnostic) = no_site(global) {
                return failed(global, diagnostic);
            }
            let imported = files.iter().map(|file| import::import_prose(&global.root, file)).collect();
            made(global, imported)
        }
        Command::Explain { code } => explain(code.as_deref()),
        Command::Theme { command: ThemeCommand::List } => theme_list(global),
        Command::Theme { command: ThemeCommand::Eject { template } } => theme_eject(global, template),
    }
}

type Stage = fn(&Options, pipeline::Progress<'_>, pipeline::Overdue<'_>) -> Report;

fn run_pipeline(global: &Global, site: &Site, options: &Options, stage: Stage) -> ExitCode {
    let format = Format::from(global.format);
    let progress = Progress::new(global.quiet, format);
    let begin = Instant::now();
    let overdue = |diagnostic| {
        progress.end();
        findings(&options.root, &Diagnostics::from(diagnostic), format, global.quiet);
        error_line("Nothing was written: 1 error.");
        process::exit(1);
    };
    let report = stage(options, &|name| progress.stage(name), &overdue);
    progress.end();
    let elapsed = begin.elapsed();
    findings(&options.root, &report.diagnostics, format, global.quiet);
    if site.timings || global.verbose {
        timings(&report, elapsed, format);
    }
    conclude(global, &report, elapsed, format);
    if report.built.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The last line: what was built, or how much is wrong.
fn conclude(global: &Global, report: &Report, elapsed: Duration, format: Format) {
    let wrong = summary(&report.diagnostics);
    let seconds = format!("{:.2}", elapsed.as_secs_f64());
    match (format, &report.built) {
        (Format::Json, built) => json_line(&json!({
            "summary": {
                "ok": built.is_some(),
                "pages": built.map(|built| built.pages),
                "files": built.map(|built| built.files),
                "changed": built.and_then(|built| built.changed),
                "removed": built.map(|built| built.removed),
                "seconds": elapsed.as_secs_f64(),
            }
        })),
        (_, None) => error_line(&format!("Nothing was written: {wrong}.")),
        (_, Some(_)) if global.quiet => {}
        (_, Some(built)) => {
            let mut text = match built.changed {
                Some(changed) => {
                    format!("Built {} pages in {} files, {changed} changed", built.pages, built.files)
                }
                None => format!("Checked {} pages in {} files", built.pages, built.files),
            };
            if built.removed > 0 {
                let _ = write!(text, ", {} removed", built.removed);
            }
            let _ = write!(text, ", in {seconds} s");
            if !wrong.is_empty() {
                let _ = write!(text, "; {wrong}");
            }
            line(&format!("{text}."));
        }
    }
}

fn timings(report: &Report, elapsed: Duration, format: Format) {
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1000.0;
    let (stages, renderings) = (&report.timings.stages, &report.timings.renderings);
    if format == Format::Json {
        let stages: Vec<_> =
            stages.iter().map(|(name, took)| json!({ "stage": name, "ms": milliseconds(*took) })).collect();
        let templates: Vec<_> = renderings
            .templates()
            .into_iter()
            .map(|(name, files, sum)| json!({ "template": name, "files": files, "ms": milliseconds(sum) }))
            .collect();
        let slowest: Vec<_> = renderings
            .slowest()
            .map(|(path, took)| json!({ "path": path, "ms": milliseconds(took) }))
            .collect();
        let all = json!({
            "timings": stages,
            "templates": templates,
            "slowest": slowest,
            "total_ms": milliseconds(elapsed),
        });
        json_line(&all);
        return;
    }
    let row = |name: &str, took: Duration| error_line(&format!("{name:>10}  {:>9.1} ms", milliseconds(took)));
    for (name, took) in stages {
        row(name, *took);
    }
    row("total", elapsed);
    if stages.iter().any(|(name, _)| *name == "render") {
        error_line("\nMaking and writing files, in time of all threads:");
        for (name, files, sum) in renderings.templates() {
            error_line(&format!("{:>9.1} ms  {files:>7} × {name}", milliseconds(sum)));
        }
        error_line("\nThe slowest:");
        for (path, took) in renderings.slowest() {
            error_line(&format!("{:>9.1} ms  {path}", milliseconds(took)));
        }
    }
}

fn init(global: &Global, dir: &Path, title: Option<&str>) -> ExitCode {
    let folder = global.root.join(dir);
    let name = std::path::absolute(&folder)
        .ok()
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let title = title.map_or_else(|| title_of(name.as_deref().unwrap_or_default()), str::to_owned);
    match scaffold::init(&folder, &title, global.now) {
        Ok(files) => {
            if !global.quiet {
                let here = dir == Path::new(".");
                let place = if here { "this folder".to_owned() } else { dir.display().to_string() };
                line(&format!("Made a site of {} files in {place}. Next:", files.len()));
                if !here {
                    line(&format!("  cd {place}"));
                }
                line("  dateline serve --open   # shows it while you write");
                line("  dateline build          # writes public/");
                line("  dateline new analysis \"A title\"");
                line("  dateline new actor \"A name\" --type person");
            }
            ExitCode::SUCCESS
        }
        Err(diagnostic) => failed(global, diagnostic),
    }
}

/// `my-desk` to `My desk`.
fn title_of(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut chars = words.chars();
    let title: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    if title.trim().is_empty() { "My desk".to_owned() } else { title }
}

fn new_file(global: &Global, new: &NewFile<'_>) -> ExitCode {
    if let Some(diagnostic) = no_site(global) {
        return failed(global, diagnostic);
    }
    made(global, vec![scaffold::create(&global.root, new)])
}

/// The error for a folder that is no site, where a new file would be lost.
fn no_site(global: &Global) -> Option<Diagnostic> {
    if global.root.join("site.toml").exists() || global.config.is_some() {
        return None;
    }
    let message = "there is no `site.toml` here, so this is not a site";
    let help = "run the command in a site's folder, name it with --root, or make one: dateline init my-desk";
    Some(Diagnostic::error(&codes::CONFIG_MISSING, message).help(help))
}

/// Prints the files that were made and what went wrong with the others.
fn made(global: &Global, results: Vec<Result<SourcePath, Diagnostic>>) -> ExitCode {
    let mut found = Diagnostics::new();
    for result in results {
        match result {
            Ok(_) if global.quiet => {}
            Ok(path) if global.format == FormatName::Json => json_line(&json!({ "made": path.as_str() })),
            Ok(path) => line(&format!("Made {path}")),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    findings(&global.root, &found, Format::from(global.format), global.quiet);
    if found.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn failed(global: &Global, diagnostic: Diagnostic) -> ExitCode {
    findings(&global.root, &Diagnostics::from(diagnostic), Format::from(global.format), global.quiet);
    ExitCode::FAILURE
}

fn list(global: &Global, what: ListKind) -> ExitCode {
    let all = [Kind::Article, Kind::Actor, Kind::Topic];
    let (kinds, drafts) = match what {
        ListKind::All => (&all[..], false),
        ListKind::Analyses => (&all[..1], false),
        ListKind::Actors => (&all[1..2], false),
        ListKind::Topics => (&all[2..], false),
        ListKind::Drafts => (&all[..], true),
    };
    let options = Options { drafts, future: drafts, ..global.options() };
    let format = Format::from(global.format);
    let linked = match pipeline::link(&options) {
        Ok(linked) => linked,
        Err(diagnostics) => return all_failed(global, diagnostics),
    };
    let listed = listing::list(&linked.site, kinds, drafts);
    if format == Format::Json {
        json_line(&json!(listed));
    } else {
        table(&listed);
    }
    if linked.diagnostics.has_errors() {
        error_line(&format!(
            "The site has {}; see them with `dateline check`.",
            summary(&linked.diagnostics)
        ));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn export(global: &Global, format: FormatName, options: &Options, output: Option<&Path>) -> ExitCode {
    let FormatName::Export(format) = format else { return ExitCode::from(2) };
    if format == export::Format::Csv && output.is_none() {
        error_line("error: an export to csv is two files, nodes.csv and edges.csv");
        error_line("  help: name a folder for them: --output DIR");
        return ExitCode::from(2);
    }
    let linked = match pipeline::link(options) {
        Ok(linked) => linked,
        Err(mut diagnostics) => {
            dateline::excerpt::place(&global.root, &mut diagnostics);
            findings(&global.root, &diagnostics, Format::from(global.format), global.quiet);
            return ExitCode::FAILURE;
        }
    };
    if linked.diagnostics.has_errors() {
        let wrong = summary(&linked.diagnostics);
        error_line(&format!("Nothing was written: {wrong}. See them with `dateline check`."));
        return ExitCode::FAILURE;
    }
    let files = export::export(&linked.site, &linked.config, format);
    for file in &files {
        let written = match output {
            Some(path) => write_export(global, path, file, files.len() > 1),
            None => print_export(file),
        };
        if let Err(error) = written {
            let place =
                output.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
            let message = format!("cannot write to `{place}`: {error}");
            return failed(global, Diagnostic::error(&codes::IO_WRITE, message));
        }
    }
    ExitCode::SUCCESS
}

/// Writes a file of an export: into the folder that `path` names, else to `path` itself.
fn write_export(global: &Global, path: &Path, file: &File, into_folder: bool) -> io::Result<()> {
    let path = if into_folder || path.is_dir() { path.join(file.name) } else { path.to_owned() };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, &file.bytes)?;
    if !global.quiet {
        line(&format!("Wrote {}", path.display()));
    }
    Ok(())
}

/// Prints a file of an export. A reader that has gone is no error.
fn print_export(file: &File) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(&file.bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn table(listed: &[Listed]) {
    let width = |of: fn(&Listed) -> usize| listed.iter().map(of).max().unwrap_or(0);
    let ids = width(|entry| entry.id.chars().count());
    let details = width(|entry| detail(entry).chars().count());
    for entry in listed {
        let count = entry.articles.map_or_else(String::new, |count| format!("  ({count})"));
        let draft = if entry.draft { "  [draft]" } else { "" };
        line(&format!(
            "{:<7}  {:<ids$}  {:<details$}  {}{count}{draft}",
            entry.kind,
            entry.id,
            detail(entry),
            entry.title
        ));
    }
}

fn detail(entry: &Listed) -> &str {
    entry.date.as_deref().or(entry.group.as_deref()).unwrap_or("-")
}

fn mentions(global: &Global, file: Option<&Path>) -> ExitCode {
    let options = Options { drafts: true, future: true, ..global.options() };
    let linked = match pipeline::link(&options) {
        Ok(linked) => linked,
        Err(diagnostics) => return all_failed(global, diagnostics),
    };
    let report = match file {
        None => io::read_to_string(io::stdin())
            .map(|text| mentions::of_plain_text(&linked.site, &linked.config, &text))
            .map_err(|error| {
                vec![Diagnostic::error(&codes::IO_READ, format!("cannot read the text: {error}"))]
            }),
        Some(file) => {
            let path = site_path(&global.root, file);
            source::read_text(&global.root, &path)
                .map_err(|diagnostic| vec![diagnostic])
                .and_then(|text| mentions::of_file(&linked.site, &linked.config, &path, &text))
        }
    };
    match report {
        Ok(report) if global.format == FormatName::Json => json_line(&json!(report)),
        Ok(report) => mention_table(&report),
        Err(found) => {
            let mut diagnostics = Diagnostics::new();
            diagnostics.extend(found);
            return all_failed(global, diagnostics);
        }
    }
    ExitCode::SUCCESS
}

/// A file named on the command line as the site names it, when it lies in the site.
fn site_path(root: &Path, file: &Path) -> SourcePath {
    let (absolute, root) = (std::path::absolute(file), std::path::absolute(root));
    let below = match (&absolute, &root) {
        (Ok(file), Ok(root)) => file.strip_prefix(root).ok().or(Some(file)),
        _ => None,
    };
    SourcePath::new(below.unwrap_or(file).to_string_lossy().into_owned())
}

fn mention_table(report: &FileReport) {
    for form in &report.forms {
        let place = format!("{}:{}", form.line, form.column);
        let entity = form.entity.clone().unwrap_or_else(|| form.candidates.join(" or "));
        let surface = form.surface.replace('\n', " ");
        line(&format!(
            "{place:<8} {:<8} {surface} → {entity} ({}: {})",
            form.decision, form.rule, form.reason
        ));
    }
}

fn all_failed(global: &Global, mut diagnostics: Diagnostics) -> ExitCode {
    dateline::excerpt::place(&global.root, &mut diagnostics);
    findings(&global.root, &diagnostics, Format::from(global.format), global.quiet);
    ExitCode::FAILURE
}

fn explain(code: Option<&str>) -> ExitCode {
    let Some(id) = code else {
        codes::ALL.iter().for_each(|code| line(code.id));
        return ExitCode::SUCCESS;
    };
    match Code::find(id) {
        Some(code) => {
            [code.id, "", code.explanation].into_iter().for_each(line);
            ExitCode::SUCCESS
        }
        None => {
            let near = did_you_mean(id, codes::ALL.iter().map(|code| code.id));
            let help = if near.is_empty() { "`dateline explain` lists all codes".to_owned() } else { near };
            error_line(&format!("there is no code `{id}`; {help}"));
            ExitCode::from(2)
        }
    }
}

fn theme_list(global: &Global) -> ExitCode {
    let themes = theme::available(&global.root);
    if Format::from(global.format) == Format::Json {
        let themes: Vec<_> = themes
            .iter()
            .map(|theme| {
                json!({
                    "name": theme.name,
                    "built_in": theme.embedded,
                    "description": theme.description,
                    "inherits": theme.inherits,
                    "options": theme.options.iter().map(|(name, option)| json!({
                        "name": name,
                        "type": option.option_type.name(),
                        "default": option.default,
                        "description": option.description,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        json_line(&json!(themes));
        return ExitCode::SUCCESS;
    }
    for theme in themes {
        let place = if theme.embedded { "built in".to_owned() } else { format!("themes/{}", theme.name) };
        line(&format!("{} ({place})", theme.name));
        if let Some(description) = &theme.description {
            line(&format!("  {description}"));
        }
        for (name, option) in &theme.options {
            let default = json!(option.default);
            line(&format!("  {name}: {} = {default}", option.option_type.name()));
            if let Some(description) = &option.description {
                line(&format!("      {description}"));
            }
        }
    }
    ExitCode::SUCCESS
}

fn theme_eject(global: &Global, template: &str) -> ExitCode {
    match pipeline::eject(&global.options(), template) {
        Ok(path) => made(global, vec![Ok(path)]),
        Err(diagnostics) => all_failed(global, diagnostics),
    }
}
