//! The events that are shown.

use std::cell::OnceCell;

use super::sieve::Sieve;
use super::trace::{Leaf, Strands};
use super::{Buffer, Line, Place, Seq};

/// The events that are shown, numbered from the oldest.
#[derive(Debug, Clone, Copy)]
pub struct Events<'a> {
    buffer: &'a Buffer,
    passing: Option<&'a Sieve>,
}

impl<'a> Events<'a> {
    /// The events of a buffer that pass; `None`: all.
    pub fn new(buffer: &'a Buffer, passing: Option<&'a Sieve>) -> Self {
        Self { buffer, passing }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.passing.map_or(self.buffer.len(), Sieve::len)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The `n`-th.
    pub fn get(self, n: usize) -> Option<Line<'a>> {
        match self.passing {
            None => self.buffer.get(n),
            Some(passing) => passing.get(self.buffer.rack(), n),
        }
    }

    /// The number of the event at a place, or of the first after it.
    pub fn index(self, place: Place) -> usize {
        match self.passing {
            None => self.buffer.index(place),
            Some(passing) => passing.index(self.buffer.rack(), place),
        }
    }

    /// The segment that the `n`-th is in.
    pub(super) fn leaf_of(self, n: usize) -> Option<usize> {
        match self.passing {
            None => self.buffer.rack().leaf_of(n),
            Some(passing) => passing.leaf_of(n),
        }
    }

    /// Those of a segment; where some are forgotten, their strands are made in `cut`.
    pub(super) fn leaf<'t>(self, at: usize, cut: &'t OnceCell<Strands>) -> Option<Leaf<'t>>
    where
        'a: 't,
    {
        match self.passing {
            None => self.buffer.rack().leaf(at, cut),
            Some(passing) => passing.leaf(self.buffer.rack(), at, cut),
        }
    }

    /// How many of them arrived with `seq` or after it.
    pub fn arrived_since(self, seq: Seq) -> usize {
        match self.passing {
            None => usize::try_from(self.buffer.arrived().0.saturating_sub(seq.0)).unwrap_or(usize::MAX),
            Some(passing) => passing.arrived_since(self.buffer.rack(), seq),
        }
    }
}
