mod bounds;
mod order;

use super::*;
use crate::domain::fault::Kind;

const GROUP: &str = "/aws/lambda/f";

fn at(millis: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::milliseconds(1_700_000_000_000 + millis)
}

/// An event from `<milliseconds> <stream> <text>`, with `\t` and `\n` written out.
fn event(line: &str) -> Event {
    let (millis, rest) = line.trim().split_once(' ').unwrap();
    let (stream, text) = rest.split_once(' ').unwrap();
    Event {
        id: line.into(),
        group: GROUP.into(),
        stream: stream.into(),
        time: at(millis.parse().unwrap()),
        ingested: at(millis.parse().unwrap()),
        text: text.replace("\\t", "\t").replace("\\n", "\n").into(),
    }
}

fn events(lines: &str) -> Vec<Event> {
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(event).collect()
}

/// The history, newest first: stream, start, id and outcome, and the duration where there is one.
fn told(history: &History) -> Vec<String> {
    let tell = |invocation: &Invocation| {
        let started = (invocation.started - at(0)).num_milliseconds();
        let (stream, id) = (&invocation.key.stream, invocation.request_id.exact());
        let duration = invocation.duration_ms.map(|millis| format!(" {millis} ms")).unwrap_or_default();
        format!("{stream} {started} {id} {:?}{duration}", invocation.outcome)
    };
    history.invocations().iter().map(tell).collect()
}

#[track_caller]
fn check(lines: &str, want: &[&str]) {
    let mut forwards = History::default();
    forwards.hear_lines(&events(lines));
    assert_eq!(told(&forwards), want);
    let mut backwards = History::default();
    for event in events(lines).iter().rev() {
        backwards.hear_lines(std::slice::from_ref(event));
        backwards.hear_lines(std::slice::from_ref(event));
    }
    assert_eq!(told(&backwards), want, "backwards");
}

#[test]
fn an_invocation_runs_from_start_to_report() {
    check("10 s START RequestId: a Version: 1", &["s 10 a Running"]);
    check(
        "10 s START RequestId: a\n 20 s END RequestId: a\n 20 s REPORT RequestId: a\\tDuration: 9.5 ms",
        &["s 10 a Good 9.5 ms"],
    );
    check("30 s REPORT RequestId: a\\tDuration: 20 ms", &["s 10 a Good 20 ms"]);
}

#[test]
fn what_an_application_says_belongs_to_what_runs_in_its_stream() {
    check(
        r#"10 s START RequestId: a
           11 s returned {"statusCode": 503}
           12 s REPORT RequestId: a\tDuration: 2 ms
           20 s START RequestId: b
           21 s returned {"statusCode": 200}
           22 s REPORT RequestId: b\tDuration: 2 ms
           20 t START RequestId: c
           21 t [ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):
           22 t REPORT RequestId: c\tDuration: 2 ms"#,
        &[
            r#"t 20 c Raised("KeyError: 'bucket_name'") 2 ms"#,
            "s 20 b Returned(200) 2 ms",
            "s 10 a Returned(503) 2 ms",
        ],
    );
}

#[test]
fn a_line_on_the_border_is_the_last_word_of_the_earlier() {
    check(
        r#"10 s START RequestId: a
           20 s returned {"statusCode": 503}
           20 s REPORT RequestId: a\tDuration: 2 ms
           20 s START RequestId: b
           30 s REPORT RequestId: b\tDuration: 2 ms
           31 s returned {"statusCode": 401}"#,
        &["s 20 b Returned(401) 2 ms", "s 10 a Returned(503) 2 ms"],
    );
}

#[test]
fn everything_may_happen_in_one_millisecond() {
    check(
        r#"10 s START RequestId: a
           10 s returned {"statusCode": 503}
           10 s REPORT RequestId: a\tDuration: 0.5 ms"#,
        &["s 10 a Returned(503) 0.5 ms"],
    );
}

#[test]
fn what_was_plainly_returned_counts_more_than_an_object_that_was_printed() {
    check(
        r#"10 s START RequestId: a
           11 s returned {"statusCode": 200}
           12 s {"statusCode": 503, "url": "upstream"}
           13 s REPORT RequestId: a\tDuration: 3 ms"#,
        &["s 10 a Returned(200) 3 ms"],
    );
}

#[test]
fn retries_share_an_id_and_are_invocations_of_their_own() {
    check(
        r"10 s START RequestId: a
          11 s [ERROR] E.x: 1
          12 s REPORT RequestId: a\tDuration: 2 ms
          60010 s START RequestId: a
          60012 s REPORT RequestId: a\tDuration: 2 ms
          60012 s START RequestId: b
          180010 t START RequestId: a",
        &[
            "t 180010 a Running",
            "s 60012 b Running",
            "s 60010 a Good 2 ms",
            r#"s 10 a Raised("E.x: 1") 2 ms"#,
        ],
    );
}

#[test]
fn the_worst_that_is_told_is_the_outcome() {
    let timed_out = "2024-04-14T01:28:52.171Z a Task timed out after 3.03 seconds";
    check(
        &format!(
            "10 s START RequestId: a\n3010 s REPORT RequestId: a\\tDuration: 3000 ms\n3011 s {timed_out}"
        ),
        &["s 10 a TimedOut 3000 ms"],
    );
    check(
        r"10 s START RequestId: a
          12 s REPORT RequestId: a\tDuration: 600000.00 ms\tStatus: timeout",
        &["s 10 a TimedOut 600000 ms"],
    );
    check(
        r#"10 s START RequestId: a
           11 s [ERROR] KeyError: 'x'
           11 s returned {"statusCode": 200}
           12 s REPORT RequestId: a\tDuration: 2 ms"#,
        &[r#"s 10 a Raised("KeyError: 'x'") 2 ms"#],
    );
    check(
        r"10 s START RequestId: a
          12 s REPORT RequestId: a\tDuration: 2 ms\tStatus: error\tError Type: Runtime.OutOfMemory
          13 s RequestId: a Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
        &["s 10 a OutOfMemory 2 ms"],
    );
    check(
        r"10 s START RequestId: a
          11 s [ERROR] KeyError: 'x'
          12 s REPORT RequestId: a\tDuration: 2 ms\tStatus: error\tError Type: KeyError",
        &[r#"s 10 a Raised("KeyError: 'x'") 2 ms"#],
    );
}

#[test]
fn a_failed_initialisation_tells_its_message_before_start() {
    check(
        r"10 s INIT_START Runtime Version: x
          11 s [ERROR] Runtime.ImportModuleError: Unable to import module 'app'
          12 s INIT_REPORT Init Duration: 1 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError
          200 s START RequestId: a
          202 s REPORT RequestId: a\tDuration: 2 ms\tStatus: error\tError Type: Runtime.ImportModuleError",
        &[r#"s 200 a Crashed("Runtime.ImportModuleError: Unable to import module 'app'") 2 ms"#],
    );
}

#[test]
fn a_failure_without_the_platforms_lines_is_still_an_invocation() {
    check(
        r#"10 s {"level":"ERROR","errorType":"KeyError","errorMessage":"'x'","requestId":"a"}"#,
        &[r#"s 10 a Raised("KeyError: 'x'")"#],
    );
    check(r#"10 s returned {"statusCode": 503}"#, &[]);
}

#[test]
fn an_answer_decides_whether_it_comes_before_the_lines_or_after() {
    let lines = r#"10 s START RequestId: a
                   11 s {"statusCode": 503}
                   12 s REPORT RequestId: a\tDuration: 2 ms"#;
    for split in 0..=3 {
        let (mut history, events) = (History::default(), events(lines));
        let (before, after) = events.split_at(split);
        history.hear_lines(before);
        history.hear_answer(&"a".into(), None, &r#"{"statusCode": 200}"#.into());
        history.hear_lines(after);
        assert_eq!(told(&history), ["s 10 a Returned(200) 2 ms"], "{split}");
    }
}

#[test]
fn an_answer_ends_what_is_running_and_a_clearer_log_is_believed() {
    let mut history = History::default();
    history.hear_lines(&events("10 s START RequestId: a"));
    let error = r#"{"errorType": "KeyError", "errorMessage": "'x'"}"#;
    history.hear_answer(&"a".into(), Some(&"Unhandled".into()), &error.into());
    assert_eq!(told(&history), [r#"s 10 a Raised("KeyError: 'x'")"#]);
    history.hear_lines(&events(r"12 s REPORT RequestId: a\tDuration: 2 ms\tStatus: timeout"));
    assert_eq!(told(&history), ["s 10 a TimedOut 2 ms"]);
}

#[test]
fn other_groups_say_nothing_once_the_functions_own_is_known() {
    let mut other = event("10 s START RequestId: other");
    other.group = "/aws/lambda/other".into();
    other.stream = "o".into();
    let mut history = History::default();
    history.hear_lines(std::slice::from_ref(&other));
    assert_eq!(told(&history), ["o 10 other Running"]);
    history.hear_past(at(0), Ok(events("10 s START RequestId: a")), at(-10), true);
    assert_eq!(told(&history), ["s 10 a Running"]);
    history.hear_lines(&[other]);
    assert_eq!(told(&history), ["s 10 a Running"]);
}

#[test]
fn a_past_that_says_nothing_new_changes_nothing() {
    let mut history = History::default();
    let mut hear = |millis, answer| history.hear_past(at(millis), answer, at(-10), true);
    let lines = || Ok(events("10 s START RequestId: a"));
    let denied = || Err(Fault::new("logs:FilterLogEvents", Kind::Denied, "no"));
    assert_eq!(hear(5, lines()), Change::News);
    assert_eq!(hear(6, lines()), Change::Same);
    assert_eq!(hear(7, denied()), Change::News);
    assert_eq!(hear(8, denied()), Change::Same);
    assert_eq!(hear(9, lines()), Change::News);
    assert_eq!(history.hear_past(at(10), lines(), at(-20), true), Change::News);
    assert_eq!(history.hear_lines(&events("11 s just talking")), Change::Same);
}

#[test]
fn a_past_that_cannot_be_read_leaves_what_is_known() {
    let mut history = History::default();
    history.hear_past(at(5), Ok(events("10 s START RequestId: a")), at(-10), true);
    history.hear_past(at(6), Err(Fault::new("logs:FilterLogEvents", Kind::Denied, "no")), at(-9), true);
    assert_eq!(told(&history).len(), 1);
    assert_eq!((history.read(), history.since()), (Some(at(5)), Some((at(-10), true))));
    assert!(history.fault().is_some());
}
