use bytes::Bytes;
use chrono::TimeDelta;

use super::*;
use crate::demo::account::Options;
use crate::reference::{
    ERROR_GROUP, JOB, OUTPUT_GROUP, PROCESSED_BUCKET, PROCESSED_KEY, RAW_BUCKET, RAW_KEY,
};

const ANSWER: &str = r#"{"count":2,"entries":[{"API":"a","HTTPS":true},{"API":"a","HTTPS":false}]}"#;

fn at(seconds: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn account(failure_rate: f64) -> Account {
    Account::quiet(Options { failure_rate, ..Options::default() }, at(0))
}

fn with_object(failure_rate: f64, body: &str) -> Account {
    let mut account = account(failure_rate);
    account.put(RAW_BUCKET, RAW_KEY, Bytes::from(body.to_owned()), at(0)).unwrap();
    account
}

fn newest(account: &Account) -> &Run {
    account.runs(JOB).unwrap().front().unwrap()
}

fn arguments(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn said(account: &Account, group: &str) -> Vec<String> {
    account.log_events(group).unwrap_or_default().iter().map(|event| event.message.clone()).collect()
}

#[track_caller]
fn check_failure(mut account: Account, given: &[(&str, &str)], expected: &str) {
    account.start_run(JOB, arguments(given), at(0)).unwrap();
    account.advance(at(60));
    let run = newest(&account);
    assert_eq!((run.state, run.error_message.as_deref()), (RunState::Failed, Some(expected)));
}

#[test]
fn a_run_goes_through_its_states_and_describes_the_object() {
    let mut account = with_object(0.0, ANSWER);
    let id = account.start_run(JOB, BTreeMap::new(), at(0)).unwrap();
    assert!(id.starts_with("jr_") && id.len() == 67, "{id}");
    let states: Vec<&str> = [5, 10, 60]
        .map(|seconds| {
            account.advance(at(seconds));
            newest(&account).state.as_str()
        })
        .to_vec();
    assert_eq!(states, ["STARTING", "RUNNING", "SUCCEEDED"]);
    let run = newest(&account);
    let wall = (run.completed.unwrap() - run.started).num_seconds();
    assert!((16..=29).contains(&wall) && (9..=20).contains(&run.execution_seconds), "{run:?}");
    assert!(i64::from(run.execution_seconds) < wall);
    let object = &account.bucket(PROCESSED_BUCKET).unwrap().objects[PROCESSED_KEY];
    assert_eq!(object.body, ",API,HTTPS\ncount,2,2\nunique,1,2\ntop,a,True\nfreq,2,1\n");
    let output = [
        "reading s3://public-apis-raw/public_apis.json",
        "s3://public-apis-raw/public_apis.json: 2 entries, 2 columns",
        "wrote s3://public-apis-analytics/describe_public_apis.csv",
    ];
    assert_eq!(said(&account, OUTPUT_GROUP), output);
    assert_eq!(*account.log_events(OUTPUT_GROUP).unwrap()[0].stream, id);
    assert_eq!(account.log_events(ERROR_GROUP), None, "nothing was ever said there");
}

#[test]
fn a_run_that_fails_on_purpose_leaves_a_traceback_through_runscript() {
    let mut account = with_object(1.0, ANSWER);
    let id = account.start_run(JOB, BTreeMap::new(), at(0)).unwrap();
    account.advance(at(60));
    assert_eq!(newest(&account).error_message.as_deref(), Some("Exception: Random exception"));
    let folder = format!("/tmp/glue-python-scripts-{}", &id[3..11]);
    let expected = format!(
        "Traceback (most recent call last):
  File \"/tmp/runscript.py\", line 215, in <module>
    runpy.run_path(temp_file_path, run_name='__main__')
  File \"/usr/local/lib/python3.9/runpy.py\", line 288, in run_path
    return _run_module_code(code, init_globals, run_name,
  File \"/usr/local/lib/python3.9/runpy.py\", line 97, in _run_module_code
    _run_code(code, mod_globals, init_globals,
  File \"/usr/local/lib/python3.9/runpy.py\", line 87, in _run_code
    exec(code, run_globals)
  File \"{folder}/describe.py\", line 32, in <module>
Exception: Random exception

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File \"/tmp/runscript.py\", line 234, in <module>
    raise e_type(e_value).with_traceback(new_stack)
  File \"{folder}/describe.py\", line 32, in <module>
    raise Exception(\"Random exception\")
Exception: Random exception"
    );
    assert_eq!(said(&account, ERROR_GROUP), [expected]);
    assert!(account.bucket(PROCESSED_BUCKET).unwrap().objects.is_empty());
}

#[test]
fn a_missing_object_is_a_no_such_key_failure() {
    let expected = "NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: \
                    The specified key does not exist.";
    check_failure(account(0.0), &[], expected);
    check_failure(with_object(0.0, ANSWER), &[("--raw_key", "other.json")], expected);
}

#[test]
fn a_missing_bucket_is_a_no_such_bucket_failure() {
    let expected = |operation: &str| {
        format!(
            "NoSuchBucket: An error occurred (NoSuchBucket) when calling the {operation} operation: \
             The specified bucket does not exist"
        )
    };
    check_failure(account(0.0), &[("--raw_bucket", "nope")], &expected("GetObject"));
    check_failure(with_object(0.0, ANSWER), &[("--processed_bucket", "nope")], &expected("PutObject"));
}

#[test]
fn an_object_that_cannot_be_used_fails_as_python_does() {
    let table = [
        ("", "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
        (
            "{\n oops",
            "JSONDecodeError: Expecting property name enclosed in double quotes: line 2 column 2 (char 3)",
        ),
        ("{} x", "JSONDecodeError: Extra data: line 1 column 4 (char 3)"),
        ("{}", "KeyError: 'entries'"),
        ("[]", "TypeError: list indices must be integers or slices, not str"),
        (r#"{"entries":[]}"#, "ValueError: Cannot describe a DataFrame without columns"),
    ];
    for (body, expected) in table {
        check_failure(with_object(0.0, body), &[], expected);
    }
}

#[test]
fn the_failure_rate_is_an_argument_of_the_run() {
    check_failure(with_object(0.0, ANSWER), &[("--failure_rate", "1")], "Exception: Random exception");
    check_failure(
        with_object(0.0, ANSWER),
        &[("--failure_rate", "50")],
        "ValueError: --failure_rate is 50.0, not a number from 0 to 1",
    );
    check_failure(
        with_object(0.0, ANSWER),
        &[("--failure_rate", "often")],
        "ValueError: could not convert string to float: 'often'",
    );
}

#[test]
fn only_one_run_goes_on_at_a_time() {
    let mut account = with_object(0.0, ANSWER);
    account.start_run(JOB, BTreeMap::new(), at(0)).unwrap();
    let second = account.start_run(JOB, BTreeMap::new(), at(1));
    assert_eq!(second, Err(StartRunError::ConcurrentRunsExceeded));
    assert_eq!(account.start_run("nope", BTreeMap::new(), at(1)), Err(StartRunError::EntityNotFound));
    account.advance(at(60));
    assert!(account.start_run(JOB, BTreeMap::new(), at(60)).is_ok());
    assert_eq!(account.runs(JOB).unwrap().len(), 2);
}

#[test]
fn a_run_that_is_stopped_does_not_write() {
    let mut account = with_object(0.0, ANSWER);
    let id = account.start_run(JOB, BTreeMap::new(), at(0)).unwrap();
    account.advance(at(10));
    account.stop_run(JOB, &id, at(10)).unwrap();
    assert_eq!(newest(&account).state, RunState::Stopping);
    assert_eq!(account.stop_run(JOB, &id, at(11)), Err(StopRunError::NotRunning));
    account.advance(at(60));
    let run = newest(&account);
    assert_eq!((run.state, run.error_message.as_deref()), (RunState::Stopped, None));
    assert!(run.completed.is_some());
    assert!(account.bucket(PROCESSED_BUCKET).unwrap().objects.is_empty());
    assert_eq!(account.stop_run(JOB, "jr_0", at(60)), Err(StopRunError::RunNotFound));
    assert_eq!(account.stop_run("nope", &id, at(60)), Err(StopRunError::JobNotFound));
}
