//! Rows and columns of text, packed into one piece of memory.

use crate::domain::text::Foreign;

/// The most bytes of a cell that are kept.
const CELL: usize = 4_096;
/// The most cells of a table.
const MOST_CELLS: usize = 2_000_000;
/// The most bytes of all cells.
const MOST_TEXT: usize = 64 << 20;
/// The most columns of a table; what has more says so.
pub const MOST_COLUMNS: usize = 1_000;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the object names it.
    pub name: Foreign,
    /// Its type in words: told by the object, or guessed from what is in it.
    pub kind: String,
    /// Whether it holds numbers, which stand on the right.
    pub is_number: bool,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    text: String,
    cells: Vec<Cell>,
}

/// Where a cell ends in the text, and whether it is there at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    end: usize,
    is_there: bool,
}

impl Grid {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds a row: as many cells as there are columns, `None` for what is not there. `false`: there is no room.
    pub fn push<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) -> bool {
        let width = self.columns.len();
        if width == 0 || self.cells.len() + width > MOST_CELLS || self.text.len() > MOST_TEXT {
            return false;
        }
        let missing = std::iter::repeat(None);
        for cell in cells.chain(missing).take(width) {
            self.push_cell(cell);
        }
        true
    }

    fn push_cell(&mut self, cell: Option<&str>) {
        let text = cell.unwrap_or_default();
        let kept = text.get(..text.floor_char_boundary(CELL)).unwrap_or_default();
        self.text.push_str(kept);
        if kept.len() < text.len() {
            self.text.push('…');
        }
        self.cells.push(Cell { end: self.text.len(), is_there: cell.is_some() });
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.columns.len()).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells of a row; `None` for what is not there.
    pub fn row(&self, n: usize) -> Vec<Option<&str>> {
        let first = n * self.columns.len();
        let Some(cells) = self.cells.get(first..first + self.columns.len()) else { return vec![] };
        let before = first.checked_sub(1).and_then(|before| self.cells.get(before));
        let mut start = before.map_or(0, |cell| cell.end);
        let cut = cells.iter().map(|cell| {
            let text = self.text.get(std::mem::replace(&mut start, cell.end)..cell.end);
            text.filter(|_| cell.is_there)
        });
        cut.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize) -> Vec<Column> {
        (0..count)
            .map(|n| Column { name: format!("c{n}").into(), kind: String::new(), is_number: false })
            .collect()
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        let mut grid = Grid::new(columns(3));
        let rows = [[Some("a"), None, Some("")], [None, None, None], [Some("é"), Some("b"), None]];
        for row in rows {
            assert!(grid.push(row.into_iter()));
        }
        assert_eq!(grid.len(), 3);
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(grid.row(n), row);
        }
        assert_eq!(grid.row(3), []);
    }

    #[test]
    fn short_rows_are_filled_and_long_ones_cut() {
        let mut grid = Grid::new(columns(2));
        grid.push([Some("a")].into_iter());
        grid.push([Some("b"), Some("c"), Some("d")].into_iter());
        assert_eq!(grid.row(0), [Some("a"), None]);
        assert_eq!(grid.row(1), [Some("b"), Some("c")]);
    }

    #[test]
    fn an_endless_cell_is_cut() {
        let mut grid = Grid::new(columns(1));
        grid.push([Some("é".repeat(1 << 20).as_str())].into_iter());
        let cell = grid.row(0)[0].unwrap().to_owned();
        assert!(cell.len() <= CELL + 3 && cell.ends_with('…'));
    }
}
