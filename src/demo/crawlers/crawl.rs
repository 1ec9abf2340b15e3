//! A crawl and how it went.

use chrono::TimeDelta;

use crate::clock::Time;
use crate::reference::CRAWLER_GROUP;

/// How a crawl went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrawlState {
    /// It is going on.
    Running,
    /// It came to its end.
    Completed,
    /// It could not be done.
    Failed,
    /// Somebody stopped it.
    Stopped,
}

impl CrawlState {
    /// The word of `ListCrawls`.
    pub fn history_word(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Stopped => "STOPPED",
        }
    }

    /// The word of `GetCrawler`'s `LastCrawl`, which has other ones; none while it runs.
    pub fn last_crawl_word(self) -> Option<&'static str> {
        match self {
            Self::Running => None,
            Self::Completed => Some("SUCCEEDED"),
            Self::Failed => Some("FAILED"),
            Self::Stopped => Some("CANCELLED"),
        }
    }
}

/// A crawl.
#[derive(Debug, Clone, PartialEq)]
pub struct Crawl {
    /// A UUID; log lines begin with it in brackets, so it is the message prefix too.
    pub id: String,
    /// How it went.
    pub state: CrawlState,
    /// When it was asked for.
    pub started: Time,
    /// When it came to its end.
    pub ended: Option<Time>,
    /// Where it logs to.
    pub log_group: String,
    /// The stream in that group.
    pub log_stream: String,
    /// Why it failed, where it did.
    pub error_message: Option<String>,
    /// JSON: the tables that it added and updated; `None` where there were none.
    pub summary: Option<String>,
    /// DPU hours that it used up.
    pub dpu_hours: f64,
    /// Tables created by it.
    pub tables_created: i32,
    /// Tables updated by it; a table that it marked as deprecated is one.
    pub tables_updated: i32,
}

impl Crawl {
    pub(super) fn new(id: String, crawler: &str, started: Time) -> Self {
        Self {
            id,
            state: CrawlState::Running,
            started,
            ended: None,
            log_group: CRAWLER_GROUP.to_owned(),
            log_stream: crawler.to_owned(),
            error_message: None,
            summary: None,
            dpu_hours: 0.0,
            tables_created: 0,
            tables_updated: 0,
        }
    }
}

/// Two DPUs for the time, to a thousandth.
pub(super) fn dpu_hours(time: TimeDelta) -> f64 {
    let thousandths = time.num_seconds() * 2 * 1000 / 3600;
    f64::from(i32::try_from(thousandths).unwrap_or(i32::MAX)) / 1000.0
}
