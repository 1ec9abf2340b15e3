//! Whether the objects that the steps write are there, and fresh.

use chrono::TimeDelta;

use super::{Health, Reading, State, Step, etl, ingest, known};
use crate::clock::Time;
use crate::domain::World;
use crate::domain::object::Object;
use crate::domain::pipeline::Place;
use crate::domain::words;

/// How far the clocks of S3 and of whatever writes may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(2);

/// The last time that the step before did its work, so that it must have written.
struct Work {
    started: Time,
    ended: Time,
    /// As in `the ingest succeeded`.
    who: &'static str,
    /// As in `the last good ingest`.
    what: &'static str,
}

/// The health of the object that the ingest writes.
pub fn judge_raw(place: &Place, world: &World) -> Health {
    let work = ingest::last_good(world).map(|invocation| Work {
        started: invocation.started,
        ended: invocation.ended().unwrap_or(invocation.started),
        who: "the ingest",
        what: "ingest",
    });
    judge(Step::Raw, place, &world.raw, work.as_ref()).unwrap_or_else(|health| health)
}

/// The health of the object that the job writes.
pub fn judge_processed(place: &Place, world: &World) -> Health {
    let work = etl::last_good(world).map(|run| Work {
        started: run.started,
        ended: run.completed.unwrap_or(run.started),
        who: "the job",
        what: "run",
    });
    match judge(Step::Processed, place, &world.processed, work.as_ref()) {
        Ok(health) if is_behind(&health, world) => {
            Health { state: State::Degraded, ..health.because(behind(world)) }
        }
        Ok(health) | Err(health) => health,
    }
}

/// What is off about an object that is behind; that a run is at work on it does not make it new.
fn behind(world: &World) -> &'static str {
    if etl::is_running(world) {
        "older than the raw object; a run is at work on it"
    } else {
        "older than the raw object"
    }
}

/// Whether the raw object is newer.
fn is_behind(processed: &Health, world: &World) -> bool {
    let raw = world.raw.get().and_then(Option::as_ref);
    raw.is_some_and(|raw| processed.since.is_some_and(|since| since < raw.modified))
}

/// A good object, or what is off about it.
fn judge(
    step: Step,
    place: &Place,
    reading: &Reading<Option<Object>>,
    work: Option<&Work>,
) -> Result<Health, Health> {
    let setting = format!("pipeline.{}.bucket", step.name());
    let unreadable = |fault: &_| Health::unreadable(step, fault, "bucket", &place.bucket, &setting);
    let object = known(reading, step, unreadable)?;
    // A reading from before the end of the work says nothing about it.
    let work = work.filter(|work| reading.read().is_some_and(|read| work.ended + SKEW <= read));
    let Some(object) = object else { return Err(missing(step, work)) };
    let seen = |state| Health::new(step, state).since(object.modified).note(words::size(object.size));
    match work {
        _ if object.size == 0 => Err(seen(State::Degraded).because("empty")),
        Some(work) if object.modified + SKEW < work.started => {
            Err(seen(State::Degraded).because(format!("unchanged since before the last good {}", work.what)))
        }
        _ => Ok(seen(State::Good)),
    }
}

fn missing(step: Step, work: Option<&Work>) -> Health {
    match work {
        Some(work) => {
            Health::new(step, State::Failed).because(format!("{} succeeded but wrote nothing", work.who))
        }
        None => Health::new(step, State::Never),
    }
}
