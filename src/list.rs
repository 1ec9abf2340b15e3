//! A cursor over rows that come and go: it remembers which row, not which number.

mod marks;

pub use marks::Marks;

/// A way to move through rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// To the first row, and staying there when rows arrive above.
    First,
    /// To the last row.
    Last,
}

/// The selected row, by its identity, and the first row of the window.
///
/// Without an identity it is at the first row, whichever that is: where newest comes first, it follows the newest.
#[derive(Debug, Clone)]
pub struct Cursor<K> {
    key: Option<K>,
    index: usize,
    top: usize,
}

impl<K> Default for Cursor<K> {
    fn default() -> Self {
        Self { key: None, index: 0, top: 0 }
    }
}

impl<K: PartialEq> Cursor<K> {
    /// The number of the selected row, as of the last [`Cursor::settle`].
    pub fn index(&self) -> usize {
        self.index
    }

    /// The rows that a window of `height` shows.
    pub fn window(&self, len: usize, height: usize) -> std::ops::Range<usize> {
        let top = self.top.min(len.saturating_sub(height));
        top..len.min(top + height)
    }

    /// Finds the selected row again after rows have come, gone or moved, and keeps it in the window.
    ///
    /// `key` gives the identity of a row. A row that is gone hands the selection to the one in its place.
    pub fn settle(&mut self, len: usize, height: usize, key: impl Fn(usize) -> Option<K>) {
        self.index = match &self.key {
            None => 0,
            Some(wanted) => self.find(wanted, len, &key).unwrap_or(self.index.min(len.saturating_sub(1))),
        };
        if self.key.is_some() {
            self.key = key(self.index);
        }
        self.scroll(len, height);
    }

    fn find(&self, wanted: &K, len: usize, key: &impl Fn(usize) -> Option<K>) -> Option<usize> {
        let is_it = |n: &usize| key(*n).as_ref() == Some(wanted);
        Some(self.index).filter(|n| *n < len && is_it(n)).or_else(|| (0..len).find(is_it))
    }

    /// Moves.
    pub fn go(&mut self, motion: Motion, len: usize, height: usize, key: impl Fn(usize) -> Option<K>) {
        let (last, page) = (len.saturating_sub(1), height.saturating_sub(1).max(1));
        self.index = match motion {
            Motion::Up => self.index.saturating_sub(1),
            Motion::Down => self.index.saturating_add(1).min(last),
            Motion::PageUp => self.index.saturating_sub(page),
            Motion::PageDown => self.index.saturating_add(page).min(last),
            Motion::First => 0,
            Motion::Last => last,
        };
        self.key = if motion == Motion::First { None } else { key(self.index) };
        self.scroll(len, height);
    }

    /// Selects the row with this identity; it is found at the next [`Cursor::settle`].
    pub fn select(&mut self, key: K) {
        self.key = Some(key);
    }

    /// Stays at the selected row, even if that is the first one and others arrive above it.
    pub fn hold(&mut self, key: impl Fn(usize) -> Option<K>) {
        self.key = key(self.index);
    }

    /// The identity of the selected row; `None`: it is the first row, whichever that is.
    pub fn key(&self) -> Option<&K> {
        self.key.as_ref()
    }

    /// Says where the selected row probably is now: [`Cursor::settle`] looks there first, and stays there
    /// if the row is gone.
    pub fn expect_at(&mut self, index: usize) {
        self.index = index;
    }

    /// Returns to the first row.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn scroll(&mut self, len: usize, height: usize) {
        let lowest = (self.index + 1).saturating_sub(height.max(1));
        self.top = self.top.clamp(lowest, self.index).min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rows(Vec<u32>, Cursor<u32>);

    impl Rows {
        fn go(&mut self, motion: Motion) {
            let rows = self.0.clone();
            self.1.go(motion, rows.len(), 3, |n| rows.get(n).copied());
        }

        fn become_(&mut self, rows: &[u32]) {
            self.0 = rows.to_vec();
            self.1.settle(rows.len(), 3, |n| rows.get(n).copied());
        }

        #[track_caller]
        fn check(&self, selected: u32, window: &[u32]) {
            assert_eq!(self.0.get(self.1.index()), Some(&selected));
            assert_eq!(self.0[self.1.window(self.0.len(), 3)], *window);
        }
    }

    #[test]
    fn a_row_stays_selected_when_others_arrive_above() {
        let mut rows = Rows(vec![3, 2, 1], Cursor::default());
        rows.go(Motion::Down);
        rows.become_(&[5, 4, 3, 2, 1]);
        rows.check(2, &[4, 3, 2]);
    }

    #[test]
    fn the_first_row_follows_the_newest() {
        let mut rows = Rows(vec![1], Cursor::default());
        rows.become_(&[2, 1]);
        rows.check(2, &[2, 1]);
        rows.go(Motion::Down);
        rows.go(Motion::First);
        rows.become_(&[3, 2, 1]);
        rows.check(3, &[3, 2, 1]);
    }

    #[test]
    fn a_row_that_is_gone_hands_on_to_the_one_in_its_place() {
        let mut rows = Rows(vec![3, 2, 1], Cursor::default());
        rows.go(Motion::Last);
        rows.become_(&[3, 2]);
        rows.check(2, &[3, 2]);
        rows.become_(&[]);
        rows.become_(&[7]);
        rows.check(7, &[7]);
    }

    #[test]
    fn the_window_moves_only_when_it_must() {
        let mut rows = Rows((0..10).collect(), Cursor::default());
        for (motion, selected, window) in [
            (Motion::Down, 1, [0, 1, 2]),
            (Motion::PageDown, 3, [1, 2, 3]),
            (Motion::Up, 2, [1, 2, 3]),
            (Motion::Last, 9, [7, 8, 9]),
            (Motion::PageUp, 7, [7, 8, 9]),
            (Motion::First, 0, [0, 1, 2]),
        ] {
            rows.go(motion);
            rows.check(selected, &window);
        }
    }
}
