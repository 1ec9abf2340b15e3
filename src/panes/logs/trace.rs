//! Reports of mistakes that come as one event a line: which events belong together.
//!
//! A program that prints a traceback into a stream gives every line an event of its own. Only events of one stream
//! belong together, whatever stands between them; and only so many are looked at that no frame costs much.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::log::{Events, Kind, Line, Stream};

/// The most events on either side that are looked at, and the most of them that are of the same stream.
const FAR: usize = 256;
const MOST: usize = 128;
/// The bytes of the longest line that can be part of a report.
const LONG: usize = 4 * 1_024;

const JOINTS: [&str; 2] =
    ["During handling of the above exception", "The above exception was the direct cause"];

/// What a line can be in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The first line of a Python traceback.
    Header,
    /// Where it came from: an indented line.
    Frame,
    /// Where it came from in Java.
    At,
    /// What it was caused by, in Java.
    Cause,
    /// What stands between two tracebacks of Python.
    Joint,
    /// Nothing.
    Blank,
    /// What a program says; the line that names the mistake.
    Other,
    /// No part of any.
    Foreign,
}

/// Events that are one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Their numbers, in their order; at least two.
    pub events: Vec<usize>,
    /// Which of them name the mistake.
    headlines: Vec<usize>,
}

impl Trace {
    /// The report that an event is part of.
    pub fn of(events: Events<'_>, n: usize) -> Option<Self> {
        let (numbers, parts) = near(events, n)?;
        let at = numbers.iter().position(|number| *number == n)?;
        let found = traces(&parts).into_iter().find(|(range, _)| range.contains(&at))?;
        let number = |at: usize| numbers.get(at).copied();
        let (range, headlines) = found;
        Some(Self {
            events: range.filter_map(number).collect(),
            headlines: headlines.into_iter().filter_map(number).collect(),
        })
    }

    /// The number of its first event.
    pub fn head(&self) -> usize {
        self.events.first().copied().unwrap_or_default()
    }

    /// The words that name the mistake; not visible yet.
    pub fn headline<'a>(&self, events: Events<'a>) -> Cow<'a, str> {
        let texts = self.headlines.iter().filter_map(|n| events.get(*n)).map(|line| line.text().trim());
        let texts: Vec<&str> = texts.collect();
        match texts.as_slice() {
            [one] => (*one).into(),
            several => several.join(" · ").into(),
        }
    }
}

impl Part {
    fn of(line: Line<'_>) -> Self {
        match line.kind() {
            Kind::Text => Self::read(line.text()),
            _ => Self::Foreign,
        }
    }

    fn read(text: &str) -> Self {
        let text = text.trim_end();
        let words = text.trim_start();
        if text.len() > LONG || words.contains(['\n', '\r']) {
            return Self::Foreign;
        }
        match words {
            "" => Self::Blank,
            _ if words.starts_with("Traceback (most recent call last)") => Self::Header,
            _ if words.len() < text.len() && (words.starts_with("at ") || words.starts_with("... ")) => {
                Self::At
            }
            _ if words.len() < text.len() => Self::Frame,
            _ if words.starts_with("Caused by: ") => Self::Cause,
            _ if JOINTS.iter().any(|joint| words.starts_with(joint)) => Self::Joint,
            _ => Self::Other,
        }
    }
}

/// The events of the same stream that may belong to an event, and what they can be.
fn near(events: Events<'_>, n: usize) -> Option<(Vec<usize>, Vec<Part>)> {
    let line = events.get(n)?;
    let part = Part::of(line);
    let stream = line.source();
    let before = reach((n.saturating_sub(FAR)..n).rev(), events, stream, part, is_before);
    let after = reach(n + 1..events.len().min(n + 1 + FAR), events, stream, part, is_after);
    let all = before.into_iter().rev().chain([(n, part)]).chain(after);
    Some(all.unzip())
}

/// The events of a stream, as far as each may belong to the one that was found before it.
fn reach(
    numbers: impl Iterator<Item = usize>,
    events: Events<'_>,
    stream: &Stream,
    from: Part,
    belongs: fn(Part, Part) -> bool,
) -> Vec<(usize, Part)> {
    let lines =
        numbers.filter_map(|n| Some((n, events.get(n)?))).filter(|(_, line)| **line.source() == *stream);
    let mut last = from;
    let near = lines.map(|(n, line)| (n, Part::of(line))).take_while(|(_, part)| {
        let belongs = belongs(last, *part);
        last = *part;
        belongs
    });
    near.take(MOST).collect()
}

/// Whether a part may belong to the same report as the one after it.
fn is_before(after: Part, part: Part) -> bool {
    match (part, after) {
        (Part::Foreign, _) | (_, Part::Foreign) | (Part::Other, Part::Other | Part::Header) => false,
        (_, Part::Header) => matches!(part, Part::Joint | Part::Blank),
        _ => true,
    }
}

/// Whether a part may belong to the same report as the one before it.
fn is_after(before: Part, part: Part) -> bool {
    is_before(part, before)
}

/// The reports among parts that follow each other, with the places of what names the mistake.
fn traces(parts: &[Part]) -> Vec<(Range<usize>, Vec<usize>)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < parts.len() {
        match python(parts, at).or_else(|| java(parts, at)) {
            Some(trace) => {
                at = trace.0.end;
                found.push(trace);
            }
            None => at += 1,
        }
    }
    found
}

fn python(parts: &[Part], start: usize) -> Option<(Range<usize>, Vec<usize>)> {
    let (end, exception) = traceback(parts, start)?;
    let joint = end + run(parts, end, |part| matches!(part, Part::Blank | Part::Joint));
    let has_joint = parts.get(end..joint)?.contains(&Part::Joint);
    match has_joint.then(|| python(parts, joint)).flatten() {
        Some((next, exceptions)) => Some((start..next.end, exceptions)),
        None => Some((start..end, vec![exception.unwrap_or(start)])),
    }
}

/// Where a single traceback ends, and its line that names the mistake.
fn traceback(parts: &[Part], start: usize) -> Option<(usize, Option<usize>)> {
    (parts.get(start)? == &Part::Header).then_some(())?;
    let frames = run(parts, start + 1, |part| matches!(part, Part::Frame | Part::At));
    let end = start + 1 + frames;
    let is_named = frames > 0 && parts.get(end) == Some(&Part::Other);
    (frames > 0).then_some((end + usize::from(is_named), is_named.then_some(end)))
}

fn java(parts: &[Part], start: usize) -> Option<(Range<usize>, Vec<usize>)> {
    let is_trace = parts.get(start)? == &Part::Other && parts.get(start + 1)? == &Part::At;
    is_trace.then_some(())?;
    let more = run(parts, start + 1, |part| matches!(part, Part::Frame | Part::At | Part::Cause));
    let range = start..start + 1 + more;
    let cause = range.clone().rev().find(|at| parts.get(*at) == Some(&Part::Cause));
    Some((range, [start].into_iter().chain(cause).collect()))
}

/// How many parts from a place on are wanted.
fn run(parts: &[Part], from: usize, is_wanted: fn(Part) -> bool) -> usize {
    parts.iter().skip(from).take_while(|part| is_wanted(**part)).count()
}

#[cfg(test)]
mod tests;
