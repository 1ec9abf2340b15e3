//! One line of a list, painted faster than ratatui's own: a screen of logs is ten thousand ASCII characters, and
//! looking for grapheme clusters in them costs more than everything else in a frame.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// A line that begins at the left; its alignment is not looked at, and what does not fit is cut.
pub struct Row<'a>(pub Line<'a>);

impl Widget for Row<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let mut x = area.x;
        for span in &self.0.spans {
            let style = self.0.style.patch(span.style);
            x = paint(span, style, Rect { x, width: area.right().saturating_sub(x), ..area }, buffer);
        }
    }
}

/// Paints a span from the left of the area; returns where the next one begins.
fn paint(span: &Span<'_>, style: Style, area: Rect, buffer: &mut Buffer) -> u16 {
    if !span.content.is_ascii() {
        return buffer.set_stringn(area.x, area.y, &span.content, area.width.into(), style).0;
    }
    let mut x = area.x;
    for byte in span.content.bytes().filter(|byte| !byte.is_ascii_control()) {
        let Some(cell) = buffer.cell_mut((x, area.y)).filter(|_| x < area.right()) else { break };
        put(cell, byte, style);
        x += 1;
    }
    x
}

fn put(cell: &mut Cell, byte: u8, style: Style) {
    if byte != b' ' || cell.symbol() != " " {
        cell.set_char(char::from(byte));
    }
    cell.set_style(style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier, Stylize};

    /// What ratatui paints, and what we paint, into a buffer that holds something already.
    #[track_caller]
    fn check(line: Line<'static>, width: u16) {
        let area = Rect::new(1, 0, width, 1);
        let mut theirs = Buffer::filled(Rect::new(0, 0, 12, 1), Cell::new("x"));
        let mut ours = theirs.clone();
        line.clone().render(area, &mut theirs);
        Row(line).render(area, &mut ours);
        assert_eq!(ours, theirs);
    }

    #[test]
    fn a_row_looks_as_ratatui_would_paint_it() {
        check(Line::from("plain text"), 10);
        check(Line::from("longer than the area"), 10);
        check(Line::from_iter(["one ".red(), "✓ ".bold(), "two".into()]), 10);
        check(Line::from_iter(["日本語".green(), "abc".into()]), 8);
        check(Line::from("a\u{1b}[b"), 10);
        check(Line::from(""), 5);
        check(Line::from("x"), 0);
    }

    #[test]
    fn the_style_of_the_line_lies_under_that_of_its_spans() {
        let line =
            Line::from_iter(["one".red(), "two".into()]).style(Style::new().add_modifier(Modifier::BOLD));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        Row(line).render(buffer.area, &mut buffer);
        let styles: Vec<_> = buffer.content.iter().map(|cell| (cell.fg, cell.modifier)).collect();
        assert_eq!(styles[0], (Color::Red, Modifier::BOLD));
        assert_eq!(styles[5], (Color::Reset, Modifier::BOLD));
    }
}
