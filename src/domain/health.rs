//! How each step of the pipeline is, judged from the facts.

use std::time::Duration;

use super::pipeline::Pipeline;
use super::world::World;
use crate::clock::Time;

/// A step of the pipeline, left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The function that fetches.
    Ingest,
    /// The object that it writes.
    Raw,
    /// The Glue job.
    Etl,
    /// The object that the job writes.
    Processed,
    /// The crawler.
    Crawl,
    /// The table that a crawl leaves.
    Table,
}

impl Step {
    /// Left to right.
    pub const ALL: [Self; 6] =
        [Self::Ingest, Self::Raw, Self::Etl, Self::Processed, Self::Crawl, Self::Table];

    /// The step's name, as in the strip and in `farol status --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Raw => "raw",
            Self::Etl => "etl",
            Self::Processed => "processed",
            Self::Crawl => "crawl",
            Self::Table => "table",
        }
    }
}

/// How a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not read yet.
    Pending,
    /// It has never run, or the thing is not there and nobody expects it.
    Never,
    /// It did its work.
    Good,
    /// It is at work.
    Running,
    /// It did its work, but something about it is off: old, unchanged, empty.
    Degraded,
    /// It did not do its work.
    Failed,
    /// We cannot tell: it could not be read.
    Unreadable,
}

/// How a step is, since when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which step.
    pub step: Step,
    /// How it is.
    pub state: State,
    /// Since when: the end of the last run, the object's time, the start of what is running.
    pub since: Option<Time>,
    /// How long the last run took.
    pub took: Option<Duration>,
    /// What else the strip says: a size, a number of columns.
    pub note: Option<String>,
    /// What is wrong, in words that a person acts on, already visible.
    pub why: Option<String>,
}

/// The health of every step that the pipeline has, left to right.
pub fn health(pipeline: &Pipeline, world: &World) -> Vec<Health> {
    let _ = (pipeline, world);
    Vec::new()
}

/// The first step that is broken, else the first that is degraded or cannot be read.
pub fn first_broken(steps: &[Health]) -> Option<&Health> {
    let first = |state| steps.iter().find(move |health| health.state == state);
    first(State::Failed).or_else(|| first(State::Degraded)).or_else(|| first(State::Unreadable))
}

impl Health {
    /// What is wrong, since when and why; `None`: nothing is.
    pub fn sentence(&self, pipeline: &Pipeline, now: Time) -> Option<String> {
        let _ = (pipeline, now);
        self.why.clone()
    }
}
