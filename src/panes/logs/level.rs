//! How bad a line looks; its words say the same.

use ratatui::style::Style;

use crate::domain::log::Level;
use crate::theme::Theme;

/// How a line of this level looks.
pub fn style(level: Level, theme: Theme) -> Style {
    match level {
        Level::Routine => theme.faint(),
        Level::Plain => Style::new(),
        Level::Warning => theme.warning(),
        Level::Bad => theme.bad().patch(theme.strong()),
    }
}
