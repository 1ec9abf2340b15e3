//! The filter line at the bottom.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under};
use crate::domain::text::visible;
use crate::keys::{Chord, Key};
use crate::pane::Cx;

/// The most characters that a filter takes; a paste beyond it is cut.
const MOST: usize = 200;

/// Types a filter for the pane in front, which follows every keystroke.
pub struct Prompt {
    text: String,
}

impl Prompt {
    /// A line that begins with what is there already.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    fn erase(&mut self, _: Cx<'_>) -> Answer {
        self.text.pop();
        Answer::Filter(self.text.clone())
    }

    fn clear(&mut self, _: Cx<'_>) -> Answer {
        self.text.clear();
        Answer::Filter(String::new())
    }

    fn push(&mut self, text: &str) -> Answer {
        let room = MOST.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().filter(|c| !c.is_control()).take(room));
        Answer::Filter(self.text.clone())
    }
}

impl Overlay for Prompt {
    const NAME: &'static str = "filter";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter", "keep", "keep", "keep the filter", |_, _| Answer::Close),
        Key::new("esc", "drop", "drop", "drop the filter", |_, _| Answer::Run("app", "unfilter")),
        Key::new("backspace ctrl-h", "erase", "", "erase a character", Self::erase),
        Key::new("ctrl-u", "clear", "", "erase all", Self::clear),
    ];

    fn typed(&mut self, chord: Chord, _: Cx<'_>) -> Answer {
        match chord.char() {
            Some(c) => self.push(c.encode_utf8(&mut [0; 4])),
            None => Answer::Stay,
        }
    }

    fn paste(&mut self, text: &str, _: Cx<'_>) -> Answer {
        self.push(text.lines().next().unwrap_or_default())
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let last = Rect { y: cx.area.bottom().saturating_sub(1), height: 1.min(cx.area.height), ..cx.area };
        let line = Line::from_iter([
            Span::styled(" / ", cx.theme.key()),
            Span::raw(visible(&self.text).into_owned()),
            Span::styled(" ", cx.theme.selected()),
            Span::styled("   enter keeps it, esc drops it", cx.theme.faint()),
        ]);
        frame.render_widget(ratatui::widgets::Clear, last);
        frame.render_widget(line, last);
    }
}
