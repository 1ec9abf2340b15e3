//! The command line: what is asked for, and the one place where a subcommand starts.
//!
//! Exit codes: see [`Exit`]. Everything that goes wrong before a screen opens is said on standard error,
//! one fault to a line.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::guardian::{self, Bond, Role};

mod act;
mod audit;
mod colour;
mod completions;
mod console;
mod demo;
mod launch;
mod man;
mod options;
mod pipeline;
mod rows;
mod status;
mod tail;

pub use colour::theme;
pub use demo::Demo;
pub use launch::{Launch, Wrong};
pub use options::Options;
pub use rows::{keymap, rows};

/// The operations console for serverless data pipelines on AWS.
///
/// Without a subcommand it opens the console: on the pipelines of the configuration, on the names
/// given here, or on the only pipeline that the account holds.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = AFTER)]
pub struct Arguments {
    /// What every subcommand takes.
    #[command(flatten)]
    pub options: Options,
    /// Open the console, show the exact call of every action, and send none
    #[arg(long)]
    pub dry_run: bool,
    /// Absent: the console.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER: &str = "Exit codes of `status`: 0 all well, 1 a step failed or does not exist, 2 late or degraded, 3 no access. \
                     Of what acts: 0 done well, 1 the step failed, 4 refused, 5 unknown. 64: bad usage or configuration.";

/// What is asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the console (the default)
    Console,
    /// Open the console on a pipeline that lives in this process: no account, no network
    Demo(Demo),
    /// Say how every step is, and leave
    Status(status::Status),
    /// Print log lines, merged by time, as they come
    Tail(Box<tail::Tail>),
    /// Invoke the ingest function, once
    Invoke(act::Invoke),
    /// Start the ETL job, once
    StartJob(act::StartJob),
    /// Start the ETL job once for each value of an argument, one run after the other, until one goes wrong
    Backfill(act::Backfill),
    /// Run the crawler, once
    Crawl(act::Crawl),
    /// Stop a run of the job, or the crawl
    Stop(act::Stop),
    /// Say what was done, by whom, and what became of it
    Audit(audit::Audit),
    /// Deploy the pipeline itself, look at it, delete it
    Pipeline(pipeline::Pipeline),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the man page
    Man,
}

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All well.
    Well,
    /// `status`: a step failed, or its thing does not exist. Else: something could not be done.
    Failed,
    /// `status`: a step is late or degraded.
    Degraded,
    /// `status`: no access.
    NoAccess,
    /// An action was refused: nothing was sent, or AWS said no.
    Refused,
    /// An action was sent, and what became of it is not known.
    Unknown,
    /// Bad usage or configuration; `EX_USAGE` of sysexits.h.
    Usage,
    /// The signal of this number said so.
    Signal(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Well => 0,
            Exit::Failed => 1,
            Exit::Degraded => 2,
            Exit::NoAccess => 3,
            Exit::Refused => 4,
            Exit::Unknown => 5,
            Exit::Usage => 64,
            Exit::Signal(signal) => signal.saturating_add(128),
        })
    }
}

/// Does what the process's arguments ask for.
pub fn main() -> ExitCode {
    match Arguments::read(std::env::args_os()) {
        Ok(arguments) if arguments.opens_a_screen() => match guardian::divide() {
            Role::Interface(bond) => arguments.run(bond).into(),
            Role::Guardian(code) => code,
        },
        Ok(arguments) => arguments.run(Bond::none()).into(),
        Err(error) => refuse(&error).into(),
    }
}

impl Arguments {
    fn read(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Self, clap::Error> {
        command().try_get_matches_from(words).and_then(|matches| Self::from_arg_matches(&matches))
    }

    fn opens_a_screen(&self) -> bool {
        match &self.command {
            None | Some(Command::Console) => true,
            Some(Command::Demo(demo)) => demo.serve.is_none(),
            Some(_) => false,
        }
    }

    fn run(self, bond: Bond) -> Exit {
        let rehearsal = self.dry_run;
        if rehearsal && !self.opens_a_screen() {
            complain(
                "--dry-run before a subcommand is for the console; what can be tried dry takes it after its name",
            );
            return Exit::Usage;
        }
        match self.command {
            Some(Command::Completions(completions)) => completions.run(),
            Some(Command::Man) => man::run(),
            None | Some(Command::Console) => {
                self.options.logged(|options| console::run(options, rehearsal, bond))
            }
            Some(Command::Demo(demo)) => self.options.logged(|options| demo.run(options, rehearsal, bond)),
            Some(Command::Status(status)) => self.options.logged(|options| status.run(options)),
            Some(Command::Tail(tail)) => self.options.logged(|options| tail.run(options)),
            Some(Command::Invoke(invoke)) => self.options.logged(|options| invoke.run(options)),
            Some(Command::StartJob(start)) => self.options.logged(|options| start.run(options)),
            Some(Command::Backfill(fill)) => self.options.logged(|options| fill.run(options)),
            Some(Command::Crawl(crawl)) => self.options.logged(|options| crawl.run(options)),
            Some(Command::Stop(stop)) => self.options.logged(|options| stop.run(options)),
            Some(Command::Audit(audit)) => audit.run(),
            Some(Command::Pipeline(pipeline)) => self.options.logged(|options| pipeline.run(options)),
        }
    }
}

/// Help and version go to standard output and are no failure; bad usage is 64, not clap's 2.
fn refuse(error: &clap::Error) -> Exit {
    // A closed pipe is nothing to complain about, and there is nowhere to complain to.
    let _ = error.print();
    exit_of(error)
}

fn exit_of(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Well,
        _ => Exit::Usage,
    }
}

/// Prints to standard output; a reader that has gone away is no failure.
fn print(text: &str, exit: Exit) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&format!("standard output: {error}"));
            Exit::Failed
        }
        _ => exit,
    }
}

/// Says what is wrong on standard error.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "farol: {text}");
}

/// Says why nothing is opened.
fn refuse_launch(wrong: &Wrong) -> Exit {
    match wrong {
        Wrong::Config(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            complain("nothing was opened: the configuration has to be right first");
        }
        Wrong::Usage(what) => complain(what),
    }
    Exit::Usage
}

/// The whole command line, for completions, the man page and the tests.
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommand("demo", demo::hide_foreign)
}

#[cfg(test)]
mod tests;
