//! What belongs to an invocation.

use crate::domain::invocation::Invocation;
use crate::effect::{Clip, Related, Subject, Target};
use crate::pane::Cx;

/// Its log lines, and the object that it wrote, if it did its work.
pub fn of(cx: Cx<'_>, invocation: &Invocation) -> Vec<Related> {
    let lines = Related::lines(Subject::Invocation(invocation.key.clone()));
    let place = cx.pipeline.raw.as_ref().filter(|_| invocation.outcome.is_good());
    let object = place.and_then(|place| Target::object(place, &cx.world.raw));
    let object = object.map(|object| Related::row("the object that it writes", object));
    std::iter::once(lines).chain(object).collect()
}

/// Their request ids, one to a line.
pub fn identity(invocations: Vec<&Invocation>) -> Option<Clip> {
    let ids = invocations.into_iter().map(|invocation| invocation.request_id.exact());
    Clip::lines("the request id", "{} request ids", ids)
}
