//! CloudWatch Logs: groups, streams and events.

use std::collections::BTreeMap;

use super::account::Account;
use super::agenda::Due;
use crate::clock::Time;

/// A log group; its name is the key under which the account holds it.
#[derive(Debug, Clone)]
pub struct LogGroup {
    /// When it was made.
    pub created: Time,
    /// How long events are kept; for ever where absent.
    pub retention_days: Option<i32>,
    /// Those ingested by now, sorted by timestamp, ingestion, id.
    pub events: Vec<LogEvent>,
    /// By name.
    pub streams: BTreeMap<String, LogStream>,
    /// Bytes of all events that ever came in.
    pub stored_bytes: i64,
}

/// A stream of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStream {
    /// When it was made.
    pub created: Time,
    /// Milliseconds: its earliest event.
    pub first: i64,
    /// Milliseconds: its latest event.
    pub last: i64,
    /// Milliseconds: when it last took one in.
    pub last_ingestion: i64,
    /// How many events it took in.
    pub count: u64,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// 56 digits, which grow with the timestamp.
    pub id: String,
    /// The stream's name.
    pub stream: String,
    /// Milliseconds since 1970: when it was said.
    pub timestamp: i64,
    /// Milliseconds since 1970: when it arrived.
    pub ingestion: i64,
    /// The text; may have several lines, and mostly ends with a newline where Lambda wrote it.
    pub message: String,
}

/// A line on its way to its group.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The group's name.
    pub group: String,
    /// The stream's name.
    pub stream: String,
    /// Milliseconds since 1970: when it was said.
    pub timestamp: i64,
    /// Milliseconds since 1970: when it arrives.
    pub ingestion: i64,
    /// The text.
    pub message: String,
}

impl Account {
    /// The groups in order of their names.
    pub fn log_groups(&self) -> impl Iterator<Item = (&str, &LogGroup)> {
        self.groups.iter().map(|(name, group)| (name.as_str(), group))
    }

    /// The events of a group that have arrived, sorted by timestamp, ingestion, id.
    pub fn log_events(&self, group: &str) -> Option<&[LogEvent]> {
        self.groups.get(group).map(|group| group.events.as_slice())
    }

    /// Sends a line to a group, which comes into being with it; it arrives a moment after `timestamp`.
    pub fn put_log(&mut self, group: &str, stream: &str, timestamp: Time, message: String) {
        let at = timestamp + chrono::TimeDelta::milliseconds(300);
        let entry = Entry {
            group: group.to_owned(),
            stream: stream.to_owned(),
            timestamp: timestamp.timestamp_millis(),
            ingestion: at.timestamp_millis(),
            message,
        };
        self.agenda.add(at, Due::Log(Box::new(entry)));
    }

    pub(super) fn ingest_log(&mut self, _entry: Entry) {}
}
