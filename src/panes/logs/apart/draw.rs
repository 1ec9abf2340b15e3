//! The columns on the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::super::paint::{self, Accents};
use super::super::scene::Scene;
use super::super::window::{Anchor, Piece, Window};
use super::columns::Column;
use super::tower::Tower;
use crate::widgets::cells;

/// The narrowest pane that has two columns.
pub const WIDE: u16 = 120;

/// The areas of the columns, each with a row for its heading.
pub fn areas(area: Rect) -> Vec<Rect> {
    if area.width < WIDE {
        return vec![area];
    }
    let left = (area.width - 1) / 2;
    let right = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
    vec![Rect { width: left, ..area }, right]
}

/// The rows below a column's heading.
pub fn rows(column: Rect) -> Rect {
    Rect { y: column.y.saturating_add(1), height: column.height.saturating_sub(1), ..column }
}

/// Draws what stands between two columns.
pub fn rule(style: Style, frame: &mut Frame<'_>, left: Rect) {
    for row in left.rows() {
        let cell = Rect { x: left.right(), width: 1, ..row };
        frame.render_widget(Span::styled("│", style), cell);
    }
}

/// Draws a column where it hangs; `is_active`: keys go there.
pub fn column(
    (scene, column): (&Scene<'_>, &Column),
    accents: &Accents<'_>,
    (anchor, is_active): (Option<Anchor>, bool),
    frame: &mut Frame<'_>,
) {
    let area = scene.cx.area;
    let style = if is_active { scene.cx.theme.strong() } else { scene.cx.theme.faint() };
    let mut window = Window::new(column.len(), area.height.into(), Tower { scene, column });
    let pieces = anchor.map(|anchor| window.pieces(anchor)).unwrap_or_default();
    let top = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
    frame.render_widget(head(column, pieces.first(), area.width, style), top);
    if column.len() == 0 {
        return paint::sentences(scene.cx, frame, vec![Span::styled("no line yet", scene.cx.theme.faint())]);
    }
    for piece in pieces {
        draw_piece((scene, column), accents, style, frame, piece);
    }
}

/// What stands at the head of a column: whose line is the first below it.
fn head(column: &Column, first: Option<&Piece>, width: u16, style: Style) -> Span<'static> {
    let is_said_below = |piece: &&Piece| piece.rows.start == 0 && column.has_heading(piece.event);
    let first = first.filter(|piece| !is_said_below(piece));
    let words = first.and_then(|piece| column.section(piece.event)).map(|(_, section)| &section.heading);
    heading(words.unwrap_or(&column.name), width, style)
}

fn heading(words: &str, width: u16, style: Style) -> Span<'static> {
    let width = usize::from(width);
    let words = cells::cut(&format!("─ {words} "), width);
    let rest = "─".repeat(width.saturating_sub(cells::width(&words)));
    Span::styled(format!("{words}{rest}"), style)
}

fn draw_piece(
    (scene, column): (&Scene<'_>, &Column),
    accents: &Accents<'_>,
    style: Style,
    frame: &mut Frame<'_>,
    Piece { event: n, rows, y }: Piece,
) {
    let (area, above) = (scene.cx.area, usize::from(column.has_heading(n)));
    let is_headed = above > rows.start;
    if is_headed && let Some((_, section)) = column.section(n) {
        let y = area.y.saturating_add(u16::try_from(y).unwrap_or(u16::MAX));
        let row = Rect { y, height: 1, ..area }.intersection(area);
        frame.render_widget(heading(&section.heading, area.width, style), row);
    }
    let Some(event) = column.number(n) else { return };
    let rows = rows.start.saturating_sub(above)..rows.end.saturating_sub(above);
    let y = y + usize::from(is_headed);
    paint::draw(scene, accents, frame, vec![Piece { event, rows, y }]);
}
