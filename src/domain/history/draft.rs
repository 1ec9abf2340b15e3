//! An invocation that is being put together from the lines about it.

use std::sync::Arc;

use super::mark::{Mark, Report, Says};
use crate::clock::Time;
use crate::domain::invocation::{Invocation, Key, Outcome};
use crate::domain::text::Foreign;

/// What the lines of a stream say about one invocation.
#[derive(Debug)]
pub struct Draft<'a> {
    /// Its request id.
    pub id: &'a Foreign,
    /// When START was written, or about when it must have been.
    pub started: Time,
    /// When REPORT was written.
    pub ended: Option<Time>,
    report: Option<&'a Report>,
    failed: Option<&'a Outcome>,
    before: Option<&'a Outcome>,
    returned: Option<(bool, u16)>,
}

impl<'a> Draft<'a> {
    /// An invocation of which only the beginning is known.
    pub fn new(id: &'a Foreign, started: Time) -> Self {
        Self { id, started, ended: None, report: None, failed: None, before: None, returned: None }
    }

    /// Takes the REPORT.
    pub fn end(&mut self, at: Time, report: &'a Report) {
        (self.ended, self.report) = (Some(at), Some(report));
    }

    /// Takes one more line, in the order of their times.
    pub fn hear(&mut self, mark: &'a Mark) {
        match &mark.says {
            Says::Failed(outcome) if weight(outcome) >= self.failed.map_or((0, false), weight) => {
                self.failed = Some(outcome);
            }
            Says::Returned { plainly, status }
                if *plainly || self.returned.is_none_or(|(plainly, _)| !plainly) =>
            {
                self.returned = Some((*plainly, *status));
            }
            _ => {}
        }
    }

    /// Takes a line from before the START, where the runtime tells why its initialisation failed.
    pub fn hear_before(&mut self, mark: &'a Mark) {
        if let Says::Failed(outcome) = &mark.says {
            self.before = Some(outcome);
        }
    }

    /// The invocation, with the answer to it where it was our own.
    pub fn finish(self, stream: &Arc<str>, nth: u32, answer: Option<&Outcome>) -> Invocation {
        let outcome = self.outcome(answer);
        let report = self.report.cloned().unwrap_or_default();
        Invocation {
            key: Key { started: self.started, stream: stream.clone(), nth },
            request_id: self.id.clone(),
            started: self.started,
            duration_ms: report.duration.map(|millis| millis.0),
            billed_ms: report.billed.map(|millis| millis.0),
            memory_mb: report.memory,
            used_mb: report.used,
            init_ms: report.init.map(|millis| millis.0),
            outcome,
        }
    }

    fn outcome(&self, answer: Option<&Outcome>) -> Outcome {
        let failure = self.failure();
        match (answer, failure, self.report, self.returned) {
            // Of two tellings of one failure, that of the log may be the clearer one.
            (Some(answer), Some(failure), ..) if weight(answer).0 > 1 && weight(failure) > weight(answer) => {
                failure.clone()
            }
            (Some(answer), ..) => answer.clone(),
            (None, Some(failure), ..) => failure.clone(),
            (None, None, None, _) => Outcome::Running,
            (None, None, Some(_), Some((_, status))) => Outcome::Returned(status),
            (None, None, Some(_), None) => Outcome::Good,
        }
    }

    /// The worst that was told, in the words of whoever said most.
    fn failure(&self) -> Option<&'a Outcome> {
        let verdict = self.report.and_then(|report| report.verdict.as_ref());
        let told = match (self.failed, verdict) {
            (Some(failed), Some(verdict)) if weight(verdict) <= weight(failed) => Some(failed),
            (failed, verdict) => verdict.or(failed),
        }?;
        Some(self.before.filter(|before| explains(before, told)).unwrap_or(told))
    }
}

/// How much a failure outweighs another: its kind, then whether it has a message.
fn weight(outcome: &Outcome) -> (u8, bool) {
    match outcome {
        Outcome::Running | Outcome::Good => (0, false),
        Outcome::Returned(_) => (1, false),
        Outcome::Raised(what) => (2, what.exact().contains(": ") && !what.exact().starts_with("status: ")),
        Outcome::TimedOut | Outcome::OutOfMemory => (3, true),
        Outcome::Crashed(what) => (3, what.exact().contains(": ")),
    }
}

/// Whether `more` is the same failure with its message.
fn explains(more: &Outcome, told: &Outcome) -> bool {
    let (Outcome::Crashed(more) | Outcome::Raised(more), Outcome::Crashed(told) | Outcome::Raised(told)) =
        (more, told)
    else {
        return false;
    };
    more.exact().strip_prefix(told.exact()).is_some_and(|rest| rest.starts_with(": "))
}
