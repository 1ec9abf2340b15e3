//! A run and its states.

use std::collections::BTreeMap;

use crate::clock::Time;

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
    /// The trigger that started it.
    pub trigger: Option<String>,
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

impl Run {
    pub(in crate::demo) fn new(
        job: &str,
        id: String,
        arguments: BTreeMap<String, String>,
        now: Time,
    ) -> Self {
        Self {
            id,
            job: job.to_owned(),
            attempt: 0,
            trigger: None,
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

    pub(super) fn become_state(&mut self, state: RunState, now: Time) {
        self.state = state;
        self.modified = now;
    }

    pub(in crate::demo) fn begin(&mut self, now: Time) {
        self.become_state(RunState::Running, now);
        self.running = Some(now);
    }

    pub(in crate::demo) fn end(&mut self, state: RunState, error: Option<String>, now: Time) {
        self.become_state(state, now);
        self.completed = Some(now);
        self.error_message = error;
        let ran = self.running.map(|since| (now - since).num_seconds()).unwrap_or_default();
        self.execution_seconds = i32::try_from(ran).unwrap_or(i32::MAX);
    }
}
