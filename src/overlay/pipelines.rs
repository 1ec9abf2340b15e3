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
        cursor.settle(names.len(), names.len(), Some);
        Self { names, cursor }
    }

    fn go(&mut self, motion: Motion) -> Answer {
        self.cursor.go(motion, self.names.len(), self.names.len(), Some);
        Answer::Stay
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
        Key::new("j down", "down", "", "the next pipeline", |list, _| list.go(Motion::Down)),
        Key::new("k up", "up", "", "the pipeline before", |list, _| list.go(Motion::Up)),
    ];

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let height = u16::try_from(self.names.len() + 2).unwrap_or(u16::MAX);
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
