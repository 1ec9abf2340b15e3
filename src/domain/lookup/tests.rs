use std::collections::BTreeMap;

use super::*;
use crate::domain::action::Mode;
use crate::domain::crawler::{Crawl, State as Crawling};
use crate::domain::invocation::{Key, Outcome};
use crate::domain::run::State;

fn at(seconds: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

/// An action sent at 0, whose answer was given up at 30.
fn lookup(action: Action) -> Lookup {
    let (id, before) = ("id".to_owned(), Before::Unread);
    Lookup { id, action, input: None, marked: true, sent: at(0), ended: at(30), before }
}

fn start() -> Lookup {
    lookup(Action::StartJob { job: "j".into(), arguments: BTreeMap::new() })
}

fn unmarked(before: Before) -> Lookup {
    Lookup { marked: false, before, ..start() }
}

fn crawl(before: Before) -> Lookup {
    Lookup { before, ..lookup(Action::StartCrawler { crawler: "c".into() }) }
}

fn stop_crawl(before: Before) -> Lookup {
    Lookup { before, ..lookup(Action::StopCrawler { crawler: "c".into() }) }
}

fn sighted(id: &str, started: i64, state: &str, is_marked: bool) -> Sighted {
    let run = Run {
        id: id.into(),
        state: State::parse(state),
        attempt: 0,
        previous: None,
        started: at(started),
        completed: None,
        execution: std::time::Duration::ZERO,
        error: None,
        detail: None,
        trigger: None,
        arguments: BTreeMap::new(),
        terms: crate::domain::run::Terms::default(),
    };
    Sighted { run, is_marked, is_alike: true }
}

fn crawler(state: Crawling, last: Option<(i64, &str)>) -> Look {
    let last = last.map(|(started, status)| Crawl {
        status: status.into(),
        started: Some(at(started)),
        error: None,
        log_group: None,
        log_stream: None,
        message_prefix: None,
    });
    let crawler = Crawler { name: "c".into(), state, database: None, targets: vec![], last, elapsed: None };
    Look::Crawler(crawler)
}

#[track_caller]
fn check(lookup: &Lookup, asked: i64, look: &Look, want: &str) {
    let verdict = match lookup.judge(at(asked), look) {
        Verdict::Happened(words) => format!("happened: {words}"),
        Verdict::Not(words) => format!("not: {words}"),
        Verdict::Open(words) => format!("open: {words}"),
    };
    assert_eq!(verdict, want);
}

#[test]
fn a_run_that_carries_the_id_is_the_one() {
    let runs = Look::Runs(vec![sighted("jr_2", 5, "RUNNING", false), sighted("jr_1", 1, "STARTING", true)]);
    check(&start(), 31, &runs, "happened: run jr_1 carries this action's id, and is STARTING");
}

#[test]
fn that_no_run_carries_the_id_is_a_verdict_once_a_late_one_would_show() {
    let runs = Look::Runs(vec![sighted("jr_0", -500, "SUCCEEDED", false)]);
    check(&start(), 39, &runs, "open: no run carries this action's id so far");
    check(&start(), 40, &runs, "not: 10s after its answer was lost no run carries this action's id");
}

#[test]
fn a_list_that_does_not_reach_back_proves_nothing() {
    let many = (0..50).map(|n| sighted(&format!("jr_{n}"), 60, "SUCCEEDED", false)).collect();
    let want = "open: none of the 50 newest runs carries this action's id, but there are more";
    check(&start(), 100, &Look::Runs(many), want);
}

#[test]
fn without_an_id_a_new_run_alike_may_be_anybodys_and_none_is_a_verdict() {
    let before = Before::Runs(vec!["jr_0".into()]);
    let old = sighted("jr_0", -5, "RUNNING", false);
    let new = Look::Runs(vec![sighted("jr_1", 1, "RUNNING", false), old.clone()]);
    let want =
        "open: run jr_1 with the same arguments is new, and nothing tells whether this action started it";
    check(&unmarked(before.clone()), 50, &new, want);
    let none = "not: 20s after its answer was lost no run is new and has its arguments";
    check(&unmarked(before.clone()), 50, &Look::Runs(vec![old.clone()]), none);
    let other = Sighted { is_alike: false, ..sighted("jr_1", 1, "RUNNING", false) };
    check(&unmarked(before), 50, &Look::Runs(vec![other, old]), none);
}

#[test]
fn a_crawl_that_began_since_the_look_before_is_what_was_asked_for() {
    let idle = || Before::Crawler { is_busy: false, started: Some(at(-900)) };
    let old = Some((-900, "SUCCEEDED"));
    let running = "happened: it was not crawling before, and is RUNNING";
    check(&crawl(idle()), 31, &crawler(Crawling::Running, old), running);
    let over = crawler(Crawling::Ready, Some((1, "SUCCEEDED")));
    check(&crawl(idle()), 90, &over, "happened: a crawl has ended since: SUCCEEDED");
    check(&crawl(idle()), 31, &crawler(Crawling::Ready, old), "open: it is READY so far");
    let not = "not: its last crawl is that of 2024-10-03 23:45:00 UTC";
    check(&crawl(idle()), 40, &crawler(Crawling::Ready, old), not);
    check(&crawl(Before::Unread), 40, &crawler(Crawling::Ready, old), not);
    check(&crawl(Before::Unread), 40, &crawler(Crawling::Running, old), "open: it is RUNNING so far");
    let busy = Before::Crawler { is_busy: true, started: None };
    check(
        &crawl(busy),
        40,
        &crawler(Crawling::Ready, Some(good(1))),
        "open: it was crawling before, and is READY",
    );
}

const fn good(started: i64) -> (i64, &'static str) {
    (started, "SUCCEEDED")
}

#[test]
fn a_crawl_is_stopped_when_it_says_so_and_not_when_it_ended_or_goes_on() {
    let busy = || Before::Crawler { is_busy: true, started: Some(at(-900)) };
    check(&stop_crawl(busy()), 31, &crawler(Crawling::Stopping, None), "happened: it is STOPPING");
    let cancelled = crawler(Crawling::Ready, Some((-20, "CANCELLED")));
    check(&stop_crawl(busy()), 31, &cancelled, "happened: a crawl has ended since: CANCELLED");
    let ended = crawler(Crawling::Ready, Some(good(-20)));
    check(&stop_crawl(busy()), 31, &ended, "open: it is READY, and a crawl has ended since: SUCCEEDED");
    let running = crawler(Crawling::Running, Some(good(-900)));
    check(&stop_crawl(busy()), 31, &running, "open: it is RUNNING so far");
    check(&stop_crawl(busy()), 40, &running, "not: the same crawl is still RUNNING");
}

#[test]
fn a_run_is_stopped_when_it_says_so_and_not_when_it_ended_or_goes_on() {
    let stop = lookup(Action::StopRun { job: "j".into(), run: "jr_1".into() });
    let state = |state: &str| Look::Runs(vec![sighted("jr_1", -9, state, false)]);
    check(&stop, 31, &state("STOPPED"), "happened: run jr_1 is STOPPED");
    check(&stop, 31, &state("SUCCEEDED"), "not: run jr_1 ended by itself: SUCCEEDED");
    check(&stop, 31, &state("RUNNING"), "open: run jr_1 is RUNNING so far");
    check(&stop, 40, &state("RUNNING"), "not: run jr_1 is still RUNNING");
    check(&stop, 40, &Look::Runs(vec![]), "open: run jr_1 is not among the newest any more");
}

#[test]
fn an_invocation_is_never_decided_but_what_is_known_is_said() {
    let invoke = Action::Invoke { function: "f".into(), payload: serde_json::Value::Null, mode: Mode::Sync };
    let invoke = Lookup { before: Before::Object(Some("a".into())), ..lookup(invoke) };
    let object = |etag: &str, modified| Object {
        key: "k".into(),
        size: 1,
        modified: at(modified),
        etag: etag.into(),
        storage_class: None,
        ..Object::default()
    };
    let begun = |started| Invocation {
        key: Key { started: at(started), stream: "s".into(), nth: 0 },
        request_id: "8f3a".into(),
        started: at(started),
        duration_ms: None,
        billed_ms: None,
        memory_mb: None,
        used_mb: None,
        init_ms: None,
        outcome: Outcome::Running,
    };
    let look = |invocations, object| Look::Traces { invocations, object: Some(object) };
    let old = Some(object("a", -900));
    let none = "open: the log shows no invocation since; the object is as it was";
    check(&invoke, 60, &look(vec![begun(-60)], old), none);
    let new = Some(object("b", 4));
    let words = Outcome::Running.words();
    let one = format!(
        "open: one invocation began 1.0s after the request (8f3a: {words}); the object was written at 00:00:04 UTC"
    );
    check(&invoke, 60, &look(vec![begun(1)], new), &one);
}
