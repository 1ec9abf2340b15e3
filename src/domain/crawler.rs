//! The crawler and its crawls.

mod metrics;
mod past;

use std::time::Duration;

pub use metrics::{Measured, Metrics};
pub use past::{Change, Changes, NEWEST, Past};

use super::text::Foreign;
use crate::clock::Time;

/// The crawler as `GetCrawler` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crawler {
    /// As `GetCrawler` gives it back.
    pub name: Foreign,
    /// What it does now.
    pub state: State,
    /// The database that its tables go to.
    pub database: Option<Foreign>,
    /// What it crawls, as URLs.
    pub targets: Vec<Foreign>,
    /// The last crawl that ended; `None`: it has never crawled.
    pub last: Option<Crawl>,
    /// How long the crawl under way has been running, as AWS counts it.
    pub elapsed: Option<Duration>,
}

/// What a crawler does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing: it can be started.
    Ready,
    /// Crawling.
    Running,
    /// Ending its crawl, by itself or because it was asked to.
    Stopping,
    /// A state that AWS has added since.
    Other(Foreign),
}

impl State {
    /// Reads AWS's name of a state.
    pub fn parse(name: &str) -> Self {
        match name {
            "READY" => Self::Ready,
            "RUNNING" => Self::Running,
            "STOPPING" => Self::Stopping,
            other => Self::Other(other.into()),
        }
    }

    /// AWS's name of the state.
    pub fn name(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Ready => "READY".into(),
            Self::Running => "RUNNING".into(),
            Self::Stopping => "STOPPING".into(),
            Self::Other(name) => name.visible(),
        }
    }

    /// Whether a crawl is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Running | Self::Stopping)
    }
}

/// A crawl that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crawl {
    /// `SUCCEEDED`, `CANCELLED`, `FAILED`, or as it comes.
    pub status: Foreign,
    /// When it started; AWS does not say here when it ended.
    pub started: Option<Time>,
    /// What went wrong.
    pub error: Option<Foreign>,
    /// The log group of its lines.
    pub log_group: Option<Foreign>,
    /// The log stream of its lines: the crawler's name.
    pub log_stream: Option<Foreign>,
    /// What its lines start with, in brackets.
    pub message_prefix: Option<Foreign>,
}

impl Crawl {
    /// Whether the crawl did its work. One emulator says `COMPLETED`.
    pub fn is_good(&self) -> bool {
        matches!(self.status.exact(), "SUCCEEDED" | "COMPLETED")
    }
}
