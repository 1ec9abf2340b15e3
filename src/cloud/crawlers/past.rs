//! The crawls of the past, and how long they take.

use std::time::Duration;

use aws_sdk_glue::types as sdk;

use super::filled;
use crate::cloud::{Cloud, fault, pages, time};
use crate::domain::crawler::{Changes, Metrics, NEWEST, Past};
use crate::domain::fault::{Fault, Kind};
use crate::domain::glue::Paged;

const LISTING: &str = "glue:ListCrawls";
const MEASURING: &str = "glue:GetCrawlerMetrics";

/// Crawls to a page, as many as AWS gives.
const PAGE: i32 = 100;
/// The most crawls that are read where each page is told.
const MOST: usize = 1_000;

impl Cloud {
    /// Reads the newest crawls of a crawler, newest first.
    pub async fn crawls(&self, crawler: &str) -> Result<Vec<Past>, Fault> {
        let newest = i32::try_from(NEWEST).unwrap_or(i32::MAX);
        let request = self.0.glue.list_crawls().crawler_name(crawler).max_results(newest);
        let answer = request.send().await.map_err(|e| fault::of(&self.0.place, LISTING, &e))?;
        let mut crawls: Vec<Past> = answer.crawls.unwrap_or_default().into_iter().map(past).collect();
        crawls.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
        Ok(crawls)
    }

    /// Reads the crawls of a crawler, and tells each page.
    pub async fn each_crawl<S: Future<Output = ()>>(&self, crawler: &str, tell: impl Fn(Paged<Past>) -> S) {
        let ask = |token| async {
            let request = self.0.glue.list_crawls().crawler_name(crawler).max_results(PAGE);
            let answer = request.set_next_token(token).send().await;
            let page = answer.map_err(|e| fault::of(&self.0.place, LISTING, &e))?;
            Ok((page.crawls.unwrap_or_default().into_iter().map(past).collect(), page.next_token))
        };
        pages::each(MOST, ask, tell).await;
    }

    /// Reads what Glue reckons of a crawler.
    pub async fn crawler_metrics(&self, crawler: &str) -> Result<Metrics, Fault> {
        let request = self.0.glue.get_crawler_metrics().crawler_name_list(crawler);
        let answer = request.send().await.map_err(|e| fault::of(&self.0.place, MEASURING, &e))?;
        let mut all = answer.crawler_metrics_list.unwrap_or_default().into_iter();
        let missing =
            || Fault::new(MEASURING, Kind::Missing, format!("crawler {crawler}: the answer holds none"));
        all.find(|found| found.crawler_name.as_deref() == Some(crawler))
            .map(|found| metrics(&found))
            .ok_or_else(missing)
    }
}

fn past(sdk: sdk::CrawlerHistory) -> Past {
    Past {
        id: sdk.crawl_id.unwrap_or_default().into(),
        state: sdk.state.as_ref().map_or("UNKNOWN", |state| state.as_str()).into(),
        started: sdk.start_time.as_ref().and_then(time::time),
        ended: sdk.end_time.as_ref().and_then(time::time),
        error: filled(sdk.error_message),
        dpu: thousandths(sdk.dpu_hour),
        changes: sdk.summary.as_deref().map(Changes::parse).unwrap_or_default(),
        log_group: filled(sdk.log_group),
        log_stream: filled(sdk.log_stream),
        message_prefix: filled(sdk.message_prefix),
    }
}

/// An estimate that is still being made is none.
pub(super) fn metrics(sdk: &sdk::CrawlerMetrics) -> Metrics {
    let count = |count: i32| u32::try_from(count).unwrap_or_default();
    Metrics {
        left: seconds(sdk.time_left_seconds).filter(|_| !sdk.still_estimating),
        last: seconds(sdk.last_runtime_seconds),
        median: seconds(sdk.median_runtime_seconds),
        created: count(sdk.tables_created),
        updated: count(sdk.tables_updated),
        deleted: count(sdk.tables_deleted),
    }
}

/// Glue says 0 where it knows nothing.
fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok().filter(|span| !span.is_zero())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked against the range before"
)]
fn thousandths(hours: f64) -> u32 {
    let thousandths = (hours * 1_000.0).round();
    if (0.0..4e9).contains(&thousandths) { thousandths as u32 } else { 0 }
}
