//! Whether a run was started, or stopped.

use super::{Before, Lookup, SKEW, Sighted, Verdict};
use crate::clock::Time;
use crate::domain::run::{NEWEST, State};
use crate::domain::text::visible;
use crate::domain::words;

/// Whether the job was started by this action.
pub(super) fn started(lookup: &Lookup, asked: Time, runs: &[Sighted]) -> Verdict {
    if let Some(found) = runs.iter().find(|sighted| sighted.is_marked) {
        let (id, state) = (found.run.id.visible(), found.run.state.name());
        return Verdict::Happened(format!("run {id} carries this action's id, and is {state}"));
    }
    if let Some(found) = runs.iter().find(|sighted| !lookup.marked && may_be(lookup, sighted)) {
        let id = found.run.id.visible();
        return Verdict::Open(format!(
            "run {id} with the same arguments is new, and nothing tells whether this action started it"
        ));
    }
    let what = if lookup.marked { "carries this action's id" } else { "is new and has its arguments" };
    if !lookup.is_settled(asked) {
        return Verdict::Open(format!("no run {what} so far"));
    }
    if !reaches_back(lookup, runs) {
        return Verdict::Open(format!("none of the {} newest runs {what}, but there are more", runs.len()));
    }
    let after = words::span((asked - lookup.ended).to_std().unwrap_or_default());
    Verdict::Not(format!("{after} after its answer was lost no run {what}"))
}

/// Whether a run without a mark may be the action's: new, and alike.
fn may_be(lookup: &Lookup, sighted: &Sighted) -> bool {
    let is_new = match &lookup.before {
        Before::Runs(known) => !known.contains(&sighted.run.id),
        _ => sighted.run.started >= lookup.sent - SKEW,
    };
    is_new && sighted.is_alike
}

/// Whether the list holds every run since the action was sent.
fn reaches_back(lookup: &Lookup, runs: &[Sighted]) -> bool {
    let oldest = runs.iter().map(|sighted| sighted.run.started).min();
    runs.len() < NEWEST || oldest.is_some_and(|oldest| oldest < lookup.sent - SKEW)
}

/// Whether the run was stopped.
pub(super) fn stopped(lookup: &Lookup, asked: Time, id: &str, runs: &[Sighted]) -> Verdict {
    let id_seen = visible(id);
    let Some(found) = runs.iter().find(|sighted| sighted.run.id.exact() == id) else {
        return Verdict::Open(format!("run {id_seen} is not among the newest any more"));
    };
    let state = found.run.state.name();
    match &found.run.state {
        State::Stopping | State::Stopped => Verdict::Happened(format!("run {id_seen} is {state}")),
        over if over.is_final() => Verdict::Not(format!("run {id_seen} ended by itself: {state}")),
        _ if lookup.is_settled(asked) => Verdict::Not(format!("run {id_seen} is still {state}")),
        _ => Verdict::Open(format!("run {id_seen} is {state} so far")),
    }
}
