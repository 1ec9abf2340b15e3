//! Filtering and searching many lines: the screen never waits for it.

use chrono::TimeDelta;
use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::log::{Aim, Event, Scan};
use farol::effect::{Effect, Effects};

use crate::stage::{Stage, dawn};

/// As many lines as are asked for, of about four hundred bytes; every hundredth has the needle.
fn lines(numbers: std::ops::Range<i64>) -> Observation {
    let event = |n: i64| Event {
        id: n.to_string().into(),
        group: "/aws/lambda/getPublicAPIs".into(),
        stream: "s".into(),
        time: dawn() + TimeDelta::milliseconds(n),
        ingested: dawn() + TimeDelta::milliseconds(n),
        text: format!("{} line {n} {}", if n % 100 == 0 { "needle" } else { "hay" }, "-".repeat(390)).into(),
    };
    Observation::Lines(numbers.map(event).collect())
}

fn stage() -> Stage {
    let mut stage = Stage::new(120, 30);
    stage.press("4");
    stage.hear(lines(0..20_000));
    stage
}

fn scans(effects: Effects) -> Vec<Scan> {
    let scans = effects.into_iter().filter_map(|effect| match effect {
        Effect::Scan(scan) => Some(scan),
        _ => None,
    });
    scans.collect()
}

/// Carries a scan out, and lets the console hear of it piece by piece.
fn carry_out(stage: &mut Stage, scan: &Scan) -> Effects {
    let mut findings = Vec::new();
    scan.run(
        || true,
        |found| {
            findings.push(found);
            true
        },
    );
    assert!(findings.len() > 1);
    findings.into_iter().flat_map(|found| stage.hear(Observation::Scanned(found))).collect()
}

#[test]
fn the_newest_lines_are_filtered_at_once_and_the_others_beside_the_interface() {
    let mut stage = stage();
    let scans = scans(stage.press("/needle"));
    assert!(stage.text().contains("needle line 19900"), "{}", stage.text());
    let last = scans.last().unwrap();
    assert_eq!((last.query.include.text(), last.query.aim()), ("needle", Aim::Filter));
    assert!(last.lines.len() > 10_000 && last.lines.len() < 20_000);
    assert_eq!(carry_out(&mut stage, last), []);
    stage.press("<enter>g");
    assert!(stage.text().contains("needle line 0 "), "{}", stage.text());
}

#[test]
fn every_keystroke_ends_the_scan_of_the_one_before() {
    let mut stage = stage();
    let (first, second) = (scans(stage.press("/n")), scans(stage.press("e")));
    assert_eq!((first.len(), second.len()), (1, 1));
    // Late answers to a question that nobody asks any more change nothing.
    carry_out(&mut stage, &first[0]);
    carry_out(&mut stage, &second[0]);
    let dropped = scans(stage.press("<esc>"));
    assert!(dropped.iter().all(|scan| scan.lines.is_empty()));
    assert!(stage.text().contains("line 19999"), "{}", stage.text());
}

#[test]
fn what_has_arrived_since_the_view_stopped_is_counted_when_it_has_been_looked_at() {
    let mut stage = stage();
    stage.press("k");
    stage.hear(lines(20_000..45_000));
    assert!(stage.text().contains("PAUSED +25,000"), "{}", stage.text());
    let scans = scans(stage.press("/needle"));
    carry_out(&mut stage, scans.last().unwrap());
    assert!(stage.text().contains("PAUSED +250 "), "{}", stage.text());
    stage.hear(lines(45_000..45_200));
    assert!(stage.text().contains("PAUSED +252 "), "{}", stage.text());
}

#[test]
fn nothing_is_said_to_match_no_line_before_every_line_has_been_looked_at() {
    let mut stage = stage();
    stage.press("S line 100 <enter>n");
    assert!(!stage.text().contains("no line matches"), "{}", stage.text());
    assert!(stage.text().contains("still searching"), "{}", stage.text());
}

#[test]
fn a_defect_in_the_looking_is_named_in_the_pane_until_something_else_is_asked_for() {
    let mut stage = stage();
    let said = "filtering the lines: a defect of farol";
    let broken = scans(stage.press("/needle<enter>")).pop().unwrap().query;
    let fault = Fault::new("filtering the lines", Kind::Ours, "a defect of farol: a bolt came loose");
    stage.hear(Observation::Unscanned(broken, fault));
    stage.press("?<esc>");
    assert!(stage.text().contains(said), "{}", stage.text());
    assert!(stage.text().contains("needle line 19900"), "{}", stage.text());
    stage.press("/x");
    assert!(!stage.text().contains(said), "{}", stage.text());
}
