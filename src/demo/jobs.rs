//! Glue jobs and their runs.

use std::collections::{BTreeMap, VecDeque};

use fastrand::Rng;

use super::account::Account;
use super::agenda::Due;
use super::chance::{between, chance, hash, hex};
use super::digest::Bookmark;
use super::etl::Settings;
use crate::clock::Time;

mod life;
mod run;

pub use life::Step;
pub use run::{Run, RunState};

/// What runs a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A Python shell.
    Shell,
    /// Spark, with so many workers of a type.
    Spark {
        /// Such as `G.1X`.
        worker: &'static str,
        /// The driver is one of them.
        workers: i32,
    },
}

impl Engine {
    /// The command's name in the API.
    pub fn command(self) -> &'static str {
        match self {
            Self::Shell => "pythonshell",
            Self::Spark { .. } => "glueetl",
        }
    }

    /// What its log groups begin with.
    pub fn log_group(self) -> &'static str {
        match self {
            Self::Shell => "/aws-glue/python-jobs",
            Self::Spark { .. } => "/aws-glue/jobs",
        }
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Unique in the account and the region, case counts.
    pub name: String,
    /// What it is for, in words.
    pub description: String,
    /// The ARN of the role it runs with.
    pub role: String,
    /// Where its script lies in S3.
    pub script: String,
    /// What runs it.
    pub engine: Engine,
    /// For example `3.9`.
    pub python_version: String,
    /// For example `3.0`.
    pub glue_version: String,
    /// `--name` to value; a run's own arguments go before them, one by one.
    pub default_arguments: BTreeMap<String, String>,
    /// A run is stopped after so long.
    pub timeout_minutes: i32,
    /// DPUs; 0.0625 or 1 for a Python shell.
    pub max_capacity: f64,
    /// How often Glue itself tries again.
    pub max_retries: i32,
    /// How many runs may go on at once.
    pub max_concurrent_runs: i32,
    /// Whether its script reads its arguments as `argparse` does, which knows them or fails.
    pub refuses_unknown_arguments: bool,
    /// When it was made.
    pub created: Time,
    /// When it was changed last.
    pub modified: Time,
}

/// Why a run did not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRunError {
    /// As many as may are running.
    ConcurrentRunsExceeded,
    /// There is no such job.
    EntityNotFound,
}

/// Why a run cannot be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopRunError {
    /// There is no such job.
    JobNotFound,
    /// The job has no such run.
    RunNotFound,
    /// It is over, or stopping already.
    NotRunning,
}

/// A job with its runs.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRuns {
    /// The job itself.
    pub job: Job,
    /// Newest first.
    pub runs: VecDeque<Run>,
    /// What it has worked on; a Python shell has none.
    pub bookmark: Option<Bookmark>,
}

impl Account {
    /// The jobs in order of their names.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.jobs.values().map(|runs| &runs.job)
    }

    /// The runs of a job, newest first.
    pub fn runs(&self, job: &str) -> Option<&VecDeque<Run>> {
        self.jobs.get(job).map(|runs| &runs.runs)
    }

    /// Starts a run `now` and gives its id.
    pub fn start_run(
        &mut self,
        job: &str,
        arguments: BTreeMap<String, String>,
        now: Time,
    ) -> Result<String, StartRunError> {
        self.jobs.get(job).ok_or(StartRunError::EntityNotFound)?.admit()?;
        let mut rng = chance(self.options.seed, "asked/run", self.asked.next());
        let roll = rng.f64();
        let id = self.launch(job, arguments, roll, &mut rng, now)?;
        self.did("StartJobRun", job, &id, now);
        Ok(id)
    }

    /// A job by its name, to be changed.
    pub fn job_mut(&mut self, job: &str) -> Option<&mut Job> {
        self.jobs.get_mut(job).map(|runs| &mut runs.job)
    }

    /// Asks a run to stop.
    pub fn stop_run(&mut self, job: &str, id: &str, now: Time) -> Result<(), StopRunError> {
        let runs = self.jobs.get_mut(job).ok_or(StopRunError::JobNotFound)?;
        let run = runs.run(id).ok_or(StopRunError::RunNotFound)?;
        if run.state.is_final() || run.state == RunState::Stopping {
            return Err(StopRunError::NotRunning);
        }
        run.become_state(RunState::Stopping, now);
        let takes = between(&mut chance(self.options.seed, "stop/run", hash(id)), 2500, 6000);
        self.plan(job, id, now + takes, Step::Stops);
        self.did("BatchStopJobRun", job, id, now);
        Ok(())
    }

    /// A job's bookmark; `None`: it has none, or there is no such job.
    pub fn bookmark(&self, job: &str) -> Option<&Bookmark> {
        self.jobs.get(job)?.bookmark.as_ref()
    }

    /// Has a job forget what it has worked on.
    pub fn reset_bookmark(&mut self, job: &str, now: Time) -> Option<Bookmark> {
        let bookmark = self.jobs.get_mut(job)?.bookmark.as_mut()?;
        *bookmark = Bookmark { version: bookmark.version + 1, ..Bookmark::default() };
        let reset = bookmark.clone();
        self.did("ResetJobBookmark", job, "", now);
        Some(reset)
    }

    pub(super) fn run_mut(&mut self, job: &str, id: &str) -> Option<&mut Run> {
        self.jobs.get_mut(job)?.run(id)
    }

    /// Starts a run whose fate is known: a `roll` below the failure rate fails.
    pub(super) fn launch(
        &mut self,
        job: &str,
        arguments: BTreeMap<String, String>,
        roll: f64,
        rng: &mut Rng,
        now: Time,
    ) -> Result<String, StartRunError> {
        let runs = self.jobs.get_mut(job).ok_or(StartRunError::EntityNotFound)?;
        runs.admit()?;
        let run = Run::new(job, format!("jr_{}", hex(rng, 64)), arguments, now);
        let id = run.id.clone();
        runs.runs.push_front(run);
        let begins = now + between(rng, 6000, 9000);
        let executes = begins + between(rng, 9000, 17_500);
        let ends = executes + between(rng, 800, 2500);
        self.plan(job, &id, begins, Step::Begins);
        self.plan(job, &id, executes, Step::Executes { roll, ends });
        Ok(id)
    }

    fn plan(&mut self, job: &str, id: &str, at: Time, step: Step) {
        self.agenda.add(at, Due::Run { job: job.to_owned(), id: id.to_owned(), step });
    }
}

impl JobRuns {
    pub(super) fn new(job: Job) -> Self {
        Self { job, runs: VecDeque::new(), bookmark: None }
    }

    fn run(&mut self, id: &str) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.id == id)
    }

    fn settings(&mut self, id: &str) -> Option<Settings> {
        let run = self.runs.iter().find(|run| run.id == id)?;
        Some(Settings::new(&run.arguments, &self.job.default_arguments))
    }

    /// The arguments of a run that its script does not know, where it cares.
    fn unknown_arguments(&self, id: &str) -> Vec<String> {
        let run = self.runs.iter().find(|run| run.id == id && self.job.refuses_unknown_arguments);
        let arguments = run.into_iter().flat_map(|run| &run.arguments);
        let unknown = arguments.filter(|(name, _)| !self.job.default_arguments.contains_key(*name));
        unknown.map(|(name, value)| format!("{name} {value}")).collect()
    }

    /// Whether one more may run.
    fn admit(&self) -> Result<(), StartRunError> {
        let going_on = self.runs.iter().filter(|run| !run.state.is_final()).count();
        let most = usize::try_from(self.job.max_concurrent_runs).unwrap_or(0);
        if going_on < most { Ok(()) } else { Err(StartRunError::ConcurrentRunsExceeded) }
    }
}

#[cfg(test)]
mod tests;
