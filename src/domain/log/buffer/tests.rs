use proptest::prelude::*;

use super::*;
use crate::clock::Time;
use crate::domain::log::segment::TEXT;
use chrono::TimeDelta;

fn event(second: i64, id: &str) -> Event {
    timed(second * 1_000, second * 1_000, id)
}

fn timed(millis: i64, ingested: i64, id: &str) -> Event {
    Event {
        id: id.into(),
        group: "g".into(),
        stream: "s".into(),
        time: Time::UNIX_EPOCH + TimeDelta::milliseconds(millis),
        ingested: Time::UNIX_EPOCH + TimeDelta::milliseconds(ingested),
        text: id.into(),
    }
}

fn with_lines(lines: usize) -> Buffer {
    Buffer::new(Bounds { lines, ..Bounds::default() })
}

fn texts(buffer: &Buffer) -> Vec<&str> {
    buffer.iter().map(Line::text).collect()
}

#[track_caller]
fn check(buffer: &Buffer, want: &str) {
    assert_eq!(texts(buffer).join(" "), want);
}

#[test]
fn lines_of_all_groups_are_merged_by_time_and_equal_times_by_arrival() {
    let mut buffer = Buffer::default();
    buffer.extend([event(1, "a"), event(3, "c"), event(2, "b"), event(3, "d")]);
    check(&buffer, "a b c d");
}

#[test]
fn of_equal_times_what_was_taken_in_first_comes_first() {
    let mut buffer = Buffer::default();
    buffer.extend([timed(1, 9, "b"), timed(2, 3, "c"), timed(1, 8, "a")]);
    check(&buffer, "a b c");
}

#[test]
fn a_line_read_twice_is_kept_once() {
    let mut buffer = Buffer::default();
    assert_eq!(buffer.extend([event(1, "a"), event(1, "a")]), 1);
    assert_eq!(buffer.extend([event(1, "a"), event(2, "b")]), 1);
    assert_eq!(buffer.extend([event(1, "a"), event(1, "c"), event(1, "c")]), 1);
    check(&buffer, "a c b");
}

#[test]
fn of_a_crowded_moment_every_line_is_kept_once() {
    let crowd = |n| timed(5, 5, &format!("{n}"));
    let mut buffer = Buffer::default();
    assert_eq!(buffer.extend((0..3_000).map(crowd)), 3_000);
    assert_eq!(buffer.extend([event(1, "later")]), 1);
    assert_eq!(buffer.extend((1_000..4_000).map(crowd)), 1_000);
    assert_eq!(buffer.extend((0..4_000).rev().map(crowd)), 0);
    assert_eq!(buffer.len(), 4_001);
}

#[test]
fn what_does_not_fit_is_forgotten_from_the_front_and_counted() {
    let mut buffer = with_lines(2);
    buffer.extend([event(1, "a"), event(2, "b"), event(3, "ccc")]);
    check(&buffer, "b ccc");
    assert_eq!(buffer.lost(), Forgotten { lines: 1, bytes: 1 });
    buffer.extend([event(4, "d"), event(5, "e")]);
    check(&buffer, "d e");
    assert_eq!(buffer.lost(), Forgotten { lines: 3, bytes: 5 });
    assert_eq!(buffer.extend([event(0, "before all")]), 1);
    check(&buffer, "d e");
    assert_eq!(buffer.forgotten(), 4);
}

#[test]
fn the_memory_is_bounded_and_the_newest_lines_are_kept() {
    let bounds = Bounds { bytes: 1 << 20, ..Bounds::default() };
    let mut buffer = Buffer::new(bounds);
    for second in 0..200 {
        let mut long = event(second, &second.to_string());
        long.text = "x".repeat(TEXT / 3).into();
        buffer.extend([long]);
        assert!(buffer.footprint() <= bounds.bytes + 2 * TEXT, "{}", buffer.footprint());
    }
    assert!(buffer.len() > 30);
    assert_eq!(buffer.last().unwrap().time(), event(199, "").time);
    assert_eq!(buffer.forgotten() + buffer.len() as u64, 200);
}

#[test]
fn one_line_may_be_longer_than_all_others_together() {
    let mut buffer = Buffer::new(Bounds { bytes: 1 << 20, ..Bounds::default() });
    let mut long = event(1, "long");
    long.text = "é".repeat(1 << 20).into();
    buffer.extend([event(0, "a"), long, event(2, "b")]);
    assert_eq!(buffer.last().unwrap().text(), "b");
    assert_eq!(buffer.forgotten() + buffer.len() as u64, 3);
}

#[test]
fn a_place_is_found_again_after_a_late_line() {
    let mut buffer = Buffer::default();
    buffer.extend([event(1, "a"), event(3, "c")]);
    let place = buffer.last().unwrap().place();
    buffer.extend([event(2, "b")]);
    assert_eq!(buffer.index(place), 2);
    assert_eq!(buffer.at(place).unwrap().text(), "c");
    assert!(buffer.at(Place::before(place.time)).is_none());
}

#[test]
fn what_another_thread_looks_at_does_not_change() {
    let mut buffer = Buffer::default();
    buffer.extend([event(1, "a"), event(3, "c")]);
    let snapshot = buffer.snapshot();
    buffer.extend([event(4, "d")]);
    buffer.extend([event(2, "b")]);
    assert_eq!(snapshot.len(), 2);
    assert_eq!(buffer.len(), 4);
}

#[test]
fn the_past_may_come_newest_first_in_any_number_of_pages() {
    let mut buffer = Buffer::default();
    let page = |n: i64| (0..1_000).map(move |k| event(n * 1_000 + k, &format!("{:08}", n * 1_000 + k)));
    for n in (0..40).rev() {
        buffer.extend(page(n));
    }
    assert!(texts(&buffer).is_sorted());
    assert_eq!(buffer.len(), 40_000);
    let segments = buffer.rack().slots().len();
    let text: usize = buffer.rack().slots().iter().map(|slot| slot.segment().text().len()).sum();
    assert!(segments <= 3 * (text / TEXT + 40_000 / 4_096 + 1), "{segments}");
}

/// Segments that are made again and again, in other sizes each time, leave holes that nothing else fits into.
#[test]
fn a_past_that_comes_behind_the_newest_lines_fills_its_segments() {
    let line = |n: i64| Event { text: "x".repeat(159).into(), ..event(n, &n.to_string()) };
    let mut buffer = Buffer::default();
    buffer.extend((20_000..20_100).map(line));
    for batch in 0..80 {
        buffer.extend((batch * 250..(batch + 1) * 250).map(line));
    }
    let segments = buffer.rack().slots().len();
    assert!(segments <= 160 * 20_100 / TEXT + 3, "{segments}");
}

#[test]
fn lines_that_are_years_apart_stand_in_order() {
    let years = |n: i64| n * 366 * 24 * 3_600;
    let mut buffer = Buffer::default();
    buffer.extend([event(years(1), "b"), event(years(40), "d"), event(years(3), "c"), event(years(-9), "a")]);
    buffer.extend([
        event(years(2), "between"),
        timed(years(1) * 1_000, i64::from(i32::MAX) * 2_000, "taken in late"),
    ]);
    check(&buffer, "a b taken in late between c d");
    for (n, line) in buffer.iter().enumerate() {
        assert_eq!(buffer.index(line.place()), n);
    }
}

/// Any lines, some of them at the same moment, some of them more than once, in batches.
fn batches() -> impl Strategy<Value = Vec<Vec<(i64, u16)>>> {
    proptest::collection::vec(proptest::collection::vec((0_i64..40, 0_u16..4_000), 0..60), 1..8)
}

/// A line whose text and times follow from its number, so that a line read twice is the same.
fn numbered((millis, length): (i64, u16)) -> Event {
    let mut event = timed(millis, millis + i64::from(length % 7), &format!("{millis}/{length}"));
    event.text = format!("{millis}/{length} {}", "x".repeat(length.into())).into();
    event
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::domain::log::soak(32)))]

    #[test]
    fn whatever_arrives_in_whatever_order_is_merged_the_same_way_and_kept_once(batches in batches()) {
        let mut buffer = Buffer::default();
        let mut want: Vec<Event> = Vec::new();
        for batch in batches {
            let events: Vec<Event> = batch.into_iter().map(numbered).collect();
            for event in &events {
                if !want.iter().any(|known| known.id == event.id) {
                    want.push(event.clone());
                }
            }
            buffer.extend(events);
            prop_assert_eq!(buffer.len(), want.len());
        }
        want.sort_by_key(|event| (event.time, event.ingested));
        let moments = |buffer: &Buffer| -> Vec<_> { buffer.iter().map(|line| (line.time(), line.ingested())).collect() };
        prop_assert_eq!(moments(&buffer), want.iter().map(|event| (event.time, event.ingested)).collect::<Vec<_>>());
        let mut got = texts(&buffer);
        let mut all: Vec<&str> = want.iter().map(|event| event.text.exact()).collect();
        got.sort_unstable();
        all.sort_unstable();
        prop_assert_eq!(got, all);
        prop_assert!(buffer.iter().map(Line::place).is_sorted());
    }

    #[test]
    fn what_is_kept_and_what_is_forgotten_is_what_arrived(
        batches in batches(),
        lines in 1_usize..80,
        bytes in 1_usize..400_000,
    ) {
        let mut buffer = Buffer::new(Bounds { lines, bytes });
        let mut bytes = 0;
        for batch in batches {
            let arrived = buffer.arrived().0;
            let new = buffer.extend(batch.into_iter().map(numbered));
            prop_assert_eq!(buffer.arrived().0, arrived + new as u64);
            prop_assert!(buffer.len() <= lines);
            prop_assert_eq!(buffer.len() as u64 + buffer.forgotten(), buffer.arrived().0);
            prop_assert_eq!(buffer.iter().count(), buffer.len());
            let footprint: usize = buffer.rack().slots().iter().map(|slot| slot.segment().footprint()).sum();
            prop_assert!(buffer.footprint() >= footprint);
            let kept: usize = buffer.iter().map(|line| line.text().len()).sum();
            prop_assert!(buffer.lost().bytes >= bytes);
            bytes = buffer.lost().bytes;
            prop_assert!(kept <= footprint);
        }
    }

    #[test]
    fn a_line_is_found_by_its_number_and_by_its_place(batches in batches(), lines in 1_usize..80) {
        let mut buffer = with_lines(lines);
        for batch in batches {
            buffer.extend(batch.into_iter().map(numbered));
        }
        for (n, line) in buffer.iter().enumerate() {
            prop_assert_eq!(buffer.get(n).unwrap().seq(), line.seq());
            prop_assert_eq!(buffer.index(line.place()), n);
            prop_assert_eq!(buffer.at(line.place()).unwrap().text(), line.text());
        }
        prop_assert_eq!(buffer.iter().rev().count(), buffer.len());
        prop_assert_eq!(buffer.index(Place::END), buffer.len());
        prop_assert!(buffer.get(buffer.len()).is_none());
    }
}

#[test]
fn beginnings_of_invocations_are_found_without_walking_the_lines() {
    let mut buffer = Buffer::new(Bounds { lines: 200_000, ..Bounds::default() });
    let text = |n: i64| if n % 50_000 == 7 { "START RequestId: x" } else { "said" };
    buffer.extend((0..100_000).map(|n| Event { text: text(n).into(), ..event(n, &n.to_string()) }));
    let stream = Stream { group: "g".into(), name: "s".into() };
    let at = |n: i64| Place::before(event(n, "").time);
    let seen = buffer.arrived();
    let before = Line::lent();
    let starts = |place| buffer.heads_after(place, &stream).next().map(Line::time);
    assert_eq!(starts(at(8)), Some(event(50_007, "").time));
    assert_eq!(starts(at(50_008)), None);
    assert_eq!(buffer.heads_before(at(99_999), &stream).count(), 2);
    assert_eq!(buffer.heads_since(seen).count(), 0);
    let lent = Line::lent() - before;
    assert!(lent < 20, "{lent} lines were looked at");
}
