//! How often all groups are asked: often while something happens, seldom while nothing does.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// The pace while lines come or a step runs.
pub(super) const QUICK: Duration = Duration::from_secs(1);

/// The pace of a group that has had lines lately, and of the others meanwhile: four requests a second for five groups.
pub(super) const HOT: Duration = Duration::from_millis(500);
pub(super) const BESIDE: Duration = Duration::from_secs(2);

/// How long lines make a group hot.
pub(super) const LATELY: Duration = Duration::from_secs(30);

/// Steps down: so long after the last news, so often.
const STEPS: [(Duration, Duration); 3] = [
    (Duration::from_secs(30), QUICK),
    (Duration::from_mins(1), Duration::from_secs(2)),
    (Duration::from_secs(90), Duration::from_secs(5)),
];

/// How quiet it is taken to have been at the start: the first rounds are at five seconds.
const QUIET_BEFORE: Duration = Duration::from_secs(80);

/// The pace of an idle tail, and what a group costs at least.
const IDLE: Duration = Duration::from_secs(10);
const IDLE_FOR_EACH: Duration = Duration::from_secs(2);

/// One pace for all groups of a pipeline.
#[derive(Debug)]
pub(super) struct Pace {
    idle: Duration,
    quiet: Mutex<(Instant, Duration)>,
    /// How often each group is asked now.
    pub every: watch::Sender<Duration>,
}

impl Pace {
    /// A pace for so many groups, at which they stay within thirty requests a minute when idle.
    pub fn new(groups: usize) -> Self {
        let each = IDLE_FOR_EACH * u32::try_from(groups).unwrap_or(u32::MAX);
        let (_, every) = STEPS.last().copied().unwrap_or((IDLE, IDLE));
        Self {
            idle: IDLE.max(each),
            quiet: Mutex::new((now(), QUIET_BEFORE)),
            every: watch::Sender::new(every),
        }
    }

    /// Lines came.
    pub fn news(&self) {
        *self.quiet.lock().unwrap_or_else(PoisonError::into_inner) = (now(), Duration::ZERO);
    }

    /// Sets the pace anew; tells the groups where it changed.
    pub fn update(&self, busy: bool) {
        if busy {
            self.news();
        }
        let (since, before) = *self.quiet.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = since.elapsed() + before;
        let step = STEPS.iter().find(|(until, _)| quiet < *until);
        let pace = step.map_or(self.idle, |(_, every)| *every);
        self.every.send_if_modified(|every| std::mem::replace(every, pace) != pace);
    }
}

#[expect(clippy::disallowed_methods, reason = "requests are paced in real time, not in the demo's")]
pub(super) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_pace_slows_step_by_step_and_quickens_at_once() {
        let pace = Pace::new(4);
        let check = |busy: bool, want: u64| {
            pace.update(busy);
            assert_eq!(pace.every.borrow().as_secs(), want);
        };
        check(false, 5);
        tokio::time::advance(Duration::from_secs(11)).await;
        check(false, 10);
        pace.news();
        check(false, 1);
        for (seconds, want) in [(31, 2), (30, 5), (30, 10)] {
            tokio::time::advance(Duration::from_secs(seconds)).await;
            check(false, want);
        }
        check(true, 1);
        check(false, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn many_groups_are_asked_less_often_each() {
        let pace = Pace::new(12);
        tokio::time::advance(Duration::from_mins(1)).await;
        pace.update(false);
        assert_eq!(pace.every.borrow().as_secs(), 24);
    }
}
