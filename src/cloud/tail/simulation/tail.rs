//! The tail: the pure parts put together as the tasks put them together, and a reckoning of what it shows.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::service::{Service, Told};
use crate::clock::Time;
use crate::cloud::tail::core::Core;
use crate::cloud::tail::feed::{Act, Feed, Input, Now};
use crate::cloud::tail::seen::Session;
use crate::cloud::tail::span::{Span, Start};
use crate::cloud::tail::window::Window;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Event, Gap, Minute, State};

/// What tells lines apart, as far as anything can.
type Mark = (Time, Time, Arc<str>, String);

/// How often a group is polled, in seconds.
const POLL: u64 = 2;

pub struct Tail {
    since: Time,
    core: Core,
    feed: Feed,
    window: Window,
    /// Until then it is polled although a session is up.
    up: Option<Time>,
    polled: Option<Time>,
    wakes_at: Time,
    shown: HashMap<Mark, i64>,
    states: HashMap<Minute, State>,
    gaps: Vec<Gap>,
    missing: usize,
}

fn now(service: &Service) -> Now {
    Now { since: Duration::from_secs(service.now - service.slept), wall: service.wall() }
}

fn mark(event: &Event) -> Mark {
    (event.time, event.ingested, Arc::clone(&event.stream), event.text.exact().to_owned())
}

impl Tail {
    pub fn new(service: &mut Service) -> Self {
        let (feed, acts) = Feed::start(now(service), Session(0), 1.0);
        let span = Span { since: service.wall(), until: None, start: Start::Oldest, ends: false };
        let mut tail = Self {
            since: service.wall(),
            core: Core::open(service.wall(), service.wall()),
            feed,
            window: Window::open("g".into(), &span, None),
            up: None,
            polled: None,
            wakes_at: service.wall(),
            shown: HashMap::new(),
            states: HashMap::new(),
            gaps: Vec::new(),
            missing: 0,
        };
        tail.core.listen(service.wall());
        tail.carry_out(service, acts);
        tail
    }

    pub fn second(&mut self, service: &mut Service) {
        for (session, told) in service.tell() {
            let input = match told {
                Told::Opened => Input::Opened(session),
                Told::Ended => Input::Ended(session),
                Told::Refused => Input::Refused(session, Fault::new("x:Y", Kind::Offline, "no")),
                Told::Update { events, is_sampled } => {
                    if is_sampled {
                        self.core.sampled(service.wall());
                        self.wakes_at = service.wall();
                    }
                    let fresh = self.core.deliver(session, events);
                    self.show(&fresh);
                    Input::Beat(session)
                }
            };
            let acts = self.feed.on(now(service), input);
            self.carry_out(service, acts);
        }
        let acts = self.feed.on(now(service), Input::Tick);
        self.carry_out(service, acts);
        self.read(service);
    }

    fn carry_out(&mut self, service: &mut Service, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Open(session) => service.open(session),
                Act::Close(session) => service.close(session),
                Act::Up => {
                    self.core.up(service.wall());
                    self.up = Some(service.wall());
                    self.window.skip_to(service.wall());
                }
                Act::Gap(from, to, why) => self.core.gap(from, to, why),
                Act::Fallen(_) => {
                    self.core.down();
                    self.up = None;
                    self.window.skip_to(service.wall());
                }
                Act::Stale(_) | Act::Alive | Act::Lost => {}
            }
            self.wakes_at = service.wall();
        }
    }

    /// Polls where no session has been up for a while, and reads what may be missing.
    fn read(&mut self, service: &Service) {
        let at = service.wall();
        let is_covered =
            self.up.is_some_and(|up| self.polled.is_some_and(|p| p >= up + TimeDelta::seconds(3)));
        if !is_covered && service.now.is_multiple_of(POLL) {
            self.poll(service);
        }
        if self.wakes_at > at {
            return;
        }
        // A reader whose question failed waits a little.
        self.wakes_at = at + TimeDelta::seconds(if self.check(service) { 0 } else { 5 });
        if let Some(word) = self.core.word(at) {
            self.gaps = word.gaps;
            for (minute, state) in word.minutes {
                self.hear(service, minute, state);
            }
        }
        self.wakes_at = self.wakes_at.max(self.core.wakes_at(at)).min(at + TimeDelta::seconds(30));
    }

    fn poll(&mut self, service: &Service) {
        loop {
            let (query, token) = self.window.next(service.wall());
            let Some(page) = service.read(&query, token.as_deref()) else {
                return self.window.rewind(&mut self.core);
            };
            let fresh = self.window.take(page, &mut self.core);
            self.show(&fresh);
            if self.window.is_read() {
                self.polled = Some(service.wall());
                return;
            }
        }
    }

    /// Whether everything that was due could be read.
    fn check(&mut self, service: &Service) -> bool {
        let at = service.wall();
        while let Some(check) = self.core.due(at) {
            let (query, mut token) = (self.window.ask(check), None);
            loop {
                let Some(page) = service.read(&query, token.as_deref()) else { return false };
                let fresh = self.core.read(page.events, true);
                self.show(&fresh);
                token = page.next;
                if token.is_none() {
                    break;
                }
            }
            self.core.pass(check, at);
        }
        true
    }

    fn show(&mut self, fresh: &[Event]) {
        for event in fresh {
            *self.shown.entry(mark(event)).or_default() += 1;
        }
    }

    /// A minute that is said to be verified has every line on the screen that was there when it was read.
    fn hear(&mut self, service: &Service, minute: Minute, state: State) {
        self.states.insert(minute, state);
        if !matches!(state, State::Verified { .. }) {
            return;
        }
        let taken_in = minute.end() + TimeDelta::seconds(55);
        let from = minute.start().max(self.since);
        let mut sent: HashMap<Mark, i64> = HashMap::new();
        for event in service.of_minute(from, minute.end(), taken_in) {
            *sent.entry(mark(event)).or_default() += 1;
        }
        for (mark, count) in sent {
            let shown = self.shown.get(&mark).copied().unwrap_or_default();
            assert!(shown >= count, "{minute:?} is not complete: {mark:?}, {:?}", service.plan);
        }
    }

    /// Nothing twice, and nothing missing without saying so: seen and skipped are what was sent.
    pub fn reckon(&mut self, service: &Service) {
        let mut rest: HashMap<Mark, i64> = HashMap::new();
        let due = service.wall() - TimeDelta::minutes(20);
        let is_owed = |event: &Event| event.time >= self.since && event.ingested <= due;
        for event in service.written().filter(|event| is_owed(event)) {
            *rest.entry(mark(event)).or_default() += 1;
        }
        for event in service.written().filter(|event| !is_owed(event)) {
            let mark = mark(event);
            let shown = self.shown.get(&mark).copied().unwrap_or_default();
            rest.entry(mark).or_insert(shown);
        }
        for (mark, shown) in &self.shown {
            let left = rest.entry(mark.clone()).or_default();
            *left -= shown;
            assert!(*left >= 0, "shown twice: {mark:?}, {:?}", service.plan);
        }
        for (mark, skipped) in rest.into_iter().filter(|(_, skipped)| *skipped > 0) {
            let state = self.states.get(&Minute::of(mark.0));
            let is_known = !matches!(state, Some(State::Verified { .. }));
            assert!(is_known, "missing without a word: {mark:?} {state:?}, {:?}", service.plan);
            self.missing += usize::try_from(skipped).unwrap();
        }
    }

    /// How many lines were never shown.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// How many minutes are said to be complete.
    pub fn verified(&self) -> usize {
        self.states.values().filter(|state| matches!(state, State::Verified { .. })).count()
    }
}
