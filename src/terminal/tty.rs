//! What is painted, as the fewest bytes: the terminal of somebody on a slow line.
//!
//! Unlike ratatui's own backend it keeps the pen from frame to frame, moves the cursor the short way, asks the
//! terminal nothing, and sends nothing at all when nothing has changed.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

use super::out::Out;
use super::pen::Pen;
use crate::run::Screen;

/// A terminal behind `W`, which gets each frame in one write.
pub struct Tty<W> {
    out: W,
    frame: String,
    pen: Pen,
    at: Option<Position>,
    size: fn() -> io::Result<Size>,
}

impl<W: Write> Tty<W> {
    /// A terminal that is clear, with the cursor hidden; `size` says how large it is now.
    pub fn new(out: W, size: fn() -> io::Result<Size>) -> Self {
        Self { out, frame: String::new(), pen: Pen::default(), at: None, size }
    }

    /// Appends what is no picture: it changes neither the pen nor the place.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn pass(&mut self, sequence: &str) -> io::Result<()> {
        self.frame.push_str(sequence);
        self.flush()
    }

    /// Moves to a cell by the shortest sequence: nothing, forward in the row, or to the place.
    fn move_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let forward = self.at.filter(|at| at.y == to.y && at.x < to.x).map(|at| to.x - at.x);
        // Writing to a string cannot fail.
        let _ = match forward {
            Some(1) => write!(self.frame, "\x1b[C"),
            Some(cells) => write!(self.frame, "\x1b[{cells}C"),
            None => write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
    }

    fn put(&mut self, at: Position, cell: &Cell) {
        self.move_to(at);
        self.pen.turn_into(Pen::of(cell), &mut self.frame);
        self.frame.push_str(cell.symbol());
        // After the last column a terminal may or may not have wrapped, so the place is not known.
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
        let x = at.x.saturating_add(width);
        let is_sure = cell.symbol().is_ascii() || width == 1;
        self.at = is_sure.then_some(Position { x, y: at.y });
    }
}

impl<W: Write> Backend for Tty<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let columns = (self.size)()?.width;
        for (x, y, cell) in content {
            self.put(Position { x, y }, cell);
            if self.at.is_some_and(|at| at.x >= columns) {
                self.at = None;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        self.move_to(position);
        self.at = Some(position);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        // After a resize or a stop neither the pen nor the place is what it was.
        self.frame.push_str("\x1b[0m\x1b[2J");
        (self.pen, self.at) = (Pen::default(), None);
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: (self.size)()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.frame.is_empty() {
            let written = self.out.write_all(self.frame.as_bytes());
            self.frame.clear();
            written?;
            self.out.flush()?;
        }
        Ok(())
    }
}

impl Screen for Tty<Out> {
    fn is_behind(&self) -> bool {
        self.out.is_behind()
    }

    fn catch_up(&mut self) -> impl Future<Output = io::Result<()>> {
        self.out.catch_up()
    }

    fn forget(&mut self) {
        self.out.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::style::{Color, Style};
    use ratatui::text::{Line, Span};

    fn terminal() -> Terminal<Tty<Vec<u8>>> {
        Terminal::new(Tty::new(Vec::new(), || Ok(Size::new(20, 3)))).unwrap()
    }

    fn paint(terminal: &mut Terminal<Tty<Vec<u8>>>, line: Line<'_>) -> String {
        terminal.backend_mut().out.clear();
        terminal.draw(|frame| frame.render_widget(line, frame.area())).unwrap();
        String::from_utf8(terminal.backend().out.clone()).unwrap()
    }

    #[test]
    fn an_unchanged_frame_sends_nothing() {
        let mut terminal = terminal();
        assert_eq!(paint(&mut terminal, Line::from("one two")), "\x1b[1;1Hone\x1b[Ctwo");
        assert_eq!(paint(&mut terminal, Line::from("one two")), "");
    }

    #[test]
    fn the_pen_is_kept_and_the_cursor_goes_the_short_way() {
        let mut terminal = terminal();
        let red = |text| Line::from(Span::styled(text, Style::new().fg(Color::Red)));
        assert_eq!(paint(&mut terminal, red("abc")), "\x1b[1;1H\x1b[31mabc");
        assert_eq!(paint(&mut terminal, red("xbz")), "\x1b[1;1Hx\x1b[Cz");
    }

    #[test]
    fn a_cleared_terminal_is_painted_as_if_nothing_were_known_of_it() {
        let mut terminal = terminal();
        let red = || Line::from(Span::styled("abc", Style::new().fg(Color::Red)));
        paint(&mut terminal, red());
        terminal.clear().unwrap();
        assert!(paint(&mut terminal, red()).ends_with("\x1b[1;1H\x1b[31mabc"));
    }

    #[test]
    fn after_the_last_column_the_place_is_said_again() {
        let mut terminal = terminal();
        let full = "abcdefghijklmnopqrst";
        assert_eq!(paint(&mut terminal, Line::from(full)), format!("\x1b[1;1H{full}"));
        let next = paint(&mut terminal, Line::from("Abcdefghijklmnopqrst"));
        assert_eq!(next, "\x1b[1;1HA");
    }
}
