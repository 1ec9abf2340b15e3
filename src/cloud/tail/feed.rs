//! The life of a live session: when it is opened, when it is taken to be dead, and what takes its place.
//!
//! Pure: it is told what happens and when, and says what to do. A session gives a sign of life every second
//! (`StartLiveTail`'s `sessionUpdate`, empty where there is nothing) and is ended by the service after three hours.

use std::time::Duration;

use chrono::TimeDelta;

use super::seen::Session;
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::Why;

/// How long without a sign of life makes a session stale, and then dead.
const STALE: Duration = Duration::from_secs(5);
const DEAD: Duration = Duration::from_secs(10);

/// How long a session may take to open.
const PATIENCE: Duration = Duration::from_secs(10);

/// When the next session is opened: before the service ends this one.
const ROLL: Duration = Duration::from_mins(175);

/// How long two sessions run side by side, so that nothing falls between them.
const TOGETHER: Duration = Duration::from_secs(5);

/// How often the gap grows while there is no session.
const GROWTH: Duration = Duration::from_secs(1);

/// How long a successor that was refused is waited for.
const LATER: Duration = Duration::from_mins(1);

/// A session that ended before that has failed, and the next one waits: doubling from a second up to this.
const SLOWEST: Duration = Duration::from_secs(30);

/// After how many failures groups are polled, while it goes on trying each [`LATER`].
const FAILURES: u32 = 4;

/// A moment: of a clock that never jumps, and of the one that people read.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since some start, in real time.
    pub since: Duration,
    /// What the clock shows.
    pub wall: Time,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Time passed; see [`Feed::wakes_at`].
    Tick,
    /// A session began.
    Opened(Session),
    /// A session could not begin.
    Refused(Session, Fault),
    /// A session gave a sign of life.
    Beat(Session),
    /// A session ended, however it did.
    Ended(Session),
}

/// What is to be done, or known.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Open this session.
    Open(Session),
    /// Drop this session.
    Close(Session),
    /// Lines come live from now on.
    Up,
    /// Nothing was heard in this span.
    Gap(Time, Time, Why),
    /// There has been no sign of life since then.
    Stale(Time),
    /// There is one again.
    Alive,
    /// It broke off, and is being taken up again.
    Lost,
    /// It is not to be had now: poll.
    Fallen(Fault),
}

/// Where a session is in its life.
#[derive(Debug)]
enum Phase {
    Opening {
        since: Duration,
    },
    Up {
        opened: Duration,
        beat: Now,
        is_stale: bool,
        next: Next,
    },
    Resting {
        until: Duration,
    },
    /// It was refused for good.
    Over,
}

/// What is to follow a session.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Next {
    None { not_before: Duration },
    Opening { session: Session, since: Duration },
    Up { session: Session, since: Duration },
}

impl Next {
    fn is_opening(self, this: Session) -> bool {
        matches!(self, Self::Opening { session, .. } if session == this)
    }

    fn is_up(self, this: Session) -> bool {
        matches!(self, Self::Up { session, .. } if session == this)
    }
}

/// A time without a session, of which nothing is heard.
#[derive(Debug, Clone, Copy)]
struct Down {
    since: Now,
    why: Why,
}

/// The life of one session after the other.
#[derive(Debug)]
pub struct Feed {
    phase: Phase,
    session: Session,
    last: Session,
    /// Since when nothing has been heard; what was before that has been told.
    down: Option<Down>,
    failures: u32,
    is_fallen: bool,
    /// Seconds of the wall clock to a real one.
    speed: f64,
}

impl Feed {
    /// Opens the first session, whose number is after `last`.
    pub fn start(now: Now, last: Session, speed: f64) -> (Self, Vec<Act>) {
        let session = Session(last.0 + 1);
        let phase = Phase::Opening { since: now.since };
        let feed = Self { phase, session, last: session, down: None, failures: 0, is_fallen: false, speed };
        (feed, vec![Act::Open(session)])
    }

    /// The highest number that a session has had.
    pub fn last(&self) -> Session {
        self.last
    }

    /// Takes what happened and says what follows.
    pub fn on(&mut self, now: Now, input: Input) -> Vec<Act> {
        let mut acts = Vec::new();
        match input {
            Input::Opened(session) => self.opened(now, session, &mut acts),
            Input::Refused(session, fault) => self.refused(now, session, fault, &mut acts),
            Input::Beat(session) => self.beat(now, session, &mut acts),
            Input::Ended(session) => self.ended(now, session, &mut acts),
            Input::Tick => {}
        }
        self.tick(now, &mut acts);
        acts
    }

    /// When it wants to be told the time at the latest.
    pub fn wakes_at(&self) -> Option<Duration> {
        let grows = self.down.map(|down| down.since.since + GROWTH);
        match &self.phase {
            Phase::Over => None,
            Phase::Resting { until } => Some(grows.map_or(*until, |grows| grows.min(*until))),
            Phase::Opening { since } => {
                let until = *since + PATIENCE;
                Some(grows.map_or(until, |grows| grows.min(until)))
            }
            Phase::Up { opened, beat, is_stale, next } => {
                let silent = beat.since + if *is_stale { DEAD } else { STALE };
                let roll = match next {
                    Next::None { not_before } => (*opened + ROLL).max(*not_before),
                    Next::Opening { since, .. } => *since + PATIENCE,
                    Next::Up { since, .. } => *since + TOGETHER,
                };
                Some(silent.min(roll))
            }
        }
    }

    fn opened(&mut self, now: Now, session: Session, acts: &mut Vec<Act>) {
        match &mut self.phase {
            Phase::Opening { .. } if session == self.session => {
                self.is_fallen = false;
                self.grow(now, acts);
                self.down = None;
                acts.push(Act::Up);
                self.phase = up(now);
            }
            Phase::Up { next, .. } if next.is_opening(session) => {
                *next = Next::Up { session, since: now.since };
            }
            _ => acts.push(Act::Close(session)),
        }
    }

    fn refused(&mut self, now: Now, session: Session, fault: Fault, acts: &mut Vec<Act>) {
        match &mut self.phase {
            Phase::Opening { .. } if session == self.session => self.fail(now, fault, acts),
            Phase::Up { next, .. } if next.is_opening(session) => {
                *next = Next::None { not_before: now.since + LATER };
            }
            // One that had begun, and broke down.
            _ => self.ended(now, session, acts),
        }
    }

    fn beat(&mut self, now: Now, session: Session, acts: &mut Vec<Act>) {
        let Phase::Up { beat, is_stale, next, .. } = &mut self.phase else { return };
        let is_next = next.is_up(session);
        if session != self.session && !is_next {
            return;
        }
        self.failures = 0;
        *beat = now;
        if std::mem::take(is_stale) {
            acts.push(Act::Alive);
        }
    }

    fn ended(&mut self, now: Now, session: Session, acts: &mut Vec<Act>) {
        match &mut self.phase {
            Phase::Opening { .. } if session == self.session => {
                let fault = Fault::new("logs:StartLiveTail", Kind::Offline, "the session ended at once");
                self.fail(now, fault, acts);
            }
            Phase::Up { next, .. } if next.is_up(session) => {
                *next = Next::None { not_before: now.since + LATER };
            }
            Phase::Up { .. } if session != self.session => {}
            Phase::Up { beat, next: Next::Up { session, since }, .. } => {
                let (session, since, beat) = (*session, *since, *beat);
                self.session = session;
                let next = Next::None { not_before: since + ROLL };
                self.phase = Phase::Up { opened: since, beat, is_stale: false, next };
            }
            Phase::Up { .. } => self.lose(now, Why::Broken, acts),
            _ => {}
        }
    }

    fn tick(&mut self, now: Now, acts: &mut Vec<Act>) {
        if self.down.is_some_and(|down| now.since >= down.since.since + GROWTH) {
            self.grow(now, acts);
        }
        match &mut self.phase {
            Phase::Resting { until } if now.since >= *until => self.open(now, acts),
            Phase::Opening { since } if now.since >= *since + PATIENCE => {
                acts.push(Act::Close(self.session));
                let said = "no session began within ten seconds";
                self.fail(now, Fault::new("logs:StartLiveTail", Kind::Offline, said), acts);
            }
            Phase::Up { .. } => self.watch(now, acts),
            _ => {}
        }
    }

    /// Watches over a session that is up.
    fn watch(&mut self, now: Now, acts: &mut Vec<Act>) {
        let Phase::Up { opened, beat, is_stale, next } = &mut self.phase else { return };
        // A machine that slept has a wall clock that went on.
        let silence = now.since.saturating_sub(beat.since).max(real(now.wall - beat.wall, self.speed));
        if silence >= DEAD {
            acts.push(Act::Close(self.session));
            if let Next::Opening { session, .. } | Next::Up { session, .. } = *next {
                acts.push(Act::Close(session));
            }
            return self.lose(now, Why::Silent, acts);
        }
        if silence >= STALE && !*is_stale {
            *is_stale = true;
            acts.push(Act::Stale(beat.wall));
        }
        match *next {
            Next::None { not_before } if now.since >= (*opened + ROLL).max(not_before) => {
                let session = Session(self.last.0 + 1);
                self.last = session;
                *next = Next::Opening { session, since: now.since };
                acts.push(Act::Open(session));
            }
            Next::Opening { session, since } if now.since >= since + PATIENCE => {
                *next = Next::None { not_before: now.since + LATER };
                acts.push(Act::Close(session));
            }
            Next::Up { session, since } if now.since >= since + TOGETHER => {
                acts.push(Act::Close(self.session));
                self.session = session;
                (*opened, *next) = (since, Next::None { not_before: since + ROLL });
            }
            _ => {}
        }
    }

    /// It broke off: opens another one; at once, unless this one failed early too.
    fn lose(&mut self, now: Now, why: Why, acts: &mut Vec<Act>) {
        let Phase::Up { opened, beat, .. } = &self.phase else { return };
        acts.push(Act::Gap(beat.wall, now.wall, why));
        self.down = Some(Down { since: now, why });
        let was_short = now.since.saturating_sub(*opened) < DEAD;
        acts.push(Act::Lost);
        if was_short {
            let said = "sessions end as soon as they begin";
            return self.fail(now, Fault::new("logs:StartLiveTail", Kind::Offline, said), acts);
        }
        self.open(now, acts);
    }

    fn open(&mut self, now: Now, acts: &mut Vec<Act>) {
        self.session = Session(self.last.0 + 1);
        self.last = self.session;
        self.phase = Phase::Opening { since: now.since };
        acts.push(Act::Open(self.session));
    }

    /// Lets the gap reach to now.
    fn grow(&mut self, now: Now, acts: &mut Vec<Act>) {
        if let Some(down) = &mut self.down {
            acts.push(Act::Gap(down.since.wall, now.wall, down.why));
            down.since = now;
        }
    }

    /// It could not be opened: rests, or gives up.
    fn fail(&mut self, now: Now, fault: Fault, acts: &mut Vec<Act>) {
        self.failures += 1;
        let (may_pass, is_short) = match fault.kind {
            Kind::Offline | Kind::Unknown => (true, self.failures < FAILURES),
            Kind::Throttled | Kind::Expired { .. } => (true, false),
            _ => (false, false),
        };
        if !is_short && !self.is_fallen {
            self.is_fallen = true;
            self.grow(now, acts);
            self.down = None;
            acts.push(Act::Fallen(fault));
        }
        let pause =
            if is_short { SLOWEST.min(Duration::from_secs(1 << self.failures.min(5))) } else { LATER };
        self.phase = if may_pass { Phase::Resting { until: now.since + pause } } else { Phase::Over };
    }
}

fn up(now: Now) -> Phase {
    let next = Next::None { not_before: Duration::ZERO };
    Phase::Up { opened: now.since, beat: now, is_stale: false, next }
}

/// What a span of the wall clock is in real time.
fn real(span: TimeDelta, speed: f64) -> Duration {
    span.to_std().unwrap_or_default().div_f64(speed)
}

#[cfg(test)]
mod tests;
