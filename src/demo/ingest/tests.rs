use serde_json::json;

use super::*;
use crate::clock::Time;
use crate::demo::chance::chance;
use crate::reference::PROCESSED_BUCKET;

#[track_caller]
fn perform_in(event: &Value, weather: Weather) -> Performance {
    let answer = Answer::at(1, Time::UNIX_EPOCH);
    let buckets = [RAW_BUCKET, PROCESSED_BUCKET].map(|name| (name.to_owned(), Bucket::new(Time::UNIX_EPOCH)));
    let world = World { answer: &answer, buckets: &buckets.into(), timeout: TimeDelta::seconds(3) };
    perform(event, weather, &world, &mut chance(1, "test", 0))
}

fn good() -> Value {
    json!({"bucket_name": RAW_BUCKET})
}

#[track_caller]
fn check_raised(event: &Value, expected: &str) {
    let End::Raised(exception) = perform_in(event, Weather::Fair).end else { panic!("it did not raise") };
    assert_eq!(exception.headline(), expected);
}

#[test]
fn the_last_line_says_what_is_returned() {
    let table = [
        (Weather::Fair, r#"returned {"statusCode": 200, "body": "uploaded"}"#),
        (Weather::Unavailable, r#"returned {"statusCode": 503, "body": "request failed"}"#),
        (Weather::FileLost, r#"returned {"statusCode": 404, "body": "local file not found"}"#),
        (Weather::NoCredentials, r#"returned {"statusCode": 401, "body": "no credentials"}"#),
    ];
    for (weather, expected) in table {
        let performance = perform_in(&good(), weather);
        assert_eq!(performance.lines.last().unwrap().1, expected);
        assert_eq!(performance.upload.is_some(), weather == Weather::Fair);
    }
}

#[test]
fn an_event_without_the_bucket_fails_only_after_the_api_answered_200() {
    check_raised(&json!({}), "KeyError: 'bucket_name'");
    let lines = perform_in(&json!({}), Weather::Fair).lines;
    assert_eq!(lines.last().unwrap().1, "the API answered 200 OK");
    let unavailable = perform_in(&json!({}), Weather::Unavailable).end;
    assert_eq!(unavailable, End::returned(503, "request failed"));
}

#[test]
fn an_event_that_is_no_object_fails_as_python_does() {
    check_raised(&json!([1]), "TypeError: list indices must be integers or slices, not str");
    check_raised(&json!("x"), "TypeError: string indices must be integers, not 'str'");
    check_raised(&json!(7), "TypeError: 'int' object is not subscriptable");
    check_raised(&json!(null), "TypeError: 'NoneType' object is not subscriptable");
}

#[test]
fn a_bucket_that_is_not_there_or_not_allowed_fails_the_upload() {
    let failed = |bucket: &str, why: &str| {
        let event = json!({"bucket_name": bucket});
        let upload = format!("Failed to upload /tmp/public_apis.json to {bucket}/public_apis.json");
        check_raised(&event, &format!("S3UploadFailedError: {upload}: An error occurred {why}"));
    };
    failed(
        "nope",
        "(NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist",
    );
    failed(PROCESSED_BUCKET, "(AccessDenied) when calling the PutObject operation: Access Denied");
    check_raised(&json!({"bucket_name": 5}), "TypeError: expected string or bytes-like object, got 'int'");
}

#[test]
fn a_slow_api_ends_at_the_timeout() {
    let performance = perform_in(&good(), Weather::Slow);
    assert_eq!((performance.end, performance.duration), (End::TimedOut, TimeDelta::seconds(3)));
}

#[test]
fn every_line_of_a_traceback_is_a_line_of_the_handler() {
    for Place { function, code } in [HANDLES, SUBSCRIPTS, RETURNS, UPLOADS] {
        let start = INGEST.lines().position(|line| line.starts_with(&format!("def {function}("))).unwrap();
        let body = INGEST.lines().skip(start + 1).take_while(|line| !line.starts_with("def "));
        assert_eq!(body.filter(|line| line.trim() == code).count(), 1, "{code}");
    }
}
