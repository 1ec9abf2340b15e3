//! What speaks against an action.

use std::time::Duration;

use chrono::TimeDelta;

use super::*;
use crate::domain::crawler::{self, Crawl, Crawler};
use crate::domain::function::Function;
use crate::domain::invocation::{Invocation, Key, Outcome};
use crate::domain::pipeline::Place;
use crate::domain::run::State;

fn now() -> Time {
    Time::from_timestamp(1_772_334_000, 0).unwrap()
}

fn ago(seconds: i64) -> Time {
    now() - TimeDelta::seconds(seconds)
}

fn run(id: &str, state: State, seconds: i64, error: &str) -> Run {
    Run {
        id: id.into(),
        completed: state.is_final().then(|| ago(seconds - 20)),
        state,
        attempt: 0,
        previous: None,
        started: ago(seconds),
        execution: Duration::ZERO,
        error: (!error.is_empty()).then(|| error.into()),
        detail: None,
        trigger: None,
        arguments: std::collections::BTreeMap::new(),
        terms: crate::domain::run::Terms::default(),
    }
}

fn crawler_after(status: &str, error: Option<&str>) -> Crawler {
    let last = Crawl {
        status: status.into(),
        started: Some(ago(300)),
        error: error.map(Into::into),
        log_group: None,
        log_stream: None,
        message_prefix: None,
    };
    Crawler {
        name: "c".into(),
        state: crawler::State::Ready,
        database: None,
        targets: vec![],
        last: Some(last),
        elapsed: None,
    }
}

fn words(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.words(now(), "somebody else")).collect()
}

#[track_caller]
fn check(findings: &[Finding], want: &[&str]) {
    assert_eq!(words(findings), want);
}

#[test]
fn a_run_that_is_not_over_stops_another_and_one_that_is_just_over_is_told() {
    let running = runs(now(), &[run("jr_2", State::Running, 4, ""), run("jr_1", State::Succeeded, 90, "")]);
    check(&running, &["already RUNNING, started 4s ago by somebody else (jr_2)"]);
    assert_eq!(running[0].weight(), Weight::Stops);
    let recent = runs(now(), &[run("jr_2", State::Succeeded, 30, "")]);
    check(&recent, &["started 30s ago by somebody else, and SUCCEEDED (jr_2)"]);
    assert_eq!(recent[0].weight(), Weight::Warns);
    check(&runs(now(), &[run("jr_2", State::Succeeded, 90, "")]), &[]);
}

#[test]
fn runs_that_fail_for_one_reason_are_counted_back_to_the_first_of_them() {
    let failed = |n: i64, error| run(&format!("jr_{n}"), State::Failed, n * 100, error);
    check(&runs(now(), &[failed(1, "E: x")]), &["the last one, 1m ago, failed: E: x"]);
    let streak = [failed(1, "E: x"), failed(2, "E: x"), failed(3, "F"), failed(4, "E: x")];
    check(&runs(now(), &streak), &["the last 2 failed for the same reason, since 3m ago: E: x"]);
    let mended = [run("jr_9", State::Succeeded, 90, ""), failed(2, "E: x")];
    check(&runs(now(), &mended), &[]);
}

#[test]
fn a_run_is_said_to_have_ended_as_it_did_and_one_that_was_stopped_has_not_failed() {
    let of = |state, error| runs(now(), &[run("jr_1", state, 300, error)]);
    check(&of(State::Stopped, ""), &["the last one, 5m ago, was STOPPED by somebody"]);
    check(&of(State::Timeout, ""), &["the last one, 5m ago, ended in TIMEOUT"]);
    check(&of(State::Error, "no job"), &["the last one, 5m ago, ended in ERROR: no job"]);
    check(&of(State::Failed, ""), &["the last one, 5m ago, failed"]);
    check(&of(State::Stopping, ""), &["already STOPPING, started 5m ago by somebody else (jr_1)"]);
    let twice = [run("jr_2", State::Timeout, 100, ""), run("jr_1", State::Timeout, 300, "")];
    check(&runs(now(), &twice), &["the last 2 ended in TIMEOUT for the same reason, since 5m ago"]);
    let unlike = [run("jr_2", State::Timeout, 100, ""), run("jr_1", State::Failed, 300, "")];
    check(&runs(now(), &unlike), &["the last one, 1m ago, ended in TIMEOUT"]);
}

#[test]
fn a_crawl_that_was_cancelled_has_not_failed() {
    let mut crawler = crawler_after("CANCELLED", None);
    check(&super::crawler(now(), &crawler), &["the last one, 5m ago, was CANCELLED by somebody"]);
    crawler = crawler_after("FAILED", Some("no bucket"));
    check(&super::crawler(now(), &crawler), &["the last one, 5m ago, failed: no bucket"]);
}

#[test]
fn a_crawl_under_way_stops_another() {
    let mut busy = crawler_after("FAILED", Some("no bucket"));
    busy.state = crawler::State::Running;
    busy.elapsed = Some(Duration::from_secs(4));
    check(&super::crawler(now(), &busy), &["already RUNNING, started 4s ago by somebody else"]);
    busy.state = crawler::State::Ready;
    check(&super::crawler(now(), &busy), &["the last one, 5m ago, failed: no bucket"]);
}

#[test]
fn a_function_that_takes_no_invocations_is_told() {
    let of = |state: &str| Function {
        log_group: "g".into(),
        timeout: Duration::from_secs(3),
        memory: 128,
        runtime: None,
        state: Some(state.into()),
        modified: None,
    };
    check(&function(Some(&of("Active")), None), &[]);
    check(
        &function(Some(&of("Active")), Some(0)),
        &["the function is disabled: its reserved concurrency is 0"],
    );
    check(&function(Some(&of("Failed")), Some(2)), &["the function is Failed"]);
}

#[test]
fn an_invocation_without_an_end_is_running_for_as_long_as_it_may() {
    let call = |seconds, outcome| Invocation {
        key: Key { started: ago(seconds), stream: "s".into(), nth: 0 },
        request_id: "r".into(),
        started: ago(seconds),
        duration_ms: None,
        billed_ms: None,
        memory_mb: None,
        used_mb: None,
        init_ms: None,
        outcome,
    };
    let longest = TimeDelta::seconds(10);
    let of = |calls: &[Invocation]| words(&invocations(now(), calls, longest));
    assert_eq!(of(&[call(4, Outcome::Running)]), ["already running, started 4s ago by somebody else (r)"]);
    assert_eq!(of(&[call(11, Outcome::Running)]), Vec::<String>::new());
    assert_eq!(
        of(&[call(4, Outcome::Returned(404))]),
        ["started 4s ago by somebody else, and 404 (r)", "the last one, 4s ago, failed: 404"]
    );
}

#[test]
fn an_input_that_is_missing_is_named() {
    let mut place = Place { bucket: "b".into(), key: Some("k\u{202e}".into()) };
    check(&input(&place, None), &["its input is missing: s3://b/k<U+202E>"]);
    place.key = None;
    check(&input(&place, None), &["its input is missing: s3://b/ is empty"]);
}

#[test]
fn only_what_was_not_seen_before_is_news() {
    let of = |findings: Vec<Finding>| Preflight {
        begun: now(),
        taken: now(),
        identity: None,
        findings,
        last_good: None,
    };
    let running = |id: &str, state| of(runs(now(), &[run(id, state, 4, "")]));
    let seen = running("jr_1", State::Starting);
    assert_eq!(running("jr_1", State::Running).news(&seen.findings), Vec::<&Finding>::new());
    assert_eq!(running("jr_2", State::Starting).news(&seen.findings).len(), 1);
    assert_eq!(of(vec![]).news(&seen.findings).len(), 0);
}
