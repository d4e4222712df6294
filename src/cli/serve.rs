//! `dateline serve`: what it says on the terminal.

use std::process::ExitCode;

use dateline::diagnostic::{Format, summary};
use dateline::serve::{self, Event, ServeOptions};
use dateline::source;

use super::args::Global;
use super::terminal::{error_line, findings, line};

/// Serves a site until the process ends.
pub fn run(global: &Global, options: &ServeOptions) -> ExitCode {
    let format = Format::from(global.format);
    let root = &options.site.root;
    let say = |text: &str| {
        if !global.quiet {
            line(text);
        }
    };
    let tell = |event: &Event<'_>| match event {
        Event::Listening(url) => {
            let drafts = if options.site.drafts { ", with drafts and what is scheduled" } else { "" };
            say(&format!("The site is at {url}{drafts}. Ctrl+C ends this."));
        }
        Event::Shown { changed, took, found } => {
            findings(root, found, format, global.quiet);
            let what = match changed {
                [] => "The whole site".to_owned(),
                [file] => file.to_string(),
                [first, more @ ..] => format!("{first} and {} more", more.len()),
            };
            say(&format!("{what}: {:.0} ms", took.as_secs_f64() * 1000.0));
        }
        Event::Wrong { found, .. } | Event::Page(found) => {
            findings(root, found, format, global.quiet);
            error_line(&format!("{}. Mend it, and the page follows.", summary(found)));
        }
    };
    // The variable was read when the program began; the clock goes on.
    let now = || source::now().unwrap_or(global.now);
    match serve::serve(options, &now, &tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(found) => {
            findings(root, &found, format, global.quiet);
            ExitCode::FAILURE
        }
    }
}
