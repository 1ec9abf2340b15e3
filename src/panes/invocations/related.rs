//! What belongs to an invocation.

use chrono::TimeDelta;

use crate::domain::command::Command;
use crate::domain::invocation::Invocation;
use crate::domain::lambda::Other;
use crate::domain::log::Past;
use crate::effect::{Clip, Related, Subject, Target};
use crate::pane::Cx;

/// Lines of an environment's making come before START, and REPORT after the handler is done.
const MARGIN: TimeDelta = TimeDelta::seconds(10);

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

/// Reads the lines of each from where its START was written.
pub fn commands(group: &str, invocations: Vec<&Invocation>) -> Vec<Command> {
    let command = |one: &Invocation| {
        let (from, to) = (one.started - MARGIN, one.ended().map(|ended| ended + MARGIN));
        Command::aws("logs filter-log-events")
            .option("--log-group-name", group)
            .option("--log-stream-names", &one.key.stream)
            .option("--start-time", &from.timestamp_millis().to_string())
            .some("--end-time", to.map(|to| to.timestamp_millis().to_string()).as_deref())
    };
    invocations.into_iter().map(command).collect()
}

/// Their request ids, one to a line.
pub fn identity(invocations: Vec<&Invocation>) -> Option<Clip> {
    let ids = invocations.into_iter().map(|invocation| invocation.request_id.exact());
    Clip::lines("the request id", "{} request ids", ids)
}
