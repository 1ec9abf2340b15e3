//! What speaks against an action, from what was read.

use chrono::TimeDelta;

use super::{Disabled, Finding, Sighting};
use crate::clock::Time;
use crate::domain::crawler::{self, Crawl, Crawler};
use crate::domain::function::Function;
use crate::domain::invocation::{Invocation, Outcome};
use crate::domain::object::Object;
use crate::domain::pipeline::Place;
use crate::domain::run::{Run, State};
use crate::domain::text::Foreign;

/// How long ago something that is over may have started and still be told.
const RECENT: TimeDelta = TimeDelta::minutes(1);

/// How many of what runs are told.
const MOST: usize = 3;

/// What the job's runs, newest first, say against one more.
pub fn runs(now: Time, runs: &[Run]) -> Vec<Finding> {
    let running =
        runs.iter().filter(|run| !run.state.is_final()).take(MOST).map(|run| Finding::Running(seen(run)));
    let is_recent = |run: &&Run| run.state.is_final() && now - run.started <= RECENT;
    let recent = runs.iter().take(1).filter(is_recent).map(|run| Finding::Recent(seen(run)));
    let ended: Vec<Ended> = runs.iter().filter(|run| run.state.is_final()).map(ended).collect();
    running.chain(recent).chain(failing(&ended)).collect()
}

fn seen(run: &Run) -> Sighting {
    Sighting {
        id: Some(run.id.clone()),
        started: Some(run.started),
        state: run.state.name().as_ref().into(),
        trigger: run.trigger.clone(),
    }
}

/// An attempt that is over.
struct Ended {
    started: Time,
    how: How,
}

/// How an attempt ended.
#[derive(PartialEq)]
enum How {
    Well,
    /// By somebody who wanted that; AWS's name of the state.
    ByHand(Foreign),
    /// AWS's name of the state, where it is not a plain failure, and what was said.
    Badly(Option<Foreign>, Option<Foreign>),
}

impl How {
    fn of(state: &State, error: Option<&Foreign>) -> Self {
        match state {
            State::Succeeded => Self::Well,
            State::Stopped => Self::ByHand(state.name().as_ref().into()),
            State::Failed => Self::Badly(None, error.cloned()),
            other => Self::Badly(Some(other.name().as_ref().into()), error.cloned()),
        }
    }

    /// Whether both are bad, for one reason.
    fn is_like(&self, other: &Self) -> bool {
        let headline = |said: &Option<Foreign>| said.as_ref().map(|said| said.headline().into_owned());
        match (self, other) {
            (Self::Badly(state, said), Self::Badly(known, before)) => {
                state == known && headline(said) == headline(before)
            }
            _ => false,
        }
    }
}

fn ended(run: &Run) -> Ended {
    Ended { started: run.started, how: How::of(&run.state, run.error.as_ref()) }
}

/// What the newest attempt says: that somebody ended it, or that it failed, and how often for that reason.
fn failing(ended: &[Ended]) -> Option<Finding> {
    let newest = ended.first()?;
    match &newest.how {
        How::Well => None,
        How::ByHand(state) => Some(Finding::Ended { since: newest.started, state: state.clone() }),
        How::Badly(state, reason) => {
            let streak: Vec<&Ended> = ended.iter().take_while(|one| one.how.is_like(&newest.how)).collect();
            let since = streak.last()?.started;
            let (state, reason) = (state.clone(), reason.clone());
            Some(Finding::Failing { times: streak.len(), since, state, reason })
        }
    }
}

/// What the crawler says against one more crawl.
pub fn crawler(now: Time, crawler: &Crawler) -> Vec<Finding> {
    let sighting = |started, state: &str| Sighting { id: None, started, state: state.into(), trigger: None };
    let last = crawler.last.as_ref();
    if crawler.state.is_busy() {
        let elapsed = crawler.elapsed.and_then(|elapsed| TimeDelta::from_std(elapsed).ok());
        return vec![Finding::Running(sighting(elapsed.map(|elapsed| now - elapsed), &crawler.state.name()))];
    }
    let started = last.and_then(|last| last.started);
    let is_recent = started.is_some_and(|started| now - started <= RECENT);
    let status = last.map_or("", |last| last.status.exact());
    let recent = is_recent.then(|| Finding::Recent(sighting(started, status)));
    let ended = last.and_then(|last| Some(Ended { started: last.started?, how: crawled(last) }));
    recent.into_iter().chain(ended.and_then(|ended| failing(&[ended]))).collect()
}

fn crawled(crawl: &Crawl) -> How {
    match crawl.status.exact() {
        _ if crawl.is_good() => How::Well,
        "CANCELLED" => How::ByHand(crawl.status.clone()),
        "FAILED" => How::Badly(None, crawl.error.clone()),
        _ => How::Badly(Some(crawl.status.clone()), crawl.error.clone()),
    }
}

/// That there is nothing to stop: the run of this id is over, or the crawler does not run, or either is stopping already.
pub fn idle(run: &str, runs: &[Run], crawler: Option<&Crawler>) -> Option<Finding> {
    let state = runs.iter().find(|known| known.id.exact() == run).map(|run| &run.state);
    let state = state.filter(|state| state.is_final() || **state == State::Stopping).map(State::name);
    let crawl =
        || Some(&crawler?.state).filter(|state| **state != crawler::State::Running).map(crawler::State::name);
    state.or_else(crawl).map(|state| Finding::Idle(state.as_ref().into()))
}

/// What the function's configuration and its reserved concurrency say against an invocation.
pub fn function(function: Option<&Function>, reserved: Option<u32>) -> Vec<Finding> {
    let state =
        function.and_then(|function| function.state.as_ref()).filter(|state| state.exact() != "Active");
    let state = state.map(|state| Disabled::State(state.clone()));
    let none = (reserved == Some(0)).then_some(Disabled::NoConcurrency);
    none.into_iter().chain(state).map(Finding::Disabled).collect()
}

/// What the function's newest invocations, newest first, say against one more.
pub fn invocations(now: Time, invocations: &[Invocation], longest: TimeDelta) -> Vec<Finding> {
    // What has no end after the longest that it may run has ended without a line that says so.
    let is_running = |one: &&Invocation| one.outcome == Outcome::Running && now - one.started <= longest;
    let running = invocations.iter().filter(is_running).take(MOST).map(|one| Finding::Running(call(one)));
    let is_over = |one: &&Invocation| one.outcome != Outcome::Running && now - one.started <= RECENT;
    let recent = invocations.iter().take(1).filter(is_over).map(|one| Finding::Recent(call(one)));
    let over = invocations.iter().filter(|one| one.outcome != Outcome::Running);
    let ended: Vec<Ended> = over.map(|one| Ended { started: one.started, how: answered(one) }).collect();
    running.chain(recent).chain(failing(&ended)).collect()
}

fn answered(invocation: &Invocation) -> How {
    let outcome = &invocation.outcome;
    if outcome.is_bad() { How::Badly(None, Some(outcome.words().into())) } else { How::Well }
}

fn call(invocation: &Invocation) -> Sighting {
    Sighting {
        id: Some(invocation.request_id.clone()),
        started: Some(invocation.started),
        state: invocation.outcome.words().into(),
        trigger: None,
    }
}

/// What the place that the step reads says against it.
pub fn input(place: &Place, object: Option<&Object>) -> Vec<Finding> {
    let missing = || Finding::MissingInput { bucket: place.bucket.clone(), key: place.key.clone() };
    object.is_none().then(missing).into_iter().collect()
}
