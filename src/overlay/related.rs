//! The list of what belongs to a row.

use ratatui::Frame;
use ratatui::text::Line;

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::effect::{Effect, Related};
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::Cx;
use crate::widgets::rows;

/// Lists what belongs to a row; never empty.
pub struct Menu {
    found: Vec<Related>,
    cursor: Cursor<usize>,
}

impl Menu {
    /// A list of these.
    pub fn new(found: Vec<Related>) -> Self {
        Self { found, cursor: Cursor::default() }
    }

    fn go(&mut self, motion: Motion) -> Answer {
        self.cursor.go(motion, self.found.len(), self.found.len(), Some);
        Answer::Stay
    }

    fn jump(&mut self, _: Cx<'_>) -> Answer {
        let chosen = self.found.get(self.cursor.index()).cloned();
        chosen.map_or(Answer::Close, |chosen| Answer::Do(vec![Effect::Here(chosen.go())]))
    }
}

impl Overlay for Menu {
    const NAME: &'static str = "related";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter J l right", "jump", "jump", "go there", Self::jump),
        Key::new("esc q h left", "close", "close", "stay here", |_, _| Answer::Close),
        Key::new("j down", "down", "", "the next one", |menu, _| menu.go(Motion::Down)),
        Key::new("k up", "up", "", "the one before", |menu, _| menu.go(Motion::Up)),
        Key::new("g home", "first", "", "to the first one", |menu, _| menu.go(Motion::First)),
        Key::new("G end", "last", "", "to the last one", |menu, _| menu.go(Motion::Last)),
    ];

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let height = u16::try_from(self.found.len() + 2).unwrap_or(u16::MAX);
        let inside = dialog(cx, frame, Line::styled(" Jump to ", cx.theme.strong()), 46, height);
        let cx = Cx { area: inside, focused: true, ..cx };
        let words = |n| self.found.get(n).map(|one: &Related| one.what).unwrap_or_default();
        rows::draw(cx, frame, &self.cursor, self.found.len(), |n| Line::from(words(n)));
    }
}
