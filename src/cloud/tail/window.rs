//! Which events of a group are asked for next, and which of the answer are new.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::clock::Time;
use crate::cloud::logs::{Order, Page, Query};
use crate::domain::log::Event;

use super::span::{Span, Start};

/// How late a line of an idle group may come.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// How far each question overlaps what was read: lines reach CloudWatch late and out of order.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// How long after its end a window is read once more, for lines that reach CloudWatch late.
pub(super) const SETTLING: TimeDelta = TimeDelta::seconds(5);

/// The most event ids that are remembered; beyond that those before the overlap go early.
const REMEMBERED: usize = 50_000;

/// How many of the newest lines are read first: a screen is full of them before the rest is parsed.
const GLANCE: i32 = 100;

/// How far the reading of a window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The newest lines are asked for, wherever they are.
    Glance,
    /// The whole quarter of an hour before the start is being read.
    Backlog,
    /// What is read now is new.
    Live,
}

/// A window over a group's events that moves on.
#[derive(Debug)]
pub(super) struct Window {
    group: Arc<str>,
    since: Time,
    until: Option<Time>,
    pattern: Option<Arc<str>>,
    /// When the first question of this window was asked.
    asked: Option<Time>,
    newest: Option<Time>,
    seen: HashMap<Box<str>, Time>,
    token: Option<String>,
    stage: Stage,
}

impl Window {
    /// A window over the span, of the events that the pattern lets through.
    pub fn open(group: Arc<str>, span: &Span, pattern: Option<Arc<str>>) -> Self {
        let stage = match span.start {
            Start::Newest => Stage::Glance,
            Start::Oldest => Stage::Backlog,
        };
        let (since, until) = (span.since, span.until);
        let (asked, newest, token) = (None, None, None);
        Self { group, since, until, pattern, asked, newest, seen: HashMap::new(), token, stage }
    }

    /// The pattern that it is read with.
    pub fn pattern(&self) -> Option<&Arc<str>> {
        self.pattern.as_ref()
    }

    /// How far the reading has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Does without the glance: the server does not know how to give the newest first.
    pub fn read_all(&mut self) {
        self.stage = Stage::Backlog;
    }

    /// The log group that is read, shared with every event of it.
    pub fn group(&self) -> &Arc<str> {
        &self.group
    }

    /// The next question.
    pub fn next(&mut self, now: Time) -> (Query, Option<String>) {
        self.asked.get_or_insert(now);
        let (order, limit) = match self.stage {
            Stage::Glance => (Order::Backward, Some(GLANCE)),
            Stage::Backlog | Stage::Live => (Order::Forward, None),
        };
        let (group, pattern) = (Arc::clone(&self.group), self.pattern.clone());
        let query = Query { group, since: self.since, until: self.until, pattern, order, limit };
        (query, self.token.take())
    }

    /// Takes an answer and gives what of it is new. Moves on after the last page.
    pub fn take(&mut self, page: Page) -> Vec<Event> {
        let fresh: Vec<Event> =
            page.events.into_iter().filter(|e| self.seen.insert(e.id.clone(), e.time).is_none()).collect();
        self.newest = self.newest.max(fresh.iter().map(|event| event.time).max());
        if self.stage == Stage::Glance {
            (self.stage, self.asked) = (Stage::Backlog, None);
            return fresh;
        }
        self.token = page.next;
        if self.is_read() {
            self.stage = Stage::Live;
            self.advance();
        } else if self.seen.len() > REMEMBERED {
            self.forget(self.newest.map_or(self.since, |newest| newest - OVERLAP));
        }
        fresh
    }

    /// Whether everything that there was to read has been read.
    pub fn is_read(&self) -> bool {
        self.token.is_none()
    }

    /// Begins the window again: a token that failed is not used a second time.
    pub fn rewind(&mut self) {
        (self.token, self.asked) = (None, None);
    }

    fn advance(&mut self) {
        let asked = self.asked.take().unwrap_or(self.since + LATE);
        let overlap = self.newest.map_or(self.since, |newest| newest - OVERLAP);
        // A writer whose clock runs ahead must not push the window past what is still to come.
        self.since = overlap.min(asked - OVERLAP).max(asked - LATE).max(self.since);
        self.forget(self.since);
    }

    fn forget(&mut self, before: Time) {
        self.seen.retain(|_, time| *time >= before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_timestamp(1_800_000_000, 0).unwrap();

    fn at(second: i64) -> Time {
        NOW + TimeDelta::seconds(second)
    }

    fn event(second: i64, id: &str) -> Event {
        let text = id.into();
        Event {
            id: id.into(),
            group: "g".into(),
            stream: "s".into(),
            time: at(second),
            ingested: at(second),
            text,
        }
    }

    fn page(events: &[(i64, &str)], next: Option<&str>) -> Page {
        let events = events.iter().map(|(second, id)| event(*second, id)).collect();
        Page { events, next: next.map(str::to_owned) }
    }

    fn open(start: Start) -> Window {
        let span = Span { since: NOW - LATE, until: None, start, ends: false };
        Window::open("g".into(), &span, None)
    }

    fn window() -> Window {
        open(Start::Oldest)
    }

    #[track_caller]
    fn check(window: &mut Window, now: i64, answer: Page, want: &str, since: i64) {
        window.next(at(now));
        let ids: Vec<Box<str>> = window.take(answer).into_iter().map(|event| event.id).collect();
        assert_eq!(ids.join(" "), want);
        assert_eq!((window.since - NOW).num_seconds(), since);
    }

    #[test]
    fn the_newest_lines_are_read_first_and_then_all_of_them() {
        let mut window = open(Start::Newest);
        assert_eq!(window.next(NOW).0.order, Order::Backward);
        assert_eq!(window.take(page(&[(-1, "b")], Some("ignored"))).len(), 1);
        assert_eq!(window.stage(), Stage::Backlog);
        check(&mut window, 1, page(&[(-700, "a"), (-1, "b")], None), "a", -61);
        assert_eq!(window.stage(), Stage::Live);
    }

    #[test]
    fn each_line_is_new_once_and_the_window_follows_the_newest() {
        let mut window = window();
        check(&mut window, 0, page(&[(-100, "a"), (-50, "b")], None), "a b", -110);
        check(&mut window, 10, page(&[(-100, "a"), (-50, "b"), (5, "c")], None), "c", -55);
        check(&mut window, 20, page(&[(-50, "b"), (-40, "late"), (5, "c")], None), "late", -55);
    }

    #[test]
    fn an_idle_window_moves_on_so_that_no_hours_are_searched() {
        let mut window = window();
        check(&mut window, 0, page(&[(-100, "a")], None), "a", -160);
        check(&mut window, 3600, page(&[], None), "", 2700);
    }

    #[test]
    fn a_window_stays_until_its_last_page() {
        let mut window = window();
        check(&mut window, 0, page(&[(-500, "a")], Some("t")), "a", -900);
        assert_eq!(window.next(at(1)).1.as_deref(), Some("t"));
        check(&mut window, 1, page(&[(-1, "b")], None), "b", -61);
    }

    #[test]
    fn a_clock_that_runs_ahead_does_not_push_the_window_into_the_future() {
        let mut window = window();
        check(&mut window, 0, page(&[(9_000, "ahead")], None), "ahead", -60);
        check(&mut window, 10, page(&[(9, "now"), (9_000, "ahead")], None), "now", -50);
    }
}
