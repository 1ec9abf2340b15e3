//! Putting lines between others.
//!
//! Lines that come behind a segment are added to it. One between whose lines some come is made anew, in as many equal parts as
//! it takes; but where many come at one place it is taken apart there, so that those that follow are added to them. The others
//! stay as they are.

use std::ops::Range;

use super::{Arrival, Rack, Slot, USUAL};
use crate::domain::log::Line;
use crate::domain::log::segment::{LINES, Segment, TEXT};

/// How many bytes a part may have beyond its share: its last line's. More would take twice the room for a moment, and leave
/// a hole between the segments.
const BEYOND: usize = 2 * USUAL;

/// How many bytes of text are many.
const MANY: usize = TEXT / 4;

impl Rack {
    /// Puts lines where they belong that are in order, and older than the newest here.
    pub fn weave(&mut self, arrivals: &[Arrival<'_>]) {
        let Some(first) = arrivals.first() else { return };
        let from = self.slots.partition_point(|slot| slot.from <= first.key).saturating_sub(1);
        let mut old = self.slots.split_off(from).into_iter().peekable();
        let mut rest = arrivals;
        while let Some(slot) = old.next() {
            let next = old.peek().map(|next| next.from);
            let here = next.map_or(rest.len(), |next| rest.partition_point(|arrival| arrival.key < next));
            let (here, later) = rest.split_at(here);
            rest = later;
            let is_behind = here.first().is_none_or(|first| slot.segment.last() < Some(first.key));
            if is_behind { self.put_back(slot, here) } else { self.weave_into(&slot, here) }
        }
        self.revision += 1;
    }

    /// Puts a segment back as it was, and lines behind it.
    fn put_back(&mut self, slot: Slot, arrivals: &[Arrival<'_>]) {
        self.slots.push(Slot { before: self.end(), ..slot });
        for arrival in arrivals {
            self.append(arrival);
        }
    }

    /// Adds some lines of a segment, in one of their own.
    fn copy(&mut self, old: &Segment, lines: Range<usize>) {
        let mut segment = self.segment(old.text_len(lines.clone()) + lines.len(), lines.len());
        lines.filter_map(|n| old.get(n)).for_each(|line| segment.push_line(line));
        self.place(segment);
    }

    fn weave_into(&mut self, slot: &Slot, arrivals: &[Arrival<'_>]) {
        self.bytes -= slot.bytes;
        let skipped = if self.slots.is_empty() { std::mem::take(&mut self.skipped) } else { 0 };
        if let Some(at) = place_of_many(&slot.segment, arrivals) {
            self.copy(&slot.segment, skipped..at);
            for arrival in arrivals {
                self.append(arrival);
            }
            return self.copy(&slot.segment, skipped.max(at)..slot.lines);
        }
        let mut weaver = Weaver::new(&slot.segment, skipped, arrivals);
        while let Some(part) = weaver.part(self.segment(weaver.text + BEYOND, weaver.lines)) {
            self.place(part);
        }
    }
}

/// The number of the line before which all arrivals belong, where they are many.
fn place_of_many(segment: &Segment, arrivals: &[Arrival<'_>]) -> Option<usize> {
    let (first, last) = (arrivals.first()?.key, arrivals.last()?.key);
    let at = segment.index(first);
    let text: usize = arrivals.iter().map(|arrival| arrival.event.text.exact().len()).sum();
    (segment.index(last) == at && text >= MANY).then_some(at)
}

/// Takes from two runs of lines, in order.
struct Weaver<'a> {
    old: &'a Segment,
    next: usize,
    arrivals: &'a [Arrival<'a>],
    /// What each part has of bytes and of lines.
    text: usize,
    lines: usize,
}

impl<'a> Weaver<'a> {
    fn new(old: &'a Segment, next: usize, arrivals: &'a [Arrival<'a>]) -> Self {
        let new: usize = arrivals.iter().map(|arrival| arrival.event.text.exact().len() + 1).sum();
        let (text, lines) = (old.text().len() + new, old.len() + arrivals.len());
        let parts = (text / TEXT).max(lines / LINES) + 1;
        Self { old, next, arrivals, text: text / parts + 1, lines: lines / parts + 1 }
    }

    fn part(&mut self, mut part: Segment) -> Option<Segment> {
        while part.text().len() < self.text && part.len() < self.lines {
            if !self.step(&mut part) {
                break;
            }
        }
        part.finish();
        (part.len() > 0).then_some(part)
    }

    /// Adds the next line; `false`: there is none, or the part does not take it.
    fn step(&mut self, part: &mut Segment) -> bool {
        let (old, new) = (self.old.get(self.next), self.arrivals.split_first());
        let is_older = |line: &Line<'_>| new.is_none_or(|(arrival, _)| line.key() < arrival.key);
        match (old.filter(is_older), new) {
            (Some(line), _) if part.takes(line.key()) => {
                self.next += 1;
                part.push_line(line);
            }
            (None, Some((arrival, rest))) if part.takes(arrival.key) => {
                self.arrivals = rest;
                part.push(arrival.key, arrival.id, arrival.event, &arrival.stream);
            }
            _ => return false,
        }
        true
    }
}
