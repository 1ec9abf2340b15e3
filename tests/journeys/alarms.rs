//! The pane of alarms, and what an alarm adds to the overview.

use farol::domain::Observation;
use farol::domain::alarm::{Alarm, Ask, Past, State, Told};
use farol::domain::fault::{Fault, Kind};
use farol::effect::Effect;
use farol::reference;

use crate::stage::{Stage, ago};

fn alarm(name: &str, state: State, about: (&str, &str)) -> Alarm {
    Alarm {
        name: name.into(),
        arn: format!("arn:aws:cloudwatch:us-east-2:123456789012:alarm:{name}").into(),
        state,
        since: Some(ago(330)),
        reason: "Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0)."
            .into(),
        threshold: "EtlFailures (Sum) ≥ 1 in 1 of 1 times 5 min".into(),
        about: vec![(about.0.into(), about.1.into())],
        description: None,
        actions: (1, false),
    }
}

fn told(told: Told) -> Observation {
    Observation::Alarms(Box::new(told))
}

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let all = vec![
        alarm("public-apis-etl-failed", State::Alarm, ("JobName", reference::JOB)),
        alarm("public-apis-throttled", State::Ok, ("FunctionName", reference::FUNCTION)),
        alarm("somebody-elses-queue", State::Unsure, ("QueueName", "orders")),
    ];
    stage.hear(told(Told::All(Ok((all, true)))));
    stage.press("6");
    stage
}

#[test]
fn the_alarms_of_the_pipeline_are_a_pane_of_their_own() {
    insta::assert_snapshot!("alarms_80", stage(80, 24).screen());
    insta::assert_snapshot!("alarms_200", stage(200, 50).pane("6 Alarms"));
}

#[test]
fn a_lists_all_alarms_of_the_account() {
    let mut stage = stage(120, 30);
    assert!(!stage.text().contains("somebody-elses-queue"));
    stage.press("a");
    assert!(stage.text().contains("somebody-elses-queue") && stage.text().contains("1 of 3"));
}

#[test]
fn the_details_have_the_history() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        let name = "public-apis-etl-failed".to_owned();
        assert_eq!(stage.press("<enter>"), [Effect::Monitoring(Ask::Past(name.clone()))]);
        let past = |seconds, what: &str| Past { at: ago(seconds), what: what.into() };
        let past =
            vec![past(330, "Alarm updated from OK to ALARM"), past(4_000, "Alarm updated from ALARM to OK")];
        stage.hear(told(Told::Past(name, Ok(past))));
        insta::assert_snapshot!(format!("alarm_{width}"), stage.screen());
    }
}

#[test]
fn alarms_that_may_not_be_read_say_what_is_missing() {
    let mut stage = Stage::new(120, 30);
    stage.press("6");
    stage.hear(told(Told::All(Err(Fault::new("cloudwatch:DescribeAlarms", Kind::Denied, "no")))));
    let text = stage.text();
    assert!(text.contains("not allowed: the identity needs cloudwatch:DescribeAlarms"), "{text}");
}

#[test]
fn an_alarm_that_is_on_is_named_in_the_overview() {
    let mut stage = stage(120, 30);
    assert!(!stage.text().contains("is on"), "nothing is known of the job yet");
    stage.hear(Observation::Runs(Ok(vec![])));
    let text = stage.text();
    assert!(text.contains("describe-public-apis: the alarm public-apis-etl-failed is on"), "{text}");
}
