//! What `--json` prints: one record to a line.

use serde::Serialize;

use super::stamp::Stamp;
use crate::clock::Time;
use crate::config::Zone;
use crate::domain::log::{Gap, Live, Minute, Source, State, Why};
use crate::status::FaultReport;

/// An example of every record with a comment on each field; what `farol tail --help` and the man page show.
pub(in crate::cli) const SCHEMA: &str = include_str!("schema.txt");

/// Of [`SCHEMA`]: raised when a field goes or changes its meaning.
pub(super) const VERSION: u32 = 1;

/// One line.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Record<'a> {
    Start(Start<'a>),
    Event(Line<'a>),
    Source(Reading<'a>),
    Minute(MinuteOf<'a>),
    Gap(GapOf<'a>),
    Live(LiveTail<'a>),
    End(End),
}

/// What is about to be read.
#[derive(Debug, Serialize)]
pub(super) struct Start<'a> {
    pub version: u32,
    pub at: &'a str,
    pub since: &'a str,
    pub until: Option<&'a str>,
    pub mode: &'static str,
    pub filter: Option<&'a str>,
    pub grep: Option<&'a str>,
    pub groups: Vec<Group<'a>>,
}

/// A group that is read.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    pub group: &'a str,
    pub label: &'a str,
}

/// An event.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    pub time: &'a str,
    pub ingested: &'a str,
    pub group: &'a str,
    pub stream: &'a str,
    pub id: &'a str,
    pub late_ms: Option<i64>,
    pub message: &'a str,
}

/// How a group is being read now.
#[derive(Debug, Serialize)]
pub(super) struct Reading<'a> {
    pub at: &'a str,
    pub group: &'a str,
    pub state: &'static str,
    pub every_seconds: Option<u32>,
    pub fault: Option<FaultReport>,
}

/// Whether every line of a minute of a group has been printed.
#[derive(Debug, Serialize)]
pub(super) struct MinuteOf<'a> {
    pub group: &'a str,
    pub from: String,
    pub to: String,
    pub state: &'static str,
    pub refilled: u32,
}

/// Lines that are missing, or no longer are.
#[derive(Debug, Serialize)]
pub(super) struct GapOf<'a> {
    pub group: &'a str,
    pub from: String,
    pub to: String,
    pub state: &'static str,
    pub why: &'static str,
}

/// How Live Tail is.
#[derive(Debug, Serialize)]
pub(super) struct LiveTail<'a> {
    pub at: &'a str,
    pub state: &'static str,
    pub sessions: Option<u32>,
    pub fault: Option<FaultReport>,
}

/// How it ended, and what it came to.
#[derive(Debug, Serialize)]
pub(super) struct End {
    pub at: String,
    pub why: &'static str,
    pub shown: u64,
    pub left_out: u64,
    pub late: u64,
    pub refilled: u64,
    pub unverified: usize,
    pub gaps: usize,
    pub failing: Vec<String>,
}

fn stamp(time: Time) -> String {
    Stamp::new(Zone::Utc).text(time)
}

impl<'a> Reading<'a> {
    /// A group's state in words that a program knows.
    pub fn new(at: &'a str, group: &'a str, source: &Source) -> Self {
        let (state, every_seconds, fault) = match source {
            Source::Polling { every } => ("polling", Some(*every), None),
            Source::Live => ("live", None, None),
            Source::Stale { .. } => ("stale", None, None),
            Source::Reconnecting => ("reconnecting", None, None),
            Source::Insights { every } => ("insights", Some(*every), None),
            Source::Waiting => ("waiting", None, None),
            Source::Failing(fault) => ("failing", None, Some(FaultReport::from(fault))),
        };
        Self { at, group, state, every_seconds, fault }
    }
}

impl<'a> MinuteOf<'a> {
    /// A minute's state in words that a program knows.
    pub fn new(group: &'a str, minute: Minute, state: State) -> Self {
        let (state, refilled) = match state {
            State::Verified { refilled } => ("verified", refilled),
            State::Sampled(found) => ("sampled", found),
            State::Unverified => ("unverified", 0),
            State::Gap => ("gap", 0),
        };
        Self { group, from: stamp(minute.start()), to: stamp(minute.end()), state, refilled }
    }
}

impl<'a> GapOf<'a> {
    /// A gap that opened or closed.
    pub fn new(group: &'a str, gap: &Gap, state: &'static str) -> Self {
        let why = match gap.why {
            Why::Broken => "broken",
            Why::Silent => "silent",
            Why::Sampled => "sampled",
            Why::Garbled => "garbled",
            Why::Crowded => "crowded",
        };
        Self { group, from: stamp(gap.from), to: stamp(gap.to), state, why }
    }
}

impl<'a> LiveTail<'a> {
    /// The state of Live Tail in words that a program knows.
    pub fn new(at: &'a str, live: &Live) -> Self {
        let (state, sessions, fault) = match live {
            Live::Off => ("off", None, None),
            Live::On { sessions, .. } => ("on", Some(*sessions), None),
            Live::Rested => ("rested", None, None),
            Live::Refused(fault) => ("refused", None, Some(FaultReport::from(fault))),
        };
        Self { at, state, sessions, fault }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::{Fault, Kind};

    #[test]
    fn the_schema_has_every_field_of_every_record() {
        let at = "2026-01-02T03:04:05.678Z";
        let fault = || Fault::new("logs:FilterLogEvents", Kind::Denied, "no");
        let gap = Gap { from: Time::UNIX_EPOCH, to: Time::UNIX_EPOCH, why: Why::Silent };
        let start = Start {
            version: VERSION,
            at,
            since: at,
            until: None,
            mode: "poll",
            filter: None,
            grep: None,
            groups: vec![Group { group: "g", label: "l" }],
        };
        let line =
            Line { time: at, ingested: at, group: "g", stream: "s", id: "1", late_ms: None, message: "m" };
        let end = End {
            at: at.into(),
            why: "read",
            shown: 1,
            left_out: 0,
            late: 0,
            refilled: 0,
            unverified: 0,
            gaps: 0,
            failing: vec![],
        };
        for record in [
            Record::Start(start),
            Record::Event(line),
            Record::Source(Reading::new(at, "g", &Source::Failing(fault()))),
            Record::Minute(MinuteOf::new("g", Minute(0), State::Unverified)),
            Record::Gap(GapOf::new("g", &gap, "open")),
            Record::Live(LiveTail::new(at, &Live::Refused(fault()))),
            Record::End(end),
        ] {
            let json = serde_json::to_value(&record).unwrap();
            let kind = format!("\"type\": {}", json["type"]);
            let described =
                SCHEMA.split("\n\n").find(|part| part.contains(&kind)).expect("a part of the schema");
            for field in json.as_object().unwrap().keys() {
                assert!(described.contains(&format!("\"{field}\": ")), "{kind} has {field}");
            }
        }
        assert!(!SCHEMA.lines().any(|line| line.starts_with(['.', '\''])), "roff takes it for a request");
    }
}
