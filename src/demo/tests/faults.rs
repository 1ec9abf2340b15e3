use std::time::Duration;

use aws_sdk_glue::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_sts::error::DisplayErrorContext;

use super::{aws, config, in_region};
use crate::demo::Aws;
use crate::demo::fault::Fault;
use crate::reference::{FUNCTION, JOB, RAW_BUCKET};

/// The codes that the five services give for a fault: S3, Lambda, Glue, Logs, STS.
async fn codes(fault: Fault) -> [Option<String>; 5] {
    let aws = aws();
    aws.fail("*", fault);
    let config = config(&aws).to_builder().retry_config(aws_config::retry::RetryConfig::disabled()).build();
    let s3 = aws_sdk_s3::Client::new(&config).list_objects_v2().bucket(RAW_BUCKET).send().await;
    let lambda = aws_sdk_lambda::Client::new(&config).get_function().function_name(FUNCTION).send().await;
    let glue = aws_sdk_glue::Client::new(&config).get_job().job_name(JOB).send().await;
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config).describe_log_groups().send().await;
    let sts = aws_sdk_sts::Client::new(&config).get_caller_identity().send().await;
    [
        s3.unwrap_err().code().map(str::to_owned),
        lambda.unwrap_err().code().map(str::to_owned),
        glue.unwrap_err().code().map(str::to_owned),
        logs.unwrap_err().code().map(str::to_owned),
        sts.unwrap_err().code().map(str::to_owned),
    ]
}

async fn check(fault: Fault, expected: [&str; 5]) {
    assert_eq!(codes(fault).await.map(Option::unwrap_or_default), expected, "{fault:?}");
}

#[tokio::test(start_paused = true)]
async fn each_service_has_its_own_code_for_a_fault() {
    let denied = ["AccessDenied", "AccessDeniedException", "AccessDeniedException", "AccessDeniedException"];
    let [s3, lambda, glue, logs] = denied;
    check(Fault::AccessDenied, [s3, lambda, glue, logs, "AccessDenied"]).await;
    let throttling = "ThrottlingException";
    let busy = ["SlowDown", "TooManyRequestsException", throttling, throttling, "Throttling"];
    check(Fault::Throttled, busy).await;
    let expired = "ExpiredTokenException";
    check(Fault::ExpiredToken, ["ExpiredToken", expired, expired, expired, "ExpiredToken"]).await;
    let glue = "InternalServiceException";
    let broken =
        ["InternalError", "ServiceException", glue, "ServiceUnavailableException", "InternalFailure"];
    check(Fault::InternalError, broken).await;
}

#[tokio::test(start_paused = true)]
async fn a_denial_names_the_missing_action() {
    let aws = aws();
    aws.fail("ListObjectsV2", Fault::AccessDenied);
    let client = aws_sdk_s3::Client::new(&config(&aws));
    let error = client.list_objects_v2().bucket(RAW_BUCKET).send().await.unwrap_err();
    assert!(error.message().unwrap_or_default().contains("not authorized to perform: s3:ListBucket"));
    let region = error.raw_response().and_then(|raw| raw.headers().get("x-amz-bucket-region"));
    assert_eq!(region, Some("us-east-2"));
    aws.heal("ListObjectsV2");
    client.list_objects_v2().bucket(RAW_BUCKET).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_ledger_counts_every_try() {
    let aws = aws();
    aws.fail("GetJob", Fault::Throttled);
    let error = aws_sdk_glue::Client::new(&config(&aws)).get_job().job_name(JOB).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(aws.ledger().get("GetJob"), Some(&3));
}

async fn start(aws: &Aws) -> SdkError<aws_sdk_glue::operation::start_job_run::StartJobRunError> {
    let once = aws_config::retry::RetryConfig::disabled();
    let timeouts =
        aws_config::timeout::TimeoutConfig::builder().read_timeout(Duration::from_secs(30)).build();
    let config = config(aws).to_builder().retry_config(once).timeout_config(timeouts).build();
    let client = aws_sdk_glue::Client::new(&config);
    client.start_job_run().job_name(JOB).send().await.unwrap_err()
}

fn runs(aws: &Aws) -> usize {
    aws.with(|account| account.runs(JOB).map_or(0, std::collections::VecDeque::len))
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_leaves_the_run_behind_and_a_dead_line_does_not() {
    let aws = aws();
    aws.fail("StartJobRun", Fault::Offline);
    assert!(matches!(start(&aws).await, SdkError::DispatchFailure(_)));
    assert_eq!(runs(&aws), 0);
    aws.fail("StartJobRun", Fault::Lost);
    assert!(matches!(start(&aws).await, SdkError::DispatchFailure(_)));
    assert_eq!(runs(&aws), 1);
}

#[tokio::test(start_paused = true)]
async fn who_hangs_is_left_at_the_read_timeout() {
    let aws = aws();
    aws.fail("StartJobRun", Fault::Hang);
    let began = aws.clock().now();
    let error = start(&aws).await;
    let SdkError::DispatchFailure(failure) = error else { panic!("{error:?}") };
    assert!(failure.is_timeout());
    assert_eq!((aws.clock().now() - began).num_seconds(), 30);
    assert_eq!(runs(&aws), 0);
}

#[tokio::test(start_paused = true)]
async fn a_page_of_html_is_no_answer() {
    let aws = aws();
    aws.fail("GetCallerIdentity", Fault::Html);
    let error = aws_sdk_sts::Client::new(&config(&aws)).get_caller_identity().send().await.unwrap_err();
    let said = DisplayErrorContext(&error).to_string();
    assert!(!said.is_empty());
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(500));
}

#[tokio::test(start_paused = true)]
async fn a_bucket_elsewhere_redirects_to_its_region() {
    let aws = aws();
    aws.fail("ListObjectsV2", Fault::Elsewhere("eu-west-1"));
    let list = |region| {
        aws_sdk_s3::Client::new(&in_region(&aws, region)).list_objects_v2().bucket(RAW_BUCKET).send()
    };
    let error = list("us-east-2").await.unwrap_err();
    assert_eq!(error.code(), Some("PermanentRedirect"));
    let region = error.raw_response().and_then(|raw| raw.headers().get("x-amz-bucket-region"));
    assert_eq!(region, Some("eu-west-1"));
    list("eu-west-1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_fault_may_pass_by_itself() {
    let aws = aws();
    aws.fail_next("GetCallerIdentity", 2, Fault::InternalError);
    aws_sdk_sts::Client::new(&config(&aws)).get_caller_identity().send().await.unwrap();
    assert_eq!(aws.ledger().get("GetCallerIdentity"), Some(&3));
}

#[tokio::test(start_paused = true)]
async fn a_slow_service_answers_late() {
    let aws = aws();
    aws.fail("GetCallerIdentity", Fault::Slow(Duration::from_secs(7)));
    let began = aws.clock().now();
    aws_sdk_sts::Client::new(&config(&aws)).get_caller_identity().send().await.unwrap();
    assert!((aws.clock().now() - began).num_seconds() >= 7);
}
