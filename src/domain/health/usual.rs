//! Whether a step that seems well takes longer, or starts later, than it usually does.

use chrono::TimeDelta;

use super::{Health, State, Step, crawl, etl};
use crate::clock::Time;
use crate::domain::World;
use crate::domain::crawler::Past;
use crate::domain::invocation::Invocation;
use crate::domain::rhythm::{Every, Takes};
use crate::domain::{run, words};

/// The health as it is when time counts too; of steps whose history is not read, as it was.
pub fn weigh(health: Health, world: &World, now: Time) -> Health {
    match health.state {
        State::Running => slow(health, world, now),
        State::Good => late(health, world, now),
        _ => health,
    }
}

fn slow(health: Health, world: &World, now: Time) -> Health {
    let takes = takes(health.step, world);
    let turns = takes.zip(health.since).and_then(|(takes, since)| after(since, takes.limit()));
    match (turns, takes) {
        (Some(turns), Some(takes)) if turns <= now => {
            let why = format!("it usually takes {}", words::span(takes.median));
            Health { state: State::Slow, ..health }.because(why)
        }
        _ => Health { turns, ..health },
    }
}

fn late(health: Health, world: &World, now: Time) -> Health {
    let Some((every, last)) = every(health.step, world) else { return health };
    let turns = last + every.patience();
    if now < turns {
        return Health { turns: Some(turns), ..health };
    }
    let span = words::span(every.median.to_std().unwrap_or_default());
    Health { state: State::Late, ..health }
        .since(last + every.median)
        .because(format!("it usually starts every {span}"))
}

fn after(since: Time, span: std::time::Duration) -> Option<Time> {
    since.checked_add_signed(TimeDelta::from_std(span).ok()?)
}

fn takes(step: Step, world: &World) -> Option<Takes> {
    match step {
        Step::Ingest => {
            let good = world.history.invocations().iter().filter(|invocation| invocation.outcome.is_good());
            Takes::of(good.filter_map(Invocation::took))
        }
        Step::Etl => etl_takes(world),
        Step::Crawl => crawl_takes(world),
        Step::Raw | Step::Processed | Step::Table => None,
    }
}

/// How long a crawl takes.
pub fn crawl_takes(world: &World) -> Option<Takes> {
    Takes::of(crawl::past(world).filter(|crawl| crawl.is_good()).filter_map(Past::took))
}

/// How long a run of the job takes.
fn etl_takes(world: &World) -> Option<Takes> {
    Takes::of(taken(etl::runs(world)))
}

/// How long one of these runs takes, newest first.
pub fn takes_of(runs: &[run::Run]) -> Option<Takes> {
    Takes::of(taken(runs.iter()))
}

fn taken<'a>(runs: impl Iterator<Item = &'a run::Run>) -> impl Iterator<Item = std::time::Duration> {
    let good = runs.filter(|run| run.state == run::State::Succeeded);
    good.filter_map(|run| Some(run.wall(run.completed?)))
}

/// How often a step starts, and when it did last.
fn every(step: Step, world: &World) -> Option<(Every, Time)> {
    let starts: Vec<Time> = match step {
        Step::Ingest => world.history.invocations().iter().map(|invocation| invocation.started).collect(),
        // A retry is no start.
        Step::Etl => etl::runs(world).filter(|run| run.attempt == 0).map(|run| run.started).collect(),
        Step::Crawl => crawl::past(world).filter_map(|crawl| crawl.started).collect(),
        Step::Raw | Step::Processed | Step::Table => return None,
    };
    // The history of crawls is read less often than the crawler, which knows the last one.
    let last = (step == Step::Crawl).then(|| crawl::last_start(world)).flatten();
    let every = Every::of(starts.iter().copied())?;
    Some((every, starts.into_iter().chain(last).max()?))
}

/// How often crawls start.
pub fn crawl_every(world: &World) -> Option<Every> {
    every(Step::Crawl, world).map(|(every, _)| every)
}
