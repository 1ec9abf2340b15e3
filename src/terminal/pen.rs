//! How the terminal writes now, and the fewest bytes to make it write otherwise.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The colours and modifiers that the terminal writes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    ink: Color,
    ground: Color,
    modifiers: Modifier,
}

impl Default for Pen {
    fn default() -> Self {
        Self { ink: Color::Reset, ground: Color::Reset, modifiers: Modifier::empty() }
    }
}

/// Modifiers with the parameter that sets each (ECMA-48, SGR).
const SET: [(Modifier, &str); 7] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::REVERSED, "7"),
    (Modifier::CROSSED_OUT, "9"),
];

impl Pen {
    /// The pen that a cell wants.
    pub fn of(cell: &Cell) -> Self {
        Self { ink: cell.fg, ground: cell.bg, modifiers: cell.modifier }
    }

    /// Appends the sequence that turns this pen into `next`; nothing when they are equal.
    ///
    /// A modifier can only be added; to lose one, everything is reset and set again, which is also shorter.
    pub fn turn_into(&mut self, next: Self, out: &mut String) {
        if *self == next {
            return;
        }
        let loses = !next.modifiers.contains(self.modifiers);
        let from = if loses { Self::default() } else { *self };
        let mut parameters: Vec<String> = Vec::new();
        if loses {
            parameters.push("0".to_owned());
        }
        let added = next.modifiers - from.modifiers;
        parameters.extend(SET.iter().filter(|(m, _)| added.contains(*m)).map(|(_, p)| (*p).to_owned()));
        if from.ink != next.ink {
            parameters.push(color(next.ink, 30));
        }
        if from.ground != next.ground {
            parameters.push(color(next.ground, 40));
        }
        // Writing to a string cannot fail.
        let _ = write!(out, "\x1b[{}m", parameters.join(";"));
        *self = next;
    }
}

/// The SGR parameter of a colour; `base` is 30 for ink, 40 for ground.
fn color(color: Color, base: u16) -> String {
    let ansi = |n: u16| (base + n).to_string();
    let bright = |n: u16| (base + 60 + n).to_string();
    match color {
        Color::Reset => ansi(9),
        Color::Black => ansi(0),
        Color::Red => ansi(1),
        Color::Green => ansi(2),
        Color::Yellow => ansi(3),
        Color::Blue => ansi(4),
        Color::Magenta => ansi(5),
        Color::Cyan => ansi(6),
        Color::Gray => ansi(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[track_caller]
    fn check(from: Style, to: Style, want: &str) {
        let pen = |style| Pen::of(Cell::new("x").set_style(style));
        let mut out = String::new();
        pen(from).turn_into(pen(to), &mut out);
        assert_eq!(out, want);
    }

    #[test]
    fn only_what_differs_is_said() {
        let plain = Style::new();
        check(plain, plain, "");
        check(plain, plain.fg(Color::Red), "\x1b[31m");
        check(plain.fg(Color::Red), plain.fg(Color::Red).add_modifier(Modifier::BOLD), "\x1b[1m");
        check(plain.fg(Color::Red).add_modifier(Modifier::BOLD), plain, "\x1b[0m");
        check(plain.add_modifier(Modifier::REVERSED), plain.fg(Color::DarkGray), "\x1b[0;90m");
        check(plain.bg(Color::Blue), plain, "\x1b[49m");
    }
}
