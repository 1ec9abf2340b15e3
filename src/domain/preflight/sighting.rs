//! A run, an invocation or a crawl that was seen, ours or not.

use crate::clock::Time;
use crate::domain::action::{Attempt, Outcome, Receipt};
use crate::domain::text::Foreign;
use crate::domain::words;

/// A run, an invocation or a crawl that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The run's or the request's id; a crawl has none.
    pub id: Option<Foreign>,
    /// When it started, where AWS says so.
    pub started: Option<Time>,
    /// AWS's name of its state.
    pub state: Foreign,
    /// The trigger that started it.
    pub trigger: Option<Foreign>,
}

impl Sighting {
    /// Whether it is the same one, whatever state it is in.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.id == other.id && (self.id.is_some() || self.started == other.started)
    }

    /// Whether an attempt of ours led to it.
    pub fn is_of(&self, attempt: &Attempt) -> bool {
        match (&attempt.outcome, &self.id) {
            (Some(Outcome::Accepted(Receipt::Run(id))), Some(seen)) => id == seen,
            (
                Some(Outcome::Accepted(Receipt::Invoked { request_id, .. } | Receipt::Queued { request_id })),
                Some(seen),
            ) => request_id == seen,
            (Some(Outcome::Accepted(Receipt::Crawling)), None) => {
                self.started.is_none_or(|started| started >= attempt.sent)
            }
            _ => false,
        }
    }

    pub(super) fn running(&self, now: Time, who: &str) -> String {
        let (name, since) = (self.name(), self.started.map(|at| words::ago(now - at)));
        let since = since.map(|since| format!(", started {since}")).unwrap_or_default();
        format!("already {}{since}{}{name}", self.state.visible(), self.by(who))
    }

    pub(super) fn recent(&self, now: Time, who: &str) -> String {
        let since = self.started.map(|at| words::ago(now - at)).unwrap_or_default();
        format!("started {since}{}, and {}{}", self.by(who), self.state.visible(), self.name())
    }

    fn by(&self, who: &str) -> String {
        match &self.trigger {
            Some(trigger) => format!(" by the trigger {}", trigger.visible()),
            None if who.is_empty() => String::new(),
            None => format!(" by {who}"),
        }
    }

    fn name(&self) -> String {
        self.id.as_ref().map(|id| format!(" ({})", id.visible())).unwrap_or_default()
    }
}
