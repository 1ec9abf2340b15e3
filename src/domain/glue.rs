//! What is known of Glue beyond the steps themselves.

mod ask;
pub mod bookmark;
pub mod jobs;
mod series;
pub mod trigger;

use std::collections::BTreeMap;

pub use ask::Ask;
pub use series::{Latest, Page, Paged, Place, Rest, Series, Standing};

use super::crawler::{Crawler, Measured, Metrics, Past};
use super::fault::Fault;
use super::object::Prefix;
use super::reading::Reading;
use super::table::{Database, Name, Newest, Partition, Table, Wanted};
use super::text::Foreign;
use super::world::Change;
use crate::clock::Time;

/// An answer of Glue.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The crawls of the past, newest first.
    Crawls(Result<Vec<Past>, Fault>),
    /// How long crawls take, as Glue reckons.
    Metrics(Result<Metrics, Fault>),
    /// Databases of the account: see [`Ask::Databases`].
    Databases(Paged<Database>),
    /// Crawlers of the account: see [`Ask::Crawlers`].
    Crawlers(Paged<Crawler>),
    /// How long the crawls of crawlers take: see [`Ask::Measures`].
    Measures(Paged<Measured>),
    /// Tables of a database: see [`Ask::Tables`].
    Tables(Foreign, Paged<Table>),
    /// Crawls of a crawler: see [`Ask::History`].
    History(Foreign, Paged<Past>),
    /// Partitions of a table: see [`Ask::Partitions`].
    Partitions(Wanted, Paged<Partition>),
    /// Versions of a table: see [`Ask::Versions`].
    Versions(Name, Paged<Table>),
    /// The newest objects of places: see [`Ask::Newest`].
    Newest(Vec<(Prefix, Result<Newest, Fault>)>),
    /// A question is not answered any further, because somebody said so.
    Stopped(Ask),
    /// Something about the account's jobs.
    Jobs(Box<jobs::Told>),
}

/// What has been read so far.
#[derive(Debug, Default)]
pub struct Glue {
    /// The crawls of the past, newest first.
    pub crawls: Reading<Vec<Past>>,
    /// How long crawls take, as Glue reckons.
    pub metrics: Reading<Metrics>,
    /// The databases of the account, where somebody asked.
    pub databases: Series<Database>,
    /// The crawlers of the account, where somebody asked.
    pub crawlers: Series<Crawler>,
    /// How long their crawls take, where somebody asked.
    pub measures: Series<Measured>,
    /// The tables of the database that somebody asked for last.
    pub tables: Latest<Foreign, Table>,
    /// The crawls of the crawler that somebody asked for last.
    pub history: Latest<Foreign, Past>,
    /// The partitions that somebody asked for last.
    pub partitions: Latest<Wanted, Partition>,
    /// The versions of the table that somebody asked for last.
    pub versions: Latest<Name, Table>,
    /// The newest objects of places, where somebody asked.
    pub newest: BTreeMap<Prefix, Reading<Newest>>,
    /// The account's jobs.
    pub jobs: jobs::Jobs,
}

impl Glue {
    /// Folds an answer, which came at `at`, into what is known.
    pub fn hear(&mut self, at: Time, told: Told) -> Change {
        match told {
            Told::Crawls(answer) => self.crawls.hear(at, answer),
            Told::Metrics(answer) => self.metrics.hear(at, answer),
            Told::Jobs(told) => self.jobs.hear(at, *told),
            Told::Databases(answer) => self.databases.hear(at, answer),
            Told::Crawlers(answer) => self.crawlers.hear(at, answer),
            Told::Measures(answer) => self.measures.hear(at, answer),
            Told::Tables(database, answer) => self.tables.hear(at, database, answer),
            Told::History(crawler, answer) => self.history.hear(at, crawler, answer),
            Told::Partitions(wanted, answer) => self.partitions.hear(at, wanted, answer),
            Told::Versions(table, answer) => self.versions.hear(at, table, answer),
            Told::Newest(answers) => self.hear_newest(at, answers),
            Told::Stopped(ask) => self.stop(&ask),
        }
    }

    fn hear_newest(&mut self, at: Time, answers: Vec<(Prefix, Result<Newest, Fault>)>) -> Change {
        for (place, answer) in answers {
            self.newest.entry(place).or_default().hear(at, answer);
        }
        // Also one that says the same is news: somebody waits for it.
        Change::News
    }

    fn stop(&mut self, ask: &Ask) -> Change {
        match ask {
            Ask::Databases => self.databases.stop(),
            Ask::Crawlers => self.crawlers.stop(),
            Ask::Measures => self.measures.stop(),
            Ask::Tables(database) => self.tables.stop(database),
            Ask::History(crawler) => self.history.stop(crawler),
            Ask::Partitions(wanted) => self.partitions.stop(wanted),
            Ask::Versions(table) => self.versions.stop(table),
            Ask::Newest(_) => Change::Same,
        }
    }

    /// How far the answer to a question has come; `None`: nothing is known of it, or it does not come in pages.
    pub fn standing(&self, ask: &Ask) -> Option<Standing<'_>> {
        match ask {
            Ask::Databases => Some(self.databases.standing()),
            Ask::Crawlers => Some(self.crawlers.standing()),
            Ask::Measures => Some(self.measures.standing()),
            Ask::Tables(database) => self.tables.of(database).map(Series::standing),
            Ask::History(crawler) => self.history.of(crawler).map(Series::standing),
            Ask::Partitions(wanted) => self.partitions.of(wanted).map(Series::standing),
            Ask::Versions(table) => self.versions.of(table).map(Series::standing),
            Ask::Newest(_) => None,
        }
    }
}
