//! What a record says.

use serde::{Deserialize, Serialize};

use super::moment;
use crate::clock::Time;

/// A line of the file, but for its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Counts from 1.
    pub n: u64,
    /// When it was written.
    #[serde(with = "moment")]
    pub at: Time,
    /// What it says.
    #[serde(flatten)]
    pub entry: Entry,
    /// The hash of the record before; zeros before the first.
    pub prev: String,
}

/// One step in the life of an action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Entry {
    /// It is about to be asked for.
    Intent(Box<Intent>),
    /// It was answered, or will not be.
    Outcome {
        /// The action's id.
        id: String,
        /// What became of it.
        outcome: Result,
        /// The run's or the request's id, or the error's code; never what the function returned, nor a message.
        detail: String,
    },
    /// What was found out later of an action whose answer was lost.
    Verdict {
        /// The action's id.
        id: String,
        /// What became of it; `Unknown`: it could not be decided.
        outcome: Result,
        /// What shows it.
        evidence: String,
    },
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Result {
    /// AWS took it.
    Accepted,
    /// Nothing happened.
    Refused,
    /// It may have happened.
    Unknown,
}

/// What is about to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    /// The action's id: a random UUID.
    pub id: String,
    /// Who does it; `None`: AWS would not say.
    pub who: Option<Who>,
    /// Where.
    pub region: String,
    /// The pipeline, as the configuration calls it.
    pub pipeline: String,
    /// The API operation's IAM action.
    pub operation: String,
    /// To what.
    #[serde(flatten)]
    pub target: Target,
    /// SHA-256 of the payload or the arguments, in hex; absent where there are none.
    pub input: Option<String>,
    /// Whether the action's id goes with it, as an argument of the job.
    pub marked: bool,
    /// What was known of the target just before.
    pub known: Known,
}

/// An identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Its ARN.
    pub arn: String,
    /// Twelve digits.
    pub account: String,
}

/// What an action is done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The function, the job or the crawler.
    pub target: String,
    /// The run, where one is stopped.
    pub run: Option<String>,
}

/// What was known of a target just before the request: what a lost answer is judged by later.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Known {
    /// The crawler's state.
    pub state: Option<String>,
    /// When the crawler's last crawl began.
    #[serde(with = "moment::option", default)]
    pub started: Option<Time>,
    /// The version of the object that the function writes.
    pub etag: Option<String>,
}

impl Entry {
    /// The action that it is about.
    pub fn id(&self) -> &str {
        match self {
            Self::Intent(intent) => &intent.id,
            Self::Outcome { id, .. } | Self::Verdict { id, .. } => id,
        }
    }
}

impl Result {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}
