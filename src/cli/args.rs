//! The arguments, as clap reads them.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use dateline::diagnostic::Format;
use dateline::document::ActorType;
use dateline::export;
use dateline::model::{Kind, Moment};
use dateline::pipeline::Options;

/// A static site generator for analysis articles that knows who the prose is about.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Group)]
pub struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The configuration [default: site.toml in the site's folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How findings and lists are printed
    #[arg(long, global = true, value_enum, default_value_t = FormatName::Human)]
    pub format: FormatName,
    /// Threads to use [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = parse_jobs)]
    pub jobs: Option<usize>,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// The time of the call; no argument, but read once for all commands
    #[arg(skip = Moment::from_unix(0))]
    pub now: Moment,
}

/// Options of commands that read the site.
#[derive(Debug, Group)]
pub struct Site {
    /// The address of the home page, instead of base_url in site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Publish articles that are scheduled for later too
    #[arg(long)]
    pub future: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Name index.html in links, so that the site opens from file://
    #[arg(long)]
    pub portable: bool,
    /// Print how long each stage took
    #[arg(long)]
    pub timings: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small site that builds
    Init {
        /// Where; it may exist, as long as it holds no site
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// The site's title [default: from the folder's name]
        #[arg(long)]
        title: Option<String>,
    },
    /// Make the file of a new analysis, actor or topic
    New {
        #[arg(value_enum)]
        kind: NewKind,
        /// Its title or name
        #[arg(required_unless_present = "from")]
        title: Option<String>,
        /// A name that `dateline check` has found in the text
        #[arg(long, value_name = "NAME", conflicts_with = "title")]
        from: Option<String>,
        /// What an actor is [default: organisation]
        #[arg(long = "type", value_name = "TYPE", value_parser = parse_actor_type)]
        actor_type: Option<ActorType>,
        /// The folder below content/ [default: the kind's own]
        #[arg(long, value_name = "FOLDER")]
        section: Option<String>,
    },
    /// Build the site
    Build {
        #[command(flatten)]
        site: Site,
        /// The output folder [default: public in the site's folder]
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Show the site while it is edited: in memory, on this machine, with drafts
    Serve {
        /// The port; the next free one if it is taken, 0 for any
        #[arg(long, short, default_value_t = 4400)]
        port: u16,
        /// The address to listen on; others than this machine can then see drafts too
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
        bind: IpAddr,
        /// Open a browser
        #[arg(long)]
        open: bool,
        /// Show what a build would publish: no drafts, and nothing that is scheduled for later
        #[arg(long)]
        published: bool,
    },
    /// Do everything that a build does but writing
    Check {
        #[command(flatten)]
        site: Site,
    },
    /// List what the site has
    List {
        #[arg(value_enum, default_value_t = ListKind::All)]
        what: ListKind,
    },
    /// Say what each name in a file is, and why it is linked or not
    Mentions {
        /// A Markdown file, of the site or not
        #[arg(required_unless_present = "stdin", value_name = "FILE")]
        file: Option<PathBuf>,
        /// Read plain text from standard input
        #[arg(long, conflicts_with = "file")]
        stdin: bool,
    },
    /// Write what the site knows for other programs
    Export {
        /// The form
        // Stands in for the global option of the same name, which is why the types are one.
        #[arg(id = "format", long, value_name = "FORMAT", required = true, value_parser = export_format())]
        format: FormatName,
        /// The file, or for csv the folder [default: standard output]
        #[arg(long, short, value_name = "PATH")]
        output: Option<PathBuf>,
        /// The address of the home page, instead of base_url in site.toml
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// Export drafts too
        #[arg(long)]
        drafts: bool,
        /// Export articles that are scheduled for later too
        #[arg(long)]
        future: bool,
    },
    /// Turn text without markup into draft articles
    Import {
        /// Text files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Explain the code of a finding, such as link/unknown-actor
    Explain {
        /// The code; without one, all codes are listed
        code: Option<String>,
    },
    /// See themes, and copy templates to change them
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
}

#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the themes and their options
    List,
    /// Copy a template of the theme into the site, where it takes precedence
    Eject {
        /// Its name, such as article.html or partials/footer.html
        template: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// With excerpts, for people
    Human,
    /// For programs: findings as one JSON object a line, lists as one array
    Json,
    /// GitHub's annotations
    Github,
    /// The form of an export, whose findings are for people; only `export` takes it
    #[value(skip)]
    Export(export::Format),
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Human | FormatName::Export(_) => Self::Human,
            FormatName::Json => Self::Json,
            FormatName::Github => Self::Github,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum NewKind {
    /// An article in content/analyses
    #[value(alias = "article")]
    Analysis,
    /// An actor
    Actor,
    /// A topic
    Topic,
}

impl From<NewKind> for Kind {
    fn from(kind: NewKind) -> Self {
        match kind {
            NewKind::Analysis => Self::Article,
            NewKind::Actor => Self::Actor,
            NewKind::Topic => Self::Topic,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListKind {
    /// Articles, actors and topics
    All,
    /// Articles
    #[value(alias = "articles")]
    Analyses,
    /// Actors
    Actors,
    /// Topics
    Topics,
    /// Drafts of every kind
    Drafts,
}

impl Site {
    /// What the pipeline is asked to do.
    pub fn options(&self, global: &Global) -> Options {
        Options {
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            future: self.future,
            strict: self.strict,
            portable: self.portable,
            ..global.options()
        }
    }
}

impl Global {
    /// The options of a command that only reads the site.
    pub fn options(&self) -> Options {
        // The configuration is named from where the command is run, the site from its folder.
        let config =
            self.config.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
        Options { config, ..Options::new(self.root.clone(), self.now) }
    }
}

/// Reads the `--format` of `export`.
fn export_format() -> impl TypedValueParser<Value = FormatName> {
    let values =
        export::Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.description()));
    PossibleValuesParser::new(values).try_map(|name| {
        let format = export::Format::ALL.into_iter().find(|format| format.name() == name);
        format.map(FormatName::Export).ok_or("no form of an export")
    })
}

fn parse_jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs @ 1..=1024) => Ok(jobs),
        _ => Err("a number from 1 to 1024".to_owned()),
    }
}

fn parse_actor_type(text: &str) -> Result<ActorType, String> {
    ActorType::ALL.into_iter().find(|actor_type| actor_type.name() == text).ok_or_else(|| {
        let names: Vec<&str> = ActorType::ALL.iter().map(|actor_type| actor_type.name()).collect();
        format!("one of: {}", names.join(", "))
    })
}
