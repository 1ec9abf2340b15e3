//! What a frame and a key cost, however many events are folded.

use chrono::TimeDelta;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

use super::*;
use crate::domain::log::{Bounds, Buffer, Event};
use crate::domain::pipeline::Pipeline;
use crate::domain::{Observation, World};
use crate::keys::Touch;
use crate::theme::Theme;

const AREA: Rect = Rect::new(0, 0, 100, 50);

/// How often a key and its frame may look at a line: some times for each row and each folded line between them, far less than there are.
const MOST: usize = 12_000;

fn cx<'a>(pipeline: &'a Pipeline, world: &'a World) -> Cx<'a> {
    let zone = chrono::Offset::fix(&chrono::Utc);
    Cx {
        pipeline,
        door: crate::domain::command::Door::Aws,
        world,
        now: Time::UNIX_EPOCH,
        zone,
        local: zone,
        theme: Theme::Ansi,
        area: AREA,
        focused: true,
        touch: Touch::Fresh,
        speed: 1.0,
        columns: const { &crate::config::Columns::new() },
    }
}

/// An event of a stream every millisecond.
fn event((n, (stream, text)): (i64, (usize, String))) -> Event {
    let time = Time::UNIX_EPOCH + TimeDelta::milliseconds(n);
    let (id, stream) = (n.to_string().into(), stream.to_string().into());
    Event { id, group: "g".into(), stream, time, ingested: time, text: text.into() }
}

/// Reports of so many frames each, one after the other in each of some streams at once.
fn world(streams: usize, reports: usize, frames: usize) -> World {
    let mut report = vec!["Traceback (most recent call last):".to_owned()];
    report.extend((0..frames).map(|n| format!("  File \"a.py\", line {n}, in f")));
    report.push("KeyError: 'x'".to_owned());
    let of_all = move |line: String| (0..streams).map(move |stream| (stream, line.clone()));
    let lines = (0..reports).flat_map(|_| report.clone()).flat_map(of_all);
    let mut world = World::default();
    world.logs = Buffer::new(Bounds { lines: 1_000_000, bytes: 1 << 30 });
    let _ = world.learn(Time::UNIX_EPOCH, Observation::Lines((0..).zip(lines).map(event).collect()));
    world
}

fn frame(logs: &Logs, cx: Cx<'_>) -> String {
    let mut terminal = Terminal::new(TestBackend::new(AREA.width, AREA.height)).unwrap();
    terminal.draw(|frame| logs.draw(cx, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect()
}

#[track_caller]
fn check(streams: usize, reports: usize, frames: usize) {
    let (pipeline, world) = (Pipeline::default(), world(streams, reports, frames));
    let cx = cx(&pipeline, &world);
    let mut logs = Logs::default();
    logs.settle(cx);
    let words = format!("KeyError: 'x' +{} lines", frames + 1);
    assert_eq!(
        frame(&logs, cx).matches(&words).count(),
        (streams * reports).min(50),
        "{streams} {reports} {frames}"
    );
    for motion in [Motion::Up, Motion::Up, Motion::PageUp, Motion::First, Motion::Down, Motion::PageDown] {
        let before = Line::lent();
        logs.go(motion, cx);
        logs.settle(cx);
        frame(&logs, cx);
        let lent = Line::lent() - before;
        assert!(lent <= MOST, "{lent} lines for {motion:?} among {reports} of {frames} in {streams}");
    }
}

#[test]
fn a_frame_costs_the_same_however_many_events_are_folded() {
    check(1, 1, 100_000);
    check(2, 1, 50_000);
    check(1, 40, 2_500);
    check(3, 1_000, 4);
    check(1, 10_000, 8);
}
