//! CloudWatch: `awsJson1.0`. Two alarms that go with the story, and the metrics of the functions.

mod metrics;

use serde_json::{Value, json};

use super::Call;
use super::answer::Outcome;
use super::json::{Input, reply, seconds, unknown};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::jobs::RunState;
use crate::demo::resources::ACCOUNT;
use crate::reference::{FUNCTION, JOB, REGION};

/// The alarm on failed runs of the ETL job.
const ETL: &str = "public-apis-etl-failed";
/// The alarm on invocations for which nothing was left.
const THROTTLED: &str = "public-apis-ingest-throttled";
/// The most items of a history.
const MOST: usize = 50;

pub(super) fn answer(call: &Call, account: &Account, now: Time) -> Outcome {
    let input = Input::read(call, "InvalidParameterValueException")?;
    match call.operation.as_str() {
        "DescribeAlarms" => Ok(reply(json!({ "MetricAlarms": alarms(account, now), "CompositeAlarms": [] }))),
        "DescribeAlarmHistory" => Ok(reply(json!({ "AlarmHistoryItems": history(&input, account) }))),
        "GetMetricData" => Ok(reply(json!({ "MetricDataResults": metrics::results(&input, account) }))),
        _ => Err(unknown(call)),
    }
}

/// When the ETL's alarm turned on or off: with the first run that fails, and the first one that does not.
fn turns(account: &Account) -> Vec<(Time, bool)> {
    let runs = account.jobs.get(JOB).into_iter().flat_map(|job| job.runs.iter().rev());
    let ended = runs.filter_map(|run| Some((run.completed?, run.state == RunState::Failed)));
    let mut turns: Vec<(Time, bool)> = Vec::new();
    for (at, is_on) in ended {
        let was_on = turns.last().is_some_and(|(_, was_on)| *was_on);
        if was_on != is_on {
            turns.push((at, is_on));
        }
    }
    turns
}

fn alarms(account: &Account, now: Time) -> [Value; 2] {
    // Since the function was as it is: a moment that stays the same from one look to the next.
    let function = account.functions().find(|function| function.name == FUNCTION);
    let calm = (function.map_or(now, |function| function.last_modified), false);
    let etl = turns(account).last().copied().unwrap_or(calm);
    [
        alarm(ETL, ("PublicApis", "EtlFailures"), ("JobName", JOB), etl),
        alarm(THROTTLED, ("AWS/Lambda", "Throttles"), ("FunctionName", FUNCTION), calm),
    ]
}

fn alarm(name: &str, metric: (&str, &str), dimension: (&str, &str), (since, is_on): (Time, bool)) -> Value {
    json!({
        "AlarmName": name,
        "AlarmArn": format!("arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}"),
        "AlarmDescription": "Tells the people on call",
        "ActionsEnabled": true,
        "AlarmActions": [format!("arn:aws:sns:{REGION}:{ACCOUNT}:on-call")],
        "StateValue": word(is_on),
        "StateReason": reason(is_on),
        "StateUpdatedTimestamp": seconds(since),
        "StateTransitionedTimestamp": seconds(since),
        "Namespace": metric.0,
        "MetricName": metric.1,
        "Statistic": "Sum",
        "Dimensions": [{ "Name": dimension.0, "Value": dimension.1 }],
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
    })
}

fn word(is_on: bool) -> &'static str {
    if is_on { "ALARM" } else { "OK" }
}

fn reason(is_on: bool) -> &'static str {
    if is_on {
        "Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0)."
    } else {
        "Threshold Crossed: 1 missing datapoint was treated as [NonBreaching]."
    }
}

fn history(input: &Input, account: &Account) -> Vec<Value> {
    let name = input.text("AlarmName").unwrap_or(ETL);
    let turns = if name == ETL { turns(account) } else { Vec::new() };
    turns.iter().rev().take(MOST).map(|turn| item(name, *turn)).collect()
}

fn item(name: &str, (at, is_on): (Time, bool)) -> Value {
    json!({
        "AlarmName": name,
        "AlarmType": "MetricAlarm",
        "Timestamp": seconds(at),
        "HistoryItemType": "StateUpdate",
        "HistorySummary": format!("Alarm updated from {} to {}", word(!is_on), word(is_on)),
    })
}
