//! Every key, from the rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::keys::Key;
use crate::pane::Cx;
use crate::widgets::cells;

const WIDTH: u16 = 76;
const CHORDS: usize = 22;

/// A section of the help: its heading, and chords with what they do.
pub type Section = (String, Vec<(String, &'static str)>);

/// Lists every key that is in force now.
pub struct Help {
    sections: Vec<Section>,
    top: usize,
}

impl Help {
    /// A help of these sections.
    pub fn new(sections: Vec<Section>) -> Self {
        Self { sections, top: 0 }
    }

    fn len(&self) -> usize {
        self.sections.iter().map(|(_, rows)| rows.len() + 2).sum()
    }

    fn scroll(&mut self, by: isize, cx: Cx<'_>) -> Answer {
        let most = self.len().saturating_sub(cx.height().saturating_sub(4));
        self.top = self.top.saturating_add_signed(by).min(most);
        Answer::Stay
    }

    fn page(cx: Cx<'_>) -> isize {
        isize::try_from(cx.height().saturating_sub(6)).unwrap_or(1)
    }

    fn lines(&self, cx: Cx<'_>) -> Vec<Line<'static>> {
        let mut lines = Vec::with_capacity(self.len());
        for (heading, rows) in &self.sections {
            lines.push(Line::styled(heading.clone(), cx.theme.strong()));
            lines.extend(rows.iter().map(|(chords, help)| {
                Line::from_iter([Span::styled(cells::left(chords, CHORDS), cx.theme.key()), Span::raw(*help)])
            }));
            lines.push(Line::default());
        }
        lines
    }
}

impl Overlay for Help {
    const NAME: &'static str = "help";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("esc ? q enter", "close", "close", "close the help", |_, _| Answer::Close),
        Key::new("j down", "down", "", "a line down", |help, cx| help.scroll(1, cx)),
        Key::new("k up", "up", "", "a line up", |help, cx| help.scroll(-1, cx)),
        Key::new("pgdn space ctrl-d", "page-down", "", "a screen down", |help, cx| {
            help.scroll(Self::page(cx), cx)
        }),
        Key::new("pgup ctrl-u", "page-up", "", "a screen up", |help, cx| help.scroll(-Self::page(cx), cx)),
        Key::new("g home", "top", "", "to the top", |help, cx| help.scroll(isize::MIN, cx)),
        Key::new("G end", "bottom", "", "to the bottom", |help, cx| help.scroll(isize::MAX, cx)),
    ];

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let height = u16::try_from(self.len() + 2).unwrap_or(u16::MAX).min(cx.area.height.saturating_sub(2));
        let more = if self.len() + 2 > usize::from(height) {
            " Keys: j and k scroll, esc closes "
        } else {
            " Keys "
        };
        let inside = dialog(cx, frame, Line::styled(more, cx.theme.strong()), WIDTH, height);
        for (y, line) in (inside.y..inside.bottom()).zip(self.lines(cx).into_iter().skip(self.top)) {
            frame.render_widget(
                line,
                Rect { x: inside.x + 1, y, width: inside.width.saturating_sub(2), height: 1 },
            );
        }
    }
}
