//! How events and states are printed.

use chrono::TimeDelta;

use super::ink::Ink;
use super::json;
use super::label::Labels;
use super::record::{Line, Record};
use super::stamp::Stamp;
use super::text::{Text, push_raw};
use crate::config::Zone;
use crate::domain::log::Event;

/// What standard output gets.
#[derive(Debug)]
pub(super) enum Printer {
    /// Lines for people.
    Text(Box<Text>),
    /// Messages alone.
    Raw {
        /// Whether they are as they are, control characters and all.
        exact: bool,
    },
    /// Records for programs.
    Json(Box<Json>),
}

/// Records, with the times that they share.
#[derive(Debug)]
pub(super) struct Json {
    time: Stamp,
    ingested: Stamp,
}

impl Printer {
    /// Lines for people.
    pub fn text(zone: Zone, labels: &Labels, ink: Ink) -> Self {
        Self::Text(Box::new(Text::new(zone, labels, ink)))
    }

    /// Records for programs.
    pub fn json() -> Self {
        let stamp = || Stamp::new(Zone::Utc);
        Self::Json(Box::new(Json { time: stamp(), ingested: stamp() }))
    }

    /// Prints an event, which is so much behind one that went before.
    pub fn event(&mut self, event: &Event, behind: Option<TimeDelta>, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => text.push(event, behind, out),
            Self::Raw { exact } => push_raw(event.text.exact(), *exact, out),
            Self::Json(json) => json.event(event, behind, out),
        }
    }

    /// Prints a record, where records are printed.
    pub fn record(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        if let Self::Json(_) = self {
            json::push(record, out);
        }
    }
}

impl Json {
    fn event(&mut self, event: &Event, behind: Option<TimeDelta>, out: &mut Vec<u8>) {
        let record = Record::Event(Line {
            time: &self.time.text(event.time),
            ingested: &self.ingested.text(event.ingested),
            group: &event.group,
            stream: &event.stream,
            id: &event.id,
            late_ms: behind.map(|behind| behind.num_milliseconds()),
            message: event.text.exact(),
        });
        json::push(&record, out);
    }
}
