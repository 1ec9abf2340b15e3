//! Glue jobs and their runs.

use std::collections::{BTreeMap, VecDeque};

use super::account::Account;
use crate::clock::Time;

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
#[derive(Debug, Clone)]
pub struct JobRuns {
    /// The job itself.
    pub job: Job,
    /// Newest first.
    pub runs: VecDeque<Run>,
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
        _arguments: BTreeMap<String, String>,
        _now: Time,
    ) -> Result<String, StartRunError> {
        let _ = self.jobs.get(job).ok_or(StartRunError::EntityNotFound)?;
        Ok(String::new())
    }

    /// Asks a run to stop.
    pub fn stop_run(&mut self, job: &str, id: &str, _now: Time) -> Result<(), StopRunError> {
        let job = self.jobs.get(job).ok_or(StopRunError::JobNotFound)?;
        let _ = job.runs.iter().find(|run| run.id == id).ok_or(StopRunError::RunNotFound)?;
        Ok(())
    }
}
