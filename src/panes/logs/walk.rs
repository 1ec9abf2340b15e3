//! Going about: by lines, errors, matches, marks and times.

use super::look::{Look, View};
use super::scene::Scene;
use super::window::{Anchor, Heights, Window};
use super::{Logs, Sources};
use crate::clock::Time;
use crate::domain::log::{Buffer, Events, Index, Line, Place, Traces};
use crate::effect::{Effect, Effects, Here};
use crate::list::Motion;
use crate::pane::Cx;

impl Logs {
    pub(super) fn follow(&mut self) -> Effects {
        self.look = Look::Follow;
        vec![]
    }

    pub(super) fn walk(&mut self, motion: Motion, cx: Cx<'_>) {
        self.steer(cx, |logs, events, view| {
            let from = logs.look.anchor(events, view);
            step(motion, logs.look.follows(), from, view)
        });
    }

    pub(super) fn error(&mut self, cx: Cx<'_>, find: fn(&Index, &Buffer, Place) -> Option<Place>) -> Effects {
        self.catch_up(cx);
        let mut from = self.look.place();
        // Within a folded report the view stays at its first line: the next error is one outside of it.
        while let Some(error) = find(&self.index, &cx.world.logs, from) {
            let here = self.folded_at(cx, error).filter(|(head, _)| *head == self.look.place());
            let Some((head, tail)) = here else {
                self.stand_at(cx, error);
                return vec![];
            };
            from = if from < error { tail } else { head };
        }
        say("no further error in this direction")
    }

    /// The line that stands for the one at a place, which is folded into it.
    fn shown(&self, cx: Cx<'_>, place: Place) -> Option<Place> {
        self.folded_at(cx, place).map(|(head, _)| head)
    }

    /// The ends of the folded report of several events that the one at a place is part of.
    fn folded_at(&self, cx: Cx<'_>, place: Place) -> Option<(Place, Place)> {
        let events = self.index.events(&cx.world.logs);
        let trace = Traces::new(events).of(events.index(place))?;
        let ends = (events.get(trace.head())?.place(), events.get(trace.tail())?.place());
        self.manner.is_folded(ends.0).then_some(ends)
    }

    /// To another line that the search has found.
    pub(super) fn found(&mut self, cx: Cx<'_>, find: fn(&Index, &Buffer, Place) -> Option<Place>) -> Effects {
        self.catch_up(cx);
        if self.index.needle().is_none() {
            return say("nothing is searched for yet");
        }
        match find(&self.index, &cx.world.logs, self.look.place()) {
            Some(place) => self.stand_at_match(cx, place),
            None if !self.index.matches().is_complete => return say("still searching"),
            None if self.index.matches().count == 0 => return say("no line matches the search"),
            None => return say("no further match in this direction"),
        }
        vec![]
    }

    /// To what was searched for while it is being typed: from where the reader stood, onward if lines are held.
    pub(super) fn seek(&mut self, cx: Cx<'_>) {
        let (buffer, from) = (&cx.world.logs, self.look.place());
        let here = self.index.rank(buffer, from).map(|_| from);
        let found = here
            .or_else(|| self.index.match_after(buffer, from))
            .or_else(|| self.index.match_before(buffer, from));
        self.asked.is_seeking &= found.is_none() && !self.index.matches().is_complete;
        if let Some(place) = found {
            self.stand_at(cx, place);
        }
    }

    /// Opens the selected line where it is folded over what was found: not before the search is typed to its end.
    pub(super) fn reveal_match(&mut self, cx: Cx<'_>) -> Effects {
        self.catch_up(cx);
        let selected = self.selected(cx).filter(|_| !self.look.follows()).map(Line::place);
        if let Some(place) = selected.and_then(|selected| self.match_at(cx, selected)) {
            self.stand_at_match(cx, place);
        }
        vec![]
    }

    /// The match that a line is, or the first one that is folded into it.
    fn match_at(&self, cx: Cx<'_>, place: Place) -> Option<Place> {
        let buffer = &cx.world.logs;
        if self.index.rank(buffer, place).is_some() {
            return Some(place);
        }
        let next = self.index.match_after(buffer, place)?;
        (self.shown(cx, next) == Some(place)).then_some(next)
    }

    /// Stands at a line that was found, and opens it where it is folded over what was found.
    fn stand_at_match(&mut self, cx: Cx<'_>, place: Place) {
        let report = cx.world.logs.at(place).and_then(|line| self.manner.report(line));
        let shows = |headline: &str| self.index.needle().is_none_or(|needle| needle.is_in(headline));
        if report.is_some_and(|report| !shows(&report.headline)) {
            self.manner.turn_report(place);
        }
        self.unfold(cx, place);
        self.stand_at(cx, place);
    }

    /// Opens the report of several events that hides an event.
    fn unfold(&mut self, cx: Cx<'_>, place: Place) {
        let events = self.index.events(&cx.world.logs);
        let trace = Traces::new(events).of(events.index(place));
        let head = trace.and_then(|trace| events.get(trace.head())).map(Line::place);
        if let Some(head) = head.filter(|head| *head != place && self.manner.is_folded(*head)) {
            self.manner.turn_report(head);
        }
    }

    /// Where the report begins that the selected line is part of; the line's own place, where it is of none.
    pub(super) fn head(&self, cx: Cx<'_>) -> Option<Place> {
        let events = self.index.events(&cx.world.logs);
        let n = self.at(events);
        let head = Traces::new(events).of(n).map_or(n, |trace| trace.head());
        events.get(head).map(Line::place)
    }

    pub(super) fn stand_at(&mut self, cx: Cx<'_>, place: Place) {
        self.catch_up(cx);
        let place = self.shown(cx, place).unwrap_or(place);
        if self.is_apart() {
            return self.stand_apart(cx, place);
        }
        self.steer(cx, |logs, events, view| {
            let from = logs.look.anchor(events, view);
            Some(view.jump(from, events.index(place).min(events.len().checked_sub(1)?)))
        });
    }

    /// To the first line of a moment or after it.
    pub(super) fn jump(&mut self, cx: Cx<'_>, time: Time) -> Effects {
        self.stand_at(cx, Place::before(time));
        let first = cx.world.logs.first().map(Line::time);
        match first.filter(|first| time < *first) {
            Some(first) => say(format!("the oldest line here is of {}", self.manner.cx(cx).date(first))),
            None => vec![],
        }
    }

    pub(super) fn next_mark(&mut self, cx: Cx<'_>) -> Effects {
        let from = if self.look.follows() { Place::default() } else { self.look.place() };
        match self.marks.after(from) {
            Some(mark) => self.stand_at(cx, mark),
            None => return say("no line is marked"),
        }
        vec![]
    }

    /// The selected line, else the newest.
    pub(super) fn selected<'a>(&'a self, cx: Cx<'a>) -> Option<Line<'a>> {
        let events = self.index.events(&cx.world.logs);
        events.get(self.at(events))
    }

    /// Takes in what has arrived.
    pub(super) fn catch_up(&mut self, cx: Cx<'_>) {
        let news = self.index.catch_up(&cx.world.logs, &cx.world.scans, || Sources::of(cx).names());
        self.look.count(cx, news, self.index.events(&cx.world.logs));
        let first = cx.world.logs.first();
        self.manner.forget(first);
        self.marks.forget(first);
    }

    /// Holds at the anchor that `find` finds.
    pub(super) fn steer(
        &mut self,
        cx: Cx<'_>,
        find: impl FnOnce(&Self, Events<'_>, &mut View<'_>) -> Option<Anchor>,
    ) {
        self.catch_up(cx);
        let sources = Sources::of(cx);
        let cx = cx.within(self.areas(cx, &sources).0);
        let events = self.index.events(&cx.world.logs);
        let scene = Scene::new(cx, (events, self.index.scope(), self.edge), &sources, &self.manner);
        let mut view = scene.view();
        if let Some(anchor) = find(self, events, &mut view) {
            self.look.hold(anchor, &cx.world.logs, events, &mut view);
        }
    }

    pub(super) fn stand_still(&mut self, cx: Cx<'_>) {
        let sources = Sources::of(cx);
        let cx = cx.within(self.areas(cx, &sources).0);
        let events = self.index.events(&cx.world.logs);
        let scene = Scene::new(cx, (events, self.index.scope(), self.edge), &sources, &self.manner);
        let mut view = scene.view();
        self.look.stand_still(&cx.world.logs, events, &mut view);
    }
}

/// Where a motion leads; `None`: nowhere, for the newest lines are followed already.
pub fn step<H: Heights>(motion: Motion, follows: bool, from: Anchor, view: &mut Window<H>) -> Option<Anchor> {
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
}

/// Says a sentence for some seconds.
pub fn say(words: impl Into<String>) -> Effects {
    vec![Effect::Here(Here::Say(words.into()))]
}
