//! A run of lines whose texts lie one behind the other.
//!
//! Once another thread has it, it never changes: whoever adds to it then adds to a copy.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::id::Id;
use super::kind::Kind;
use super::stream::Stream;
use super::trace::{Part, Strands};
use super::{Event, Level, Line, Place, Seq};
use crate::clock::Time;

/// About how many bytes of text a segment has, unless one line alone has more.
pub const TEXT: usize = 64 * 1_024;
/// The most lines of a segment.
pub const LINES: usize = 4_096;

/// What ends every text, so that none touches the next; it is no part of it.
const SEPARATOR: char = '\n';

/// Where a line belongs: milliseconds of its time and of its ingestion, then its arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Of the event, in milliseconds since 1970.
    pub time: i64,
    /// Of its ingestion, likewise.
    pub ingested: i64,
    /// Its arrival.
    pub seq: u64,
}

impl Key {
    /// Of no line yet.
    const NONE: Self = Self { time: 0, ingested: 0, seq: 0 };

    /// Where an event belongs that arrives with `seq`.
    pub fn of(event: &Event, seq: u64) -> Self {
        let (time, ingested) = (event.time.timestamp_millis(), event.ingested.timestamp_millis());
        Self { time, ingested, seq }
    }

    /// Whether they are of one moment.
    pub fn is_beside(self, other: Self) -> bool {
        (self.time, self.ingested) == (other.time, other.ingested)
    }

    /// As it is known outside.
    pub fn place(self) -> Place {
        Place { time: moment(self.time), ingested: moment(self.ingested), seq: Seq(self.seq) }
    }
}

impl From<Place> for Key {
    fn from(place: Place) -> Self {
        let (time, ingested) = (place.time.timestamp_millis(), place.ingested.timestamp_millis());
        Self { time, ingested, seq: place.seq.0 }
    }
}

fn moment(millis: i64) -> Time {
    Time::from_timestamp_millis(millis).unwrap_or(if millis < 0 { Time::MIN_UTC } else { Time::MAX_UTC })
}

/// What is kept of a line beside its text: forty bytes.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Where it belongs, from the segment's first line on.
    off: Offset,
    /// Where its text ends.
    pub end: u32,
    /// Which event it is.
    pub id: Id,
    /// Which of the segment's streams it is of.
    pub stream: u16,
    /// How bad it is.
    pub level: Level,
    /// What it is to its runtime.
    pub kind: Kind,
}

/// How far a key is from another: times by 24 days at most, and arrivals by two thousand million.
#[derive(Debug, Clone, Copy)]
struct Offset {
    time: i32,
    ingested: i32,
    seq: i32,
}

impl Offset {
    /// At the same place.
    const NONE: Self = Self { time: 0, ingested: 0, seq: 0 };

    /// `None`: it is too far.
    fn between(from: Key, to: Key) -> Option<Self> {
        let apart = |from: i64, to: i64| to.checked_sub(from)?.try_into().ok();
        let (time, ingested) = (apart(from.time, to.time)?, apart(from.ingested, to.ingested)?);
        Some(Self { time, ingested, seq: apart(from.seq.cast_signed(), to.seq.cast_signed())? })
    }

    /// The key that is so far from another.
    fn from(self, from: Key) -> Key {
        let (time, ingested) = (from.time + i64::from(self.time), from.ingested + i64::from(self.ingested));
        Key { time, ingested, seq: from.seq.wrapping_add_signed(self.seq.into()) }
    }
}

/// A run of lines in their order.
#[derive(Clone)]
pub struct Segment {
    /// What tells it from every other; it is the same while lines are only added at its end.
    pub number: u64,
    /// Of its first line.
    first: Key,
    text: String,
    lines: Vec<Meta>,
    streams: Vec<Arc<Stream>>,
    errors: usize,
    heads: usize,
    newest: u64,
    /// Made when they are first asked for.
    strands: OnceLock<Strands>,
}

impl Segment {
    /// A segment without lines, with room for some.
    pub fn new(number: u64, text: usize, lines: usize) -> Self {
        let (text, lines) = (String::with_capacity(text), Vec::with_capacity(lines));
        let (streams, strands) = (Vec::new(), OnceLock::new());
        Self { number, first: Key::NONE, text, lines, streams, errors: 0, heads: 0, newest: 0, strands }
    }

    /// Whether a line of that key can be added: a segment is of lines that are not months apart.
    pub fn takes(&self, key: Key) -> bool {
        self.lines.is_empty() || Offset::between(self.first, key).is_some()
    }

    /// Adds an event at the end, which it [takes](Self::takes); how bad it is and what it is are told here, once.
    pub fn push(&mut self, key: Key, id: Id, event: &Event, stream: &Arc<Stream>) {
        let text = event.text.exact();
        let (level, kind) = (Level::of(text), Kind::of(text));
        self.add(key, Meta { off: Offset::NONE, id, end: 0, stream: 0, level, kind }, text, stream);
    }

    /// Adds another segment's line at the end, which it [takes](Self::takes).
    pub fn push_line(&mut self, line: Line<'_>) {
        self.add(line.key(), *line.meta(), line.text(), line.source());
    }

    fn add(&mut self, key: Key, meta: Meta, text: &str, stream: &Arc<Stream>) {
        if self.lines.is_empty() {
            self.first = key;
        }
        let off = Offset::between(self.first, key).unwrap_or(Offset::NONE);
        // No event has four gigabytes; of one that had, the beginning would be kept.
        let room = (u32::MAX as usize - 1).saturating_sub(self.text.len());
        self.make_room(text.len() + 1);
        self.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push(SEPARATOR);
        self.errors += usize::from(meta.level == Level::Bad);
        self.heads += usize::from(meta.kind.is_head());
        self.newest = self.newest.max(key.seq);
        let stream = self.stream(stream);
        if let Some(strands) = self.strands.get_mut() {
            strands.push(self.lines.len(), stream, Part::of(meta.kind, text));
        }
        self.lines.push(Meta { off, end, stream, ..meta });
    }

    /// Grows by a little: by half it would leave holes between the segments that nothing fits into.
    fn make_room(&mut self, text: usize) {
        if self.text.capacity() - self.text.len() < text {
            self.text.reserve_exact(text.max(TEXT / 16));
        }
        if self.lines.capacity() == self.lines.len() {
            self.lines.reserve_exact(TEXT / 1_024);
        }
    }

    /// The number of a stream here. The newest are the likeliest.
    fn stream(&mut self, stream: &Arc<Stream>) -> u16 {
        let known = self.streams.iter().rposition(|known| Arc::ptr_eq(known, stream));
        let number = known.unwrap_or_else(|| {
            self.streams.push(Arc::clone(stream));
            self.streams.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    /// Gives back what it has no use for: nothing more will be added.
    pub fn finish(&mut self) {
        self.text.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.streams.shrink_to_fit();
    }

    /// Whether it has what a segment should have.
    pub fn is_full(&self) -> bool {
        self.text.len() >= TEXT || self.lines.len() >= LINES
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many of its lines tell of errors.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Whether any of its lines begins an invocation, or makes an environment ready for one.
    pub fn has_heads(&self) -> bool {
        self.heads > 0
    }

    /// The lines that begin an invocation, or make an environment ready for one.
    pub fn heads(&self) -> impl DoubleEndedIterator<Item = Line<'_>> {
        let metas = self.lines.iter().enumerate().filter(|(_, meta)| meta.kind.is_head());
        metas.filter_map(|(n, _)| self.get(n))
    }

    /// The streams of its lines.
    pub fn streams(&self) -> &[Arc<Stream>] {
        &self.streams
    }

    /// Its lines by stream, as far as reports are made of them.
    pub fn strands(&self) -> &Strands {
        self.strands.get_or_init(|| self.strands_of((0..self.len()).map(|n| (n, n))))
    }

    /// Some of its lines by stream, each with the position that it is to have.
    pub fn strands_of(&self, lines: impl Iterator<Item = (usize, usize)>) -> Strands {
        let mut strands = Strands::default();
        for (position, n) in lines {
            if let Some(line) = self.get(n) {
                strands.push(position, line.meta().stream, Part::of(line.kind(), line.text()));
            }
        }
        strands
    }

    /// The memory that it takes, in bytes.
    pub fn footprint(&self) -> usize {
        size_of::<Self>()
            + self.text.capacity()
            + self.lines.capacity() * size_of::<Meta>()
            + self.streams.capacity() * size_of::<Arc<Stream>>()
    }

    /// A line.
    pub fn get(&self, n: usize) -> Option<Line<'_>> {
        let meta = self.lines.get(n)?;
        Some(Line::new(self, meta, self.start(n)))
    }

    /// The lines that tell of errors.
    pub fn bad(&self) -> impl DoubleEndedIterator<Item = Line<'_>> {
        let is_bad = |n: &usize| self.lines.get(*n).is_some_and(|meta| meta.level == Level::Bad);
        (0..self.len()).filter(is_bad).filter_map(|n| self.get(n))
    }

    /// The arrival of the line that came last.
    pub fn newest(&self) -> Seq {
        Seq(self.newest)
    }

    /// All texts, with a separator behind each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the text of a line begins.
    pub fn start(&self, n: usize) -> usize {
        n.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |before| before.end as usize + 1)
    }

    /// The bytes of the texts of some lines.
    pub fn text_len(&self, lines: Range<usize>) -> usize {
        self.start(lines.end).saturating_sub(self.start(lines.start) + lines.len())
    }

    /// What is kept of its lines.
    pub fn metas(&self) -> &[Meta] {
        &self.lines
    }

    /// Where a line of it belongs.
    pub fn key(&self, meta: &Meta) -> Key {
        meta.off.from(self.first)
    }

    /// Where its first line belongs, if it has one.
    pub fn first(&self) -> Option<Key> {
        (!self.lines.is_empty()).then_some(self.first)
    }

    /// Where its last line belongs, if it has one.
    pub fn last(&self) -> Option<Key> {
        self.lines.last().map(|meta| self.key(meta))
    }

    /// The first line at this key or after it.
    pub fn index(&self, key: Key) -> usize {
        self.lines.partition_point(|meta| self.key(meta) < key)
    }

    /// The line from one on that a byte of the text is of, or that it ends; near ones are found soonest.
    pub fn line_at(&self, byte: usize, mut from: usize) -> usize {
        let is_before = |meta: &Meta| (meta.end as usize) < byte;
        let mut step = 1;
        while self.lines.get(from + step - 1).is_some_and(is_before) {
            (from, step) = (from + step, 2 * step);
        }
        let near = self.lines.get(from..self.lines.len().min(from + step - 1)).unwrap_or_default();
        from + near.partition_point(is_before)
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {} of {} lines", self.number, self.len())
    }
}
