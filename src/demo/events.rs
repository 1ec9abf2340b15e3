//! CloudWatch Logs: groups, streams and events.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::account::Account;
use super::agenda::Due;
use super::chance::{between, chance, hash};
use crate::clock::Time;

mod event;

pub use event::LogEvent;

/// What a group costs and can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogClass {
    /// Everything.
    #[default]
    Standard,
    /// Half the price: neither `FilterLogEvents` nor Live Tail, only Insights.
    InfrequentAccess,
}

impl LogClass {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::InfrequentAccess => "INFREQUENT_ACCESS",
        }
    }
}

/// A log group; its name is the key under which the account holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct LogGroup {
    /// When it was made.
    pub created: Time,
    /// What it can do.
    pub class: LogClass,
    /// How long events are kept; for ever where absent.
    pub retention_days: Option<i32>,
    /// Those ingested by now, sorted by timestamp, ingestion, id.
    pub events: Vec<LogEvent>,
    /// By name.
    pub streams: BTreeMap<String, LogStream>,
    /// Bytes of all events that ever came in, with the 26 that AWS adds to each.
    pub stored_bytes: i64,
    /// How many events ever came in: what a reader has to have seen, or known to have missed.
    pub taken_in: u64,
    /// The most events that are kept; all of them where absent.
    pub most: Option<usize>,
}

/// A stream of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStream {
    /// Its name, which its events share.
    pub name: Arc<str>,
    /// When it was made.
    pub created: Time,
    /// Milliseconds: its earliest event; as of its making where it has none.
    pub first: i64,
    /// Milliseconds: its latest event; as of its making where it has none.
    pub last: i64,
    /// Milliseconds: when it last took one in.
    pub last_ingestion: i64,
    /// How many events it took in.
    pub count: u64,
}

/// A line on its way to its group.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(super) group: String,
    pub(super) stream: String,
    pub(super) timestamp: i64,
    pub(super) ingestion: i64,
    pub(super) message: String,
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

    /// Sends a line to a group, which comes into being with it; it arrives 0.1 to 2 s after `timestamp`.
    pub fn put_log(&mut self, group: &str, stream: &str, timestamp: Time, message: String) {
        let lag = lag(self.options.seed, stream, timestamp);
        self.say(group, stream, vec![(timestamp, message)], lag);
    }

    /// Sends a line that takes as long as told to arrive; even minutes, as happens on AWS.
    pub fn put_late_log(
        &mut self,
        group: &str,
        stream: &str,
        timestamp: Time,
        message: String,
        lag: TimeDelta,
    ) {
        self.say(group, stream, vec![(timestamp, message)], lag);
    }

    /// Makes an empty group; nothing happens where it exists.
    pub fn make_log_group(&mut self, group: &str, class: LogClass, now: Time) {
        self.groups.entry(group.to_owned()).or_insert_with(|| LogGroup { class, ..LogGroup::new(now) });
    }

    /// Removes a group with all that is in it.
    pub fn remove_log_group(&mut self, group: &str) {
        self.groups.remove(group);
    }

    /// Makes an empty stream in a group that exists; nothing happens where it exists.
    pub fn make_log_stream(&mut self, group: &str, stream: &str, now: Time) {
        if let Some(group) = self.groups.get_mut(group) {
            group.stream(stream, now.timestamp_millis(), now);
        }
    }

    /// Puts an event, in milliseconds, that arrives at once.
    pub fn put_event(&mut self, group: &str, stream: &str, timestamp: i64, message: String, now: Time) {
        let (group, stream) = (group.to_owned(), stream.to_owned());
        self.take_in(Entry { group, stream, timestamp, ingestion: now.timestamp_millis(), message }, now);
    }

    /// Sends lines to a stream; each arrives so long after it was said.
    pub(super) fn say(&mut self, group: &str, stream: &str, lines: Vec<(Time, String)>, lag: TimeDelta) {
        for (said, message) in lines {
            let arrives = said + lag;
            let entry = Entry {
                group: group.to_owned(),
                stream: stream.to_owned(),
                timestamp: said.timestamp_millis(),
                ingestion: arrives.timestamp_millis(),
                message,
            };
            self.agenda.add(arrives, Due::Log(Box::new(entry)));
        }
    }

    pub(super) fn take_in(&mut self, entry: Entry, now: Time) {
        let Entry { group: name, stream, timestamp, ingestion, message } = entry;
        let group = self.groups.entry(name.clone()).or_insert_with(|| LogGroup::new(now));
        if let Some(event) = group.take_in(&stream, timestamp, ingestion, message, now) {
            self.tails.hear(&name, event, now);
        }
    }
}

/// How late the lines of one source arrive: 0.1 to 2 s.
pub(super) fn lag(seed: u64, source: &str, said: Time) -> TimeDelta {
    let moment = said.timestamp_millis().unsigned_abs();
    between(&mut chance(seed, "lag", hash(source) ^ moment), 100, 2000)
}

impl LogGroup {
    /// An empty group.
    pub(super) fn new(created: Time) -> Self {
        Self {
            created,
            class: LogClass::default(),
            retention_days: None,
            events: Vec::new(),
            streams: BTreeMap::new(),
            stored_bytes: 0,
            taken_in: 0,
            most: None,
        }
    }

    /// Takes a line in, and gives the event that it becomes.
    pub(super) fn take_in(
        &mut self,
        stream: &str,
        timestamp: i64,
        ingestion: i64,
        message: String,
        now: Time,
    ) -> Option<&LogEvent> {
        self.forget_surplus();
        self.stored_bytes += i64::try_from(message.len()).unwrap_or(i64::MAX) + 26;
        self.taken_in += 1;
        let (stream, count) = self.stream(stream, timestamp, now).count(timestamp, ingestion);
        let event = LogEvent::new(stream, count, timestamp, ingestion, message);
        let place = self.events.partition_point(|other| other.order() <= event.order());
        self.events.insert(place, event);
        self.events.get(place)
    }

    /// The stream of that name, made where there is none; `timestamp` is when its first event was said.
    pub(super) fn stream(&mut self, name: &str, timestamp: i64, now: Time) -> &mut LogStream {
        self.streams.entry(name.to_owned()).or_insert_with(|| LogStream::new(name, now, timestamp))
    }

    /// Forgets events that were said before, and streams that are empty then.
    pub(super) fn forget_before(&mut self, timestamp: i64) {
        let place = self.events.partition_point(|event| event.timestamp < timestamp);
        self.events.drain(..place);
        self.streams.retain(|_, stream| stream.last >= timestamp);
    }
}

impl LogStream {
    fn new(name: &str, created: Time, timestamp: i64) -> Self {
        Self { name: name.into(), created, first: timestamp, last: timestamp, last_ingestion: 0, count: 0 }
    }

    /// Counts an event: its stream's name, and how many there are now.
    fn count(&mut self, timestamp: i64, ingestion: i64) -> (Arc<str>, u64) {
        let is_first = self.count == 0;
        self.first = if is_first { timestamp } else { self.first.min(timestamp) };
        self.last = if is_first { timestamp } else { self.last.max(timestamp) };
        self.last_ingestion = self.last_ingestion.max(ingestion);
        self.count += 1;
        (self.name.clone(), self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::account::Options;

    fn at(ms: i64) -> Time {
        Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(ms)
    }

    fn messages(account: &Account) -> Vec<&str> {
        account.log_events("g").unwrap_or_default().iter().map(|event| event.message.as_str()).collect()
    }

    #[test]
    fn a_line_is_visible_from_its_ingestion_on_and_not_before() {
        let mut account = Account::quiet(Options::default(), at(0));
        account.put_log("g", "s", at(0), "said".to_owned());
        assert_eq!(account.log_events("g"), None);
        let due = account.next_due().unwrap();
        assert!(due >= at(100) && due < at(2000), "{due}");
        account.advance(due - TimeDelta::microseconds(1));
        assert_eq!(account.log_events("g"), None);
        account.advance(due);
        assert_eq!(messages(&account), ["said"]);
    }

    #[test]
    fn a_late_line_takes_its_place_by_timestamp() {
        let mut account = Account::quiet(Options::default(), at(0));
        account.say("g", "s", vec![(at(0), "first".to_owned())], TimeDelta::seconds(5));
        account.say("g", "s", vec![(at(1000), "second".to_owned())], TimeDelta::seconds(1));
        account.advance(at(3000));
        assert_eq!(messages(&account), ["second"]);
        account.advance(at(6000));
        assert_eq!(messages(&account), ["first", "second"]);
    }

    #[test]
    fn ids_have_56_digits_and_order_a_millisecond_of_a_stream() {
        let mut account = Account::quiet(Options::default(), at(0));
        let lines = ["a", "b", "c"].map(|line| (at(0), line.to_owned())).to_vec();
        account.say("g", "s", lines, TimeDelta::seconds(1));
        account.advance(at(2000));
        assert_eq!(messages(&account), ["a", "b", "c"]);
        let ids: Vec<String> = account.log_events("g").unwrap().iter().map(LogEvent::id).collect();
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 56), "{ids:?}");
    }

    #[test]
    fn a_stream_knows_its_first_and_last_event() {
        let mut account = Account::quiet(Options::default(), at(0));
        account.say("g", "s", vec![(at(7), "x".to_owned()), (at(3), "y".to_owned())], TimeDelta::seconds(1));
        account.advance(at(2000));
        let stream = &account.groups["g"].streams["s"];
        assert_eq!((stream.last - stream.first, stream.count), (4, 2));
        assert_eq!(stream.last_ingestion, at(1007).timestamp_millis());
    }
}
