//! The real SDK against the embedded AWS, through the connector and in paused time.

#![expect(clippy::disallowed_methods, reason = "what is acted on is the embedded AWS")]

mod faults;
mod glue;
mod insights;
mod lambda;
mod live;
mod logs;
mod s3;
mod sockets;
mod sts;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use bytes::Bytes;
use chrono::TimeDelta;
use http::Request;

use super::Aws;
use super::account::Options;
use crate::clock::{Clock, Time};
use crate::reference::REGION;

/// Where the clocks of these tests start.
fn origin() -> Time {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// An account in which nothing fails by chance.
fn aws() -> Aws {
    let options = Options { failure_rate: 0.0, api_failure_rate: 0.0, ..Options::default() };
    Aws::quiet(options, Clock::simulated(origin(), 1.0))
}

fn config(aws: &Aws) -> SdkConfig {
    in_region(aws, REGION)
}

fn in_region(aws: &Aws, region: &'static str) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(region))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "demo", "demo", None, None, "demo",
        )))
        .http_client(aws.clone())
        .build()
}

#[tokio::test(start_paused = true)]
async fn equal_options_give_equal_answers_byte_for_byte() {
    let (first, second) = (transcript().await, transcript().await);
    assert!(first.len() > 10_000, "{}", first.len());
    assert!(first == second);
}

/// What a fresh account with a day of history answers to a few requests.
async fn transcript() -> String {
    let aws = Aws::new(Options::default(), Clock::simulated(origin(), 1.0));
    let json = [
        ("AWSGlue.GetJobRuns", r#"{"JobName": "describe-public-apis"}"#),
        ("AWSGlue.GetCrawlers", "{}"),
        ("Logs_20140328.FilterLogEvents", r#"{"logGroupName": "/aws/lambda/getPublicAPIs"}"#),
    ];
    let list = Request::get("http://127.0.0.1/public-apis-raw?list-type=2").body(Bytes::new()).unwrap();
    let mut answers = vec![aws.answer(list).await];
    for (target, body) in json {
        let request = Request::post("http://127.0.0.1/").header("x-amz-target", target);
        answers.push(aws.answer(request.body(Bytes::from(body)).unwrap()).await);
    }
    format!("{answers:?}")
}

/// Lets simulated time pass.
async fn pass(aws: &Aws, seconds: i64) {
    aws.clock().sleep_until(aws.clock().now() + TimeDelta::seconds(seconds)).await;
}
