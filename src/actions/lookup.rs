//! Finding out what became of an action whose answer was lost: by reading, at the readers' pace, never by sending it again.

use std::time::Duration;

use crate::audit::{Intent, Known, Unresolved};
use crate::clock::Time;
use crate::cloud::Cloud;
use crate::domain::action::{Action, MARK, Mode, Operation};
use crate::domain::fault::Fault;
use crate::domain::invocation::Invocation;
use crate::domain::lookup::{Before, Look, Lookup, Sighted, Verdict, given_up};
use crate::domain::pipeline::{Ingest, Pipeline};
use crate::domain::run::Run;

/// How often AWS is asked at first, while an answer is likely to be new.
const CLOSE: Duration = Duration::from_secs(2);

/// How often it is asked later.
const CALM: Duration = Duration::from_secs(15);

/// How many times it is asked closely.
const CLOSELY: u32 = 20;

/// How long the look before a request may take; without it the request goes all the same.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is known of the target just before the request.
pub(super) async fn before(cloud: &Cloud, pipeline: &Pipeline, action: &Action, is_marked: bool) -> Before {
    let look = async {
        match action {
            Action::StartJob { job, .. } if !is_marked => {
                let runs = cloud.runs(job).await.ok()?;
                Some(Before::Runs(runs.into_iter().map(|run| run.id).collect()))
            }
            Action::StartCrawler { crawler } | Action::StopCrawler { crawler } => {
                let crawler = cloud.crawler(crawler).await.ok()?;
                let started = crawler.last.as_ref().and_then(|last| last.started);
                Some(Before::Crawler { is_busy: crawler.state.is_busy(), started })
            }
            Action::Invoke { .. } => {
                let object = cloud.object(pipeline.raw.as_ref()?).await.ok()?;
                Some(Before::Object(object.map(|object| object.etag)))
            }
            Action::ResetBookmark { job } => Some(Before::Bookmark(cloud.bookmark(job).await.ok()?)),
            Action::StartJob { .. } | Action::StopRun { .. } | Action::Backfill(_) => None,
        }
    };
    tokio::time::timeout(PATIENCE, look).await.ok().flatten().unwrap_or_default()
}

/// The looks for one action, until it is decided or nothing more is to be expected.
pub(crate) struct Search<'a> {
    cloud: &'a Cloud,
    pipeline: &'a Pipeline,
    lookup: &'a Lookup,
    looks: u32,
    last: Option<Verdict>,
}

impl<'a> Search<'a> {
    /// A search that has not begun.
    pub(crate) fn new(cloud: &'a Cloud, pipeline: &'a Pipeline, lookup: &'a Lookup) -> Self {
        Self { cloud, pipeline, lookup, looks: 0, last: None }
    }

    /// The next verdict that differs from the one before; `None`: the one before was the last.
    pub(crate) async fn next(&mut self) -> Option<Verdict> {
        loop {
            let asked = self.cloud.clock().now();
            let is_over = self.last.as_ref().is_some_and(Verdict::is_decided);
            if is_over || self.looks > 0 && asked > self.lookup.deadline() {
                return None;
            }
            if self.looks > 0 {
                tokio::time::sleep(if self.looks < CLOSELY { CLOSE } else { CALM }).await;
            }
            self.looks += 1;
            let verdict = self.look().await;
            if self.last.as_ref() != Some(&verdict) {
                self.last = Some(verdict.clone());
                return Some(verdict);
            }
        }
    }

    async fn look(&self) -> Verdict {
        let asked = self.cloud.clock().now();
        match look(self.cloud, self.pipeline, self.lookup).await {
            Ok(look) => self.lookup.judge(asked, &look),
            Err(fault) => Verdict::Open(format!("it cannot be looked up: {}", fault.words())),
        }
    }
}

async fn look(cloud: &Cloud, pipeline: &Pipeline, lookup: &Lookup) -> Result<Look, Fault> {
    match &lookup.action {
        Action::StartJob { job, .. } | Action::StopRun { job, .. } => look_at_runs(cloud, job, lookup).await,
        Action::Backfill(plan) => look_at_runs(cloud, &plan.job, lookup).await,
        Action::ResetBookmark { job } => cloud.bookmark(job).await.map(Look::Bookmark),
        Action::StartCrawler { crawler } | Action::StopCrawler { crawler } => {
            cloud.crawler(crawler).await.map(Look::Crawler)
        }
        Action::Invoke { function, .. } => {
            let invocations = traces(cloud, function, lookup.sent).await?;
            let object = match &pipeline.raw {
                Some(place) => Some(cloud.object(place).await?),
                None => None,
            };
            Ok(Look::Traces { invocations, object })
        }
    }
}

async fn look_at_runs(cloud: &Cloud, job: &str, lookup: &Lookup) -> Result<Look, Fault> {
    let runs = cloud.runs(job).await?;
    Ok(Look::Runs(runs.into_iter().map(|run| sighted(run, lookup)).collect()))
}

async fn traces(cloud: &Cloud, function: &str, sent: Time) -> Result<Vec<Invocation>, Fault> {
    let ingest = Ingest { function: function.to_owned(), payload: serde_json::Value::Null };
    let group = match cloud.function(&ingest).await {
        Ok(function) => function.log_group.exact().to_owned(),
        Err(_) => ingest.default_group(),
    };
    cloud.calls(group.into(), sent - chrono::TimeDelta::minutes(1)).await
}

/// A run beside the action: by the id that went with it, and by the hash of its arguments.
fn sighted(run: Run, lookup: &Lookup) -> Sighted {
    let value =
        |name: &str| run.arguments.iter().find(|(known, _)| known.exact() == name).map(|(_, value)| value);
    let is_marked = value(MARK).is_some_and(|value| value.exact() == lookup.id);
    let own = run.arguments.iter().filter(|(name, _)| name.exact() != MARK);
    let own = own.map(|(name, value)| (name.exact().to_owned(), value.exact().to_owned())).collect();
    let is_alike = run.trigger.is_none() && super::hash_of(&own) == lookup.input;
    Sighted { run, is_marked, is_alike }
}

/// What is recorded of the look before a request.
pub(super) fn known(before: &Before) -> Known {
    match before {
        Before::Crawler { is_busy, started } => {
            let state = if *is_busy { "busy" } else { "idle" };
            Known { state: Some(state.to_owned()), started: *started, etag: None }
        }
        Before::Object(etag) => Known {
            state: Some(if etag.is_some() { "there" } else { "absent" }.to_owned()),
            started: None,
            etag: etag.as_ref().map(|etag| etag.exact().to_owned()),
        },
        Before::Unread | Before::Runs(_) | Before::Bookmark(_) => Known::default(),
    }
}

/// An action of an earlier session as something to look up; `None`: it is none that farol knows.
pub(crate) fn earlier(unresolved: &Unresolved) -> Option<Lookup> {
    let Unresolved { at, ended, intent } = unresolved;
    let action = action(intent)?;
    Some(Lookup {
        id: intent.id.clone(),
        input: intent.input.clone(),
        marked: intent.marked,
        sent: *at,
        // Without an outcome it may still be waited for, by a console that is not this one.
        ended: ended.unwrap_or_else(|| given_up(&action, *at)),
        before: recorded(intent),
        action,
    })
}

fn recorded(intent: &Intent) -> Before {
    let Known { state, started, etag } = &intent.known;
    match state.as_deref() {
        Some("busy") => Before::Crawler { is_busy: true, started: *started },
        Some("idle") => Before::Crawler { is_busy: false, started: *started },
        Some("there" | "absent") => Before::Object(etag.as_deref().map(Into::into)),
        _ => Before::Unread,
    }
}

/// The action of an intent, but for payload and arguments, which are not recorded.
fn action(intent: &Intent) -> Option<Action> {
    let operation = Operation::ALLOWED.into_iter().find(|one| one.permission() == intent.operation)?;
    let target = intent.target.target.clone();
    Some(match operation {
        Operation::Invoke => {
            Action::Invoke { function: target, payload: serde_json::Value::Null, mode: Mode::default() }
        }
        Operation::StartJobRun => {
            Action::StartJob { job: target, arguments: std::collections::BTreeMap::new() }
        }
        Operation::StartCrawler => Action::StartCrawler { crawler: target },
        Operation::BatchStopJobRun => Action::StopRun { job: target, run: intent.target.run.clone()? },
        Operation::StopCrawler => Action::StopCrawler { crawler: target },
        Operation::ResetJobBookmark => Action::ResetBookmark { job: target },
    })
}
