//! Every command, found by a few of its letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::domain::text::visible;
use crate::keys::{Chord, Key};
use crate::list::{Cursor, Motion};
use crate::pane::Cx;
use crate::widgets::{cells, rows};

const WIDTH: u16 = 72;
const HEIGHT: u16 = 18;

/// A row that can be run by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The section of the row.
    pub section: &'static str,
    /// The row's name.
    pub name: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Its chords, as written.
    pub chords: String,
    /// Why it cannot be run now.
    pub disabled: Option<String>,
}

/// Lists commands by how well they match what was typed.
pub struct Palette {
    commands: Vec<Command>,
    typed: String,
    found: Vec<usize>,
    cursor: Cursor<usize>,
}

impl Palette {
    /// A palette of these commands.
    pub fn new(commands: Vec<Command>) -> Self {
        let found = (0..commands.len()).collect();
        Self { commands, typed: String::new(), found, cursor: Cursor::default() }
    }

    fn find(&mut self) -> Answer {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&self.typed, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = (0..)
            .zip(&self.commands)
            .filter_map(|(n, command)| {
                let text = format!("{} {} {}", command.help, command.section, command.name);
                Some((pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher)?, n))
            })
            .collect();
        scored.sort_by_key(|(score, n)| (std::cmp::Reverse(*score), *n));
        self.found = scored.into_iter().map(|(_, n)| n).collect();
        self.cursor.reset();
        Answer::Stay
    }

    fn erase(&mut self, _: Cx<'_>) -> Answer {
        self.typed.pop();
        self.find()
    }

    fn clear(&mut self, _: Cx<'_>) -> Answer {
        self.typed.clear();
        self.find()
    }

    fn go(&mut self, motion: Motion) -> Answer {
        let found = &self.found;
        self.cursor.go(motion, found.len(), usize::from(HEIGHT) - 3, |n| found.get(n).copied());
        Answer::Stay
    }

    fn run(&mut self, _: Cx<'_>) -> Answer {
        let command = self.found.get(self.cursor.index()).and_then(|n| self.commands.get(*n));
        command.map_or(Answer::Close, |command| Answer::Run(command.section, command.name))
    }

    fn row(&self, n: usize, cx: Cx<'_>) -> Line<'static> {
        let Some(command) = self.found.get(n).and_then(|n| self.commands.get(*n)) else {
            return Line::default();
        };
        let width = usize::from(cx.area.width).saturating_sub(14);
        let style = if command.disabled.is_some() { cx.theme.faint() } else { ratatui::style::Style::new() };
        let help = match &command.disabled {
            Some(why) => format!("{} ({why})", command.help),
            None => command.help.to_owned(),
        };
        Line::from_iter([
            Span::styled(cells::left(&help, width), style),
            Span::styled(cells::right(&command.chords, 12), cx.theme.key()),
        ])
    }
}

impl Overlay for Palette {
    const NAME: &'static str = "palette";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter", "run", "run", "run the selected command", Self::run),
        Key::new("esc", "close", "close", "close the palette", |_, _| Answer::Close),
        Key::new("down ctrl-n tab", "down", "", "the next command", |palette, _| palette.go(Motion::Down)),
        Key::new("up ctrl-p shift-tab", "up", "", "the command before", |palette, _| palette.go(Motion::Up)),
        Key::new("backspace ctrl-h", "erase", "", "erase a character", Self::erase),
        Key::new("ctrl-u", "clear", "", "erase all", Self::clear),
    ];

    fn typed(&mut self, chord: Chord, _: Cx<'_>) -> Answer {
        let Some(c) = chord.char() else { return Answer::Stay };
        self.typed.push(c);
        self.find()
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let title = Line::styled(" Commands ", cx.theme.strong());
        let inside = dialog(cx, frame, title, WIDTH, HEIGHT.min(cx.area.height));
        let input = Line::from_iter([
            Span::styled(" : ", cx.theme.key()),
            Span::raw(visible(&self.typed).into_owned()),
            Span::styled(" ", cx.theme.selected()),
        ]);
        frame.render_widget(input, Rect { height: 1.min(inside.height), ..inside });
        let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        let cx = Cx { area: list, focused: true, ..cx };
        if self.found.is_empty() {
            return rows::nothing(cx, frame, "no command matches");
        }
        rows::draw(cx, frame, &self.cursor, self.found.len(), |n| self.row(n, cx));
    }
}
