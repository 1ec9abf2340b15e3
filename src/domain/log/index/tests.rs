use std::collections::HashMap;

use super::*;
use crate::clock::Time;
use crate::domain::log::{Bounds, Event};
use crate::domain::world::Change;
use chrono::TimeDelta;

#[derive(Default)]
struct Bench(Buffer, Index, Scans);

impl Bench {
    fn hear(&mut self, events: &[(i64, &str)]) -> News {
        let event = |(second, text): &(i64, &str)| Event {
            id: format!("{second}{text}").into(),
            group: "g".into(),
            stream: "s".into(),
            time: Time::UNIX_EPOCH + TimeDelta::seconds(*second),
            ingested: Time::UNIX_EPOCH + TimeDelta::seconds(*second),
            text: (*text).into(),
        };
        self.0.extend(events.iter().map(event));
        self.look()
    }

    fn look(&mut self) -> News {
        self.1.catch_up(&self.0, &self.2, Names::new)
    }

    /// Carries out what has to be looked at elsewhere, and takes it in piece by piece; says how much that was.
    fn scan(&mut self) -> usize {
        let mut looked = 0;
        for scan in self.1.scans(&self.0, &self.2) {
            looked += scan.lines.len();
            let mut findings = Vec::new();
            scan.run(
                || true,
                |found| {
                    findings.push(found);
                    true
                },
            );
            for found in findings {
                self.2.hear(found);
                self.look();
            }
        }
        looked
    }

    fn carry_out(&mut self, scans: impl Iterator<Item = (Aim, Scan)>) {
        for (_, scan) in scans {
            scan.run(|| true, |found| self.2.hear(found) == Change::News);
        }
    }

    #[track_caller]
    fn check(&self, want: &str) {
        let events = self.1.events(&self.0);
        let texts = (0..events.len()).filter_map(|n| events.get(n)).map(Line::text);
        assert_eq!(texts.collect::<Vec<_>>().join(" "), want);
    }
}

#[test]
fn without_a_filter_everything_passes_and_arrivals_are_counted() {
    let mut bench = Bench::default();
    assert_eq!(bench.hear(&[(1, "a"), (3, "c")]), News::More(2));
    assert_eq!(bench.hear(&[(2, "b"), (3, "c")]), News::More(1));
    bench.check("a b c");
}

#[test]
fn a_filter_takes_arrivals_in_wherever_they_belong() {
    let mut bench = Bench::default();
    bench.hear(&[(1, "ab"), (2, "b"), (5, "a")]);
    bench.1.set_include("a");
    assert_eq!(bench.look(), News::Others);
    bench.check("ab a");
    assert_eq!(bench.hear(&[(3, "b"), (4, "abc"), (6, "a")]), News::More(2));
    bench.check("ab abc a a");
    bench.1.set_include("ab");
    bench.hear(&[(0, "ab")]);
    bench.check("ab ab abc");
    bench.1.set_include("b");
    bench.look();
    bench.check("ab ab b b abc");
    bench.1.set_include("");
    bench.look();
    bench.check("ab ab b b abc a a");
}

#[test]
fn what_is_forgotten_passes_no_longer() {
    let mut bench =
        Bench(Buffer::new(Bounds { lines: 2, ..Bounds::default() }), Index::default(), Scans::default());
    bench.hear(&[(1, "a ERROR"), (2, "a")]);
    bench.1.set_include("a");
    bench.look();
    bench.hear(&[(3, "b"), (4, "a")]);
    bench.check("a");
    let end = bench.0.last().unwrap().place();
    assert_eq!(bench.1.error_before(&bench.0, end), None);
}

#[test]
fn errors_are_found_in_both_directions_among_what_is_shown() {
    let mut bench = Bench::default();
    bench.hear(&[(1, "ERROR x"), (2, "y"), (3, "ERROR y"), (4, "x")]);
    let places: Vec<Place> = bench.0.iter().map(Line::place).collect();
    assert_eq!(bench.1.error_before(&bench.0, places[3]), Some(places[2]));
    assert_eq!(bench.1.error_before(&bench.0, places[2]), Some(places[0]));
    assert_eq!(bench.1.error_after(&bench.0, places[0]), Some(places[2]));
    assert_eq!(bench.1.error_after(&bench.0, places[2]), None);
    bench.1.set_include("x");
    bench.look();
    assert_eq!(bench.1.error_before(&bench.0, places[3]), Some(places[0]));
}

#[test]
fn a_search_finds_among_what_passes_in_both_directions_and_counts() {
    let mut bench = Bench::default();
    bench.hear(&[(1, "ax1"), (2, "bx2"), (3, "a"), (4, "ax3")]);
    bench.1.search("x[0-9]").unwrap();
    bench.look();
    let places: Vec<Place> = bench.0.iter().map(Line::place).collect();
    assert_eq!(bench.1.matches(), Matches { count: 3, is_complete: true });
    assert_eq!(bench.1.match_after(&bench.0, places[0]), Some(places[1]));
    bench.1.set_include("a");
    bench.hear(&[(5, "ax4"), (6, "bx5")]);
    assert_eq!(bench.1.matches().count, 3);
    assert_eq!(bench.1.match_after(&bench.0, places[0]), Some(places[3]));
    assert_eq!(bench.1.match_before(&bench.0, places[3]), Some(places[0]));
    assert_eq!(bench.1.match_before(&bench.0, places[0]), None);
    assert_eq!((bench.1.rank(&bench.0, places[3]), bench.1.rank(&bench.0, places[1])), (Some(2), None));
    assert!(bench.1.search("x(").is_err());
    assert_eq!(bench.1.matches().count, 3);
    bench.1.search("").unwrap();
    bench.look();
    assert_eq!(bench.1.matches().count, 0);
}

#[test]
fn what_is_excluded_and_what_comes_from_elsewhere_does_not_pass() {
    let mut bench = Bench::default();
    bench.hear(&[(1, "a"), (2, "ab"), (3, "abc")]);
    bench.1.set_exclude("c nothing");
    bench.look();
    bench.check("a ab");
    bench.1.set_include("~^.b");
    bench.look();
    bench.check("ab");
    bench.1.set_include("~(");
    assert_eq!(bench.1.mistake(), Some("unclosed group, at character 1"));
    bench.look();
    bench.check("ab");
    bench.1.set_scope(Scope::Group("h".into()));
    bench.look();
    bench.check("");
}

/// As many events as are asked for, each of four hundred bytes, a third of them with an x.
fn many(numbers: std::ops::Range<i64>) -> Vec<Event> {
    let event = |n: i64| Event {
        id: n.to_string().into(),
        group: "g".into(),
        stream: "s".into(),
        time: Time::UNIX_EPOCH + TimeDelta::milliseconds(n),
        ingested: Time::UNIX_EPOCH + TimeDelta::milliseconds(n),
        text: format!("{}{n:0399}", if n % 3 == 0 { "x" } else { "y" }).into(),
    };
    numbers.map(event).collect()
}

#[test]
fn much_is_looked_at_elsewhere_and_little_on_the_spot() {
    let mut bench = Bench::default();
    bench.0.extend(many(0..30_000));
    bench.look();
    bench.1.set_include("x");
    bench.1.search("7$").unwrap();
    bench.look();
    let shown = bench.1.events(&bench.0).len();
    assert!(shown > 1_000 && shown < 10_000, "{shown}");
    assert!(!bench.1.is_complete() && !bench.1.matches().is_complete);
    let newest = bench.1.events(&bench.0).get(shown - 1).unwrap();
    assert_eq!(newest.time().timestamp_millis(), 29_997);
    assert!(bench.scan() > 2 * 20_000);
    assert!(bench.1.is_complete());
    assert_eq!(bench.1.events(&bench.0).len(), 10_000);
    assert_eq!(bench.1.matches(), Matches { count: 1_000, is_complete: true });
    assert_eq!(bench.scan(), 0);
    bench.0.extend(many(30_000..30_010));
    assert_eq!(bench.look(), News::More(4));
    assert_eq!(bench.scan(), 0);
}

#[test]
fn what_is_asked_for_is_asked_for_once_and_what_arrives_meanwhile_afterwards() {
    let mut bench = Bench::default();
    bench.0.extend(many(0..20_000));
    bench.1.set_include("x");
    bench.look();
    let scans = bench.1.scans(&bench.0, &bench.2);
    assert_eq!(scans.len(), 1);
    bench.0.extend(many(20_000..40_000));
    bench.look();
    assert_eq!(bench.1.scans(&bench.0, &bench.2), []);
    scans[0].run(|| true, |found| bench.2.hear(found) == Change::News);
    bench.look();
    assert!(!bench.1.is_complete());
    assert!(bench.scan() > 0);
    assert!(bench.1.is_complete());
    assert_eq!(bench.1.events(&bench.0).len(), 13_334);
}

#[test]
fn what_is_of_no_use_any_more_is_stopped() {
    let mut bench = Bench::default();
    bench.0.extend(many(0..20_000));
    bench.1.set_include("x");
    bench.look();
    let first = bench.1.scans(&bench.0, &bench.2);
    bench.1.set_include("xy");
    bench.look();
    let second = bench.1.scans(&bench.0, &bench.2);
    assert!(first[0].query != second[0].query && !second[0].lines.is_empty());
    bench.1.set_include("");
    bench.look();
    let third = bench.1.scans(&bench.0, &bench.2);
    assert!(third[0].lines.is_empty());
    assert_eq!(bench.1.scans(&bench.0, &bench.2), []);
    // An answer that comes late is of no harm.
    first[0].run(|| true, |found| bench.2.hear(found) == Change::News);
    bench.look();
    assert_eq!(bench.1.events(&bench.0).len(), 20_000);
}

#[test]
fn a_scan_ends_with_the_segment_in_which_it_is_told_to() {
    let mut bench = Bench::default();
    bench.0.extend(many(0..20_000));
    bench.1.set_include("x");
    bench.look();
    let scans = bench.1.scans(&bench.0, &bench.2);
    let (asked, told) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let goes_on = || {
        asked.set(asked.get() + 1);
        asked.get() < 3
    };
    scans[0].run(goes_on, |_| {
        told.set(told.get() + 1);
        true
    });
    assert_eq!((asked.get(), told.get()), (3, 0));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(crate::domain::log::soak(16)))]

    #[test]
    fn whatever_happens_in_whatever_order_what_is_shown_is_what_passes(
        steps in proptest::collection::vec((0_u8..7, 0_i64..300, 1_i64..2_500), 1..16),
    ) {
        let mut bench = Bench(
            Buffer::new(Bounds { lines: 12_000, ..Bounds::default() }),
            Index::default(),
            Scans::default(),
        );
        // Scans under way, one for each aim; a new one replaces the old.
        let mut under_way = HashMap::new();
        for (step, from, len) in steps {
            match step {
                0 => bench.1.set_include(["", "x", "y 7", "~^x.*[05]$"][usize::try_from(from % 4).unwrap()]),
                1 => bench.1.search(["", "1", "3$"][usize::try_from(from % 3).unwrap()]).unwrap(),
                2 => {
                    let scans = bench.1.scans(&bench.0, &bench.2);
                    under_way.extend(scans.into_iter().map(|scan| (scan.query.aim(), scan)));
                }
                3 => bench.carry_out(under_way.drain()),
                _ => {
                    bench.0.extend(many(from * 100..from * 100 + len));
                }
            }
            bench.look();
        }
        bench.carry_out(under_way.drain());
        bench.look();
        while bench.scan() > 0 {}
        proptest::prop_assert!(bench.1.is_complete() && bench.1.matches().is_complete);
        let events = bench.1.events(&bench.0);
        let shown: Vec<Place> = (0..events.len()).map(|n| events.get(n).unwrap().place()).collect();
        let passing: Vec<Line<'_>> = bench.0.iter().filter(|line| bench.1.query.passes(*line)).collect();
        let want: Vec<Place> = passing.iter().map(|line| line.place()).collect();
        proptest::prop_assert_eq!(&shown, &want);
        for (n, place) in want.iter().enumerate().step_by(97) {
            proptest::prop_assert_eq!(events.index(*place), n);
        }
        let needle = bench.1.needle().cloned();
        let is_found = |line: &Line<'_>| needle.as_ref().is_some_and(|needle| needle.is_in(line.text()));
        let want: Vec<Place> = passing.into_iter().filter(is_found).map(Line::place).collect();
        let mut found = Vec::new();
        let mut place = Place::default();
        while let Some(next) = bench.1.match_after(&bench.0, place) {
            found.push(next);
            place = next;
        }
        proptest::prop_assert_eq!(&found, &want);
        proptest::prop_assert_eq!(bench.1.matches().count, want.len());
        if let Some(last) = want.last() {
            proptest::prop_assert_eq!(bench.1.rank(&bench.0, *last), Some(want.len()));
            proptest::prop_assert_eq!(bench.1.match_before(&bench.0, Place::END), Some(*last));
        }
    }
}
