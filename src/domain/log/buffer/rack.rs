//! Segments in their order.

mod weave;

use std::cell::OnceCell;
use std::sync::Arc;

use super::bounds::{Bounds, Forgotten};
use crate::domain::log::id::Id;
use crate::domain::log::segment::{Key, Segment, TEXT};
use crate::domain::log::stream::Stream;
use crate::domain::log::trace::{Leaf, Strands};
use crate::domain::log::{Event, Line, Seq, Snapshot};

/// About how many bytes a line has.
const USUAL: usize = 160;

/// An event that comes to its place.
#[derive(Debug)]
pub struct Arrival<'a> {
    /// Where it belongs.
    pub key: Key,
    /// Which event it is.
    pub id: Id,
    /// What arrived.
    pub event: &'a Event,
    /// Its stream.
    pub stream: Arc<Stream>,
}

/// A segment in its place.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its first line.
    from: Key,
    /// How many lines there are before it.
    before: usize,
    lines: usize,
    bytes: usize,
    segment: Arc<Segment>,
}

impl Slot {
    /// What tells its segment from every other.
    pub fn number(&self) -> u64 {
        self.segment.number
    }

    /// The key of its first line.
    pub fn from(&self) -> Key {
        self.from
    }

    /// How many lines it has, forgotten or not.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// The lines.
    pub fn segment(&self) -> &Arc<Segment> {
        &self.segment
    }
}

/// Segments in the order of their lines; none begins before the one ahead of it ends.
#[derive(Debug, Default)]
pub struct Rack {
    slots: Vec<Slot>,
    /// How many lines of the first segment are forgotten.
    skipped: usize,
    last: Option<Key>,
    bytes: usize,
    /// How many segments there ever were.
    made: u64,
    revision: u64,
}

impl Rack {
    /// The segments, oldest first.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// How many lines of the first segment are forgotten.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// How many segments there ever were: their numbers are no higher.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The newest line's place.
    pub fn last_key(&self) -> Option<Key> {
        self.last
    }

    /// The memory of all lines, in bytes.
    pub fn footprint(&self) -> usize {
        self.bytes + self.slots.capacity() * size_of::<Slot>()
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.end() - self.skipped
    }

    /// How many lines the segments have.
    fn end(&self) -> usize {
        self.slots.last().map_or(0, |slot| slot.before + slot.lines)
    }

    /// Has no line any more; numbers of segments go on.
    pub fn clear(&mut self) {
        let (made, revision) = (self.made, self.revision + 1);
        *self = Self { made, revision, ..Self::default() };
    }

    /// Adds the newest line.
    pub fn push(&mut self, arrival: &Arrival<'_>) {
        self.append(arrival);
        self.last = Some(arrival.key);
        self.revision += 1;
    }

    /// Adds a line behind all that are here.
    fn append(&mut self, arrival: &Arrival<'_>) {
        let is_full = |slot: &Slot| slot.segment.is_full() || !slot.segment.takes(arrival.key);
        if self.slots.last().is_none_or(is_full) {
            self.change_last(Segment::finish);
            let mut segment = self.segment(TEXT + TEXT / 64, TEXT / USUAL + 8);
            segment.push(arrival.key, arrival.id, arrival.event, &arrival.stream);
            self.place(segment);
        } else {
            self.change_last(|segment| segment.push(arrival.key, arrival.id, arrival.event, &arrival.stream));
        }
    }

    fn segment(&mut self, text: usize, lines: usize) -> Segment {
        self.made += 1;
        Segment::new(self.made, text, lines)
    }

    /// Changes the last segment; where another thread has it, a copy of it.
    fn change_last(&mut self, change: impl FnOnce(&mut Segment)) {
        let Some(slot) = self.slots.last_mut() else { return };
        let segment = Arc::make_mut(&mut slot.segment);
        change(segment);
        let bytes = segment.footprint();
        self.bytes = self.bytes - slot.bytes + bytes;
        (slot.lines, slot.bytes) = (segment.len(), bytes);
    }

    /// Adds a segment that has lines, behind all others.
    fn place(&mut self, segment: Segment) {
        let Some(from) = segment.first() else { return };
        let (before, bytes) = (self.end(), segment.footprint());
        self.bytes += bytes;
        let (lines, segment) = (segment.len(), Arc::new(segment));
        self.slots.push(Slot { from, before, lines, bytes, segment });
    }

    /// Forgets what is beyond the bounds, and says how much that was.
    pub fn shrink(&mut self, bounds: Bounds) -> Forgotten {
        let mut gone = Forgotten::default();
        let (mut slots, mut lines) = (0, self.len().saturating_sub(bounds.lines));
        for slot in self.slots.iter().take(self.slots.len().saturating_sub(1)) {
            let left = slot.lines - self.skipped;
            if self.bytes <= bounds.bytes && lines < left {
                break;
            }
            gone += Forgotten::new(left, slot.segment.text_len(self.skipped..slot.lines));
            lines = lines.saturating_sub(left);
            self.bytes -= slot.bytes;
            (self.skipped, slots) = (0, slots + 1);
        }
        self.drop_first(slots);
        gone += self.skip(lines);
        gone
    }

    fn drop_first(&mut self, slots: usize) {
        self.slots.drain(..slots);
        let before = self.slots.first().map_or(0, |slot| slot.before);
        if before > 0 {
            self.slots.iter_mut().for_each(|slot| slot.before -= before);
        }
        self.revision += u64::from(slots > 0);
    }

    /// Forgets lines of the first segment.
    fn skip(&mut self, lines: usize) -> Forgotten {
        let Some(first) = self.slots.first() else { return Forgotten::default() };
        let to = (self.skipped + lines).min(first.lines);
        let gone = Forgotten::new(to - self.skipped, first.segment.text_len(self.skipped..to));
        self.revision += u64::from(self.skipped < to);
        self.skipped = to;
        gone
    }

    /// The lines, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Line<'_>> {
        self.slots.iter().enumerate().flat_map(|(n, slot)| {
            let from = if n == 0 { self.skipped } else { 0 };
            (from..slot.lines).filter_map(|n| slot.segment.get(n))
        })
    }

    /// The line at an index, counted from the oldest that is not forgotten.
    pub fn get(&self, index: usize) -> Option<Line<'_>> {
        let slot = self.slots.get(self.leaf_of(index)?)?;
        slot.segment.get(index + self.skipped - slot.before)
    }

    /// The segment that the line at an index is in.
    pub fn leaf_of(&self, index: usize) -> Option<usize> {
        self.slots.partition_point(|slot| slot.before <= index + self.skipped).checked_sub(1)
    }

    /// A segment's lines, without those that are forgotten; where some are, its strands are made in `cut`.
    pub fn leaf<'a>(&'a self, at: usize, cut: &'a OnceCell<Strands>) -> Option<Leaf<'a>> {
        let slot = self.slots.get(at)?;
        let (segment, from) = (&slot.segment, if at == 0 { self.skipped } else { 0 });
        let strands = match from {
            0 => segment.strands(),
            _ => cut.get_or_init(|| segment.strands_of((from..slot.lines).map(|n| (n, n)))),
        };
        let start = (slot.before + from).saturating_sub(self.skipped);
        Some(Leaf { streams: segment.streams(), strands, start, positions: from..slot.lines })
    }

    /// The index of the first line at a key or after it.
    pub fn index(&self, key: Key) -> usize {
        let index = self.slot_of(key).map_or(0, |slot| slot.before + slot.segment.index(key));
        index.saturating_sub(self.skipped)
    }

    /// The last segment that begins before a key.
    fn slot_of(&self, key: Key) -> Option<&Slot> {
        self.slots.get(self.slots.partition_point(|slot| slot.from < key).checked_sub(1)?)
    }

    /// The errors before a key, newest first.
    pub fn errors_before(&self, key: Key) -> impl Iterator<Item = Line<'_>> {
        let slots = self.slots.iter().rev().filter(move |slot| slot.from < key && slot.segment.errors() > 0);
        slots.flat_map(|slot| slot.segment.bad().rev()).filter(move |line| line.key() < key)
    }

    /// The errors after a key, oldest first.
    pub fn errors_after(&self, key: Key) -> impl Iterator<Item = Line<'_>> {
        let first = self.slots.partition_point(|slot| slot.from <= key).saturating_sub(1);
        let slots = self.slots.iter().skip(first).filter(|slot| slot.segment.errors() > 0);
        slots.flat_map(|slot| slot.segment.bad()).filter(move |line| line.key() > key)
    }

    /// The beginnings of invocations before a key, newest first; segments without any are not looked at.
    pub fn heads_before(&self, key: Key) -> impl Iterator<Item = Line<'_>> {
        let slots = self.slots.iter().rev().filter(move |slot| slot.from < key && slot.segment.has_heads());
        let heads = slots.flat_map(|slot| slot.segment.heads().rev());
        heads.filter(move |line| line.key() < key && self.keeps(*line))
    }

    /// The beginnings of invocations after a key, oldest first.
    pub fn heads_after(&self, key: Key) -> impl Iterator<Item = Line<'_>> {
        let first = self.slots.partition_point(|slot| slot.from <= key).saturating_sub(1);
        let slots = self.slots.iter().skip(first).filter(|slot| slot.segment.has_heads());
        let heads = slots.flat_map(|slot| slot.segment.heads());
        heads.filter(move |line| line.key() > key && self.keeps(*line))
    }

    /// The beginnings of invocations that arrived with `seq` or after it.
    pub fn heads_since(&self, seq: Seq) -> impl Iterator<Item = Line<'_>> {
        let is_recent = move |slot: &&Slot| slot.segment.newest() >= seq && slot.segment.has_heads();
        let heads = self.slots.iter().filter(is_recent).flat_map(|slot| slot.segment.heads());
        heads.filter(move |line| line.seq() >= seq)
    }

    /// Whether a line is not forgotten.
    fn keeps(&self, line: Line<'_>) -> bool {
        self.get(0).is_some_and(|first| first.key() <= line.key())
    }

    /// The ids of the lines of a key's moment.
    pub fn beside(&self, key: Key) -> impl Iterator<Item = Id> {
        let first = self.index(Key { seq: 0, ..key });
        let lines = (first..).map_while(|n| self.get(n));
        lines.take_while(move |line| line.key().is_beside(key)).map(|line| line.meta().id)
    }

    /// The lines as they are now, for another thread.
    pub fn snapshot(&self) -> Snapshot {
        self.slots.iter().map(|slot| Arc::clone(&slot.segment)).collect()
    }
}
