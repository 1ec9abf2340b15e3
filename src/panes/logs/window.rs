//! A window onto events of different heights.
//!
//! The window hangs on one event, its anchor, which has a row of the window. Whatever arrives above or below,
//! the anchor's row stays; so a reader who has stopped somewhere is not moved. Only events in and next to
//! the window are ever measured.

use std::collections::HashMap;
use std::ops::Range;

/// Events of different heights, and how many rows are seen of them at once.
pub struct Window<F> {
    /// How many events there are.
    len: usize,
    /// How many rows are seen.
    height: usize,
    /// How many rows an event has; none, where it is folded into one before it.
    rows: F,
    /// What it said: it is asked once.
    measured: HashMap<usize, isize>,
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

impl<F: Fn(usize) -> usize> Window<F> {
    /// A window of `height` rows onto `len` events; `rows` measures one.
    pub fn new(len: usize, height: usize, rows: F) -> Self {
        Self { len, height, rows, measured: HashMap::new() }
    }

    fn rows(&mut self, event: usize) -> isize {
        let rows = &self.rows;
        // The first has none before it that it could be folded into.
        *self.measured.entry(event).or_insert_with(|| signed(rows(event).max(usize::from(event == 0))))
    }

    /// The anchor, or where the event begins that it is folded into.
    fn unfolded(&mut self, Anchor { mut event, mut y }: Anchor) -> Anchor {
        while self.rows(event) == 0 {
            event -= 1;
            y -= self.rows(event);
        }
        Anchor { event, y }
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
        let mut sum = 0;
        for event in (0..event).rev() {
            if sum >= most {
                break;
            }
            sum += self.rows(event);
        }
        sum
    }

    /// How many rows there are from the first one of an event on; counted up to `most`.
    fn below(&mut self, event: usize, most: isize) -> isize {
        let mut sum = 0;
        for event in event..self.len {
            if sum >= most {
                break;
            }
            sum += self.rows(event);
        }
        sum
    }

    /// The event before; within one that begins above the window, a row up.
    pub fn up(&mut self, Anchor { event, y }: Anchor) -> Anchor {
        match event.checked_sub(1) {
            _ if y < 0 => self.settle(Anchor { event, y: y + 1 }),
            Some(event) => {
                let y = y - self.rows(event);
                let before = self.unfolded(Anchor { event, y });
                self.reveal(before)
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
            let next = (event + 1..self.len).find(|event| self.rows(*event) > 0);
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
        while y > row && event > 0 {
            event -= 1;
            y -= self.rows(event);
        }
        while y + self.rows(event) <= row && event + 1 < self.len {
            y += self.rows(event);
            event += 1;
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
        while y > 0 && event > 0 {
            event -= 1;
            y -= self.rows(event);
        }
        let mut pieces = Vec::new();
        while y < self.height() && event < self.len {
            let rows = self.rows(event);
            let (from, to) = ((-y).max(0), rows.min(self.height() - y));
            if from < to {
                pieces.push(Piece { event, rows: unsigned(from)..unsigned(to), y: unsigned(y) });
            }
            y += rows;
            event += 1;
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
mod tests {
    use std::cell::Cell;

    use super::*;

    const HEIGHTS: [usize; 8] = [1, 1, 3, 1, 9, 1, 1, 1];

    fn window(height: usize) -> Window<impl Fn(usize) -> usize> {
        Window::new(HEIGHTS.len(), height, |n: usize| HEIGHTS[n])
    }

    /// What is seen: the event's number for its first row, a dot for others.
    #[test]
    fn what_is_folded_away_is_stepped_over() {
        const FOLDED: [usize; 8] = [1, 1, 0, 0, 2, 1, 1, 0];
        let mut window = Window::new(FOLDED.len(), 3, |event: usize| FOLDED[event]);
        let mut anchor = window.bottom();
        assert_eq!((anchor.event, picture(&mut window, anchor)), (6, ".56".into()));
        let mut met = vec![];
        while anchor.event > 0 {
            anchor = window.up(anchor);
            met.push(anchor.event);
        }
        assert_eq!(met, [5, 4, 1, 0]);
        met.clear();
        for _ in 0..6 {
            anchor = window.down(anchor);
            met.push(anchor.event);
        }
        assert_eq!(met, [1, 4, 5, 6, 6, 6]);
        let onto = window.jump(anchor, 3);
        assert_eq!(onto.event, 1);
    }

    fn picture(window: &mut Window<impl Fn(usize) -> usize>, anchor: Anchor) -> String {
        let row = |piece: &Piece, n| if n == 0 { piece.event.to_string() } else { ".".to_owned() };
        let rows = |piece: &Piece| piece.rows.clone().map(|n| row(piece, n)).collect::<String>();
        window.pieces(anchor).iter().map(rows).collect()
    }

    #[track_caller]
    fn check(height: usize, moves: &str, want: &str) {
        let mut window = window(height);
        let mut anchor = window.bottom();
        for c in moves.chars() {
            anchor = match c {
                'k' => window.up(anchor),
                'j' => window.down(anchor),
                'u' => window.page_up(anchor),
                'd' => window.page_down(anchor),
                'g' => window.settle(Anchor { event: 0, y: 0 }),
                _ => window.jump(anchor, c.to_digit(10).unwrap() as usize),
            };
        }
        assert_eq!(picture(&mut window, anchor), want, "{moves} in {height} rows");
    }

    #[test]
    fn the_bottom_is_full_where_it_can_be() {
        check(2, "", "67");
        check(5, "", "..567");
        check(99, "", "012..34........567");
        check(0, "", "");
    }

    #[test]
    fn steps_go_by_event_and_through_what_is_taller_than_the_window() {
        check(3, "k", "567");
        check(3, "kkk", "...");
        check(3, "kkkk", "...");
        check(3, "kkkkkkkkk", "4..");
        check(3, "kkkkkkkkkk", "34.");
        check(3, "g", "012");
        check(3, "gjj", "2..");
        check(3, "gjjj", "..3");
        check(3, "gjjjjj", "...");
        check(3, "gjjjjjjjjjjj", "..5");
    }

    #[test]
    fn pages_skip_nothing_whatever_is_tall() {
        check(5, "u", ".....");
        check(5, "uu", "34...");
        check(5, "uuu", "12..3");
        check(5, "uuuu", "012..");
        check(5, "gd", ".34..");
        check(5, "gdd", ".....");
        check(5, "gddddddd", "..567");
    }

    #[test]
    fn a_jump_moves_nothing_when_its_event_is_seen() {
        check(5, "6", "..567");
        check(5, "2", "12..3");
        check(5, "0", "012..");
    }

    #[test]
    fn of_many_events_only_those_near_the_window_are_measured() {
        let measured = Cell::new(0);
        let rows = |_| {
            measured.set(measured.get() + 1);
            1
        };
        let mut window = Window::new(50_000, 50, rows);
        let bottom = window.bottom();
        let above = window.page_up(bottom);
        let pieces = window.pieces(above);
        assert_eq!(pieces.iter().map(|piece| piece.rows.len()).sum::<usize>(), 50);
        assert!(measured.get() <= 3 * 50, "{}", measured.get());
    }
}
