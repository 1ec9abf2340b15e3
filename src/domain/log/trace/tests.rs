use super::*;
use crate::clock::Time;
use crate::domain::log::{Bounds, Buffer, Event, Index, Names, Scans};
use chrono::TimeDelta;

const PYTHON: &str =
    "Traceback (most recent call last):|  File \"a.py\", line 1, in <module>|    f()|KeyError: 'x'";
const JAVA: &str = "java.lang.RuntimeException: a|\tat x.Y.z(Y.java:3)|\tat x.Y.main(Y.java:1)|Caused by: b: c|\tat q.R.s(R.java:7)|\t... 1 more";

/// Lines of the stream `a`; those that begin with `b:` are of another one.
fn buffer(lines: &str) -> Buffer {
    let mut buffer = Buffer::new(Bounds { lines: 200_000, ..Bounds::default() });
    buffer.extend(events(lines));
    buffer
}

fn events(lines: &str) -> Vec<Event> {
    let events = lines.split('|').enumerate().map(|(n, text)| {
        let (stream, text) = text.strip_prefix("b:").map_or(("a", text), |text| ("b", text));
        let time = Time::UNIX_EPOCH + TimeDelta::milliseconds(i64::try_from(n).unwrap_or_default());
        let (id, group) = (n.to_string().into(), "g".into());
        Event { id, group, stream: stream.into(), time, ingested: time, text: text.into() }
    });
    events.collect()
}

/// The events of the report that one is part of, and its headline.
fn told(traces: &Traces<'_>, events: Events<'_>, n: usize) -> Option<(Vec<usize>, String)> {
    let trace = traces.of(n)?;
    let numbers: Vec<usize> = trace.lines(events).map(|line| events.index(line.place())).collect();
    assert_eq!(
        (trace.head(), trace.tail(), trace.count()),
        (numbers[0], numbers[numbers.len() - 1], numbers.len())
    );
    Some((numbers, trace.headline(events).into_owned()))
}

/// Each report's events and headline, as every one of its events tells them, asked alone and after others.
#[track_caller]
fn check(lines: &str, want: &[(&[usize], &str)]) {
    let buffer = buffer(lines);
    let events = Events::new(&buffer, None);
    let together = Traces::new(events);
    for n in 0..events.len() {
        let want = want.iter().find(|(numbers, _)| numbers.contains(&n));
        let want = want.map(|(numbers, words)| (numbers.to_vec(), (*words).to_owned()));
        assert_eq!(told(&Traces::new(events), events, n), want, "{n} of {lines}");
        assert_eq!(told(&together, events, n), want, "{n} of {lines}");
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
fn reports_that_follow_each_other_are_several() {
    check("E: a|\tat b|\tat c|F: d|\tat e", &[(&[0, 1, 2], "E: a"), (&[3, 4], "F: d")]);
    check(
        "Traceback (most recent call last):|Traceback (most recent call last):|  File|E: a|F: b|\tat c",
        &[(&[1, 2, 3], "E: a"), (&[4, 5], "F: b")],
    );
}

/// A traceback of so many frames after every line of `before`, which may be of other streams.
fn long(frames: usize, between: &str) -> String {
    let frame = format!("  File|{between}");
    format!("said|Traceback (most recent call last):|{}E: last|said", frame.repeat(frames))
}

#[test]
fn however_long_a_report_is_it_is_one() {
    for frames in [200, 5_000, 50_000] {
        let buffer = buffer(&long(frames, ""));
        let events = Events::new(&buffer, None);
        for n in [1, 2, frames / 2, frames + 1, frames + 2] {
            let trace = Traces::new(events).of(n).unwrap();
            assert_eq!((trace.head(), trace.tail(), trace.count()), (1, frames + 2, frames + 2), "{n}");
            assert_eq!(trace.headline(events), "E: last");
        }
        assert!(Traces::new(events).of(0).is_none() && Traces::new(events).of(frames + 3).is_none());
    }
}

#[test]
fn a_report_is_what_passes_of_it() {
    let buffer = buffer(&long(3_000, "b:noise|"));
    let mut index = Index::default();
    index.set_exclude("noise");
    index.catch_up(&buffer, &Scans::default(), Names::new);
    let events = index.events(&buffer);
    let trace = Traces::new(events).of(2_000).unwrap();
    assert_eq!((trace.head(), trace.tail(), trace.count()), (1, 3_002, 3_002));
    index.set_exclude("noise Traceback");
    index.catch_up(&buffer, &Scans::default(), Names::new);
    assert!(Traces::new(index.events(&buffer)).of(2_000).is_none());
}

#[test]
fn what_is_forgotten_of_a_report_is_no_part_of_it() {
    let mut buffer = Buffer::new(Bounds { lines: 50, ..Bounds::default() });
    buffer.extend(events(&format!("{}E: a|\tat b|\tat c|{}", "x|".repeat(9), "y|".repeat(48))));
    let events = Events::new(&buffer, None);
    assert_eq!((events.len(), Traces::new(events).of(0).is_none()), (50, true));
}

/// How many lines are looked at for something.
fn lent<T>(ask: impl FnOnce() -> T) -> (usize, T) {
    let before = Line::lent();
    let answer = ask();
    (Line::lent() - before, answer)
}

#[test]
fn a_line_is_looked_at_once_for_reports() {
    for line in ["said", "  indented", "b:said", "\tat x"] {
        let buffer = buffer(&format!("{}said", format!("{line}|").repeat(100_000)));
        let events = Events::new(&buffer, None);
        let (first, _) = lent(|| Traces::new(events).of(50_000));
        let (again, _) = lent(|| (0..50).filter(|n| Traces::new(events).of(50_000 + n).is_some()).count());
        assert!(first <= 100_100 && again <= 100, "{first}, {again} lines for {line:?}");
    }
}
