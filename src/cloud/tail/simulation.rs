//! A thousand hours of a tail that everything happens to: what is missing is found, or said to be missing.
//!
//! The pure parts (account, window, feed) are driven second by second against a service that drops lines without
//! saying so, samples, goes silent, breaks off, refuses, throttles, and takes lines in late and out of order, while
//! the machine now and then sleeps. `FAROL_SOAK` multiplies the hours.

mod service;
mod tail;

use service::Service;
use tail::Tail;

/// How long after the faults have ended everything has to be right.
const AFTERWARDS: u64 = 25 * 60;

/// Which faults a run has.
#[derive(Debug, Clone, Copy)]
struct Plan {
    seed: u64,
    /// The share of lines that the live session drops without saying so, in percent.
    dropped: u8,
    /// Whether sessions go silent, break off and are refused, and the machine sleeps.
    breaks: bool,
    /// Whether reading is throttled, for minutes at a time.
    throttled: bool,
    /// Whether reading is never possible.
    blind: bool,
}

/// How much more than usual is simulated.
fn soak() -> u64 {
    std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

fn run(plan: Plan, hours: u64) -> Tail {
    let mut service = Service::new(plan);
    let mut tail = Tail::new(&mut service);
    for _ in 0..hours * 3_600 {
        service.second();
        tail.second(&mut service);
    }
    service.calm();
    for _ in 0..AFTERWARDS {
        service.second();
        tail.second(&mut service);
    }
    tail.reckon(&service);
    tail
}

/// So many hours in runs of ten, with seeds from there on.
fn hours(hours: u64, seed: u64, plan: impl Fn(u64) -> Plan) {
    for n in 0..hours / 10 * soak() {
        let tail = run(plan(seed + n), 10);
        assert_eq!(tail.missing(), 0, "{:?}", plan(seed + n));
    }
}

fn dropping(seed: u64) -> Plan {
    let dropped = u8::try_from(seed % 9 * 10).unwrap();
    Plan { seed, dropped, breaks: false, throttled: false, blind: false }
}

#[test]
fn what_is_dropped_or_sampled_is_found_for_250_hours() {
    hours(250, 0, dropping);
}

#[test]
fn what_breaks_off_is_taken_up_again_for_250_hours() {
    hours(250, 1_000, |seed| Plan { breaks: true, dropped: 0, ..dropping(seed) });
}

#[test]
fn what_is_throttled_is_found_later_for_250_hours() {
    hours(250, 2_000, |seed| Plan { throttled: true, ..dropping(seed) });
}

#[test]
fn everything_together_is_survived_for_250_hours() {
    hours(250, 3_000, |seed| Plan { throttled: true, breaks: true, ..dropping(seed) });
}

#[test]
fn what_cannot_be_read_is_never_said_to_be_complete() {
    for seed in 0..soak() {
        let tail = run(Plan { seed, dropped: 40, breaks: true, throttled: false, blind: true }, 2);
        assert!(tail.missing() > 0);
        assert_eq!(tail.verified(), 0);
    }
}
