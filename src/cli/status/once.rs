//! Reading everything of a pipeline once, by the console's own readers.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::clock::{Clock, Time};
use crate::cloud::watch::{look, unreachable};
use crate::cloud::{Access, Cloud};
use crate::domain::fault::Kind;
use crate::domain::pipeline::Pipeline;
use crate::domain::reading::Reading;
use crate::domain::world::Observation;
use crate::domain::{Heard, World};
use crate::run::BACKLOG;

/// How long the whole takes at most; then what is known has to do.
const DEADLINE: Duration = Duration::from_secs(30);

/// How long a long history, or what waits for a login, is waited for when all else is known.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is known of a pipeline after everything has been asked once, or after [`DEADLINE`].
pub(super) async fn read(access: &Access, pipeline: Pipeline, clock: Clock) -> (Pipeline, World) {
    let mut look = Look { pipeline, world: World::default(), ends: 0 };
    // On a deadline what has not been answered stays pending, and is told as such.
    let _ = timeout(DEADLINE, look.read(access, clock)).await;
    (look.pipeline, look.world)
}

struct Look {
    pipeline: Pipeline,
    world: World,
    /// How often the function's past has been read to its end.
    ends: u32,
}

/// How much has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answered {
    Some,
    /// All but what may take long.
    Most,
    All,
}

impl Look {
    async fn read(&mut self, access: &Access, clock: Clock) {
        match Cloud::open(access, &self.pipeline, clock).await {
            Ok(cloud) => self.ask(cloud).await,
            Err(fault) => {
                let at = clock.now();
                for heard in unreachable(&self.pipeline, &fault) {
                    self.learn(at, heard);
                }
            }
        }
    }

    async fn ask(&mut self, cloud: Cloud) {
        if self.pipeline.is_bare() {
            self.discover(&cloud).await;
        }
        let (sender, mut heard) = mpsc::channel(BACKLOG);
        let mut looking = Box::pin(look(cloud, self.pipeline.clone(), sender));
        while self.answered() == Answered::Some {
            tokio::select! {
                Some(Heard { at, observation, .. }) = heard.recv() => self.learn(at, observation),
                () = &mut looking => return,
            }
        }
        let mut patience = pin!(sleep(PATIENCE));
        while self.answered() == Answered::Most {
            tokio::select! {
                Some(Heard { at, observation, .. }) = heard.recv() => self.learn(at, observation),
                () = &mut looking => return,
                () = &mut patience => return,
            }
        }
    }

    async fn discover(&mut self, cloud: &Cloud) {
        for found in Box::pin(cloud.discover(self.pipeline.clone())).await {
            if let Ok(pipeline) = &found {
                self.pipeline = pipeline.clone();
                self.pipeline.name_itself();
            }
            self.learn(cloud.clock().now(), Observation::Found(found));
        }
    }

    fn learn(&mut self, at: Time, observation: Observation) {
        if let Observation::Past { events, whole, .. } = &observation {
            self.ends += u32::from(*whole || events.is_err());
        }
        self.world.learn(at, observation);
    }

    fn answered(&self) -> Answered {
        let is_expired =
            matches!(self.world.identity.fault(), Some(f) if matches!(f.kind, Kind::Expired { .. }));
        match (self.has_parts(), self.has_past()) {
            (true, true) => Answered::All,
            (true, false) => Answered::Most,
            // Some readers ask nothing before the login works again.
            (false, _) if is_expired => Answered::Most,
            (false, _) => Answered::Some,
        }
    }

    fn has_parts(&self) -> bool {
        let (Pipeline { ingest, raw, etl, processed, catalog, .. }, world) = (&self.pipeline, &self.world);
        let crawler = catalog.as_ref().and_then(|catalog| catalog.crawler.as_ref());
        is_known(Some(&()), &world.identity)
            && is_known(ingest.as_ref(), &world.function)
            && is_known(raw.as_ref(), &world.raw)
            && is_known(etl.as_ref(), &world.runs)
            && is_known(processed.as_ref(), &world.processed)
            && is_known(crawler, &world.crawler)
            && is_known(crawler, &world.glue.crawls)
            && is_known(catalog.as_ref(), &world.tables)
    }

    /// Whether the function's past is known. It is read again where the function turns out to log elsewhere.
    fn has_past(&self) -> bool {
        let Some(ingest) = &self.pipeline.ingest else { return true };
        let group = self.world.function.get().map(|function| function.log_group.exact());
        let is_elsewhere = group.is_some_and(|group| group != ingest.default_group());
        self.ends > u32::from(is_elsewhere)
    }
}

fn is_known<P, T>(part: Option<&P>, reading: &Reading<T>) -> bool {
    part.is_none() || !reading.is_pending()
}
