//! How each step of the pipeline is, judged from the facts.

mod alarmed;
mod crawl;
mod etl;
mod ingest;
mod object;
mod sentence;
mod table;
mod usual;

use std::time::Duration;

pub use usual::{crawl_every, crawl_takes, takes_of};

use super::fault::{Fault, Kind};
use super::log::Source;
use super::pipeline::{Pipeline, Place};
use super::reading::Reading;
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

    /// The step's name as people say it.
    pub fn label(self) -> &'static str {
        if self == Self::Etl { "ETL" } else { self.name() }
    }

    /// The step's name, as in `farol status --json`.
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

    /// What AWS calls the step's thing, as far as the configuration says: a function, a job, a crawler,
    /// a database; the URL of an object, or of its bucket.
    pub fn resource(self, pipeline: &Pipeline) -> Option<String> {
        let catalog = pipeline.catalog.as_ref();
        match self {
            Self::Ingest => pipeline.ingest.as_ref().map(|ingest| ingest.function.clone()),
            Self::Raw => pipeline.raw.as_ref().map(url),
            Self::Etl => pipeline.etl.as_ref().map(|etl| etl.job.clone()),
            Self::Processed => pipeline.processed.as_ref().map(url),
            Self::Crawl => catalog.and_then(|catalog| catalog.crawler.clone()),
            Self::Table => catalog.and_then(|catalog| catalog.database.clone()),
        }
    }
}

fn url(place: &Place) -> String {
    format!("s3://{}/{}", place.bucket, place.key.as_deref().unwrap_or_default())
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
    /// It is at work for longer than it usually takes.
    Slow,
    /// It did its work, and should have started again by now.
    Late,
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
    /// Since when: the end of the last run, the object's time, the start of what is running, when it was due.
    pub since: Option<Time>,
    /// How long the last run took.
    pub took: Option<Duration>,
    /// What else the strip says: a size, a number of columns.
    pub note: Option<String>,
    /// What is wrong, in words that a person acts on, already visible.
    pub why: Option<String>,
    /// When time alone will make it slow or late; `None`: it will not, or did.
    pub turns: Option<Time>,
    /// Since when the facts could not be read again; `None`: they are as new as they should be.
    pub stale: Option<Box<Stale>>,
}

/// Facts that are older than they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// When they were read.
    pub read: Time,
    /// Why they could not be read since, in words.
    pub why: String,
}

/// The health of every step that the pipeline has, left to right.
pub fn health(pipeline: &Pipeline, world: &World, now: Time) -> Vec<Health> {
    let catalog = pipeline.catalog.as_ref();
    let steps = [
        pipeline.ingest.as_ref().map(|ingest| ingest::judge(ingest, world, now)),
        pipeline.raw.as_ref().map(|place| object::judge_raw(place, world)),
        pipeline.etl.as_ref().map(|etl| etl::judge(etl, world)),
        pipeline.processed.as_ref().map(|place| object::judge_processed(place, world)),
        catalog.and_then(|catalog| catalog.crawler.as_deref()).map(|crawler| crawl::judge(crawler, world)),
        catalog.map(|catalog| table::judge(catalog, pipeline, world)),
    ];
    let weigh = |health: Health| usual::weigh(health, world, now);
    let age = |health: Health| Health { stale: stale(health.step, world).map(Box::new), ..health };
    let alarm = |health: Health| alarmed::weigh(health, pipeline, world);
    steps.into_iter().flatten().map(weigh).map(alarm).map(age).collect()
}

/// Whether the facts that a step is judged by are old, and why.
fn stale(step: Step, world: &World) -> Option<Stale> {
    let (read, fault) = match step {
        Step::Ingest => (world.history.read(), world.history.fault().or(tail_fault(world))),
        Step::Raw => (world.raw.read(), world.raw.fault()),
        Step::Etl => (world.runs.read(), world.runs.fault()),
        Step::Processed => (world.processed.read(), world.processed.fault()),
        Step::Crawl => (world.crawler.read(), world.crawler.fault()),
        Step::Table => (world.tables.read(), world.tables.fault()),
    };
    Some(Stale { read: read?, why: fault?.words() })
}

/// Why the function's log cannot be followed: its invocations come from there.
fn tail_fault(world: &World) -> Option<&Fault> {
    let group = world.function.get().map(|function| function.log_group.exact())?;
    match world.tails.get(group) {
        Some(Source::Failing(fault)) => Some(fault),
        _ => None,
    }
}

/// The first step that is broken; else the first that is late, slow, degraded, or cannot be read, in this order.
pub fn first_broken(steps: &[Health]) -> Option<&Health> {
    let first = |state| steps.iter().find(move |health| health.state == state);
    [State::Failed, State::Late, State::Slow, State::Degraded, State::Unreadable].into_iter().find_map(first)
}

impl State {
    /// Whether the step is at work.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Running | Self::Slow)
    }
}

impl Health {
    fn new(step: Step, state: State) -> Self {
        Self { step, state, since: None, took: None, note: None, why: None, turns: None, stale: None }
    }

    fn since(self, since: impl Into<Option<Time>>) -> Self {
        Self { since: since.into(), ..self }
    }

    fn took(self, took: impl Into<Option<Duration>>) -> Self {
        Self { took: took.into(), ..self }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    fn because(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }

    /// A step that could not be read, and what to do about it; `thing` is what the configuration calls `what`.
    fn unreadable(step: Step, fault: &Fault, what: &str, thing: &str, setting: &str) -> Self {
        let why = match fault.kind {
            Kind::Missing => {
                let thing = super::text::visible(thing);
                format!("no {what} {thing}: check {setting} in the configuration, the profile and the region")
            }
            _ => fault.words(),
        };
        Self::new(step, State::Unreadable).because(why)
    }

    /// A write was sent and nobody knows what became of it.
    fn unknown(step: Step, sent: Time, fault: &Fault) -> Self {
        let why = format!("sent, but what became of it is unknown: {}", fault.said.headline());
        Self::new(step, State::Unreadable).since(sent).because(why)
    }
}

/// The fact, or the health that a step has without it.
fn known<T>(
    reading: &Reading<T>,
    step: Step,
    unreadable: impl FnOnce(&Fault) -> Health,
) -> Result<&T, Health> {
    match (reading.get(), reading.fault()) {
        (Some(fact), _) => Ok(fact),
        (None, Some(fault)) => Err(unreadable(fault)),
        (None, None) => Err(Health::new(step, State::Pending)),
    }
}

#[cfg(test)]
mod tests;
