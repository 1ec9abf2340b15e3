//! The inputs that an action has been sent with, to choose one again.

use ratatui::Frame;
use ratatui::layout::Margin;
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::clock::Time;
use crate::domain::World;
use crate::domain::action::Action;
use crate::domain::difference;
use crate::domain::run::{Run, State};
use crate::domain::text::visible;
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::Cx;
use crate::widgets::{cells, rows};

const WIDTH: u16 = 100;
/// The most that are listed.
const MOST: usize = 20;

/// Lists what was sent to one target in this session, and what the job's runs were started with; newest first.
pub struct Past {
    /// What the dialog asked about.
    action: Action,
    entries: Vec<Entry>,
    cursor: Cursor<usize>,
}

/// An input of the past.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    action: Action,
    at: Time,
    /// Whether it did its work; `None`: nobody knows.
    is_good: Option<bool>,
}

impl Entry {
    fn covers(&self, older: &Self) -> bool {
        let hides_success = self.is_good == Some(false) && older.is_good == Some(true);
        self.action == older.action && !hides_success
    }
}

impl Past {
    /// The past of what `action` acts on.
    pub fn new(action: Action, world: &World) -> Self {
        let runs = world.runs.get().map_or(&[][..], Vec::as_slice);
        let sent = world.inputs.of(&action);
        let sent = sent.map(|s| Entry { action: s.action.clone(), at: s.at, is_good: s.is_good(runs) });
        let mut all: Vec<Entry> = sent.chain(runs.iter().filter_map(|run| of_run(&action, run))).collect();
        all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        let mut entries: Vec<Entry> = Vec::new();
        for entry in all {
            // Of equal ones the newest that is decided tells how it went; one that did its work is never hidden by one that did not.
            match entries.iter_mut().find(|known| known.covers(&entry)) {
                Some(known) => known.is_good = known.is_good.or(entry.is_good),
                None => entries.push(entry),
            }
        }
        entries.truncate(MOST);
        Self { action, entries, cursor: Cursor::default() }
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) -> Answer {
        let len = self.entries.len();
        self.cursor.go(motion, len, Self::height(cx), |n| (n < len).then_some(n));
        Answer::Stay
    }

    fn choose(&mut self, _: Cx<'_>) -> Answer {
        let entry = self.entries.get(self.cursor.index());
        Answer::Ask(entry.map_or_else(|| self.action.clone(), |entry| entry.action.clone()))
    }

    fn height(cx: Cx<'_>) -> usize {
        cx.height().saturating_sub(6).clamp(1, MOST)
    }

    fn row(&self, n: usize, cx: Cx<'_>) -> Line<'static> {
        let Some(entry) = self.entries.get(n) else { return Line::default() };
        let last_good = self.entries.iter().position(|entry| entry.is_good == Some(true));
        let (sign, style) = match entry.is_good {
            Some(true) => ("✓", cx.theme.good()),
            Some(false) => ("✗", cx.theme.bad()),
            None => ("·", cx.theme.faint()),
        };
        let note = if last_good == Some(n) { "  the last good one" } else { "" };
        Line::from_iter([
            Span::styled(format!("{sign} "), style),
            Span::styled(cells::left(&cx.date(entry.at), 21), cx.theme.faint()),
            Span::raw(headline(&entry.action)),
            Span::styled(note, cx.theme.good()),
        ])
    }
}

/// What a run was started with, as the same action.
fn of_run(action: &Action, run: &Run) -> Option<Entry> {
    let action = difference::started_with(action, run)?;
    let is_good = run.state.is_final().then_some(run.state == State::Succeeded);
    Some(Entry { action, at: run.started, is_good })
}

/// An input in one line.
fn headline(action: &Action) -> String {
    let rows = difference::rows(action, None);
    let words = rows.iter().map(|row| format!("{} {}", row.name, row.value).trim().to_owned());
    let text = words.collect::<Vec<_>>().join("  ");
    if text.is_empty() { "without arguments".to_owned() } else { visible(&text).into_owned() }
}

impl Overlay for Past {
    const NAME: &'static str = "past";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("enter", "choose", "choose", "ask about this one", Self::choose),
        Key::new("esc q", "leave", "leave", "back to the dialog with what was there", |past, _| {
            Answer::Ask(past.action.clone())
        }),
        Key::new("j down", "down", "", "the one before", |past, cx| past.go(Motion::Down, cx)),
        Key::new("k up", "up", "", "the one after", |past, cx| past.go(Motion::Up, cx)),
    ];

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let lines = self.entries.len().clamp(1, Self::height(cx));
        let height = u16::try_from(lines + 2).unwrap_or(u16::MAX);
        let title = format!(" What {} was sent ", visible(self.action.target()));
        let inside = dialog(cx, frame, Line::styled(title, cx.theme.strong()), WIDTH, height);
        let cx = Cx { area: inside.inner(Margin::new(1, 0)), focused: true, ..cx };
        if self.entries.is_empty() {
            return rows::nothing(cx, frame, "nothing in this session");
        }
        rows::draw(cx, frame, &self.cursor, self.entries.len(), |n| self.row(n, cx));
    }
}
