//! The filter line at the bottom.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::typed::Typed;
use super::{Answer, Overlay, OverlayKey, Under};
use crate::domain::text::visible;
use crate::keys::{Chord, Key};
use crate::pane::{Cx, Remark, Tone};
use crate::widgets::cells;

const LABEL: &str = " / ";

/// Types a filter for the pane in front, which follows every keystroke.
pub struct Prompt(Typed);

impl Prompt {
    /// A line that begins with what is there already.
    pub fn new(text: &str) -> Self {
        Self(Typed::new(text))
    }

    fn erase(&mut self, _: Cx<'_>) -> Answer {
        self.0.erase();
        self.changed()
    }

    fn clear(&mut self, _: Cx<'_>) -> Answer {
        self.0.clear();
        self.changed()
    }

    fn changed(&self) -> Answer {
        Answer::Filter(self.0.text().to_owned())
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
        if self.0.press(chord) { self.changed() } else { Answer::Stay }
    }

    fn paste(&mut self, text: &str, _: Cx<'_>) -> Answer {
        self.0.push(text);
        self.changed()
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let last = Rect { y: cx.area.bottom().saturating_sub(1), height: 1.min(cx.area.height), ..cx.area };
        let remark = under.pane.remark("filter", under.cx(cx));
        let (words, style) = match remark {
            Some(Remark { words, tone: Tone::Bad }) => (words, cx.theme.bad()),
            Some(remark) => (remark.words, cx.theme.faint()),
            None => ("enter keeps it, esc drops it".to_owned(), cx.theme.faint()),
        };
        let room = usize::from(cx.area.width).saturating_sub(LABEL.len() + 1);
        let text = cells::cut_front(&visible(self.0.text()), room);
        let words = cells::cut(&format!("   {words}"), room - cells::width(&text));
        let line = Line::from_iter([
            Span::styled(LABEL, cx.theme.key()),
            Span::raw(text),
            Span::styled(" ", cx.theme.selected()),
            Span::styled(words, style),
        ]);
        frame.render_widget(ratatui::widgets::Clear, last);
        frame.render_widget(line, last);
    }
}
