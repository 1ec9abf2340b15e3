//! The readers of the pipeline's parts: all but the logs.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::desk::Desk;
use super::signals::{Login, Reader, Signals};
use crate::domain::crawler::Crawler;
use crate::domain::fault::Fault;
use crate::domain::function::Function;
use crate::domain::glue::Told;
use crate::domain::object::Scope;
use crate::domain::pipeline::{Catalog, Ingest, Pipeline, Place};
use crate::domain::run::Run;
use crate::domain::world::Observation;

const IDENTITY: Duration = Duration::from_mins(5);
pub(crate) const PROBE: Duration = Duration::from_secs(10);
const FUNCTION: Duration = Duration::from_mins(2);
const STEP: Duration = Duration::from_secs(15);
const AT_WORK: Duration = Duration::from_millis(1_500);
const TOPS: Duration = Duration::from_secs(30);
const TABLES: Duration = Duration::from_mins(1);
const CRAWLS: Duration = Duration::from_mins(5);
const PROGRESS: Duration = Duration::from_secs(10);

/// Starts a reader for each part that the pipeline has.
pub(super) fn start(readers: &mut JoinSet<()>, desk: &Desk, pipeline: &Arc<Pipeline>) {
    let mut spawn = |part: Part, word: fn(Fault) -> Option<Observation>| {
        let part = Arc::new(part);
        readers.spawn(desk.clone().guard(move |desk| Arc::clone(&part).read(desk), word));
    };
    let Pipeline { ingest, raw, etl, processed, catalog, .. } = &**pipeline;
    if let Some(ingest) = ingest {
        spawn(Part::Function(ingest.clone()), |fault| Some(Observation::Function(Err(fault))));
    }
    if let Some(raw) = raw {
        spawn(Part::Raw(raw.clone()), |fault| Some(Observation::Raw(Err(fault))));
    }
    if let Some(processed) = processed {
        spawn(Part::Processed(processed.clone()), |fault| Some(Observation::Processed(Err(fault))));
    }
    if let Some(etl) = etl {
        spawn(Part::Runs(etl.job.clone()), |fault| Some(Observation::Runs(Err(fault))));
    }
    if let Some(catalog) = catalog {
        if let Some(crawler) = &catalog.crawler {
            spawn(Part::Crawler(crawler.clone()), |fault| Some(Observation::Crawler(Err(fault))));
            spawn(Part::Crawls(crawler.clone()), |fault| Some(told(Told::Crawls(Err(fault)))));
            spawn(Part::Metrics(crawler.clone()), |fault| Some(told(Told::Metrics(Err(fault)))));
        }
        spawn(Part::Tables(catalog.clone()), |fault| Some(Observation::Tables(Err(fault))));
    }
    spawn(Part::Identity, |fault| Some(Observation::Identity(Err(fault))));
    for bucket in pipeline.buckets() {
        let place = Scope::top(bucket);
        let part = Arc::new(Part::Top(place.clone()));
        let word = move |fault| Some(Observation::Listed(place.clone(), Err(fault)));
        readers.spawn(desk.clone().guard(move |desk| Arc::clone(&part).read(desk), word));
    }
}

/// A part of the pipeline that is read.
#[derive(Debug)]
enum Part {
    Identity,
    Function(Ingest),
    Raw(Place),
    Processed(Place),
    Top(Scope),
    Runs(String),
    Crawler(String),
    Crawls(String),
    Metrics(String),
    Tables(Catalog),
}

impl Part {
    async fn read(self: Arc<Self>, desk: Desk) {
        match &*self {
            Self::Identity => identity(&desk).await,
            Self::Function(ingest) => function(&desk, ingest).await,
            Self::Raw(place) => object(&desk, Reader::Raw, place, Observation::Raw).await,
            Self::Processed(place) => object(&desk, Reader::Processed, place, Observation::Processed).await,
            Self::Top(place) => top(&desk, place).await,
            Self::Runs(job) => runs(&desk, job).await,
            Self::Crawler(name) => crawler(&desk, name).await,
            Self::Crawls(name) => crawls(&desk, name).await,
            Self::Metrics(name) => metrics(&desk, name).await,
            Self::Tables(catalog) => tables(&desk, catalog).await,
        }
    }
}

/// Who we are; and, while the login is expired, whether it is good again.
async fn identity(desk: &Desk) {
    let mut pokes = desk.signals.pokes(Reader::Identity);
    let mut login = desk.signals.login.subscribe();
    loop {
        pokes.mark_unchanged();
        let answer = desk.cloud.identity().await;
        desk.note(&answer);
        if answer.is_ok() {
            Signals::tell(&desk.signals.login, Login::Good);
        }
        let failed = answer.is_err();
        desk.say(Observation::Identity(answer)).await;
        let is_good = *login.borrow_and_update() == Login::Good;
        let pause = if failed || !is_good { PROBE } else { IDENTITY };
        tokio::select! {
            () = tokio::time::sleep(super::jittered(pause)) => {}
            _ = pokes.changed() => {}
            _ = login.changed() => tokio::time::sleep(PROBE).await,
        }
    }
}

async fn function(desk: &Desk, ingest: &Ingest) {
    let learn = |answer: &Result<Function, Fault>| {
        let signals = &desk.signals;
        match answer {
            Ok(function) => {
                Signals::tell(&signals.running, function.timeout);
                Signals::tell(&signals.group, Some(function.log_group.exact().into()));
            }
            Err(_) if signals.group.borrow().is_none() => {
                Signals::tell(&signals.group, Some(ingest.default_group().into()));
            }
            Err(_) => {}
        }
        FUNCTION
    };
    desk.read(Reader::Function, || desk.cloud.function(ingest), learn, Observation::Function).await;
}

async fn object(
    desk: &Desk,
    reader: Reader,
    place: &Place,
    word: fn(Result<Option<crate::domain::object::Object>, Fault>) -> Observation,
) {
    desk.read(reader, || desk.cloud.object(place), |_| STEP, word).await;
}

async fn top(desk: &Desk, place: &Scope) {
    let word = |answer| Observation::Listed(place.clone(), answer);
    desk.read(Reader::Tops, || desk.cloud.page(place, None), |_| TOPS, word).await;
}

/// The runs; when the last one at work has ended, what it wrote is read at once.
async fn runs(desk: &Desk, job: &str) {
    let learn = |answer: &Result<Vec<Run>, Fault>| {
        let Ok(runs) = answer else { return STEP };
        let at_work = runs.iter().any(|run| !run.state.is_final());
        let was = desk.signals.busy.borrow().job;
        desk.signals.busy.send_if_modified(|busy| std::mem::replace(&mut busy.job, at_work) != at_work);
        if was && !at_work {
            desk.signals.poke(&[Reader::Processed, Reader::Tops, Reader::Tail]);
        }
        if at_work { AT_WORK } else { STEP }
    };
    desk.read(Reader::Runs, || desk.cloud.runs(job), learn, Observation::Runs).await;
}

/// The crawler; when its crawl has ended, the tables are read at once.
async fn crawler(desk: &Desk, name: &str) {
    let learn = |answer: &Result<Crawler, Fault>| {
        let database = match answer {
            Ok(crawler) => crawler.database.as_ref().map(|name| Ok(name.exact().to_owned())),
            Err(fault) if desk.signals.database.borrow().is_none() => Some(Err(fault.clone())),
            Err(_) => None,
        };
        if let Some(database) = database {
            Signals::tell(&desk.signals.database, Some(database));
        }
        let Ok(crawler) = answer else { return STEP };
        let at_work = crawler.state.is_busy();
        let was = desk.signals.busy.borrow().crawler;
        desk.signals.busy.send_if_modified(|busy| std::mem::replace(&mut busy.crawler, at_work) != at_work);
        if was && !at_work {
            desk.signals.poke(&[Reader::Tables, Reader::Tail]);
        }
        if was != at_work {
            desk.signals.poke(&[Reader::Crawls, Reader::Metrics]);
        }
        if at_work { AT_WORK } else { STEP }
    };
    desk.read(Reader::Crawler, || desk.cloud.crawler(name), learn, Observation::Crawler).await;
}

fn told(told: Told) -> Observation {
    Observation::Glue(told)
}

/// What crawls there were; read again when one begins or ends.
async fn crawls(desk: &Desk, name: &str) {
    desk.read(Reader::Crawls, || desk.cloud.crawls(name), |_| CRAWLS, |answer| told(Told::Crawls(answer)))
        .await;
}

/// How long crawls take; while one is under way, how much of it is left.
async fn metrics(desk: &Desk, name: &str) {
    let calm = |_: &_| if desk.signals.busy.borrow().crawler { PROGRESS } else { CRAWLS };
    desk.read(
        Reader::Metrics,
        || desk.cloud.crawler_metrics(name),
        calm,
        |answer| told(Told::Metrics(answer)),
    )
    .await;
}

/// The tables of the configured database, else of the crawler's, once that is known.
async fn tables(desk: &Desk, catalog: &Catalog) {
    let ask = || async {
        if let Some(database) = &catalog.database {
            return desk.cloud.tables(database).await;
        }
        let mut known = desk.signals.database.subscribe();
        let database = known.wait_for(Option::is_some).await.ok().and_then(|known| known.clone());
        match database {
            Some(Ok(database)) => desk.cloud.tables(&database).await,
            Some(Err(fault)) => Err(fault),
            None => std::future::pending().await,
        }
    };
    desk.read(Reader::Tables, ask, |_| TABLES, Observation::Tables).await;
}
