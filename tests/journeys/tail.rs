//! What is said of how the log groups are read.

use chrono::TimeDelta;
use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::log::{Live, Minute, Mode, Source, State};
use farol::effect::Effect;

use crate::stage::{Stage, dawn};

const GROUP: &str = "/aws/lambda/getPublicAPIs";

fn stage(source: Source) -> Stage {
    let mut stage = Stage::new(120, 30);
    stage.press("4");
    stage.hear(Observation::Tail { group: GROUP.into(), source });
    stage
}

fn on() -> Observation {
    Observation::Live(Live::On { since: dawn(), sessions: 1 })
}

fn minute(state: State) -> Observation {
    Observation::Minutes { group: GROUP.into(), minutes: vec![(Minute::of(dawn()), state)], gaps: vec![] }
}

#[track_caller]
fn says(stage: &mut Stage, words: &str) {
    let pane = stage.pane("4 Logs");
    assert!(pane.contains(words), "{words}\n{pane}");
}

#[test]
fn each_way_of_reading_has_its_chip() {
    let check = |source, words| says(&mut stage(source), words);
    check(Source::Polling { every: 3 }, "POLL 3s");
    check(Source::Insights { every: 30 }, "INSIGHTS 30s");
    check(Source::Reconnecting, "RECONNECTING");
    check(Source::Live, "LIVE");
    check(Source::Failing(Fault::new("logs:FilterLogEvents", Kind::Throttled, "")), "THROTTLED");
}

#[test]
fn live_tail_shows_its_minutes_and_what_they_cost() {
    let mut stage = stage(Source::Live);
    stage.hear(on());
    says(&mut stage, "LIVE 1m $0.01");
    stage.wait(150);
    says(&mut stage, "LIVE 3m $0.03");
}

#[test]
fn the_price_and_the_doubts_stand_in_the_frame() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("4");
        stage.hear(Observation::Tail { group: GROUP.into(), source: Source::Live });
        stage.hear(on());
        stage.hear(Observation::Pattern(Some("ERROR".into())));
        stage.hear(minute(State::Sampled(123)));
        insta::assert_snapshot!(format!("tail_live_{width}"), stage.pane("4 Logs"));
    }
}

#[test]
fn a_live_tail_without_a_sign_of_life_says_for_how_long() {
    let mut stage = stage(Source::Stale { since: dawn() - TimeDelta::seconds(5) });
    says(&mut stage, "STALE 5s");
    stage.wait(1);
    says(&mut stage, "STALE 6s");
}

#[test]
fn what_is_missing_is_said_until_it_has_been_read() {
    let mut stage = stage(Source::Live);
    stage.hear(minute(State::Sampled(123)));
    says(&mut stage, "SAMPLED -123");
    stage.hear(minute(State::Unverified));
    says(&mut stage, "UNVERIFIED 1m");
    stage.hear(minute(State::Verified { refilled: 123 }));
    assert!(!stage.pane("4 Logs").contains("VERIFIED"));
    stage.hear(Observation::Pattern(Some("ERROR".into())));
    says(&mut stage, "FILTERED");
}

#[test]
fn a_live_tail_that_nobody_looks_at_is_switched_off() {
    let mut stage = stage(Source::Live);
    stage.hear(on());
    stage.wait(300);
    stage.press("w");
    assert_eq!(stage.wait(599), []);
    assert_eq!(stage.wait(1), [Effect::Rest]);
    stage.hear(Observation::Live(Live::Rested));
    assert_eq!(stage.wait(600), []);
}

#[test]
fn the_live_key_switches_on_and_off_and_why_it_cannot_is_said() {
    let mut stage = stage(Source::Polling { every: 1 });
    assert_eq!(stage.press("L"), [Effect::Tail(Mode::Live)]);
    stage.hear(on());
    assert_eq!(stage.press("L"), [Effect::Tail(Mode::Poll)]);
    let denied = Fault::new("logs:StartLiveTail", Kind::Denied, "no");
    stage.hear(Observation::Live(Live::Refused(denied)));
    stage.hear(Observation::Lines(vec![farol::domain::log::Event {
        id: "1".into(),
        group: GROUP.into(),
        stream: "s".into(),
        time: dawn(),
        ingested: dawn(),
        text: "a line".into(),
    }]));
    says(&mut stage, "polling instead of Live Tail: not allowed");
    assert_eq!(stage.press("L"), [Effect::Tail(Mode::Live)]);
}
