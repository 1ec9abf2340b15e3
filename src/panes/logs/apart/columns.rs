//! The lines of a run by group and stream: which column each stands in, and in which order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::own::{is_executor, run_of};
use super::super::sources::Sources;
use crate::domain::log::{Events, Line, Stream};
use crate::domain::text::visible;
use crate::domain::words;

/// The lines of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What stands above them.
    pub heading: String,
    /// The number in the column of the first.
    pub start: usize,
    /// How many there are.
    pub len: usize,
}

/// Lines of some streams below each other, the driver's first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// What stands above them where there are none.
    pub name: String,
    /// The numbers of the events.
    numbers: Vec<usize>,
    sections: Vec<Section>,
}

/// Whose lines come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Driver,
    Executor,
    Progress,
}

/// The logs of a run: in one column, or its error log and its output log in one each.
pub fn columns(events: Events<'_>, groups: &[Arc<str>], sources: &Sources, is_wide: bool) -> Vec<Column> {
    let streams = streams(events);
    let of = |groups: Vec<&Arc<str>>| Column::of(&streams, &groups, sources);
    let (output, error): (Vec<_>, Vec<_>) = groups.iter().partition(|group| is_output(group));
    if is_wide { vec![of(error), of(output)] } else { vec![of([error, output].concat())] }
}

fn is_output(group: &str) -> bool {
    group.ends_with("/output")
}

/// The numbers of the lines of each stream.
fn streams<'a>(events: Events<'a>) -> Vec<(&'a Stream, Vec<usize>)> {
    let mut streams: BTreeMap<(&str, Rank, &str), (&'a Stream, Vec<usize>)> = BTreeMap::new();
    for (n, line) in (0..events.len()).filter_map(|n| Some((n, events.get(n)?))) {
        let key = (&**line.group(), rank(line), &**line.stream());
        streams.entry(key).or_insert_with(|| (line.source(), Vec::new())).1.push(n);
    }
    streams.into_values().collect()
}

fn rank(line: Line<'_>) -> Rank {
    match (is_executor(line.group(), line.stream()), line.stream().ends_with("-progress-bar")) {
        (true, _) => Rank::Executor,
        (_, true) => Rank::Progress,
        _ => Rank::Driver,
    }
}

/// What a stream is called: `etl/error · driver`, `etl/error · executor g-7f`.
fn heading(stream: &Stream, sources: &Sources, lines: usize) -> String {
    let run = run_of(&stream.name);
    let rest = stream.name.strip_prefix(run).unwrap_or_default().trim_start_matches(['_', '-']);
    let whose = match rest {
        "" | "driver" => "driver".to_owned(),
        "progress-bar" => "progress bar".to_owned(),
        rest => format!("executor {}", visible(rest)),
    };
    let lines = if lines == 1 { "1 line".to_owned() } else { format!("{} lines", words::count(lines)) };
    format!("{} · {whose} · {lines}", sources.label(&stream.group))
}

impl Column {
    fn of(streams: &[(&Stream, Vec<usize>)], groups: &[&Arc<str>], sources: &Sources) -> Self {
        let labels: Vec<String> = groups.iter().map(|group| sources.label(group)).collect();
        let mut column = Self { name: labels.join(", "), ..Self::default() };
        let sorted =
            groups.iter().flat_map(|group| streams.iter().filter(|(stream, _)| stream.group == **group));
        for (stream, numbers) in sorted {
            let heading = heading(stream, sources, numbers.len());
            column.sections.push(Section { heading, start: column.numbers.len(), len: numbers.len() });
            column.numbers.extend(numbers);
        }
        column
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The event of a line.
    pub fn number(&self, n: usize) -> Option<usize> {
        self.numbers.get(n).copied()
    }

    /// The stream that a line is of, and how many are before it.
    pub fn section(&self, n: usize) -> Option<(usize, &Section)> {
        let at = self.sections.partition_point(|section| section.start <= n).checked_sub(1)?;
        self.sections.get(at).map(|section| (at, section))
    }

    /// Whether a heading stands above a line: above the first one it is at the head of the column.
    pub fn has_heading(&self, n: usize) -> bool {
        n > 0 && self.section(n).is_some_and(|(_, section)| section.start == n)
    }

    /// The line of an event.
    pub fn line_of(&self, event: usize) -> Option<usize> {
        self.sections.iter().find_map(|section| self.line_in(section, event).ok())
    }

    /// The line of an event in a section, or where it would be.
    fn line_in(&self, section: &Section, event: usize) -> Result<usize, usize> {
        let numbers = self.numbers.get(section.start..section.start + section.len).unwrap_or_default();
        numbers.binary_search(&event).map(|at| section.start + at).map_err(|at| section.start + at)
    }

    /// The line of the driver's that was the last before an event, or its first.
    pub fn near(&self, event: usize) -> Option<usize> {
        let section = self.sections.first()?;
        let at = self.line_in(section, event).unwrap_or_else(|after| after.saturating_sub(1));
        Some(at.clamp(section.start, section.start + section.len.saturating_sub(1)))
    }
}
