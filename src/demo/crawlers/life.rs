//! How a crawl comes to its end.

use chrono::TimeDelta;

use super::{CrawlState, CrawlerState};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::agenda::Due;
use crate::demo::catalog::{self, Change};
use crate::demo::chance::{between, chance, hash};
use crate::demo::events::lag;
use crate::demo::schema::Finding;
use crate::reference::CRAWLER_GROUP;

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
    pub(super) fn plan_crawl(&mut self, crawler: &str, id: &str, at: Time, step: Step) {
        self.agenda.add(at, Due::Crawl { crawler: crawler.to_owned(), id: id.to_owned(), step });
    }

    /// Sends lines that begin with the crawl's id in brackets.
    pub(super) fn note(&mut self, crawler: &str, id: &str, now: Time, lines: &[String]) {
        let lag = lag(self.options.seed, id, now);
        let lines = (0i64..).zip(lines);
        let lines =
            lines.map(|(place, line)| (now + TimeDelta::milliseconds(place), format!("[{id}] {line}")));
        self.say(CRAWLER_GROUP, crawler, lines.collect(), lag);
    }

    /// Carries out a step, unless the crawl has taken another way since.
    pub(in crate::demo) fn step_crawl(&mut self, name: &str, id: &str, step: Step, now: Time) {
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
        catalog::write(tables, &table_name(target), target, crawler, finding, now)
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
fn table_name(target: &str) -> String {
    let (bucket, prefix) = location(target);
    let last = prefix.split('/').rfind(|part| !part.is_empty()).unwrap_or(bucket);
    last.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}
