//! Voyages: the real SDK and every reader against the embedded AWS, in paused time.

mod acting;
mod backfill;
mod defects;
mod download;
mod failing;
mod glue;
mod jobs;
mod preflight;
mod quiet;
mod reading;
mod scanning;
mod sockets;

use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::{Armoury, Outside};
use crate::actions::Actions;
use crate::audit::Journal;
use crate::clock::{Clock, Time};
use crate::cloud::Access;
use crate::demo::Aws;
use crate::demo::account::Options;
use crate::domain::action::{Action, Confirmation, Mode};
use crate::domain::pipeline::{Id, Pipeline};
use crate::domain::world::{Heard, Observation, World};
use crate::effect::Effect;
use crate::reference;
use crate::reference::pipeline;

/// A console without a screen, beside the account that it watches.
struct Voyage {
    aws: Aws,
    outside: Outside,
    queue: mpsc::Receiver<Heard>,
    /// What the console knows.
    world: World,
    /// What was heard since the last call of [`Voyage::sail`].
    heard: Vec<Observation>,
}

impl Voyage {
    /// Watches the reference pipeline in a quiet account, where no job fails.
    fn depart() -> Self {
        let mut voyage = Self::moored();
        voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
        voyage
    }

    /// The same before anything is watched.
    fn moored() -> Self {
        let origin: Time = "2026-11-24T12:00:00Z".parse().unwrap();
        let options = Options { failure_rate: 0.0, api_failure_rate: 0.0, ..Options::default() };
        Self::over(Aws::quiet(options, Clock::simulated(origin, 1.0)))
    }

    fn over(aws: Aws) -> Self {
        let access = Access { embedded: Some(SharedHttpClient::new(aws.clone())), ..Access::default() };
        Self::with(aws, access)
    }

    fn with(aws: Aws, access: Access) -> Self {
        let (sender, queue) = mpsc::channel(64);
        let actions = Some(Actions::new(access.clone(), Journal::Off, aws.clock()));
        let outside = Outside::new(access, aws.clock(), actions, sender);
        Self { aws, outside, queue, world: World::default(), heard: Vec::new() }
    }

    /// Lets so many seconds pass, and learns what is heard meanwhile.
    async fn sail(&mut self, seconds: u64) {
        self.heard.clear();
        let learn = async {
            while let Some(heard) = self.queue.recv().await {
                self.heard.push(heard.observation.clone());
                self.world.learn(heard.at, heard.observation);
            }
        };
        let _ = timeout(Duration::from_secs(seconds), learn).await;
    }

    fn act(&mut self, action: Action) {
        self.outside.perform(Effect::Act(Confirmation::given(action, None)));
    }

    /// How many requests came for an operation.
    fn count(&self, operation: &str) -> usize {
        self.aws.ledger().get(operation).copied().unwrap_or_default()
    }

    /// How many requests came for any operation.
    fn total(&self) -> usize {
        self.aws.ledger().values().sum()
    }
}

fn invoke() -> Action {
    let payload = serde_json::json!({ "bucket_name": reference::RAW_BUCKET });
    Action::Invoke { function: reference::FUNCTION.into(), payload, mode: Mode::Sync }
}

fn start_job() -> Action {
    Action::StartJob { job: reference::JOB.into(), arguments: std::collections::BTreeMap::default() }
}

fn start_crawler() -> Action {
    Action::StartCrawler { crawler: reference::CRAWLER.into() }
}

fn stop_run(run: &str) -> Action {
    Action::StopRun { job: reference::JOB.into(), run: run.into() }
}

fn stop_crawler() -> Action {
    Action::StopCrawler { crawler: reference::CRAWLER.into() }
}

fn without_catalog() -> Pipeline {
    Pipeline { catalog: None, ..pipeline() }
}
