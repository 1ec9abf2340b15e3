//! The crawler and its last crawl.

mod all;
mod past;

use std::time::Duration;

use aws_sdk_glue::types as sdk;

use super::{Cloud, fault, time};
use crate::domain::crawler::{Crawl, Crawler, State};
use crate::domain::fault::{Fault, Kind};
use crate::domain::text::Foreign;

const DOING: &str = "glue:GetCrawler";

impl Cloud {
    /// Reads a crawler.
    pub async fn crawler(&self, name: &str) -> Result<Crawler, Fault> {
        let answer = self.0.glue.get_crawler().name(name).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        let missing = || Fault::new(DOING, Kind::Missing, format!("crawler {name}: the answer holds none"));
        answer.crawler.map(|found| crawler(name, found)).ok_or_else(missing)
    }
}

fn crawler(name: &str, sdk: sdk::Crawler) -> Crawler {
    let state = State::parse(sdk.state.as_ref().map_or("UNKNOWN", |state| state.as_str()));
    let elapsed = u64::try_from(sdk.crawl_elapsed_time).ok().filter(|ms| *ms > 0);
    Crawler {
        name: sdk.name.unwrap_or_else(|| name.to_owned()).into(),
        elapsed: elapsed.filter(|_| state.is_busy()).map(Duration::from_millis),
        state,
        database: filled(sdk.database_name),
        targets: sdk.targets.map(targets).unwrap_or_default(),
        last: sdk.last_crawl.map(crawl),
    }
}

fn crawl(sdk: sdk::LastCrawlInfo) -> Crawl {
    Crawl {
        status: sdk.status.as_ref().map_or("UNKNOWN", |status| status.as_str()).into(),
        started: sdk.start_time.as_ref().and_then(time::time),
        error: filled(sdk.error_message),
        log_group: filled(sdk.log_group),
        log_stream: filled(sdk.log_stream),
        message_prefix: filled(sdk.message_prefix),
    }
}

/// What is crawled; other kinds of target than S3 are named by their kind.
fn targets(sdk: sdk::CrawlerTargets) -> Vec<Foreign> {
    let s3 = sdk.s3_targets.into_iter().flatten().filter_map(|target| target.path);
    let jdbc = sdk.jdbc_targets.into_iter().flatten().filter_map(|t| Some(format!("jdbc:{}", t.path?)));
    let dynamo =
        sdk.dynamo_db_targets.into_iter().flatten().filter_map(|t| Some(format!("dynamodb:{}", t.path?)));
    s3.chain(jdbc).chain(dynamo).map(Into::into).collect()
}

fn filled(text: Option<String>) -> Option<Foreign> {
    text.filter(|text| !text.is_empty()).map(Into::into)
}
