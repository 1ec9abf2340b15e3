use std::time::Duration;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::RequestId as _;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{InvocationType, LogType};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{aws, config};
use crate::demo::Aws;
use crate::reference::{FUNCTION, INGEST_GROUP, RAW_BUCKET, RAW_KEY};

fn client(aws: &Aws) -> Client {
    Client::new(&config(aws))
}

fn event() -> Blob {
    Blob::new(format!("{{\"bucket_name\": \"{RAW_BUCKET}\"}}"))
}

#[tokio::test(start_paused = true)]
async fn an_invocation_takes_simulated_time_and_no_real_time() {
    let aws = aws();
    let (wall, began) = (wall_clock(), aws.clock().now());
    let answer = client(&aws)
        .invoke()
        .function_name(FUNCTION)
        .payload(event())
        .log_type(LogType::Tail)
        .send()
        .await
        .unwrap();
    let took = (aws.clock().now() - began).to_std().unwrap();
    assert!(took > Duration::from_millis(50), "{took:?}");
    assert!(wall.elapsed() < Duration::from_secs(5));
    assert_eq!((answer.status_code(), answer.function_error()), (200, None));
    let payload: serde_json::Value = serde_json::from_slice(answer.payload().unwrap().as_ref()).unwrap();
    assert_eq!(payload["statusCode"], 200);
    let log = String::from_utf8(STANDARD.decode(answer.log_result().unwrap()).unwrap()).unwrap();
    assert!(log.contains(&format!("REPORT RequestId: {}", answer.request_id().unwrap())), "{log}");
    aws.with(|account| assert!(account.bucket(RAW_BUCKET).unwrap().objects.contains_key(RAW_KEY)));
}

#[expect(clippy::disallowed_methods, reason = "the test is about real time")]
fn wall_clock() -> std::time::Instant {
    std::time::Instant::now()
}

#[tokio::test(start_paused = true)]
async fn the_lock_is_free_while_an_invocation_runs() {
    let aws = aws();
    let client = client(&aws);
    let invoke = client.invoke().function_name(FUNCTION).payload(event()).send();
    let look = client.get_function_configuration().function_name(FUNCTION).send();
    let (answer, configuration) = tokio::join!(invoke, look);
    answer.unwrap();
    let configuration = configuration.unwrap();
    assert_eq!(configuration.logging_config().and_then(|it| it.log_group()), Some(INGEST_GROUP));
}

#[tokio::test(start_paused = true)]
async fn a_function_that_raises_still_answers_200() {
    let answer = client(&aws()).invoke().function_name(FUNCTION).payload(Blob::new("{}")).send();
    let answer = answer.await.unwrap();
    assert_eq!((answer.status_code(), answer.function_error()), (200, Some("Unhandled")));
    let payload: serde_json::Value = serde_json::from_slice(answer.payload().unwrap().as_ref()).unwrap();
    assert_eq!(payload["errorType"], "KeyError");
}

#[tokio::test(start_paused = true)]
async fn events_and_dry_runs_do_not_wait() {
    let aws = aws();
    let began = aws.clock().now();
    for (kind, status) in [(InvocationType::Event, 202), (InvocationType::DryRun, 204)] {
        let invoke = client(&aws).invoke().function_name(FUNCTION).payload(event()).invocation_type(kind);
        assert_eq!(invoke.send().await.unwrap().status_code(), status);
    }
    assert!(aws.clock().now() - began < chrono::TimeDelta::milliseconds(50));
}

#[tokio::test(start_paused = true)]
async fn a_function_goes_by_name_partial_or_whole_arn() {
    let client = client(&aws());
    let by = |name: &str| client.get_function().function_name(name).send();
    let arn = by(FUNCTION).await.unwrap().configuration().unwrap().function_arn().unwrap().to_owned();
    for name in [arn.clone(), format!("123456789012:function:{FUNCTION}"), format!("{FUNCTION}:$LATEST")] {
        let found = by(&name).await.unwrap();
        assert_eq!(found.configuration().and_then(|it| it.function_arn()), Some(arn.as_str()), "{name}");
    }
    for name in ["nobody", "getPublicAPIs:live"] {
        let error = by(name).await.unwrap_err().into_service_error();
        assert!(error.is_resource_not_found_exception(), "{name}: {error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn functions_are_listed_and_unreserved() {
    let client = client(&aws());
    let pages = client.list_functions().max_items(1).into_paginator().items().send();
    let functions = pages.try_collect().await.unwrap();
    assert!(functions.iter().any(|function| function.function_name() == Some(FUNCTION)));
    let concurrency = client.get_function_concurrency().function_name(FUNCTION).send().await.unwrap();
    assert_eq!(concurrency.reserved_concurrent_executions(), None);
}

#[tokio::test(start_paused = true)]
async fn a_function_without_concurrency_is_switched_off() {
    let aws = aws();
    let client = client(&aws);
    let reserve = client.put_function_concurrency().function_name(FUNCTION);
    reserve.reserved_concurrent_executions(0).send().await.unwrap();
    let reserved = client.get_function_concurrency().function_name(FUNCTION).send().await.unwrap();
    assert_eq!(reserved.reserved_concurrent_executions(), Some(0));
    let invoke = || client.invoke().function_name(FUNCTION).payload(event()).send();
    let error = invoke().await.unwrap_err().into_service_error();
    assert!(error.is_too_many_requests_exception(), "{error:?}");
    assert_eq!(aws.effects().get("Invoke"), None);
    client.delete_function_concurrency().function_name(FUNCTION).send().await.unwrap();
    invoke().await.unwrap();
    let dry = client.invoke().function_name(FUNCTION).invocation_type(InvocationType::DryRun);
    assert_eq!(dry.send().await.unwrap().status_code(), 204);
    assert_eq!(aws.effects().get("Invoke"), Some(&1));
    assert_eq!((aws.ledger().get("Invoke"), aws.ledger().get("DryRun")), (Some(&4), Some(&1)));
}
