//! What other people and their schedules do to the pipeline: the 24 hours before, and the time after.
//!
//! Every 20 minutes or so the ingest is invoked, and the ETL follows five minutes later. Where one of
//! them fails somebody often tries again. Now and then somebody invokes by hand, or reruns the crawler.

use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::{Value, json};

use super::account::Account;
use super::agenda::Due;
use super::chance::{between, chance};
use super::ingest::Weather;
use super::jobs::RunState;
use super::resources::STAGING;
use crate::clock::Time;
use crate::reference::{CRAWLER, FUNCTION, JOB, RAW_BUCKET};

mod history;
mod samples;

pub use history::History;

/// From one ingest to the next.
const PERIOD: TimeDelta = TimeDelta::minutes(20);
/// The cycle in which the demo opens; those before it make 24 hours.
const OPENING: u64 = 72;
/// The demo opens so long after the ingest of that cycle: its ETL has just ended.
const OPENING_AGE: TimeDelta = TimeDelta::seconds(371);
/// A cycle is planned so long before it begins.
const PLANNED_BEFORE: TimeDelta = TimeDelta::minutes(1);

/// When the story began.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    origin: Time,
}

/// Something that somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The acts of a cycle are planned.
    Plan,
    /// The schedule invokes the ingest.
    Ingest,
    /// Somebody invokes it again, if it failed.
    IngestAgain,
    /// The schedule starts the ETL.
    Etl,
    /// Somebody starts it again, if it failed; with the number of the attempt.
    EtlAgain(u8),
    /// Somebody invokes the ingest by hand, not always with the right event.
    IngestByHand,
    /// Somebody starts the ETL by hand.
    EtlByHand,
    /// Somebody reruns the crawler.
    Crawl,
    /// Somebody tries out the copy of the ingest.
    Staging,
}

impl Account {
    /// Lives through the 24 hours that end `now` with a pipeline of that age.
    pub(super) fn live_through_history(&mut self, deployed: Time, now: Time) {
        let opening = i32::try_from(OPENING).unwrap_or_default();
        let origin = now - OPENING_AGE - PERIOD * opening;
        self.history = Some(History::new(self.options.seed, deployed, origin));
        self.live_from(origin, now);
        if let Some(history) = self.history.take() {
            history.settle(self);
        }
        samples::lay_out(self, deployed, now);
    }

    fn live_from(&mut self, origin: Time, now: Time) {
        self.story = Some(Story { origin });
        self.agenda.add(origin - PLANNED_BEFORE, Due::Story { cycle: 0, act: Act::Plan });
        self.advance(now);
    }

    pub(super) fn act(&mut self, cycle: u64, act: Act, now: Time) {
        match act {
            Act::Plan => self.plan_cycle(cycle),
            Act::Ingest => self.ingest_in(cycle, "ingest", now),
            Act::IngestAgain if self.ingest_failed() => self.ingest_in(cycle, "ingest/again", now),
            Act::Etl => self.etl_in(cycle, "etl", now),
            Act::EtlAgain(1) if self.etl_failed(now) => self.etl_in(cycle, "etl/again", now),
            Act::EtlAgain(_) if self.etl_failed(now) => self.etl_in(cycle, "etl/once more", now),
            Act::IngestByHand => self.ingest_in(cycle, "ingest/by hand", now),
            Act::EtlByHand => self.etl_in(cycle, "etl/by hand", now),
            Act::Crawl => {
                // Where somebody else crawls already there is nothing to do.
                let _ = self.crawl(CRAWLER, &mut chance(self.options.seed, "story/crawl", cycle), now);
            }
            Act::Staging => {
                let mut rng = chance(self.options.seed, "staging", cycle);
                // Its event names no bucket, so that it never touches the pipeline's.
                let _ = self.begin(STAGING, &event(true), Weather::Fair, &mut rng, now);
            }
            Act::IngestAgain | Act::EtlAgain(_) => {}
        }
    }

    fn plan_cycle(&mut self, cycle: u64) {
        let Some(Story { origin }) = self.story else { return };
        let begins = |cycle: u64| origin + PERIOD * i32::try_from(cycle).unwrap_or(i32::MAX);
        for (after, act) in acts(cycle, &mut chance(self.options.seed, "story/cycle", cycle)) {
            self.agenda.add(begins(cycle) + after, Due::Story { cycle, act });
        }
        let next = cycle + 1;
        self.agenda.add(begins(next) - PLANNED_BEFORE, Due::Story { cycle: next, act: Act::Plan });
    }

    fn ingest_in(&mut self, cycle: u64, kind: &str, now: Time) {
        let mut rng = chance(self.options.seed, kind, cycle);
        let roll = if cycle == OPENING { 0.5 } else { rng.f64() };
        let weather = weather(roll, self.options.api_failure_rate);
        let event = event(kind == "ingest/by hand" && cycle != OPENING && rng.f64() < 0.15);
        // The function is never removed, so this cannot be refused.
        let _ = self.begin(FUNCTION, &event, weather, &mut rng, now);
    }

    fn etl_in(&mut self, cycle: u64, kind: &str, now: Time) {
        let mut rng = chance(self.options.seed, kind, cycle);
        let roll = rng.f64();
        let roll = if cycle == OPENING && kind == "etl" { 0.25 } else { roll };
        // Where a run goes on already, the schedule and the people leave it at that.
        let _ = self.launch(JOB, std::collections::BTreeMap::new(), roll, &mut rng, now);
    }

    fn ingest_failed(&self) -> bool {
        self.fleets.get(FUNCTION).is_some_and(|fleet| !fleet.well)
    }

    fn etl_failed(&self, now: Time) -> bool {
        let last = self.jobs.get(JOB).and_then(|job| job.runs.front());
        last.is_some_and(|run| run.state == RunState::Failed && now - run.started < PERIOD)
    }
}

/// What happens in a cycle, and how long after its begin.
fn acts(cycle: u64, rng: &mut Rng) -> Vec<(TimeDelta, Act)> {
    let ingest = between(rng, 0, 45_000);
    let etl = ingest + between(rng, 280_000, 325_000);
    let again = etl + between(rng, 110_000, 210_000);
    let once_more = again + between(rng, 90_000, 180_000);
    let by_hand = between(rng, 750_000, 1_000_000);
    let mut acts = vec![(ingest, Act::Ingest), (etl, Act::Etl)];
    let mut perhaps = |likely: f64, after: TimeDelta, act: Act| {
        if rng.f64() < likely {
            acts.push((after, act));
        }
    };
    perhaps(0.7, ingest + TimeDelta::seconds(95), Act::IngestAgain);
    perhaps(0.6, again, Act::EtlAgain(1));
    perhaps(0.4, once_more, Act::EtlAgain(2));
    perhaps(0.3, by_hand, Act::IngestByHand);
    perhaps(0.12, by_hand + TimeDelta::seconds(80), Act::EtlByHand);
    perhaps(if cycle % 18 == 15 { 1.0 } else { 0.04 }, by_hand + TimeDelta::seconds(41), Act::Crawl);
    if cycle % 6 == 2 {
        acts.push((TimeDelta::minutes(7), Act::Staging));
    }
    if cycle == OPENING { opening() } else { acts }
}

/// The demo opens on an ETL that has just failed, if it does fail at times, and on a pipeline in use.
fn opening() -> Vec<(TimeDelta, Act)> {
    let acts = [
        (0, Act::Ingest),
        (300, Act::Etl),
        (398, Act::IngestByHand),
        (560, Act::EtlAgain(1)),
        (700, Act::EtlAgain(2)),
        (840, Act::IngestByHand),
        (960, Act::Crawl),
    ];
    acts.map(|(seconds, act)| (TimeDelta::seconds(seconds), act)).to_vec()
}

/// Mostly fair; of the rest most is an API that is down.
fn weather(roll: f64, api_failure_rate: f64) -> Weather {
    match roll / api_failure_rate {
        ..1.0 => Weather::Unavailable,
        ..1.25 => Weather::Slow,
        ..1.3 => Weather::FileLost,
        ..1.35 => Weather::NoCredentials,
        _ => Weather::Fair,
    }
}

fn event(wrong: bool) -> Value {
    if wrong { json!({"bucket": RAW_BUCKET}) } else { json!({"bucket_name": RAW_BUCKET}) }
}

#[cfg(test)]
mod tests;
