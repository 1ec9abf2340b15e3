//! The live tail of all groups, merged by time.
//!
//! It follows the newest lines, or it holds: then lines arrive and are counted, and what the reader looks at
//! stays where it is. Places are remembered, never numbers, so late lines and forgotten ones change nothing.

mod event;
pub(crate) mod level;
mod look;
mod paint;
pub(crate) mod sources;
mod status;
mod window;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::log::{Buffer, Events, Index, Live, Mode, Place, Scope};
use crate::domain::words;
use crate::effect::{Effect, Effects};
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Pane, PaneKey, Title};
use crate::widgets::cells;
use crate::widgets::log_line::{self, Fold, Shape};
use look::{Look, View};
use sources::Sources;
use window::{Anchor, Window};

/// Follows the tail, or holds still at an event.
#[derive(Default)]
pub struct Logs {
    look: Look,
    fold: Fold,
    index: Index,
}

/// The cells of the upper border that are neither left nor right text.
const FRAME: usize = "4 Logs".len() + 6;
/// The most rows that are given to what is wrong, and the least that are left for lines.
const FOOT: usize = 2;
const LEAST: u16 = 5;

impl Pane for Logs {
    const NAME: &'static str = "logs";
    const TITLE: &'static str = "Logs";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("f", "follow", "follow", "follow the newest lines", |logs, _| logs.follow()),
        Key::new("[", "error-before", "error", "to the error before", |logs, cx| {
            logs.error(cx, Index::error_before)
        }),
        Key::new("]", "error-after", "", "to the error after", |logs, cx| logs.error(cx, Index::error_after)),
        Key::new("s", "source", "source", "show the next log group alone, then all again", Self::next_source),
        Key::new("0", "all-sources", "", "show all log groups again", |logs, _| logs.all_sources()),
        Key::new("L", "live-tail", "live", "take lines from Live Tail, by the minute; or poll", |_, cx| {
            live_tail(cx)
        }),
        Key::new("w", "wrap", "wrap", "wrap long lines, or cut them", |logs, _| logs.wrap()),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let sources = Sources::of(cx);
        let left = match self.index.group() {
            Some(group) => {
                let hue = sources.get(group).map_or(sources.len(), |source| source.hue);
                let label = format!("{} only", sources.label(group));
                Line::styled(label, cx.theme.source(hue))
            }
            None if sources.len() == 0 => Line::default(),
            None => Line::from(status::groups(sources.len())),
        };
        let room = usize::from(cx.area.width).saturating_sub(FRAME + left.width());
        Title { left, right: status::chips(cx, self.look.chip(cx), room) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let sources = Sources::of(cx);
        let (list, foot) = self.areas(cx, &sources);
        draw_foot(cx, frame, list, &foot);
        let cx = cx.within(list);
        let events = self.index.events(&cx.world.logs);
        if events.is_empty() {
            return paint::sentences(cx, frame, self.absence(cx, &sources));
        }
        let shape = paint::shape(cx, &sources, self.fold);
        let mut view = view(cx, events, shape);
        let anchor = self.look.anchor(events, &mut view);
        let selected = (!self.look.follows()).then_some(anchor.event);
        let rows = paint::Rows { events, sources: &sources, shape, selected };
        paint::draw(cx, frame, rows, view.pieces(anchor));
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        if motion == Motion::Last {
            self.look = Look::Follow;
            return;
        }
        self.steer(cx, |logs, events, view| {
            let (from, follows) = (logs.look.anchor(events, view), logs.look.follows());
            Some(match motion {
                Motion::Down | Motion::PageDown if follows => return None,
                Motion::Up if follows => from,
                Motion::Up => view.up(from),
                Motion::Down => view.down(from),
                Motion::PageUp => view.page_up(from),
                Motion::PageDown => view.page_down(from),
                Motion::First => view.settle(Anchor { event: 0, y: 0 }),
                Motion::Last => view.bottom(),
            })
        });
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        self.catch_up(cx);
        self.stand_still(cx);
        let scans = self.index.scans(&cx.world.logs, &cx.world.scans);
        scans.into_iter().map(Effect::Scan).collect()
    }

    fn hold(&mut self, cx: Cx<'_>) {
        if self.look.follows() {
            self.steer(cx, |logs, events, view| Some(logs.look.anchor(events, view)));
        }
    }

    fn back(&mut self, _: Cx<'_>) -> Option<Effects> {
        // A filter goes first: it leaves the selected line, now among its neighbours.
        (!self.look.follows() && self.index.include().is_empty()).then(|| self.follow())
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        let events = self.index.events(&cx.world.logs);
        let line = events.get(self.look.event(events))?;
        Some(event::details(cx, &Sources::of(cx), line))
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.index.set_include(text);
    }

    fn filtered_by(&self) -> &str {
        self.index.include().text()
    }
}

impl Logs {
    fn follow(&mut self) -> Effects {
        self.look = Look::Follow;
        vec![]
    }

    fn wrap(&mut self) -> Effects {
        self.fold = match self.fold {
            Fold::Cut => Fold::Wrap,
            Fold::Wrap => Fold::Cut,
        };
        vec![]
    }

    fn all_sources(&mut self) -> Effects {
        self.index.set_scope(Scope::All);
        vec![]
    }

    fn next_source(&mut self, cx: Cx<'_>) -> Effects {
        let next = Sources::of(cx).after(self.index.group());
        self.index.set_scope(next.map_or(Scope::All, |group| Scope::Group(group.into())));
        vec![]
    }

    fn error(&mut self, cx: Cx<'_>, find: fn(&Index, &Buffer, Place) -> Option<Place>) -> Effects {
        self.steer(cx, |logs, events, view| {
            let error = find(&logs.index, &cx.world.logs, logs.look.place())?;
            let from = logs.look.anchor(events, view);
            Some(view.jump(from, events.index(error)))
        });
        vec![]
    }

    /// Takes in what has arrived.
    fn catch_up(&mut self, cx: Cx<'_>) {
        let news = self.index.catch_up(&cx.world.logs, &cx.world.scans, || Sources::of(cx).names());
        self.look.count(cx, news, self.index.events(&cx.world.logs));
    }

    /// Holds at the anchor that `find` finds.
    fn steer(&mut self, cx: Cx<'_>, find: impl FnOnce(&Self, Events<'_>, &mut View<'_>) -> Option<Anchor>) {
        self.catch_up(cx);
        let sources = Sources::of(cx);
        let cx = cx.within(self.areas(cx, &sources).0);
        let (buffer, events) = (&cx.world.logs, self.index.events(&cx.world.logs));
        let mut view = view(cx, events, paint::shape(cx, &sources, self.fold));
        if let Some(anchor) = find(self, events, &mut view) {
            self.look.hold(anchor, buffer, events, &mut view);
        }
    }

    fn stand_still(&mut self, cx: Cx<'_>) {
        let sources = Sources::of(cx);
        let cx = cx.within(self.areas(cx, &sources).0);
        let events = self.index.events(&cx.world.logs);
        let mut view = view(cx, events, paint::shape(cx, &sources, self.fold));
        self.look.stand_still(&cx.world.logs, events, &mut view);
    }

    /// Where the lines are, and what the rows below them say.
    fn areas(&self, cx: Cx<'_>, sources: &Sources) -> (Rect, Vec<String>) {
        let words = self.foot(cx, sources).filter(|_| !cx.world.logs.is_empty());
        let width = usize::from(cx.area.width).saturating_sub(2);
        let mut foot = words.map(|words| cells::wrap(&words, width)).unwrap_or_default();
        foot.truncate(if cx.area.height > LEAST { FOOT } else { 1 });
        let rows = u16::try_from(foot.len()).unwrap_or_default();
        (Rect { height: cx.area.height.saturating_sub(rows), ..cx.area }, foot)
    }

    fn foot(&self, cx: Cx<'_>, sources: &Sources) -> Option<String> {
        let forgotten = usize::try_from(cx.world.logs.forgotten()).unwrap_or(usize::MAX);
        let forgotten = format!("{} older lines are forgotten", words::count(forgotten));
        match (status::wrong(cx, sources), self.look.is_at_the_edge()) {
            (Some(wrong), true) => Some(format!("{wrong} · {forgotten}")),
            (None, true) => Some(forgotten),
            (wrong, false) => wrong,
        }
    }

    fn absence(&self, cx: Cx<'_>, sources: &Sources) -> Vec<Span<'static>> {
        if !cx.world.logs.is_empty() && self.index.is_picky() {
            let of = self.index.group().map(|group| format!(" of {}", sources.label(group)));
            let (of, filter) = (of.unwrap_or_default(), self.index.include());
            let what = if filter.is_empty() { "is here" } else { "matches the filter" };
            return vec![Span::styled(format!("no line{of} {what}"), cx.theme.faint())];
        }
        status::absence(cx, sources)
    }
}

/// Switches Live Tail on, which costs money; or off, so that the groups are polled again.
fn live_tail(cx: Cx<'_>) -> Effects {
    let mode = if matches!(cx.world.live, Live::On { .. }) { Mode::Poll } else { Mode::Live };
    vec![Effect::Tail(mode)]
}

fn view<'a>(cx: Cx<'_>, events: Events<'a>, shape: Shape) -> View<'a> {
    let rows = move |n| events.get(n).map_or(1, |line| log_line::height(line.text(), shape));
    Window::new(events.len(), cx.height(), Box::new(rows))
}

fn draw_foot(cx: Cx<'_>, frame: &mut Frame<'_>, list: Rect, foot: &[String]) {
    for (y, words) in (list.bottom()..cx.area.bottom()).zip(foot) {
        let row = Rect { y, height: 1, ..cx.area };
        frame.render_widget(Span::styled(format!(" {words}"), cx.theme.warning()), row);
    }
}
