//! Follows one group.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::Followed;
use super::pace::{Pace, now};
use super::span::Span;
use super::window::{Stage, Window};
use crate::clock::Time;
use crate::cloud::watch::{Backoff, Desk, Reader, jittered};
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::Source;
use crate::domain::world::Observation;

/// How often a group that is not there is looked for.
const ABSENT: Duration = Duration::from_secs(30);
/// The same while a step runs: the first line ever makes the group.
const AWAITED: Duration = Duration::from_secs(5);

/// How long after the newest lines the rest of the start is read: when the screen is full.
const GLANCED: Duration = Duration::from_secs(1);

/// The most pages of one round; the next round goes on where this one stopped.
const PAGES: usize = 5;

/// Follows a group to the end of the span; tells new lines, and how the group is read when that changes.
pub(super) async fn follow(desk: Desk, followed: Followed, pace: Arc<Pace>, span: Span) {
    let window = open(&desk, &followed, &span);
    let pokes = desk.signals.pokes(Reader::Tail);
    let mut this = Follower {
        desk,
        followed,
        pace,
        span,
        window,
        told: None,
        held: None,
        pokes,
        backoff: Backoff::default(),
    };
    loop {
        if let Some(fault) = this.desk.expired() {
            this.tell(Source::Failing(fault)).await;
        }
        this.desk.login().await;
        let (asked, at) = (now(), this.desk.cloud.clock().now());
        let answer = this.round().await;
        this.desk.note(&answer);
        let rest = this.judge(answer).await;
        if this.is_over(at, &rest) {
            return;
        }
        this.rest(asked, rest).await;
    }
}

fn open(desk: &Desk, followed: &Followed, span: &Span) -> Window {
    Window::open(followed.now(&desk.signals), span, desk.signals.tail.borrow().pattern.clone())
}

struct Follower {
    desk: Desk,
    followed: Followed,
    pace: Arc<Pace>,
    span: Span,
    window: Window,
    told: Option<Source>,
    /// What was not told while it was not certain that this is the function's group.
    held: Option<Source>,
    pokes: watch::Receiver<u64>,
    backoff: Backoff,
}

/// How long to rest.
enum Rest {
    /// As the pace has it, also when it changes meanwhile.
    AtPace,
    /// Until the group may have come.
    Absent,
    /// So long.
    For(Duration),
    /// Not at all: there is more.
    Not,
}

impl Follower {
    /// Reads what is there, up to a few pages.
    async fn round(&mut self) -> Result<(), Fault> {
        self.pokes.mark_unchanged();
        for _ in 0..PAGES {
            let (query, token) = self.window.next(self.desk.cloud.clock().now());
            let stage = self.window.stage();
            let page = self.desk.cloud.events(&query, token).await?;
            let fresh = self.window.take(page);
            if !fresh.is_empty() {
                if stage == Stage::Live {
                    self.pace.news();
                }
                self.desk.say(Observation::Lines(fresh)).await;
            }
            if self.window.is_read() {
                break;
            }
        }
        Ok(())
    }

    /// Whether the round that was asked for at this moment was the last one.
    fn is_over(&self, asked: Time, rest: &Rest) -> bool {
        let has_failed = matches!(self.told, Some(Source::Failing(_) | Source::Waiting));
        let is_read = !matches!(rest, Rest::Not) && (has_failed || self.window.stage() == Stage::Live);
        is_read && self.span.is_over(asked)
    }

    async fn judge(&mut self, answer: Result<(), Fault>) -> Rest {
        self.pace.update(self.desk.signals.busy.borrow().is_any());
        let Err(fault) = answer else {
            self.backoff = Backoff::default();
            self.tell_pace().await;
            return match self.window.stage() {
                _ if !self.window.is_read() => Rest::Not,
                Stage::Glance | Stage::Backlog => Rest::For(GLANCED),
                Stage::Live => Rest::AtPace,
            };
        };
        self.window.rewind();
        if fault.kind == Kind::Refused && self.window.stage() == Stage::Glance {
            self.window.read_all();
            return Rest::Not;
        }
        if fault.kind == Kind::Missing {
            self.backoff = Backoff::default();
            self.tell(Source::Waiting).await;
            return Rest::Absent;
        }
        let every = *self.pace.every.borrow();
        let pause = self.backoff.pause(Some(&fault), every.max(Duration::from_secs(2)));
        self.tell(Source::Failing(fault)).await;
        Rest::For(pause)
    }

    async fn tell_pace(&mut self) {
        let seconds = self.pace.every.borrow().as_secs();
        self.tell(Source::Polling { every: u32::try_from(seconds).unwrap_or(u32::MAX) }).await;
    }

    /// Tells how the group is read, where that is news and where it is certain that it is the group.
    async fn tell(&mut self, source: Source) {
        if !self.followed.is_settled(&self.desk.signals) {
            self.held = Some(source);
            return;
        }
        if self.told.as_ref() == Some(&source) {
            return;
        }
        self.told = Some(source.clone());
        let group = self.window.group().to_string();
        self.desk.say(Observation::Tail { group, source }).await;
    }

    /// Rests until it is time to ask again, or until somebody pokes, or the group turns out to be another.
    async fn rest(&mut self, asked: Instant, rest: Rest) {
        let signals = Arc::clone(&self.desk.signals);
        let (mut every, mut busy) = (self.pace.every.subscribe(), signals.busy.subscribe());
        let (mut group, mut wish) = (signals.group.subscribe(), signals.tail.subscribe());
        if self.moved().await {
            return;
        }
        loop {
            let until = match rest {
                Rest::AtPace => asked + jittered(*every.borrow_and_update()),
                Rest::Absent if busy.borrow().is_any() => asked + AWAITED,
                Rest::Absent => asked + jittered(ABSENT),
                Rest::For(pause) => asked + jittered(pause),
                Rest::Not => return,
            };
            tokio::select! {
                () = sleep_until(until) => return,
                _ = self.pokes.changed() => return,
                _ = busy.changed() => self.pace.update(busy.borrow_and_update().is_any()),
                _ = every.changed(), if matches!(rest, Rest::AtPace) => self.tell_pace().await,
                _ = group.changed() => if self.moved().await { return },
                _ = wish.changed() => if self.moved().await { return },
            }
        }
    }

    /// Begins again where the function's own group, or the pattern, is another than so far.
    async fn moved(&mut self) -> bool {
        let is_same_pattern = self.desk.signals.tail.borrow().pattern.as_ref() == self.window.pattern();
        if is_same_pattern && self.followed.now(&self.desk.signals) == *self.window.group() {
            if let Some(source) = self.held.take() {
                self.tell(source).await;
            }
            return false;
        }
        self.window = open(&self.desk, &self.followed, &self.span);
        (self.told, self.held) = (None, None);
        true
    }
}
