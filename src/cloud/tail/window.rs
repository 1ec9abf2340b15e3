//! Which events of a group are polled for next, and which of the answer are new.
//!
//! Every line is asked for again 60 to 120 s after it was written, at any rate. Up to 166 lines a second each question does
//! that itself. Beyond, it would spend the budget of four requests a second on pages that it has read: there the ledger
//! does it, which reads each minute once more when its end is 60 s ago, page after page within the budget; until then
//! the minute is not said to be verified.

use std::sync::Arc;

use chrono::TimeDelta;

use super::core::Core;
use super::ledger::Check;
use super::span::{Span, Start};
use crate::clock::Time;
use crate::cloud::logs::{Order, Page, Query};
use crate::domain::log::Event;

/// How far back the window of an idle group reaches: over the last reading of each minute.
const LATE: TimeDelta = TimeDelta::minutes(17);

/// How far each question overlaps what was read: lines reach CloudWatch late and out of order. It is 60 s at least but
/// for a flood, whose lines of a minute are more than a question may give again: then the budget of requests would go
/// into reading them over and over. What comes late is found by the ledger's readings, and until then its minute is
/// not said to be verified.
const OVERLAP: TimeDelta = TimeDelta::seconds(120);
const FLOOD_OVERLAP: TimeDelta = TimeDelta::seconds(5);

/// How far before the newest line the window of an idle group begins.
const BEHIND: TimeDelta = TimeDelta::seconds(60);

/// How many lines a question may give again: a page's worth, of up to 166 a second for 60 s.
const AGAIN: i64 = 10_000;

/// How long after its end a window is read once more, for lines that reach CloudWatch late.
pub(super) const SETTLING: TimeDelta = TimeDelta::seconds(5);

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
    /// How many events this window gave.
    given: usize,
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
        Self { group, since, until, pattern, asked: None, newest: None, given: 0, token: None, stage }
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

    /// The pattern that it is read with.
    pub fn pattern(&self) -> Option<&Arc<str>> {
        self.pattern.as_ref()
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

    /// The question for a span of its own, beside the window.
    pub fn ask(&self, check: Check) -> Query {
        let (group, pattern) = (Arc::clone(&self.group), self.pattern.clone());
        let (since, until) = (check.from, Some(check.to));
        Query { group, since, until, pattern, order: Order::Forward, limit: None }
    }

    /// Takes an answer and gives what of it is new. Moves on after the last page, and tells the core of it.
    pub fn take(&mut self, page: Page, core: &mut Core) -> Vec<Event> {
        self.given += page.events.len();
        let reached = page.events.last().map(|event| event.time);
        let fresh = core.read(page.events, false);
        core.crowded(page.crowded);
        self.newest = self.newest.max(fresh.iter().map(|event| event.time).max());
        if self.stage == Stage::Glance {
            (self.stage, self.asked, self.given) = (Stage::Backlog, None, 0);
            return fresh;
        }
        if let Some(reached) = reached.filter(|_| self.stage == Stage::Backlog) {
            core.reached(reached);
        }
        self.token = page.next;
        if self.is_read() {
            core.caught_up();
            self.stage = Stage::Live;
            self.advance(core);
        }
        fresh
    }

    /// Whether everything that there was to read has been read.
    pub fn is_read(&self) -> bool {
        self.token.is_none()
    }

    /// Begins the window again, with what is still remembered: a token that failed is not used a second time.
    pub fn rewind(&mut self, core: &mut Core) {
        let since = match self.stage {
            Stage::Glance | Stage::Backlog => core.reached_to().unwrap_or(self.since),
            Stage::Live => core.remembers_since(),
        };
        let since = since.max(self.since);
        if let Some(asked) = self.asked.filter(|_| self.stage == Stage::Backlog && since > self.since) {
            // What is forgotten was read in full.
            core.pass(Check { from: self.since, to: since }, asked);
        }
        self.since = since;
        (self.token, self.asked, self.given) = (None, None, 0);
    }

    /// Leaves out what is long past: a session brought it, and the account knows what it did not bring.
    pub fn skip_to(&mut self, now: Time) {
        if self.stage != Stage::Live {
            return;
        }
        self.since = self.since.max(now - OVERLAP);
        self.newest = self.newest.max(Some(self.since));
        (self.token, self.asked, self.given) = (None, None, 0);
    }

    fn advance(&mut self, core: &mut Core) {
        let asked = self.asked.take().unwrap_or(self.since + LATE);
        core.pass(Check { from: self.since, to: self.until.unwrap_or(Time::MAX_UTC) }, asked);
        let seconds = (asked - self.since).num_seconds().max(1);
        let given = i64::try_from(self.given).unwrap_or(i64::MAX).max(1);
        let overlap = TimeDelta::try_seconds(AGAIN.saturating_mul(seconds) / given).unwrap_or(OVERLAP);
        let overlap = overlap.clamp(FLOOD_OVERLAP, OVERLAP);
        let behind = self.newest.map_or(self.since, |newest| newest - BEHIND.min(overlap));
        // A writer whose clock runs ahead must not push the window past what is still to come.
        self.since = behind.min(asked - overlap).max(asked - LATE).max(self.since);
        self.since = self.since.max(core.remembers_since());
        self.given = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::State;

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
        Page { events, next: next.map(str::to_owned), crowded: None }
    }

    fn open(start: Start) -> (Window, Core) {
        let span = Span { since: NOW - TimeDelta::minutes(15), until: None, start, ends: false };
        (Window::open("g".into(), &span, None), Core::open(span.since, NOW))
    }

    fn window() -> (Window, Core) {
        open(Start::Oldest)
    }

    #[track_caller]
    fn check((window, core): &mut (Window, Core), now: i64, answer: Page, want: &str, since: i64) {
        window.next(at(now));
        let ids: Vec<Box<str>> = window.take(answer, core).into_iter().map(|event| event.id).collect();
        assert_eq!(ids.join(" "), want);
        assert_eq!((window.since - NOW).num_seconds(), since);
    }

    #[test]
    fn the_newest_lines_are_read_first_and_then_all_of_them() {
        let (mut window, mut core) = open(Start::Newest);
        assert_eq!(window.next(NOW).0.order, Order::Backward);
        assert_eq!(window.take(page(&[(-1, "b")], Some("ignored")), &mut core).len(), 1);
        assert_eq!(window.stage(), Stage::Backlog);
        let mut both = (window, core);
        check(&mut both, 1, page(&[(-700, "a"), (-1, "b")], None), "a", -119);
        assert_eq!(both.0.stage(), Stage::Live);
    }

    #[test]
    fn each_line_is_new_once_and_the_window_follows_the_newest() {
        let mut window = window();
        check(&mut window, 0, page(&[(-300, "a"), (-150, "b")], None), "a b", -210);
        check(&mut window, 10, page(&[(-150, "b"), (5, "c")], None), "c", -110);
        check(&mut window, 20, page(&[(-90, "late"), (5, "c")], None), "late", -100);
    }

    #[test]
    fn an_idle_window_moves_on_so_that_no_hours_are_searched() {
        let mut window = window();
        check(&mut window, 0, page(&[(-300, "a")], None), "a", -360);
        check(&mut window, 3600, page(&[], None), "", 3600 - 17 * 60);
    }

    #[test]
    fn a_window_stays_until_its_last_page() {
        let mut window = window();
        check(&mut window, 0, page(&[(-500, "a")], Some("t")), "a", -900);
        assert_eq!(window.0.next(at(1)).1.as_deref(), Some("t"));
        check(&mut window, 1, page(&[(-1, "b")], None), "b", -120);
    }

    #[test]
    fn a_clock_that_runs_ahead_does_not_push_the_window_into_the_future() {
        let mut window = window();
        check(&mut window, 0, page(&[(9_000, "ahead")], None), "ahead", -120);
        check(&mut window, 10, page(&[(9, "now"), (9_000, "ahead")], None), "now", -110);
    }

    #[test]
    fn a_backlog_that_breaks_off_goes_on_where_it_was_and_all_that_was_read_is_complete() {
        let (mut window, mut core) = window();
        core.tidy(at(2_000));
        // Nothing was read when the first question failed: nothing is left out.
        window.rewind(&mut core);
        assert_eq!((window.since - NOW).num_seconds(), -900);
        window.next(at(2_000));
        window.take(page(&[(-800, "a"), (-300, "b")], Some("t")), &mut core);
        window.rewind(&mut core);
        assert_eq!((window.since - NOW).num_seconds(), -360);
        let mut both = (window, core);
        check(&mut both, 2_001, page(&[(-300, "b"), (-200, "c")], None), "c", 981);
        let word = both.1.word(at(2_001)).unwrap();
        let is_verified = |(_, state): &(_, _)| matches!(state, State::Verified { .. });
        assert!(word.minutes.iter().filter(|minute| !is_verified(minute)).count() <= 1, "{word:?}");
    }

    #[test]
    fn a_flood_is_not_read_over_and_over() {
        let mut window = window();
        let ids: Vec<String> = (0..90_000).map(|n| n.to_string()).collect();
        let flood: Vec<(i64, &str)> = ids.iter().map(|id| (0, id.as_str())).collect();
        window.0.next(at(0));
        window.0.take(page(&flood, None), &mut window.1);
        assert_eq!((window.0.since - NOW).num_seconds(), -100);
    }
}
