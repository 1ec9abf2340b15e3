//! The line to up to ten groups: one session after the other, and what they say brought to the groups' accounts.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::Target;
use super::session::{Said, Task};
use super::sign::{Delivered, Update};
use crate::clock::Time;
use crate::cloud::tail::feed::{Act, Feed, Input, Now};
use crate::cloud::tail::pace::now;
use crate::cloud::tail::post::Feeding;
use crate::cloud::tail::seen::Session;
use crate::cloud::watch::Desk;
use crate::domain::log::{Event, Live, Why};
use crate::domain::world::Observation;

/// How many updates may wait to be shown: a minute's worth. Beyond that they are dropped, and read afterwards.
const BACKLOG: usize = 64;

/// What an update may be about: the second before it, and a little.
const MOMENT: TimeDelta = TimeDelta::seconds(3);

/// The line to some groups.
pub(super) struct Line {
    desk: Desk,
    targets: Vec<Target>,
    pattern: Option<Arc<str>>,
    /// How many sessions there are in all, for their price.
    count: u32,
    numbers: Arc<AtomicU32>,
    begun: Arc<watch::Sender<usize>>,
    has_begun: bool,
    /// When it first came up.
    since: Option<Time>,
    start: Instant,
    tasks: JoinSet<()>,
    handles: HashMap<Session, AbortHandle>,
    sender: mpsc::Sender<(Session, Said)>,
    said: mpsc::Receiver<(Session, Said)>,
}

impl Line {
    /// A line that is not up yet. `begun` is counted up once it is, or cannot be.
    pub fn new(
        desk: &Desk,
        targets: Vec<Target>,
        pattern: Option<Arc<str>>,
        count: u32,
        numbers: &Arc<AtomicU32>,
        begun: &Arc<watch::Sender<usize>>,
    ) -> Self {
        let (sender, said) = mpsc::channel(BACKLOG);
        Self {
            desk: desk.clone(),
            targets,
            pattern,
            count,
            numbers: Arc::clone(numbers),
            begun: Arc::clone(begun),
            has_begun: false,
            since: None,
            start: now(),
            tasks: JoinSet::new(),
            handles: HashMap::new(),
            sender,
            said,
        }
    }

    /// Keeps the line up; never ends by itself.
    pub async fn run(mut self) {
        let last = Session(self.numbers.load(Ordering::Relaxed));
        let (mut feed, acts) = Feed::start(self.now(), last, self.desk.cloud.clock().speed());
        self.carry_out(acts).await;
        loop {
            self.numbers.fetch_max(feed.last().0, Ordering::Relaxed);
            let wakes_at = feed.wakes_at().map(|since| self.start + since);
            let input = tokio::select! {
                Some((session, said)) = self.said.recv() => self.hear(session, said).await,
                () = until(wakes_at) => Input::Tick,
            };
            let acts = feed.on(self.now(), input);
            self.carry_out(acts).await;
        }
    }

    fn now(&self) -> Now {
        Now { since: now().duration_since(self.start), wall: self.desk.cloud.clock().now() }
    }

    async fn hear(&mut self, session: Session, said: Said) -> Input {
        match said {
            Said::Opened => Input::Opened(session),
            Said::Refused(fault) => Input::Refused(session, fault),
            Said::Ended => Input::Ended(session),
            Said::Alive => Input::Beat(session),
            Said::Update(update) => {
                self.deliver(session, update).await;
                Input::Beat(session)
            }
            Said::Missed(since) => {
                self.gap(since - MOMENT, self.now().wall, Why::Sampled);
                Input::Beat(session)
            }
        }
    }

    /// Brings the lines to their groups, and shows those that are new.
    async fn deliver(&mut self, session: Session, update: Update) {
        let wall = self.now().wall;
        if update.is_garbled {
            self.gap(wall - MOMENT, wall, Why::Garbled);
        }
        let mut by_group: Vec<Vec<Event>> = self.targets.iter().map(|_| Vec::new()).collect();
        for line in update.lines {
            let index = self.targets.iter().position(|target| line.is_of(&target.name)).unwrap_or_default();
            if let (Some(events), Some(target)) = (by_group.get_mut(index), self.targets.get(index)) {
                events.push(event(&target.name, line));
            }
        }
        let mut fresh = Vec::new();
        for (target, events) in self.targets.iter().zip(by_group) {
            let mut core = target.post.core();
            if update.is_sampled {
                core.sampled(wall);
                target.post.bell.notify_one();
            }
            fresh.extend(core.deliver(session, events));
        }
        if !fresh.is_empty() {
            self.desk.say_of(self.pattern.as_ref(), Observation::Lines(fresh)).await;
        }
    }

    fn gap(&self, from: Time, to: Time, why: Why) {
        for target in &self.targets {
            target.post.core().gap(from, to, why);
            target.post.bell.notify_one();
        }
    }

    async fn carry_out(&mut self, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Open(session) => self.open(session),
                Act::Close(session) => {
                    if let Some(task) = self.handles.remove(&session) {
                        task.abort();
                    }
                }
                Act::Gap(from, to, why) => self.gap(from, to, why),
                Act::Up => self.up().await,
                Act::Alive => self.feed(Feeding::Live(self.now().wall)),
                Act::Stale(since) => self.feed(Feeding::Stale(since)),
                Act::Lost => self.feed(Feeding::Lost),
                Act::Fallen(fault) => {
                    self.targets.iter().for_each(|target| target.post.core().down());
                    self.feed(Feeding::Off);
                    self.begin();
                    self.since = None;
                    self.desk.say(Observation::Live(Live::Refused(fault))).await;
                }
            }
        }
    }

    async fn up(&mut self) {
        let wall = self.now().wall;
        self.targets.iter().for_each(|target| target.post.core().up(wall));
        self.feed(Feeding::Live(wall));
        self.begin();
        if self.since.is_none() {
            self.since = Some(wall);
            let since = self.desk.signals.live_since(wall);
            self.desk.say(Observation::Live(Live::On { since, sessions: self.count })).await;
        }
    }

    fn begin(&mut self) {
        if !std::mem::replace(&mut self.has_begun, true) {
            self.begun.send_modify(|begun| *begun += 1);
        }
    }

    fn feed(&self, feeding: Feeding) {
        for target in &self.targets {
            target.post.feeding.send_replace(feeding);
        }
    }

    fn open(&mut self, session: Session) {
        while self.tasks.try_join_next().is_some() {}
        self.handles.retain(|_, task| !task.is_finished());
        let task = Task {
            cloud: self.desk.cloud.clone(),
            session,
            arns: self.targets.iter().map(|target| target.arn.clone()).collect(),
            pattern: self.pattern.clone(),
            sender: self.sender.clone(),
        };
        let handle = self.tasks.spawn(task.run());
        self.handles.insert(session, handle);
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at.max(now() + Duration::from_millis(1))).await,
        None => std::future::pending().await,
    }
}

fn event(group: &Arc<str>, line: Delivered) -> Event {
    Event {
        id: "".into(),
        group: Arc::clone(group),
        stream: line.stream.into(),
        time: crate::cloud::time::millis(Some(line.time)),
        ingested: crate::cloud::time::millis(Some(line.ingested)),
        text: crate::cloud::logs::normal(line.text).into(),
    }
}
