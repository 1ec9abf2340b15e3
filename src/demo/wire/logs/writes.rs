//! Groups, streams and events that somebody else makes: for lines that tests and other clients put here.

use serde_json::{Value, json};

use super::{group, missing};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::events::LogClass;
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, reply};

/// A request puts no more events.
const MOST_EVENTS: usize = 10_000;
/// Milliseconds: an event may be so old, and so far in the future.
const OLDEST: i64 = 14 * 24 * 3_600_000;
const NEWEST: i64 = 2 * 3_600_000;

pub(super) fn create_group(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("logGroupName")?;
    let class = match input.text("logGroupClass").unwrap_or("STANDARD") {
        "STANDARD" => LogClass::Standard,
        "INFREQUENT_ACCESS" => LogClass::InfrequentAccess,
        other => return Err(input.refuse(format!("The demo has no log groups of the class {other}."))),
    };
    if account.log_groups().any(|(known, _)| known == name) {
        return Err(exists("The specified log group already exists"));
    }
    account.make_log_group(name, class, now);
    Ok(reply(json!({})))
}

pub(super) fn delete_group(input: &Input, account: &mut Account) -> Outcome {
    let (name, _) = group(input, account)?;
    let name = name.to_owned();
    account.remove_log_group(&name);
    Ok(reply(json!({})))
}

pub(super) fn create_stream(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let stream = input.required("logStreamName")?;
    let (name, group) = group(input, account)?;
    if group.streams.contains_key(stream) {
        return Err(exists("The specified log stream already exists"));
    }
    let name = name.to_owned();
    account.make_log_stream(&name, stream, now);
    Ok(reply(json!({})))
}

fn exists(what: &str) -> Refusal {
    Refusal::bad("ResourceAlreadyExistsException", what)
}

/// Events that are too old or too new are left out and told by their places.
pub(super) fn put(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let stream = input.required("logStreamName")?;
    let (name, group) = group(input, account)?;
    if !group.streams.contains_key(stream) {
        return Err(missing("The specified log stream does not exist."));
    }
    let name = name.to_owned();
    let events = events(input)?;
    let span = now.timestamp_millis() - OLDEST..=now.timestamp_millis() + NEWEST;
    let old = events.iter().take_while(|(time, _)| time < span.start()).count();
    let new = events.iter().position(|(time, _)| time > span.end());
    let good = events.into_iter().filter(|(time, _)| span.contains(time));
    good.for_each(|(time, message)| account.put_event(&name, stream, time, message, now));
    let rejected = (old > 0 || new.is_some()).then(
        || json!({ "tooOldLogEventEndIndex": (old > 0).then_some(old), "tooNewLogEventStartIndex": new }),
    );
    Ok(reply(json!({ "nextSequenceToken": format!("4{:055}", 0), "rejectedLogEventsInfo": rejected })))
}

fn events(input: &Input) -> Result<Vec<(i64, String)>, Refusal> {
    let list = input.member("logEvents").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if !(1..=MOST_EVENTS).contains(&list.len()) {
        return Err(input.refuse(format!("logEvents must have between 1 and {MOST_EVENTS} members")));
    }
    let read =
        |event: &Value| Some((event.get("timestamp")?.as_i64()?, event.get("message")?.as_str()?.to_owned()));
    let events: Option<Vec<_>> = list.iter().map(read).collect();
    let events = events.ok_or_else(|| input.refuse("A log event has a timestamp and a message."))?;
    if events.is_sorted_by_key(|(time, _)| *time) {
        return Ok(events);
    }
    Err(input.refuse("Log events in a single PutLogEvents request must be in chronological order."))
}
