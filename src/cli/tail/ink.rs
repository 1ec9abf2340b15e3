//! Colours as the bytes that begin and end them.

use ratatui::backend::IntoCrossterm as _;
use ratatui::crossterm::style::{ContentStyle, force_color_output};
use ratatui::style::Style;

use crate::theme::Theme;

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// As the screen does it.
    Some(Theme),
    /// Nothing but text.
    None,
}

/// What begins a style and what ends it; nothing where there is no colour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pen {
    pub begin: String,
    pub end: String,
}

impl Ink {
    /// The pen for one of the theme's styles.
    pub fn pen(self, style: impl FnOnce(Theme) -> Style) -> Pen {
        let Self::Some(theme) = self else { return Pen::default() };
        let style: ContentStyle = style(theme).into_crossterm();
        if style == ContentStyle::default() {
            return Pen::default();
        }
        // Whether there is colour has been decided here; the environment is not asked twice.
        force_color_output(true);
        let sample = style.apply('|').to_string();
        sample
            .split_once('|')
            .map_or_else(Pen::default, |(begin, end)| Pen { begin: begin.to_owned(), end: end.to_owned() })
    }
}

impl Pen {
    /// A text between its marks.
    pub fn paint(&self, text: &str) -> String {
        format!("{}{text}{}", self.begin, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_ink_there_is_nothing_but_text() {
        assert_eq!(Ink::None.pen(Theme::bad).paint("x"), "x");
        assert_eq!(Ink::Some(Theme::Ansi).pen(|_| Style::new()).paint("x"), "x");
        let red = Ink::Some(Theme::Ansi).pen(Theme::bad).paint("x");
        assert!(red.starts_with('\u{1b}') && red.contains('x') && red.ends_with('m'), "{red:?}");
    }
}
