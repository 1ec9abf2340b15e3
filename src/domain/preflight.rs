//! What was found just before an action: the live state of what it would touch.

mod judge;
mod sighting;

use std::time::Duration;

use super::fault::Fault;
use super::identity::Identity;
use super::run::Run;
use super::text::Foreign;
use super::words;
use crate::clock::Time;

pub use judge::{crawler, function, idle, input, invocations, runs};
pub use sighting::Sighting;

/// The oldest state of AWS that an action is decided on, in the user's time.
pub const FRESH: Duration = Duration::from_secs(1);

/// The live state of what an action would touch, as far as AWS told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preflight {
    /// When AWS was asked first.
    pub begun: Time,
    /// When the oldest of the answers came: everything here is at least as new.
    pub taken: Time,
    /// Who would act; `None`: AWS did not say.
    pub identity: Option<Identity>,
    /// What speaks against the action, the gravest first.
    pub findings: Vec<Finding>,
    /// The newest run of the job that did its work.
    pub last_good: Option<Run>,
}

/// Something that speaks against an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The step is at work already.
    Running(Sighting),
    /// There is nothing that could be stopped; the state that it is in.
    Idle(Foreign),
    /// The step was at work moments ago, and is done.
    Recent(Sighting),
    /// The function does not take invocations.
    Disabled(Disabled),
    /// What the step reads is not there.
    MissingInput {
        /// The bucket.
        bucket: String,
        /// The object; `None`: the bucket is empty.
        key: Option<String>,
    },
    /// The newest attempts ended badly, all for one reason.
    Failing {
        /// How many they are, as far as was read.
        times: usize,
        /// When the first of them started.
        since: Time,
        /// AWS's name of how they ended, where that is not simply a failure.
        state: Option<Foreign>,
        /// What was said; `None`: nothing beside the state.
        reason: Option<Foreign>,
    },
    /// The newest attempt was ended by somebody, which is no failure.
    Ended {
        /// When it started.
        since: Time,
        /// AWS's name of its state.
        state: Foreign,
    },
    /// AWS did not tell.
    Unread {
        /// What is not known because of it.
        what: Subject,
        /// Why.
        fault: Fault,
    },
}

/// Why a function does not take invocations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disabled {
    /// Its reserved concurrency is 0: AWS refuses every invocation.
    NoConcurrency,
    /// Its `State` is another than `Active`.
    State(Foreign),
}

/// What a preflight reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Who we are.
    Identity,
    /// The job's runs.
    Runs,
    /// The crawler.
    Crawler,
    /// The function's configuration.
    Function,
    /// How much concurrency is reserved for the function.
    Concurrency,
    /// The function's newest log lines.
    Lines,
    /// The object that the step reads.
    Input,
}

/// What a finding means for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is said, and a yes that has seen it counts.
    Warns,
    /// The action is refused.
    Stops,
}

impl Preflight {
    /// One that could not read anything, because of this fault.
    pub fn unread(now: Time, fault: Fault) -> Self {
        let findings = vec![Finding::Unread { what: Subject::Identity, fault }];
        Self { begun: now, taken: now, identity: None, findings, last_good: None }
    }

    /// Whether the step is at work, or was moments ago.
    pub fn has_seen_work(&self) -> bool {
        let is_work = |finding: &Finding| matches!(finding, Finding::Running(_) | Finding::Recent(_));
        self.findings.iter().any(is_work)
    }

    /// What was found here and is not among `known`: a yes that was given to those does not cover it.
    pub fn news(&self, known: &[Finding]) -> Vec<&Finding> {
        let is_new = |finding: &&Finding| !known.iter().any(|old| finding.is_like(old));
        self.findings.iter().filter(is_new).collect()
    }

    /// The first finding that forbids the action.
    pub fn stop(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.weight() == Weight::Stops)
    }
}

impl Finding {
    /// What it means for the action.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Running(_) | Self::Idle(_) => Weight::Stops,
            _ => Weight::Warns,
        }
    }

    /// Whether it is the same thing, seen again.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Running(new), Self::Running(old)) | (Self::Recent(new), Self::Recent(old)) => {
                new.is_same(old)
            }
            (Self::Unread { what: new, .. }, Self::Unread { what: old, .. }) => new == old,
            (new, old) => new == old,
        }
    }

    /// It in one visible line. `who` is who started it, where that is known.
    pub fn words(&self, now: Time, who: &str) -> String {
        match self {
            Self::Running(sighting) => sighting.running(now, who),
            Self::Idle(state) => format!("nothing to stop: it is {}", state.visible()),
            Self::Recent(sighting) => sighting.recent(now, who),
            Self::Disabled(Disabled::NoConcurrency) => {
                "the function is disabled: its reserved concurrency is 0".to_owned()
            }
            Self::Disabled(Disabled::State(state)) => format!("the function is {}", state.visible()),
            Self::MissingInput { bucket, key } => missing(bucket, key.as_deref()),
            Self::Failing { times, since, state, reason } => {
                let how = How { state: state.as_ref(), reason: reason.as_ref() };
                format!("the last {}", how.words(*times, &words::ago(now - *since)))
            }
            Self::Ended { since, state } => {
                format!("the last one, {}, was {} by somebody", words::ago(now - *since), state.visible())
            }
            Self::Unread { what, fault } => format!("{} not known: {}", what.words(), fault.words()),
        }
    }
}

fn missing(bucket: &str, key: Option<&str>) -> String {
    let bucket = super::text::visible(bucket);
    match key {
        Some(key) => format!("its input is missing: s3://{bucket}/{}", super::text::visible(key)),
        None => format!("its input is missing: s3://{bucket}/ is empty"),
    }
}

/// How attempts ended that did not do their work.
struct How<'a> {
    state: Option<&'a Foreign>,
    reason: Option<&'a Foreign>,
}

impl How<'_> {
    fn words(&self, times: usize, ago: &str) -> String {
        let cause = self.reason.map(|reason| format!(": {}", words::cause(reason))).unwrap_or_default();
        let ended =
            self.state.map_or_else(|| "failed".to_owned(), |state| format!("ended in {}", state.visible()));
        match times {
            1 => format!("one, {ago}, {ended}{cause}"),
            _ => format!("{times} {ended} for the same reason, since {ago}{cause}"),
        }
    }
}

impl Subject {
    fn words(self) -> &'static str {
        match self {
            Self::Identity => "who acts is",
            Self::Runs => "what runs is",
            Self::Crawler => "what the crawler does is",
            Self::Function => "the function's state is",
            Self::Concurrency => "its reserved concurrency is",
            Self::Lines => "whether it runs is",
            Self::Input => "whether its input is there is",
        }
    }
}

#[cfg(test)]
mod tests;
