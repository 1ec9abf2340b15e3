//! `FilterLogEvents`.

use serde::Serialize;

use super::{MOST_BYTES, MOST_EVENTS, OVERHEAD, Place, group, missing, pattern, wrong_class};
use crate::demo::account::Account;
use crate::demo::events::{LogClass, LogEvent, LogGroup};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, written};
use crate::domain::log::pattern::Pattern;

/// 2024-01-01: newest first needs a start that is not before it.
const NEWEST_FIRST_SINCE: i64 = 1_704_067_200_000;

/// How many events one request looks at: so pages may be partial, or empty with a token.
const LOOKED_AT: usize = 10_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    OldestFirst,
    NewestFirst,
}

/// What was asked for, without the place to continue at.
struct Question<'a> {
    names: Vec<&'a str>,
    prefix: Option<&'a str>,
    from: i64,
    /// Included.
    to: i64,
    pattern: Pattern,
    limit: usize,
    direction: Direction,
}

/// What one request finds: the events, and where it stopped if there is more to look at.
struct Found<'a> {
    events: Vec<&'a LogEvent>,
    stopped: Option<Place>,
}

pub(super) fn answer(input: &Input, account: &Account) -> Outcome {
    let (name, group) = group(input, account)?;
    if group.class == LogClass::InfrequentAccess {
        return Err(wrong_class(name, group, "FilterLogEvents"));
    }
    let question = Question::of(input)?;
    question.check_streams(group)?;
    let scope = question.scope(name);
    let after = input.position("nextToken", &scope)?.and_then(|text| Place::read(&text));
    let found = question.ask(&group.events, after.as_ref());
    let next = found.stopped.map(|place| input.token(&scope, &place.written()));
    let events = found.events.into_iter().map(shape).collect();
    Ok(written(&Answer { events, searched_log_streams: [], next_token: next }))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    events: Vec<Filtered<'a>>,
    searched_log_streams: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Filtered<'a> {
    log_stream_name: &'a str,
    timestamp: i64,
    message: &'a str,
    ingestion_time: i64,
    event_id: String,
}

fn shape(event: &LogEvent) -> Filtered<'_> {
    Filtered {
        log_stream_name: &event.stream,
        timestamp: event.timestamp,
        message: &event.message,
        ingestion_time: event.ingestion,
        event_id: event.id(),
    }
}

impl<'a> Question<'a> {
    fn of(input: &'a Input) -> Result<Self, Refusal> {
        let (from, to) = (input.number("startTime"), input.number("endTime"));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(input.refuse("startTime must be less than or equal to endTime."));
        }
        let (names, prefix) = (input.texts("logStreamNames"), input.text("logStreamNamePrefix"));
        if !names.is_empty() && prefix.is_some() {
            return Err(input.refuse("logStreamNames and logStreamNamePrefix are mutually exclusive."));
        }
        if names.len() > 100 {
            return Err(input.refuse("logStreamNames must have at most 100 members."));
        }
        Ok(Self {
            names,
            prefix,
            from: from.unwrap_or(0),
            to: to.unwrap_or(i64::MAX),
            pattern: pattern(input, "filterPattern")?,
            limit: input.size("limit", MOST_EVENTS)?,
            direction: direction(input, from)?,
        })
    }

    fn check_streams(&self, group: &LogGroup) -> Result<(), Refusal> {
        let known = self.names.iter().all(|name| group.streams.contains_key(*name));
        if known { Ok(()) } else { Err(missing("The specified log stream does not exist.")) }
    }

    /// A token belongs to the group, the window and the direction it was made for.
    fn scope(&self, group: &str) -> String {
        let newest = self.direction == Direction::NewestFirst;
        format!("{group} {:?} {:?} {} {} {newest}", self.names, self.prefix, self.from, self.to)
    }

    fn ask<'e>(&self, events: &'e [LogEvent], after: Option<&Place>) -> Found<'e> {
        let window = self.window(events);
        match self.direction {
            Direction::OldestFirst => {
                let start = after.map_or(0, |after| window.partition_point(|event| !after.is_before(event)));
                self.collect(window.iter().skip(start))
            }
            Direction::NewestFirst => {
                let end =
                    after.map_or(window.len(), |after| window.partition_point(|event| after.is_after(event)));
                self.collect(window.iter().take(end).rev())
            }
        }
    }

    fn window<'e>(&self, events: &'e [LogEvent]) -> &'e [LogEvent] {
        let start = events.partition_point(|event| event.timestamp < self.from);
        let end = events.partition_point(|event| event.timestamp <= self.to);
        events.get(start..end).unwrap_or_default()
    }

    fn collect<'e>(&self, events: impl Iterator<Item = &'e LogEvent>) -> Found<'e> {
        let mut found = Found { events: Vec::new(), stopped: None };
        let (mut bytes, mut last) = (0, None);
        for (looked_at, event) in events.enumerate() {
            let wanted = self.wants(event);
            let size = if wanted { event.message.len() + OVERHEAD } else { 0 };
            let full = found.events.len() == self.limit || (bytes > 0 && bytes + size > MOST_BYTES);
            if full || looked_at == LOOKED_AT {
                found.stopped = last.map(Place::of);
                return found;
            }
            if wanted {
                bytes += size;
                found.events.push(event);
            }
            last = Some(event);
        }
        found
    }

    fn wants(&self, event: &LogEvent) -> bool {
        (self.names.is_empty() || self.names.contains(&&*event.stream))
            && self.prefix.is_none_or(|prefix| event.stream.starts_with(prefix))
            && self.pattern.matches(&event.message)
    }
}

fn direction(input: &Input, from: Option<i64>) -> Result<Direction, Refusal> {
    if input.flag("startFromHead").unwrap_or(true) {
        return Ok(Direction::OldestFirst);
    }
    if from.is_some_and(|from| from >= NEWEST_FIRST_SINCE) {
        return Ok(Direction::NewestFirst);
    }
    Err(input.refuse("startFromHead may be false only with a startTime of 2024-01-01 00:00:00 UTC or later."))
}
