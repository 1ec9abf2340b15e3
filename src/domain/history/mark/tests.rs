use super::*;

const ID: &str = "8f507cfc-xmpl-4697-b07a-ac58fc914c95";

/// Reads a line in which `ID` stands for a request id, and tells the mark in a few words.
fn told(line: &str) -> String {
    let Some(mark) = Mark::read(&line.replace("ID", ID)) else { return "-".into() };
    let whose = match &mark.id {
        Some(id) if id.exact() == ID => "ID ",
        Some(_) => "another ",
        None => "",
    };
    let says = match mark.says {
        Says::Start => "start".into(),
        Says::Returned { plainly: true, status } => format!("returned {status}"),
        Says::Returned { plainly: false, status } => format!("status {status}"),
        Says::Failed(outcome) => format!("{outcome:?}"),
        Says::Report(report) => format!("report {:?}", report.verdict),
    };
    format!("{whose}{says}")
}

#[track_caller]
fn check(line: &str, want: &str) {
    assert_eq!(told(line), want, "{line}");
}

#[test]
fn the_platforms_lines_are_read() {
    check("START RequestId: ID Version: $LATEST\n", "ID start");
    check("START RequestId: ID", "ID start");
    check("REPORT RequestId: ID\tDuration: 2.46 ms\t", "ID report None");
    check(
        "RequestId: ID Process exited before completing request",
        r#"ID Crashed("Runtime.ExitError: Process exited before completing request")"#,
    );
    check(
        "RequestId: ID Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
        "ID OutOfMemory",
    );
    check(
        "RequestId: ID Error: Runtime exited with error: exit status 1\nRuntime.ExitError",
        r#"ID Crashed("Runtime.ExitError: Runtime exited with error: exit status 1")"#,
    );
    check("RequestId: ID Error: Task timed out after 3.00 seconds", "ID TimedOut");
    check("2024-04-14T01:28:52.171Z ID Task timed out after 3.03 seconds\n\n", "ID TimedOut");
}

#[test]
fn lines_that_say_nothing_of_an_outcome_are_passed_over() {
    for line in [
        "",
        "START RequestId: ",
        "END RequestId: ID",
        "INIT_START Runtime Version: python:3.12.mainlinev2.v43\tRuntime Version ARN: arn:aws:lambda:us-east-2::runtime:x",
        "INIT_REPORT Init Duration: 10007.31 ms\tPhase: init\tStatus: timeout",
        "RESTORE_REPORT Restore Duration: 511.25 ms\tStatus: error\tError Type: Runtime.ExitError",
        "the Task timed out after 3 seconds, they say",
        "{\"statusCode\": \"503\"}",
        "{\"statusCode\": 50300}",
        "{\"body\": {\"statusCode\": 503}}",
        "{\"statusCode\": 503",
        "returned nothing",
        r#"{"time":"t","type":"platform.runtimeDone","record":{"requestId":"ID","status":"error"}}"#,
        r#"{"type":"platform.report"}"#,
    ] {
        check(line, "-");
    }
}

#[test]
fn an_exception_that_nobody_caught_is_told_by_its_type_and_message() {
    check("[ERROR] KeyError: 'bucket_name'", r#"Raised("KeyError: 'bucket_name'")"#);
    check(
        "[ERROR] Exception: Random exception\nTraceback (most recent call last):\n\u{a0}\u{a0}File \"x.py\"",
        r#"Raised("Exception: Random exception")"#,
    );
    check("[ERROR] Oops: a: b\rTraceback (most recent call last):\r", r#"Raised("Oops: a: b")"#);
    check("[ERROR] MemoryError\nTraceback (most recent call last):", r#"Raised("MemoryError")"#);
    check(
        "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'\nTraceback (most recent call last):",
        r#"Crashed("Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'")"#,
    );
    check(
        "2024-04-14T01:28:52.171Z\tID\tERROR\tInvoke Error \t{\"errorType\":\"TypeError\",\"errorMessage\":\"x is not a function\",\"stack\":[]}",
        r#"ID Raised("TypeError: x is not a function")"#,
    );
}

#[test]
fn an_error_that_was_merely_logged_is_no_failure() {
    check("[ERROR]\t2024-04-14T01:28:52.171Z\tID\tValueError: caught", "-");
    check("[ERROR] Upload failed: trying again", "-");
    check("[ERROR] failed", "-");
    check("2024-04-14T01:28:52.171Z\tID\tERROR\toh no", "-");
    check(
        r#"{"timestamp":"t","level":"ERROR","message":"m","logger":"root","errorType":"KeyError","errorMessage":"'x'","requestId":"ID"}"#,
        "-",
    );
    check(
        r#"{"timestamp":"t","level":"ERROR","message":"m","errorType":"Error","errorMessage":"x","requestId":"ID"}"#,
        "-",
    );
    check(r#"{"errorType":"KeyError"}"#, "-");
}

#[test]
fn a_returned_status_is_found_in_either_format() {
    check(r#"returned {"statusCode": 503, "body": "request failed"}"#, "returned 503");
    check(r"returned {'statusCode': 401, 'body': 'no credentials'}", "returned 401");
    check(r#"returned {"statusCode":200,"body":"cut o"#, "returned 200");
    check(r#"{"statusCode": 404}"#, "status 404");
    check("[INFO]\t2024-04-14T01:28:52.171Z\tID\treturned {\"statusCode\": 503}", "ID returned 503");
    check("2024-04-14T01:28:52.171Z\tID\tINFO\treturned {\"statusCode\": 503}", "ID returned 503");
    check(
        r#"{"level":"INFO","message":"returned {\"statusCode\": 503}","requestId":"ID"}"#,
        "ID returned 503",
    );
}

#[test]
fn the_records_of_the_json_format_are_read() {
    check(
        r#"{"time":"t","type":"platform.start","record":{"requestId":"ID","version":"$LATEST"}}"#,
        "ID start",
    );
    let report = |status: &str| {
        format!(r#"{{"type":"platform.report","record":{{"requestId":"ID",{status},"metrics":{{}}}}}}"#)
    };
    check(&report(r#""status":"success""#), "ID report None");
    check(&report(r#""status":"timeout""#), "ID report Some(TimedOut)");
    check(&report(r#""status":"error","errorType":"Runtime.OutOfMemory""#), "ID report Some(OutOfMemory)");
    check(&report(r#""status":"failure""#), r#"ID report Some(Raised("status: failure"))"#);
    for level in ["level", "log_level"] {
        check(
            &format!(
                r#"{{"timestamp":"t","{level}":"ERROR","errorMessage":"'bucket_name'","errorType":"KeyError","requestId":"ID","stackTrace":[]}}"#
            ),
            r#"ID Raised("KeyError: 'bucket_name'")"#,
        );
    }
    check(
        r#"{"timestamp":"t","level":"ERROR","requestId":"ID","message":{"errorType":"Error","errorMessage":"boom","stackTrace":[]}}"#,
        r#"ID Raised("Error: boom")"#,
    );
}

#[test]
fn a_reports_figures_are_found_by_their_names() {
    let line = "REPORT RequestId: x\tDuration: 2.46 ms \tBilled Duration: 417 ms\tMemory Size: 1024 MB\tMax Memory Used: 95 MB\t\
                Init Duration: 413.61 ms\tStatus: error\tError Type: Runtime.ExitError\t\nXRAY TraceId: 1-2\tSegmentId: 3\tSampled: true\n";
    let json = r#"{"type":"platform.report","record":{"metrics":{"billedDurationMs":417,"durationMs":2.46,"memorySizeMB":1024,
                "maxMemoryUsedMB":95,"initDurationMs":413.61},"status":"error","errorType":"Runtime.ExitError","requestId":"x"}}"#;
    let want = Report {
        duration: Some(Millis(2.46)),
        billed: Some(Millis(417.0)),
        memory: Some(1_024),
        used: Some(95),
        init: Some(Millis(413.61)),
        verdict: Some(Outcome::Crashed("Runtime.ExitError".into())),
    };
    for line in [line, json] {
        assert_eq!(Mark::read(line).unwrap().says, Says::Report(Box::new(want.clone())));
    }
}

#[test]
fn a_restored_snapshot_counts_as_a_cold_start_and_an_exit_with_full_memory_as_its_lack() {
    let report = Report::from_fields("x\tRestore Duration: 511.25 ms\t Billed Restore Duration: 600 ms\t");
    assert_eq!(report.init, Some(Millis(511.25)));
    let full =
        "x\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError";
    assert_eq!(Report::from_fields(full).verdict, Some(Outcome::OutOfMemory));
    let odd = Report::from_fields("x\tDuration: fast\tMemory Size: -1 MB\tStatus:\tnonsense");
    assert_eq!(odd, Report::default());
}

proptest::proptest! {
    #[test]
    fn no_line_is_too_odd(line in "(START |REPORT |RequestId: |\\[ERROR\\] |returned |\\{|\"statusCode\"|:|\t|\n|x|é| )*") {
        let _ = Mark::read(&line);
    }
}
