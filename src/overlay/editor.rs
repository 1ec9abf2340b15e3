//! The input of an action, to be edited before it is asked about again.

mod text;

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use self::text::Text;
use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::domain::action::Action;
use crate::domain::draft::{self, Mistake};
use crate::domain::text::visible;
use crate::effect::{Draft, Effect};
use crate::keys::{Chord, Key};
use crate::pane::Cx;
use crate::widgets::cells;

const WIDTH: u16 = 100;

/// A small editor of several lines. What it says is checked with every key, and taken back to the dialog.
pub struct Editor {
    action: Action,
    text: Text,
    checked: Result<Action, Mistake>,
    /// The first line that is shown.
    top: usize,
}

impl Editor {
    /// An editor of what `text` says, or of the action's own input. `None`: the action has none.
    pub fn new(action: Action, text: Option<String>) -> Option<Self> {
        let own = draft::text(&action)?;
        let mut editor =
            Self { checked: Ok(action.clone()), action, text: Text::new(text.unwrap_or(own)), top: 0 };
        editor.check();
        if let Err(mistake) = &editor.checked {
            editor.text.go(mistake.line - 1, mistake.column.saturating_sub(1));
        }
        Some(editor)
    }

    fn check(&mut self) {
        self.checked = draft::parse(&self.action, self.text.as_str());
    }

    fn change(&mut self, change: impl FnOnce(&mut Text)) -> Answer {
        change(&mut self.text);
        self.check();
        Answer::Stay
    }

    /// Asks about what it says; where it says nothing valid, goes to the mistake.
    fn take(&mut self, _: Cx<'_>) -> Answer {
        match &self.checked {
            Ok(action) => Answer::Ask(action.clone()),
            Err(mistake) => {
                self.text.go(mistake.line - 1, mistake.column.saturating_sub(1));
                Answer::Stay
            }
        }
    }

    fn elsewhere(&mut self, _: Cx<'_>) -> Answer {
        let draft = Draft { text: self.text.as_str().to_owned(), suffix: draft::suffix(&self.action) };
        Answer::Meanwhile(vec![Effect::Edit(draft)])
    }

    fn height(cx: Cx<'_>) -> usize {
        cx.height().saturating_sub(7).max(1)
    }

    fn verdict(&self, cx: Cx<'_>, width: usize) -> Line<'static> {
        match &self.checked {
            Ok(_) => Line::styled("✓ it can be read", cx.theme.good()),
            Err(mistake) => {
                Line::styled(cells::cut(&format!("✗ {}", mistake.words()), width), cx.theme.bad())
            }
        }
    }
}

impl Overlay for Editor {
    const NAME: &'static str = "editor";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new(
            "ctrl-s",
            "take",
            "take it",
            "back to the dialog with it; where it is wrong, to the mistake",
            Self::take,
        ),
        Key::new("esc", "leave", "leave it", "back to the dialog with what was there", |editor, _| {
            Answer::Ask(editor.action.clone())
        }),
        Key::new("ctrl-o", "elsewhere", "$EDITOR", "edit it in $VISUAL or $EDITOR", Self::elsewhere),
        Key::new("enter", "newline", "", "a new line", |editor, _| editor.change(|text| text.insert("\n"))),
        Key::new("tab", "indent", "", "two spaces", |editor, _| editor.change(|text| text.insert("  "))),
        Key::new("backspace ctrl-h", "erase", "", "erase a character", |editor, _| {
            editor.change(Text::erase)
        }),
        Key::new("ctrl-d", "delete", "", "erase the character under the cursor", |editor, _| {
            editor.change(Text::delete)
        }),
        Key::new("left ctrl-b", "left", "", "a character left", |editor, _| editor.change(Text::left)),
        Key::new("right ctrl-f", "right", "", "a character right", |editor, _| editor.change(Text::right)),
        Key::new("up ctrl-p", "up", "", "a line up", |editor, _| editor.change(|text| text.down(-1))),
        Key::new("down ctrl-n", "down", "", "a line down", |editor, _| editor.change(|text| text.down(1))),
        Key::new("home ctrl-a", "home", "", "to the start of the line", |editor, _| {
            editor.change(Text::home)
        }),
        Key::new("end ctrl-e", "end", "", "to the end of the line", |editor, _| editor.change(Text::end)),
        Key::new("ctrl-k", "clear", "", "erase all", |editor, _| {
            editor.change(|text| *text = Text::default())
        }),
    ];

    fn typed(&mut self, chord: Chord, _: Cx<'_>) -> Answer {
        match chord.char() {
            Some(c) => self.change(|text| text.insert(c.encode_utf8(&mut [0; 4]))),
            None => Answer::Stay,
        }
    }

    fn paste(&mut self, text: &str, _: Cx<'_>) -> Answer {
        self.change(|own| own.insert(text))
    }

    fn edited(&mut self, text: String, _: Cx<'_>) -> Answer {
        self.change(|own| *own = Text::new(text))
    }

    fn settle(&mut self, cx: Cx<'_>, _: Under<'_>) -> Answer {
        let (line, height) = (self.text.cursor().0, Self::height(cx));
        self.top = self.top.clamp((line + 1).saturating_sub(height), line);
        Answer::Stay
    }

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let title = format!(" {} {} ", self.action.verb().words(), visible(self.action.target()));
        let height = u16::try_from(Self::height(cx) + 4).unwrap_or(u16::MAX);
        let inside = dialog(cx, frame, Line::styled(title, cx.theme.strong()), WIDTH, height);
        let inside = inside.inner(Margin::new(1, 0));
        let (cursor, before) = self.text.cursor();
        let width = usize::from(inside.width);
        let column = cells::width(&visible(before));
        let left = (column + 1).saturating_sub(width);
        let shown = self.text.as_str().split('\n').enumerate().skip(self.top).take(Self::height(cx));
        for (row, (n, line)) in inside.rows().zip(shown) {
            let rest = line.get(before.len()..).filter(|_| n == cursor);
            frame.render_widget(picture(cx, line, rest.map(|rest| (before, rest)), left, width), row);
        }
        let last = Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside };
        frame.render_widget(self.verdict(cx, width), last);
    }
}

/// A line from its `left`-th cell on, with the cursor in it where it is there.
fn picture(cx: Cx<'_>, line: &str, cursor: Option<(&str, &str)>, left: usize, width: usize) -> Line<'static> {
    let cut = |text: &str| cells::cut(&beyond(&visible(text), left), width);
    let Some((before, rest)) = cursor else { return Line::raw(cut(line)) };
    let rest = visible(rest).into_owned();
    let under =
        unicode_segmentation::UnicodeSegmentation::graphemes(rest.as_str(), true).next().unwrap_or("");
    let (under, after) = rest.split_at(under.len());
    let under = if under.is_empty() { " " } else { under };
    Line::from_iter([
        Span::raw(beyond(&visible(before), left)),
        Span::styled(under.to_owned(), cx.theme.selected()),
        Span::raw(after.to_owned()),
    ])
}

/// A text without its first `left` cells.
fn beyond(text: &str, left: usize) -> String {
    let mut passed = 0;
    let graphemes = unicode_segmentation::UnicodeSegmentation::graphemes(text, true);
    graphemes
        .skip_while(|grapheme| {
            let is_before = passed < left;
            passed += cells::width(grapheme);
            is_before
        })
        .collect()
}
