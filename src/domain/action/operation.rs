//! The API operations that an action may be: a list, so that there are no others.

use super::Action;

/// An API operation that changes something in a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `Invoke` of Lambda.
    Invoke,
    /// `StartJobRun` of Glue.
    StartJobRun,
    /// `StartCrawler` of Glue.
    StartCrawler,
    /// `BatchStopJobRun` of Glue.
    BatchStopJobRun,
    /// `StopCrawler` of Glue.
    StopCrawler,
    /// `ResetJobBookmark` of Glue.
    ResetJobBookmark,
}

impl Operation {
    /// All that the executor ever sends.
    pub const ALLOWED: [Self; 6] = [
        Self::Invoke,
        Self::StartJobRun,
        Self::StartCrawler,
        Self::BatchStopJobRun,
        Self::StopCrawler,
        Self::ResetJobBookmark,
    ];

    /// The operation that carries out an action; of a plan, each of its starts.
    pub fn of(action: &Action) -> Self {
        match action {
            Action::Invoke { .. } => Self::Invoke,
            Action::StartJob { .. } | Action::Backfill(_) => Self::StartJobRun,
            Action::StartCrawler { .. } => Self::StartCrawler,
            Action::StopRun { .. } => Self::BatchStopJobRun,
            Action::StopCrawler { .. } => Self::StopCrawler,
            Action::ResetBookmark { .. } => Self::ResetJobBookmark,
        }
    }

    /// The IAM action that allows it.
    pub fn permission(self) -> &'static str {
        match self {
            Self::Invoke => "lambda:InvokeFunction",
            Self::StartJobRun => "glue:StartJobRun",
            Self::StartCrawler => "glue:StartCrawler",
            Self::BatchStopJobRun => "glue:BatchStopJobRun",
            Self::StopCrawler => "glue:StopCrawler",
            Self::ResetJobBookmark => "glue:ResetJobBookmark",
        }
    }

    /// Its name in the API, as a request carries it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoke => "Invoke",
            Self::StartJobRun => "StartJobRun",
            Self::StartCrawler => "StartCrawler",
            Self::BatchStopJobRun => "BatchStopJobRun",
            Self::StopCrawler => "StopCrawler",
            Self::ResetJobBookmark => "ResetJobBookmark",
        }
    }
}
