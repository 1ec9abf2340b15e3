//! What belongs to an invocation.

use chrono::TimeDelta;

use crate::domain::invocation::Invocation;
use crate::domain::lambda::Other;
use crate::domain::log::Past;
use crate::effect::{Clip, Related, Subject, Target};
use crate::pane::Cx;

/// Its log lines, and the object that it wrote, if it did its work.
pub fn of(cx: Cx<'_>, invocation: &Invocation) -> Vec<Related> {
    let lines = Related::lines(Subject::Invocation(invocation.key.clone()));
    let place = cx.pipeline.raw.as_ref().filter(|_| invocation.outcome.is_good());
    let object = place.and_then(|place| Target::object(place, &cx.world.raw));
    let object = object.map(|object| Related::row("the object that it writes", object));
    let all = cx.world.history.invocations();
    let alike = all.iter().filter(|other| other.request_id == invocation.request_id);
    let before = alike.filter(|other| other.key < invocation.key).max_by_key(|other| &other.key);
    let before = before.map(|before| Target::Invocation(before.key.clone()));
    let before = before.map(|before| Related::row("the attempt before", before));
    std::iter::once(lines).chain(object).chain(before).collect()
}

/// The longest that an invocation lasts, and what its lines may be late.
const LONGEST: TimeDelta = TimeDelta::minutes(20);

/// Where the lines are of an invocation of another function: up to the next one in its stream.
pub fn lines(other: &Other, all: &[Invocation], invocation: &Invocation) -> Past {
    let key = &invocation.key;
    let later = all.iter().filter(|next| next.key.stream == key.stream && next.key > *key);
    let until = later.map(|next| next.started).min().unwrap_or(invocation.started + LONGEST);
    let (stream, since) = (key.stream.clone(), invocation.started);
    Past { groups: vec![other.group.clone()], stream, since, until: Some(until) }
}

/// Their request ids, one to a line.
pub fn identity(invocations: Vec<&Invocation>) -> Option<Clip> {
    let ids = invocations.into_iter().map(|invocation| invocation.request_id.exact());
    Clip::lines("the request id", "{} request ids", ids)
}
