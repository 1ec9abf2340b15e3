//! The dialog before an action: what it finds, and when a yes counts.

use farol::domain::Observation;
use farol::domain::action::Action;
use farol::domain::fault::{Fault, Kind};
use farol::domain::identity::Identity;
use farol::domain::preflight::{Finding, Preflight, Sighting, Subject};
use farol::domain::run::State;
use farol::effect::Effect;
use farol::reference;

use super::runs::run;
use crate::stage::{Stage, ago};

fn who(account: &str) -> Identity {
    Identity {
        account: account.into(),
        arn: format!("arn:aws:sts::{account}:assumed-role/oncall/night").into(),
        region: reference::REGION.into(),
    }
}

fn start() -> Action {
    let arguments = [("--failure_rate".into(), "0.5".into())].into();
    Action::StartJob { job: reference::JOB.into(), arguments }
}

fn stage_of(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.hear(Observation::Identity(Ok(who("123456789012"))));
    stage.hear(Observation::Runs(Ok(vec![run("jr_1", State::Failed, 61)])));
    stage
}

fn stage() -> Stage {
    stage_of(120, 30)
}

fn recent(id: &str) -> Finding {
    Finding::Recent(Sighting {
        id: Some(id.into()),
        started: Some(ago(4)),
        state: "SUCCEEDED".into(),
        trigger: None,
    })
}

fn grave() -> Vec<Finding> {
    let denied = Fault::new("s3:ListBucket", Kind::Denied, "no");
    let failing =
        Finding::Failing { times: 3, since: ago(7_200), reason: "Exception: Random exception".into() };
    vec![recent("jr_0"), failing, Finding::Unread { what: Subject::Input, fault: denied }]
}

/// At the sizes that are looked at, the picture of a dialog after `lead`.
fn picture(name: &str, lead: impl Fn(&mut Stage)) {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage_of(width, height);
        lead(&mut stage);
        insta::assert_snapshot!(format!("{name}_{width}"), stage.pane(" Start the ETL job?"));
    }
}

#[test]
fn the_dialog_says_what_was_found_and_how_old_that_is() {
    picture("checking", |stage| {
        stage.press("e");
    });
    picture("found", |stage| {
        stage.press("e");
        stage.answer(grave());
        stage.wait(4);
    });
    picture("running", |stage| {
        stage.press("e");
        let running = Sighting {
            id: Some("jr_9".into()),
            started: Some(ago(4)),
            state: "RUNNING".into(),
            trigger: None,
        };
        stage.answer(vec![Finding::Running(running)]);
        stage.wait(1);
    });
}

#[test]
fn a_yes_to_what_is_newer_than_a_second_is_sent_at_once_and_an_older_one_is_checked_first() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.pause(900);
    assert_eq!(stage.press("y"), [Effect::Act(start())]);

    let mut stage = self::stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(5);
    assert_eq!(stage.press("y"), []);
    assert!(stage.text().contains("checking…"), "{}", stage.text());
    assert_eq!(stage.answer(vec![]), [Effect::Act(start())]);
}

#[test]
fn what_turns_up_after_the_yes_is_shown_and_takes_another_yes() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(5);
    stage.press("y");
    assert_eq!(stage.answer(vec![recent("jr_2")]), []);
    picture("news", |stage| {
        stage.press("e");
        stage.answer(vec![]);
        stage.wait(5);
        stage.press("y");
        stage.answer(vec![recent("jr_2")]);
    });
    stage.pause(200);
    assert_eq!(stage.press("y"), [], "what has just appeared has to be read first");
    stage.pause(750);
    assert_eq!(stage.press("y"), [Effect::Act(start())]);
}

#[test]
fn what_was_seen_before_the_yes_is_covered_by_it() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(grave());
    stage.wait(5);
    stage.press("y");
    assert_eq!(stage.answer(grave()), [Effect::Act(start())]);
}

#[test]
fn a_yes_before_anything_is_known_waits_for_it() {
    let mut stage = stage();
    stage.press("e");
    stage.wait(1);
    assert_eq!(stage.press("y"), []);
    assert_eq!(stage.answer(grave()), [], "what was not known cannot have been agreed to");
    let mut stage = self::stage();
    stage.press("e");
    stage.wait(1);
    assert_eq!(stage.press("y"), []);
    assert_eq!(stage.answer(vec![]), [Effect::Act(start())]);
}

#[test]
fn what_runs_is_not_started_again_however_often_yes_is_said() {
    let mut stage = stage();
    stage.press("e");
    let running = Sighting { id: None, started: None, state: "RUNNING".into(), trigger: None };
    stage.answer(vec![Finding::Running(running)]);
    for _ in 0..3 {
        stage.wait(1);
        assert_eq!(stage.press("y<tab>"), []);
    }
}

#[test]
fn an_account_that_changes_under_the_dialog_takes_another_yes() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(5);
    stage.press("y");
    let (begun, taken) = (stage.now(), stage.now());
    let identity = Some(who("999999999999"));
    let preflight = Preflight { begun, taken, identity, findings: vec![], last_good: None };
    assert_eq!(stage.answer_with(preflight), []);
    assert!(stage.text().contains("account    999999999999"), "{}", stage.text());
}

#[test]
fn what_took_longer_than_a_second_to_read_takes_another_yes() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(5);
    stage.press("y");
    let begun = stage.now();
    stage.wait(2);
    let preflight = Preflight { begun, taken: begun, identity: None, findings: vec![], last_good: None };
    assert_eq!(stage.answer_with(preflight), []);
    assert!(stage.text().contains("AWS answers slowly"), "{}", stage.text());
}

#[test]
fn an_answer_to_an_earlier_question_decides_nothing() {
    let mut stage = stage();
    stage.press("e");
    let (begun, taken) = (ago(1), ago(1));
    let old = Preflight { begun, taken, identity: None, findings: vec![], last_good: None };
    stage.answer_with(old);
    assert!(stage.text().contains("checking…"), "{}", stage.text());
}

#[test]
fn a_key_that_is_held_confirms_nothing_however_long() {
    for (keys, step) in [("y", 33), ("<enter>", 33), ("y", 500)] {
        let mut stage = stage();
        stage.press("e");
        stage.answer(vec![]);
        stage.pause(100);
        for _ in 0..200 {
            assert_eq!(stage.press(keys), [], "{keys} every {step} ms");
            stage.pause(step);
        }
    }
}

#[test]
fn a_yes_right_after_another_key_was_not_meant() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.pause(500);
    assert_eq!(stage.press("jy"), []);
    stage.pause(200);
    assert_eq!(stage.press("j"), []);
    stage.pause(200);
    assert_eq!(stage.press("y"), [Effect::Act(start())]);
}
