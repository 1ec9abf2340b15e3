//! The console against ministack, which runs functions and Python-shell jobs for real.
//!
//! What it cannot do, so that nothing here is proof of it:
//!
//! - `FilterLogEvents` understands no list of optional terms and gives events of functions no id; it never pages.
//! - `Invoke` calls every error of a handler `Runtime.HandlerError`; the log has no `[ERROR]` line for it, and another
//!   request id than the answer, so that an answer and its lines are two stories. All lines of an invocation are
//!   written at its end.
//! - `GetJobRuns` of a job with a fraction of a DPU is no JSON of AWS: it holds that fraction where a whole number has
//!   to be, and the runs cannot be read. The jobs here have a whole one, but for one that shows it.
//! - Glue writes nothing to its log groups, ignores `MaxResults`, lists the oldest run first, counts in whole
//!   seconds, knows no limit of concurrent runs, and has no runs rather than no job where there is no job.
//! - Crawlers make no tables; `ListJobs` and `ListCrawlers` do not exist, so that only functions and buckets are found.
//! - There is no throttling, no denial by policy, and no redirect to another region.

use farol::domain::World;
use farol::domain::action::{Outcome, Receipt};
use farol::domain::fault::{Fault, Kind};
use farol::domain::health::{State, Step};
use farol::domain::invocation;
use farol::domain::log::Source;
use farol::domain::run;
use farol::domain::text::Foreign;

use super::server::{REGION, Recipe, Shared};
use super::status::Status;
use super::watcher::{Watcher, pipeline};
use super::{acts, facts, listings};

static MINISTACK: Shared = Shared::new(Recipe {
    name: "ministack",
    requirements: "ministack.txt",
    seed: Some("ministack.py"),
    command: &["ministack"],
    environment: &[HOST, PORT, ("MINISTACK_HOST", "127.0.0.1"), ("MINISTACK_REGION", REGION)],
});

/// One that knows no keys but `test`.
static STRICT: Shared = Shared::new(Recipe {
    name: "ministack-strict",
    requirements: "ministack.txt",
    seed: None,
    command: &["ministack"],
    environment: &[HOST, PORT, ("AUTH", "true")],
});

const HOST: (&str, &str) = ("BIND_HOST", "127.0.0.1");
const PORT: (&str, &str) = ("GATEWAY_PORT", "{port}");

#[tokio::test]
async fn every_part_of_a_pipeline_is_read() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("reading"));
    watcher.until("all parts are read", facts::are_all_read).await;
    facts::check(&watcher.world, "000000000000", "reading");
    let states: Vec<_> = watcher.world.runs.get().unwrap().iter().map(|run| run.state.clone()).collect();
    assert_eq!(states, [run::State::Failed, run::State::Succeeded], "the newest run is the first");
    let etl = watcher.health(Step::Etl);
    assert_eq!((etl.state, etl.why.as_deref()), (State::Failed, Some("Exception: Random exception")));
    let table = watcher.health(Step::Table);
    assert_eq!((table.state, table.note.as_deref()), (State::Good, Some("3 cols")));
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_is_told_part_by_part() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("nobody"));
    watcher.until("all parts are asked", facts::are_all_asked).await;
    let world = &watcher.world;
    assert!(world.identity.get().is_some());
    let faults = [world.function.fault(), world.raw.fault(), world.processed.fault(), world.crawler.fault()];
    assert!(faults.iter().all(|fault| fault.is_some_and(|fault| fault.kind == Kind::Missing)), "{faults:?}");
    assert_eq!((world.runs.get(), world.tables.get()), (Some(&vec![]), Some(&vec![])));
}

#[tokio::test]
async fn an_answer_that_aws_could_not_give_is_told_and_the_rest_goes_on() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("fraction"));
    watcher.until("all parts are asked", facts::are_all_asked).await;
    let fault = watcher.world.runs.fault().map(Fault::words);
    let want = "glue:GetJobRuns: the answer makes no sense: invalid number";
    assert_eq!(fault.as_deref(), Some(want));
    assert!(watcher.world.crawler.get().is_some() && watcher.world.function.get().is_some());
}

#[tokio::test]
async fn a_folder_of_more_than_a_page_is_read_to_its_end() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    listings::a_folder_of_more_than_a_page_is_read_to_its_end(endpoint).await;
}

#[tokio::test]
async fn odd_keys_come_back_as_they_were_written() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    listings::odd_keys_come_back_as_they_were_written(endpoint, &[]).await;
}

#[tokio::test]
async fn an_invocation_puts_the_object_and_its_log_tells_of_it() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("invoking"));
    watcher.until("there is no object", |world| world.raw.get() == Some(&None)).await;
    let function = "/aws/lambda/invoking-ingest";
    watcher.until("no log yet", |world| world.tails.get(function) == Some(&Source::Waiting)).await;
    let payload = serde_json::json!({ "bucket_name": "invoking-raw" });
    let Outcome::Accepted(Receipt::Invoked { request_id, function_error, payload, .. }) =
        watcher.act(watcher.invoke(payload)).await
    else {
        panic!("the function did not answer")
    };
    assert_eq!((function_error, payload.exact()), (None, r#"{"statusCode": 200}"#));
    assert_eq!(watcher.world.history.answer(&request_id), Some(&invocation::Outcome::Returned(200)));
    watcher.until("the object is there", |world| matches!(world.raw.get(), Some(Some(_)))).await;
    let is_logged = |world: &World| world.history.invocations().iter().any(|i| i.duration_ms.is_some());
    watcher.until("the invocation is in the log", is_logged).await;
    let invocation = &watcher.world.history.invocations()[0];
    assert_eq!((&invocation.outcome, invocation.memory_mb), (&invocation::Outcome::Good, Some(256)));
    let has_line = |text: &str| watcher.world.logs.iter().any(|line| line.text() == text);
    assert!(has_line("uploaded to invoking-raw"));
    let is_tailed = |world: &World| matches!(world.tails.get(function), Some(Source::Polling { .. }));
    watcher.until("the log is tailed", is_tailed).await;
    assert_eq!(watcher.health(Step::Ingest).state, State::Good);
}

#[tokio::test]
async fn an_error_of_the_function_is_an_answer_and_not_a_success() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("raising"));
    let Outcome::Accepted(Receipt::Invoked { request_id, function_error, .. }) =
        watcher.act(watcher.invoke(serde_json::json!({}))).await
    else {
        panic!("the function did not answer")
    };
    assert_eq!(function_error.as_ref().map(Foreign::exact), Some("Unhandled"));
    let crash = invocation::Outcome::Crashed("Runtime.HandlerError: 'bucket_name'".into());
    assert_eq!(watcher.world.history.answer(&request_id), Some(&crash));
}

#[tokio::test]
async fn a_run_is_followed_to_its_end_and_its_object_appears() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("running"));
    watcher.until("there is no object", |world| world.processed.get() == Some(&None)).await;
    let id = acts::start_job(&mut watcher, &[("--seconds", "2")]).await;
    acts::follow_run(&mut watcher, &id, "SUCCEEDED").await;
    let run = watcher.world.runs.get().unwrap()[0].clone();
    assert_eq!(run.arguments.get(&"--seconds".into()).map(Foreign::exact), Some("2"));
    watcher.until("the object is there", |world| matches!(world.processed.get(), Some(Some(_)))).await;
    let (etl, processed) = (watcher.health(Step::Etl), watcher.health(Step::Processed));
    assert_eq!((etl.state, processed.state), (State::Good, State::Good));
}

#[tokio::test]
async fn a_run_that_fails_says_why() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("failing"));
    let id = acts::start_job(&mut watcher, &[("--seconds", "1"), ("--failure_rate", "1")]).await;
    acts::follow_run(&mut watcher, &id, "FAILED").await;
    let run = &watcher.world.runs.get().unwrap()[0];
    assert!(run.error.as_ref().unwrap().exact().starts_with("Traceback (most recent call last):"));
    let etl = watcher.health(Step::Etl);
    assert_eq!((etl.state, etl.why.as_deref()), (State::Failed, Some("Exception: Random exception")));
}

#[tokio::test]
async fn a_crawl_is_followed_to_its_end_and_a_second_one_is_refused() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    acts::a_crawl_is_followed_to_its_end_and_a_second_one_is_refused(endpoint).await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_started() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let invoke = |watcher: &Watcher| watcher.invoke(serde_json::json!({}));
    let acts = [invoke, |watcher: &Watcher| watcher.start_job(&[]), Watcher::start_crawler];
    acts::what_is_not_there_cannot_be_started(endpoint, &acts).await;
}

#[tokio::test]
async fn what_the_account_holds_is_found_as_far_as_the_server_can_tell() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("nobody"));
    let found = watcher.discover().await;
    assert_eq!(found.len(), 2, "{found:?}");
    let fault = found[1].as_ref().unwrap_err();
    assert_eq!((fault.doing, &fault.kind), ("glue:ListJobs", &Kind::Refused), "{}", fault.words());
}

#[test]
fn status_says_that_all_is_well() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let status = Status::of(endpoint, "well");
    let steps = "ingest good, raw good, etl good, processed good, crawl never, table good";
    status.check(0, "well", steps);
    assert_eq!((status.field("account"), status.field("region")), ("000000000000", REGION));
    assert_eq!(status.step("raw", "resource"), "well-raw/public_apis.json");
    assert_eq!(status.step("table", "resource"), "well_db.well_raw");
}

#[test]
fn status_says_which_step_failed_and_why() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let status = Status::of(endpoint, "reading");
    let steps = "ingest never, raw good, etl failed, processed good, crawl never, table good";
    status.check(1, "failed", steps);
    assert_eq!(status.step("etl", "why"), "Exception: Random exception");
}

#[test]
fn status_says_what_it_could_not_read() {
    let Some(endpoint) = MINISTACK.endpoint() else { return };
    let status = Status::of(endpoint, "fraction");
    let steps = "ingest never, raw never, etl unreadable, processed never, crawl never, table never";
    status.check(2, "degraded", steps);
    assert_eq!(status.step("etl", "why"), "glue:GetJobRuns: the answer makes no sense: invalid number");
}

#[tokio::test]
async fn keys_that_the_server_does_not_know_are_a_login_to_renew() {
    let Some(endpoint) = STRICT.endpoint() else { return };
    let mut watcher = Watcher::of(endpoint, pipeline("reading"));
    watcher.until("who we are is asked", |world| !world.identity.is_pending()).await;
    let fault = watcher.world.identity.fault().map(|fault| fault.kind.clone());
    assert!(matches!(fault, Some(Kind::Expired { .. })), "{fault:?}");
    for action in [watcher.invoke(serde_json::json!({})), watcher.start_job(&[]), watcher.start_crawler()] {
        let fault = acts::refused(&mut watcher, action).await;
        assert!(matches!(fault.kind, Kind::Expired { .. }), "{}", fault.words());
    }
}

#[test]
fn status_without_a_good_login_has_no_access() {
    let Some(endpoint) = STRICT.endpoint() else { return };
    let status = Status::with_key(endpoint, "reading", "of nobody");
    assert_eq!((status.code, status.field("state"), status.fault()), (Some(3), "no_access", "expired"));
}
