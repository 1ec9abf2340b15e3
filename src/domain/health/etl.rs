//! Whether the newest run of the job did its work.

use super::{Health, State, Step, known};
use crate::domain::World;
use crate::domain::action::{Attempt, Outcome, Receipt, Verb};
use crate::domain::pipeline::Etl;
use crate::domain::run::{self, Run};
use crate::domain::words;

/// The health of the job.
pub fn judge(etl: &Etl, world: &World) -> Health {
    let newest = newest(world);
    let attempt = world.attempts.get(&Verb::StartJob);
    if let Some(health) = attempt.and_then(|attempt| sent(attempt, newest, world)) {
        return health;
    }
    let unreadable = |fault: &_| Health::unreadable(Step::Etl, fault, "job", &etl.job, "pipeline.etl.job");
    match known(&world.runs, Step::Etl, unreadable) {
        Err(health) => health,
        Ok(_) => newest.map_or(Health::new(Step::Etl, State::Never), told),
    }
}

/// The newest run, in whatever order they came.
fn newest(world: &World) -> Option<&Run> {
    runs(world).max_by_key(|run| run.started)
}

/// The runs that are known, in whatever order they came.
pub fn runs(world: &World) -> impl Iterator<Item = &Run> {
    world.runs.get().into_iter().flatten()
}

/// The newest run that did its work.
pub fn last_good(world: &World) -> Option<&Run> {
    runs(world).filter(|run| run.state == run::State::Succeeded).max_by_key(|run| run.started)
}

/// Whether a run is under way.
pub fn is_running(world: &World) -> bool {
    world.is_busy(Verb::StartJob)
}

/// The health as our own attempt tells it; `None`: the runs tell more.
fn sent(attempt: &Attempt, newest: Option<&Run>, world: &World) -> Option<Health> {
    let running = || Health::new(Step::Etl, State::Running).since(attempt.sent);
    let is_newest = newest.is_none_or(|newest| newest.started < attempt.sent);
    match &attempt.outcome {
        None => Some(running()),
        Some(Outcome::Accepted(Receipt::Run(id))) => {
            let is_listed = runs(world).any(|run| run.id == *id);
            (is_newest && !is_listed).then(running)
        }
        Some(Outcome::Unknown(_)) => {
            let doubt = attempt.doubt().filter(|_| is_newest)?;
            Some(Health::unknown(Step::Etl, attempt.sent, doubt))
        }
        Some(Outcome::Accepted(_) | Outcome::Refused(_)) => None,
    }
}

fn told(run: &Run) -> Health {
    let health = |state| Health::new(Step::Etl, state).since(run.completed.unwrap_or(run.started));
    let took = run.completed.map(|completed| run.wall(completed));
    let failed =
        |what: &str, default: &str| health(State::Failed).took(took).because(why(run, what, default));
    match &run.state {
        run::State::Running => health(State::Running),
        run::State::Succeeded => health(State::Good).took(took),
        run::State::Failed => failed("", "AWS gives no reason; its log may"),
        run::State::Timeout => failed("timed out", ""),
        run::State::Stopped => failed("was stopped", ""),
        run::State::Expired => failed("expired", "it waited too long to start"),
        run::State::Error => failed("", "the job was gone when its trigger fired"),
        run::State::Starting | run::State::Stopping | run::State::Waiting | run::State::Other(_) => {
            health(State::Running).note(run.state.name().to_lowercase())
        }
    }
}

/// What happened, and what AWS says of it, or what can be said without.
fn why(run: &Run, what: &str, default: &str) -> String {
    let said = run.error.as_ref().map(words::cause).filter(|said| !said.is_empty());
    let said = said.unwrap_or_else(|| default.to_owned());
    match (what, said.as_str()) {
        ("", said) => said.to_owned(),
        (what, "") => what.to_owned(),
        (what, said) => format!("{what}: {said}"),
    }
}
