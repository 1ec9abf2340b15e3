//! The list of pipelines to switch to.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::domain::pipeline::{Id, Pipeline};
use crate::domain::text::visible;
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::Cx;
use crate::widgets::{cells, rows};

/// Lists the pipelines of the configuration.
pub struct Pipelines {
    names: Vec<(String, String)>,
    cursor: Cursor<usize>,
}

impl Pipelines {
    /// A list of these, with `current` selected.
    pub fn new<'a>(pipelines: impl Iterator<Item = &'a Pipeline>, current: Id) -> Self {
        let names: Vec<_> = pipelines.map(|p| (visible(&p.name).into_owned(), place(p))).collect();
        let mut cursor = Cursor::default();
        cursor.select(current.0);
        Self { names, cursor }
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) -> Answer {
        self.cursor.go(motion, self.names.len(), self.height(cx), Some);
        Answer::Stay
    }

    /// How many of them the list shows at once.
    fn height(&self, cx: Cx<'_>) -> usize {
        self.names.len().min(cx.height().saturating_sub(4))
    }
}

fn place(pipeline: &Pipeline) -> String {
    let production = if pipeline.production { "  production" } else { "" };
    let parts = [pipeline.profile.as_deref(), pipeline.region.as_deref()];
    let place: Vec<_> = parts.into_iter().flatten().map(visible).collect();
    format!("{}{production}", place.join(" · "))
}

impl Overlay for Pipelines {
    const NAME: &'static str = "pipelines";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter", "switch", "switch", "look at the selected pipeline", |list, _| {
            Answer::Switch(Id(list.cursor.index()))
        }),
        Key::new("esc p q", "close", "close", "stay with this one", |_, _| Answer::Close),
        Key::new("j down", "down", "", "the next pipeline", |list, cx| list.go(Motion::Down, cx)),
        Key::new("k up", "up", "", "the pipeline before", |list, cx| list.go(Motion::Up, cx)),
        Key::new("pgdn ctrl-d ctrl-f", "page-down", "", "a screen down", |list, cx| {
            list.go(Motion::PageDown, cx)
        }),
        Key::new("pgup ctrl-u ctrl-b", "page-up", "", "a screen up", |list, cx| list.go(Motion::PageUp, cx)),
        Key::new("g home", "first", "", "to the first pipeline", |list, cx| list.go(Motion::First, cx)),
        Key::new("G end", "last", "", "to the last pipeline", |list, cx| list.go(Motion::Last, cx)),
    ];

    fn settle(&mut self, cx: Cx<'_>, _: Under<'_>) -> Answer {
        self.cursor.settle(self.names.len(), self.height(cx), Some);
        Answer::Stay
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let height = u16::try_from(self.height(cx) + 2).unwrap_or(u16::MAX);
        let inside = dialog(cx, frame, Line::styled(" Pipelines ", cx.theme.strong()), 60, height);
        let cx = Cx { area: inside, focused: true, ..cx };
        rows::draw(cx, frame, &self.cursor, self.names.len(), |n| {
            let (name, place) = self.names.get(n).cloned().unwrap_or_default();
            Line::from_iter([
                Span::raw(cells::left(&name, 26)),
                Span::styled(format!(" {place}"), cx.theme.faint()),
            ])
        });
    }
}
