//! How each step of the pipeline is, judged from the facts.

mod crawl;
mod etl;
mod ingest;
mod object;
mod sentence;
mod table;

use std::time::Duration;

use super::fault::{Fault, Kind};
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
    let catalog = pipeline.catalog.as_ref();
    let steps = [
        pipeline.ingest.as_ref().map(|ingest| ingest::judge(ingest, world)),
        pipeline.raw.as_ref().map(|place| object::judge_raw(place, world)),
        pipeline.etl.as_ref().map(|etl| etl::judge(etl, world)),
        pipeline.processed.as_ref().map(|place| object::judge_processed(place, world)),
        catalog.and_then(|catalog| catalog.crawler.as_deref()).map(|crawler| crawl::judge(crawler, world)),
        catalog.map(|catalog| table::judge(catalog, pipeline, world)),
    ];
    steps.into_iter().flatten().collect()
}

/// The first step that is broken, else the first that is degraded or cannot be read.
pub fn first_broken(steps: &[Health]) -> Option<&Health> {
    let first = |state| steps.iter().find(move |health| health.state == state);
    first(State::Failed).or_else(|| first(State::Degraded)).or_else(|| first(State::Unreadable))
}

impl Health {
    fn new(step: Step, state: State) -> Self {
        Self { step, state, since: None, took: None, note: None, why: None }
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
