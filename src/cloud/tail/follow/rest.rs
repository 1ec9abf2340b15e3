//! How long a follower rests, and what wakes it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::super::pace::{BESIDE, HOT, LATELY, QUICK, now};
use super::super::window::{SETTLING, Stage};
use super::{Door, Follower, INSIGHTS, open, reopen};
use crate::cloud::watch::jittered;

/// How often a group that is not there is looked for.
const ABSENT: Duration = Duration::from_secs(30);
/// The same while a step runs: the first line ever makes the group.
const AWAITED: Duration = Duration::from_secs(5);

/// How long after the newest lines the rest of the start is read: when the screen has been painted with them.
const GLANCED: Duration = Duration::from_millis(100);

/// The shortest rest while lines come live.
const LIVE: Duration = Duration::from_millis(250);

/// How long to rest.
pub(super) enum Rest {
    /// As the pace has it, also when it changes meanwhile.
    AtPace,
    /// Until something has to be read although lines come live.
    Live,
    /// Until the group may have come.
    Absent,
    /// So long.
    For(Duration),
    /// Not at all: there is more.
    Not,
}

impl Follower {
    /// How long to rest after an answer.
    pub(super) fn calm(&self) -> Rest {
        let at = self.desk.cloud.clock().now();
        match self.window.stage() {
            _ if !self.window.is_read() || self.checking.is_some() => Rest::Not,
            Stage::Glance | Stage::Backlog => Rest::For(GLANCED),
            Stage::Live if self.door == Door::Insights => Rest::For(INSIGHTS),
            Stage::Live if self.is_polled(at) => Rest::AtPace,
            Stage::Live => Rest::Live,
        }
    }

    /// Rests until it is time to ask again, or until somebody pokes, or the group turns out to be another.
    pub(super) async fn rest(&mut self, asked: Instant, rest: Rest) {
        let (signals, post) = (Arc::clone(&self.desk.signals), Arc::clone(&self.post));
        let (mut every, mut busy) = (self.pace.every.subscribe(), signals.busy.subscribe());
        let (mut group, mut wish) = (signals.group.subscribe(), signals.tail.subscribe());
        if self.moved().await {
            return;
        }
        loop {
            let until = match rest {
                Rest::AtPace => asked + jittered(self.pace_of(*every.borrow_and_update())),
                Rest::Live => now() + self.quiet().max(LIVE),
                Rest::Absent if busy.borrow().is_any() => asked + AWAITED,
                Rest::Absent => asked + jittered(ABSENT),
                Rest::For(pause) => asked + jittered(pause),
                Rest::Not => return,
            };
            tokio::select! {
                () = sleep_until(until) => return,
                _ = self.pokes.changed() => return,
                _ = busy.changed() => self.pace.update(busy.borrow_and_update().is_any()),
                _ = every.changed(), if matches!(rest, Rest::AtPace) => self.tell_source().await,
                _ = group.changed() => if self.moved().await { return },
                _ = wish.changed() => if self.moved().await { return },
                () = post.bell.notified(), if matches!(rest, Rest::Live) => return,
                _ = self.feeding.changed() => return self.window.skip_to(self.desk.cloud.clock().now()),
            }
        }
    }

    /// The group's own pace: quicker than the others' while lines come.
    pub(super) fn pace_of(&self, every: Duration) -> Duration {
        let is_hot = self.news.is_some_and(|news| news.elapsed() < LATELY);
        match every {
            _ if is_hot => HOT,
            QUICK if !self.desk.signals.busy.borrow().is_any() => BESIDE,
            every => every,
        }
    }

    /// How long nothing has to be read although lines come live.
    fn quiet(&self) -> Duration {
        let clock = self.desk.cloud.clock();
        let end = self.span.until.map(|until| until + SETTLING + SETTLING);
        let wakes_at = self.post.core().wakes_at(clock.now());
        clock.until(end.map_or(wakes_at, |end| end.min(wakes_at)))
    }

    /// Begins again where the function's own group, or the pattern, is another than so far.
    async fn moved(&mut self) -> bool {
        let is_same_pattern = self.desk.signals.tail.borrow().pattern.as_ref() == self.window.pattern();
        if is_same_pattern && self.followed.now(&self.desk.signals) == *self.window.group() {
            if let Some(source) = self.held.take() {
                self.tell(source).await;
                self.join();
            }
            return false;
        }
        self.window = open(&self.desk, &self.followed, &self.span);
        reopen(&self.desk, &self.post, self.span.since, self.span.until);
        self.post.group.send_replace(None);
        (self.told, self.held, self.checking, self.polled) = (None, None, None, None);
        true
    }
}
