//! The dialog before an action: what it finds, and when a yes counts.

use farol::app::Settings;
use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation, Mode, Outcome, Receipt, Reply};
use farol::domain::fault::{Fault, Kind};
use farol::domain::identity::Identity;
use farol::domain::pipeline::Pipeline;
use farol::domain::preflight::{Finding, Preflight, Sighting, Subject};
use farol::domain::run::State;
use farol::effect::Effect;
use farol::reference;

use super::runs::run;
use crate::stage::{Stage, ago, pipeline};

fn who(account: &str) -> Identity {
    Identity {
        account: account.into(),
        arn: format!("arn:aws:sts::{account}:assumed-role/oncall/night").into(),
        region: reference::REGION.into(),
    }
}

pub fn start() -> Action {
    let arguments = [("--failure_rate".into(), "0.5".into())].into();
    Action::StartJob { job: reference::JOB.into(), arguments }
}

/// The yes to the start, by whom the dialog names.
fn yes() -> Effect {
    yes_to(start())
}

fn yes_to(action: Action) -> Effect {
    Effect::Act(Confirmation::given(action, Some(who("123456789012"))))
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
    let failing = Finding::Failing {
        times: 3,
        since: ago(7_200),
        state: None,
        reason: Some("Exception: Random exception".into()),
    };
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
    assert_eq!(stage.press("y"), [yes()]);

    let mut stage = self::stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(5);
    assert_eq!(stage.press("y"), []);
    assert!(stage.text().contains("checking…"), "{}", stage.text());
    assert_eq!(stage.answer(vec![]), [yes()]);
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
    assert_eq!(stage.press("y"), [yes()]);
}

#[test]
fn what_was_seen_before_the_yes_is_covered_by_it() {
    let mut stage = stage();
    stage.press("e");
    stage.answer(grave());
    stage.wait(5);
    stage.press("y");
    assert_eq!(stage.answer(grave()), [yes()]);
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
    assert_eq!(stage.answer(vec![]), [yes()]);
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
            let effects = stage.press(keys);
            let is_sent = effects.iter().any(|effect| matches!(effect, Effect::Act(_)));
            assert!(!is_sent, "{keys} every {step} ms");
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
    assert_eq!(stage.press("y"), [yes()]);
}

fn production(width: u16, height: u16) -> Stage {
    let production = Pipeline { production: true, account_name: Some("data-prod".into()), ..pipeline() };
    let mut stage = Stage::with(width, height, Settings::default(), vec![production]);
    stage.hear(Observation::Identity(Ok(who("123456789012"))));
    stage.press("e");
    stage.answer(vec![]);
    stage.pause(400);
    stage
}

#[test]
fn in_production_the_frame_is_red_and_the_target_s_name_has_to_be_typed() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = production(width, height);
        stage.types("describe-");
        insta::assert_snapshot!(format!("production_{width}"), stage.screen());
    }
    let mut stage = production(120, 30);
    stage.types("y");
    assert_eq!(stage.press("<enter>"), []);
    assert!(stage.text().contains("that is not describe-public-apis"), "{}", stage.text());
    stage.press("<ctrl-u>");
    stage.types("describe-public-apis");
    assert_eq!(stage.press("<enter>"), [], "what was read is older than a second by now");
    assert_eq!(stage.answer(vec![]), [yes()]);
}

#[test]
fn a_name_that_is_pasted_confirms_nothing_with_or_without_brackets() {
    let mut stage = production(120, 30);
    assert_eq!(stage.paste("describe-public-apis"), []);
    stage.pause(800);
    assert_eq!(stage.press("<enter>"), []);
    stage.pause(800);
    stage.press("describe-public-apis");
    assert!(stage.text().contains("typed, not pasted"), "{}", stage.text());
    stage.pause(800);
    assert_eq!(stage.press("<enter>"), []);
    assert!(!stage.is_asked());
}

#[test]
fn arguments_are_shown_beside_those_of_the_last_good_run() {
    let mut good = run("jr_0", State::Succeeded, 7_300);
    good.arguments = [("--failure_rate".into(), "0.9".into()), ("--mode".into(), "full".into())].into();
    let answer = |stage: &mut Stage, good| {
        let (begun, taken) = (stage.now(), stage.now());
        let last_good = Some(good);
        stage.answer_with(Preflight { begun, taken, identity: None, findings: vec![], last_good });
    };
    picture("difference", |stage| {
        stage.press("e");
        answer(stage, good.clone());
        stage.wait(1);
    });
    let mut stage = stage();
    stage.press("e");
    answer(&mut stage, run("jr_0", State::Succeeded, 7_300));
    assert!(stage.text().contains("as in the last good one, 2h ago"), "{}", stage.text());
}

/// A stage on which the ingest was invoked well with one payload, and badly with another.
fn invoked(width: u16, height: u16) -> Stage {
    let mut stage = stage_of(width, height);
    for (payload, status) in [("good", 200), ("bad", 404)] {
        let action = Action::Invoke {
            function: reference::FUNCTION.into(),
            payload: serde_json::json!({ "bucket_name": payload }),
            mode: Mode::Sync,
        };
        stage.hear(Observation::Sent(action.clone()));
        let receipt = Receipt::Invoked {
            request_id: payload.into(),
            function_error: None,
            payload: format!("{{\"statusCode\": {status}}}").as_str().into(),
            reply: Reply::default(),
        };
        stage.hear(Observation::Done(action, Outcome::Accepted(receipt)));
        stage.wait(60);
    }
    stage
}

#[test]
fn what_was_sent_in_this_session_can_be_chosen_again() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = invoked(width, height);
        stage.press("ip");
        insta::assert_snapshot!(format!("past_{width}"), stage.pane(" What getPublicAPIs was sent"));
    }
    let mut stage = invoked(120, 30);
    stage.press("i");
    stage.answer(vec![]);
    assert!(
        stage.text().contains("~ bucket_name \"public-apis-raw\"  (it was \"good\")"),
        "{}",
        stage.text()
    );
    stage.press("pj<enter>");
    stage.answer(vec![]);
    assert!(stage.text().contains("as in the last good one"), "{}", stage.text());
    stage.pause(900);
    let good = serde_json::json!({ "bucket_name": "good" });
    let action = Action::Invoke { function: reference::FUNCTION.into(), payload: good, mode: Mode::Sync };
    assert_eq!(stage.press("y"), [yes_to(action)]);
}

#[test]
fn a_failure_with_the_same_input_does_not_hide_that_it_did_its_work() {
    let mut stage = stage();
    let runs = vec![
        run("jr_2", State::Failed, 60),
        run("jr_1", State::Succeeded, 600),
        run("jr_0", State::Failed, 900),
    ];
    stage.hear(Observation::Runs(Ok(runs)));
    stage.press("ep");
    let text = stage.text();
    assert_eq!(text.matches("--failure_rate 0.5").count(), 2, "{text}");
    assert_eq!(text.matches("the last good one").count(), 1, "{text}");
}

#[test]
fn an_input_is_edited_and_asked_about_anew() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage_of(width, height);
        stage.press("ie<down><end><backspace>");
        insta::assert_snapshot!(format!("editor_{width}"), stage.pane(" invoke getPublicAPIs"));
    }
    let mut stage = stage();
    stage.press("e");
    stage.answer(vec![]);
    stage.pause(400);
    stage.press("e<end><enter>y 2<ctrl-s>");
    assert!(stage.text().contains("line 2, column 1: expected --name value"), "{}", stage.text());
    stage.press("--<ctrl-s>");
    assert!(stage.text().contains("Start the ETL job?"), "{}", stage.text());
    assert_eq!(stage.press("y"), [], "a fresh dialog is deaf, and an edited input is asked about anew");
    stage.answer(vec![]);
    stage.wait(1);
    let arguments = [("--failure_rate".into(), "0.5".into()), ("--y".into(), "2".into())].into();
    let edited = Action::StartJob { job: reference::JOB.into(), arguments };
    assert_eq!(stage.press("y"), [yes_to(edited)]);
}

#[test]
fn an_editor_that_is_left_leaves_the_input_as_it_was() {
    let mut stage = stage();
    stage.press("ee<end>123<esc>");
    stage.answer(vec![]);
    stage.wait(1);
    assert_eq!(stage.press("y"), [yes()]);
}

#[test]
fn what_the_user_s_own_editor_brings_back_is_asked_about_or_shown_with_its_mistake() {
    let mut stage = stage();
    stage.press("i");
    stage.answer(vec![]);
    stage.pause(400);
    let effects = stage.press("E");
    assert!(matches!(effects.as_slice(), [Effect::Edit(draft)] if draft.suffix == ".json"), "{effects:?}");
    stage.edited("{\"bucket_name\": }");
    assert!(stage.text().contains("line 1, column 17: expected value"), "{}", stage.text());
    stage.press("<esc>");
    stage.press("E");
    stage.edited("{\"bucket_name\": \"other\"}");
    assert!(stage.text().contains("other"), "{}", stage.text());
    stage.answer(vec![]);
    stage.wait(1);
    let payload = serde_json::json!({ "bucket_name": "other" });
    assert_eq!(
        stage.press("y"),
        [yes_to(Action::Invoke { function: reference::FUNCTION.into(), payload, mode: Mode::Sync })]
    );
}

#[test]
fn a_dialog_about_something_without_an_input_shows_no_keys_for_one() {
    let foot = |keys: &str| {
        let mut stage = stage();
        stage.press(keys);
        stage.text().lines().last().unwrap_or_default().to_owned()
    };
    assert!(foot("e").contains("edit") && foot("e").contains("past"), "{}", foot("e"));
    assert!(!foot("c").contains("edit") && !foot("c").contains("past"), "{}", foot("c"));
    assert_eq!(foot("cep"), foot("c"));
}
