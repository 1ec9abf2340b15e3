//! `farol tail` with everything but a process around it.

use std::io;

use tokio::sync::mpsc;

use super::asked::Asked;
use super::known::Known;
use super::label::Labels;
use super::listen::{Listener, Why};
use super::order::Order;
use super::out::{Out, Sink};
use super::printer::Printer;
use super::tally::Tally;
use super::voice::Voice;
use super::*;
use crate::clock::Time;
use crate::config::Zone;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{self, Event, Gap, Minute, Source, State};
use crate::domain::world::{Heard, Observation};

/// What was written, and how much of it may be.
#[derive(Debug, Default)]
struct Paper {
    text: Vec<u8>,
    is_torn: bool,
}

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_torn {
            return Err(ErrorKind::BrokenPipe.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Paper {
    fn is_closed(&self) -> bool {
        self.is_torn
    }
}

const GROUPS: [&str; 2] = ["/aws/lambda/getPublicAPIs", "/aws-glue/python-jobs/error"];

fn listener(grep: Option<&str>, json: bool, paper: Paper) -> Listener<Paper> {
    let groups = GROUPS.map(str::to_owned);
    let labels = Labels::new(&crate::reference::pipeline(), None, &groups);
    Listener {
        order: Order::new(&GROUPS.map(Into::into)),
        grep: grep.map(|grep| Needle::regex(grep).unwrap()),
        printer: if json { Printer::json() } else { Printer::text(Zone::Utc, &labels, Ink::None) },
        voice: Voice::Terse,
        labels,
        out: Out::new(paper),
        tally: Tally::default(),
        known: Known::default(),
    }
}

fn clock() -> Clock {
    Clock::simulated(Time::UNIX_EPOCH, 1.0)
}

fn heard(observation: Observation) -> Heard {
    Heard { pipeline: crate::domain::pipeline::Id::default(), at: Time::UNIX_EPOCH, observation }
}

fn lines(group: &str, texts: &[(i64, &str)]) -> Heard {
    let time = |seconds: i64| Time::from_timestamp(seconds, 0).unwrap();
    let event = |(seconds, text): &(i64, &str)| Event {
        id: "1".into(),
        group: group.into(),
        stream: "s".into(),
        time: time(*seconds),
        ingested: time(*seconds),
        text: (*text).into(),
    };
    heard(Observation::Lines(texts.iter().map(event).collect()))
}

fn tail(group: &str, source: Source) -> Heard {
    heard(Observation::Tail { group: group.into(), source })
}

fn denied() -> Source {
    Source::Failing(Fault::new("logs:FilterLogEvents", Kind::Denied, "no"))
}

/// What is printed of this, why it ended, and the counts.
async fn print(mut listener: Listener<Paper>, all: Vec<Heard>) -> (io::Result<Why>, String, Tally) {
    let (sender, receiver) = mpsc::channel(all.len().max(1));
    for heard in all {
        sender.send(heard).await.unwrap();
    }
    drop(sender);
    let why = listener.run(receiver, Asked::never(), clock()).await;
    let text = String::from_utf8(listener.out.sink().text.clone()).unwrap();
    (why, text, listener.tally)
}

#[tokio::test(start_paused = true)]
async fn lines_of_all_groups_are_printed_in_the_order_of_their_times() {
    let all = vec![lines(GROUPS[0], &[(1, "a"), (3, "c")]), lines(GROUPS[1], &[(2, "b")])];
    let (why, text, tally) = print(listener(None, false, Paper::default()), all).await;
    assert_eq!(why.unwrap(), Why::Read);
    let want = "\
1970-01-01T00:00:01.000Z ingest    a
1970-01-01T00:00:02.000Z etl/error b
1970-01-01T00:00:03.000Z ingest    c
";
    assert_eq!((text.as_str(), tally.shown), (want, 3));
}

#[tokio::test(start_paused = true)]
async fn what_grep_does_not_let_through_is_counted() {
    let all = vec![lines(GROUPS[0], &[(1, "an Error"), (2, "fine"), (3, "error\nTraceback")])];
    let (_, text, tally) = print(listener(Some("error"), false, Paper::default()), all).await;
    assert_eq!(text.lines().count(), 2, "{text}");
    assert_eq!(tally, Tally { shown: 2, left_out: 1, late: 0 });
}

#[tokio::test(start_paused = true)]
async fn json_has_events_and_states_as_records_of_their_own() {
    let all = vec![lines(GROUPS[0], &[(1, "a\n\u{9b}")]), tail(GROUPS[1], denied())];
    let (_, text, _) = print(listener(None, true, Paper::default()), all).await;
    let records: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = records.iter().map(|record| record["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["source", "event"]);
    assert_eq!(records[0]["fault"]["kind"], "denied");
    assert_eq!(records[1]["message"], "a\n\u{9b}");
}

#[tokio::test(start_paused = true)]
async fn without_access_to_any_group_it_ends() {
    let both = || vec![tail(GROUPS[0], denied()), tail(GROUPS[1], denied())];
    let (why, ..) = print(listener(None, false, Paper::default()), both()).await;
    assert_eq!(why.unwrap(), Why::Refused);
    let polling = Source::Polling { every: 1 };
    let one = vec![tail(GROUPS[0], denied()), tail(GROUPS[1], polling)];
    assert_eq!(print(listener(None, false, Paper::default()), one).await.0.unwrap(), Why::Read);
    let mut later = vec![lines(GROUPS[0], &[(1, "a")]), tail(GROUPS[0], Source::Polling { every: 1 })];
    later.extend([tail(GROUPS[1], Source::Waiting)]);
    later.extend(both());
    assert_eq!(print(listener(None, false, Paper::default()), later).await.0.unwrap(), Why::Read);
}

#[tokio::test(start_paused = true)]
async fn a_gap_opens_and_closes_in_records_and_leaves_a_doubt_while_it_is_open() {
    let at = |second| Time::from_timestamp(second, 0).unwrap();
    let gap = Gap { from: at(65), to: at(70), why: log::Why::Silent };
    let minutes = |state, gaps| {
        heard(Observation::Minutes { group: GROUPS[0].into(), minutes: vec![(Minute(1), state)], gaps })
    };
    let mut listener = listener(None, true, Paper::default());
    for (state, gaps) in [(State::Gap, vec![gap]), (State::Verified { refilled: 3 }, vec![])] {
        let is_open = !gaps.is_empty();
        listener.hear(minutes(state, gaps));
        assert_eq!(listener.known.is_incomplete(), is_open);
    }
    let text = String::from_utf8(listener.out.buffer).unwrap();
    let kinds = text.lines().map(|line| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {}", record["type"].as_str().unwrap(), record["state"].as_str().unwrap())
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["minute gap", "gap open", "minute verified", "gap closed"]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_has_gone_away_ends_it() {
    let torn = || listener(None, true, Paper { is_torn: true, ..Paper::default() });
    let (why, ..) = print(torn(), vec![tail(GROUPS[0], Source::Waiting)]).await;
    assert_eq!(why.unwrap_err().kind(), ErrorKind::BrokenPipe);
    let (_silent, receiver) = mpsc::channel(1);
    let why = torn().run(receiver, Asked::never(), clock()).await;
    assert_eq!(why.unwrap_err().kind(), ErrorKind::BrokenPipe, "though nothing was to be written");
}

#[test]
fn a_tail_is_asked_for_in_one_way_or_the_other() {
    let parse = |line: &str| crate::cli::Arguments::read(line.split_whitespace()).map(drop);
    for good in ["farol tail", "farol tail --group a --group b --since 1h --until +5m --grep x --json"] {
        parse(good).unwrap();
    }
    for bad in [
        "farol tail --json --raw",
        "farol tail --live --poll",
        "farol tail --live --no-follow",
        "farol tail --since nonsense",
        "farol tail --grep (",
        "farol tail --filter {",
        "farol tail --group a*b",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}
