//! The command line.

mod args;
mod commands;
mod serve;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use dateline::source;

/// Runs the command that the arguments name: status 0 when all went well, 1 when the site has
/// errors, 2 when the call is wrong.
pub fn run() -> ExitCode {
    let mut args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match source::now() {
        Ok(now) => args.global.now = now,
        Err(reason) => {
            terminal::error_line(&format!("error: {reason}"));
            return ExitCode::from(2);
        }
    }
    let jobs = args.global.jobs.unwrap_or(0);
    match rayon::ThreadPoolBuilder::new().num_threads(jobs).build() {
        Ok(pool) => pool.install(|| commands::run(&args)),
        Err(error) => {
            terminal::error_line(&format!("cannot start threads: {error}"));
            ExitCode::FAILURE
        }
    }
}
