//! Glue crawlers and their crawls.

use std::collections::VecDeque;

use chrono::TimeDelta;
use fastrand::Rng;

use super::account::Account;
use super::agenda::Due;
use super::catalog::Change;
use super::chance::{between, chance, hash, uuid};
use super::events::lag;
use super::schema::Finding;
use crate::clock::Time;
use crate::reference::CRAWLER_GROUP;

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
    /// Tables updated by it; a table that it marked as deprecated is one.
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

/// What happens to a crawl next.
#[derive(Debug, Clone)]
pub enum Step {
    /// The objects have been read.
    Classifies,
    /// The table is written.
    Writes,
    /// It is over.
    Ends,
    /// The stop that was asked for is done.
    Cancels,
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
        self.crawl(name, &mut rng, now)
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
        Ok(())
    }

    pub(super) fn crawl(&mut self, name: &str, rng: &mut Rng, now: Time) -> Result<(), CrawlerError> {
        let crawler = self.crawlers.get_mut(name).ok_or(CrawlerError::EntityNotFound)?;
        crawler.admit()?;
        crawler.state = CrawlerState::Running;
        let id = uuid(rng);
        crawler.crawls.push_front(Crawl::new(id.clone(), name, now));
        let begins = now + between(rng, 600, 2500);
        self.note(name, &id, begins, &[format!("BENCHMARK : Running Start Crawl for Crawler {name}")]);
        self.plan_crawl(name, &id, now + between(rng, 26_000, 40_000), Step::Classifies);
        Ok(())
    }

    fn plan_crawl(&mut self, crawler: &str, id: &str, at: Time, step: Step) {
        self.agenda.add(at, Due::Crawl { crawler: crawler.to_owned(), id: id.to_owned(), step });
    }

    /// Sends lines that begin with the crawl's id in brackets.
    fn note(&mut self, crawler: &str, id: &str, now: Time, lines: &[String]) {
        let lag = lag(self.options.seed, id, now);
        let lines = (0i64..).zip(lines);
        let lines =
            lines.map(|(place, line)| (now + TimeDelta::milliseconds(place), format!("[{id}] {line}")));
        self.say(CRAWLER_GROUP, crawler, lines.collect(), lag);
    }

    /// Carries out a step, unless the crawl has taken another way since.
    pub(super) fn step_crawl(&mut self, name: &str, id: &str, step: Step, now: Time) {
        let Some(crawler) = self.crawlers.get_mut(name) else { return };
        if crawler.current().is_none_or(|crawl| crawl.id != id) {
            return;
        }
        match (step, crawler.state) {
            (Step::Classifies, CrawlerState::Running) => self.classify(name, id, now),
            (Step::Writes, CrawlerState::Running) => self.write(name, id, now),
            (Step::Ends, CrawlerState::Stopping) => self.end_crawl(name, id, CrawlState::Completed, now),
            (Step::Cancels, CrawlerState::Stopping) => self.end_crawl(name, id, CrawlState::Stopped, now),
            _ => {}
        }
    }

    fn classify(&mut self, name: &str, id: &str, now: Time) {
        let database = self.crawlers.get(name).map(|crawler| crawler.database.clone()).unwrap_or_default();
        let policy = r#"{"UpdateBehavior":"UPDATE_IN_DATABASE","DeleteBehavior":"DEPRECATE_IN_DATABASE"}"#;
        let lines = [
            format!("BENCHMARK : Classification complete, writing results to database {database}"),
            format!("INFO : Crawler configured with SchemaChangePolicy {policy}."),
        ];
        self.note(name, id, now, &lines);
        let takes = between(&mut chance(self.options.seed, "write/crawl", hash(id)), 3000, 6000);
        self.plan_crawl(name, id, now + takes, Step::Writes);
    }

    /// Writes the table that the objects under the target make now.
    fn write(&mut self, name: &str, id: &str, now: Time) {
        let Some(crawler) = self.crawlers.get(name) else { return };
        let (database, target) = (crawler.database.clone(), crawler.target.clone());
        let change = match &mut self.history {
            Some(history) => history.crawl(now),
            None => self.catalogue(name, &database, &target, now),
        };
        let table = table_name(&target);
        let mut lines =
            change.and_then(|change| change.words(&table, &database)).into_iter().collect::<Vec<_>>();
        lines.push("BENCHMARK : Finished writing to Catalog".to_owned());
        if let Some(change) = change {
            lines.push("INFO : Run Summary For TABLE:".to_owned());
            lines.push(format!("INFO : {}: 1", change.word()));
        }
        self.note(name, id, now, &lines);
        if let Some(crawler) = self.crawlers.get_mut(name) {
            crawler.state = CrawlerState::Stopping;
            crawler.record(change, &table);
        }
        let takes = between(&mut chance(self.options.seed, "end/crawl", hash(id)), 11_000, 20_000);
        self.plan_crawl(name, id, now + takes, Step::Ends);
    }

    fn catalogue(&mut self, crawler: &str, database: &str, target: &str, now: Time) -> Option<Change> {
        let (bucket, prefix) = location(target);
        let objects = self.buckets.get(bucket).into_iter().flat_map(|bucket| &bucket.objects);
        let bodies =
            objects.filter(|(key, _)| key.starts_with(prefix)).map(|(_, object)| object.body.as_ref());
        let finding = Finding::of(bodies);
        let (_, tables) = self.catalog.get_mut(database)?;
        super::catalog::write(tables, &table_name(target), target, crawler, finding, now)
    }

    fn end_crawl(&mut self, name: &str, id: &str, state: CrawlState, now: Time) {
        if let Some(crawler) = self.crawlers.get_mut(name) {
            crawler.end(state, now);
        }
        let last = "BENCHMARK : Crawler has finished running and is in state READY".to_owned();
        self.note(name, id, now, &[last]);
    }
}

/// Bucket and prefix of an `s3://` target.
fn location(target: &str) -> (&str, &str) {
    let path = target.strip_prefix("s3://").unwrap_or(target);
    path.split_once('/').unwrap_or((path, ""))
}

/// The last folder of the target, else its bucket, with `_` for what a table's name cannot have.
pub(super) fn table_name(target: &str) -> String {
    let (bucket, prefix) = location(target);
    let last = prefix.split('/').rfind(|part| !part.is_empty()).unwrap_or(bucket);
    last.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
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
        crawl.dpu_hours = dpu_hours(now - crawl.started);
        self.last_crawl = self.crawls.front().cloned();
    }
}

impl Crawl {
    fn new(id: String, crawler: &str, started: Time) -> Self {
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
fn dpu_hours(time: TimeDelta) -> f64 {
    let thousandths = time.num_seconds() * 2 * 1000 / 3600;
    f64::from(i32::try_from(thousandths).unwrap_or(i32::MAX)) / 1000.0
}

#[cfg(test)]
mod tests;
