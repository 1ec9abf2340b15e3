//! The exit codes, verb by verb, against the embedded AWS in paused time.

use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::ask::Word;
use super::*;
use crate::clock::Time;
use crate::demo::Aws;
use crate::demo::account::Options as AccountOptions;
use crate::demo::fault::Fault;
use crate::domain::action::Operation;
use crate::domain::pipeline::Marking;
use crate::reference;

#[test]
fn an_argument_is_a_name_and_a_value_and_the_name_gets_its_dashes() {
    let want = |name: &str, value: &str| Ok((name.to_owned(), value.to_owned()));
    assert_eq!(argument("--a=b"), want("--a", "b"));
    assert_eq!(argument("a=b=c"), want("--a", "b=c"));
    assert_eq!(argument("--a="), want("--a", ""));
    for bad in ["", "--a", "=b", "--=b"] {
        assert!(argument(bad).is_err(), "{bad:?}");
    }
}

const VERBS: [Verb; 5] = [Verb::Invoke, Verb::StartJob, Verb::StartCrawler, Verb::StopRun, Verb::StopCrawler];

/// An account where no job fails, with what a stop would stop.
fn account(verb: Verb, failure_rate: f64) -> Aws {
    let origin: Time = "2026-11-24T12:00:00Z".parse().unwrap();
    let options =
        AccountOptions { failure_rate, api_failure_rate: failure_rate, ..AccountOptions::default() };
    let aws = Aws::quiet(options, Clock::simulated(origin, 1.0));
    match verb {
        Verb::StopRun => start_job(&aws),
        Verb::StopCrawler => {
            aws.with(|account| account.start_crawler(reference::CRAWLER, origin)).unwrap();
        }
        _ => {}
    }
    aws
}

fn start_job(aws: &Aws) {
    let now = aws.clock().now();
    let arguments = std::collections::BTreeMap::new();
    aws.with(|account| account.start_run(reference::JOB, arguments, now)).map(drop).unwrap();
}

fn wish(pipeline: &Pipeline, verb: Verb) -> Wish {
    match verb {
        Verb::StopRun => Wish::OnlyRun(reference::JOB.into()),
        Verb::StopCrawler => Wish::Action(Action::StopCrawler { crawler: reference::CRAWLER.into() }),
        verb => Wish::Action(Action::of(pipeline, verb).unwrap()),
    }
}

fn course(aws: &Aws, manner: Manner, marking: Marking) -> Course {
    let mut pipeline = reference::pipeline();
    pipeline.etl.as_mut().unwrap().marking = marking;
    let access = Access { embedded: Some(SharedHttpClient::new(aws.clone())), ..Access::default() };
    Course::new(pipeline, access, Journal::Off, aws.clock(), manner)
}

const YES: Manner = Manner { yes: true, wait: true, json: true, dry_run: false };

async fn exit(aws: &Aws, verb: Verb, marking: Marking) -> (Exit, usize) {
    let course = course(aws, YES, marking);
    let wish = wish(&course.pipeline, verb);
    let exit = Box::pin(course.run(wish)).await;
    (exit, sent(aws, verb))
}

fn sent(aws: &Aws, verb: Verb) -> usize {
    aws.ledger().get(operation(verb)).copied().unwrap_or_default()
}

fn operation(verb: Verb) -> &'static str {
    match verb {
        Verb::Invoke => Operation::Invoke,
        Verb::StartJob | Verb::Backfill => Operation::StartJobRun,
        Verb::StartCrawler => Operation::StartCrawler,
        Verb::StopRun => Operation::BatchStopJobRun,
        Verb::StopCrawler => Operation::StopCrawler,
        Verb::ResetBookmark => Operation::ResetJobBookmark,
    }
    .name()
}

#[tokio::test(start_paused = true)]
async fn a_step_that_is_done_well_exits_with_0() {
    for verb in VERBS {
        let aws = account(verb, 0.0);
        if matches!(verb, Verb::StartJob | Verb::StartCrawler) {
            assert_eq!(exit(&aws, Verb::Invoke, Marking::ById).await, (Exit::Well, 1), "its input");
        }
        assert_eq!(exit(&aws, verb, Marking::ById).await, (Exit::Well, 1), "{verb:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_that_fails_exits_with_1() {
    for verb in [Verb::Invoke, Verb::StartJob] {
        let aws = account(verb, 1.0);
        assert_eq!(exit(&aws, verb, Marking::ById).await, (Exit::Failed, 1), "{verb:?}");
    }
}

async fn backfill(aws: &Aws, values: &str) -> (Exit, usize) {
    let course = course(aws, YES, Marking::ById);
    let Some(Action::StartJob { job, arguments }) = Action::of(&course.pipeline, Verb::StartJob) else {
        panic!()
    };
    let series = crate::domain::backfill::Series::parse(values).unwrap();
    let plan = crate::domain::backfill::Plan { job, arguments, series };
    let exit = Box::pin(course.run(Wish::Action(Action::Backfill(plan)))).await;
    (exit, sent(aws, Verb::Backfill))
}

#[tokio::test(start_paused = true)]
async fn a_backfill_exits_as_its_runs_end_and_starts_none_after_one_that_goes_wrong() {
    let ready = || async {
        let aws = account(Verb::Invoke, 0.0);
        exit(&aws, Verb::Invoke, Marking::ById).await;
        aws
    };
    let aws = ready().await;
    assert_eq!(backfill(&aws, "--day=1..3").await, (Exit::Well, 3));
    assert_eq!(backfill(&ready().await, "--failure_rate=0,1,0.0").await, (Exit::Failed, 2));
    aws.fail("StartJobRun", Fault::Lost);
    assert_eq!(backfill(&aws, "--day=4..6").await, (Exit::Unknown, 4));
    let aws = ready().await;
    aws.fail("StartJobRun", Fault::AccessDenied);
    assert_eq!(backfill(&aws, "--day=4..6").await, (Exit::Refused, 1));
    let aws = ready().await;
    start_job(&aws);
    assert_eq!(backfill(&aws, "--day=4..6").await, (Exit::Refused, 0), "it is running");
}

/// Does what somebody else does once the operation has been asked for.
async fn meanwhile(aws: Aws, operation: &'static str, deed: fn(&Aws)) {
    while !aws.ledger().contains_key(operation) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    deed(&aws);
}

#[tokio::test(start_paused = true)]
async fn a_crawl_that_somebody_else_stops_exits_with_1() {
    let aws = account(Verb::StartCrawler, 0.0);
    let somebody = tokio::spawn(meanwhile(aws.clone(), "StartCrawler", |aws| {
        let now = aws.clock().now();
        aws.with(|account| account.stop_crawler(reference::CRAWLER, now)).unwrap();
    }));
    assert_eq!(exit(&aws, Verb::StartCrawler, Marking::ById).await, (Exit::Failed, 1));
    somebody.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stop_whose_answer_lists_the_run_among_its_errors_exits_with_4() {
    let aws = account(Verb::StopRun, 0.0);
    let run = aws.with(|account| account.runs(reference::JOB).unwrap()[0].id.clone());
    // What was read before the request says that it runs, and comes after somebody else has stopped it.
    aws.fail_next("GetJobRuns", 1, Fault::Slow(Duration::from_millis(500)));
    let somebody = tokio::spawn(meanwhile(aws.clone(), "GetJobRuns", |aws| {
        let now = aws.clock().now();
        let id = aws.with(|account| account.runs(reference::JOB).unwrap()[0].id.clone());
        aws.with(|account| account.stop_run(reference::JOB, &id, now)).unwrap();
    }));
    let course = course(&aws, YES, Marking::ById);
    let wish = Wish::Action(Action::StopRun { job: reference::JOB.into(), run });
    let exit = Box::pin(course.run(wish)).await;
    assert_eq!((exit, sent(&aws, Verb::StopRun)), (Exit::Refused, 1));
    somebody.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_aws_refuses_exits_with_4() {
    for verb in VERBS {
        let aws = account(verb, 0.0);
        aws.fail(operation(verb), Fault::AccessDenied);
        assert_eq!(exit(&aws, verb, Marking::ById).await, (Exit::Refused, 1), "{verb:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_decided_exits_with_5() {
    for verb in VERBS {
        let aws = account(verb, 0.0);
        aws.fail(operation(verb), Fault::Lost);
        let blind = tokio::spawn(blinded(aws.clone(), verb));
        assert_eq!(exit(&aws, verb, Marking::ById).await, (Exit::Unknown, 1), "{verb:?}");
        blind.await.unwrap();
    }
}

/// Once the request has come, what would tell of it cannot be read any more.
async fn blinded(aws: Aws, verb: Verb) {
    while sent(&aws, verb) == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for read in ["GetJobRuns", "GetCrawler", "FilterLogEvents"] {
        aws.fail(read, Fault::AccessDenied);
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_refuses_unknown_arguments_and_whose_answer_is_lost_exits_with_5() {
    let aws = account(Verb::StartJob, 0.0);
    aws.fail("StartJobRun", Fault::Lost);
    assert_eq!(exit(&aws, Verb::StartJob, Marking::Never).await, (Exit::Unknown, 1));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_over_cannot_be_stopped_and_exits_with_4() {
    let aws = account(Verb::StartJob, 0.0);
    assert_eq!(exit(&aws, Verb::StopRun, Marking::ById).await, (Exit::Refused, 0));
    assert_eq!(exit(&aws, Verb::StopCrawler, Marking::ById).await, (Exit::Refused, 0));
}

#[tokio::test(start_paused = true)]
async fn a_yes_that_comes_after_somebody_elses_start_is_refused() {
    for (is_late, want) in [(true, (Exit::Refused, 0)), (false, (Exit::Well, 1))] {
        let aws = account(Verb::StartJob, 0.0);
        let somebody = aws.clone();
        let manner = Manner { yes: false, wait: false, ..YES };
        let course = course(&aws, manner, Marking::ById).asking(Arc::new(move |shown, wanted, _| {
            assert!(shown.contains("--farol-action-id") && wanted == "yes", "{shown}");
            if is_late {
                start_job(&somebody);
            }
            Word::Yes
        }));
        let wish = wish(&course.pipeline, Verb::StartJob);
        assert_eq!((Box::pin(course.run(wish)).await, sent(&aws, Verb::StartJob)), want);
    }
}
