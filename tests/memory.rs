//! What log lines cost, and what somebody else's file may cost: allocations and bytes, counted by the allocator.

mod counting;
mod lines;
mod parquet;

use counting::{allocations, live};
use farol::domain::Observation;
use farol::domain::log::{Bounds, Buffer, Event, Index, Names, Scans};
use lines::Lines;

use crate::stage::Stage;

/// Lines that come one after the other.
struct Flood {
    lines: Lines,
    next: u64,
}

impl Flood {
    fn new(a_second: u64) -> Self {
        Self { lines: Lines::new(a_second), next: 0 }
    }

    fn take(&mut self, lines: u64) -> Vec<Event> {
        let events = (self.next..self.next + lines).map(|n| self.lines.get(n)).collect();
        self.next += lines;
        events
    }
}

fn soak() -> u64 {
    std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

#[test]
fn a_line_that_is_stored_costs_hardly_an_allocation() {
    let (mut flood, mut buffer) = (Flood::new(10_000), Buffer::default());
    buffer.extend(flood.take(20_000));
    let batches: Vec<Vec<Event>> = (0..20).map(|_| flood.take(500)).collect();
    let before = allocations();
    for batch in batches {
        buffer.extend(batch);
    }
    let spent = allocations() - before;
    assert!(spent <= 10_000 / 25, "{spent} allocations for 10,000 lines");
}

#[test]
fn a_late_line_costs_little_more() {
    let (mut flood, mut buffer) = (Flood::new(10_000), Buffer::default());
    let early = flood.take(10_000);
    buffer.extend(flood.take(10_000));
    let before = allocations();
    buffer.extend(early);
    let spent = allocations() - before;
    assert!(spent <= 10_000 / 25, "{spent} allocations for 10,000 lines");
}

/// What lines take beside their texts, each, when they arrive in batches in this order.
#[track_caller]
fn check_what_a_line_takes(batches: impl Iterator<Item = u64>, limit: usize) {
    let (mut flood, before) = (Flood::new(10_000), live());
    let mut buffer = Buffer::new(Bounds { lines: usize::MAX, bytes: usize::MAX });
    for batch in batches {
        flood.next = batch * 250;
        buffer.extend(flood.take(250));
    }
    let text: usize = buffer.iter().map(|line| line.text().len()).sum();
    let taken = usize::try_from(live() - before).unwrap();
    let each = (taken - text) / buffer.len();
    assert!(each <= limit, "{each} bytes beside the text of a line");
    assert!(taken * 2 <= text * 3, "{taken} bytes for {text} bytes of text");
    assert!(buffer.footprint() <= taken, "{} of {taken}", buffer.footprint());
}

#[test]
fn a_line_takes_little_more_than_its_text_and_forty_bytes() {
    check_what_a_line_takes(0..200, 44);
}

#[test]
fn that_is_so_too_where_the_newest_lines_are_read_first() {
    check_what_a_line_takes(std::iter::once(199).chain(0..199), 44);
}

#[test]
fn a_key_and_a_frame_cost_the_same_however_many_lines_there_are() {
    let cost = |lines: u64| {
        let mut stage = Stage::new(120, 30);
        let mut flood = Flood::new(10_000);
        stage.press("4");
        while flood.next < lines {
            stage.hear(Observation::Lines(flood.take(1_000)));
        }
        stage.press("/ingest<enter>kk");
        stage.text();
        let before = allocations();
        stage.press("kjkjk<pgup><pgdn>");
        stage.text();
        allocations() - before
    };
    let (few, many) = (cost(2_000), cost(60_000));
    assert!(many <= few + few / 20, "{many} allocations for many lines, {few} for few");
}

/// Twenty seconds of the hour in which 5,000 lines come each second; `FAROL_SOAK=180` is the whole of it.
#[test]
fn a_flood_leaves_the_memory_as_it_is_and_no_line_uncounted() {
    let bounds = Bounds { bytes: 4 << 20, ..Bounds::default() };
    let (mut flood, mut buffer) = (Flood::new(5_000), Buffer::new(bounds));
    let (mut index, scans) = (Index::default(), Scans::default());
    index.set_include("error");
    index.search("seq=.*7 ").unwrap();
    let mut second = |buffer: &mut Buffer| {
        for _ in 0..10 {
            buffer.extend(flood.take(500));
            index.catch_up(buffer, &scans, Names::new);
        }
        assert_eq!(buffer.len() as u64 + buffer.forgotten(), buffer.arrived().0);
        assert!(index.is_complete() && index.matches().is_complete);
        assert!(index.events(buffer).len() >= buffer.len() / 20);
    };
    let (full_after, seconds) = (6, 20 * soak());
    (0..full_after).for_each(|_| second(&mut buffer));
    let full = live();
    for _ in full_after..seconds {
        second(&mut buffer);
        let change = live() - full;
        assert!(change.abs() < 512 * 1_024, "{change} bytes more");
    }
}
