//! How long crawls take, as Glue reckons.

use std::time::Duration;

use crate::domain::text::Foreign;

/// What Glue reckons of a crawler (`GetCrawlerMetrics`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Metrics {
    /// What is left of the crawl under way; `None`: there is none, or Glue does not know yet.
    pub left: Option<Duration>,
    /// How long the last one took.
    pub last: Option<Duration>,
    /// Half of all crawls took no longer.
    pub median: Option<Duration>,
    /// Tables that it has ever created.
    pub created: u32,
    /// Tables that it has ever updated.
    pub updated: u32,
    /// Tables that it has ever deleted.
    pub deleted: u32,
}

/// What Glue reckons, and of which crawler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The crawler's name.
    pub crawler: Foreign,
    /// What Glue reckons of it.
    pub metrics: Metrics,
}
