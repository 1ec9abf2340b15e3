//! What an invocation left behind.
//!
//! Nothing that Lambda writes names the request that it answers, so this is evidence and never a proof: others may invoke
//! the function too, and a function need not be allowed to log.

use super::{Before, GRACE, Lookup, SKEW, Verdict};
use crate::domain::invocation::Invocation;
use crate::domain::object::Object;
use crate::domain::words;

/// How long before the request, by this machine's clock, an invocation may have begun to be taken for its own.
const EARLY: chrono::TimeDelta = chrono::TimeDelta::seconds(2);

/// What the log and the object tell.
pub(super) fn traced(
    lookup: &Lookup,
    invocations: &[Invocation],
    object: Option<&Option<Object>>,
) -> Verdict {
    let begun: Vec<&Invocation> = invocations.iter().filter(|one| is_within(lookup, one)).collect();
    let log = match begun.as_slice() {
        [] => "the log shows no invocation since".to_owned(),
        [one] => format!("one invocation began {}", told(lookup, one)),
        [.., first] => format!("{} invocations began since, the first {}", begun.len(), told(lookup, first)),
    };
    Verdict::Open(
        [Some(log), object.and_then(|object| written(lookup, object.as_ref()))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; "),
    )
}

fn is_within(lookup: &Lookup, one: &Invocation) -> bool {
    (lookup.sent - EARLY..=lookup.ended + GRACE).contains(&one.started)
}

fn told(lookup: &Lookup, one: &Invocation) -> String {
    let after = words::span((one.started - lookup.sent).to_std().unwrap_or_default());
    format!("{after} after the request ({}: {})", one.request_id.visible(), one.outcome.words())
}

/// Whether the object has changed; `None`: it is not known how it was.
fn written(lookup: &Lookup, object: Option<&Object>) -> Option<String> {
    let Before::Object(etag) = &lookup.before else { return None };
    let now = object.map(|object| &object.etag);
    let is_newer = object.is_some_and(|object| object.modified >= lookup.sent - SKEW);
    Some(match (now == etag.as_ref(), object) {
        // Written again with the same content, an object keeps its version and changes its time.
        (true, _) if !is_newer => "the object is as it was".to_owned(),
        (_, None) => "the object is gone".to_owned(),
        (_, Some(object)) => format!("the object was written at {} UTC", object.modified.format("%H:%M:%S")),
    })
}
