//! Log events of a group, page by page.

use std::sync::Arc;

use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;

use super::answer::Answers;
use super::{Cloud, fault, mend, time};
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::log::Event;

const DOING: &str = "logs:FilterLogEvents";

/// Which events of a group are wanted.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// The log group.
    pub group: Arc<str>,
    /// Events from this moment on, inclusive.
    pub since: Time,
    /// Events up to this moment, inclusive; `None`: whatever there is.
    pub until: Option<Time>,
    /// A filter pattern; `None`: all events.
    pub pattern: Option<Arc<str>>,
    /// In which order.
    pub order: Order,
    /// The most events of a page; `None`: as many as the service gives.
    pub limit: Option<i32>,
}

/// In which order events come; emulators may give the oldest first whatever is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Oldest first.
    Forward,
    /// Newest first.
    Backward,
}

/// A page of events, and where the next one starts.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Oldest first: lines of one millisecond stay in the order in which they were written.
    pub events: Vec<Event>,
    /// `None`: that was the last page. A page may be empty and not the last.
    pub next: Option<String>,
    /// A second whose lines could not all be read, and cannot be.
    pub crowded: Option<Time>,
}

impl Cloud {
    /// Reads one page, within the budget of the account.
    pub(super) async fn events(&self, query: &Query, token: Option<String>) -> Result<Page, Fault> {
        self.0.budget.take().await;
        let request = self
            .0
            .logs
            .filter_log_events()
            .log_group_name(&*query.group)
            .start_time(query.since.timestamp_millis())
            .set_end_time(query.until.map(|until| until.timestamp_millis()))
            .set_filter_pattern(query.pattern.as_deref().map(str::to_owned))
            .set_start_from_head((query.order == Order::Backward).then_some(false))
            .set_limit(query.limit)
            .set_next_token(token);
        let page = request
            .customize()
            .interceptor(Answers(mend::answer))
            .send()
            .await
            .map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        let mut streams = Streams::default();
        let events = page.events.unwrap_or_default().into_iter();
        let mut events: Vec<Event> = events.map(|sdk| event(&query.group, &mut streams, sdk)).collect();
        if is_backward(&events, query.order) {
            events.reverse();
        }
        let next = page.next_token.filter(|token| !token.is_empty());
        Ok(Page { events, next, crowded: None })
    }
}

/// Whether the newest event comes first; servers that do not know that order answer in the other.
fn is_backward(events: &[Event], asked: Order) -> bool {
    let ends = events.first().zip(events.last());
    ends.is_some_and(|(first, last)| match first.time.cmp(&last.time) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => asked == Order::Backward,
        std::cmp::Ordering::Less => false,
    })
}

/// The names of the streams of a page, each kept once: neighbours mostly share theirs.
#[derive(Default)]
pub(super) struct Streams(Vec<Arc<str>>);

impl Streams {
    fn named(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.iter().rev().take(8).find(|known| &***known == name) {
            return Arc::clone(known);
        }
        let fresh: Arc<str> = name.into();
        self.0.push(Arc::clone(&fresh));
        fresh
    }
}

/// An event of the SDK as ours.
pub(super) fn event(group: &Arc<str>, streams: &mut Streams, sdk: FilteredLogEvent) -> Event {
    let stream = streams.named(sdk.log_stream_name.as_deref().unwrap_or_default());
    let time = time::millis(sdk.timestamp);
    let message = sdk.message.unwrap_or_default();
    let id = sdk.event_id.filter(|id| !id.is_empty());
    let id = id.unwrap_or_else(|| improvised(&stream, sdk.timestamp, sdk.ingestion_time, &message));
    let ingested = time::millis(sdk.ingestion_time.or(sdk.timestamp));
    Event { id: id.into(), group: Arc::clone(group), stream, time, ingested, text: normal(message).into() }
}

/// What identifies an event where a server gives no id: emulators.
fn improvised(stream: &str, time: Option<i64>, ingested: Option<i64>, message: &str) -> String {
    format!("{stream}/{}/{}/{message}", time.unwrap_or_default(), ingested.unwrap_or_default())
}

/// Undoes how Lambda's runtime writes tracebacks: `\r` for line ends and U+00A0 for indentation.
pub(crate) fn normal(mut message: String) -> String {
    if message.contains(['\r', '\u{a0}']) {
        message = message.replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
    }
    message.truncate(message.trim_end_matches('\n').len());
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, want: &str) {
        assert_eq!(normal(message.to_owned()), want);
    }

    #[test]
    fn a_traceback_of_lambda_reads_like_any_other() {
        check("plain\n", "plain");
        check("[ERROR] X\r\u{a0}\u{a0}File", "[ERROR] X\n  File");
        check("a\r\nb\r\n", "a\nb");
        check("REPORT\tx\t\n", "REPORT\tx\t");
    }
}
