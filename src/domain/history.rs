//! The ingest's invocations, put together from log lines and from the answers to our own.

use super::fault::Fault;
use super::invocation::Invocation;
use super::log::Event;
use super::text::Foreign;
use crate::clock::Time;

/// The most invocations that are kept; older ones are forgotten.
pub const CAPACITY: usize = 5_000;

/// The invocations known, newest first, and how complete that is.
#[derive(Debug, Default)]
pub struct History {
    invocations: Vec<Invocation>,
    read: Option<Time>,
    since: Option<Time>,
    whole: bool,
    fault: Option<Fault>,
}

impl History {
    /// Folds what was read of the function's past.
    pub fn hear_past(&mut self, at: Time, events: Result<Vec<Event>, Fault>, since: Time, whole: bool) {
        match events {
            Ok(events) => {
                (self.read, self.fault, self.since, self.whole) = (Some(at), None, Some(since), whole);
                self.hear_lines(&events);
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Folds log events of any group, in any order, any number of times.
    pub fn hear_lines(&mut self, events: &[Event]) {
        let _ = events;
    }

    /// Folds the answer to an invocation of our own.
    pub fn hear_answer(&mut self, request_id: &Foreign, function_error: Option<&Foreign>, payload: &Foreign) {
        let _ = (request_id, function_error, payload);
    }

    /// The invocations, newest first.
    pub fn invocations(&self) -> &[Invocation] {
        &self.invocations
    }

    /// When the past was read; `None`: not yet.
    pub fn read(&self) -> Option<Time> {
        self.read
    }

    /// Since when the history is complete, and whether it is.
    pub fn since(&self) -> Option<(Time, bool)> {
        self.since.map(|since| (since, self.whole))
    }

    /// Why the past could not be read.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}
