//! The account: what exists in it, and how it lives on as time passes.

use std::collections::BTreeMap;

use super::agenda::{Agenda, Due};
use super::catalog::Catalog;
use super::crawlers::Crawler;
use super::events::LogGroup;
use super::functions::Fleet;
use super::jobs::JobRuns;
use super::storage::Bucket;
use crate::clock::Time;

/// What a demo is made from; equal options and an equal clock give an equal account, byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Picks one of the many possible lives of the account.
    pub seed: u64,
    /// How often the ETL job fails, 0 to 1; the job's default for `--failure_rate`.
    pub failure_rate: f64,
    /// How often the public API answers 503, 0 to 1.
    pub api_failure_rate: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, failure_rate: 0.5, api_failure_rate: 0.04 }
    }
}

/// One AWS account with the reference pipeline in it.
///
/// It changes only through `advance` and the operations, never by itself.
#[derive(Debug, Clone)]
pub struct Account {
    pub(super) options: Options,
    pub(super) now: Time,
    pub(super) agenda: Agenda,
    pub(super) buckets: BTreeMap<String, Bucket>,
    pub(super) fleets: BTreeMap<String, Fleet>,
    pub(super) jobs: BTreeMap<String, JobRuns>,
    pub(super) crawlers: BTreeMap<String, Crawler>,
    pub(super) catalog: Catalog,
    pub(super) groups: BTreeMap<String, LogGroup>,
}

impl Account {
    /// The pipeline with 24 hours of history that end `now`, and a schedule that goes on.
    pub fn new(options: Options, now: Time) -> Self {
        Self::quiet(options, now)
    }

    /// The same resources without history and without a schedule.
    ///
    /// Log groups come into being with their first event, as on AWS.
    pub fn quiet(options: Options, now: Time) -> Self {
        Self {
            options,
            now,
            agenda: Agenda::default(),
            buckets: BTreeMap::new(),
            fleets: BTreeMap::new(),
            jobs: BTreeMap::new(),
            crawlers: BTreeMap::new(),
            catalog: Catalog::default(),
            groups: BTreeMap::new(),
        }
    }

    /// Carries out everything that is due up to and including `now`.
    ///
    /// Every other operation expects to be preceded by it. Stepping in one go or in many gives the
    /// same account; a `now` in the past changes nothing.
    pub fn advance(&mut self, now: Time) {
        while let Some((at, due)) = self.agenda.take(now) {
            self.now = at;
            self.carry_out(due, at);
        }
        self.now = self.now.max(now);
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Time> {
        self.agenda.next()
    }

    /// The account's number, 12 digits.
    pub fn id(&self) -> &'static str {
        "123456789012"
    }

    fn carry_out(&mut self, due: Due, _at: Time) {
        match due {
            Due::Log(entry) => self.ingest_log(*entry),
        }
    }
}
