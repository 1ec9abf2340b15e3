//! The rows that are shown, each known by its identity.

use crate::domain::text::Foreign;
use crate::list::{Cursor, Motion};

/// Rows that pass the filter, in order: where each is among the facts, and what it is called.
#[derive(Default)]
pub(super) struct Table {
    cursor: Cursor<Foreign>,
    rows: Vec<(usize, Foreign)>,
}

impl Table {
    /// Takes the rows that there are now.
    pub fn set(&mut self, rows: Vec<(usize, Foreign)>) {
        self.rows = rows;
    }

    /// Finds the selected row again.
    pub fn settle(&mut self, height: usize) {
        let rows = &self.rows;
        self.cursor.settle(rows.len(), height, |n| rows.get(n).map(|(_, id)| id.clone()));
    }

    /// Moves.
    pub fn go(&mut self, motion: Motion, height: usize) {
        let rows = &self.rows;
        self.cursor.go(motion, rows.len(), height, |n| rows.get(n).map(|(_, id)| id.clone()));
    }

    /// Stays at the selected row, whatever arrives.
    pub fn hold(&mut self) {
        let rows = &self.rows;
        self.cursor.hold(|n| rows.get(n).map(|(_, id)| id.clone()));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Which row is selected.
    pub fn index(&self) -> usize {
        self.cursor.index()
    }

    /// Where the selected row is among the facts.
    pub fn selected(&self) -> Option<usize> {
        self.at(self.cursor.index())
    }

    /// Where a row is among the facts.
    pub fn at(&self, n: usize) -> Option<usize> {
        self.rows.get(n).map(|(at, _)| *at)
    }

    /// The names of the rows that a window of this height shows.
    pub fn visible(&self, height: usize) -> impl Iterator<Item = &Foreign> {
        let window = self.cursor.window(self.rows.len(), height);
        self.rows.get(window).into_iter().flatten().map(|(_, id)| id)
    }

    /// The cursor, for drawing.
    pub fn cursor(&self) -> &Cursor<Foreign> {
        &self.cursor
    }
}
