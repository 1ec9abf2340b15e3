//! What is known of Lambda beyond the pipeline's own step.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fault::Fault;
use super::function::{Asynchronous, Limits, Listed, Settings};
use super::history::History;
use super::log;
use super::reading::Reading;
use super::world::Change;
use crate::clock::Time;

/// Something to ask of Lambda once, because somebody wants to look at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Which functions the account has.
    Functions,
    /// How a function is set up, and what it may use.
    Settings(String),
    /// What a function that is not the pipeline's did lately.
    Past(Other),
}

/// A function that is not the pipeline's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Other {
    /// Its name.
    pub function: String,
    /// Where it logs to.
    pub group: Arc<str>,
}

/// An answer of Lambda.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The functions of the account so far, and whether that is all of them.
    Functions(Result<(Vec<Listed>, bool), Fault>),
    /// How a function is set up.
    Settings(String, Result<Settings, Fault>),
    /// How much concurrency is reserved for a function; `None`: nothing is, and 0 disables it.
    Reserved(String, Result<Option<u32>, Fault>),
    /// What becomes of a function's invocations that nobody waits for.
    Asynchronous(String, Result<Asynchronous, Fault>),
    /// What all functions share.
    Limits(Result<Limits, Fault>),
    /// Events that make up the history of a function that is not the pipeline's.
    Past {
        /// Which function.
        other: Other,
        /// What was read.
        events: Result<Vec<log::Event>, Fault>,
        /// Since when the history is complete.
        since: Time,
        /// Whether that is all there is since then.
        whole: bool,
    },
}

impl Ask {
    /// What is told when it cannot be asked; `at` is now.
    pub fn failed(self, at: Time, fault: Fault) -> Told {
        match self {
            Self::Functions => Told::Functions(Err(fault)),
            Self::Settings(function) => Told::Settings(function, Err(fault)),
            Self::Past(other) => Told::Past { other, events: Err(fault), since: at, whole: false },
        }
    }
}

/// What has been read so far.
#[derive(Debug, Default)]
pub struct Lambda {
    /// The functions of the account, and whether those are all.
    pub functions: Reading<(Vec<Listed>, bool)>,
    /// What all functions share.
    pub limits: Reading<Limits>,
    about: BTreeMap<String, About>,
    past: Option<(Other, History)>,
}

/// What is known of one function's set-up.
#[derive(Debug, Default)]
pub struct About {
    /// How it is set up.
    pub settings: Reading<Settings>,
    /// How much concurrency is reserved for it.
    pub reserved: Reading<Option<u32>>,
    /// What becomes of its invocations that nobody waits for.
    pub asynchronous: Reading<Asynchronous>,
    /// What was not as before at the latest reading that found a difference, and when that was.
    pub changed: Option<(Time, Vec<&'static str>)>,
}

impl About {
    fn hear(&mut self, at: Time, answer: Result<Settings, Fault>) -> Change {
        if let (Some(old), Ok(new)) = (self.settings.get(), &answer) {
            let changes = new.changes(old);
            self.changed =
                Some((at, changes)).filter(|(_, changes)| !changes.is_empty()).or(self.changed.take());
        }
        self.settings.hear(at, answer)
    }
}

impl Lambda {
    /// Folds an answer, which came at `at`, into what is known.
    pub fn hear(&mut self, at: Time, told: Told) -> Change {
        match told {
            Told::Functions(answer) => self.functions.hear(at, answer),
            Told::Settings(name, answer) => self.about_mut(name).hear(at, answer),
            Told::Reserved(name, answer) => self.about_mut(name).reserved.hear(at, answer),
            Told::Asynchronous(name, answer) => self.about_mut(name).asynchronous.hear(at, answer),
            Told::Limits(answer) => self.limits.hear(at, answer),
            Told::Past { other, events, since, whole } => {
                let known = self.past.take().filter(|(known, _)| *known == other);
                let (_, history) = self.past.insert(known.unwrap_or_else(|| (other, History::default())));
                history.hear_past(at, events, since, whole)
            }
        }
    }

    fn about_mut(&mut self, function: String) -> &mut About {
        self.about.entry(function).or_default()
    }

    /// What is known of a function's set-up; `None`: nobody has asked.
    pub fn about(&self, function: &str) -> Option<&About> {
        self.about.get(function)
    }

    /// The history of a function that is not the pipeline's, where it was asked for last.
    pub fn past(&self, other: &Other) -> Option<&History> {
        self.past.as_ref().filter(|(known, _)| known == other).map(|(_, history)| history)
    }
}
