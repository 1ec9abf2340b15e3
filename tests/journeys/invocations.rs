//! The pane of invocations.

use chrono::TimeDelta;
use farol::app::Settings;
use farol::clock::Time;
use farol::domain::Observation;
use farol::domain::alarm::{self, Figures, Point};
use farol::domain::fault::{Fault, Kind};
use farol::domain::function::{self, Function, Limits, Listed};
use farol::domain::lambda::{Ask, Other, Told};
use farol::domain::log::Event;
use farol::effect::Effect;
use farol::theme::Theme;

use crate::stage::{Stage, ago, dawn, pipeline};

const GROUP: &str = "/aws/lambda/getPublicAPIs";

/// The lines of one invocation that started so many seconds ago: START, those in between, and REPORT.
fn invocation(n: u32, seconds: i64, between: &[&str], report: &str) -> Vec<Event> {
    let id = format!("6bc28136-xmpl-4365-b021-0ce6b2e64ab{n}");
    let start = format!("START RequestId: {id} Version: $LATEST");
    let between = between.iter().map(|text| text.replace("<id>", &id));
    let report = Some(report).filter(|report| !report.is_empty());
    let report = report.map(|report| format!("REPORT RequestId: {id}\t{report}"));
    let texts = [start].into_iter().chain(between).chain(report);
    texts.enumerate().map(|(line, text)| event(n, line, seconds, &text)).collect()
}

fn event(n: u32, line: usize, seconds: i64, text: &str) -> Event {
    let time: Time = ago(seconds) + TimeDelta::milliseconds(i64::try_from(line).unwrap());
    Event {
        id: format!("{n}-{line}").into(),
        group: GROUP.into(),
        stream: "2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef".into(),
        time,
        ingested: time,
        text: text.into(),
    }
}

fn figures(duration: &str, memory: u32) -> String {
    format!(
        "Duration: {duration} ms\tBilled Duration: {duration} ms\tMemory Size: 128 MB\tMax Memory Used: {memory} MB\t"
    )
}

/// One of each kind, newest first.
fn past() -> Vec<Event> {
    let cold = format!("{}Init Duration: 312.44 ms\t", figures("1240.12", 98));
    let raised =
        "[ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):\n  File \"/var/task/app.py\"";
    [
        invocation(8, 2, &[], ""),
        invocation(7, 99, &["{\"statusCode\": 200}"], &cold),
        invocation(
            6,
            1_299,
            &["{\"statusCode\": 503, \"body\": \"request failed\"}"],
            &figures("310.00", 71),
        ),
        invocation(5, 2_499, &[raised], &figures("87.40", 64)),
        invocation(4, 3_699, &[], &format!("{}Status: timeout", figures("3000.00", 71))),
        invocation(
            3,
            4_899,
            &[],
            &format!("{}Status: error\tError Type: Runtime.OutOfMemory", figures("2107.00", 128)),
        ),
        invocation(
            2,
            6_099,
            &[],
            &format!("{}Status: error\tError Type: Runtime.ImportModuleError", figures("3.01", 31)),
        ),
        invocation(1, 7_299, &[], &figures("1105.50", 117)),
    ]
    .concat()
}

fn heard(events: Vec<Event>, whole: bool) -> Observation {
    Observation::Past { events: Ok(events), since: dawn() - TimeDelta::days(1), whole }
}

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("2");
    stage.hear(heard(past(), true));
    stage
}

#[test]
fn each_invocation_says_how_it_ended_how_long_it_took_and_what_it_needed() {
    insta::assert_snapshot!("invocations_40", stage(40, 14).pane("2 Invocations"));
    insta::assert_snapshot!("invocations_80", stage(80, 24).pane("2 Invocations"));
    insta::assert_snapshot!("invocations_120", stage(120, 30).pane("2 Invocations"));
    insta::assert_snapshot!("invocations_200", stage(200, 50).pane("2 Invocations"));
}

#[test]
fn without_colours_words_and_signs_say_the_same() {
    let settings = Settings { theme: Theme::Mono, ..Settings::default() };
    let mut stage = Stage::with(80, 24, settings, vec![pipeline()]);
    stage.press("2");
    stage.hear(heard(past(), true));
    insta::assert_snapshot!("invocations_mono", stage.pane("2 Invocations"));
}

#[test]
fn enter_shows_everything_about_the_selected_invocation() {
    let mut stage = stage(120, 30);
    stage.press("j<enter>");
    insta::assert_snapshot!("invocations_details", stage.pane(" invocation 6bc"));
}

#[test]
fn the_selection_stays_on_its_invocation_when_a_newer_one_arrives() {
    let mut stage = stage(120, 30);
    stage.press("jj");
    stage.wait(10);
    stage.hear(Observation::Lines(invocation(9, -10, &[], &figures("900.00", 70))));
    stage.press("<enter>");
    assert!(stage.text().contains("returned status 503"), "{}", stage.text());
}

#[test]
fn details_stay_with_the_newest_invocation_when_a_newer_one_arrives() {
    for key in ["<enter>", "o"] {
        let mut stage = stage(120, 30);
        stage.press(key);
        stage.hear(Observation::Lines(invocation(9, -10, &[], &figures("900.00", 70))));
        assert!(stage.text().contains("invocation 6bc28136-xmpl-4365-b021-0ce6b2e64ab8"), "{}", stage.text());
    }
}

#[test]
fn a_past_that_is_not_whole_is_called_at_least() {
    let mut stage = stage(120, 30);
    assert!(stage.pane("2 Invocations").contains("1 of 8  24 h ╮"));
    stage.hear(heard(vec![], false));
    assert!(stage.pane("2 Invocations").contains("1 of at least 8  24 h ╮"));
}

#[test]
fn rows_of_another_day_have_a_date() {
    let mut stage = stage(120, 30);
    stage.wait(24 * 3_600);
    let text = stage.pane("2 Invocations");
    assert!(text.contains("✓ 03-01 02:58:21  200") && text.contains("1.24 s"), "{text}");
}

#[test]
fn no_invocation_is_said_in_words_and_so_is_what_cannot_be_read() {
    let mut stage = Stage::new(120, 30);
    assert!(stage.pane("2 Invocations").contains("reading"));
    stage.hear(heard(vec![], true));
    let text = stage.pane("2 Invocations");
    assert!(text.contains("no invocation in 24 h; i invokes the ingest"), "{text}");
    let denied = Fault::new("logs:FilterLogEvents", Kind::Denied, "no");
    stage.hear(Observation::Past { events: Err(denied), since: dawn(), whole: false });
    let text = stage.pane("2 Invocations");
    assert!(text.contains("not allowed: the identity needs logs:FilterLogEvents"), "{text}");
}

#[test]
fn a_failed_read_keeps_the_old_invocations_and_says_how_old_they_are() {
    let mut stage = stage(120, 30);
    stage.wait(90);
    let throttled = Fault::new("logs:FilterLogEvents", Kind::Throttled, "Rate exceeded");
    stage.hear(Observation::Past { events: Err(throttled), since: dawn(), whole: false });
    let text = stage.pane("2 Invocations");
    assert!(text.contains("1 of 8  24 h  1m old"), "{text}");
    assert!(text.contains("✓ 02:58:21  200") && text.contains("throttled: logs:FilterLogEvents"), "{text}");
}

#[test]
fn a_filter_shows_only_the_invocations_that_match() {
    let mut stage = stage(120, 30);
    for (filter, shown, hidden) in [
        ("keyerror", "KeyError", "timed out"),
        ("cold", "✓ 02:58:21  200", "503"),
        ("0ce6b2e64ab4", "timed out", "503"),
        ("02:58", "✓ 02:58:21  200", "503"),
        ("outcome:503 duration:<1s", "503", "200"),
        ("memory:>90MB -outcome:ok", "✓ 02:58:21  200", "00:58"),
        ("cold:>300ms", "✓ 02:58:21  200", "503"),
        ("age:<5m", "✓ 02:58:21  200", "503"),
    ] {
        stage.press(&format!("/{filter}<enter>"));
        let text = stage.pane("2 Invocations");
        assert!(text.contains(shown) && !text.contains(hidden), "{text}");
        stage.press("<esc>");
    }
    stage.press("/4365<enter>");
    assert!(stage.pane("2 Invocations").contains("no invocation matches the filter"), "ids are not shown");
    stage.press("<esc>/nothing at all<enter>");
    assert!(stage.pane("2 Invocations").contains("no invocation matches the filter"));
}

fn listed(name: &str, memory: u32) -> Listed {
    let function = Function {
        log_group: format!("/aws/lambda/{name}").into(),
        timeout: std::time::Duration::from_secs(3),
        memory,
        runtime: Some("python3.11".into()),
        state: None,
        modified: Some(ago(22 * 86_400)),
    };
    let arn = format!("arn:aws:lambda:us-east-2:123456789012:function:{name}").into();
    Listed { name: name.into(), arn, function }
}

fn told(told: Told) -> Observation {
    Observation::Lambda(Box::new(told))
}

fn set_up(stage: &mut Stage, name: &str, memory: &str) {
    let facts = [
        ("state", "Active"),
        ("last update", "Failed: EniLimitExceeded, no more interfaces"),
        ("memory", memory),
        ("environment", "API_URL=***\nTOKEN=***"),
        ("code", "sha256 q0b1kXQ6m0mDq5wq3mJkZkqkq0Zb8Jt7u4XW1m9yB2E="),
    ];
    let facts = facts.map(|(label, value)| (label, value.into())).to_vec();
    let settings = function::Settings { function: listed(name, 128).function, facts };
    stage.hear(told(Told::Settings(name.into(), Ok(settings))));
}

fn functions(width: u16, height: u16) -> Stage {
    let mut stage = stage(width, height);
    assert_eq!(stage.press("a"), [Effect::Lambda(Ask::Functions)]);
    let all =
        vec![listed("getPublicAPIs", 128), listed("getPublicAPIs-staging", 256), listed("report", 1_024)];
    stage.hear(told(Told::Functions(Ok((all, true)))));
    stage
}

#[test]
fn all_functions_of_the_account_are_a_key_away() {
    insta::assert_snapshot!("functions_80", functions(80, 24).pane("2 Invocations"));
    insta::assert_snapshot!("functions_200", functions(200, 50).pane("2 Invocations"));
}

#[test]
fn enter_shows_what_another_function_did_and_esc_leads_back() {
    let mut stage = functions(80, 24);
    let other =
        Other { function: "getPublicAPIs-staging".into(), group: "/aws/lambda/getPublicAPIs-staging".into() };
    assert_eq!(stage.press("j<enter>"), [Effect::Lambda(Ask::Past(other.clone()))]);
    assert!(stage.pane("2 Invocations").contains("getPublicAPIs-staging"));
    let events = invocation(7, 600, &["[ERROR] KeyError: 'bucket_name'"], &figures("87.40", 64));
    let events = events.into_iter().map(|event| Event { group: other.group.clone(), ..event }).collect();
    stage.hear(told(Told::Past {
        other: other.clone(),
        events: Ok(events),
        since: ago(86_400),
        whole: true,
    }));
    let text = stage.pane("2 Invocations");
    assert!(text.contains("1 of 1  24 h  read 03:00:00") && text.contains("KeyError"), "{text}");
    let effects = stage.press("l");
    let wanted = effects.iter().find_map(|effect| match effect {
        Effect::ReadBack(past) => Some(&past.groups),
        _ => None,
    });
    assert_eq!(wanted, Some(&vec![other.group]), "{effects:?}");
    stage.press("<esc><esc>");
    assert!(stage.pane("2 Invocations").contains("all functions"));
    stage.press("<esc>");
    assert!(stage.pane("2 Invocations").contains("1 of 8  24 h"));
}

#[test]
fn functions_that_may_not_be_listed_say_what_is_missing() {
    let mut stage = stage(80, 24);
    stage.press("a");
    let denied = Fault::new("lambda:ListFunctions", Kind::Denied, "no");
    stage.hear(told(Told::Functions(Err(denied))));
    let text = stage.pane("2 Invocations");
    assert!(text.contains("not allowed: the identity needs lambda:ListFunctions"), "{text}");
}

#[test]
fn the_set_up_of_the_function_says_what_it_is_and_what_could_not_be_read() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        let name = "getPublicAPIs".to_owned();
        let asked =
            [Effect::Lambda(Ask::Settings(name.clone())), Effect::Monitoring(alarm::Ask::Figures(name))];
        assert_eq!(stage.press("C"), asked);
        set_up(&mut stage, "getPublicAPIs", "128 MB");
        stage.wait(60);
        set_up(&mut stage, "getPublicAPIs", "256 MB");
        stage.hear(told(Told::Reserved("getPublicAPIs".into(), Ok(Some(0)))));
        let denied = Fault::new("lambda:GetFunctionEventInvokeConfig", Kind::Denied, "no");
        stage.hear(told(Told::Asynchronous("getPublicAPIs".into(), Err(denied))));
        stage.hear(told(Told::Limits(Ok(Limits { concurrent: 1_000, unreserved: 900 }))));
        let point = |minutes: i64, invocations: f64, throttles: f64| Point {
            at: ago(minutes * 60),
            invocations,
            errors: 1.0,
            throttles,
            concurrent: 2.0,
        };
        let points = vec![point(170, 4.0, 0.0), point(60, 1.0, 7.0), point(10, 2.0, 0.0)];
        let figures = Figures { period: 300, since: ago(10_800), points };
        let told = alarm::Told::Figures("getPublicAPIs".into(), Ok(figures));
        stage.hear(Observation::Alarms(Box::new(told)));
        insta::assert_snapshot!(format!("function_{width}"), stage.screen());
    }
}

#[test]
fn a_function_without_concurrency_is_called_disabled() {
    let mut stage = stage(120, 30);
    stage.hear(told(Told::Reserved("getPublicAPIs".into(), Ok(Some(0)))));
    assert!(stage.pane("2 Invocations").contains("✗ disabled"));
}

/// One event that is tried three times has one request id: three rows, told apart by where they began.
#[test]
fn attempts_of_one_event_are_rows_of_their_own() {
    let mut stage = Stage::new(120, 30);
    stage.press("2");
    let attempt = |n: usize, seconds: i64| -> Vec<Event> {
        let raised = "[ERROR] KeyError: 'bucket_name'";
        let lines = invocation(1, seconds, &[raised], &figures("87.40", 64)).into_iter();
        lines.enumerate().map(|(line, event)| Event { id: format!("{n}-{line}").into(), ..event }).collect()
    };
    let events = [attempt(1, 300), attempt(2, 240), attempt(3, 120)].concat();
    stage.hear(heard(events, true));
    assert!(stage.pane("2 Invocations").contains("1 of 3  24 h"), "{}", stage.text());
    stage.press("j<enter>");
    assert!(stage.text().contains("attempt     2 of 3"), "{}", stage.text());
}
