//! The frame around a pane: a rounded box with a title on the left and a count on the right.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Borders};
use unicode_width::UnicodeWidthStr;

use super::cells;

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
    Block::new().borders(Borders::ALL).inner(area)
}

/// Draws a frame. What does not fit is cut: first the left text, then the right one.
pub fn draw(panel: Panel<'_>, area: Rect, frame: &mut Frame<'_>) {
    let room = usize::from(area.width).saturating_sub(panel.name.width() + 6);
    let right = if panel.right.width() <= room { panel.right } else { Line::default() };
    let room_left = room.saturating_sub(right.width() + usize::from(right.width() > 0) * 2);
    let mut title = Line::from(panel.name);
    if panel.left.width() > 0 && room_left > 3 {
        title.push_span(" ");
        title.spans.extend(fit(panel.left, room_left));
    }
    title.push_span(" ");
    let mut block = Block::new()
        .borders(Borders::ALL)
        .border_type(BorderType::Rounded)
        .border_style(panel.border)
        .title(title);
    if right.width() > 0 {
        block = block.title(padded(right).alignment(Alignment::Right));
    }
    frame.render_widget(block, area);
}

fn padded(line: Line<'_>) -> Line<'_> {
    let mut padded = Line::from(" ");
    padded.spans.extend(line.spans);
    padded.push_span(" ");
    padded
}

/// The spans of a line, cut to `width` cells.
fn fit(line: Line<'_>, width: usize) -> Vec<Span<'_>> {
    let mut left = width;
    let mut spans = Vec::new();
    for span in line.spans {
        let text = cells::cut(&span.content, left);
        left -= text.width().min(left);
        spans.push(Span::styled(text, span.style));
    }
    spans
}
