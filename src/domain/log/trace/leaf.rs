//! The events of one segment that are shown.

use std::ops::Range;
use std::sync::Arc;

use super::strands::{Run, Strands};
use crate::domain::log::stream::Stream;

/// The events of one segment that are shown.
#[derive(Debug)]
pub struct Leaf<'a> {
    /// The streams of the segment.
    pub streams: &'a [Arc<Stream>],
    /// Its lines that are shown, by stream.
    pub strands: &'a Strands,
    /// The number of the first event that is shown.
    pub start: usize,
    /// The positions of its lines that are shown: those before are forgotten.
    pub positions: Range<usize>,
}

impl Leaf<'_> {
    /// The number of the event at a position.
    pub fn number(&self, position: u16) -> usize {
        self.start + usize::from(position).saturating_sub(self.positions.start)
    }

    /// The position of an event, by its number.
    pub fn position(&self, n: usize) -> Option<usize> {
        n.checked_sub(self.start).map(|n| n + self.positions.start).filter(|at| self.positions.contains(at))
    }

    /// The number of a stream here.
    pub fn stream(&self, stream: &Arc<Stream>) -> Option<u16> {
        let at = self.streams.iter().rposition(|known| Arc::ptr_eq(known, stream))?;
        u16::try_from(at).ok()
    }

    /// A run.
    pub fn run(&self, at: usize) -> Option<&Run> {
        self.strands.runs().get(at)
    }

    /// The numbers of its events.
    pub fn numbers(&self) -> Range<usize> {
        self.start..self.start + self.positions.len()
    }
}
