//! `status` on the embedded AWS, on paused time.

use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::*;
use crate::clock::Time;
use crate::demo::Aws;
use crate::demo::account::Options as Account;
use crate::demo::fault::Fault;
use crate::reference;

fn clock() -> Clock {
    Clock::simulated(Time::from_timestamp(1_767_323_045, 0).unwrap(), 1.0)
}

async fn look(aws: &Aws, pipeline: Pipeline) -> (Pipeline, World) {
    let access = Access { embedded: Some(SharedHttpClient::new(aws.clone())), ..Access::default() };
    Box::pin(once::read(&access, pipeline, aws.clock())).await
}

fn seconds_since(aws: &Aws, started: Time) -> i64 {
    (aws.clock().now() - started).num_seconds()
}

/// Which facts have an answer, and which a fault.
fn known(world: &World) -> [(&'static str, bool, bool); 7] {
    let World { identity, function, raw, processed, runs, crawler, tables, .. } = world;
    [
        ("identity", !identity.is_pending(), identity.fault().is_some()),
        ("function", !function.is_pending(), function.fault().is_some()),
        ("raw", !raw.is_pending(), raw.fault().is_some()),
        ("processed", !processed.is_pending(), processed.fault().is_some()),
        ("runs", !runs.is_pending(), runs.fault().is_some()),
        ("crawler", !crawler.is_pending(), crawler.fault().is_some()),
        ("tables", !tables.is_pending(), tables.fault().is_some()),
    ]
}

#[track_caller]
fn check(world: &World, has_answer: bool, has_fault: bool) {
    for (fact, answered, faulty) in known(world) {
        assert_eq!((answered, faulty), (has_answer, has_fault), "{fact}");
    }
}

#[tokio::test(start_paused = true)]
async fn everything_is_read_once_and_at_once() {
    let aws = Aws::new(Account::default(), clock());
    let started = aws.clock().now();
    let (pipeline, world) = look(&aws, reference::pipeline()).await;
    check(&world, true, false);
    assert!(!world.history.invocations().is_empty());
    assert_eq!(nothing_named(&pipeline, &world), None);
    assert!(seconds_since(&aws, started) < 2);
    let ledger = aws.ledger();
    assert_eq!(
        (ledger.get("GetCallerIdentity"), ledger.get("GetJobRuns")),
        (Some(&1), Some(&1)),
        "{ledger:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_denial_of_everything_is_told_of_everything() {
    let aws = Aws::quiet(Account::default(), clock());
    aws.fail("*", Fault::AccessDenied);
    let (pipeline, world) = look(&aws, reference::pipeline()).await;
    check(&world, true, true);
    assert!(world.history.fault().is_some());
    assert_eq!(nothing_named(&pipeline, &world), None);
}

#[tokio::test(start_paused = true)]
async fn an_expired_login_is_not_waited_for() {
    let aws = Aws::quiet(Account::default(), clock());
    aws.fail("*", Fault::ExpiredToken);
    let started = aws.clock().now();
    let (_, world) = look(&aws, reference::pipeline()).await;
    assert!(matches!(&world.identity.fault().unwrap().kind, Kind::Expired { .. }));
    assert!(seconds_since(&aws, started) < 5);
}

#[tokio::test(start_paused = true)]
async fn what_never_answers_is_given_up_and_the_rest_is_told() {
    let aws = Aws::quiet(Account::default(), clock());
    aws.fail("GetJobRuns", Fault::Hang);
    let started = aws.clock().now();
    let (_, world) = look(&aws, reference::pipeline()).await;
    let is_told = world.runs.fault().is_some() || world.runs.is_pending();
    assert!(is_told && world.crawler.get().is_some());
    assert!(seconds_since(&aws, started) <= 30);
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_without_names_is_found_in_the_account() {
    let aws = Aws::quiet(Account::default(), clock());
    let (pipeline, world) = look(&aws, Pipeline::default()).await;
    assert_eq!(pipeline.name, "getPublicAPIs");
    let (found, want) = (pipeline.clone(), reference::pipeline());
    assert_eq!(found.ingest.map(|ingest| ingest.function), want.ingest.map(|ingest| ingest.function));
    assert_eq!(found.etl.map(|etl| etl.job), want.etl.map(|etl| etl.job));
    assert_eq!(nothing_named(&pipeline, &world), None);
}

#[test]
fn an_account_without_a_pipeline_is_bad_usage_and_one_without_access_is_not() {
    use crate::domain::fault::{Fault, Kind};
    use crate::domain::world::Observation;
    let said = |kind| {
        let mut world = World::default();
        let fault =
            Fault::new("discovery", kind, "the account has 2 jobs (a, b): name the ones of the pipeline");
        world.learn(Time::UNIX_EPOCH, Observation::Found(Err(fault)));
        nothing_named(&Pipeline::default(), &world)
    };
    let want = "there is no pipeline to look at: the account has 2 jobs (a, b): name the ones of the pipeline; see --help";
    assert_eq!(said(Kind::Ours).as_deref(), Some(want));
    assert_eq!(said(Kind::Denied), None);
    let nothing = nothing_named(&Pipeline::default(), &World::default()).unwrap();
    assert_eq!(
        nothing,
        "there is no pipeline to look at: the account has none of a pipeline's parts; see --help"
    );
}
