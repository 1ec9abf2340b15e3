//! All that is read of a pipeline while it is watched, each thing by a reader of its own.
//!
//! All first questions go out together. After that, while nothing happens, a minute costs:
//!
//! | reader | every | a minute |
//! |---|---|---|
//! | identity | 5 min | 0.2 |
//! | function | 2 min | 0.5 |
//! | raw object, processed object | 15 s | 4 + 4 |
//! | tops of two buckets | 30 s | 2 + 2 |
//! | runs, crawler | 15 s | 4 + 4 |
//! | crawls of the past, how long they take | 5 min | 0.2 + 0.2 |
//! | tables | 60 s | 1 |
//! | alarms | 60 s | 1, and one more for each further hundred of them, at most 3 |
//! | tail, five groups or more | 10 s, or 2 s for each group | 30 |
//! | **all** | | **53.1** |
//!
//! The bound is sixty. Runs and crawler are read every 1.5 s while they are at work, and the tail every second, twice a second
//! where lines come.

mod backoff;
mod desk;
mod parts;
mod signals;

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Cloud, alarms, history, tail};
use crate::domain::alarm;
use crate::domain::glue::Told;
use crate::domain::pipeline::{self, Pipeline};
use crate::domain::world::{Heard, Observation};

pub(crate) use backoff::Backoff;
pub(crate) use desk::{Desk, jittered};
pub(crate) use parts::PROBE;
pub(crate) use signals::{Login, Reader, Signals};

/// Watches a pipeline until it is dropped, and with it every reader. The tail starts so far `back`.
pub(crate) async fn watch(
    cloud: Cloud,
    id: pipeline::Id,
    pipeline: Pipeline,
    heard: mpsc::Sender<Heard>,
    signals: Arc<Signals>,
    back: TimeDelta,
) {
    let desk = Desk { cloud, id, heard, signals, back };
    let pipeline = Arc::new(pipeline);
    let mut readers = JoinSet::new();
    parts::start(&mut readers, &desk, &pipeline);
    history::start(&mut readers, &desk, &pipeline);
    tail::start(&mut readers, &desk, &pipeline);
    alarms::start(&mut readers, &desk);
    while readers.join_next().await.is_some() {}
    std::future::pending::<()>().await;
}

/// As [`watch`], without the tail: what it takes to judge a pipeline once.
pub(crate) async fn look(cloud: Cloud, pipeline: Pipeline, heard: mpsc::Sender<Heard>) {
    let id = pipeline::Id::default();
    let desk = Desk { cloud, id, heard, signals: Arc::default(), back: TimeDelta::zero() };
    let pipeline = Arc::new(pipeline);
    let mut readers = JoinSet::new();
    parts::start(&mut readers, &desk, &pipeline);
    history::start(&mut readers, &desk, &pipeline);
    while readers.join_next().await.is_some() {}
}

/// What the console is told when the pipeline cannot even be asked: the same of every part.
pub(crate) fn unreachable(pipeline: &Pipeline, fault: &crate::domain::fault::Fault) -> Vec<Observation> {
    let failed = || fault.clone();
    let alarms = Observation::Alarms(Box::new(alarm::Told::All(Err(failed()))));
    let mut all = vec![Observation::Identity(Err(failed())), alarms];
    all.extend(pipeline.ingest.iter().map(|_| Observation::Function(Err(failed()))));
    all.extend(pipeline.raw.iter().map(|_| Observation::Raw(Err(failed()))));
    all.extend(pipeline.processed.iter().map(|_| Observation::Processed(Err(failed()))));
    all.extend(pipeline.etl.iter().map(|_| Observation::Runs(Err(failed()))));
    if let Some(catalog) = &pipeline.catalog {
        if catalog.crawler.is_some() {
            all.push(Observation::Crawler(Err(failed())));
            all.push(Observation::Glue(Told::Crawls(Err(failed()))));
            all.push(Observation::Glue(Told::Metrics(Err(failed()))));
        }
        all.push(Observation::Tables(Err(failed())));
    }
    all
}
