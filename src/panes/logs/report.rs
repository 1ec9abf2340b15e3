//! Reports of mistakes that take many lines, told in one: Python tracebacks and Java stack traces.

use std::borrow::Cow;

/// The bytes of a text that are looked at: a report is told from its beginning, and no frame looks at a megabyte.
const EXCERPT: usize = 64 * 1_024;

const TRACEBACK: &str = "Traceback (most recent call last)";

/// What a report comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<'a> {
    /// The line that names the mistake; not visible yet.
    pub headline: Cow<'a, str>,
    /// How many other lines there are; at least so many, where the text goes on beyond what was looked at.
    pub more: usize,
}

impl<'a> Report<'a> {
    /// The report that a text is; `None`: it is none.
    pub fn of(text: &'a str) -> Option<Self> {
        // Most lines are one line, and known as no report at once.
        memchr::memchr(b'\n', text.get(..text.floor_char_boundary(EXCERPT))?.trim().as_bytes())?;
        let lines = lines(text);
        let (first, rest) = lines.split_first()?;
        let headline = python(first, rest).or_else(|| java(first, rest))?;
        Some(Self { headline, more: rest.len() })
    }
}

/// The lines that say something.
fn lines(text: &str) -> Vec<&str> {
    let head = text.get(..text.floor_char_boundary(EXCERPT)).unwrap_or_default();
    head.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect()
}

/// With what was logged before the traceback, if anything was; Lambda puts the exception there, and nothing below.
fn python<'a>(first: &'a str, rest: &[&'a str]) -> Option<Cow<'a, str>> {
    let exception = || rest.get(last_frame(rest)? + 1..)?.iter().find(|line| !is_indented(line)).copied();
    if first.starts_with(TRACEBACK) {
        return Some(exception()?.into());
    }
    rest.iter().any(|line| line.trim_start().starts_with(TRACEBACK)).then_some(())?;
    Some(exception().map_or(first.into(), |exception| both(first, exception)))
}

fn last_frame(lines: &[&str]) -> Option<usize> {
    lines.iter().rposition(|line| line.starts_with("  File \""))
}

fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// With the innermost cause, if it has another than itself.
fn java<'a>(first: &'a str, rest: &[&'a str]) -> Option<Cow<'a, str>> {
    let is_frame = |line: &&str| is_indented(line) && line.trim_start().starts_with("at ");
    let is_trace = rest.iter().any(is_frame) && !is_indented(first);
    is_trace.then_some(())?;
    let cause = rest.iter().rev().find(|line| line.starts_with("Caused by: "));
    Some(cause.map_or(first.into(), |cause| both(first, cause)))
}

fn both<'a>(first: &str, second: &str) -> Cow<'a, str> {
    format!("{first} · {second}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<(&str, usize)>) {
        let report = Report::of(text);
        let got = report.as_ref().map(|report| (&*report.headline, report.more));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn a_traceback_comes_to_its_exception() {
        let frames = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    f()\n";
        check(&format!("{frames}KeyError: 'x'\n"), Some(("KeyError: 'x'", 3)));
        check(&format!("{frames}ValueError: two\nlines"), Some(("ValueError: two", 4)));
        let chained = format!(
            "{frames}KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n{frames}E: y"
        );
        check(&chained, Some(("E: y", 8)));
        check(&format!("ERROR:root:no luck\n{frames}E: y"), Some(("ERROR:root:no luck · E: y", 4)));
    }

    #[test]
    fn of_a_traceback_of_lambda_the_first_line_says_it() {
        let text = "[ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):\n  File \"/var/task/f.py\", line 9, in g\n    x";
        check(text, Some(("[ERROR] KeyError: 'bucket_name'", 3)));
    }

    #[test]
    fn a_stack_trace_comes_to_its_exception_and_its_innermost_cause() {
        let trace = "java.lang.RuntimeException: a\n\tat x.Y.z(Y.java:3)\n\tat x.Y.main(Y.java:1)";
        check(trace, Some(("java.lang.RuntimeException: a", 2)));
        check(
            &format!("{trace}\nCaused by: b: c\n\tat q.R.s(R.java:7)\n\t... 1 more"),
            Some(("java.lang.RuntimeException: a · Caused by: b: c", 5)),
        );
    }

    #[test]
    fn other_text_is_no_report_however_many_lines_it_has() {
        for text in [
            "",
            "one\n",
            "one\ntwo",
            "Traceback (most recent call last):",
            "  at last\n  at least",
            "x\n  File \"a\"",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn of_an_endless_text_only_the_beginning_is_looked_at() {
        let text = format!("E: x\n{}", "\tat a\n".repeat(1 << 18));
        assert!(Report::of(&text).is_some_and(|report| report.more < EXCERPT));
    }
}
