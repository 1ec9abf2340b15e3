//! Whether the newest invocation did its work.

use chrono::TimeDelta;

use super::{Fault, Health, State, Step};
use crate::clock::Time;
use crate::domain::World;
use crate::domain::action::{self, Attempt, Receipt, Verb};
use crate::domain::fault::Kind;
use crate::domain::invocation::{Invocation, Outcome};
use crate::domain::pipeline::Ingest;

/// No function runs longer (900 s), and its REPORT comes soon after.
const LONGEST: TimeDelta = TimeDelta::minutes(20);

/// The health of the ingest.
pub fn judge(ingest: &Ingest, world: &World, now: Time) -> Health {
    let newest = newest(world, now);
    match world.attempts.get(&Verb::Invoke).filter(|attempt| is_newer(attempt, newest, world)) {
        Some(attempt) => sent(attempt, world, now).unwrap_or_else(|| logged(ingest, newest, world)),
        None => logged(ingest, newest, world),
    }
}

/// The newest invocation, but for those whose REPORT will not come any more.
fn newest(world: &World, now: Time) -> Option<&Invocation> {
    let is_lost = |invocation: &Invocation| {
        invocation.outcome == Outcome::Running && invocation.started + LONGEST < now
    };
    world.history.invocations().iter().find(|invocation| !is_lost(invocation))
}

/// Whether an attempt of our own is newer than what the log tells.
fn is_newer(attempt: &Attempt, newest: Option<&Invocation>, world: &World) -> bool {
    match &attempt.outcome {
        Some(action::Outcome::Accepted(Receipt::Invoked { request_id, .. })) => {
            let mut invocations = world.history.invocations().iter();
            let is_logged = invocations.any(|invocation| invocation.request_id == *request_id);
            !is_logged && newest.is_none_or(|newest| newest.started < attempt.sent)
        }
        Some(_) => newest.is_none_or(|newest| newest.started < attempt.sent),
        None => true,
    }
}

/// The health as our own attempt tells it; `None`: it did not happen.
fn sent(attempt: &Attempt, world: &World, now: Time) -> Option<Health> {
    match &attempt.outcome {
        None => Some(Health::new(Step::Ingest, State::Running).since(attempt.sent)),
        Some(action::Outcome::Accepted(Receipt::Invoked { request_id, .. })) => {
            let outcome = world.history.answer(request_id)?;
            Some(told(outcome).since(attempt.sent))
        }
        // What is queued may wait for long, and then nobody knows for what.
        Some(action::Outcome::Accepted(Receipt::Queued { .. })) if now - attempt.sent < LONGEST => {
            Some(Health::new(Step::Ingest, State::Running).since(attempt.sent))
        }
        Some(action::Outcome::Unknown(fault)) => Some(Health::unknown(Step::Ingest, attempt.sent, fault)),
        Some(action::Outcome::Accepted(_) | action::Outcome::Refused(_)) => None,
    }
}

/// The health as the log tells it.
fn logged(ingest: &Ingest, newest: Option<&Invocation>, world: &World) -> Health {
    let unreadable = |fault: &Fault| {
        Health::unreadable(Step::Ingest, fault, "function", &ingest.function, "pipeline.ingest.function")
    };
    let is_missing = |fault: &&Fault| fault.kind == Kind::Missing;
    match (newest, world.function.fault().filter(is_missing), world.history.fault()) {
        (_, Some(fault), _) if world.function.get().is_none() => unreadable(fault),
        (Some(newest), ..) => {
            told(&newest.outcome).since(newest.ended().unwrap_or(newest.started)).took(newest.took())
        }
        // A function that has never run has no log group.
        (None, _, Some(fault)) if world.history.read().is_none() && !is_missing(&fault) => unreadable(fault),
        (None, _, None) if world.history.read().is_none() => Health::new(Step::Ingest, State::Pending),
        (None, ..) => Health::new(Step::Ingest, State::Never),
    }
}

fn told(outcome: &Outcome) -> Health {
    let health = |state| Health::new(Step::Ingest, state);
    let failed = |why: String| health(State::Failed).because(why);
    match outcome {
        Outcome::Running => health(State::Running),
        Outcome::Good | Outcome::Returned(200..300) => health(State::Good),
        Outcome::Returned(401) => failed("returned 401: no credentials".into()),
        Outcome::Returned(404) => failed("returned 404: not found".into()),
        Outcome::Returned(status) => failed(format!("returned {status}: the API's answer was not 200")),
        Outcome::Raised(what) => failed(format!("raised {}", what.headline())),
        Outcome::TimedOut => failed("timed out".into()),
        Outcome::OutOfMemory => failed("ran out of memory".into()),
        Outcome::Crashed(what) => failed(format!("crashed: {}", what.headline())),
    }
}

/// The newest invocation that did its work.
pub fn last_good(world: &World) -> Option<&Invocation> {
    world.history.invocations().iter().find(|invocation| invocation.outcome.is_good())
}
