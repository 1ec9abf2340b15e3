//! When an alarm goes off, in words, and what it is about.

use serde_json::Value;

use super::text;
use crate::domain::text::Foreign;

/// Such as `Errors (Sum) ≥ 1 in 1 of 1 times 5 min`.
pub(super) fn words(json: &Value) -> String {
    let member = |name: &str| json.get(name).and_then(Value::as_str);
    if let Some(rule) = member("AlarmRule") {
        return rule.to_owned();
    }
    let metric = member("MetricName").unwrap_or("an expression");
    let statistic = member("Statistic").or_else(|| member("ExtendedStatistic"));
    let statistic = statistic.map(|how| format!(" ({how})")).unwrap_or_default();
    let threshold =
        json.get("Threshold").and_then(Value::as_f64).map(|it| format!(" {it}")).unwrap_or_default();
    let number = |name: &str| json.get(name).and_then(Value::as_u64);
    let times = number("EvaluationPeriods").unwrap_or(1);
    let needed = number("DatapointsToAlarm").unwrap_or(times);
    let period = number("Period").map(period).unwrap_or_default();
    let sign = sign(member("ComparisonOperator").unwrap_or_default());
    let missing = member("TreatMissingData").filter(|how| *how != "missing");
    let missing = missing.map(|how| format!(", no data is {how}")).unwrap_or_default();
    format!("{metric}{statistic} {sign}{threshold} in {needed} of {times} times{period}{missing}")
}

fn sign(operator: &str) -> &str {
    match operator {
        "GreaterThanOrEqualToThreshold" => "≥",
        "GreaterThanThreshold" => ">",
        "LessThanThreshold" => "<",
        "LessThanOrEqualToThreshold" => "≤",
        "LessThanLowerOrGreaterThanUpperThreshold" => "outside of the band",
        "LessThanLowerThreshold" => "below the band",
        "GreaterThanUpperThreshold" => "above the band",
        other => other,
    }
}

fn period(seconds: u64) -> String {
    if seconds.is_multiple_of(60) { format!(" {} min", seconds / 60) } else { format!(" {seconds} s") }
}

/// The dimensions of its metric, or of all metrics of its expression.
pub(super) fn about(json: &Value) -> Vec<(Foreign, Foreign)> {
    let of = |json: &Value| json.get("Dimensions").and_then(Value::as_array).cloned().unwrap_or_default();
    let metrics = json.get("Metrics").and_then(Value::as_array).into_iter().flatten();
    let nested = metrics.filter_map(|metric| metric.pointer("/MetricStat/Metric")).flat_map(of);
    let all: Vec<Value> = of(json).into_iter().chain(nested).collect();
    let mut all: Vec<_> =
        all.iter().filter_map(|one| Some((text(one, "Name")?, text(one, "Value")?))).collect();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_threshold_reads_like_a_sentence() {
        let alarm = json!({
            "MetricName": "Errors", "Statistic": "Sum", "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1.0, "EvaluationPeriods": 3, "DatapointsToAlarm": 2, "Period": 300,
            "TreatMissingData": "notBreaching",
        });
        assert_eq!(words(&alarm), "Errors (Sum) ≥ 1 in 2 of 3 times 5 min, no data is notBreaching");
        let rule = json!({ "AlarmRule": "ALARM(a) OR ALARM(b)" });
        assert_eq!(words(&rule), "ALARM(a) OR ALARM(b)");
        assert_eq!(words(&json!({})), "an expression  in 1 of 1 times");
    }

    #[test]
    fn the_metrics_of_an_expression_say_what_it_is_about() {
        let dimension = json!([{ "Name": "FunctionName", "Value": "f" }]);
        let alarm = json!({ "Metrics": [{ "MetricStat": { "Metric": { "Dimensions": dimension } } }] });
        assert_eq!(about(&alarm), [("FunctionName".into(), "f".into())]);
    }
}
