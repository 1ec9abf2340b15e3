//! `farol backfill`: a job started for one value after the other.

use clap::Args;
use serde::Serialize;

use super::course::Course;
use super::said::Said;
use super::{JOB, Manner, Wish, argument, input, run};
use crate::actions::{Event, Queue};
use crate::cli::options::Options;
use crate::cli::{Exit, complain};
use crate::cloud::Cloud;
use crate::domain::action::{Action, Confirmation, Verb};
use crate::domain::backfill::{End, Plan, Progress, Series};
use crate::domain::pipeline::Pipeline;

/// `SIGINT`, as a shell counts it.
const INTERRUPT: u8 = 2;

/// Start the ETL job once for each value of an argument, one run after the other, until one goes wrong
#[derive(Debug, Args)]
pub struct Backfill {
    /// The argument and its values: a list, and ranges of numbers, days or months, such as
    /// --date=2026-11-01..2026-11-07, --page=1..10 or --region=a,b,c
    #[arg(value_name = "NAME=VALUES", value_parser = Series::parse, allow_hyphen_values = true)]
    series: Series,
    /// All other arguments of the runs, in the place of the configuration's: a JSON object of strings, @FILE, or - for
    /// standard input
    #[arg(long = "arguments", value_name = "JSON", allow_hyphen_values = true)]
    all: Option<String>,
    /// An argument of all runs, over all others; may be given several times
    #[arg(long = "argument", value_name = "NAME=VALUE", value_parser = argument, allow_hyphen_values = true)]
    arguments: Vec<(String, String)>,
    #[command(flatten)]
    manner: Manner,
}

impl Backfill {
    pub(in crate::cli) fn run(&self, options: &Options) -> Exit {
        let wish = |pipeline: &Pipeline| {
            let start = Action::of(pipeline, Verb::StartJob)?;
            Some(input::replaced(&start, self.all.as_deref()).map(|start| Wish::Action(self.plan(start))))
        };
        run(options, self.manner, wish, JOB)
    }

    fn plan(&self, start: Action) -> Action {
        let Action::StartJob { job, mut arguments } = start else { return start };
        arguments.extend(self.arguments.iter().cloned());
        Action::Backfill(Plan { job, arguments, series: self.series.clone() })
    }
}

/// What is printed of a backfill.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Filled {
    /// The argument that differs.
    pub argument: String,
    /// Its values.
    pub values: Vec<String>,
    /// The runs that did their work, for the first of the values.
    pub runs: Vec<String>,
}

impl Filled {
    pub fn of(plan: &Plan) -> Self {
        let Series { name, values } = plan.series.clone();
        Self { argument: name, values, runs: Vec::new() }
    }
}

impl Course {
    /// Starts run after run. Ctrl-C starts no more of them.
    pub(super) async fn fill(&self, cloud: &Cloud, mut said: Said, confirmation: Confirmation) -> Exit {
        let Some(queue) = Queue::of(confirmation) else {
            return said.refuse(self.manner.json, "it is no backfill");
        };
        let tell = async |event| {
            if let Event::Progress(progress) = event
                && progress.is_under_way()
            {
                complain(&progress.words());
            }
        };
        let mut filled = Filled::of(queue.plan());
        let place = (cloud, &self.pipeline);
        let filling = self.actions.backfill(place, queue, self.interrupts.brake(), tell);
        let (progress, lookup) = Box::pin(filling).await;
        if let (Some(lookup), Some(End::Unknown(fault))) = (lookup, &progress.end) {
            let verdict = self.search(cloud, fault, &lookup).await;
            self.actions.judged(&lookup.id, &verdict).await;
            said.id = Some(lookup.id);
            complain(verdict.evidence());
        }
        filled.runs = progress.done.iter().map(|(run, _)| run.exact().to_owned()).collect();
        said.backfill = Some(filled);
        self.told(said, &progress)
    }

    fn told(&self, mut said: Said, progress: &Progress) -> Exit {
        let is_begun = !progress.done.is_empty();
        let (outcome, exit) = match &progress.end {
            Some(End::All) => ("accepted", Exit::Well),
            Some(End::Refused(_)) if !is_begun => ("refused", Exit::Refused),
            Some(End::Failed(..) | End::Refused(_)) => ("accepted", Exit::Failed),
            Some(End::Cancelled(_)) => ("accepted", Exit::Signal(INTERRUPT)),
            Some(End::Unknown(_) | End::Unseen(..)) | None => ("unknown", Exit::Unknown),
        };
        said.outcome = outcome;
        said.run = match &progress.end {
            Some(End::Failed(run, ..) | End::Unseen(run, _) | End::Cancelled(Some(run))) => {
                Some(run.exact().to_owned())
            }
            _ => None,
        };
        match progress.outcome() {
            Some(Ok(words)) => said.state = Some(words),
            Some(Err(words)) => said.reason = Some(words),
            None => {}
        }
        said.print(self.manner.json, exit)
    }
}
