//! What is known of Glue beyond the steps themselves.

mod ask;
pub mod bookmark;
pub mod jobs;
mod series;
pub mod trigger;

pub use ask::Ask;
pub use series::{Latest, Page, Paged, Place, Rest, Series};

use super::crawler::{Crawler, Measured, Metrics, Past};
use super::fault::Fault;
use super::reading::Reading;
use super::table::Database;
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
            Told::Stopped(ask) => self.stop(&ask),
        }
    }

    fn stop(&mut self, ask: &Ask) -> Change {
        match ask {
            Ask::Databases => self.databases.stop(),
            Ask::Crawlers => self.crawlers.stop(),
            Ask::Measures => self.measures.stop(),
        }
    }
}
