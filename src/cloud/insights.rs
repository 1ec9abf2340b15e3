//! Log events through Logs Insights: the only way into groups of the class `INFREQUENT_ACCESS`.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_cloudwatchlogs::types::{QueryStatus, ResultField};
use chrono::NaiveDateTime;

use super::logs::{Page, Query};
use super::{Cloud, fault};
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::Event;
use crate::domain::log::pattern::Pattern;

const START: &str = "logs:StartQuery";
const RESULTS: &str = "logs:GetQueryResults";

/// The most events of one query, and of one answer.
const MOST: usize = 10_000;

/// What is asked of a group; the oldest events come first.
const QUESTION: &str =
    "fields @timestamp, @ingestionTime, @logStream, @message, @ptr | sort @timestamp asc | limit 10000";

/// How often it is asked whether a query has been answered, and how often at most.
const EVERY: Duration = Duration::from_secs(1);
const TRIES: usize = 60;

impl Cloud {
    /// Reads events by a query of its own; where there are more, the token says from which second on.
    ///
    /// Insights knows no filter patterns: what one does not let through is left out here.
    pub(super) async fn query(&self, query: &Query, token: Option<String>) -> Result<Page, Fault> {
        let since = token.and_then(|second| second.parse().ok()).unwrap_or(query.since.timestamp());
        let until = query.until.unwrap_or_else(|| self.clock().now()).timestamp() + 1;
        self.0.budget.take().await;
        let started = self
            .0
            .logs
            .start_query()
            .log_group_name(&*query.group)
            .start_time(since)
            .end_time(until)
            .query_string(QUESTION)
            .send()
            .await
            .map_err(|e| fault::of(&self.0.place, START, &e))?;
        let rows = self.results(started.query_id.as_deref().unwrap_or_default()).await?;
        let events: Vec<Event> = rows.iter().filter_map(|row| event(&query.group, row)).collect();
        let last = events.last().map(|event| event.time.timestamp());
        let events = matching(events, query.pattern.as_deref());
        let last = last.filter(|_| rows.len() >= MOST);
        // A second with more events than a query gives cannot be read to its end.
        let crowded = last.filter(|last| *last <= since).and_then(|last| Time::from_timestamp(last, 0));
        let next = last.map(|last| last.max(since + 1).to_string());
        Ok(Page { events, next, crowded })
    }

    async fn results(&self, id: &str) -> Result<Vec<Vec<ResultField>>, Fault> {
        for _ in 0..TRIES {
            tokio::time::sleep(EVERY).await;
            self.0.budget.take().await;
            let request = self.0.logs.get_query_results().query_id(id);
            let answer = request.send().await.map_err(|e| fault::of(&self.0.place, RESULTS, &e))?;
            match answer.status {
                Some(QueryStatus::Complete) => return Ok(answer.results.unwrap_or_default()),
                Some(QueryStatus::Scheduled | QueryStatus::Running) | None => {}
                Some(other) => {
                    let said = format!("the query ended as {}", other.as_str());
                    return Err(Fault::new(RESULTS, Kind::Offline, said));
                }
            }
        }
        Err(Fault::new(RESULTS, Kind::Offline, "the query took more than a minute"))
    }
}

/// Those that a pattern lets through. One that is no pattern was refused before it came here.
fn matching(mut events: Vec<Event>, pattern: Option<&str>) -> Vec<Event> {
    if let Some(pattern) = pattern.and_then(|pattern| Pattern::parse(pattern).ok()) {
        events.retain(|event| pattern.matches(event.text.exact()));
    }
    events
}

fn event(group: &Arc<str>, row: &[ResultField]) -> Option<Event> {
    let value = |name: &str| row.iter().find(|field| field.field() == Some(name))?.value();
    let time = time(value("@timestamp")?)?;
    let ingested = value("@ingestionTime").and_then(self::time).unwrap_or(time);
    let (stream, text) = (value("@logStream").unwrap_or_default(), value("@message").unwrap_or_default());
    let id = value("@ptr").map_or_else(|| format!("{stream}/{time}/{text}"), str::to_owned);
    let text = super::logs::normal(text.to_owned());
    Some(Event {
        id: id.into(),
        group: Arc::clone(group),
        stream: stream.into(),
        time,
        ingested,
        text: text.into(),
    })
}

/// Insights writes UTC without saying so: `2026-10-01 10:45:00.123`.
fn time(text: &str) -> Option<Time> {
    Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> ResultField {
        ResultField::builder().field(name).value(value).build()
    }

    #[test]
    fn a_row_of_insights_is_an_event() {
        let row = [
            field("@timestamp", "2026-10-01 10:45:00.123"),
            field("@logStream", "s"),
            field("@message", "hello\n"),
            field("@ptr", "p"),
        ];
        let event = event(&"g".into(), &row).unwrap();
        assert_eq!(
            (&*event.id, event.text.exact(), event.time.timestamp_millis()),
            ("p", "hello", 1_790_851_500_123)
        );
        assert_eq!(event.ingested, event.time);
    }

    #[test]
    fn a_row_without_a_time_is_none() {
        assert!(event(&"g".into(), &[field("@message", "x")]).is_none());
        assert!(event(&"g".into(), &[field("@timestamp", "soon")]).is_none());
    }
}
