//! The only file that names a colour. ANSI colours only; everything is legible without any.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::health::State;

/// Whether colours are used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The terminal's own sixteen colours.
    #[default]
    Ansi,
    /// Bold, dim, reversed and underlined only: for `NO_COLOR` and for terminals without colours.
    Mono,
}

impl Theme {
    /// A foreground colour, or nothing in a theme without colours.
    fn ink(self, color: Color) -> Style {
        match self {
            Self::Ansi => Style::new().fg(color),
            Self::Mono => Style::new(),
        }
    }

    /// Text that matters less.
    pub fn faint(self) -> Style {
        match self {
            Self::Ansi => Style::new().fg(Color::DarkGray),
            Self::Mono => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// Text that matters more.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What went wrong.
    pub fn bad(self) -> Style {
        self.ink(Color::Red)
    }

    /// The frame around what costs: red, or reversed where there are no colours.
    pub fn alarm(self) -> Style {
        match self {
            Self::Ansi => Style::new().bg(Color::Red).fg(Color::White).add_modifier(Modifier::BOLD),
            Self::Mono => Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD),
        }
    }

    /// What may be wrong.
    pub fn warning(self) -> Style {
        self.ink(Color::Yellow)
    }

    /// What went well.
    pub fn good(self) -> Style {
        self.ink(Color::Green)
    }

    /// What is going on now.
    pub fn busy(self) -> Style {
        self.ink(Color::Cyan)
    }

    /// A key, as footer and help show it.
    pub fn key(self) -> Style {
        self.ink(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The frame of a pane.
    pub fn border(self, focused: bool) -> Style {
        if focused { self.ink(Color::Cyan) } else { self.faint() }
    }

    /// The name of the pane or row in focus.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A badge such as DEMO or PRODUCTION.
    pub fn badge(self) -> Style {
        self.warning().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// What a filter or a search has found.
    pub fn found(self) -> Style {
        self.ink(Color::Yellow).add_modifier(Modifier::UNDERLINED)
    }

    /// An id in running text.
    pub fn id(self) -> Style {
        self.ink(Color::Magenta)
    }

    /// A number in running text.
    pub fn number(self) -> Style {
        self.ink(Color::Cyan)
    }

    /// A name in structured text.
    pub fn name(self) -> Style {
        self.ink(Color::Blue)
    }

    /// A step's state.
    pub fn state(self, state: State) -> Style {
        match state {
            State::Good => self.good(),
            State::Running => self.busy(),
            State::Slow | State::Late | State::Degraded | State::Unreadable => self.warning(),
            State::Failed => self.bad().add_modifier(Modifier::BOLD),
            State::Pending | State::Never => self.faint(),
        }
    }

    /// The colour of the `n`-th log source.
    pub fn source(self, n: usize) -> Style {
        const INKS: [Color; 6] =
            [Color::Cyan, Color::Magenta, Color::Blue, Color::Green, Color::Yellow, Color::LightCyan];
        self.ink(INKS.get(n % INKS.len()).copied().unwrap_or(Color::Reset))
    }
}

/// The sign that shows a state without any colour.
pub fn sign(state: State) -> &'static str {
    match state {
        State::Good => "✓",
        State::Running => "●",
        State::Slow => "◑",
        State::Late => "◷",
        State::Degraded => "!",
        State::Failed => "✗",
        State::Unreadable => "?",
        State::Pending => "…",
        State::Never => "·",
    }
}
