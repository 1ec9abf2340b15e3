//! The frame around a pane: a rounded box with a title on the left and a count on the right.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::cells;
use super::row::Row;

/// How a frame is drawn.
pub struct Panel<'a> {
    /// The pane's number and name.
    pub name: Span<'a>,
    /// What it looks at.
    pub left: Line<'a>,
    /// How much there is.
    pub right: Line<'a>,
    /// The style of the lines.
    pub border: Style,
}

/// The inside of a frame.
pub fn inside(area: Rect) -> Rect {
    area.inner(Margin::new(1, 1))
}

/// Draws a frame, and only its cells. What does not fit is cut: first the left text, then the right one.
pub fn draw(panel: Panel<'_>, area: Rect, frame: &mut Frame<'_>) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let (border, buffer) = (panel.border, frame.buffer_mut());
    Row(upper(panel, area.width.into())).render(Rect { height: 1, ..area }, buffer);
    let last = Rect { y: area.bottom() - 1, height: 1, ..area };
    let lower = format!("╰{}╯", "─".repeat(usize::from(area.width) - 2));
    Row(Line::styled(lower, border)).render(last, buffer);
    for y in area.y + 1..last.y {
        for x in [area.x, area.right() - 1] {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_symbol("│").set_style(border);
            }
        }
    }
}

/// The upper border with the title in it.
fn upper(panel: Panel<'_>, width: usize) -> Line<'_> {
    let room = width.saturating_sub(panel.name.width() + 6);
    let right = if panel.right.width() <= room { panel.right } else { Line::default() };
    let has_right = right.width() > 0;
    let room_left = room.saturating_sub(right.width() + usize::from(has_right) * 2);
    let mut line = Line::from_iter([Span::raw("╭"), panel.name]).style(panel.border);
    if panel.left.width() > 0 && room_left > 3 {
        line.push_span(" ");
        line.spans.extend(fit(panel.left, room_left));
    }
    line.push_span(" ");
    let used = line.width() + right.width() + usize::from(has_right) * 2 + 1;
    line.push_span("─".repeat(width.saturating_sub(used)));
    if has_right {
        line.push_span(" ");
        line.spans.extend(right.spans.into_iter().map(|span| span.patch_style(right.style)));
        line.push_span(" ");
    }
    line.push_span("╮");
    line
}

/// The spans of a line, cut to `width` cells.
fn fit(line: Line<'_>, width: usize) -> Vec<Span<'_>> {
    let mut left = width;
    let mut spans = Vec::new();
    for span in line.spans {
        let text = cells::cut(&span.content, left);
        left -= cells::width(&text).min(left);
        spans.push(Span::styled(text, span.style));
    }
    spans
}
