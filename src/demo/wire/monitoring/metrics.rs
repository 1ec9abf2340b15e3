//! The metrics of functions, counted from what their logs tell of starts and mistakes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::demo::account::Account;
use crate::demo::wire::json::Input;

/// The answers to the questions, in their order.
pub(super) fn results(input: &Input, account: &Account) -> Vec<Value> {
    let queries = input.member("MetricDataQueries").and_then(Value::as_array);
    let moment = |name: &str| input.member(name).and_then(Value::as_f64).unwrap_or_default();
    let span = (millis(moment("StartTime")), millis(moment("EndTime")));
    queries.into_iter().flatten().map(|query| result(query, span, account)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1_000.0) as i64
}

fn result(query: &Value, span: (i64, i64), account: &Account) -> Value {
    let text = |path: &str| query.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let metric = text("/MetricStat/Metric/MetricName");
    let period = query.pointer("/MetricStat/Period").and_then(Value::as_i64).unwrap_or(300).max(1);
    let group = format!("/aws/lambda/{}", text("/MetricStat/Metric/Dimensions/0/Value"));
    let counts = counts(account, &group, metric, span, period);
    let value = |count: &u32| if metric == "ConcurrentExecutions" { 1 } else { *count };
    json!({
        "Id": text("/Id"),
        "Label": metric,
        "StatusCode": "Complete",
        "Timestamps": counts.keys().collect::<Vec<_>>(),
        "Values": counts.values().map(value).collect::<Vec<_>>(),
    })
}

fn counts(account: &Account, group: &str, metric: &str, span: (i64, i64), period: i64) -> BTreeMap<i64, u32> {
    let mark = match metric {
        "Invocations" | "ConcurrentExecutions" => "START RequestId",
        "Errors" => "[ERROR]",
        // Nothing here is ever throttled.
        _ => return BTreeMap::new(),
    };
    let mut counts = BTreeMap::new();
    for event in account.log_events(group).unwrap_or_default() {
        if event.message.starts_with(mark) && (span.0..span.1).contains(&event.timestamp) {
            *counts.entry(event.timestamp / 1_000 / period * period).or_default() += 1;
        }
    }
    counts
}
