//! The bounded buffer that keeps the lines of all groups in order.

mod bounds;
mod known;
mod rack;

pub use bounds::{Bounds, Forgotten};
use known::Known;
use rack::Arrival;
pub use rack::Rack;

use super::id::Id;
use super::segment::Key;
use super::stream::{Stream, Streams};
use super::{Event, Line, Place, Seq, Snapshot};

/// The newest lines of all groups, merged by time, each once.
#[derive(Debug, Default)]
pub struct Buffer {
    rack: Rack,
    streams: Box<Streams>,
    known: Box<Known>,
    next: Seq,
    forgotten: Forgotten,
    bounds: Bounds,
}

impl Buffer {
    /// A buffer that keeps no more than that.
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, ..Self::default() }
    }

    /// Takes events in any order, drops those already here, and returns how many were new.
    pub fn extend(&mut self, events: impl IntoIterator<Item = Event>) -> usize {
        let before = self.next.0;
        let mut late = Vec::new();
        for event in events {
            let key = Key::of(&event, self.next.0);
            let id = Id::of(&event.id, key.time);
            if self.rack.last_key().is_some_and(|last| key < last) {
                late.push((id, event));
            } else if !self.known.has(&self.rack, key, id) {
                let arrival = self.arrive(id, &event);
                self.rack.push(&arrival);
            }
        }
        self.insert(late);
        self.forgotten += self.rack.shrink(self.bounds);
        usize::try_from(self.next.0 - before).unwrap_or(usize::MAX)
    }

    /// Lets go of every line, to take all of them again from elsewhere. Their numbers go on, so that none comes twice.
    pub fn clear(&mut self) {
        self.rack.clear();
        *self.known = Known::default();
    }

    /// Puts events where they belong that are older than the newest line.
    fn insert(&mut self, mut late: Vec<(Id, Event)>) {
        self.known.keep_new(&self.rack, &mut late);
        late.sort_by_key(|(_, event)| (event.time, event.ingested));
        let arrivals: Vec<Arrival<'_>> = late.iter().map(|(id, event)| self.arrive(*id, event)).collect();
        self.rack.weave(&arrivals);
    }

    fn arrive<'a>(&mut self, id: Id, event: &'a Event) -> Arrival<'a> {
        let key = Key::of(event, self.next.0);
        self.next.0 += 1;
        self.known.add(key, id);
        Arrival { key, id, event, stream: self.streams.get(&event.group, &event.stream) }
    }

    /// The lines, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'_>> {
        self.rack.iter()
    }

    /// The line at an index, counted from the oldest.
    pub fn get(&self, index: usize) -> Option<Line<'_>> {
        self.rack.get(index)
    }

    /// The index of the line at `place`, or of the first one after it.
    pub fn index(&self, place: Place) -> usize {
        self.rack.index(place.into())
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
        self.get(self.len().checked_sub(1)?)
    }

    /// The beginnings of a stream's invocations before a place, newest first.
    pub fn heads_before<'a>(&'a self, place: Place, stream: &'a Stream) -> impl Iterator<Item = Line<'a>> {
        self.rack.heads_before(place.into()).filter(move |line| **line.source() == *stream)
    }

    /// The beginnings of a stream's invocations after a place, oldest first.
    pub fn heads_after<'a>(&'a self, place: Place, stream: &'a Stream) -> impl Iterator<Item = Line<'a>> {
        self.rack.heads_after(place.into()).filter(move |line| **line.source() == *stream)
    }

    /// The beginnings of all invocations that arrived with `seq` or after it.
    pub fn heads_since(&self, seq: Seq) -> impl Iterator<Item = Line<'_>> {
        self.rack.heads_since(seq)
    }

    /// How many lines are kept.
    pub fn len(&self) -> usize {
        self.rack.len()
    }

    /// Whether no line is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lines ever arrived: the place after the newest.
    pub fn arrived(&self) -> Seq {
        self.next
    }

    /// How many lines have been forgotten because the buffer is bounded.
    pub fn forgotten(&self) -> u64 {
        self.forgotten.lines
    }

    /// How much has been forgotten.
    pub fn lost(&self) -> Forgotten {
        self.forgotten
    }

    /// The memory that the lines take, in bytes.
    pub fn footprint(&self) -> usize {
        self.rack.footprint()
    }

    /// The lines as they are now, for another thread; nothing is copied.
    pub fn snapshot(&self) -> Snapshot {
        self.rack.snapshot()
    }

    /// What it is made of, for those that look at every line once.
    pub(super) fn rack(&self) -> &Rack {
        &self.rack
    }
}

#[cfg(test)]
mod tests;
