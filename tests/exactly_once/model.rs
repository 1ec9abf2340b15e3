//! A job and a crawler as AWS runs them, in as much time as it takes to think of it.

use chrono::TimeDelta;
use farol::clock::Time;
use farol::domain::crawler::{self, Crawl, Crawler};
use farol::domain::lookup::Sighted;
use farol::domain::run::{Run, State};

/// A moment of a schedule, in milliseconds.
pub fn at(milliseconds: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(milliseconds)
}

/// How long a run, or a crawl, takes.
const TAKES: i64 = 40_000;

/// How long a stop takes.
const STOPS: i64 = 3_000;

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The console whose answer may be lost.
    We,
    /// Somebody else.
    They,
}

/// Something that was begun, and the ledger's entry of it.
#[derive(Debug, Clone)]
pub struct Work {
    pub who: Who,
    pub begun: i64,
    pub stopped: Option<(Who, i64)>,
    /// The id that came with it.
    pub mark: Option<String>,
    /// Whether its arguments are ours.
    pub is_alike: bool,
}

impl Work {
    fn state(&self, now: i64) -> State {
        match self.stopped {
            Some((_, when)) if now >= when + STOPS => State::Stopped,
            Some((_, when)) if now >= when => State::Stopping,
            _ if now >= self.begun + TAKES => State::Succeeded,
            _ => State::Running,
        }
    }

    fn is_over(&self, now: i64) -> bool {
        self.state(now).is_final()
    }
}

/// A job or a crawler: work, of which so much may go on at a time.
#[derive(Debug, Default)]
pub struct Service {
    pub works: Vec<Work>,
    pub at_most: usize,
}

impl Service {
    /// Begins work; `false`: enough is going on, and nothing was begun.
    pub fn begin(&mut self, who: Who, now: i64, mark: Option<String>, is_alike: bool) -> bool {
        let going_on = self.works.iter().filter(|work| work.begun <= now && !work.is_over(now)).count();
        if going_on >= self.at_most {
            return false;
        }
        self.works.push(Work { who, begun: now, stopped: None, mark, is_alike });
        true
    }

    /// Stops work; `false`: it is over, or being stopped.
    pub fn stop(&mut self, who: Who, n: usize, now: i64) -> bool {
        let Some(work) = self.works.get_mut(n) else { return false };
        if work.is_over(now) || work.stopped.is_some() {
            return false;
        }
        work.stopped = Some((who, now));
        true
    }

    /// As `GetJobRuns` shows it to the one whose action has this id, newest first.
    pub fn runs(&self, now: i64, id: &str) -> Vec<Sighted> {
        let begun = self.works.iter().enumerate().filter(|(_, work)| work.begun <= now);
        let mut runs: Vec<Sighted> = begun.map(|(n, work)| sighted(n, work, now, id)).collect();
        runs.reverse();
        runs
    }

    /// As `GetCrawler` shows it.
    pub fn crawler(&self, now: i64) -> Crawler {
        let begun = || self.works.iter().filter(|work| work.begun <= now);
        let state = begun().next_back().map_or(State::Succeeded, |work| work.state(now));
        let over = begun().rfind(|work| work.is_over(now));
        Crawler {
            name: "c".into(),
            state: match state {
                State::Running => crawler::State::Running,
                State::Stopping => crawler::State::Stopping,
                _ => crawler::State::Ready,
            },
            database: None,
            targets: vec![],
            last: over.map(|work| Crawl {
                status: if work.state(now) == State::Stopped { "CANCELLED" } else { "SUCCEEDED" }.into(),
                started: Some(at(work.begun)),
                error: None,
                log_group: None,
                log_stream: None,
                message_prefix: None,
            }),
            elapsed: None,
        }
    }
}

fn sighted(n: usize, work: &Work, now: i64, id: &str) -> Sighted {
    let state = work.state(now);
    let run = Run {
        id: format!("jr_{n}").into(),
        completed: state.is_final().then(|| at(work.begun + TAKES)),
        state,
        attempt: 0,
        previous: None,
        started: at(work.begun),
        execution: std::time::Duration::ZERO,
        error: None,
        detail: None,
        trigger: None,
        arguments: std::collections::BTreeMap::new(),
        terms: farol::domain::run::Terms::default(),
    };
    let is_marked = work.mark.as_deref() == Some(id);
    Sighted { run, is_marked, is_alike: work.is_alike }
}
