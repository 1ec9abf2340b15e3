//! The service: lines that are written, sessions that deliver some of them, and reading that gives all.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::TimeDelta;
use fastrand::Rng;

use super::Plan;
use crate::clock::Time;
use crate::cloud::logs::{Page, Query};
use crate::cloud::tail::seen::Session;
use crate::domain::log::Event;

const START: Time = Time::from_timestamp(1_800_000_000, 0).unwrap();

/// The most events of a page, so small that tokens are used.
const PAGE: usize = 400;

/// What a session does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Life {
    /// Begins then, unless it is refused.
    Opening {
        at: u64,
    },
    Up {
        since: u64,
    },
    /// Is up, but says nothing.
    Silent,
}

/// What is told of a session in a second.
#[derive(Debug)]
pub enum Told {
    Opened,
    Refused,
    Ended,
    Update { events: Vec<Event>, is_sampled: bool },
}

/// The service and its faults.
pub struct Service {
    pub plan: Plan,
    pub rng: Rng,
    /// Seconds since the start.
    pub now: u64,
    /// Seconds during which the machine was asleep.
    pub slept: u64,
    written: BTreeMap<(Time, Time, u64), Event>,
    fresh: Vec<Event>,
    sessions: HashMap<Session, Life>,
    throttled_until: u64,
    refusing_until: u64,
    is_calm: bool,
}

impl Service {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            rng: Rng::with_seed(plan.seed),
            now: 0,
            slept: 0,
            written: BTreeMap::new(),
            fresh: Vec::new(),
            sessions: HashMap::new(),
            throttled_until: 0,
            refusing_until: 0,
            is_calm: false,
        }
    }

    /// What the clock shows.
    pub fn wall(&self) -> Time {
        START + TimeDelta::seconds(i64::try_from(self.now).unwrap())
    }

    /// No more faults; a throttle or refusal ends.
    pub fn calm(&mut self) {
        self.is_calm = true;
        (self.throttled_until, self.refusing_until) = (self.now, self.now);
    }

    /// A second passes.
    pub fn second(&mut self) {
        self.now += 1;
        self.write();
        if self.is_calm {
            return;
        }
        if self.plan.throttled && self.rng.u32(..1_200) == 0 {
            self.throttled_until = self.now + self.rng.u64(10..900);
        }
        if self.plan.breaks && self.rng.u32(..3_600) == 0 {
            self.refusing_until = self.now + self.rng.u64(5..120);
        }
        if self.plan.breaks && self.rng.u32(..20_000) == 0 {
            self.sleep();
        }
    }

    /// The machine sleeps: time passes, lines are written, and sessions die without a word.
    fn sleep(&mut self) {
        let seconds = self.rng.u64(30..5_400);
        self.slept += seconds;
        for _ in 0..seconds {
            self.now += 1;
            self.write();
        }
        self.fresh.clear();
        self.sessions.values_mut().for_each(|life| *life = Life::Silent);
    }

    fn write(&mut self) {
        let count = match self.rng.u32(..10_000) {
            0 => self.rng.u64(300..900),
            1..700 => self.rng.u64(1..3),
            _ => 0,
        };
        for _ in 0..count {
            let late = match self.rng.u32(..50) {
                0 => self.rng.i64(60_000..500_000),
                1..10 => self.rng.i64(1_000..40_000),
                _ => self.rng.i64(0..1_500),
            };
            // Few of each, so that lines are alike.
            let (stream, text) = (["a", "b"][self.rng.usize(..2)], ["x", "y", "z"][self.rng.usize(..3)]);
            let ingested = self.wall() + TimeDelta::milliseconds(self.rng.i64(0..3) * 300);
            let time = ingested - TimeDelta::milliseconds(late / 250 * 250);
            let number = u64::try_from(self.written.len()).unwrap();
            let event = Event {
                id: number.to_string().into(),
                group: Arc::from("g"),
                stream: stream.into(),
                time,
                ingested,
                text: text.into(),
            };
            self.fresh.push(Event { id: "".into(), ..event.clone() });
            self.written.insert((time, ingested, number), event);
        }
    }

    /// All lines that were written.
    pub fn written(&self) -> impl Iterator<Item = &Event> {
        self.written.values()
    }

    /// The lines of a minute that had been taken in by then.
    pub fn of_minute(&self, from: Time, to: Time, taken_in: Time) -> impl Iterator<Item = &Event> {
        self.written
            .range((from, Time::MIN_UTC, 0)..(to, Time::MIN_UTC, 0))
            .map(|(_, event)| event)
            .filter(move |event| event.ingested <= taken_in)
    }

    pub fn open(&mut self, session: Session) {
        self.sessions.insert(session, Life::Opening { at: self.now + self.rng.u64(0..2) });
    }

    pub fn close(&mut self, session: Session) {
        self.sessions.remove(&session);
    }

    /// What sessions tell in this second.
    pub fn tell(&mut self) -> Vec<(Session, Told)> {
        let fresh = std::mem::take(&mut self.fresh);
        let mut sessions: Vec<Session> = self.sessions.keys().copied().collect();
        sessions.sort_unstable();
        sessions.into_iter().filter_map(|session| Some((session, self.tell_of(session, &fresh)?))).collect()
    }

    fn tell_of(&mut self, session: Session, fresh: &[Event]) -> Option<Told> {
        let chance = |rng: &mut Rng, is: bool, of: u32| is && rng.u32(..of) == 0;
        let breaks = self.plan.breaks && !self.is_calm;
        match *self.sessions.get(&session)? {
            Life::Opening { at } if self.now < at => None,
            Life::Opening { .. } if self.now < self.refusing_until => {
                self.sessions.remove(&session);
                Some(Told::Refused)
            }
            Life::Opening { .. } => {
                self.sessions.insert(session, Life::Up { since: self.now });
                Some(Told::Opened)
            }
            Life::Up { since } if self.now - since >= 3 * 3_600 || chance(&mut self.rng, breaks, 1_500) => {
                self.sessions.remove(&session);
                Some(Told::Ended)
            }
            Life::Up { .. } if chance(&mut self.rng, breaks, 2_500) => {
                self.sessions.insert(session, Life::Silent);
                None
            }
            Life::Up { .. } => Some(self.update(fresh)),
            Life::Silent if breaks && chance(&mut self.rng, true, 20) => {
                // A short silence: what was not delivered meanwhile never is.
                self.sessions.insert(session, Life::Up { since: self.now });
                None
            }
            Life::Silent => None,
        }
    }

    fn update(&mut self, fresh: &[Event]) -> Told {
        let mut events: Vec<Event> = fresh.to_vec();
        if !self.is_calm {
            events.retain(|_| self.rng.u8(..100) >= self.plan.dropped);
        }
        self.rng.shuffle(&mut events);
        let is_sampled = events.len() > 500;
        events.truncate(500);
        Told::Update { events, is_sampled }
    }

    /// Reads a page; `None`: throttled.
    pub fn read(&self, query: &Query, token: Option<&str>) -> Option<Page> {
        if self.plan.blind || self.now < self.throttled_until {
            return None;
        }
        let skipped: usize = token.map_or(0, |token| token.parse().unwrap());
        // What is taken in can be read a second later.
        let visible = self.wall() - TimeDelta::seconds(1);
        let until =
            query.until.unwrap_or(Time::MAX_UTC - TimeDelta::milliseconds(1)) + TimeDelta::milliseconds(1);
        let mut events = self.of_minute(query.since, until, visible).skip(skipped).cloned();
        let page: Vec<Event> = events.by_ref().take(PAGE).collect();
        let next = events.next().map(|_| (skipped + PAGE).to_string());
        Some(Page { events: page, next, crowded: None })
    }
}
