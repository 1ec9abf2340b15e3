use aws_sdk_glue::Client;
use aws_sdk_glue::error::ProvideErrorMetadata as _;
use aws_sdk_glue::types::{Column, CrawlerState, JobRunState};
use bytes::Bytes;

use super::{aws, config, pass};
use crate::demo::Aws;
use crate::reference::{CRAWLER, DATABASE, ERROR_GROUP, JOB, RAW_BUCKET, RAW_KEY, TABLE};

const ANSWER: &str = r#"{"count": 1, "entries": [{"API": "A", "Description": "d", "Auth": "", "HTTPS": true,
    "Cors": "yes", "Link": "https://a.example", "Category": "Art"}]}"#;

fn client(aws: &Aws) -> Client {
    Client::new(&config(aws))
}

fn with_raw_object() -> Aws {
    let aws = aws();
    let now = aws.clock().now();
    aws.with(|account| account.put(RAW_BUCKET, RAW_KEY, Bytes::from_static(ANSWER.as_bytes()), now)).unwrap();
    aws
}

#[tokio::test(start_paused = true)]
async fn a_run_goes_from_starting_to_its_end() {
    let aws = with_raw_object();
    let client = client(&aws);
    let started = client.start_job_run().job_name(JOB).arguments("--failure_rate", "0").send().await.unwrap();
    let id = started.job_run_id().unwrap();
    let again = client.start_job_run().job_name(JOB).send().await.unwrap_err().into_service_error();
    assert!(again.is_concurrent_runs_exceeded_exception());
    let run = || client.get_job_run().job_name(JOB).run_id(id).send();
    let early = run().await.unwrap().job_run.unwrap();
    assert_eq!(early.job_run_state(), Some(&JobRunState::Starting));
    assert_eq!(early.completed_on(), None);
    pass(&aws, 600).await;
    let late = run().await.unwrap().job_run.unwrap();
    assert_eq!(late.job_run_state(), Some(&JobRunState::Succeeded), "{:?}", late.error_message());
    assert!(late.completed_on() > late.started_on());
    assert_eq!(aws.ledger().get("StartJobRun"), Some(&2));
}

#[tokio::test(start_paused = true)]
async fn runs_come_newest_first_and_pages_do_not_shift() {
    let aws = with_raw_object();
    let client = client(&aws);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let started = client.start_job_run().job_name(JOB).send().await.unwrap();
        ids.insert(0, started.job_run_id().unwrap().to_owned());
        pass(&aws, 600).await;
    }
    let list = |token: Option<String>| {
        client.get_job_runs().job_name(JOB).max_results(2).set_next_token(token).send()
    };
    let first = list(None).await.unwrap();
    client.start_job_run().job_name(JOB).send().await.unwrap();
    let second = list(first.next_token().map(str::to_owned)).await.unwrap();
    let seen: Vec<&str> =
        first.job_runs().iter().chain(second.job_runs()).filter_map(|run| run.id()).collect();
    assert_eq!(seen, ids);
    assert_eq!(second.next_token(), None);
    let foreign = list(Some("foreign".into())).await.unwrap_err().into_service_error();
    assert!(foreign.is_invalid_input_exception());
}

#[tokio::test(start_paused = true)]
async fn stopping_tells_failures_one_by_one() {
    let aws = with_raw_object();
    let client = client(&aws);
    let started = client.start_job_run().job_name(JOB).send().await.unwrap();
    let id = started.job_run_id().unwrap();
    let stop = client.batch_stop_job_run().job_name(JOB).job_run_ids(id).job_run_ids("jr_nobody");
    let answer = stop.send().await.unwrap();
    assert_eq!(answer.successful_submissions().first().and_then(|it| it.job_run_id()), Some(id));
    assert_eq!(answer.errors().first().and_then(|it| it.job_run_id()), Some("jr_nobody"));
    pass(&aws, 600).await;
    let run = client.get_job_run().job_name(JOB).run_id(id).send().await.unwrap().job_run.unwrap();
    assert_eq!(run.job_run_state(), Some(&JobRunState::Stopped));
}

#[tokio::test(start_paused = true)]
async fn a_crawl_leaves_the_table() {
    let aws = with_raw_object();
    let client = client(&aws);
    let table = || client.get_table().database_name(DATABASE).name(TABLE).send();
    assert!(table().await.unwrap_err().into_service_error().is_entity_not_found_exception());
    client.start_crawler().name(CRAWLER).send().await.unwrap();
    let again = client.start_crawler().name(CRAWLER).send().await.unwrap_err().into_service_error();
    assert!(again.is_crawler_running_exception());
    let crawler = client.get_crawler().name(CRAWLER).send().await.unwrap().crawler.unwrap();
    assert_eq!(crawler.state(), Some(&CrawlerState::Running));
    pass(&aws, 900).await;
    let crawler = client.get_crawler().name(CRAWLER).send().await.unwrap().crawler.unwrap();
    assert_eq!(crawler.state(), Some(&CrawlerState::Ready));
    let table = table().await.unwrap().table.unwrap();
    let columns = table.storage_descriptor().unwrap().columns();
    let names: Vec<&str> = columns.iter().map(Column::name).collect();
    assert_eq!(names, ["count", "entries"]);
    let crawls = client.list_crawls().crawler_name(CRAWLER).send().await.unwrap();
    assert_eq!(crawls.crawls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn unknown_operations_are_refused_by_name() {
    let error = client(&aws()).get_connections().send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
    assert!(error.message().unwrap_or_default().contains("GetConnections"));
}

#[tokio::test(start_paused = true)]
async fn a_script_with_argparse_fails_for_an_argument_that_it_does_not_know() {
    let aws = with_raw_object();
    aws.with(|account| account.job_mut(JOB).unwrap().refuses_unknown_arguments = true);
    let client = client(&aws);
    let ends = async |argument: &str, value: &str| {
        let start = client.start_job_run().job_name(JOB).arguments(argument, value);
        let id = start.send().await.unwrap().job_run_id.unwrap();
        pass(&aws, 600).await;
        let run = client.get_job_run().job_name(JOB).run_id(&id).send().await.unwrap().job_run.unwrap();
        assert_eq!(run.arguments().unwrap().get(argument).map(String::as_str), Some(value));
        (run.job_run_state().cloned(), run.error_message().map(str::to_owned))
    };
    assert_eq!(ends("--failure_rate", "0").await, (Some(JobRunState::Succeeded), None));
    let (state, message) = ends("--action-id", "7").await;
    assert_eq!((state, message.as_deref()), (Some(JobRunState::Failed), Some("SystemExit: 2")));
    let said = aws.with(|account| account.log_events(ERROR_GROUP).unwrap()[0].message.clone());
    assert!(said.ends_with("error: unrecognized arguments: --action-id 7"), "{said}");
    assert_eq!(aws.effects().get("StartJobRun"), Some(&2));
}
