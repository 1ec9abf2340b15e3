//! How many rows the lines of a column have.

use super::super::scene::Scene;
use super::super::window::Heights;
use super::columns::Column;

/// The lines of a column, with the headings between them.
#[derive(Clone, Copy)]
pub struct Tower<'a> {
    /// What its rows are made from.
    pub scene: &'a Scene<'a>,
    /// Its lines.
    pub column: &'a Column,
}

impl Tower<'_> {
    /// The ends of the folded report that a line is hidden in, where nothing else stands among its lines.
    fn away(&self, n: usize) -> Option<(usize, usize)> {
        let event = self.column.number(n)?;
        let trace = self.scene.folded(event).filter(|trace| trace.head() != event)?;
        let (head, tail) = (trace.head(), trace.tail());
        if self.scene.is_plain(&(head + 1..tail + 1)) {
            return Some((self.column.line_of(head)?, self.column.line_of(tail)?));
        }
        (self.scene.heights(event) == 0).then_some((n.saturating_sub(1), n))
    }
}

impl Heights for Tower<'_> {
    fn rows(&self, n: usize) -> usize {
        let rows = self.column.number(n).map_or(1, |event| self.scene.heights(event));
        rows + usize::from(self.column.has_heading(n))
    }

    fn before(&self, n: usize) -> Option<usize> {
        let mut before = n.checked_sub(1)?;
        while let Some((head, _)) = self.away(before).filter(|(head, _)| *head < before) {
            before = head;
        }
        Some(before)
    }

    fn after(&self, n: usize) -> Option<usize> {
        let mut after = n + 1;
        while let Some((_, tail)) = self.away(after) {
            after = tail.max(after) + 1;
        }
        (after < self.column.len()).then_some(after)
    }
}
