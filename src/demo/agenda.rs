//! What is still to happen, in order of time.

use std::collections::BTreeMap;

use super::dataset::Answer;
use super::events::Entry;
use super::flood::Flood;
use super::story::Act;
use super::{crawlers, jobs};
use crate::clock::Time;

/// Something that happens by itself when its time has come.
#[derive(Debug, Clone)]
pub enum Due {
    /// A log line reaches its group.
    Log(Box<Entry>),
    /// The ingest's object reaches the bucket.
    Upload(String, Answer),
    /// A run goes on.
    Run {
        /// The job's name.
        job: String,
        /// The run's id.
        id: String,
        /// Where to.
        step: jobs::Step,
    },
    /// A crawl goes on.
    Crawl {
        /// The crawler's name.
        crawler: String,
        /// The crawl's id.
        id: String,
        /// Where to.
        step: crawlers::Step,
    },
    /// Other people do something.
    Story {
        /// Counts the rounds of the pipeline from the beginning of the history.
        cycle: u64,
        /// What they do.
        act: Act,
    },
    /// More lines come to a flooded log group.
    Flood(Flood),
    /// The trigger of the night fires.
    Nightly,
    /// What is old is forgotten, so that a long demo does not grow.
    Sweep,
}

/// Things to come; those of one moment happen in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    things: BTreeMap<(Time, u64), Due>,
    added: u64,
}

impl Agenda {
    /// Adds a thing for the moment `at`.
    pub fn add(&mut self, at: Time, due: Due) {
        self.added += 1;
        self.things.insert((at, self.added), due);
    }

    /// Takes the earliest thing that is due by `now`.
    pub fn take(&mut self, now: Time) -> Option<(Time, Due)> {
        let first = self.things.first_entry()?;
        let at = first.key().0;
        (at <= now).then(|| (at, first.remove()))
    }

    /// When the earliest thing is due.
    pub fn next(&self) -> Option<Time> {
        self.things.keys().next().map(|(at, _)| *at)
    }
}
