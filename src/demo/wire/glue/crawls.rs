//! What crawlers did: their crawls and what can be reckoned from them.

use serde_json::{Value, json};

use super::crawlers::{named, running};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::crawlers::{Crawl, Crawler};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, page, reply, seconds};

/// What `ListCrawls` gives unless asked for another size.
const CRAWLS: usize = 20;

/// A crawl that is running is estimated from the median of those before it.
pub(super) fn metrics(input: &Input, account: &Account, now: Time) -> Outcome {
    let asked = input.texts("CrawlerNameList");
    let wanted =
        account.crawlers().filter(|crawler| asked.is_empty() || asked.contains(&crawler.name.as_str()));
    let page = page(input, "", input.size("MaxResults", 1000)?, wanted, |crawler| crawler.name.clone())?;
    let metrics: Vec<Value> = page.items.into_iter().map(|crawler| measured(crawler, now)).collect();
    Ok(reply(json!({ "CrawlerMetricsList": metrics, "NextToken": page.next })))
}

fn measured(crawler: &Crawler, now: Time) -> Value {
    let mut lengths: Vec<f64> = crawler.crawls.iter().filter_map(length).collect();
    let last = lengths.first().copied().unwrap_or_default();
    lengths.sort_by(f64::total_cmp);
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    let elapsed = running(crawler).map(|crawl| between(crawl.started, now));
    let left = elapsed.map_or(0.0, |elapsed| (median - elapsed).max(0.0));
    let total = |count: fn(&Crawl) -> i32| crawler.crawls.iter().map(count).sum::<i32>();
    json!({
        "CrawlerName": crawler.name,
        "TimeLeftSeconds": left,
        "StillEstimating": elapsed.is_some() && lengths.is_empty(),
        "LastRuntimeSeconds": last,
        "MedianRuntimeSeconds": median,
        "TablesCreated": total(|crawl| crawl.tables_created),
        "TablesUpdated": total(|crawl| crawl.tables_updated),
        "TablesDeleted": 0,
    })
}

/// Newest first.
pub(super) fn list(input: &Input, account: &Account) -> Outcome {
    let name = input.required("CrawlerName")?;
    let crawler = named(name, account)?;
    let size = if input.number("MaxResults").is_none() { CRAWLS } else { input.size("MaxResults", 1000)? };
    let filters = filters(input)?;
    let wanted = crawler.crawls.iter().filter(|crawl| filters.iter().all(|filter| filter.admits(crawl)));
    let page = page(input, name, size, wanted, |crawl| crawl.id.clone())?;
    let crawls: Vec<Value> = page.items.into_iter().map(crawl_shape).collect();
    Ok(reply(json!({ "Crawls": crawls, "NextToken": page.next })))
}

/// A condition on a crawl; times are milliseconds in decimal.
struct Filter {
    field: String,
    operator: String,
    value: String,
}

fn filters(input: &Input) -> Result<Vec<Filter>, Refusal> {
    let list = input.member("Filters").and_then(Value::as_array).into_iter().flatten();
    list.map(|filter| {
        let text = |name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let filter =
            Filter { field: text("FieldName"), operator: text("FilterOperator"), value: text("FieldValue") };
        let known =
            matches!(filter.field.as_str(), "CRAWL_ID" | "STATE" | "START_TIME" | "END_TIME" | "DPU_HOUR");
        if known { Ok(filter) } else { Err(input.refuse(format!("Unknown field {}", filter.field))) }
    })
    .collect()
}

impl Filter {
    fn admits(&self, crawl: &Crawl) -> bool {
        let order = match self.field.as_str() {
            "CRAWL_ID" => Some(crawl.id.as_str().cmp(&self.value)),
            "STATE" => Some(crawl.state.history_word().cmp(&self.value)),
            "START_TIME" => self.number().and_then(|it| millis(crawl.started).partial_cmp(&it)),
            "END_TIME" => self.number().and_then(|it| millis(crawl.ended?).partial_cmp(&it)),
            _ => self.number().and_then(|it| crawl.dpu_hours.partial_cmp(&it)),
        };
        order.is_some_and(|order| match self.operator.as_str() {
            "GT" => order.is_gt(),
            "GE" => order.is_ge(),
            "LT" => order.is_lt(),
            "LE" => order.is_le(),
            "NE" => order.is_ne(),
            _ => order.is_eq(),
        })
    }

    fn number(&self) -> Option<f64> {
        self.value.parse().ok()
    }
}

fn length(crawl: &Crawl) -> Option<f64> {
    Some(between(crawl.started, crawl.ended?))
}

fn between(from: Time, to: Time) -> f64 {
    (to - from).as_seconds_f64()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit into 53 bits")]
fn millis(time: Time) -> f64 {
    time.timestamp_millis() as f64
}

fn crawl_shape(crawl: &Crawl) -> Value {
    json!({
        "CrawlId": crawl.id,
        "State": crawl.state.history_word(),
        "StartTime": seconds(crawl.started),
        "EndTime": crawl.ended.map(seconds),
        "Summary": crawl.summary,
        "ErrorMessage": crawl.error_message,
        "LogGroup": crawl.log_group,
        "LogStream": crawl.log_stream,
        "MessagePrefix": crawl.id,
        "DPUHour": crawl.dpu_hours,
    })
}
