//! Logs Insights: queries that run for a moment and keep what they found.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta};

use super::account::Account;
use super::events::LogEvent;
use crate::clock::Time;

mod question;

pub use question::Question;

/// A query takes so long.
const TAKES: TimeDelta = TimeDelta::milliseconds(800);
/// So many are kept; the oldest are forgotten.
const KEPT: usize = 100;

/// The queries that can still be asked about.
#[derive(Debug, Clone, Default)]
pub struct Queries {
    asked: BTreeMap<String, Query>,
    count: u64,
}

/// A query and what it found.
#[derive(Debug, Clone)]
pub struct Query {
    /// When the answer is there.
    pub ready: Time,
    /// Whether somebody stopped it before.
    pub is_stopped: bool,
    /// The rows that match: field and value.
    pub rows: Vec<Vec<(String, String)>>,
    /// How many events were looked at, and their bytes.
    pub scanned: (usize, usize),
    /// How many events matched, before the limit.
    pub matched: usize,
}

impl Account {
    /// Begins a query over groups that exist, and gives its id; both ends of the window count, in milliseconds.
    pub fn begin_query(
        &mut self,
        groups: &[&str],
        window: (i64, i64),
        question: &Question,
        now: Time,
    ) -> String {
        let query = self.run_query(groups, window, question, now + TAKES);
        self.queries.count += 1;
        let id = format!("00000000-0000-4000-b000-{:012x}", self.queries.count);
        self.queries.asked.insert(id.clone(), query);
        if self.queries.asked.len() > KEPT {
            self.queries.asked.pop_first();
        }
        id
    }

    /// A query by its id.
    pub fn query(&self, id: &str) -> Option<&Query> {
        self.queries.asked.get(id)
    }

    /// Stops a query that still runs; whether it did.
    pub fn stop_query(&mut self, id: &str, now: Time) -> Option<bool> {
        let query = self.queries.asked.get_mut(id)?;
        let runs = query.ready > now && !query.is_stopped;
        query.is_stopped |= runs;
        Some(runs)
    }

    fn run_query(&self, groups: &[&str], window: (i64, i64), question: &Question, ready: Time) -> Query {
        let (mut found, mut scanned) = (Vec::new(), (0, 0));
        for name in groups {
            let events = self.log_events(name).unwrap_or_default().iter();
            for event in events.filter(|event| (window.0..=window.1).contains(&event.timestamp)) {
                scanned = (scanned.0 + 1, scanned.1 + event.message.len());
                if question.matches(event) {
                    found.push((*name, event));
                }
            }
        }
        let matched = found.len();
        found.sort_by_key(|(_, event)| question.key(event));
        if question.is_descending {
            found.reverse();
        }
        found.truncate(question.limit);
        let row = |(group, event): &(&str, &LogEvent)| self.row(question, group, event);
        Query { ready, is_stopped: false, rows: found.iter().map(row).collect(), scanned, matched }
    }

    /// The fields that were asked for, and the pointer to the whole event. All values are text.
    fn row(&self, question: &Question, group: &str, event: &LogEvent) -> Vec<(String, String)> {
        let value = |field: &str| match field {
            "@timestamp" => Some(moment(event.timestamp)),
            "@ingestionTime" => Some(moment(event.ingestion)),
            "@message" => Some(event.message.clone()),
            "@logStream" => Some(event.stream.to_string()),
            "@log" => Some(format!("{}:{group}", self.id())),
            _ => None,
        };
        let fields = question.fields.iter().filter(|field| *field != "@ptr");
        let pointer = ("@ptr".to_owned(), STANDARD.encode(event.id()));
        fields.filter_map(|field| Some((field.clone(), value(field)?))).chain([pointer]).collect()
    }
}

/// UTC, without saying so.
fn moment(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().format("%Y-%m-%d %H:%M:%S%.3f").to_string()
}
