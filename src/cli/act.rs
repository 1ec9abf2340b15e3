//! `farol invoke`, `start-job`, `crawl` and `stop`: what the console's keys do, for scripts.

mod after;
mod ask;
mod backfill;
mod commit;
mod course;
mod follow;
pub(super) mod input;
mod said;
#[cfg(test)]
mod tests;

use clap::{Args, Subcommand};

use super::launch::{Launch, Wrong};
use super::options::{Options, by};
use super::{Exit, complain, refuse_launch, rows};
use crate::audit::Journal;
use crate::clock::Clock;
use crate::cloud::Access;
use crate::config::{ReadOnly, rules};
use crate::console::runtime;
use crate::domain::action::{Action, Mode, Verb};
use crate::domain::pipeline::Pipeline;
pub use backfill::Backfill;
use course::Course;
use said::Said;

/// How it is done.
#[derive(Debug, Clone, Copy, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "a flag of the command line is a bool to clap")]
#[command(after_help = AFTER)]
pub struct Manner {
    /// Do it without asking; the look before it still refuses what is running already
    #[arg(long)]
    yes: bool,
    /// Wait until the step has ended, and exit as it ended
    #[arg(long)]
    wait: bool,
    /// Print JSON, one object
    #[arg(long)]
    json: bool,
    /// Say exactly what would be sent, and send nothing but Lambda's own dry run
    #[arg(long, conflicts_with_all = ["yes", "wait"])]
    dry_run: bool,
}

const AFTER: &str = "\
Exit codes: 0 done, and done well as far as it was waited for; 1 the step failed; 4 refused, and nothing was sent; \
5 sent, but what became of it, or how it ended, is unknown: it is never sent again; 130 interrupted while waiting for \
the end, which comes all the same; 64 bad usage or configuration.";

/// Invoke the ingest function, once
#[derive(Debug, Args)]
pub struct Invoke {
    /// Have Lambda queue the event and run the function by itself: nobody waits for it, and it is tried again where it fails
    #[arg(long = "async", conflicts_with = "wait")]
    queued: bool,
    #[command(flatten)]
    manner: Manner,
}

/// Start the ETL job, once
#[derive(Debug, Args)]
pub struct StartJob {
    /// All arguments of the run, in the place of the configuration's: a JSON object of strings, @FILE, or - for standard
    /// input
    #[arg(long = "arguments", value_name = "JSON", allow_hyphen_values = true)]
    all: Option<String>,
    /// An argument of the run, over all others; may be given several times
    #[arg(long = "argument", value_name = "NAME=VALUE", value_parser = argument, allow_hyphen_values = true)]
    arguments: Vec<(String, String)>,
    #[command(flatten)]
    manner: Manner,
}

/// Run the crawler, once
#[derive(Debug, Args)]
pub struct Crawl {
    #[command(flatten)]
    manner: Manner,
}

/// Stop a run of the job, or the crawl
#[derive(Debug, Args)]
pub struct Stop {
    #[command(subcommand)]
    what: What,
}

/// What is stopped.
#[derive(Debug, Subcommand)]
enum What {
    /// A run of the ETL job
    Run {
        /// The run's id [default: the one that is running, if it is the only one]
        #[arg(value_name = "ID", value_parser = by(rules::name))]
        run: Option<String>,
        #[command(flatten)]
        manner: Manner,
    },
    /// The crawl under way
    Crawl {
        #[command(flatten)]
        manner: Manner,
    },
}

/// What is to be done to a pipeline, as far as the command line says it.
enum Wish {
    Action(Action),
    /// Stop the only run of this job.
    OnlyRun(String),
}

impl Invoke {
    pub(super) fn run(&self, options: &Options) -> Exit {
        let wish = |pipeline: &Pipeline| {
            let mut action = Action::of(pipeline, Verb::Invoke)?;
            if let (Action::Invoke { mode, .. }, true) = (&mut action, self.queued) {
                *mode = Mode::Async;
            }
            Some(Ok(Wish::Action(action)))
        };
        run(options, self.manner, wish, FUNCTION)
    }
}

impl StartJob {
    pub(super) fn run(&self, options: &Options) -> Exit {
        let wish = |pipeline: &Pipeline| {
            let action = Action::of(pipeline, Verb::StartJob)?;
            let action = input::replaced(&action, self.all.as_deref());
            Some(action.map(|action| Wish::Action(self.argued(action))))
        };
        run(options, self.manner, wish, JOB)
    }

    fn argued(&self, mut action: Action) -> Action {
        if let Action::StartJob { arguments, .. } = &mut action {
            arguments.extend(self.arguments.iter().cloned());
        }
        action
    }
}

impl Crawl {
    pub(super) fn run(&self, options: &Options) -> Exit {
        let wish = |pipeline: &Pipeline| {
            Action::of(pipeline, Verb::StartCrawler).map(|action| Ok(Wish::Action(action)))
        };
        run(options, self.manner, wish, CRAWLER)
    }
}

impl Stop {
    pub(super) fn run(&self, options: &Options) -> Exit {
        match &self.what {
            What::Run { run: id, manner } => {
                let wish = |pipeline: &Pipeline| {
                    let job = pipeline.etl.as_ref()?.job.clone();
                    Some(Ok(match id {
                        Some(run) => Wish::Action(Action::StopRun { job, run: run.clone() }),
                        None => Wish::OnlyRun(job),
                    }))
                };
                run(options, *manner, wish, JOB)
            }
            What::Crawl { manner } => {
                let wish = |pipeline: &Pipeline| {
                    let crawler = pipeline.catalog.as_ref()?.crawler.clone()?;
                    Some(Ok(Wish::Action(Action::StopCrawler { crawler })))
                };
                run(options, *manner, wish, CRAWLER)
            }
        }
    }
}

/// How what is acted on is named: on the command line, and in a pipeline of the configuration.
type Naming = (&'static str, &'static str);

const FUNCTION: Naming = ("--function", "[pipeline.ingest] function");
const JOB: Naming = ("--job", "[pipeline.etl] job");
const CRAWLER: Naming = ("--crawler", "[pipeline.catalog] crawler");

fn nameless((flag, setting): Naming) -> Wrong {
    Wrong::Usage(format!(
        "no target is named, and what acts never looks for one: give {flag} NAME, or `{setting}` in the configuration"
    ))
}

fn run(
    options: &Options,
    manner: Manner,
    wish: impl Fn(&Pipeline) -> Option<Result<Wish, String>>,
    naming: Naming,
) -> Exit {
    let (launch, pipeline) = match prepare(options) {
        Ok(prepared) => prepared,
        Err(wrong) => return refuse_launch(&wrong),
    };
    let wish = match wish(&pipeline) {
        Some(Ok(wish)) => wish,
        Some(Err(why)) => return refuse_launch(&Wrong::Usage(why)),
        None => return refuse_launch(&nameless(naming)),
    };
    if launch.settings.read_only != ReadOnly::Off {
        let why = "read-only: take --read-only or `read_only` away to act";
        return Said::wished(&wish).refuse(manner.json, why);
    }
    let (access, clock) = (Access::from(options), Clock::System);
    let course = async { Course::new(pipeline, access, Journal::of_user(), clock, manner).run(wish).await };
    match runtime() {
        Ok(runtime) => runtime.block_on(course),
        Err(error) => {
            complain(&error.to_string());
            Exit::Failed
        }
    }
}

/// The one pipeline that is meant.
fn prepare(options: &Options) -> Result<(Launch, Pipeline), Wrong> {
    let launch = Launch::prepare(options, &rows())?;
    let mut asked = launch.asked().map(|(_, pipeline)| pipeline.clone());
    let (first, second) = (asked.next().unwrap_or_default(), asked.next());
    if second.is_some() {
        let what = "the configuration has several pipelines: say with --pipeline which one is meant";
        return Err(Wrong::Usage(what.to_owned()));
    }
    drop(asked);
    Ok((launch, first))
}

/// `NAME=VALUE`; a name without its dashes gets them.
fn argument(text: &str) -> Result<(String, String), String> {
    let expected = || "expected NAME=VALUE, such as --failure_rate=0.5".to_owned();
    let (name, value) = text.split_once('=').ok_or_else(expected)?;
    let name = name.trim_start_matches('-');
    if name.is_empty() { Err(expected()) } else { Ok((format!("--{name}"), value.to_owned())) }
}
