//! A sentence at the bottom: what became of an action, or why a key did nothing.

use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::Observation;
use crate::domain::action::{Action, Judged, Outcome, Receipt, Rehearsal, Session, Verb};
use crate::domain::call::Call;
use crate::domain::fault::Fault;
use crate::domain::lookup::Verdict;
use crate::domain::text::visible;
use crate::pane::Tone;

/// How long a passing notice stays, in the user's time.
pub(super) const STAY: Duration = Duration::from_secs(6);

/// A sentence that stays until a key is pressed, or for some seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says, visible already.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    since: Option<Time>,
}

impl Notice {
    /// A notice that goes by itself.
    pub fn passing(text: impl Into<String>, now: Time) -> Self {
        Self { text: text.into(), tone: Tone::Plain, since: Some(now) }
    }

    /// A notice that stays until a key is pressed.
    pub fn lasting(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Bad, since: None }
    }

    /// Whether it stays until a key is pressed.
    pub fn is_lasting(&self) -> bool {
        self.since.is_none()
    }

    /// When it goes by itself, if it stays so long.
    pub fn ends(&self, stay: TimeDelta) -> Option<Time> {
        self.since.map(|since| since + stay)
    }

    /// What an observation calls for.
    pub(super) fn of(observation: &Observation, now: Time) -> Option<Self> {
        match observation {
            Observation::Done(action, outcome) => Some(Self::of_outcome(action, outcome, now)),
            Observation::Judged(judged) => Some(Self::of_verdict(judged)),
            Observation::ReadBack(Ok(lines)) => {
                let words = if *lines == 1 { "line has" } else { "lines have" };
                let count = crate::domain::words::count(*lines);
                Some(Self::passing(format!("{count} older {words} been read"), now))
            }
            Observation::ReadBack(Err(fault)) => {
                Some(Self::lasting(format!("older lines cannot be read: {}", fault.words())))
            }
            Observation::Rehearsed(action, answer) => Some(Self::of_rehearsal(action, answer, now)),
            Observation::Presigned(Err(fault))
            | Observation::Found(Err(fault))
            | Observation::Broken(fault) => Some(Self::lasting(fault.words())),
            _ => None,
        }
    }

    fn of_verdict(judged: &Judged) -> Self {
        let (target, done) = (visible(judged.action.target()), done(&judged.action));
        let said = match &judged.verdict {
            Verdict::Happened(_) => format!("it was {done} after all"),
            Verdict::Not(_) => format!("it was not {done}"),
            Verdict::Open(_) => format!("it may or may not have been {done}, and is not sent again"),
        };
        Self::lasting(format!("{target}: {said}{}; {}", sent_when(judged), judged.verdict.evidence()))
    }

    fn of_rehearsal(action: &Action, answer: &Result<Rehearsal, Fault>, now: Time) -> Self {
        let (target, permission) = (visible(action.target()), Call::of(action).permission);
        let start = format!("{target}: dry run, nothing was sent");
        match answer {
            Ok(Rehearsal::Allowed) => Self::passing(format!("{start}; {permission} is allowed"), now),
            Ok(Rehearsal::Untested) => {
                Self::passing(format!("{start}; there is no way to test {permission} without doing it"), now)
            }
            Err(fault) => Self::lasting(format!("{start}; it would fail: {}", fault.words())),
        }
    }

    fn of_outcome(action: &Action, outcome: &Outcome, now: Time) -> Self {
        let target = visible(action.target());
        match outcome {
            Outcome::Accepted(receipt) => Self::passing(format!("{target}: {}", took(receipt)), now),
            Outcome::Refused(fault) => {
                Self::lasting(format!("{target}: nothing was {}; {}", done(action), fault.words()))
            }
            Outcome::Unknown(fault) => Self::lasting(format!(
                "{target}: it may or may not have {}, and is not sent again; {}",
                done(action),
                fault.said.headline()
            )),
        }
    }
}

fn sent_when(judged: &Judged) -> String {
    match judged.session {
        Session::This => String::new(),
        Session::Earlier => sent_by(judged, "a console that has ended"),
        Session::Beside => sent_by(judged, "another console"),
    }
}

fn sent_by(judged: &Judged, who: &str) -> String {
    format!(" (sent {} UTC, by {who})", judged.sent.format("%Y-%m-%d %H:%M:%S"))
}

fn done(action: &Action) -> &'static str {
    match action.verb() {
        Verb::ResetBookmark => "reset",
        verb if verb.is_stop() => "stopped",
        _ => "started",
    }
}

fn took(receipt: &Receipt) -> String {
    match receipt {
        Receipt::Invoked { function_error: Some(error), payload, .. } => {
            format!("{} error, {}", error.visible(), payload.headline())
        }
        Receipt::Invoked { payload, .. } => format!("returned {}", payload.headline()),
        Receipt::Queued { request_id } => {
            format!("queued as {}: Lambda runs it by itself", request_id.visible())
        }
        Receipt::Run(id) => format!("started run {}", crate::widgets::cells::cut(&id.visible(), 12)),
        Receipt::Crawling => "crawling".to_owned(),
        Receipt::Stopping => "stopping".to_owned(),
        Receipt::Reset => "its bookmark was reset: the next run reads everything".to_owned(),
    }
}
