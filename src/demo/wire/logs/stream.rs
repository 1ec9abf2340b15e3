//! `GetLogEvents`: one stream, with tokens that never run out.

use serde_json::{Value, json};

use super::{MOST_BYTES, MOST_EVENTS, OVERHEAD, Place, group, missing};
use crate::demo::account::Account;
use crate::demo::events::LogEvent;
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, written};

/// Where a page lies relative to what was read before.
enum Start {
    /// No token: from the beginning of the window.
    Head,
    /// No token: up to the end of the window.
    Tail,
    /// A forward token.
    After(Place),
    /// A backward token.
    Before(Place),
}

pub(super) fn answer(input: &Input, account: &Account) -> Outcome {
    let (group_name, group) = group(input, account)?;
    let stream = input.required("logStreamName")?;
    if !group.streams.contains_key(stream) {
        return Err(missing("The specified log stream does not exist."));
    }
    let scope = format!("{group_name} {stream}");
    let start = start(input, &scope)?;
    let (from, to) = (input.number("startTime").unwrap_or(0), input.number("endTime").unwrap_or(i64::MAX));
    let inside = |event: &&LogEvent| &*event.stream == stream && (from..to).contains(&event.timestamp);
    let events: Vec<&LogEvent> = group.events.iter().filter(inside).collect();
    let page = page(&events, &start, input.size("limit", MOST_EVENTS)?);
    let (first, last) = ends(page, start, from);
    Ok(written(&json!({
        "events": page.iter().map(|event| shape(event)).collect::<Vec<Value>>(),
        "nextForwardToken": token("f", input, &scope, &last),
        "nextBackwardToken": token("b", input, &scope, &first),
    })))
}

fn shape(event: &LogEvent) -> Value {
    json!({
        "timestamp": event.timestamp,
        "message": event.message,
        "ingestionTime": event.ingestion,
    })
}

/// Which page is meant: a token carries its direction with it.
fn start(input: &Input, scope: &str) -> Result<Start, Refusal> {
    let Some(given) = input.text("nextToken") else {
        let head = input.flag("startFromHead").unwrap_or(false);
        return Ok(if head { Start::Head } else { Start::Tail });
    };
    let read = given.split_once('/').and_then(|(direction, sealed)| {
        let place = input.unsealed(scope, sealed).and_then(|text| Place::read(&text))?;
        match direction {
            "f" => Some(Start::After(place)),
            "b" => Some(Start::Before(place)),
            _ => None,
        }
    });
    read.ok_or_else(|| input.refuse("The specified nextToken is invalid."))
}

fn token(direction: &str, input: &Input, scope: &str, place: &Place) -> String {
    format!("{direction}/{}", input.token(scope, &place.written()))
}

/// A page in ascending order, whichever way it was reached.
fn page<'p, 'e>(events: &'p [&'e LogEvent], start: &Start, limit: usize) -> &'p [&'e LogEvent] {
    let (begin, end) = match start {
        Start::Head | Start::Tail => (0, events.len()),
        Start::After(place) => (events.partition_point(|event| !place.is_before(event)), events.len()),
        Start::Before(place) => (0, events.partition_point(|event| place.is_after(event))),
    };
    let rest = events.get(begin..end).unwrap_or_default();
    if matches!(start, Start::Head | Start::After(_)) {
        let size = fitting(rest.iter(), limit);
        rest.get(..size).unwrap_or_default()
    } else {
        let size = fitting(rest.iter().rev(), limit);
        rest.get(rest.len() - size..).unwrap_or_default()
    }
}

/// How many events fit into a page; one always does.
fn fitting<'p, 'e: 'p>(events: impl Iterator<Item = &'p &'e LogEvent>, limit: usize) -> usize {
    let mut bytes = 0;
    let fits = |(at, event): &(usize, &&LogEvent)| {
        bytes += event.message.len() + OVERHEAD;
        *at == 0 || bytes <= MOST_BYTES
    };
    events.take(limit).enumerate().take_while(fits).count()
}

/// The places that the next tokens stand for; an empty page stays where it was.
fn ends(page: &[&LogEvent], start: Start, from: i64) -> (Place, Place) {
    match (page.first(), page.last(), start) {
        (Some(first), Some(last), _) => (Place::of(first), Place::of(last)),
        (_, _, Start::After(place) | Start::Before(place)) => (place.clone(), place),
        _ => (Place::before(from), Place::before(from)),
    }
}
