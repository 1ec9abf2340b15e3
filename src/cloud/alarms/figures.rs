//! What a function did lately: four metrics in one request, asked only when somebody looks.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{LATELY, moment};
use crate::clock::Time;
use crate::cloud::Cloud;
use crate::domain::alarm::{Figures, Point};
use crate::domain::fault::Fault;

/// Seconds that a point stands for.
const PERIOD: u32 = 300;

const METRICS: [(&str, &str, &str); 4] = [
    ("invocations", "Invocations", "Sum"),
    ("errors", "Errors", "Sum"),
    ("throttles", "Throttles", "Sum"),
    ("concurrent", "ConcurrentExecutions", "Maximum"),
];

impl Cloud {
    /// Reads the figures of a function.
    pub(super) async fn figures(&self, function: &str) -> Result<Figures, Fault> {
        let until = self.clock().now();
        let since = until - LATELY;
        let answer = self.monitoring("cloudwatch:GetMetricData", &body(function, since, until)).await?;
        Ok(Figures { period: PERIOD, since, points: points(&answer) })
    }
}

fn body(function: &str, since: Time, until: Time) -> Value {
    let query = |(id, metric, statistic): &(&str, &str, &str)| {
        let metric = json!({
            "Namespace": "AWS/Lambda",
            "MetricName": metric,
            "Dimensions": [{ "Name": "FunctionName", "Value": function }],
        });
        json!({ "Id": id, "MetricStat": { "Metric": metric, "Period": PERIOD, "Stat": statistic } })
    };
    let queries: Vec<Value> = METRICS.iter().map(query).collect();
    json!({
        "MetricDataQueries": queries,
        "StartTime": since.timestamp(),
        "EndTime": until.timestamp(),
        "ScanBy": "TimestampAscending",
    })
}

/// The values of all metrics by their moments.
fn points(answer: &Value) -> Vec<Point> {
    let mut points: BTreeMap<Time, Point> = BTreeMap::new();
    for result in answer.get("MetricDataResults").and_then(Value::as_array).into_iter().flatten() {
        let list = |name: &str| result.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        for (at, value) in list("Timestamps").iter().zip(&list("Values")) {
            let (Some(at), Some(value)) = (moment(at), value.as_f64()) else { continue };
            let none = Point { at, invocations: 0.0, errors: 0.0, throttles: 0.0, concurrent: 0.0 };
            let point = points.entry(at).or_insert(none);
            match result.get("Id").and_then(Value::as_str) {
                Some("invocations") => point.invocations = value,
                Some("errors") => point.errors = value,
                Some("throttles") => point.throttles = value,
                Some("concurrent") => point.concurrent = value,
                _ => {}
            }
        }
    }
    points.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_of_one_moment_are_one_point() {
        let answer = json!({ "MetricDataResults": [
            { "Id": "invocations", "Timestamps": [1_772_334_000.0, 1_772_334_300.0], "Values": [3.0, 1.0] },
            { "Id": "throttles", "Timestamps": [1_772_334_300.0], "Values": [7.0] },
        ] });
        let points = points(&answer);
        let told: Vec<_> = points.iter().map(|point| (point.invocations, point.throttles)).collect();
        assert_eq!(told, [(3.0, 0.0), (1.0, 7.0)]);
    }
}
