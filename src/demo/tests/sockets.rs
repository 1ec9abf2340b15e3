//! The real SDK over real sockets, on lines that break.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_glue::Client;
use aws_sdk_sts::error::DisplayErrorContext;
use chrono::TimeDelta;

use super::{aws, config};
use crate::demo::Aws;
use crate::demo::events::LogClass;
use crate::demo::fault::{Fault, Line};
use crate::demo::serve::Door;
use crate::reference::CRAWLER;

fn over(door: &Door, aws: &Aws) -> SdkConfig {
    let http = aws_smithy_http_client::Builder::new().build_http();
    let patience = TimeoutConfig::builder().read_timeout(Duration::from_millis(300)).build();
    let builder = config(aws).to_builder().http_client(http).endpoint_url(door.url());
    builder.retry_config(RetryConfig::disabled()).timeout_config(patience).build()
}

/// What a client says that asks for a crawl on a broken line, and how many crawls that makes.
async fn said(fault: Fault) -> (String, usize) {
    let aws = aws();
    let door = Door::open(aws.clone()).await.unwrap();
    aws.fail("StartCrawler", fault);
    let client = Client::new(&over(&door, &aws));
    let outcome = client.start_crawler().name(CRAWLER).send().await;
    let said = outcome.map_or_else(|error| DisplayErrorContext(&error).to_string(), |_| "well".to_owned());
    assert_eq!(aws.ledger().get("StartCrawler"), Some(&1), "{fault:?}");
    (said, aws.effects().get("StartCrawler").copied().unwrap_or_default())
}

async fn check(line: Line, expected: &str) {
    for (fault, effects) in [(Fault::Before(line), 0), (Fault::After(line), 1)] {
        let (said, done) = said(fault).await;
        assert!(said.contains(expected), "{fault:?}: {said}");
        assert_eq!(done, effects, "{fault:?}");
    }
}

#[tokio::test]
async fn a_line_breaks_in_its_own_way_before_the_effect_or_after_it() {
    check(Line::Reset, "Connection reset by peer").await;
    check(Line::Fin, "connection closed before message completed").await;
    check(Line::Hang, "timeout").await;
    check(Line::Status(500), "InternalServiceException").await;
    check(Line::Status(503), "InternalServiceException").await;
    check(Line::Status(429), "ThrottlingException").await;
    check(Line::Late(Duration::from_secs(5)), "timeout").await;
    check(Line::CutBody, "end of file before message length reached").await;
}

#[tokio::test]
async fn a_shut_door_refuses_and_opens_again_on_its_address() {
    let aws = aws();
    let mut door = Door::open(aws.clone()).await.unwrap();
    let client = Client::new(&over(&door, &aws));
    client.get_crawler().name(CRAWLER).send().await.unwrap();
    door.shut().await;
    let error = client.get_crawler().name(CRAWLER).send().await.unwrap_err();
    assert!(DisplayErrorContext(&error).to_string().contains("Connection refused"), "{error:?}");
    door.reopen().await.unwrap();
    client.get_crawler().name(CRAWLER).send().await.unwrap();
}

#[tokio::test]
async fn a_live_tail_comes_over_a_socket_as_it_happens() {
    let aws = aws();
    let now = aws.clock().now();
    aws.with(|account| account.make_log_group("/g", LogClass::Standard, now));
    let door = Door::open(aws.clone()).await.unwrap();
    // The operation's host prefix ends up before the @.
    let url = door.url().replace("http://", "http://x@");
    let config = over(&door, &aws).to_builder().endpoint_url(url).build();
    let client = aws_sdk_cloudwatchlogs::Client::new(&config);
    let arn = "arn:aws:logs:us-east-2:123456789012:log-group:/g";
    let mut tail = client.start_live_tail().log_group_identifiers(arn).send().await.unwrap();
    tail.response_stream.recv().await.unwrap().unwrap();
    let now = aws.clock().now();
    aws.with(|account| account.put_late_log("/g", "s", now, "hello".into(), TimeDelta::zero()));
    let update = tail.response_stream.recv().await.unwrap().unwrap();
    let update = update.as_session_update().unwrap();
    assert_eq!(update.session_results()[0].message(), Some("hello"));
}
