//! A table: names and types of the columns above the rows, scrolled sideways by columns.

use ratatui::text::{Line, Span};

use crate::domain::preview::Grid;
use crate::domain::text::visible;
use crate::pane::Cx;
use crate::widgets::{cells, rows};

/// The rows above those of the table.
pub const HEAD: usize = 2;
/// The widest column.
const WIDEST: usize = 40;

/// What of a table is in view.
pub struct Window {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The row that is selected.
    pub selected: usize,
}

/// The lines of a table: its head, and as many rows as there is room for.
pub fn lines(cx: Cx<'_>, grid: &Grid, window: &Window) -> Vec<Line<'static>> {
    let room = cx.height().saturating_sub(HEAD);
    let shown: Vec<(usize, Vec<Option<&str>>)> =
        (window.top..grid.len()).take(room).map(|n| (n, grid.row(n))).collect();
    let columns = columns(cx, grid, window.left, &shown);
    let mut lines = vec![
        head(
            &columns,
            |n| grid.columns.get(n).map(|column| column.name.visible().into_owned()),
            cx.theme.strong(),
        ),
        head(
            &columns,
            |n| grid.columns.get(n).map(|column| visible(&column.kind).into_owned()),
            cx.theme.faint(),
        ),
    ];
    for (n, row) in &shown {
        let cells = columns.iter().map(|column| cell(cx, row.get(column.at).copied().flatten(), column));
        lines.push(rows::marked(cx, cells.collect(), *n == window.selected));
    }
    lines
}

/// A row of a table as a JSON object of its cells.
pub fn record(grid: &Grid, n: usize) -> serde_json::Value {
    let fields = grid.columns.iter().zip(grid.row(n)).map(|(column, cell)| {
        let value = cell.map_or(serde_json::Value::Null, value);
        (column.name.exact().to_owned(), value)
    });
    serde_json::Value::Object(fields.collect())
}

/// A cell that holds JSON parts is a branch.
fn value(cell: &str) -> serde_json::Value {
    let parts = cell.starts_with(['{', '[']).then(|| serde_json::from_str(cell).ok()).flatten();
    parts.unwrap_or_else(|| cell.into())
}

/// A column in view.
struct Column {
    at: usize,
    width: usize,
    is_number: bool,
}

/// The columns that have room, from `left` on; at least one.
fn columns(cx: Cx<'_>, grid: &Grid, left: usize, shown: &[(usize, Vec<Option<&str>>)]) -> Vec<Column> {
    let mut room = usize::from(cx.area.width).saturating_sub(1);
    let mut columns: Vec<Column> = Vec::new();
    for (at, column) in grid.columns.iter().enumerate().skip(left) {
        let cells = shown.iter().filter_map(|(_, row)| row.get(at).copied().flatten());
        let widest = cells.map(|cell| cells::width(&excerpt(cell))).max().unwrap_or(0);
        let name = cells::width(&column.name.visible()).max(cells::width(&column.kind));
        let width = widest.max(name).clamp(1, WIDEST).min(room);
        if width < widest.max(name).min(8) && !columns.is_empty() {
            break;
        }
        columns.push(Column { at, width, is_number: column.is_number });
        room = room.saturating_sub(width + 2);
        if room == 0 {
            break;
        }
    }
    columns
}

/// The beginning of a cell, made visible.
fn excerpt(cell: &str) -> String {
    let head = cell.get(..cell.floor_char_boundary(4 * WIDEST)).unwrap_or_default();
    visible(head).into_owned()
}

fn head(
    columns: &[Column],
    text: impl Fn(usize) -> Option<String>,
    style: ratatui::style::Style,
) -> Line<'static> {
    let cells =
        columns.iter().map(|column| Span::styled(fit(&text(column.at).unwrap_or_default(), column), style));
    std::iter::once(Span::raw(" ")).chain(cells).collect::<Vec<_>>().into()
}

fn cell(cx: Cx<'_>, cell: Option<&str>, column: &Column) -> Span<'static> {
    match cell {
        Some(cell) if column.is_number => Span::styled(fit(&excerpt(cell), column), cx.theme.number()),
        Some(cell) => Span::raw(fit(&excerpt(cell), column)),
        None => Span::styled(fit("null", column), cx.theme.faint()),
    }
}

fn fit(text: &str, column: &Column) -> String {
    let text =
        if column.is_number { cells::right(text, column.width) } else { cells::left(text, column.width) };
    format!("{text}  ")
}
