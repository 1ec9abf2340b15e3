//! A line at the bottom that the pane in front wants typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::typed::Typed;
use super::{Answer, Overlay, OverlayKey, Under};
use crate::domain::text::visible;
use crate::effect::Question;
use crate::keys::{Chord, Key};
use crate::pane::{Cx, Tone};
use crate::widgets::cells;

/// Lets a line be typed, and tells the pane of every keystroke.
pub struct Ask {
    question: Question,
    typed: Typed,
}

impl Ask {
    /// A line for the pane in front.
    pub fn new(question: Question) -> Self {
        let typed = Typed::new(&question.text);
        Self { question, typed }
    }

    fn erase(&mut self, _: Cx<'_>) -> Answer {
        self.typed.erase();
        self.changed()
    }

    fn clear(&mut self, _: Cx<'_>) -> Answer {
        self.typed.clear();
        self.changed()
    }

    fn changed(&self) -> Answer {
        Answer::Typed(self.question.name, self.typed.text().to_owned())
    }
}

impl Overlay for Ask {
    const NAME: &'static str = "line";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter", "take", "take", "take the line", |ask, _| {
            Answer::Entered(ask.question.name, ask.typed.text().to_owned())
        }),
        Key::new("esc", "leave", "leave", "leave everything as it was", |ask, _| {
            Answer::Dropped(ask.question.name)
        }),
        Key::new("backspace ctrl-h", "erase", "", "erase a character", Self::erase),
        Key::new("ctrl-u", "clear", "", "erase all", Self::clear),
    ];

    fn typed(&mut self, chord: Chord, _: Cx<'_>) -> Answer {
        if self.typed.press(chord) { self.changed() } else { Answer::Stay }
    }

    fn paste(&mut self, text: &str, _: Cx<'_>) -> Answer {
        self.typed.push(text);
        self.changed()
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let last = Rect { y: cx.area.bottom().saturating_sub(1), height: 1.min(cx.area.height), ..cx.area };
        let remark = under.pane.remark(self.question.name, under.cx(cx));
        let label = format!(" {} ", self.question.label);
        let room = usize::from(cx.area.width).saturating_sub(cells::width(&label) + 1);
        let text = visible(self.typed.text()).into_owned();
        let spare = room.saturating_sub(cells::width(&text));
        // The end of the line is where the typing is; a mistake is worth more room than that.
        let aside = remark.as_ref().map_or(0, |remark| cells::width(&remark.words) + 3);
        let text = if aside > spare {
            cells::cut_front(&text, room.saturating_sub(aside).max(room / 3))
        } else {
            text
        };
        let mut line = Line::from_iter([
            Span::styled(label, cx.theme.key()),
            Span::raw(text),
            Span::styled(" ", cx.theme.selected()),
        ]);
        if let Some(remark) = remark {
            let style = match remark.tone {
                Tone::Plain => cx.theme.faint(),
                Tone::Bad => cx.theme.bad(),
            };
            let left = usize::from(cx.area.width).saturating_sub(line.width() + 3);
            line.push_span(Span::styled(format!("   {}", cells::cut(&remark.words, left)), style));
        }
        frame.render_widget(ratatui::widgets::Clear, last);
        frame.render_widget(line, last);
    }
}
