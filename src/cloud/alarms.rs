//! Alarms and what happened to them.

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::Cloud;
use super::watch::{Desk, Reader};
use crate::clock::Time;
use crate::domain::alarm::{Alarm, Ask, Past, State, Told};
use crate::domain::fault::Fault;
use crate::domain::text::Foreign;
use crate::domain::world::Observation;

mod figures;
mod threshold;

/// How often they are read.
const EVERY: std::time::Duration = std::time::Duration::from_mins(1);

/// The most pages of a hundred alarms that are read at a time; more would take more than their share of the requests.
const PAGES: usize = 3;

/// How many changes of an alarm are read.
const CHANGES: u32 = 50;

/// How far back the figures of a function go.
const LATELY: TimeDelta = TimeDelta::hours(3);

/// Starts the reading of the alarms.
pub(super) fn start(readers: &mut JoinSet<()>, desk: &Desk) {
    let word = |fault| Some(Observation::Alarms(Box::new(Told::All(Err(fault)))));
    readers.spawn(desk.clone().guard(
        |desk| async move {
            let told = |answer| Observation::Alarms(Box::new(Told::All(answer)));
            desk.read(Reader::Alarms, || desk.cloud.alarms(), |_| EVERY, told).await;
        },
        word,
    ));
}

impl Cloud {
    /// Reads the alarms of the account, and whether those are all.
    async fn alarms(&self) -> Result<(Vec<Alarm>, bool), Fault> {
        let (mut all, mut token) = (Vec::new(), None::<String>);
        for _ in 0..PAGES {
            let mut body = json!({ "AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "MaxRecords": 100 });
            if let (Some(token), Some(members)) = (token.take(), body.as_object_mut()) {
                members.insert("NextToken".to_owned(), token.into());
            }
            let page = self.monitoring("cloudwatch:DescribeAlarms", &body).await?;
            let alarms = |kind: &str| page.get(kind).and_then(Value::as_array).cloned().unwrap_or_default();
            all.extend(alarms("MetricAlarms").iter().chain(&alarms("CompositeAlarms")).filter_map(alarm));
            token =
                page.get("NextToken").and_then(Value::as_str).filter(|it| !it.is_empty()).map(str::to_owned);
            if token.is_none() {
                break;
            }
        }
        all.sort_by(|one, two| one.name.exact().cmp(two.name.exact()));
        Ok((all, token.is_none()))
    }

    /// Asks what somebody looks at.
    pub(crate) async fn ask_monitoring(&self, ask: Ask) -> Told {
        match ask {
            Ask::Past(name) => {
                let answer = self.past_of_alarm(&name).await;
                Told::Past(name, answer)
            }
            Ask::Figures(function) => {
                let answer = self.figures(&function).await;
                Told::Figures(function, answer)
            }
        }
    }

    async fn past_of_alarm(&self, name: &str) -> Result<Vec<Past>, Fault> {
        let body = json!({ "AlarmName": name, "MaxRecords": CHANGES, "ScanBy": "TimestampDescending" });
        let answer = self.monitoring("cloudwatch:DescribeAlarmHistory", &body).await?;
        let items = answer.get("AlarmHistoryItems").and_then(Value::as_array);
        let past = |item: &Value| {
            Some(Past { at: moment(item.get("Timestamp")?)?, what: text(item, "HistorySummary")? })
        };
        Ok(items.into_iter().flatten().filter_map(past).collect())
    }
}

fn alarm(json: &Value) -> Option<Alarm> {
    let actions = json.get("AlarmActions").and_then(Value::as_array).map_or(0, Vec::len);
    let is_on = json.get("ActionsEnabled").and_then(Value::as_bool).unwrap_or(true);
    let since = json.get("StateTransitionedTimestamp").or_else(|| json.get("StateUpdatedTimestamp"));
    Some(Alarm {
        name: text(json, "AlarmName")?,
        arn: text(json, "AlarmArn").unwrap_or_else(|| "".into()),
        state: State::named(json.get("StateValue").and_then(Value::as_str).unwrap_or_default()),
        since: since.and_then(moment),
        reason: text(json, "StateReason").unwrap_or_else(|| "".into()),
        threshold: threshold::words(json).into(),
        about: threshold::about(json),
        description: text(json, "AlarmDescription"),
        actions: (actions, is_on),
    })
}

fn text(json: &Value, name: &str) -> Option<Foreign> {
    json.get(name)?.as_str().filter(|text| !text.is_empty()).map(Into::into)
}

/// Seconds since 1970, as this protocol writes moments; some servers write them as text.
fn moment(json: &Value) -> Option<Time> {
    if let Some(text) = json.as_str() {
        return DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc());
    }
    let seconds = std::time::Duration::try_from_secs_f64(json.as_f64()?).ok()?;
    Time::UNIX_EPOCH.checked_add_signed(TimeDelta::from_std(seconds).ok()?)
}
