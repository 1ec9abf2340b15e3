//! What may be done to a pipeline, and what became of it.

mod confirmation;
mod mode;
mod operation;

use std::collections::BTreeMap;

pub use confirmation::Confirmation;
pub use mode::{Mode, Reply};
pub use operation::Operation;

use super::backfill::Plan;
use super::fault::Fault;
use super::lookup::Verdict;
use super::pipeline::{Marking, Pipeline};
use super::text::Foreign;
use crate::clock::Time;

/// The name of the argument by which a run tells which action started it.
pub const MARK: &str = "--farol-action-id";

/// A side effect as data: shown in a dialog, confirmed, carried out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Invokes the ingest function.
    Invoke {
        /// Name or ARN.
        function: String,
        /// The event.
        payload: serde_json::Value,
        /// Whether its answer is waited for.
        mode: Mode,
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
    /// Stops a run of the job.
    StopRun {
        /// The job's name.
        job: String,
        /// The run's id, exactly as AWS gave it.
        run: String,
    },
    /// Stops the crawl under way.
    StopCrawler {
        /// The crawler's name.
        crawler: String,
    },
    /// Starts runs of the job one after the other: see [`Plan`].
    Backfill(Plan),
    /// Forgets what a job has worked on: its next run reads everything.
    ResetBookmark {
        /// The job's name.
        job: String,
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
    /// Stop a run of the job.
    StopRun,
    /// Stop the crawl.
    StopCrawler,
    /// Start the job for one value after the other.
    Backfill,
    /// Reset a job's bookmark.
    ResetBookmark,
}

impl Verb {
    /// The verb in words, as on a key.
    pub fn words(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::StartJob => "start ETL",
            Self::StartCrawler => "crawl",
            Self::StopRun => "stop run",
            Self::StopCrawler => "stop crawl",
            Self::Backfill => "backfill",
            Self::ResetBookmark => "reset bookmark",
        }
    }

    /// Whether it ends something, where the others begin something.
    pub fn is_stop(self) -> bool {
        matches!(self, Self::StopRun | Self::StopCrawler)
    }
}

impl Action {
    /// The action that a verb stands for in a pipeline; `None`: it has no such part, or what is stopped has to be chosen.
    pub fn of(pipeline: &Pipeline, verb: Verb) -> Option<Self> {
        match verb {
            Verb::Invoke => pipeline.ingest.as_ref().map(|ingest| Self::Invoke {
                function: ingest.function.clone(),
                payload: ingest.payload.clone(),
                mode: Mode::Sync,
            }),
            Verb::StartJob => pipeline
                .etl
                .as_ref()
                .map(|etl| Self::StartJob { job: etl.job.clone(), arguments: etl.arguments.clone() }),
            Verb::StartCrawler => {
                let crawler = pipeline.catalog.as_ref().and_then(|catalog| catalog.crawler.clone());
                crawler.map(|crawler| Self::StartCrawler { crawler })
            }
            Verb::StopRun | Verb::StopCrawler | Verb::Backfill | Verb::ResetBookmark => None,
        }
    }

    /// What kind of action it is.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Invoke { .. } => Verb::Invoke,
            Self::StartJob { .. } => Verb::StartJob,
            Self::StartCrawler { .. } => Verb::StartCrawler,
            Self::StopRun { .. } => Verb::StopRun,
            Self::StopCrawler { .. } => Verb::StopCrawler,
            Self::Backfill(_) => Verb::Backfill,
            Self::ResetBookmark { .. } => Verb::ResetBookmark,
        }
    }

    /// Whether its id goes with it as an argument: where it starts a run, of a job that takes it.
    pub fn is_marked(&self, pipeline: &Pipeline) -> bool {
        let marking = pipeline.etl.as_ref().map(|etl| etl.marking).unwrap_or_default();
        matches!(self, Self::StartJob { .. } | Self::Backfill(_)) && marking == Marking::ById
    }

    /// The function, job or crawler that it acts on.
    pub fn target(&self) -> &str {
        match self {
            Self::Invoke { function, .. } => function,
            Self::StartJob { job, .. } | Self::StopRun { job, .. } | Self::ResetBookmark { job } => job,
            Self::Backfill(plan) => &plan.job,
            Self::StartCrawler { crawler } | Self::StopCrawler { crawler } => crawler,
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
    /// What AWS showed since of one whose answer was lost.
    pub verdict: Option<Verdict>,
}

impl Attempt {
    /// Why nobody knows what became of it; `None`: it is known, or not answered yet.
    pub fn doubt(&self) -> Option<&Fault> {
        match (&self.outcome, &self.verdict) {
            (Some(Outcome::Unknown(_)), Some(verdict)) if verdict.is_decided() => None,
            (Some(Outcome::Unknown(fault)), _) => Some(fault),
            _ => None,
        }
    }
}

/// What was found out of an action whose answer was lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The action; one of an earlier session has neither its payload nor its arguments.
    pub action: Action,
    /// When it was sent.
    pub sent: Time,
    /// Who sent it.
    pub session: Session,
    /// What AWS shows.
    pub verdict: Verdict,
}

/// Whose action it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// This console's.
    This,
    /// That of a console which has ended without knowing.
    Earlier,
    /// That of a console which may still wait for its answer, or has ended.
    Beside,
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

/// What the rehearsal of an action showed, where nothing spoke against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rehearsal {
    /// AWS says that it would be allowed.
    Allowed,
    /// The service has no way to ask.
    Untested,
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
        /// What else the answer says.
        reply: Reply,
    },
    /// Lambda has queued the event, and will invoke the function with it.
    Queued {
        /// The request id, which every attempt at the event will have.
        request_id: Foreign,
    },
    /// The run's id.
    Run(Foreign),
    /// The crawler is running.
    Crawling,
    /// The run, or the crawl, is being stopped.
    Stopping,
    /// The bookmark says nothing any more.
    Reset,
}
