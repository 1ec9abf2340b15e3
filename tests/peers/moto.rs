//! The console against moto, which runs nothing but has the states, the limits and the errors of AWS.
//!
//! What it cannot do, so that nothing here is proof of it:
//!
//! - `Invoke` gives the event back and writes no log, whatever function is named; the log here was written by hand.
//! - Runs and crawls change their state by the clock. A run never fails and writes nothing, its `ExecutionTime` is
//!   always 123, and it ends in the moment it started. The oldest comes first.
//! - A crawl that ended is `COMPLETED`; crawlers make no tables.
//! - `FilterLogEvents` gives everything, whatever the pattern.
//! - Keys cannot have line breaks.
//! - There is no throttling, no denial by policy, and no redirect to another region.

use farol::domain::World;
use farol::domain::action::{Outcome, Receipt};
use farol::domain::fault::Kind;
use farol::domain::health::{State, Step};
use farol::domain::invocation;
use farol::domain::log::Source;
use farol::domain::run;
use farol::domain::text::Foreign;

use super::server::{Recipe, Shared};
use super::status::Status;
use super::watcher::{Watcher, pipeline};
use super::{acts, facts, listings};

static MOTO: Shared = Shared::new(Recipe {
    name: "moto",
    requirements: "moto.txt",
    seed: Some("moto.py"),
    command: &["moto_server", "-H", "127.0.0.1", "-p", "{port}"],
    environment: &[],
});

#[tokio::test]
async fn every_part_of_a_pipeline_is_read() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("reading"));
    watcher.until("all parts are read", facts::are_all_read).await;
    facts::check(&watcher.world, "123456789012", "reading");
    let runs = watcher.world.runs.get().unwrap();
    assert!(runs.iter().all(|run| run.state == run::State::Succeeded && run.execution.as_secs() == 123));
    let table = watcher.health(Step::Table);
    assert_eq!((table.state, table.note.as_deref()), (State::Good, Some("3 cols")));
}

#[tokio::test]
async fn the_log_of_the_function_becomes_its_history() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("reading"));
    watcher.until("the past is read", |world| world.history.invocations().len() == 2).await;
    let outcomes: Vec<_> = watcher.world.history.invocations().iter().map(|i| i.outcome.clone()).collect();
    let raised = invocation::Outcome::Raised("KeyError: 'bucket_name'".into());
    assert_eq!(outcomes, [raised, invocation::Outcome::Good], "the newest is the first");
    let ingest = watcher.health(Step::Ingest);
    assert_eq!(
        (ingest.state, ingest.why.as_deref()),
        (State::Failed, Some("raised KeyError: 'bucket_name'"))
    );
    let source = |world: &World, group: &str| world.tails.get(group).cloned();
    watcher
        .until("groups that are not there are waited for", |world| {
            source(world, "/aws-glue/python-jobs/error") == Some(Source::Waiting)
                && matches!(source(world, "/aws/lambda/reading-ingest"), Some(Source::Polling { .. }))
        })
        .await;
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_is_told_part_by_part() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("nobody"));
    watcher.until("all parts are asked", facts::are_all_asked).await;
    let world = &watcher.world;
    assert!(world.identity.get().is_some());
    let faults = [
        world.function.fault(),
        world.raw.fault(),
        world.processed.fault(),
        world.runs.fault(),
        world.crawler.fault(),
        world.tables.fault(),
    ];
    assert!(faults.iter().all(|fault| fault.is_some_and(|fault| fault.kind == Kind::Missing)), "{faults:?}");
}

#[tokio::test]
async fn a_folder_of_more_than_a_page_is_read_to_its_end() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    listings::a_folder_of_more_than_a_page_is_read_to_its_end(endpoint).await;
}

#[tokio::test]
async fn odd_keys_come_back_as_they_were_written() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    listings::odd_keys_come_back_as_they_were_written(endpoint, &["line\nbreak"]).await;
}

#[tokio::test]
async fn a_page_of_html_where_an_answer_should_be_says_why_and_the_rest_goes_on() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let said = "HTTP 500 500 Internal Server Error";
    listings::a_page_that_cannot_be_read_says_why_and_the_rest_goes_on(endpoint, said).await;
}

#[tokio::test]
async fn an_invocation_is_answered() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("invoking"));
    let outcome = watcher.act(watcher.invoke(serde_json::json!({ "statusCode": 503 }))).await;
    let Outcome::Accepted(Receipt::Invoked { request_id, function_error, payload, .. }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((function_error, payload.exact()), (None, r#"{"statusCode":503}"#));
    assert_eq!(watcher.world.history.answer(&request_id), Some(&invocation::Outcome::Returned(503)));
    let ingest = watcher.health(Step::Ingest);
    let why = "returned 503: the API's answer was not 200";
    assert_eq!((ingest.state, ingest.why.as_deref()), (State::Failed, Some(why)));
}

#[tokio::test]
async fn a_run_is_followed_to_its_end_and_a_second_one_is_refused() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("running"));
    let id = acts::start_job(&mut watcher, &[("--failure_rate", "0.5")]).await;
    let again = watcher.start_job(&[]);
    let fault = acts::refused(&mut watcher, again).await;
    assert_eq!(fault.kind, Kind::Refused);
    assert!(fault.said.exact().starts_with("ConcurrentRunsExceededException: "), "{}", fault.words());
    acts::follow_run(&mut watcher, &id, "SUCCEEDED").await;
    let run = watcher.world.runs.get().unwrap()[0].clone();
    assert_eq!(run.arguments.get(&"--failure_rate".into()).map(Foreign::exact), Some("0.5"));
}

#[tokio::test]
async fn a_crawl_is_followed_to_its_end_and_a_second_one_is_refused() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    acts::a_crawl_is_followed_to_its_end_and_a_second_one_is_refused(endpoint).await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_started() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let acts = [|watcher: &Watcher| watcher.start_job(&[]), Watcher::start_crawler];
    acts::what_is_not_there_cannot_be_started(endpoint, &acts).await;
}

#[tokio::test]
async fn an_account_with_several_of_a_kind_is_told_to_name_one() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("nobody"));
    let found = watcher.discover().await;
    assert_eq!(found.len(), 2, "{found:?}");
    let words = found[1].as_ref().unwrap_err().words();
    assert!(words.contains("5 jobs (") && words.contains("10 buckets"), "{words}");
}

#[test]
fn status_says_which_step_failed_and_why() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let status = Status::of(endpoint, "reading");
    let steps = "ingest failed, raw good, etl good, processed good, crawl never, table good";
    status.check(1, "failed", steps);
    assert_eq!(status.step("ingest", "why"), "raised KeyError: 'bucket_name'");
}

#[test]
fn status_says_that_there_is_no_such_pipeline() {
    let Some(endpoint) = MOTO.endpoint() else { return };
    let status = Status::of(endpoint, "nobody");
    let steps = ["ingest", "raw", "etl", "processed", "crawl", "table"];
    status.check(1, "failed", &steps.map(|step| format!("{step} unreadable")).join(", "));
    for (step, start) in
        steps.iter().zip(["no function", "no bucket", "no job", "no bucket", "no crawler", "no database"])
    {
        assert!(status.step(step, "why").starts_with(start), "{step}: {}", status.step(step, "why"));
    }
}
