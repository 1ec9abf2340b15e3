//! The lines of a segment by stream, as far as reports are made of them.

use super::part::Part;

/// Lines of a stream that follow each other and can be the same in a report. Positions are those of a segment's lines, or of
/// those of its lines that pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The segment's number for the stream.
    pub stream: u16,
    /// What they can be.
    pub part: Part,
    /// The position of the first.
    pub first: u16,
    /// The position of the last.
    pub last: u16,
    /// How many they are; where other streams stand between them, fewer than the positions.
    pub count: u16,
}

/// The runs of all streams of a segment, in the order of their first lines.
///
/// They are made when a segment is first looked at, and take ten bytes a run: one for most streams.
#[derive(Debug, Clone, Default)]
pub struct Strands {
    runs: Vec<Run>,
}

impl Strands {
    /// Adds a line at the end.
    pub fn push(&mut self, position: usize, stream: u16, part: Part) {
        let position = u16::try_from(position).unwrap_or(u16::MAX);
        let last = self.runs.iter_mut().rev().find(|run| run.stream == stream);
        match last.filter(|run| run.part == part) {
            Some(run) => (run.last, run.count) = (position, run.count.saturating_add(1)),
            None => self.runs.push(Run { stream, part, first: position, last: position, count: 1 }),
        }
    }

    /// All runs.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The run of a stream that a position is in.
    pub fn at(&self, stream: u16, position: usize) -> Option<usize> {
        let end = self.runs.partition_point(|run| usize::from(run.first) <= position);
        self.before(stream, end)
    }

    /// The stream's run before one.
    pub fn before(&self, stream: u16, run: usize) -> Option<usize> {
        self.runs.get(..run)?.iter().rposition(|run| run.stream == stream)
    }

    /// The stream's run from one on.
    pub fn from(&self, stream: u16, run: usize) -> Option<usize> {
        self.runs.get(run..)?.iter().position(|run| run.stream == stream).map(|at| at + run)
    }
}
