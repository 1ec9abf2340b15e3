//! Minutes, seconds after a full hour.

use super::*;

const HOUR: Time = Time::from_timestamp(1_800_000_000, 0).unwrap();

fn at(second: i64) -> Time {
    HOUR + TimeDelta::seconds(second)
}

fn minute(n: i64) -> Minute {
    Minute(Minute::of(HOUR).0 + n)
}

/// A ledger that begins with the hour.
fn ledger() -> Ledger {
    Ledger::open(HOUR, HOUR)
}

fn check(from: i64, to: i64) -> Check {
    Check { from: at(from), to: at(to) - TimeDelta::milliseconds(1) }
}

/// What is said of the minutes, by their numbers.
fn said(ledger: &mut Ledger, now: i64) -> Vec<(i64, State)> {
    let word = ledger.word(at(now)).map(|word| word.minutes).unwrap_or_default();
    word.into_iter().map(|(minute, state)| (minute.0 - Minute::of(HOUR).0, state)).collect()
}

const WELL: State = State::Verified { refilled: 0 };

#[test]
fn a_minute_is_verified_when_it_was_read_in_full_after_it_had_settled() {
    let mut ledger = ledger();
    assert_eq!(ledger.due(at(119)), None);
    ledger.pass(check(0, 60), at(119));
    assert_eq!(ledger.due(at(120)), Some(check(0, 60)));
    ledger.pass(check(1, 60), at(120));
    assert_eq!(said(&mut ledger, 120), []);
    ledger.pass(check(0, 60), at(120));
    assert_eq!(said(&mut ledger, 120), [(0, WELL)]);
    assert_eq!(ledger.due(at(121)), None);
}

#[test]
fn a_minute_that_is_not_read_in_time_is_unverified_until_it_is() {
    let mut ledger = ledger();
    assert_eq!(said(&mut ledger, 179), []);
    assert_eq!(said(&mut ledger, 180), [(0, State::Unverified)]);
    assert_eq!(ledger.due(at(300)), Some(check(0, 240)));
    ledger.pass(check(0, 240), at(300));
    let well: Vec<_> = (0..4).map(|n| (n, WELL)).collect();
    assert_eq!(said(&mut ledger, 300), well);
}

#[test]
fn what_a_reading_still_finds_is_counted_as_refilled() {
    let mut ledger = ledger();
    ledger.sampled(at(30));
    assert_eq!(said(&mut ledger, 31), [(0, State::Sampled(0))]);
    assert_eq!(ledger.due(at(32)).map(|check| check.to), Some(at(30)));
    ledger.line(at(29), true);
    ledger.line(at(30), false);
    assert_eq!(said(&mut ledger, 33), [(0, State::Sampled(1))]);
    ledger.pass(check(0, 60), at(121));
    assert_eq!(said(&mut ledger, 121), [(0, State::Verified { refilled: 1 })]);
}

#[test]
fn a_gap_is_looked_into_at_once_and_closed_when_it_has_settled() {
    let mut ledger = ledger();
    ledger.gap(at(70), at(82), Why::Silent);
    assert_eq!(said(&mut ledger, 83), [(1, State::Gap)]);
    let due = ledger.due(at(84)).unwrap();
    assert_eq!(due, Check { from: at(10), to: at(82) });
    ledger.pass(due, at(84));
    assert_eq!(ledger.due(at(85)), None);
    assert_eq!(ledger.gaps.len(), 1);
    ledger.pass(check(0, 120), at(180));
    assert_eq!(ledger.word(at(180)).unwrap().gaps, []);
}

#[test]
fn settled_minutes_are_read_twice_more_and_then_forgotten() {
    let mut ledger = ledger();
    let mut readings = Vec::new();
    for second in 0..3_600 {
        if let Some(due) = ledger.due(at(second)) {
            readings.push((second, (due.from - HOUR).num_seconds(), (due.to - HOUR).num_seconds() + 1));
            ledger.pass(due, at(second));
        }
        ledger.word(at(second));
    }
    let passes =
        |n: i64| readings.iter().filter(|(_, from, to)| *from <= n * 60 && (n + 1) * 60 <= *to).count();
    assert!((0..40).all(|n| passes(n) >= 3), "{readings:?}");
    assert!(readings.len() < 60 + 30, "{}", readings.len());
    assert!(ledger.minutes.len() < 22, "{}", ledger.minutes.len());
}

#[test]
fn a_flood_is_not_read_again() {
    let mut ledger = ledger();
    ledger.advance(at(60));
    (0..=SWEPT).for_each(|_| ledger.line(at(1), false));
    ledger.pass(check(0, 60), at(121));
    ledger.minutes.retain(|known, _| *known == minute(0));
    assert_eq!(ledger.late(at(900)), None);
    assert_eq!(ledger.minutes[&minute(0)].passes, 3);
}

#[test]
fn hours_that_were_slept_through_are_read_newest_first() {
    let mut ledger = ledger();
    let now = 8 * 3_600;
    ledger.gap(at(0), at(now), Why::Silent);
    ledger.loss = None;
    let due = ledger.due(at(now)).unwrap();
    assert_eq!((due.to - HOUR).num_minutes(), 8 * 60 - 2);
    assert_eq!((due.to - due.from).num_minutes(), LONGEST - 1);
    ledger.pass(due, at(now));
    assert!(ledger.due(at(now)).unwrap().to < due.from);
}

#[test]
fn what_is_no_longer_remembered_is_given_up_and_said_to_be_unverified() {
    let mut ledger = ledger();
    ledger.advance(at(130));
    ledger.give_up_before(at(60));
    assert_eq!(said(&mut ledger, 130), [(0, State::Unverified)]);
    assert_eq!(ledger.due(at(130)), None);
}

#[test]
fn minutes_in_which_nothing_can_be_read_are_told_when_something_can() {
    let mut ledger = ledger();
    ledger.blind(Some(at(70)));
    ledger.blind(Some(at(130)));
    assert_eq!(said(&mut ledger, 600), [(0, State::Unverified), (1, State::Unverified)]);
    assert_eq!(said(&mut ledger, 900), []);
    ledger.blind(None);
    assert_eq!(said(&mut ledger, 901).first(), Some(&(2, State::Unverified)));
}

#[test]
fn no_reading_closes_the_gap_of_a_second_with_too_many_lines() {
    let mut ledger = ledger();
    ledger.crowded(at(59));
    ledger.crowded(at(59));
    ledger.pass(check(0, 120), at(180));
    assert_eq!(said(&mut ledger, 180), [(0, State::Gap), (1, WELL)]);
    assert_eq!(ledger.gaps.len(), 1);
}
