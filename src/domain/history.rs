//! The ingest's invocations, put together from log lines and from the answers to our own.

mod answer;
mod draft;
mod mark;
mod stream;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use answer::Answers;
pub use answer::outcome as answered;
use chrono::TimeDelta;
use mark::Mark;
use stream::Stream;

use super::fault::Fault;
use super::invocation::{Invocation, Outcome};
use super::log::Event;
use super::text::Foreign;
use super::world::Change;
use crate::clock::Time;

/// The most invocations that are shown; older ones are forgotten.
pub const CAPACITY: usize = 5_000;

/// How many more are kept before they are forgotten together, because that costs a walk over everything.
const SLACK: usize = CAPACITY / 10;

/// The most lines that are kept: a healthy invocation leaves two or three.
const LINES: usize = 8 * CAPACITY;

/// The invocations known, newest first, and how complete that is.
///
/// It is the same for the same lines, in whatever order and however often they come.
#[derive(Debug, Default)]
pub struct History {
    streams: BTreeMap<Arc<str>, Stream>,
    groups: BTreeSet<Box<str>>,
    answers: Answers,
    invocations: Vec<Invocation>,
    lines: usize,
    horizon: Option<Time>,
    read: Option<Time>,
    since: Option<Time>,
    whole: bool,
    fault: Option<Fault>,
}

impl History {
    /// Learns the function's log group: what other groups say is not about it.
    ///
    /// A function may change its group, and its past stays in the old one.
    pub fn hear_group(&mut self, group: &str) {
        if !self.groups.contains(group) {
            self.groups.insert(group.into());
            self.keep_streams(|groups, stream| groups.contains(&*stream.group));
        }
    }

    /// Folds what was read of the function's past.
    pub fn hear_past(
        &mut self,
        at: Time,
        events: Result<Vec<Event>, Fault>,
        since: Time,
        whole: bool,
    ) -> Change {
        let events = match events {
            Ok(events) => events,
            Err(fault) => return self.hear_fault(fault),
        };
        let is_new = self.fault.is_some() || (self.since, self.whole) != (Some(since), whole);
        (self.read, self.fault, self.since, self.whole) = (Some(at), None, Some(since), whole);
        for event in &events {
            self.hear_group(&event.group);
        }
        let change = self.hear_lines(&events);
        if is_new { Change::News } else { change }
    }

    fn hear_fault(&mut self, fault: Fault) -> Change {
        let is_same = self.fault.as_ref() == Some(&fault);
        self.fault = Some(fault);
        if is_same { Change::Same } else { Change::News }
    }

    /// Folds log events of any group, in any order, any number of times.
    pub fn hear_lines(&mut self, events: &[Event]) -> Change {
        let mut changed = BTreeSet::new();
        for event in events {
            if self.hear_line(event) {
                changed.insert(event.stream.clone());
            }
        }
        if changed.is_empty() {
            return Change::Same;
        }
        self.refold(&changed);
        self.forget();
        Change::News
    }

    fn hear_line(&mut self, event: &Event) -> bool {
        let is_ours = self.groups.is_empty() || self.groups.contains(&*event.group);
        if !is_ours || self.horizon.is_some_and(|horizon| event.time < horizon) {
            return false;
        }
        let Some(mark) = Mark::read(event.text.exact()) else { return false };
        let new = || Stream::new(&event.group);
        let is_new = self.streams.entry(event.stream.clone()).or_insert_with(new).insert(event.time, mark);
        self.lines += usize::from(is_new);
        is_new
    }

    /// Folds the answer to an invocation of our own, which may come before its lines or after them.
    pub fn hear_answer(&mut self, request_id: &Foreign, function_error: Option<&Foreign>, payload: &Foreign) {
        self.answers.hear(request_id, answer::outcome(function_error, payload));
        let about = |invocation: &&Invocation| invocation.request_id == *request_id;
        let changed = self.invocations.iter().filter(about).map(|i| i.key.stream.clone()).collect();
        self.refold(&changed);
    }

    /// Puts the invocations of some streams together anew.
    fn refold(&mut self, changed: &BTreeSet<Arc<str>>) {
        self.invocations.retain(|invocation| !changed.contains(&invocation.key.stream));
        for name in changed {
            if let Some(stream) = self.streams.get(name) {
                self.invocations.extend(stream.invocations(name, &self.answers));
            }
        }
        self.invocations.sort_by(|a, b| b.key.cmp(&a.key));
    }

    fn forget(&mut self) {
        let horizon = self.count_horizon().max(self.line_horizon());
        let Some(horizon) = horizon.filter(|at| Some(*at) > self.horizon) else { return };
        self.horizon = Some(horizon);
        self.streams.values_mut().for_each(|stream| stream.forget(horizon));
        self.keep_streams(|_, stream| stream.len() > 0);
        self.invocations.retain(|invocation| invocation.started >= horizon);
    }

    /// The time from which on the invocations are those that are shown, when there are too many of them.
    fn count_horizon(&self) -> Option<Time> {
        let started = |index: usize| self.invocations.get(index).map(|invocation| invocation.started);
        started(CAPACITY + SLACK)?;
        // Of one millisecond it is all or nothing.
        let fits = started(CAPACITY) < started(CAPACITY - 1);
        started(CAPACITY - 1)?.checked_add_signed(TimeDelta::milliseconds(i64::from(!fits)))
    }

    /// The time from which on at most three quarters of all lines are kept, when there are too many of them.
    fn line_horizon(&self) -> Option<Time> {
        let excess = self.lines.checked_sub(LINES).filter(|excess| *excess > 0)?;
        let mut times: Vec<Time> = self.streams.values().flat_map(Stream::times).collect();
        let cut = (excess + LINES / 4).min(times.len().checked_sub(1)?);
        times.select_nth_unstable(cut).1.checked_add_signed(TimeDelta::milliseconds(1))
    }

    fn keep_streams(&mut self, keep: impl Fn(&BTreeSet<Box<str>>, &Stream) -> bool) {
        let groups = &self.groups;
        self.streams.retain(|_, stream| keep(groups, stream));
        self.lines = self.streams.values().map(Stream::len).sum();
        self.invocations.retain(|invocation| self.streams.contains_key(&invocation.key.stream));
    }

    /// The invocations, newest first.
    pub fn invocations(&self) -> &[Invocation] {
        self.invocations.get(..CAPACITY).unwrap_or(&self.invocations)
    }

    /// What is known of the outcome of an invocation of our own.
    pub fn answer(&self, request_id: &Foreign) -> Option<&Outcome> {
        self.answers.get(request_id)
    }

    /// When the past was read; `None`: not yet.
    pub fn read(&self) -> Option<Time> {
        self.read
    }

    /// Since when the history is complete, and whether it is.
    pub fn since(&self) -> Option<(Time, bool)> {
        let since = self.since?;
        match self.horizon {
            Some(horizon) if horizon > since => Some((horizon, false)),
            _ => Some((since, self.whole)),
        }
    }

    /// Why the past could not be read.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

#[cfg(test)]
mod tests;
