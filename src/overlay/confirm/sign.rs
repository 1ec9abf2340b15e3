//! The dialog in production: the target's name has to be typed.

use std::collections::VecDeque;
use std::time::Duration;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::question::Question;
use super::{Intent, picture};
use crate::clock::Time;
use crate::domain::action::Action;
use crate::domain::text::visible;
use crate::keys::{Chord, Key, Row};
use crate::overlay::{Answer, Overlay, OverlayKey, Under};
use crate::pane::Cx;
use crate::widgets::cells;

/// The most characters that are taken: no name is longer.
const MOST: usize = 256;

/// So many characters within [`BURST`] were not typed by a person.
const MANY: usize = 8;
const BURST: Duration = Duration::from_millis(20);

/// Asks before an action in production; answers with its effect at most once.
pub struct Sign {
    question: Question,
    typed: String,
    /// When the last characters came.
    times: VecDeque<Time>,
    note: Note,
}

/// What there is to say about what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    Nothing,
    Pasted,
    Other,
}

impl Sign {
    pub(super) fn new(action: Action, intent: Intent, hears_from: Time) -> Self {
        let question = Question::new(action, intent, hears_from);
        Self { question, typed: String::new(), times: VecDeque::new(), note: Note::Nothing }
    }

    /// What has to be typed: the target's name, of an ARN its last part.
    fn name(&self) -> &str {
        let target = self.question.action().target();
        target.rsplit_once(":function:").map_or(target, |(_, name)| name)
    }

    fn sign(&mut self, cx: Cx<'_>) -> Answer {
        if self.typed == self.name() {
            return self.question.yes(cx);
        }
        self.note = Note::Other;
        Answer::Stay
    }

    /// Starts anew; what still comes of a burst goes on being one.
    fn forget(&mut self, note: Note) -> Answer {
        self.typed.clear();
        self.note = note;
        Answer::Stay
    }

    fn erase(&mut self, _: Cx<'_>) -> Answer {
        self.typed.pop();
        self.times.pop_back();
        Answer::Stay
    }

    /// Whether the latest characters came faster than a person types.
    fn is_burst(&self, cx: Cx<'_>) -> bool {
        let many = self.name().chars().count().clamp(2, MANY);
        let first = self.times.iter().rev().nth(many - 1);
        first.is_some_and(|first| cx.now - *first <= cx.lasting(BURST))
    }

    fn foot(&self, cx: Cx<'_>) -> Line<'static> {
        let ask = match (self.question.obstacle(cx), self.note) {
            (Some(why), _) => format!("{why}: esc "),
            (None, Note::Pasted) => "typed, not pasted: ".to_owned(),
            (None, Note::Other) => format!("that is not {}: ", visible(self.name())),
            (None, Note::Nothing) => format!("type {} and enter: ", visible(self.name())),
        };
        let room = usize::from(picture::width(cx)).saturating_sub(4);
        let typed = cells::cut_front(&visible(&self.typed), room);
        // A long name leaves no room for the words before it, which are in the dialog anyway.
        let ask = if cells::width(&ask) + cells::width(&typed) < room { ask } else { String::new() };
        Line::from_iter([
            Span::styled(ask, cx.theme.bad()),
            Span::styled(typed, cx.theme.strong()),
            Span::styled(" ", cx.theme.selected()),
        ])
    }
}

impl Overlay for Sign {
    const NAME: &'static str = "production";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new(
            "enter",
            "sign",
            "do it",
            "confirm: do it, once, if what was typed is the target's name",
            Self::sign,
        ),
        Key::new("esc", "no", "no", "cancel: nothing is sent", |_, _| Answer::Close),
        Key::new("backspace ctrl-h", "erase", "", "erase a character", Self::erase),
        Key::new("ctrl-u", "clear", "", "erase all", |sign, _| sign.forget(Note::Nothing)),
        Key::new("ctrl-e", "edit", "edit", "change the payload or the arguments", |sign, _| {
            sign.question.edit()
        }),
        Key::new("ctrl-o", "elsewhere", "", "change them in $VISUAL or $EDITOR", |sign, _| {
            sign.question.elsewhere()
        }),
        Key::new("ctrl-p", "past", "past", "choose among those of the past", |sign, _| sign.question.past()),
        Key::new(
            "ctrl-t",
            "manner",
            "how",
            "wait for its answer, leave it to Lambda, or a dry run",
            |sign, cx| sign.question.turn(cx),
        ),
        Key::new("down", "down", "", "a line down, where it does not fit", |sign, cx| {
            sign.question.scroll(1, cx)
        }),
        Key::new("up", "up", "", "a line up", |sign, cx| sign.question.scroll(-1, cx)),
    ];

    fn offers(&self, row: &Row) -> bool {
        self.question.offers(row)
    }

    fn typed(&mut self, chord: Chord, cx: Cx<'_>) -> Answer {
        let Some(c) = chord.char().filter(|_| !self.question.is_deaf(cx)) else { return Answer::Stay };
        if self.typed.chars().count() < MOST {
            self.typed.push(c);
        }
        self.times.push_back(cx.now);
        if self.times.len() > MANY {
            self.times.pop_front();
        }
        if self.is_burst(cx) {
            return self.forget(Note::Pasted);
        }
        self.note = Note::Nothing;
        Answer::Stay
    }

    fn paste(&mut self, _: &str, _: Cx<'_>) -> Answer {
        self.forget(Note::Pasted)
    }

    fn edited(&mut self, text: String, _: Cx<'_>) -> Answer {
        self.question.edited(text)
    }

    fn settle(&mut self, cx: Cx<'_>, _: Under<'_>) -> Answer {
        self.question.settle(cx)
    }

    fn wakes_at(&self, cx: Cx<'_>) -> Option<Time> {
        self.question.wakes_at(cx)
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        picture::draw(cx, &self.question, self.foot(cx), frame);
    }
}
