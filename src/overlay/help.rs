//! Every key, from the rows.

use ratatui::Frame;
use ratatui::layout::Margin;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::keys::Key;
use crate::pane::Cx;
use crate::widgets::cells;

const WIDTH: u16 = 80;

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

    fn scroll(&mut self, by: isize, cx: Cx<'_>) -> Answer {
        let most = self.lines(cx).len().saturating_sub(cx.height().saturating_sub(4));
        self.top = self.top.saturating_add_signed(by).min(most);
        Answer::Stay
    }

    fn page(cx: Cx<'_>) -> isize {
        isize::try_from(cx.height().saturating_sub(5)).unwrap_or(1)
    }

    fn lines(&self, cx: Cx<'_>) -> Vec<Line<'static>> {
        let width = usize::from(WIDTH.min(cx.area.width)).saturating_sub(4);
        let columns = (self.chords().min(width * 2 / 5), width);
        let mut lines = Vec::new();
        for (heading, rows) in &self.sections {
            lines.push(Line::styled(heading.clone(), cx.theme.strong()));
            lines.extend(rows.iter().flat_map(|(chords, help)| row(cx, columns, chords, help)));
            lines.push(Line::default());
        }
        lines
    }

    /// The cells that the chords of any row need.
    fn chords(&self) -> usize {
        let rows = self.sections.iter().flat_map(|(_, rows)| rows);
        rows.map(|(chords, _)| cells::width(chords) + 1).max().unwrap_or_default()
    }
}

/// A row in two columns, each wrapped; their widths are that of the first one, and of both.
fn row(cx: Cx<'_>, (first, both): (usize, usize), chords: &str, help: &str) -> Vec<Line<'static>> {
    let chords = cells::wrap(chords, first.saturating_sub(1));
    let help = cells::wrap(help, both.saturating_sub(first));
    let part = |parts: &[String], n: usize| parts.get(n).cloned().unwrap_or_default();
    let rows = 0..chords.len().max(help.len());
    rows.map(|n| {
        let chords = cells::left(&part(&chords, n), first);
        Line::from_iter([Span::styled(chords, cx.theme.key()), Span::raw(part(&help, n))])
    })
    .collect()
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

    fn settle(&mut self, cx: Cx<'_>, _: Under<'_>) -> Answer {
        self.scroll(0, cx)
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let lines = self.lines(cx);
        let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(cx.area.height.saturating_sub(2));
        let is_cut = lines.len() + 2 > usize::from(height);
        let title = if is_cut { " Keys: j and k scroll, esc closes " } else { " Keys " };
        let inside = dialog(cx, frame, Line::styled(title, cx.theme.strong()), WIDTH, height);
        for (row, line) in inside.inner(Margin::new(1, 0)).rows().zip(lines.into_iter().skip(self.top)) {
            frame.render_widget(line, row);
        }
    }
}
