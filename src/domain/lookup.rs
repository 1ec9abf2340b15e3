//! What became of an action whose answer was lost, judged by what AWS shows afterwards.
//!
//! A verdict is never a guess: *happened* and *did not* are said only where what AWS shows leaves no other way, and
//! all else is open, with what is known. One assumption is in it: a request that reached AWS takes effect, and shows
//! itself to a reader, within [`GRACE`] of the moment at which its answer was given up.

mod bookmark;
mod crawl;
mod invoked;
mod runs;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use super::action::Action;
use super::crawler::Crawler;
use super::glue::bookmark::Bookmark;
use super::invocation::Invocation;
use super::object::Object;
use super::run::Run;
use super::text::Foreign;
use crate::clock::Time;

/// What a request may still take to show itself after its answer was given up. Glue and Lambda take in a request within
/// a second.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// How far the clocks of this machine and of AWS may be apart: requests that are further off are not let in.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// How long an invocation is looked for: a log line comes within seconds, or not at all.
const TRACES: TimeDelta = TimeDelta::minutes(1);

/// How long anything else is looked for: no signature is good for longer.
const LONGEST: TimeDelta = TimeDelta::minutes(15);

/// An action whose answer was lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// The action's id.
    pub id: String,
    /// What was sent.
    pub action: Action,
    /// The hash of what went with it, in hex; `None`: nothing did.
    pub input: Option<String>,
    /// Whether the id went with it, as an argument of the job.
    pub marked: bool,
    /// When it was about to be sent.
    pub sent: Time,
    /// When its answer was given up.
    pub ended: Time,
    /// What was known of the target just before.
    pub before: Before,
}

/// What was known of the target just before the request.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Before {
    /// Nothing.
    #[default]
    Unread,
    /// The job's runs, by their ids.
    Runs(Vec<Foreign>),
    /// The crawler: whether it was crawling, and when the last crawl that had ended began.
    Crawler {
        /// Whether a crawl was under way.
        is_busy: bool,
        /// `None`: it had never crawled.
        started: Option<Time>,
    },
    /// The job's bookmark; `None`: it had none.
    Bookmark(Option<Bookmark>),
    /// The object that the function writes, by its version; `None`: it was not there.
    Object(Option<Foreign>),
}

/// What AWS shows of the target.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// The newest runs of the job.
    Runs(Vec<Sighted>),
    /// The crawler.
    Crawler(Crawler),
    /// The job's bookmark; `None`: it has none.
    Bookmark(Option<Bookmark>),
    /// What an invocation leaves behind.
    Traces {
        /// Those that the function's log tells of, newest first.
        invocations: Vec<Invocation>,
        /// The object that it writes, where the pipeline names one; the inner `None`: it is not there.
        object: Option<Option<Object>>,
    },
}

/// A run, and what it has to do with the action.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighted {
    /// The run.
    pub run: Run,
    /// Whether it carries the action's id.
    pub is_marked: bool,
    /// Whether its arguments are those of the action.
    pub is_alike: bool,
}

/// What became of an action. The words are what shows it, visible already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// What was asked for is so.
    Happened(String),
    /// It had no effect, and will have none.
    Not(String),
    /// AWS does not show enough.
    Open(String),
}

/// When the last console that may have waited for the answer has given it up, where none says so itself.
pub fn given_up(action: &Action, sent: Time) -> Time {
    let waited =
        if matches!(action, Action::Invoke { .. }) { TimeDelta::minutes(16) } else { TimeDelta::seconds(45) };
    sent + waited
}

impl Verdict {
    /// Whether it says what became of the action.
    pub fn is_decided(&self) -> bool {
        !matches!(self, Self::Open(_))
    }

    /// What shows it.
    pub fn evidence(&self) -> &str {
        match self {
            Self::Happened(evidence) | Self::Not(evidence) | Self::Open(evidence) => evidence,
        }
    }
}

impl Lookup {
    /// Judges by what AWS showed; `asked` is when it was asked, not when it answered.
    pub fn judge(&self, asked: Time, look: &Look) -> Verdict {
        match (&self.action, look) {
            (Action::StartJob { .. }, Look::Runs(runs)) => runs::started(self, asked, runs),
            (Action::StopRun { run, .. }, Look::Runs(runs)) => runs::stopped(self, asked, run, runs),
            (Action::StartCrawler { .. }, Look::Crawler(crawler)) => crawl::started(self, asked, crawler),
            (Action::StopCrawler { .. }, Look::Crawler(crawler)) => crawl::stopped(self, asked, crawler),
            (Action::ResetBookmark { .. }, Look::Bookmark(now)) => bookmark::reset(self, asked, now.as_ref()),
            (Action::Invoke { .. }, Look::Traces { invocations, object }) => {
                invoked::traced(self, invocations, object.as_ref())
            }
            _ => Verdict::Open("nothing that tells of it was read".to_owned()),
        }
    }

    /// Until when it is looked for.
    pub fn deadline(&self) -> Time {
        let longest = if matches!(self.action, Action::Invoke { .. }) { TRACES } else { LONGEST };
        self.ended + longest
    }

    /// Whether what was not seen then will not be seen any more.
    fn is_settled(&self, asked: Time) -> bool {
        asked >= self.ended + GRACE
    }
}
