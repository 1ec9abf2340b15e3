//! The dialog before a side effect: who, where, what, and what AWS says of it now; with Cancel in focus.

mod field;
mod input;
mod picture;
mod question;
mod sign;

use std::time::Duration;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use self::question::Question;
pub use self::sign::Sign;
use super::{Answer, AnyOverlay, Overlay, OverlayKey, Under};
use crate::clock::Time;
use crate::domain::action::Action;
use crate::keys::{Key, Row};
use crate::pane::Cx;

/// How long a fresh dialog is deaf, in the user's time: a key that was meant for what lay under it confirms nothing.
pub const DEAF: Duration = Duration::from_millis(300);

/// What a yes leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// The action is carried out.
    Act,
    /// Its permission is tested, where that can be.
    Rehearse,
}

/// The dialog before an action: in production the one that wants a name.
///
/// It confirms nothing before `hears_from`, which is [`DEAF`] after it was opened.
pub fn open(action: Action, intent: Intent, hears_from: Time, production: bool) -> Box<dyn AnyOverlay> {
    if production {
        Box::new(Sign::new(action, intent, hears_from))
    } else {
        Box::new(Confirm::new(action, intent, hears_from))
    }
}

/// Asks before an action; answers with its effect at most once, for it is gone afterwards.
pub struct Confirm {
    question: Question,
    focus: Focus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Cancel,
    Go,
}

impl Confirm {
    fn new(action: Action, intent: Intent, hears_from: Time) -> Self {
        Self { question: Question::new(action, intent, hears_from), focus: Focus::Cancel }
    }

    fn choose(&mut self, cx: Cx<'_>) -> Answer {
        match self.focus {
            Focus::Cancel if self.question.is_deaf(cx) => Answer::Stay,
            Focus::Cancel => Answer::Close,
            Focus::Go => self.question.yes(cx),
        }
    }

    fn other(&mut self, _: Cx<'_>) -> Answer {
        self.focus = match self.focus {
            Focus::Cancel => Focus::Go,
            Focus::Go => Focus::Cancel,
        };
        Answer::Stay
    }

    fn buttons(&self, cx: Cx<'_>) -> Line<'static> {
        let button = |focus, text: String| {
            let style = if self.focus == focus { cx.theme.selected() } else { cx.theme.faint() };
            Span::styled(text, style)
        };
        let go = format!(" y {} ", self.question.go_words(cx));
        Line::from_iter([button(Focus::Cancel, " n cancel ".into()), Span::raw("   "), button(Focus::Go, go)])
    }
}

impl Overlay for Confirm {
    const NAME: &'static str = "confirm";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("y", "yes", "yes", "confirm: do it, once", |confirm, cx| confirm.question.yes(cx)),
        Key::new("n esc q", "no", "no", "cancel: nothing is sent", |_, _| Answer::Close),
        Key::new("enter", "choose", "", "do what is in focus; Cancel is at first", Self::choose),
        Key::new("tab shift-tab left right h l", "other", "", "put the other answer in focus", Self::other),
        Key::new("e", "edit", "edit", "change the payload or the arguments", |confirm, _| {
            confirm.question.edit()
        }),
        Key::new("E", "elsewhere", "", "change them in $VISUAL or $EDITOR", |confirm, _| {
            confirm.question.elsewhere()
        }),
        Key::new("p", "past", "past", "choose among those of the past", |confirm, _| confirm.question.past()),
        Key::new(
            "t",
            "manner",
            "how",
            "wait for its answer, leave it to Lambda, or a dry run",
            |confirm, cx| confirm.question.turn(cx),
        ),
        Key::new("j down", "down", "", "a line down, where it does not fit", |confirm, cx| {
            confirm.question.scroll(1, cx)
        }),
        Key::new("k up", "up", "", "a line up", |confirm, cx| confirm.question.scroll(-1, cx)),
    ];

    fn offers(&self, row: &Row) -> bool {
        self.question.offers(row)
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
        picture::draw(cx, &self.question, self.buttons(cx), frame);
    }
}
