//! Looking at log lines beside everything else.

use std::sync::Arc;

use super::*;
use crate::domain::log::{Aim, Buffer, Event, Query, Scan, Snapshot, Terms};

fn buffer(lines: i64) -> Buffer {
    let mut buffer = Buffer::default();
    let event = |n: i64| Event {
        id: n.to_string().into(),
        group: "g".into(),
        stream: "s".into(),
        time: Time::from_timestamp_millis(n).unwrap(),
        ingested: Time::from_timestamp_millis(n).unwrap(),
        text: format!("{n:0100}").into(),
    };
    buffer.extend((0..lines).map(event));
    buffer
}

fn scan(text: &str, lines: Snapshot) -> Scan {
    let include = Terms::parse(text).unwrap();
    Scan { query: Arc::new(Query { include, ..Query::default() }), lines }
}

/// What was found, and whether it was all.
fn found(voyage: &Voyage, query: &Query) -> Vec<bool> {
    let findings = voyage.heard.iter().filter_map(|heard| match heard {
        Observation::Scanned(findings) if *findings.query == *query => Some(findings.is_last),
        _ => None,
    });
    findings.collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_found_is_told_little_by_little() {
    let mut voyage = Voyage::depart();
    let scan = scan("7", buffer(20_000).snapshot());
    let query = Arc::clone(&scan.query);
    voyage.outside.perform(Effect::Scan(scan));
    voyage.sail(1).await;
    let found = found(&voyage, &query);
    assert!(found.len() > 2, "{found:?}");
    assert_eq!(found.iter().filter(|is_last| **is_last).count(), 1);
    assert_eq!(voyage.world.scans.get(Aim::Filter).ended(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_next_scan_ends_the_one_before_at_once() {
    let mut voyage = Voyage::depart();
    // Nobody has a second answer before the first one is heard, so no scan is over before its time.
    let (sender, queue) = mpsc::channel(1);
    (voyage.outside.desk.heard, voyage.queue) = (sender, queue);
    let lines = buffer(100_000).snapshot();
    let (first, second) = (scan("7", lines.clone()), scan("8", lines));
    let queries = [&first, &second].map(|scan| Arc::clone(&scan.query));
    voyage.outside.perform(Effect::Scan(first));
    tokio::task::yield_now().await;
    voyage.outside.perform(Effect::Scan(second));
    voyage.sail(1).await;
    assert!(!found(&voyage, &queries[0]).contains(&true));
    assert!(found(&voyage, &queries[1]).contains(&true));
}
