use super::*;
use crate::clock::Time;
use crate::domain::log::{Bounds, Buffer, Event};
use chrono::TimeDelta;

const PYTHON: &str =
    "Traceback (most recent call last):|  File \"a.py\", line 1, in <module>|    f()|KeyError: 'x'";
const JAVA: &str = "java.lang.RuntimeException: a|\tat x.Y.z(Y.java:3)|\tat x.Y.main(Y.java:1)|Caused by: b: c|\tat q.R.s(R.java:7)|\t... 1 more";

/// Lines of the stream `a`; those that begin with `b:` are of another one.
fn buffer(lines: &str) -> Buffer {
    let mut buffer = Buffer::new(Bounds { lines: 200_000, ..Bounds::default() });
    let events = lines.split('|').enumerate().map(|(n, text)| {
        let (stream, text) = text.strip_prefix("b:").map_or(("a", text), |text| ("b", text));
        let time = Time::UNIX_EPOCH + TimeDelta::milliseconds(i64::try_from(n).unwrap_or_default());
        let (id, group) = (n.to_string().into(), "g".into());
        Event { id, group, stream: stream.into(), time, ingested: time, text: text.into() }
    });
    buffer.extend(events);
    buffer
}

/// Each report's events and headline, as every one of its events tells them.
#[track_caller]
fn check(lines: &str, want: &[(&[usize], &str)]) {
    let buffer = buffer(lines);
    let events = Events::new(&buffer, None);
    for n in 0..events.len() {
        let trace = Trace::of(events, n);
        let got = trace.as_ref().map(|trace| (trace.events.as_slice(), trace.headline(events).into_owned()));
        let want = want.iter().find(|(numbers, _)| numbers.contains(&n));
        assert_eq!(got, want.map(|(numbers, words)| (*numbers, (*words).to_owned())), "{n} of {lines}");
    }
}

#[test]
fn the_lines_of_a_traceback_are_one_report() {
    check(&format!("before|{PYTHON}|after"), &[(&[1, 2, 3, 4], "KeyError: 'x'")]);
    check(&PYTHON.replace("  ", "\u{a0}\u{a0}"), &[(&[0, 1, 2, 3], "KeyError: 'x'")]);
    check(
        &format!("{PYTHON}|{PYTHON}"),
        &[(&[0, 1, 2, 3], "KeyError: 'x'"), (&[4, 5, 6, 7], "KeyError: 'x'")],
    );
}

#[test]
fn chained_tracebacks_are_one_report_that_the_last_exception_names() {
    let joint = "||During handling of the above exception, another exception occurred:||";
    let last = PYTHON.replace("KeyError: 'x'", "E: y");
    check(&format!("{PYTHON}{joint}{last}"), &[(&(0..11).collect::<Vec<_>>(), "E: y")]);
}

#[test]
fn a_stack_trace_is_one_report_with_its_innermost_cause() {
    check(
        &format!("x|{JAVA}|y"),
        &[(&[1, 2, 3, 4, 5, 6], "java.lang.RuntimeException: a · Caused by: b: c")],
    );
}

#[test]
fn lines_of_other_streams_stand_between_and_are_no_part() {
    let lines = PYTHON.replacen("|    f()", "|b:E: z|b:  File|    f()", 1);
    check(&lines, &[(&[0, 1, 4, 5], "KeyError: 'x'")]);
}

#[test]
fn a_report_that_is_still_coming_is_one_already() {
    check(
        "Traceback (most recent call last):|  File \"a.py\"",
        &[(&[0, 1], "Traceback (most recent call last):")],
    );
}

#[test]
fn indented_lines_and_lone_headers_are_no_report() {
    for lines in [
        "{|  \"a\": 1|}",
        "Traceback (most recent call last):|KeyError",
        "a|  at|b",
        "a|START RequestId: x|\tat b",
    ] {
        check(lines, &[]);
    }
}

#[test]
fn of_a_hundred_thousand_lines_only_those_nearby_are_looked_at() {
    for (line, most) in [("said", 4), ("  indented", 4 * FAR), ("b:said", 4 * FAR)] {
        let buffer = buffer(&format!("{}said", format!("{line}|").repeat(100_000)));
        let events = Events::new(&buffer, None);
        let before = Line::lent();
        assert_eq!(Trace::of(events, 50_000), None);
        assert_eq!(Trace::of(events, 100_000), None);
        let lent = Line::lent() - before;
        assert!(lent <= 2 * most, "{lent} lines for {line:?}");
    }
}
