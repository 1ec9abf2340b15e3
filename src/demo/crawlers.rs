//! Glue crawlers and their crawls.

use std::collections::VecDeque;

use fastrand::Rng;

use super::account::Account;
use super::catalog::Change;
use super::chance::{between, chance, hash, uuid};
use crate::clock::Time;

mod crawl;
mod life;

pub use crawl::{Crawl, CrawlState};
pub use life::Step;

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
    pub fn start_crawler(&mut self, name: &str, now: Time) -> Result<(), CrawlerError> {
        self.crawlers.get(name).ok_or(CrawlerError::EntityNotFound)?.admit()?;
        let mut rng = chance(self.options.seed, "asked/crawl", self.asked.next());
        let id = self.crawl(name, &mut rng, now)?;
        self.did("StartCrawler", name, &id, now);
        Ok(())
    }

    /// Asks the crawl that is going on to stop.
    pub fn stop_crawler(&mut self, name: &str, now: Time) -> Result<(), CrawlerError> {
        let crawler = self.crawlers.get_mut(name).ok_or(CrawlerError::EntityNotFound)?;
        match crawler.state {
            CrawlerState::Ready => return Err(CrawlerError::NotRunning),
            CrawlerState::Stopping => return Err(CrawlerError::Stopping),
            CrawlerState::Running => crawler.state = CrawlerState::Stopping,
        }
        let id = crawler.current().map(|crawl| crawl.id.clone()).unwrap_or_default();
        let takes = between(&mut chance(self.options.seed, "stop/crawl", hash(&id)), 4000, 9000);
        self.plan_crawl(name, &id, now + takes, Step::Cancels);
        self.did("StopCrawler", name, &id, now);
        Ok(())
    }

    pub(super) fn crawl(&mut self, name: &str, rng: &mut Rng, now: Time) -> Result<String, CrawlerError> {
        let crawler = self.crawlers.get_mut(name).ok_or(CrawlerError::EntityNotFound)?;
        crawler.admit()?;
        crawler.state = CrawlerState::Running;
        let id = uuid(rng);
        crawler.crawls.push_front(Crawl::new(id.clone(), name, now));
        let begins = now + between(rng, 600, 2500);
        self.note(name, &id, begins, &[format!("BENCHMARK : Running Start Crawl for Crawler {name}")]);
        self.plan_crawl(name, &id, now + between(rng, 26_000, 40_000), Step::Classifies);
        Ok(id)
    }
}

impl Crawler {
    fn admit(&self) -> Result<(), CrawlerError> {
        if self.state == CrawlerState::Ready { Ok(()) } else { Err(CrawlerError::Running) }
    }

    /// The crawl that is going on.
    fn current(&mut self) -> Option<&mut Crawl> {
        self.crawls.front_mut().filter(|crawl| crawl.state == CrawlState::Running)
    }

    fn record(&mut self, change: Option<Change>, table: &str) {
        let Some(crawl) = self.current() else { return };
        let Some(change) = change else { return };
        match change {
            Change::Added => crawl.tables_created = 1,
            Change::Updated | Change::Deprecated => crawl.tables_updated = 1,
        }
        let details = format!(r#"{{"Details":{{"names":["{table}"]}},"Count":1}}"#);
        crawl.summary = Some(format!(r#"{{"TABLE":{{"{}":{details}}}}}"#, change.word()));
    }

    fn end(&mut self, state: CrawlState, now: Time) {
        self.state = CrawlerState::Ready;
        let Some(crawl) = self.current() else { return };
        crawl.state = state;
        crawl.ended = Some(now);
        crawl.dpu_hours = crawl::dpu_hours(now - crawl.started);
        self.last_crawl = self.crawls.front().cloned();
    }
}

#[cfg(test)]
mod tests;
