//! Lines that are to be written out.

use std::sync::Arc;

use super::segment::Segment;
use super::{Buffer, Names, Query, Snapshot, record};

/// The lines of a snapshot that pass a query; what they look like is made piece by piece, where it may take its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    query: Arc<Query>,
    lines: Snapshot,
    /// How many lines of the first segment are forgotten.
    skipped: usize,
    labels: Names,
}

/// Some of the lines, as a file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Their records.
    pub text: String,
    /// How many they are.
    pub lines: usize,
    /// How many lines have been looked at for them.
    pub looked: usize,
}

impl Excerpt {
    /// The lines of a buffer that pass; each is told which group it is of by what `label` makes of the group's name.
    pub fn new(buffer: &Buffer, query: Arc<Query>, label: impl Fn(&str) -> String) -> Self {
        let (lines, skipped) = (buffer.snapshot(), buffer.rack().skipped());
        let labels = groups(&lines).into_iter().map(|group| (Arc::clone(group), label(group))).collect();
        Self { query, lines, skipped, labels }
    }

    /// How many lines have to be looked at.
    pub fn len(&self) -> usize {
        self.lines.len() - self.skipped
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lines that pass, oldest first; a piece has about as many bytes as a segment.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> {
        self.lines.segments().iter().enumerate().map(|(n, segment)| {
            let from = if n == 0 { self.skipped } else { 0 };
            self.piece(segment, from)
        })
    }

    fn piece(&self, segment: &Segment, from: usize) -> Piece {
        let hits = self.query.sift(segment, from);
        let lines = hits.iter().filter_map(|hit| segment.get(usize::from(*hit)));
        let text = lines.map(|line| record::record(self.label(line.group()), line)).collect();
        Piece { text, lines: hits.len(), looked: segment.len() - from }
    }

    fn label(&self, group: &str) -> &str {
        self.labels.iter().find(|(name, _)| **name == *group).map_or("", |(_, label)| label)
    }
}

/// The groups that the lines are of, each once.
fn groups(lines: &Snapshot) -> Vec<&Arc<str>> {
    let mut groups: Vec<&Arc<str>> = Vec::new();
    for stream in lines.segments().iter().flat_map(|segment| segment.streams()) {
        if !groups.iter().any(|known| **known == stream.group) {
            groups.push(&stream.group);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use crate::domain::log::{Bounds, Event, Terms};

    fn event(n: i64) -> Event {
        let (time, text) = (Time::from_timestamp(n, 0).unwrap(), format!("{n} {}", "x".repeat(1_000)));
        let group = if n % 2 == 0 { "even" } else { "odd" };
        let id = n.to_string().into();
        Event { id, group: group.into(), stream: "s".into(), time, ingested: time, text: text.into() }
    }

    /// The numbers of the lines that are written, with how many lines were looked at for them.
    fn written(include: &str, bounds: Bounds) -> (Vec<i64>, usize) {
        let mut buffer = Buffer::new(bounds);
        buffer.extend((0..200).map(event));
        let query = Query { include: Terms::parse(include).unwrap(), ..Query::default() };
        let excerpt = Excerpt::new(&buffer, Arc::new(query), str::to_uppercase);
        let pieces: Vec<Piece> = excerpt.pieces().collect();
        assert!(pieces.len() > 1, "in pieces");
        assert_eq!(excerpt.len(), pieces.iter().map(|piece| piece.looked).sum::<usize>());
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text.lines().count(), pieces.iter().map(|piece| piece.lines).sum::<usize>());
        let number = |line: &str| {
            let [_, group, number, _] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let number = number.parse().unwrap();
            assert_eq!(group, if number % 2 == 0 { "EVEN" } else { "ODD" });
            number
        };
        (text.lines().map(number).collect(), excerpt.len())
    }

    #[test]
    fn every_line_is_written_that_passes_and_is_not_forgotten() {
        assert_eq!(written("", Bounds::default()), ((0..200).collect(), 200));
        assert_eq!(written("199", Bounds::default()), (vec![199], 200));
        assert_eq!(written("", Bounds { lines: 150, ..Bounds::default() }), ((50..200).collect(), 150));
    }
}
