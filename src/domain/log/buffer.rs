//! The bounded buffer that keeps the lines of all groups in order.

use std::collections::{HashSet, VecDeque};

use super::{Event, Level, Line, Place, Seq};

/// The most lines that are kept; older ones are forgotten, and counted.
pub const CAPACITY: usize = 50_000;

/// An event with what is known of it.
#[derive(Debug)]
pub struct Kept {
    pub(super) seq: Seq,
    pub(super) event: Event,
    pub(super) level: Level,
}

impl Kept {
    fn place(&self) -> Place {
        Place { time: self.event.time, ingested: self.event.ingested, seq: self.seq }
    }
}

/// The newest lines of all groups, merged by time, each once.
#[derive(Debug)]
pub struct Buffer {
    lines: VecDeque<Kept>,
    ids: HashSet<Box<str>>,
    next: Seq,
    forgotten: u64,
    capacity: usize,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Buffer {
    /// A buffer of at most `capacity` lines.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { lines: VecDeque::new(), ids: HashSet::new(), next: Seq(0), forgotten: 0, capacity }
    }

    /// Takes events in any order, drops those already here, and returns how many were new.
    pub fn extend(&mut self, events: impl IntoIterator<Item = Event>) -> usize {
        let before = self.next.0;
        for event in events {
            self.insert(event);
        }
        self.forget();
        usize::try_from(self.next.0 - before).unwrap_or(usize::MAX)
    }

    fn insert(&mut self, event: Event) {
        if !self.ids.insert(event.id.clone()) {
            return;
        }
        let level = Level::of(event.text.exact());
        let line = Kept { seq: self.next, event, level };
        self.next.0 += 1;
        // Lines come almost in order, so the place is near the end.
        let later = self.lines.iter().rev().take_while(|other| other.place() > line.place()).count();
        self.lines.insert(self.lines.len() - later, line);
    }

    fn forget(&mut self) {
        while self.lines.len() > self.capacity {
            if let Some(line) = self.lines.pop_front() {
                self.ids.remove(&line.event.id);
                self.forgotten += 1;
            }
        }
    }

    /// The lines, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'_>> {
        self.lines.iter().map(Line)
    }

    /// The line at an index, counted from the oldest.
    pub fn get(&self, index: usize) -> Option<Line<'_>> {
        self.lines.get(index).map(Line)
    }

    /// The line at a place, if it is here.
    pub fn at(&self, place: Place) -> Option<Line<'_>> {
        self.get(self.index(place)).filter(|line| line.place() == place)
    }

    /// The oldest line.
    pub fn first(&self) -> Option<Line<'_>> {
        self.get(0)
    }

    /// The newest line.
    pub fn last(&self) -> Option<Line<'_>> {
        self.lines.back().map(Line)
    }

    /// How many lines are kept.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether no line is kept.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines have been forgotten because the buffer is bounded.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// How many lines ever arrived: the place after the newest.
    pub fn arrived(&self) -> Seq {
        self.next
    }

    /// The index of the line at `place`, or of the first one after it.
    pub fn index(&self, place: Place) -> usize {
        self.lines.partition_point(|line| line.place() < place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use chrono::TimeDelta;

    fn event(second: i64, id: &str) -> Event {
        Event {
            id: id.into(),
            group: "g".into(),
            stream: "s".into(),
            time: Time::UNIX_EPOCH + TimeDelta::seconds(second),
            ingested: Time::UNIX_EPOCH + TimeDelta::seconds(second),
            text: id.into(),
        }
    }

    #[track_caller]
    fn check(buffer: &Buffer, want: &str) {
        let got: Vec<&str> = buffer.iter().map(Line::text).collect();
        assert_eq!(got.join(" "), want);
    }

    #[test]
    fn lines_of_all_groups_are_merged_by_time_and_equal_times_by_arrival() {
        let mut buffer = Buffer::default();
        buffer.extend([event(1, "a"), event(3, "c"), event(2, "b"), event(3, "d")]);
        check(&buffer, "a b c d");
    }

    #[test]
    fn a_line_read_twice_is_kept_once() {
        let mut buffer = Buffer::default();
        assert_eq!(buffer.extend([event(1, "a"), event(1, "a")]), 1);
        assert_eq!(buffer.extend([event(1, "a"), event(2, "b")]), 1);
        check(&buffer, "a b");
    }

    #[test]
    fn what_does_not_fit_is_forgotten_from_the_front_and_counted() {
        let mut buffer = Buffer::with_capacity(2);
        buffer.extend([event(1, "a"), event(2, "b"), event(3, "c")]);
        check(&buffer, "b c");
        assert_eq!(buffer.forgotten(), 1);
    }

    #[test]
    fn a_place_is_found_again_after_a_late_line() {
        let mut buffer = Buffer::default();
        buffer.extend([event(1, "a"), event(3, "c")]);
        let place = buffer.last().unwrap().place();
        buffer.extend([event(2, "b")]);
        assert_eq!(buffer.index(place), 2);
    }
}
