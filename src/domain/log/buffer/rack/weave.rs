//! Putting lines between others.
//!
//! A segment into which lines come is made anew, in as many equal parts as it takes; the others stay as they are.

use super::{Arrival, Rack, Slot};
use crate::domain::log::Line;
use crate::domain::log::segment::{LINES, Segment, TEXT};

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
            if here.is_empty() { self.put_back(slot) } else { self.weave_into(&slot, here) }
        }
        self.revision += 1;
    }

    fn put_back(&mut self, slot: Slot) {
        self.slots.push(Slot { before: self.end(), ..slot });
    }

    fn weave_into(&mut self, slot: &Slot, arrivals: &[Arrival<'_>]) {
        self.bytes -= slot.bytes;
        let skipped = if self.slots.is_empty() { std::mem::take(&mut self.skipped) } else { 0 };
        let mut weaver = Weaver::new(&slot.segment, skipped, arrivals);
        while let Some(part) = weaver.part(self.segment(weaver.text, weaver.lines)) {
            self.place(part);
        }
    }
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
