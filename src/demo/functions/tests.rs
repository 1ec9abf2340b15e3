use super::*;
use crate::demo::account::Options;
use crate::reference::{FUNCTION, INGEST_GROUP, RAW_BUCKET, RAW_KEY};

const EVENT: &[u8] = br#"{"bucket_name": "public-apis-raw"}"#;

fn at(seconds: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn account(api_failure_rate: f64) -> Account {
    Account::quiet(Options { api_failure_rate, ..Options::default() }, at(0))
}

fn messages(account: &mut Account, until: Time) -> Vec<String> {
    account.advance(until);
    let events = account.log_events(INGEST_GROUP).unwrap_or_default();
    events.iter().map(|event| event.message.clone()).collect()
}

#[test]
fn an_invocation_puts_the_object_and_reports_as_lambda_does() {
    let mut account = account(0.0);
    let invocation = account.invoke(FUNCTION, EVENT, at(0)).unwrap();
    assert_eq!(invocation.payload, r#"{"statusCode": 200, "body": "uploaded"}"#);
    assert_eq!(invocation.function_error, None);
    assert!(account.bucket(RAW_BUCKET).unwrap().objects.is_empty(), "not before its time");
    account.advance(invocation.ends);
    let object = &account.bucket(RAW_BUCKET).unwrap().objects[RAW_KEY];
    assert!(object.modified > at(0) && object.modified < invocation.ends);

    let lines = messages(&mut account, at(60));
    let id = &invocation.request_id;
    assert!(lines[0].starts_with("INIT_START Runtime Version: python:3.11"), "{lines:?}");
    assert_eq!(lines[1], format!("START RequestId: {id} Version: $LATEST\n"));
    assert_eq!(lines[6], "returned {\"statusCode\": 200, \"body\": \"uploaded\"}\n");
    assert_eq!(lines[7], format!("END RequestId: {id}\n"));
    assert!(lines[8].starts_with(&format!("REPORT RequestId: {id}\tDuration: ")), "{lines:?}");
    assert!(lines[8].ends_with(" ms\t\n") && lines[8].contains(" MB\tInit Duration: "), "{lines:?}");
    assert_eq!(lines.len(), 9);
    assert_eq!(invocation.log, lines[1..].concat());
}

#[test]
fn an_api_that_is_down_is_a_success_to_lambda_and_changes_nothing() {
    let mut account = account(1.0);
    let invocation = account.invoke(FUNCTION, EVENT, at(0)).unwrap();
    assert_eq!(invocation.payload, r#"{"statusCode": 503, "body": "request failed"}"#);
    assert_eq!(invocation.function_error, None);
    account.advance(at(60));
    assert!(account.bucket(RAW_BUCKET).unwrap().objects.is_empty());
}

#[test]
fn an_event_without_the_bucket_is_an_unhandled_key_error() {
    let mut account = account(0.0);
    let invocation = account.invoke(FUNCTION, b"", at(0)).unwrap();
    assert_eq!(invocation.function_error, Some("Unhandled"));
    let payload: Value = serde_json::from_str(&invocation.payload).unwrap();
    assert_eq!(payload["errorMessage"], "'bucket_name'");
    assert_eq!(payload["errorType"], "KeyError");
    assert_eq!(payload["requestId"], invocation.request_id);
    let frame = "  File \"/var/task/index.py\", line 57, in ingest\n    bucket = event[\"bucket_name\"]\n";
    assert_eq!(payload["stackTrace"][1], frame);

    let event = "[ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):\n\
        \u{a0}\u{a0}File \"/var/task/index.py\", line 45, in lambda_handler\n\
        \u{a0}\u{a0}\u{a0}\u{a0}status, body = ingest(event)\n\
        \u{a0}\u{a0}File \"/var/task/index.py\", line 57, in ingest\n\
        \u{a0}\u{a0}\u{a0}\u{a0}bucket = event[\"bucket_name\"]";
    let lines = messages(&mut account, at(60));
    assert!(lines.iter().any(|line| line == event), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Status:")), "a raise has no status");
}

#[test]
fn a_timeout_says_so_in_words_and_in_the_report() {
    let mut account = account(0.0);
    let event = serde_json::json!({"bucket_name": RAW_BUCKET});
    let invocation =
        account.begin(FUNCTION, &event, Weather::Slow, &mut chance(1, "test", 0), at(0)).unwrap();
    assert_eq!(invocation.function_error, Some("Unhandled"));
    let id = &invocation.request_id;
    let words = "Task timed out after 3.00 seconds";
    let payload =
        format!(r#"{{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {id} Error: {words}"}}"#);
    assert_eq!(invocation.payload, payload);
    let lines = messages(&mut account, at(60));
    assert!(lines.iter().any(|line| line.ends_with(&format!("Z {id} {words}\n\n"))), "{lines:?}");
    let report = lines.last().unwrap();
    assert!(
        report.contains("\tDuration: 3000.00 ms\t") && report.ends_with("\tStatus: timeout\n"),
        "{report}"
    );
}

#[test]
fn an_environment_stays_warm_for_some_minutes() {
    let mut account = account(0.0);
    let mut starts = Vec::new();
    for seconds in [0, 60, 600, 1200] {
        account.advance(at(seconds));
        account.invoke(FUNCTION, EVENT, at(seconds)).unwrap();
        starts.push(
            messages(&mut account, at(seconds + 30)).iter().filter(|m| m.starts_with("INIT_START")).count(),
        );
    }
    assert_eq!(starts, [1, 1, 2, 3]);
}

#[test]
fn invocations_at_the_same_time_have_an_environment_each() {
    let mut account = account(0.0);
    account.invoke(FUNCTION, EVENT, at(0)).unwrap();
    account.invoke(FUNCTION, EVENT, at(0)).unwrap();
    account.advance(at(60));
    assert_eq!(account.groups[INGEST_GROUP].streams.len(), 2);
}

#[test]
fn billed_is_the_duration_and_the_start_up_in_whole_milliseconds() {
    let mut account = account(0.0);
    account.invoke(FUNCTION, EVENT, at(0)).unwrap();
    let report = messages(&mut account, at(60)).pop().unwrap();
    let number = |key: &str| -> f64 {
        let (_, rest) = report.split_once(&format!("\t{key}: ")).unwrap();
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let exact = number("Duration") + number("Init Duration");
    assert!((number("Billed Duration") - exact.ceil()).abs() <= 1.0, "{report}");
}

#[test]
fn what_cannot_begin_is_refused() {
    let mut account = account(0.0);
    assert_eq!(account.invoke("nope", EVENT, at(0)), Err(InvokeError::ResourceNotFound));
    let refused = account.invoke(FUNCTION, b"{", at(0)).unwrap_err();
    assert!(
        matches!(refused, InvokeError::InvalidRequestContent(said) if said.starts_with("Could not parse"))
    );
}
