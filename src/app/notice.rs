//! A sentence at the bottom: what became of an action, or why a key did nothing.

use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::Observation;
use crate::domain::action::{Action, Outcome, Receipt};
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
            Observation::Found(Err(fault)) => Some(Self::lasting(fault.words())),
            _ => None,
        }
    }

    fn of_outcome(action: &Action, outcome: &Outcome, now: Time) -> Self {
        let target = visible(action.target());
        match outcome {
            Outcome::Accepted(receipt) => Self::passing(format!("{target}: {}", took(receipt)), now),
            Outcome::Refused(fault) => {
                Self::lasting(format!("{target}: nothing was started; {}", fault.words()))
            }
            Outcome::Unknown(fault) => Self::lasting(format!(
                "{target}: it may or may not have started, and is not sent again; {}",
                fault.said.headline()
            )),
        }
    }
}

fn took(receipt: &Receipt) -> String {
    match receipt {
        Receipt::Invoked { function_error: Some(error), payload, .. } => {
            format!("{} error, {}", error.visible(), payload.headline())
        }
        Receipt::Invoked { payload, .. } => format!("returned {}", payload.headline()),
        Receipt::Run(id) => format!("started run {}", crate::widgets::cells::cut(&id.visible(), 12)),
        Receipt::Crawling => "crawling".to_owned(),
    }
}
