//! The logs of a run apart: its error log beside its output log, or above it where there is no room; in each the driver's
//! lines first, then those of each executor under a heading.
//!
//! There is one selected line still, and its column is the one that keys move in. The other one stays where it was.

mod columns;
mod draw;
mod tower;

use std::sync::Arc;

use ratatui::Frame;

use super::focus::Focus;
use super::scene::Scene;
use super::sources::Sources;
use super::walk::{say, step};
use super::window::{Anchor, Window};
use super::{Logs, focus};
use crate::domain::log::{Events, Line, Place, Query, Scope};
use crate::effect::Effects;
use crate::list::Motion;
use crate::pane::Cx;
use columns::Column;
use tower::Tower;

/// How the lines of a run stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stand {
    /// In the order of time.
    #[default]
    Merged,
    /// Each log by itself.
    Apart,
}

/// The logs of a run, each by itself.
#[derive(Debug, Default)]
pub struct Apart {
    stand: Stand,
    /// What the columns were made of.
    known: Option<Known>,
    columns: Vec<Column>,
    /// Where each column hangs; `None`: at its end.
    hangs: [Option<Hang>; 2],
    /// The column that keys move in.
    active: usize,
}

/// A line, and the row of its column that it begins on.
#[derive(Debug, Clone, Copy)]
struct Hang {
    place: Place,
    y: isize,
}

/// What columns are made of: while it is the same, so are they.
#[derive(Debug)]
struct Known {
    query: Arc<Query>,
    len: usize,
    ends: Option<(Place, Place)>,
    is_wide: bool,
}

impl Known {
    fn is_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.query, &other.query)
            && (self.len, self.ends, self.is_wide) == (other.len, other.ends, other.is_wide)
    }
}

impl Logs {
    /// Sets the logs of the run apart, or merges them again.
    pub(super) fn turn_apart(&mut self, cx: Cx<'_>) -> Effects {
        if self.run().is_none() {
            let scope = self.selected(cx).map(|line| focus::block(cx, line)).filter(is_of_a_run);
            let Some(scope) = scope else { return say("only a run has two logs; the line is of none") };
            self.stay(cx);
            self.focus = Focus::Block;
            self.index.set_scope(scope);
            self.apart.stand = Stand::Merged;
        }
        self.apart.stand = match self.apart.stand {
            Stand::Merged => Stand::Apart,
            Stand::Apart => Stand::Merged,
        };
        self.apart.known = None;
        vec![]
    }

    /// To the run's other log; where all is in one column, to the next stream.
    pub(super) fn other_log(&mut self, cx: Cx<'_>) -> Effects {
        self.arrange(cx);
        if self.apart.columns.is_empty() {
            return say("one log at a time: = sets those of a run apart");
        }
        match self.beyond(cx) {
            Some(place) => self.stand_apart(cx, place),
            None => return say("there is nothing else of the run"),
        }
        vec![]
    }

    /// The line that the other column hangs on, or the one beside the selected one; else the next stream's first.
    fn beyond(&self, cx: Cx<'_>) -> Option<Place> {
        let events = self.index.events(&cx.world.logs);
        let (at, columns) = (self.at(events), &self.apart.columns);
        let other = (self.apart.active + 1) % columns.len();
        let column = columns.get(other)?;
        if columns.len() == 1 {
            let section = column.section(column.line_of(at)?)?.1;
            let (here, after) = (section.start, section.start + section.len);
            let next = Some(if after < column.len() { after } else { 0 }).filter(|next| *next != here)?;
            return events.get(column.number(next)?).map(Line::place);
        }
        let hang = self.apart.hangs.get(other).copied().flatten().map(|hang| hang.place);
        hang.or_else(|| events.get(column.number(column.near(at)?)?).map(Line::place))
    }

    fn run(&self) -> Option<&[Arc<str>]> {
        match self.index.scope() {
            scope @ Scope::Streams { groups, .. } if is_of_a_run(scope) => Some(groups),
            _ => None,
        }
    }

    /// Whether columns are shown.
    pub(super) fn is_apart(&self) -> bool {
        !self.apart.columns.is_empty()
    }

    /// Makes the columns of what is shown now, and remembers where they hang.
    pub(super) fn arrange(&mut self, cx: Cx<'_>) {
        self.catch_up(cx);
        let groups = self.run().filter(|_| self.apart.stand == Stand::Apart).map(<[_]>::to_vec);
        let Some(groups) = groups else {
            (self.apart.known, self.apart.columns) = (None, Vec::new());
            return;
        };
        let events = self.index.events(&cx.world.logs);
        let place = |n: usize| events.get(n).map(Line::place);
        let (query, is_wide) = (self.index.query(), cx.area.width >= draw::WIDE);
        let ends = place(0).zip(events.len().checked_sub(1).and_then(place));
        let known = Known { query, len: events.len(), ends, is_wide };
        if !self.apart.known.as_ref().is_some_and(|before| before.is_as(&known)) {
            self.apart.columns = columns::columns(events, &groups, &Sources::of(cx), is_wide);
            self.apart.known = Some(known);
        }
        self.hang(cx);
    }

    /// Remembers where the columns hang while lines are held.
    fn hang(&mut self, cx: Cx<'_>) {
        if self.look.follows() {
            self.apart.hangs = [None; 2];
            return;
        }
        let events = self.index.events(&cx.world.logs);
        let at = self.look.event(events);
        let active = self.apart.columns.iter().position(|column| column.line_of(at).is_some());
        self.apart.active =
            active.unwrap_or(self.apart.active).min(self.apart.columns.len().saturating_sub(1));
        let hangs =
            [0, 1].map(|n| self.in_column(cx, n, |logs, events, window| logs.hang_of(n, events, window)));
        self.apart.hangs = hangs;
        if let Some(hang) = self.apart.hangs.get(self.apart.active).copied().flatten() {
            self.look.move_to(hang.y);
        }
    }

    fn hang_of(&self, n: usize, events: Events<'_>, window: &mut Window<Tower<'_>>) -> Option<Hang> {
        let Anchor { event, y } = self.anchor(n, events, window)?;
        let place = events.get(self.apart.columns.get(n)?.number(event)?)?.place();
        Some(Hang { place, y })
    }

    /// Where a column hangs; `None`: it has no line.
    fn anchor(&self, n: usize, events: Events<'_>, window: &mut Window<Tower<'_>>) -> Option<Anchor> {
        let column = self.apart.columns.get(n)?;
        let is_active = n == self.apart.active;
        let hang = match self.look.held() {
            Some((place, y)) if is_active => Some(Hang { place, y }),
            _ => self.apart.hangs.get(n).copied().flatten(),
        };
        let Some(Hang { place, y }) = hang else { return (column.len() > 0).then(|| window.bottom()) };
        let at = events.index(place);
        let event = column.line_of(at).or_else(|| column.near(at))?;
        Some(window.settle(Anchor { event, y }))
    }

    /// Looks at a column in its place on the screen.
    fn in_column<T>(
        &self,
        cx: Cx<'_>,
        n: usize,
        look: impl FnOnce(&Self, Events<'_>, &mut Window<Tower<'_>>) -> Option<T>,
    ) -> Option<T> {
        let column = self.apart.columns.get(n)?;
        let list = self.areas(cx, &Sources::of(cx)).0;
        let cx = cx.within(draw::rows(*draw::areas(list).get(n)?));
        let (events, none) = (self.index.events(&cx.world.logs), Sources::default());
        let scene = Scene::new(cx, (events, self.index.scope(), self.edge), &none, &self.manner);
        let mut window = Window::new(column.len(), cx.height(), Tower { scene: &scene, column });
        look(self, events, &mut window)
    }

    /// Moves in the column that keys move in.
    pub(super) fn walk_apart(&mut self, motion: Motion, cx: Cx<'_>) {
        self.arrange(cx);
        let (n, follows) = (self.apart.active, self.look.follows());
        self.hold_in(cx, n, |logs, events, window| {
            let from = logs.anchor(n, events, window)?;
            step(motion, follows, from, window)
        });
    }

    /// Stands at a line, in its column.
    pub(super) fn stand_apart(&mut self, cx: Cx<'_>, place: Place) {
        self.arrange(cx);
        let at = self.index.events(&cx.world.logs).index(place);
        let n = self.apart.columns.iter().position(|column| column.line_of(at).is_some());
        let n = n.unwrap_or(self.apart.active);
        self.hold_in(cx, n, |logs, events, window| {
            let column = logs.apart.columns.get(n)?;
            let from = logs.anchor(n, events, window)?;
            Some(window.jump(from, column.line_of(at).or_else(|| column.near(at))?))
        });
        self.arrange(cx);
    }

    /// Holds a column where `find` finds.
    fn hold_in(
        &mut self,
        cx: Cx<'_>,
        n: usize,
        find: impl FnOnce(&Self, Events<'_>, &mut Window<Tower<'_>>) -> Option<Anchor>,
    ) {
        let hang = self.in_column(cx, n, |logs, events, window| {
            let Anchor { event, y } = find(logs, events, window)?;
            let line = events.get(logs.apart.columns.get(n)?.number(event)?)?;
            Some(Hang { place: line.place(), y })
        });
        if let Some(Hang { place, y }) = hang {
            self.look.hold_at((place, y), &cx.world.logs);
        }
    }

    /// The number of the selected event, else of the newest of what keys move in.
    pub(super) fn at(&self, events: Events<'_>) -> usize {
        let column = self.apart.columns.get(self.apart.active).filter(|_| self.look.follows());
        let last = column.and_then(|column| column.number(column.len().checked_sub(1)?));
        last.unwrap_or_else(|| self.look.event(events))
    }

    pub(super) fn draw_apart(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let none = Sources::default();
        let areas = draw::areas(cx.area);
        for (n, (column, area)) in self.apart.columns.iter().zip(&areas).enumerate() {
            let cx = cx.within(draw::rows(*area));
            let events = self.index.events(&cx.world.logs);
            let scene = Scene::new(cx, (events, self.index.scope(), self.edge), &none, &self.manner);
            let mut window = Window::new(column.len(), cx.height(), Tower { scene: &scene, column });
            let anchor = self.anchor(n, events, &mut window);
            let is_active = n == self.apart.active;
            draw::column((&scene, column), &self.accents(cx), (anchor, is_active), frame);
        }
        if let [left, _] = areas.as_slice() {
            draw::rule(cx.theme.faint(), frame, *left);
        }
    }
}

fn is_of_a_run(scope: &Scope) -> bool {
    matches!(scope, Scope::Streams { streams, .. } if streams.iter().any(|stream| stream.starts_with("jr_")))
}
