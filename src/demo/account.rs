//! The account: what exists in it, and how it lives on as time passes.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::agenda::{Agenda, Due};
use super::catalog::Catalog;
use super::crawlers::Crawler;
use super::deeds::Deeds;
use super::events::LogGroup;
use super::functions::Fleet;
use super::jobs::JobRuns;
use super::queries::Queries;
use super::resources::{self, ACCOUNT};
use super::storage::Bucket;
use super::story::{History, Story};
use super::tails::Tails;
use crate::clock::Time;
use crate::reference::{CRAWLER_GROUP, ERROR_GROUP, INGEST_GROUP, OUTPUT_GROUP, RAW_KEY};

/// How old the pipeline is.
const AGE: TimeDelta = TimeDelta::days(41);
/// How often old things are forgotten, and which are old.
const SWEEP: TimeDelta = TimeDelta::hours(6);
const KEPT: TimeDelta = TimeDelta::days(7);
const KEPT_RUNS: usize = 1000;
const KEPT_CRAWLS: usize = 200;

/// What a demo is made from; equal options and an equal clock give an equal account, byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Picks one of the many possible lives of the account.
    pub seed: u64,
    /// How often the ETL job fails, 0 to 1; the job's default for `--failure_rate`.
    pub failure_rate: f64,
    /// How often the public API answers 503, 0 to 1.
    pub api_failure_rate: f64,
    /// Whether the account, if it has a history, holds more than the pipeline; then it is not found without names.
    pub neighbours: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, failure_rate: 0.5, api_failure_rate: 0.04, neighbours: false }
    }
}

/// One AWS account with the reference pipeline in it.
///
/// It changes only through `advance` and the operations, never by itself.
#[derive(Debug, Clone)]
pub struct Account {
    pub(super) options: Options,
    pub(super) agenda: Agenda,
    pub(super) buckets: BTreeMap<String, Bucket>,
    pub(super) fleets: BTreeMap<String, Fleet>,
    pub(super) jobs: BTreeMap<String, JobRuns>,
    pub(super) crawlers: BTreeMap<String, Crawler>,
    pub(super) catalog: Catalog,
    pub(super) groups: BTreeMap<String, LogGroup>,
    pub(super) tails: Tails,
    pub(super) queries: Queries,
    pub(super) asked: Asked,
    pub(super) deeds: Deeds,
    pub(super) story: Option<Story>,
    pub(super) history: Option<History>,
}

/// Counts what was asked for from outside, so that it has a randomness of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked(u64);

impl Asked {
    pub(super) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

impl Account {
    /// The pipeline with 24 hours of history that end `now`, and a schedule that goes on.
    pub fn new(options: Options, now: Time) -> Self {
        let mut account = Self::quiet(options, now);
        for name in [INGEST_GROUP, OUTPUT_GROUP, ERROR_GROUP, CRAWLER_GROUP] {
            account.groups.insert(name.to_owned(), LogGroup::new(now - AGE));
        }
        if account.options.neighbours {
            account.fleets.extend([resources::staging(now - AGE)]);
        }
        account.live_through_history(now - AGE, now);
        if account.options.neighbours {
            account.add_digest(now - AGE, now);
        }
        account.furnish(now);
        account.agenda.add(now + SWEEP, Due::Sweep);
        account
    }

    /// The same resources without history and without a schedule: buckets are empty, no table is there.
    ///
    /// Log groups come into being with their first event, as on AWS.
    pub fn quiet(options: Options, now: Time) -> Self {
        let deployed = now - AGE;
        Self {
            agenda: Agenda::default(),
            buckets: resources::buckets(deployed),
            fleets: resources::fleets(deployed),
            jobs: resources::jobs(deployed, options.failure_rate),
            crawlers: resources::crawlers(deployed),
            catalog: resources::catalog(deployed),
            groups: BTreeMap::new(),
            tails: Tails::default(),
            queries: Queries::default(),
            asked: Asked::default(),
            deeds: Deeds::default(),
            story: None,
            history: None,
            options,
        }
    }

    /// Carries out everything that is due up to and including `now`.
    ///
    /// Every other operation expects to be preceded by it. Stepping in one go or in many gives the
    /// same account; a `now` in the past changes nothing.
    pub fn advance(&mut self, now: Time) {
        while let Some((at, due)) = self.agenda.take(now) {
            self.carry_out(due, at);
        }
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Time> {
        self.agenda.next()
    }

    /// The account's number, 12 digits.
    pub fn id(&self) -> &str {
        ACCOUNT
    }

    fn carry_out(&mut self, due: Due, at: Time) {
        match due {
            Due::Log(entry) => self.take_in(*entry, at),
            Due::Upload(bucket, answer) => match &mut self.history {
                Some(history) => history.upload(answer, at),
                None => {
                    // The function found the bucket there, and buckets are never removed.
                    let _ = self.put(&bucket, RAW_KEY, answer.body(), at);
                }
            },
            Due::Run { job, id, step } => self.step_run(&job, &id, step, at),
            Due::Crawl { crawler, id, step } => self.step_crawl(&crawler, &id, step, at),
            Due::Story { cycle, act } => self.act(cycle, act, at),
            Due::Flood(flood) => self.wave(flood, at),
            Due::Nightly => self.nightly(at),
            Due::Sweep => self.sweep(at),
        }
    }

    fn sweep(&mut self, now: Time) {
        let oldest = (now - KEPT).timestamp_millis();
        self.groups.values_mut().for_each(|group| group.forget_before(oldest));
        self.jobs.values_mut().for_each(|job| job.runs.truncate(KEPT_RUNS));
        self.crawlers.values_mut().for_each(|crawler| crawler.crawls.truncate(KEPT_CRAWLS));
        self.agenda.add(now + SWEEP, Due::Sweep);
    }
}

#[cfg(test)]
mod tests;
