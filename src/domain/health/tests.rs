mod attempts;
mod steps;
mod usual;

use chrono::TimeDelta;

use super::*;
use crate::domain::crawler::{self, Crawl, Crawler};
use crate::domain::log::Event;
use crate::domain::object::Object;
use crate::domain::run::{self, Run};
use crate::domain::table::{Column, Kind as Type, Table};
use crate::domain::{Observation, pipeline};
use crate::reference as names;

/// Seconds after the beginning of these tests' time; they end at 100,000.
fn at(second: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::seconds(second)
}

fn now() -> Time {
    at(100_000)
}

fn pipeline() -> Pipeline {
    let place = |bucket: &str, key: &str| Some(Place { bucket: bucket.into(), key: Some(key.into()) });
    Pipeline {
        ingest: Some(pipeline::Ingest { function: names::FUNCTION.into(), ..pipeline::Ingest::default() }),
        raw: place(names::RAW_BUCKET, names::RAW_KEY),
        etl: Some(pipeline::Etl { job: names::JOB.into(), ..pipeline::Etl::default() }),
        processed: place(names::PROCESSED_BUCKET, names::PROCESSED_KEY),
        catalog: Some(pipeline::Catalog {
            crawler: Some(names::CRAWLER.into()),
            database: Some(names::DATABASE.into()),
        }),
        ..Pipeline::default()
    }
}

/// A world in which everything went well in the last ten minutes.
fn well() -> World {
    let mut world = World::default();
    let facts = [
        invoked(99_000, "returned {\"statusCode\": 200}"),
        raw(Some((99_001, 364_748))),
        runs(vec![run(99_100, run::State::Succeeded, "")]),
        processed(Some((99_115, 1_300))),
        crawled(99_200, "SUCCEEDED", ""),
        tables(vec![table(names::TABLE, 2)]),
    ];
    hear(&mut world, facts);
    world
}

fn hear(world: &mut World, facts: impl IntoIterator<Item = Observation>) {
    for fact in facts {
        world.learn(now(), fact);
    }
}

fn line(millis: i64, text: &str) -> Event {
    Event {
        id: format!("{millis}{text}").into(),
        group: names::INGEST_GROUP.into(),
        stream: "s".into(),
        time: Time::UNIX_EPOCH + TimeDelta::milliseconds(millis),
        ingested: Time::UNIX_EPOCH + TimeDelta::milliseconds(millis),
        text: text.into(),
    }
}

/// An invocation of 1,200 ms that said something; the request id is its second.
fn invoked(second: i64, said: &str) -> Observation {
    let millis = second * 1_000;
    Observation::Past {
        events: Ok(vec![
            line(millis, &format!("START RequestId: {second} Version: $LATEST")),
            line(millis + 1_100, said),
            line(millis + 1_200, &format!("REPORT RequestId: {second}\tDuration: 1200.00 ms\t")),
        ]),
        since: at(0),
        whole: true,
    }
}

fn object((second, size): (i64, u64)) -> Object {
    Object {
        key: "k".into(),
        size,
        modified: at(second),
        etag: "e".into(),
        storage_class: None,
        ..Object::default()
    }
}

fn raw(of: Option<(i64, u64)>) -> Observation {
    Observation::Raw(Ok(of.map(object)))
}

fn processed(of: Option<(i64, u64)>) -> Observation {
    Observation::Processed(Ok(of.map(object)))
}

fn runs(runs: Vec<Run>) -> Observation {
    Observation::Runs(Ok(runs))
}

/// A run of twenty seconds, unless it still runs.
fn run(second: i64, state: run::State, error: &str) -> Run {
    Run {
        id: format!("jr_{second}").into(),
        completed: state.is_final().then(|| at(second + 20)),
        state,
        attempt: 0,
        previous: None,
        started: at(second),
        execution: Duration::from_secs(14),
        error: (!error.is_empty()).then(|| error.into()),
        detail: None,
        trigger: None,
        arguments: std::collections::BTreeMap::new(),
        terms: crate::domain::run::Terms::default(),
    }
}

fn crawler(state: crawler::State, last: Option<Crawl>) -> Observation {
    Observation::Crawler(Ok(Crawler {
        name: names::CRAWLER.into(),
        elapsed: state.is_busy().then_some(Duration::from_secs(30)),
        state,
        database: Some(names::DATABASE.into()),
        targets: vec![],
        last,
    }))
}

fn crawled(second: i64, status: &str, error: &str) -> Observation {
    let crawl = Crawl {
        status: status.into(),
        started: Some(at(second)),
        error: (!error.is_empty()).then(|| error.into()),
        log_group: None,
        log_stream: None,
        message_prefix: None,
    };
    crawler(crawler::State::Ready, Some(crawl))
}

fn tables(tables: Vec<Table>) -> Observation {
    Observation::Tables(Ok(tables))
}

fn table(name: &str, columns: usize) -> Table {
    let column = Column { name: "c".into(), kind: Type::parse("int"), is_partition: false };
    Table {
        name: name.into(),
        database: names::DATABASE.into(),
        columns: vec![column; columns],
        location: None,
        classification: None,
        serde: None,
        created: Some(at(50_000)),
        updated: None,
        ..Table::default()
    }
}

fn fault(kind: Kind) -> Fault {
    Fault::new("aws:Op", kind, "EntityNotFoundException: it is not there")
}

fn of(world: &World, step: Step) -> Health {
    health(&pipeline(), world, now()).into_iter().find(|health| health.step == step).unwrap()
}

/// Takes a well world, lets it hear more, and looks at one step.
#[track_caller]
fn check(step: Step, facts: impl IntoIterator<Item = Observation>, state: State, why: &str) -> Health {
    let mut world = well();
    hear(&mut world, facts);
    let health = of(&world, step);
    assert_eq!((health.state, health.why.as_deref().unwrap_or_default()), (state, why));
    health
}

#[test]
fn a_pipeline_where_all_is_well_says_since_when_and_how_long() {
    let tell = |health: Health| {
        let since = health.since.map(|since| crate::domain::words::age(now() - since)).unwrap_or_default();
        let took = health.took.map(crate::domain::words::span).unwrap_or_default();
        format!(
            "{} {:?} {since} {took} {}",
            health.step.name(),
            health.state,
            health.note.unwrap_or_default()
        )
    };
    let told: Vec<String> = health(&pipeline(), &well(), now()).into_iter().map(tell).collect();
    assert_eq!(
        told,
        [
            "ingest Good 16m 1.2s ",
            "raw Good 16m  356.1K",
            "etl Good 14m 20s ",
            "processed Good 14m  1.2K",
            "crawl Good 13m  ",
            "table Good 13h  2 cols"
        ]
    );
    assert_eq!(first_broken(&health(&pipeline(), &well(), now())), None);
}

#[test]
fn nothing_is_known_before_the_first_answers() {
    let steps = health(&pipeline(), &World::default(), now());
    assert!(steps.iter().all(|health| health.state == State::Pending), "{steps:?}");
    assert_eq!(steps.iter().map(|health| health.step).collect::<Vec<_>>(), Step::ALL);
}

#[test]
fn an_account_where_nothing_has_happened_yet_is_not_broken() {
    let mut world = World::default();
    let empty = Observation::Past { events: Ok(vec![]), since: at(0), whole: true };
    let idle = crawler(crawler::State::Ready, None);
    hear(&mut world, [empty, raw(None), runs(vec![]), processed(None), idle, tables(vec![])]);
    let steps = health(&pipeline(), &world, now());
    assert!(steps.iter().all(|health| health.state == State::Never && health.why.is_none()), "{steps:?}");
}

#[test]
fn only_the_steps_that_the_pipeline_has_are_judged() {
    let mut pipeline = Pipeline { etl: pipeline().etl, ..Pipeline::default() };
    assert_eq!(health(&pipeline, &well(), now()).len(), 1);
    pipeline.catalog = Some(pipeline::Catalog { crawler: None, database: Some("d".into()) });
    let steps: Vec<Step> = health(&pipeline, &well(), now()).iter().map(|health| health.step).collect();
    assert_eq!(steps, [Step::Etl, Step::Table]);
}

#[test]
fn a_step_is_called_by_its_name_in_aws() {
    let names = Step::ALL.map(|step| step.resource(&pipeline()).unwrap());
    assert_eq!(
        names,
        [
            "getPublicAPIs",
            "s3://public-apis-raw/public_apis.json",
            "describe-public-apis",
            "s3://public-apis-analytics/describe_public_apis.csv",
            "public-apis-crawler",
            "public_apis"
        ]
    );
    assert_eq!(Step::Raw.resource(&Pipeline::default()), None);
}

#[test]
fn the_first_failure_is_named_before_what_is_merely_off() {
    let mut world = well();
    hear(&mut world, [raw(Some((99_001, 0)))]);
    assert_eq!(first_broken(&health(&pipeline(), &world, now())).unwrap().step, Step::Raw);
    hear(&mut world, [runs(vec![run(99_200, run::State::Failed, "E")])]);
    assert_eq!(first_broken(&health(&pipeline(), &world, now())).unwrap().step, Step::Etl);
}

#[track_caller]
fn check_sentence(facts: impl IntoIterator<Item = Observation>, want: &str) {
    let mut world = well();
    hear(&mut world, facts);
    let steps = health(&pipeline(), &world, now());
    let broken = first_broken(&steps).and_then(|health| health.sentence(&pipeline(), now()));
    assert_eq!(broken.as_deref().unwrap_or_default(), want);
}

#[test]
fn what_is_wrong_is_said_in_one_sentence() {
    use run::State::{Failed, Stopped, Timeout};
    let ran = |state, error: &str| [runs(vec![run(99_939, state, error)])];
    check_sentence([], "");
    check_sentence(
        ran(Failed, "Exception: Random exception"),
        "describe-public-apis failed 41s ago: Exception: Random exception",
    );
    check_sentence(ran(Timeout, ""), "describe-public-apis timed out 41s ago");
    check_sentence(ran(Stopped, "by oncall"), "describe-public-apis was stopped 41s ago: by oncall");
    check_sentence(
        [invoked(99_878, r#"returned {"statusCode": 503}"#)],
        "getPublicAPIs failed 2m ago: returned 503: the API's answer was not 200",
    );
    check_sentence(
        [processed(Some((98_400, 9)))],
        "describe_public_apis.csv (26m old): unchanged since before the last good run",
    );
    check_sentence([raw(None)], "public_apis.json: the ingest succeeded but wrote nothing");
    check_sentence([tables(vec![])], "public_apis: the crawl made no table");
}
