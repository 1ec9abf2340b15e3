//! Reads again, just before an action, what it would touch.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::timeout;

use super::history::PATTERN;
use super::logs::{Order, Query};
use super::{Cloud, functions};
use crate::clock::Time;
use crate::domain::action::Action;
use crate::domain::crawler::Crawler;
use crate::domain::fault::{Fault, Kind};
use crate::domain::function::Function;
use crate::domain::history::History;
use crate::domain::identity::Identity;
use crate::domain::invocation::Invocation;
use crate::domain::object::Object;
use crate::domain::pipeline::{Ingest, Pipeline, Place};
use crate::domain::preflight::{self, Finding, Preflight, Subject};
use crate::domain::run::{Run, State};

/// How long one question may take; what is not answered by then is told as not known.
const PATIENCE: Duration = Duration::from_secs(3);

/// What was answered longer ago than this when the last answer came is asked once more.
const EVEN: Duration = Duration::from_millis(500);

/// How far back lines are read: the longest that Lambda lets a function run.
const LINES: TimeDelta = TimeDelta::minutes(15);

/// Pages of lines; those of a quarter of an hour are one.
const PAGES: usize = 3;

impl Cloud {
    /// Reads the live state of what `action` would touch: all at once, each with a deadline, and once more what
    /// was answered long before the rest. Never fails: what could not be read is a finding.
    pub async fn preflight(&self, pipeline: &Pipeline, action: &Action) -> Preflight {
        let begun = self.clock().now();
        let asks = Asks::of(pipeline, action);
        let mut sight = Sight::default();
        Box::pin(self.look(&asks, Time::MAX_UTC, &mut sight)).await;
        let even = TimeDelta::from_std(EVEN.mul_f64(self.clock().speed())).unwrap_or(TimeDelta::MAX);
        Box::pin(self.look(&asks, self.clock().now() - even, &mut sight)).await;
        sight.judge(&asks, begun, self.clock().now())
    }

    /// Asks what has not been answered since `even`.
    async fn look(&self, asks: &Asks<'_>, even: Time, sight: &mut Sight) {
        let Sight { identity, runs, crawler, function, reserved, input, lines } = sight;
        tokio::join!(
            self.ask(identity, even, Some(self.identity())),
            self.ask(runs, even, asks.job.map(|job| self.runs(job))),
            self.ask(crawler, even, asks.crawler.map(|name| self.crawler(name))),
            self.ask(function, even, asks.function.as_ref().map(|ingest| self.function(ingest))),
            self.ask(reserved, even, asks.function.as_ref().map(|ingest| self.reserved(&ingest.function))),
            self.ask(input, even, asks.input.map(|place| self.object(place))),
        );
        let since = self.clock().now() - LINES;
        let group = asks.function.as_ref().map(|ingest| group(ingest, function.as_ref()));
        Box::pin(self.ask(lines, even, group.map(|group| self.calls(group.into(), since)))).await;
    }

    async fn ask<T>(
        &self,
        read: &mut Option<Read<T>>,
        even: Time,
        question: Option<impl Future<Output = Result<T, Fault>>>,
    ) {
        let Some(question) = question else { return };
        if read.as_ref().is_some_and(|read| read.at >= even) {
            return;
        }
        let late = |_| Err(Fault::new("preflight", Kind::Offline, "no answer within 3 seconds"));
        let answer = timeout(PATIENCE, question).await.unwrap_or_else(late);
        *read = Some(Read { at: self.clock().now(), answer });
    }

    /// The invocations since then, newest first, as far as a few pages of lines tell.
    pub(crate) async fn calls(&self, group: Arc<str>, since: Time) -> Result<Vec<Invocation>, Fault> {
        let pattern = Some(PATTERN.into());
        let query = Query { group, since, until: None, pattern, order: Order::Backward, limit: None };
        let (mut history, mut token) = (History::default(), None);
        for _ in 0..PAGES {
            let page = match self.events(&query, token).await {
                // A function that has never run has no group yet.
                Err(Fault { kind: Kind::Missing, .. }) => break,
                answer => answer?,
            };
            history.hear_lines(&page.events);
            token = page.next;
            if token.is_none() {
                break;
            }
        }
        Ok(history.invocations().to_vec())
    }
}

/// The group that the function logs to, as far as that was read.
fn group(ingest: &Ingest, read: Option<&Read<Function>>) -> String {
    let function = read.and_then(|read| read.answer.as_ref().ok());
    function.map_or_else(|| ingest.default_group(), |function| function.log_group.exact().to_owned())
}

/// What there is to read for an action.
struct Asks<'a> {
    job: Option<&'a str>,
    crawler: Option<&'a str>,
    function: Option<Ingest>,
    input: Option<&'a Place>,
    /// The run, or the crawler, that would be stopped.
    stops: Option<&'a str>,
}

impl<'a> Asks<'a> {
    fn of(pipeline: &'a Pipeline, action: &'a Action) -> Self {
        let none = Self { job: None, crawler: None, function: None, input: None, stops: None };
        let input = pipeline.raw.as_ref();
        match action {
            Action::Invoke { function, .. } => {
                let ingest = Ingest { function: function.clone(), payload: serde_json::Value::Null };
                Self { function: Some(ingest), ..none }
            }
            Action::ResetBookmark { job } => Self { job: Some(job), ..none },
            Action::StartJob { .. } | Action::Backfill(_) => {
                let job = action.target();
                // What the pipeline's job reads says nothing of another.
                let is_own = pipeline.etl.as_ref().is_none_or(|etl| etl.job == job);
                Self { job: Some(job), input: input.filter(|_| is_own), ..none }
            }
            Action::StartCrawler { crawler } => Self { crawler: Some(crawler), input, ..none },
            Action::StopRun { job, run } => Self { job: Some(job), stops: Some(run), ..none },
            Action::StopCrawler { crawler } => Self { crawler: Some(crawler), stops: Some(crawler), ..none },
        }
    }
}

/// An answer and when it came.
struct Read<T> {
    at: Time,
    answer: Result<T, Fault>,
}

/// What was read.
#[derive(Default)]
struct Sight {
    identity: Option<Read<Identity>>,
    runs: Option<Read<Vec<Run>>>,
    crawler: Option<Read<Crawler>>,
    function: Option<Read<Function>>,
    reserved: Option<Read<Option<u32>>>,
    input: Option<Read<Option<Object>>>,
    lines: Option<Read<Vec<Invocation>>>,
}

impl Sight {
    fn judge(self, asks: &Asks<'_>, begun: Time, now: Time) -> Preflight {
        let mut taken = Taken { oldest: now, findings: Vec::new() };
        let identity = taken.take(Subject::Identity, self.identity);
        let runs = taken.take(Subject::Runs, self.runs).unwrap_or_default();
        let crawler = taken.take(Subject::Crawler, self.crawler);
        let function = taken.take(Subject::Function, self.function);
        let reserved = taken.take(Subject::Concurrency, self.reserved).flatten();
        let calls = taken.take(Subject::Lines, self.lines).unwrap_or_default();
        let input = taken.take(Subject::Input, self.input);
        let longest = function.as_ref().map_or(functions::LONGEST, |function| function.timeout);
        let longest = TimeDelta::from_std(longest).unwrap_or(LINES) + TimeDelta::seconds(5);
        let mut findings = match asks.stops {
            Some(what) => preflight::idle(what, &runs, crawler.as_ref()).into_iter().collect(),
            None => preflight::runs(now, &runs),
        };
        let crawls = crawler.iter().filter(|_| asks.stops.is_none());
        findings.extend(crawls.flat_map(|crawler| preflight::crawler(now, crawler)));
        findings.extend(preflight::function(function.as_ref(), reserved));
        findings.extend(preflight::invocations(now, &calls, longest));
        let input = asks.input.zip(input.as_ref());
        findings.extend(input.iter().flat_map(|(place, object)| preflight::input(place, object.as_ref())));
        findings.append(&mut taken.findings);
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.weight()));
        let last_good = runs.into_iter().find(|run| run.state == State::Succeeded);
        Preflight { begun, taken: taken.oldest, identity, findings, last_good }
    }
}

/// Takes answers apart: what was read, and what was not.
struct Taken {
    oldest: Time,
    findings: Vec<Finding>,
}

impl Taken {
    fn take<T>(&mut self, what: Subject, read: Option<Read<T>>) -> Option<T> {
        let Read { at, answer } = read?;
        self.oldest = self.oldest.min(at);
        answer.map_err(|fault| self.findings.push(Finding::Unread { what, fault })).ok()
    }
}
