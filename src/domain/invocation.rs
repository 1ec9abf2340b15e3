//! Invocations of the ingest, put together from the function's log.

use std::sync::Arc;

use super::text::Foreign;
use crate::clock::Time;

/// One invocation as its log lines show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// What identifies it: asynchronous retries share a request id, so the stream and the START count too.
    pub key: Key,
    /// Lambda's request id.
    pub request_id: Foreign,
    /// When it started.
    pub started: Time,
    /// Milliseconds; `None` until its REPORT is read.
    pub duration_ms: Option<f64>,
    /// Milliseconds; includes the initialisation.
    pub billed_ms: Option<f64>,
    /// Megabytes that the function may use.
    pub memory_mb: Option<u32>,
    /// Megabytes that it used.
    pub used_mb: Option<u32>,
    /// Milliseconds of a cold start; `None`: a warm one.
    pub init_ms: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
}

/// What identifies an invocation: its stream, and when it started there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// When START was written.
    pub started: Time,
    /// The log stream.
    pub stream: Arc<str>,
    /// Which of the STARTs of one millisecond in that stream; almost always 0.
    pub nth: u32,
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// START was read, REPORT was not.
    Running,
    /// REPORT says nothing of a failure, and nothing else does.
    Good,
    /// The function returned this status, seen in its log or in the answer to our own invocation.
    Returned(u16),
    /// It raised: the error's type and message.
    Raised(Foreign),
    /// It ran longer than it may.
    TimedOut,
    /// It used more memory than it may.
    OutOfMemory,
    /// The runtime failed: the error type of REPORT, such as `Runtime.ImportModuleError`.
    Crashed(Foreign),
}

impl Outcome {
    /// Whether the invocation is over and did not do its work.
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Running | Self::Good => false,
            Self::Returned(status) => !(200..300).contains(status),
            Self::Raised(_) | Self::TimedOut | Self::OutOfMemory | Self::Crashed(_) => true,
        }
    }

    /// The outcome in a word or two.
    pub fn words(&self) -> String {
        match self {
            Self::Running => "running".into(),
            Self::Good => "ok".into(),
            Self::Returned(status) => status.to_string(),
            Self::Raised(what) | Self::Crashed(what) => what.headline().into_owned(),
            Self::TimedOut => "timed out".into(),
            Self::OutOfMemory => "out of memory".into(),
        }
    }
}
