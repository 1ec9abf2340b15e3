//! Glue crawlers and their crawls.

use std::collections::VecDeque;

use super::account::Account;
use crate::clock::Time;

/// A crawler over a prefix in S3, on demand, which recrawls everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Crawler {
    /// Its name; also the name of its log stream.
    pub name: String,
    /// What it is for, in words.
    pub description: String,
    /// The name of the role it runs with.
    pub role: String,
    /// The database it writes to.
    pub database: String,
    /// `s3://bucket/prefix`.
    pub target: String,
    /// What it is doing.
    pub state: CrawlerState,
    /// When it was made.
    pub created: Time,
    /// When it was changed last.
    pub modified: Time,
    /// Counts its changes, from 1.
    pub version: i64,
    /// The last crawl that came to an end; `GetCrawler` shows it.
    pub last_crawl: Option<Crawl>,
    /// All crawls, the one that runs now among them, newest first; `ListCrawls` shows them.
    pub crawls: VecDeque<Crawl>,
}

/// What a crawler is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrawlerState {
    /// Nothing.
    Ready,
    /// It crawls.
    Running,
    /// It writes to the catalogue and puts its things away, or was told to stop.
    Stopping,
}

impl CrawlerState {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::Running => "RUNNING",
            Self::Stopping => "STOPPING",
        }
    }
}

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
    /// Tables updated by it.
    pub tables_updated: i32,
}

/// Why a crawler does not do as told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrawlerError {
    /// Start: it is running already.
    Running,
    /// Stop: it is not running.
    NotRunning,
    /// Stop: it is stopping already.
    Stopping,
    /// There is no such crawler.
    EntityNotFound,
}

impl Account {
    /// The crawlers in order of their names.
    pub fn crawlers(&self) -> impl Iterator<Item = &Crawler> {
        self.crawlers.values()
    }

    /// Starts a crawl `now`.
    pub fn start_crawler(&mut self, name: &str, _now: Time) -> Result<(), CrawlerError> {
        let _ = self.crawlers.get(name).ok_or(CrawlerError::EntityNotFound)?;
        Ok(())
    }

    /// Asks the crawl that is going on to stop.
    pub fn stop_crawler(&mut self, name: &str, _now: Time) -> Result<(), CrawlerError> {
        let _ = self.crawlers.get(name).ok_or(CrawlerError::EntityNotFound)?;
        Ok(())
    }
}
