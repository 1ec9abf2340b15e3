//! Glue jobs and their runs.

use std::collections::{BTreeMap, VecDeque};

use chrono::TimeDelta;
use fastrand::Rng;

use super::account::Account;
use super::agenda::Due;
use super::chance::{between, chance, hash, hex};
use super::etl::{self, Outcome, Settings};
use super::events::lag;
use crate::clock::Time;
use crate::reference::{ERROR_GROUP, OUTPUT_GROUP};

/// A job of type Python shell.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its name.
    pub name: String,
    /// What it is for, in words.
    pub description: String,
    /// The ARN of the role it runs with.
    pub role: String,
    /// Where its script lies in S3.
    pub script: String,
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
    /// When it was made.
    pub created: Time,
    /// When it was changed last.
    pub modified: Time,
}

/// The states of a run that occur here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Waiting for capacity and its environment.
    Starting,
    /// The script runs.
    Running,
    /// Asked to stop.
    Stopping,
    /// Stopped by somebody.
    Stopped,
    /// The script came to its end.
    Succeeded,
    /// The script raised.
    Failed,
}

impl RunState {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
        }
    }

    /// Whether nothing more will happen to the run.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Stopped | Self::Succeeded | Self::Failed)
    }
}

/// A run of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// `jr_` and 64 hex digits; also the name of its log streams.
    pub id: String,
    /// The job's name.
    pub job: String,
    /// Glue's own retries count up from 0.
    pub attempt: i32,
    /// Where it is.
    pub state: RunState,
    /// When it was asked for.
    pub started: Time,
    /// When it came to its end.
    pub completed: Option<Time>,
    /// When its state changed last.
    pub modified: Time,
    /// What is billed: the script's own time, without the start; 0 until the end.
    pub execution_seconds: i32,
    /// One line, where it failed.
    pub error_message: Option<String>,
    /// Only those given to this run.
    pub arguments: BTreeMap<String, String>,
    /// When it began to be RUNNING.
    pub(super) running: Option<Time>,
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
}

/// What happens to a run next.
#[derive(Debug, Clone)]
pub enum Step {
    /// Its environment is there.
    Begins,
    /// The script does its work; the roll decides whether it fails on purpose.
    Executes {
        /// 0 to 1.
        roll: f64,
        /// When it is over then.
        ends: Time,
    },
    /// It is over, with an error or without.
    Ends {
        /// One line.
        error: Option<String>,
    },
    /// The stop that was asked for is done.
    Stops,
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
        self.launch(job, arguments, roll, &mut rng, now)
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
        Ok(())
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

    /// Carries out a step, unless the run has taken another way since.
    pub(super) fn step_run(&mut self, job: &str, id: &str, step: Step, now: Time) {
        let Some(run) = self.jobs.get_mut(job).and_then(|runs| runs.run(id)) else { return };
        match (step, run.state) {
            (Step::Begins, RunState::Starting) => run.begin(now),
            (Step::Executes { roll, ends }, RunState::Running) => self.execute(job, id, roll, now, ends),
            (Step::Ends { error: None }, RunState::Running) => run.end(RunState::Succeeded, None, now),
            (Step::Ends { error }, RunState::Running) => run.end(RunState::Failed, error, now),
            (Step::Stops, RunState::Stopping) => run.end(RunState::Stopped, None, now),
            _ => {}
        }
    }

    fn execute(&mut self, job: &str, id: &str, roll: f64, now: Time, ends: Time) {
        let Some(settings) = self.jobs.get_mut(job).and_then(|runs| runs.settings(id)) else { return };
        let outcome = match &mut self.history {
            Some(history) => history.execute(&settings, roll, now),
            None => etl::execute(&settings, roll, &self.buckets),
        };
        let error = outcome.result.as_ref().err().map(super::python::Exception::headline);
        self.tell(id, &outcome, now);
        if let Ok(Some(csv)) = outcome.result {
            // A bucket that has gone was an exception before it came to this.
            let _ = self.put(&settings.processed_bucket, &settings.processed_key, csv, now);
        }
        self.plan(job, id, ends, Step::Ends { error });
    }

    /// Sends what the script printed to the streams that bear the run's id.
    fn tell(&mut self, id: &str, outcome: &Outcome, now: Time) {
        let lag = lag(self.options.seed, id, now);
        let lines = (0i64..).zip(&outcome.output);
        let output = lines.map(|(place, line)| (now + TimeDelta::milliseconds(place), line.clone()));
        self.say(OUTPUT_GROUP, id, output.collect(), lag);
        if let Err(exception) = &outcome.result {
            let folder = format!("/tmp/glue-python-scripts-{}", id.get(3..11).unwrap_or_default());
            let traceback = etl::traceback(exception, &folder);
            self.say(ERROR_GROUP, id, vec![(now + TimeDelta::milliseconds(5), traceback)], lag);
        }
    }
}

impl JobRuns {
    pub(super) fn new(job: Job) -> Self {
        Self { job, runs: VecDeque::new() }
    }

    fn run(&mut self, id: &str) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.id == id)
    }

    fn settings(&mut self, id: &str) -> Option<Settings> {
        let run = self.runs.iter().find(|run| run.id == id)?;
        Some(Settings::new(&run.arguments, &self.job.default_arguments))
    }

    /// Whether one more may run.
    fn admit(&self) -> Result<(), StartRunError> {
        let going_on = self.runs.iter().filter(|run| !run.state.is_final()).count();
        let most = usize::try_from(self.job.max_concurrent_runs).unwrap_or(0);
        if going_on < most { Ok(()) } else { Err(StartRunError::ConcurrentRunsExceeded) }
    }
}

impl Run {
    fn new(job: &str, id: String, arguments: BTreeMap<String, String>, now: Time) -> Self {
        Self {
            id,
            job: job.to_owned(),
            attempt: 0,
            state: RunState::Starting,
            started: now,
            completed: None,
            modified: now,
            execution_seconds: 0,
            error_message: None,
            arguments,
            running: None,
        }
    }

    fn become_state(&mut self, state: RunState, now: Time) {
        self.state = state;
        self.modified = now;
    }

    fn begin(&mut self, now: Time) {
        self.become_state(RunState::Running, now);
        self.running = Some(now);
    }

    fn end(&mut self, state: RunState, error: Option<String>, now: Time) {
        self.become_state(state, now);
        self.completed = Some(now);
        self.error_message = error;
        let ran = self.running.map(|since| (now - since).num_seconds()).unwrap_or_default();
        self.execution_seconds = i32::try_from(ran).unwrap_or(i32::MAX);
    }
}

#[cfg(test)]
mod tests;
