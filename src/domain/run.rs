//! The life of a Glue job run.

mod terms;

use std::collections::BTreeMap;
use std::time::Duration;

pub use terms::{Capacity, Terms};

use super::text::Foreign;
use crate::clock::Time;

/// How many runs are read: the newest.
pub const NEWEST: usize = 50;

/// One run of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// AWS's name for it; also the name of its log streams.
    pub id: Foreign,
    /// Where it is in its life.
    pub state: State,
    /// 0 for the first attempt.
    pub attempt: u32,
    /// The run that this one retries.
    pub previous: Option<Foreign>,
    /// When it was accepted.
    pub started: Time,
    /// `None` while it runs.
    pub completed: Option<Time>,
    /// Time that consumed resources: without start-up and waiting, so shorter than the wall time.
    pub execution: Duration,
    /// What AWS says of a failure; a single line for most.
    pub error: Option<Foreign>,
    /// Why it waits, where it does.
    pub detail: Option<Foreign>,
    /// The trigger that started it; `None` when a person did.
    pub trigger: Option<Foreign>,
    /// The arguments of this run alone, without the job's defaults.
    pub arguments: BTreeMap<Foreign, Foreign>,
    /// What it was given.
    pub terms: Terms,
}

/// The ten states of a Glue run (API reference, `JobRunState`), and those to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Accepted, resources are being prepared.
    Starting,
    /// Workers are up.
    Running,
    /// Asked to stop.
    Stopping,
    /// Stopped by somebody.
    Stopped,
    /// Done.
    Succeeded,
    /// Done, badly.
    Failed,
    /// Ran longer than the job allows.
    Timeout,
    /// The job was gone when its trigger fired.
    Error,
    /// Queued, or waiting for capacity.
    Waiting,
    /// Waited too long.
    Expired,
    /// A state that AWS has added since.
    Other(Foreign),
}

impl State {
    /// Reads AWS's name of a state.
    pub fn parse(name: &str) -> Self {
        match name {
            "STARTING" => Self::Starting,
            "RUNNING" => Self::Running,
            "STOPPING" => Self::Stopping,
            "STOPPED" => Self::Stopped,
            "SUCCEEDED" => Self::Succeeded,
            "FAILED" => Self::Failed,
            "TIMEOUT" => Self::Timeout,
            "ERROR" => Self::Error,
            "WAITING" => Self::Waiting,
            "EXPIRED" => Self::Expired,
            other => Self::Other(other.into()),
        }
    }

    /// AWS's name of the state.
    pub fn name(&self) -> std::borrow::Cow<'_, str> {
        let known = match self {
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Timeout => "TIMEOUT",
            Self::Error => "ERROR",
            Self::Waiting => "WAITING",
            Self::Expired => "EXPIRED",
            Self::Other(name) => return name.visible(),
        };
        known.into()
    }

    /// Whether nothing more will happen to the run. A state we do not know is not taken as final.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Stopped | Self::Succeeded | Self::Failed | Self::Timeout | Self::Error | Self::Expired
        )
    }

    /// Whether the run is over and did not do its work.
    pub fn is_bad(&self) -> bool {
        self.is_final() && *self != Self::Succeeded
    }
}

impl Run {
    /// From acceptance to the end, or to `now` while it runs.
    pub fn wall(&self, now: Time) -> Duration {
        (self.completed.unwrap_or(now) - self.started).to_std().unwrap_or_default()
    }
}

/// Orders runs newest first, as AWS does and emulators do not.
pub fn newest_first(runs: &mut [Run]) {
    runs.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_as_it_was_named() {
        let names =
            "STARTING RUNNING STOPPING STOPPED SUCCEEDED FAILED TIMEOUT ERROR WAITING EXPIRED BRAND_NEW";
        for name in names.split(' ') {
            assert_eq!(State::parse(name).name(), name);
        }
        assert_eq!(State::parse("BRAND_NEW"), State::Other("BRAND_NEW".into()));
    }

    #[test]
    fn of_the_ten_states_six_are_final_and_five_of_those_are_bad_and_an_unknown_one_is_neither() {
        let check = |names: &str, is_final, is_bad| {
            for state in names.split(' ').map(State::parse) {
                assert_eq!((state.is_final(), state.is_bad()), (is_final, is_bad), "{state:?}");
            }
        };
        check("STARTING RUNNING STOPPING WAITING BRAND_NEW", false, false);
        check("STOPPED FAILED TIMEOUT ERROR EXPIRED", true, true);
        check("SUCCEEDED", true, false);
    }
}
