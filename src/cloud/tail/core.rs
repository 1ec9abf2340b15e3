//! All that is known of one group: what of it was shown, and which minutes are complete. Pure: nothing is asked here.

use chrono::TimeDelta;

use super::ledger::{Check, Ledger, REMEMBER, Word};
use super::seen::{Seen, Session};
use crate::clock::Time;
use crate::domain::log::{Event, Why};

/// What came in so long before a live session may still be delivered by it.
const RECENT: TimeDelta = TimeDelta::minutes(5);

/// How far before what has been read a reading that broke off begins again.
const BEHIND: TimeDelta = TimeDelta::seconds(60);

/// Where the lines of a group come from, as far as its account is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Feed {
    Polled,
    /// From this moment on a live session should have brought every line.
    Live {
        since: Time,
    },
}

/// From when on a session has been listened to, and until when.
#[derive(Debug, Clone, Copy)]
struct Listened {
    from: Time,
    to: Option<Time>,
}

impl Listened {
    fn has(self, ingested: Time) -> bool {
        ingested >= self.from - RECENT && self.to.is_none_or(|to| ingested <= to + RECENT)
    }
}

/// The account of one group.
#[derive(Debug)]
pub struct Core {
    seen: Seen,
    ledger: Ledger,
    feed: Feed,
    delivered: u64,
    /// How far the past has been read, while it is.
    backlog: Option<Time>,
    until: Option<Time>,
    /// The latest moment that was told.
    clock: Time,
    /// What comes in when may have been delivered live; `None`: nothing.
    listened: Option<Listened>,
}

impl Core {
    /// An account that begins at `since`.
    pub fn open(since: Time, now: Time) -> Self {
        let (seen, ledger) = (Seen::default(), Ledger::open(since, now));
        let (feed, backlog) = (Feed::Polled, None);
        Self { seen, ledger, feed, delivered: 0, backlog, until: None, clock: now, listened: None }
    }

    /// Takes events that were read and gives those to be shown. `is_check`: they were read to see what is missing.
    pub fn read(&mut self, mut events: Vec<Event>, is_check: bool) -> Vec<Event> {
        let live = match self.feed {
            Feed::Live { since } => Some(since),
            Feed::Polled => None,
        };
        let listened = self.listened;
        events.retain(|event| {
            let is_new = self.seen.read(event, listened.map(|span| span.has(event.ingested)));
            if is_new {
                self.ledger.line(event.time, is_check && live.is_some_and(|since| event.ingested > since));
            }
            is_new
        });
        events
    }

    /// Everything up to here has been read in order: what is older than any minute that is read again is forgotten.
    pub fn reached(&mut self, at: Time) {
        let again = at - BEHIND;
        self.backlog = Some(again);
        self.seen.drop_before(again.min(self.clock - REMEMBER));
    }

    /// From where the past is to be read again when its reading broke off; `None`: from its beginning.
    pub fn reached_to(&self) -> Option<Time> {
        self.backlog
    }

    /// The whole past has been read.
    pub fn caught_up(&mut self) {
        self.backlog = None;
    }

    /// From when on what was shown is remembered, so that it may be read again.
    pub fn remembers_since(&self) -> Time {
        self.seen.since()
    }

    /// A session is about to be opened: what comes in from about now on may come from it too.
    pub fn listen(&mut self, now: Time) {
        self.seen.listen();
        let from = self.listened.map_or(now, |span| span.from);
        self.listened = Some(Listened { from, to: None });
    }

    /// The sessions have been closed.
    pub fn deafen(&mut self, now: Time) {
        self.down();
        if let Some(Listened { to, .. }) = &mut self.listened {
            to.get_or_insert(now);
        }
    }

    /// The same, where lines after `until` are not asked for.
    pub fn ending(self, until: Option<Time>) -> Self {
        Self { until, ..self }
    }

    /// Takes events that a session delivered and gives those to be shown, each with an id of its own.
    pub fn deliver(&mut self, session: Session, mut events: Vec<Event>) -> Vec<Event> {
        let is_asked_for = |event: &Event| self.until.is_none_or(|until| event.time <= until);
        events.retain(|event| is_asked_for(event) && self.seen.live(session, event));
        for event in &mut events {
            self.delivered += 1;
            event.id = format!("live/{}/{}/{}", event.group, session.0, self.delivered).into();
            self.ledger.line(event.time, false);
        }
        events
    }

    /// Lines come from a live session from now on.
    pub fn up(&mut self, now: Time) {
        if self.feed == Feed::Polled {
            self.feed = Feed::Live { since: now };
            self.listen(now);
        }
    }

    /// Lines are polled for from now on.
    pub fn down(&mut self) {
        self.feed = Feed::Polled;
    }

    /// Whether a live session brings the lines.
    pub fn is_live(&self) -> bool {
        self.feed != Feed::Polled
    }

    /// A session said that it left lines out.
    pub fn sampled(&mut self, now: Time) {
        self.ledger.sampled(now);
    }

    /// Nothing was heard in a span.
    pub fn gap(&mut self, from: Time, to: Time, why: Why) {
        self.ledger.gap(from, to, why);
    }

    /// This second has more lines than can be read.
    pub fn crowded(&mut self, second: Option<Time>) {
        if let Some(second) = second {
            self.ledger.crowded(second);
        }
    }

    /// A span was read in full, from a question asked then on.
    pub fn pass(&mut self, check: Check, asked: Time) {
        self.ledger.pass(check, asked);
    }

    /// What is to be read now besides what is polled.
    pub fn due(&mut self, now: Time) -> Option<Check> {
        self.tidy(now);
        self.ledger.due(now)
    }

    /// Forgets what is not needed any more; to be called now and then also where nothing can be read.
    pub fn tidy(&mut self, now: Time) {
        self.clock = self.clock.max(now);
        let needed = self.ledger.needs_since(now);
        self.seen.forget(now, self.backlog.map_or(needed, |backlog| backlog.min(needed)));
        self.ledger.give_up_before(self.seen.since());
    }

    /// When something is to be read, or said, next.
    pub fn wakes_at(&self, now: Time) -> Time {
        self.ledger.wakes_at(now)
    }

    /// Nothing comes in since then, neither read nor live; `None`: something does.
    pub fn blind(&mut self, since: Option<Time>) {
        self.ledger.blind(since);
    }

    /// What is new to say of the minutes.
    pub fn word(&mut self, now: Time) -> Option<Word> {
        self.ledger.word(now)
    }
}
