//! What may be done to a pipeline, and what became of it.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::text::Foreign;
use crate::clock::Time;

/// A side effect as data: shown in a dialog, confirmed, carried out once.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Invokes the ingest function and waits for its answer.
    Invoke {
        /// Name or ARN.
        function: String,
        /// The event.
        payload: serde_json::Value,
    },
    /// Starts a run of the job.
    StartJob {
        /// The job's name.
        job: String,
        /// The run's arguments.
        arguments: BTreeMap<String, String>,
    },
    /// Starts the crawler.
    StartCrawler {
        /// The crawler's name.
        crawler: String,
    },
}

/// What kind of action it is; each has one key, and at most one attempt under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Invoke the ingest.
    Invoke,
    /// Start the ETL job.
    StartJob,
    /// Rerun the crawler.
    StartCrawler,
}

impl Verb {
    /// The verb in words, as on a key.
    pub fn words(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::StartJob => "start ETL",
            Self::StartCrawler => "crawl",
        }
    }
}

impl Action {
    /// What kind of action it is.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Invoke { .. } => Verb::Invoke,
            Self::StartJob { .. } => Verb::StartJob,
            Self::StartCrawler { .. } => Verb::StartCrawler,
        }
    }

    /// The function, job or crawler that it acts on.
    pub fn target(&self) -> &str {
        match self {
            Self::Invoke { function, .. } => function,
            Self::StartJob { job, .. } => job,
            Self::StartCrawler { crawler } => crawler,
        }
    }
}

/// One confirmed action on its way, or done.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// What was confirmed.
    pub action: Action,
    /// When it was sent.
    pub sent: Time,
    /// What became of it; `None`: no answer yet.
    pub outcome: Option<Outcome>,
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// AWS took it.
    Accepted(Receipt),
    /// AWS, or this console, said no: nothing happened.
    Refused(Fault),
    /// Sent, but no answer that decides: it may have happened. Never sent again.
    Unknown(Fault),
}

/// What AWS gave back for an accepted action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// The function has answered; Lambda's own success says nothing of the function's.
    Invoked {
        /// The invocation's request id.
        request_id: Foreign,
        /// `Handled` or `Unhandled`, when the function raised.
        function_error: Option<Foreign>,
        /// What it returned.
        payload: Foreign,
    },
    /// The run's id.
    Run(Foreign),
    /// The crawler is running.
    Crawling,
}
