//! A window onto events of different heights.
//!
//! The window hangs on one event, its anchor, which has a row of the window. Whatever arrives above or below,
//! the anchor's row stays; so a reader who has stopped somewhere is not moved. Only events in and next to
//! the window are ever measured.

use std::collections::HashMap;
use std::ops::Range;

/// How many rows events have.
pub trait Heights {
    /// The rows of an event; none, where it is folded into one before it.
    fn rows(&self, event: usize) -> usize;

    /// The nearest event before one that has rows.
    fn before(&self, event: usize) -> Option<usize>;

    /// The nearest event after one that has rows.
    fn after(&self, event: usize) -> Option<usize>;
}

/// Events of different heights, and how many rows are seen of them at once.
pub struct Window<H> {
    /// How many events there are.
    len: usize,
    /// How many rows are seen.
    height: usize,
    heights: H,
    /// What was said of events: it is asked once.
    measured: HashMap<usize, isize>,
    befores: HashMap<usize, Option<usize>>,
    afters: HashMap<usize, Option<usize>>,
}

/// Where a window hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The number of an event.
    pub event: usize,
    /// The row of the window that its first row is on; negative: above the window.
    pub y: isize,
}

/// The rows of one event that are seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The number of the event.
    pub event: usize,
    /// Which of its rows.
    pub rows: Range<usize>,
    /// The row of the window that the first of them is on.
    pub y: usize,
}

impl<H: Heights> Window<H> {
    /// A window of `height` rows onto `len` events.
    pub fn new(len: usize, height: usize, heights: H) -> Self {
        let (befores, afters) = (HashMap::new(), HashMap::new());
        Self { len, height, heights, measured: HashMap::new(), befores, afters }
    }

    fn rows(&mut self, event: usize) -> isize {
        let heights = &self.heights;
        // The first has none before it that it could be folded into.
        let rows = || signed(heights.rows(event).max(usize::from(event == 0)));
        *self.measured.entry(event).or_insert_with(rows)
    }

    fn before(&mut self, event: usize) -> Option<usize> {
        let heights = &self.heights;
        *self.befores.entry(event).or_insert_with(|| heights.before(event))
    }

    fn after(&mut self, event: usize) -> Option<usize> {
        let heights = &self.heights;
        *self.afters.entry(event).or_insert_with(|| heights.after(event))
    }

    /// The anchor, or where the event begins that is seen in its place.
    fn unfolded(&mut self, Anchor { event, y }: Anchor) -> Anchor {
        if self.rows(event) > 0 {
            return Anchor { event, y };
        }
        let event = self.before(event).unwrap_or_default();
        Anchor { event, y: y - self.rows(event) }
    }

    fn height(&self) -> isize {
        signed(self.height)
    }

    /// The window that ends with the last event.
    pub fn bottom(&mut self) -> Anchor {
        let event = self.len.saturating_sub(1);
        let y = self.height() - self.rows(event);
        self.settle(Anchor { event, y })
    }

    /// The nearest place where some of the anchor is seen, and no row of the window is empty that could be filled.
    pub fn settle(&mut self, anchor: Anchor) -> Anchor {
        let event = anchor.event.min(self.len.saturating_sub(1));
        let Anchor { event, y } = self.unfolded(Anchor { event, ..anchor });
        let y = y.clamp(1 - self.rows(event), (self.height() - 1).max(0));
        let y = y.max(self.height() - self.below(event, self.height() - y));
        Anchor { event, y: y.min(self.above(event, y)) }
    }

    /// The nearest place where all of the anchor is seen, or where it fills the window.
    fn reveal(&mut self, Anchor { event, y }: Anchor) -> Anchor {
        let spare = self.height() - self.rows(event);
        self.settle(Anchor { event, y: y.clamp(spare.min(0), spare.max(0)) })
    }

    /// How many rows there are before an event; counted up to `most`.
    fn above(&mut self, event: usize, most: isize) -> isize {
        let (mut sum, mut event) = (0, event);
        while sum < most
            && let Some(before) = self.before(event)
        {
            event = before;
            sum += self.rows(event);
        }
        sum
    }

    /// How many rows there are from the first one of an event on; counted up to `most`.
    fn below(&mut self, event: usize, most: isize) -> isize {
        let (mut sum, mut next) = (0, Some(event).filter(|event| *event < self.len));
        while let Some(event) = next.filter(|_| sum < most) {
            sum += self.rows(event);
            next = self.after(event);
        }
        sum
    }

    /// The event before; within one that begins above the window, a row up.
    pub fn up(&mut self, Anchor { event, y }: Anchor) -> Anchor {
        match self.before(event) {
            _ if y < 0 => self.settle(Anchor { event, y: y + 1 }),
            Some(event) => {
                let y = y - self.rows(event);
                self.reveal(Anchor { event, y })
            }
            None => self.reveal(Anchor { event, y }),
        }
    }

    /// The event after; within one that goes on below the window, a row down.
    pub fn down(&mut self, Anchor { event, y }: Anchor) -> Anchor {
        let rows = self.rows(event);
        if y + rows > self.height() {
            self.settle(Anchor { event, y: y - 1 })
        } else {
            let next = self.after(event);
            self.reveal(next.map_or(Anchor { event, y }, |event| Anchor { event, y: y + rows }))
        }
    }

    /// A window up.
    pub fn page_up(&mut self, from: Anchor) -> Anchor {
        self.scroll(from, self.page())
    }

    /// A window down.
    pub fn page_down(&mut self, from: Anchor) -> Anchor {
        self.scroll(from, -self.page())
    }

    fn page(&self) -> isize {
        (self.height() - 1).max(1)
    }

    /// Moves everything down by so many rows; the anchor is then whatever has come to its row.
    fn scroll(&mut self, Anchor { mut event, y }: Anchor, by: isize) -> Anchor {
        let (row, mut y) = (y.max(0), y + by);
        while y > row
            && let Some(before) = self.before(event)
        {
            event = before;
            y -= self.rows(event);
        }
        while y + self.rows(event) <= row
            && let Some(after) = self.after(event)
        {
            y += self.rows(event);
            event = after;
        }
        self.settle(Anchor { event, y })
    }

    /// An event, where it is now if it is seen, else in the upper third.
    pub fn jump(&mut self, from: Anchor, event: usize) -> Anchor {
        let Anchor { event, .. } = self.unfolded(Anchor { event, y: 0 });
        let seen = self.pieces(from).into_iter().find(|piece| piece.event == event && piece.rows.start == 0);
        let y = seen.map_or(self.height() / 3, |piece| signed(piece.y));
        self.reveal(Anchor { event, y })
    }

    /// Whether the first row of the first event is seen.
    pub fn shows_first(&mut self, anchor: Anchor) -> bool {
        self.pieces(anchor).first().is_none_or(|piece| piece.event == 0 && piece.rows.start == 0)
    }

    /// What is seen, from top to bottom.
    pub fn pieces(&mut self, Anchor { mut event, mut y }: Anchor) -> Vec<Piece> {
        while y > 0
            && let Some(before) = self.before(event)
        {
            event = before;
            y -= self.rows(event);
        }
        let (mut pieces, mut next) = (Vec::new(), Some(event).filter(|event| *event < self.len));
        while let Some(event) = next.filter(|_| y < self.height()) {
            let rows = self.rows(event);
            let (from, to) = ((-y).max(0), rows.min(self.height() - y));
            if from < to {
                pieces.push(Piece { event, rows: unsigned(from)..unsigned(to), y: unsigned(y) });
            }
            y += rows;
            next = self.after(event);
        }
        pieces
    }
}

fn signed(n: usize) -> isize {
    isize::try_from(n).unwrap_or(isize::MAX)
}

fn unsigned(n: isize) -> usize {
    usize::try_from(n).unwrap_or_default()
}

#[cfg(test)]
mod tests;
