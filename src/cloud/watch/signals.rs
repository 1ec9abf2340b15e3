//! What the readers of one pipeline tell each other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch::{Receiver, Sender};

use crate::clock::Time;
use crate::cloud::functions::LONGEST;
use crate::cloud::tail::Wish;
use crate::domain::action::Verb;
use crate::domain::fault::Fault;

/// A reader that can be asked to read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Who we are.
    Identity,
    /// The function's configuration.
    Function,
    /// The object that the ingest writes.
    Raw,
    /// The object that the job writes.
    Processed,
    /// The tops of the buckets.
    Tops,
    /// The job's runs.
    Runs,
    /// The crawler.
    Crawler,
    /// The crawls of the past.
    Crawls,
    /// How long crawls take.
    Metrics,
    /// The tables.
    Tables,
    /// The function's past.
    History,
    /// The alarms.
    Alarms,
    /// The tail of the log groups.
    Tail,
}

impl Reader {
    const COUNT: usize = 13;
    const ALL: [Self; Self::COUNT] = [
        Self::Identity,
        Self::Function,
        Self::Raw,
        Self::Processed,
        Self::Tops,
        Self::Runs,
        Self::Crawler,
        Self::Crawls,
        Self::Metrics,
        Self::Tables,
        Self::History,
        Self::Alarms,
        Self::Tail,
    ];
}

/// What is at work in the pipeline, as far as it decides how often it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Busy {
    /// Actions of ours on their way.
    pub acting: u32,
    /// A run that is not final.
    pub job: bool,
    /// A crawl under way.
    pub crawler: bool,
}

impl Busy {
    /// Whether anything is at work.
    pub fn is_any(self) -> bool {
        self.acting > 0 || self.job || self.crawler
    }
}

/// Whether the login works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// It does, or nothing says otherwise.
    Good,
    /// It ran out: only the identity is asked until it is good again.
    Expired(Fault),
}

/// What the readers of one pipeline tell each other; made before the readers, and kept by who pokes them.
#[derive(Debug)]
pub(crate) struct Signals {
    pokes: [Sender<u64>; Reader::COUNT],
    /// What is at work.
    pub busy: Sender<Busy>,
    /// Whether the login works.
    pub login: Sender<Login>,
    /// The function's log group; `None`: not told yet.
    pub group: Sender<Option<Arc<str>>>,
    /// How long the function may run.
    pub running: Sender<Duration>,
    /// The crawler's database, or why it is not known; `None`: not told yet.
    pub database: Sender<Option<Result<String, Fault>>>,
    /// How the user wants the tail to be read.
    pub tail: Sender<Wish>,
    /// Held while something of the tail is told, and whole while the pattern changes: so nothing that was read
    /// through one pattern is told after another.
    pub gate: tokio::sync::RwLock<()>,
    /// Since when Live Tail has been on, where it is.
    live: Sender<Option<Time>>,
    listened: Sender<bool>,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            pokes: std::array::from_fn(|_| Sender::new(0)),
            busy: Sender::default(),
            login: Sender::new(Login::Good),
            group: Sender::default(),
            running: Sender::new(LONGEST),
            database: Sender::default(),
            tail: Sender::default(),
            gate: tokio::sync::RwLock::default(),
            live: Sender::default(),
            listened: Sender::default(),
        }
    }
}

impl Signals {
    fn poke_of(&self, reader: Reader) -> Option<&Sender<u64>> {
        self.pokes.get(reader as usize)
    }

    /// What a reader listens to. A poke that comes while it reads is not lost.
    pub fn pokes(&self, reader: Reader) -> Receiver<u64> {
        self.poke_of(reader).map_or_else(|| Sender::new(0).subscribe(), Sender::subscribe)
    }

    /// Asks readers to read now.
    pub fn poke(&self, readers: &[Reader]) {
        for poke in readers.iter().filter_map(|reader| self.poke_of(*reader)) {
            poke.send_modify(|count| *count += 1);
        }
    }

    /// Asks every reader to read now.
    pub fn poke_all(&self) {
        self.poke(&Reader::ALL);
    }

    /// An action has been sent: what it starts is looked at closely from now on.
    pub fn sent(&self) {
        self.busy.send_modify(|busy| busy.acting += 1);
    }

    /// An action has been answered, or will not be: what it may have changed is read at once.
    pub fn done(&self, verb: Verb) {
        self.touched(verb);
        self.busy.send_modify(|busy| busy.acting = busy.acting.saturating_sub(1));
    }

    /// What such an action changes is read at once.
    pub fn touched(&self, verb: Verb) {
        let touched: &[Reader] = match verb {
            Verb::Invoke => &[Reader::Raw, Reader::Tops, Reader::Tail],
            Verb::StartJob | Verb::StopRun | Verb::Backfill => &[Reader::Runs, Reader::Tail],
            Verb::ResetBookmark => &[],
            Verb::StartCrawler | Verb::StopCrawler => &[Reader::Crawler, Reader::Tail],
        };
        self.poke(touched);
    }

    /// Notes whether Live Tail is wanted; whether it was before.
    pub fn was_live(&self, is: bool) -> bool {
        if !is {
            self.live.send_replace(None);
        }
        self.listened.send_replace(is)
    }

    /// Since when it has been on: this moment, unless another session was up before.
    pub fn live_since(&self, now: Time) -> Time {
        self.live.send_if_modified(|since| {
            since.get_or_insert(now);
            false
        });
        self.live.borrow().unwrap_or(now)
    }

    /// Changes a fact and tells who listens, unless it is no news.
    pub fn tell<T: PartialEq>(fact: &Sender<T>, value: T) {
        fact.send_if_modified(|old| {
            let news = *old != value;
            *old = value;
            news
        });
    }
}
