//! The three actions: asked for, confirmed, sent once, followed.

use farol::app::{Rights, Settings};
use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation, Outcome, Receipt};
use farol::domain::fault::{Fault, Kind};
use farol::domain::identity::Identity;
use farol::domain::pipeline::Pipeline;
use farol::domain::run::State;
use farol::effect::{Effect, Effects};
use farol::reference;

use super::runs::run;
use crate::stage::{Stage, pipeline};

fn identity() -> Observation {
    Observation::Identity(Ok(Identity {
        account: "123456789012".into(),
        arn: "arn:aws:sts::123456789012:assumed-role/oncall/night".into(),
        region: reference::REGION.into(),
    }))
}

fn start() -> Action {
    let arguments = [("--failure_rate".into(), "0.5".into())].into();
    Action::StartJob { job: reference::JOB.into(), arguments }
}

/// The yes to an action, by whom the dialog named.
fn yes(action: Action) -> Effect {
    let Observation::Identity(Ok(identity)) = identity() else { unreachable!() };
    Effect::Act(Confirmation::given(action, Some(identity)))
}

fn stage() -> Stage {
    let mut stage = Stage::new(120, 30);
    stage.hear(identity());
    stage.hear(Observation::Runs(Ok(vec![run("jr_1", State::Failed, 61)])));
    stage
}

/// Opens the dialog and lets its deaf moment pass.
fn ask(stage: &mut Stage, key: &str) {
    assert_eq!(stage.press(key), []);
    if stage.is_asked() {
        stage.answer(vec![]);
    }
    stage.wait(1);
}

/// Whether nothing is asked for but copies.
fn acts_on_nothing(effects: &Effects) -> bool {
    effects.iter().all(|effect| matches!(effect, Effect::Copy(_)))
}

#[test]
fn the_dialog_says_who_where_what_and_what_it_is_based_on() {
    let mut stage = stage();
    ask(&mut stage, "e");
    insta::assert_snapshot!(stage.pane(" Start the ETL job?"));
}

#[test]
fn an_action_is_sent_once_and_only_after_a_yes() {
    let mut stage = stage();
    ask(&mut stage, "e");
    assert_eq!(stage.press("yyy"), [yes(start())]);
    assert_eq!(stage.press("e"), []);
    stage.wait(1);
    assert!(acts_on_nothing(&stage.press("y")), "while it is on its way its key asks for nothing");
}

#[test]
fn nothing_is_sent_by_no_or_esc_or_enter_on_cancel_or_by_a_key_meant_for_what_lay_under() {
    for keys in ["n", "<esc>", "q", "<enter>"] {
        let mut stage = stage();
        ask(&mut stage, "e");
        assert_eq!(stage.press(keys), [], "{keys}");
        assert!(!stage.text().contains("Start the ETL job?"), "{keys}");
    }
    let mut stage = stage();
    assert_eq!(stage.press("ey"), [], "a dialog is deaf at first");
}

#[test]
fn enter_confirms_once_the_other_answer_is_in_focus() {
    let mut stage = stage();
    ask(&mut stage, "e");
    stage.press("<tab>");
    stage.pause(150);
    assert_eq!(stage.press("<enter>"), []);
    assert_eq!(stage.answer(vec![]), [yes(start())]);
}

#[test]
fn a_payload_that_does_not_fit_can_be_read_to_its_end() {
    let mut long = pipeline();
    let items: Vec<String> = (0..200).map(|n| format!("item {n}")).collect();
    if let Some(ingest) = &mut long.ingest {
        ingest.payload = serde_json::json!({ "items": items });
    }
    let mut stage = Stage::with(80, 24, Settings::default(), vec![long]);
    ask(&mut stage, "i");
    assert!(stage.text().contains("lines more: j and k scroll"), "{}", stage.text());
    stage.press(&"j".repeat(100));
    assert!(stage.text().contains("item 199"), "{}", stage.text());
}

#[test]
fn in_a_demo_that_runs_faster_a_dialog_is_deaf_as_long_for_its_user() {
    let settings = Settings { speed: 60.0, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![pipeline()]);
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(17);
    assert_eq!(stage.press("y"), []);
    stage.wait(43);
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(start(), None))]);
}

#[test]
fn in_production_the_dialog_says_so_and_waits_until_the_account_is_known() {
    let production = Pipeline { production: true, ..pipeline() };
    let mut stage = Stage::with(120, 30, Settings::default(), vec![production]);
    ask(&mut stage, "e");
    assert!(stage.pane(" Start the ETL job?").contains("PRODUCTION"));
    assert!(stage.text().contains("region     us-east-2"), "{}", stage.text());
    stage.types("describe-public-apis");
    stage.wait(1);
    assert_eq!(stage.press("<enter>"), [], "whose account it is is not known");
    stage.hear(identity());
    stage.wait(1);
    assert_eq!(stage.press("<enter>"), []);
    assert_eq!(stage.answer(vec![]), [yes(start())]);
}

#[test]
fn a_long_refusal_is_readable_to_its_end_and_no_passing_notice_hides_it() {
    let mut stage = Stage::new(80, 24);
    let said = format!("AccessDeniedException: {} the end", "a long reason ".repeat(9));
    let refused = Outcome::Refused(Fault::new("glue:StartJobRun", Kind::Refused, said.as_str()));
    stage.hear(Observation::Done(start(), refused));
    let crawl = Action::StartCrawler { crawler: "c".into() };
    stage.hear(Observation::Done(crawl, Outcome::Accepted(Receipt::Crawling)));
    assert!(stage.text().contains("the end"), "{}", stage.text());
}

#[test]
fn an_ingest_that_somebody_else_started_blocks_its_key_too() {
    let mut stage = stage();
    let event = farol::domain::log::Event {
        id: "1".into(),
        group: reference::INGEST_GROUP.into(),
        stream: "2026/03/01/[$LATEST]abc".into(),
        time: crate::stage::ago(2),
        ingested: crate::stage::ago(2),
        text: "START RequestId: 11111111-2222-3333-4444-555555555555 Version: $LATEST".into(),
    };
    stage.hear(Observation::Past { events: Ok(vec![event]), since: crate::stage::ago(86_400), whole: true });
    ask(&mut stage, "i");
    assert!(stage.text().contains("getPublicAPIs is running"), "{}", stage.text());
}

#[test]
fn pasted_text_confirms_nothing() {
    let mut stage = stage();
    ask(&mut stage, "e");
    assert_eq!(stage.paste("y"), []);
    assert!(stage.text().contains("Start the ETL job?"));
}

#[test]
fn while_the_step_runs_its_key_says_so_and_does_nothing() {
    let mut stage = stage();
    stage.hear(Observation::Runs(Ok(vec![run("jr_2", State::Running, 5)])));
    assert!(stage.text().contains("start ETL: running"));
    ask(&mut stage, "e");
    assert!(!stage.text().contains("Start the ETL job?"));
}

#[test]
fn a_step_that_starts_while_the_dialog_is_open_is_not_started_again() {
    let mut stage = stage();
    ask(&mut stage, "e");
    stage.hear(Observation::Runs(Ok(vec![run("jr_2", State::Starting, 0)])));
    assert_eq!(stage.press("y"), []);
    assert!(stage.text().contains("describe-public-apis is running"));
}

#[test]
fn a_read_only_session_sends_nothing_and_says_why() {
    let settings = Settings { rights: Rights::Look, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![pipeline()]);
    assert!(acts_on_nothing(&stage.press("iyeyc")));
    assert!(stage.text().contains("this session is read-only"));
}

#[test]
fn a_refusal_and_an_unknown_outcome_stay_until_they_are_seen() {
    let refused = Fault::new("glue:StartJobRun", Kind::Refused, "ConcurrentRunsExceededException: no");
    let unknown = Fault::new("glue:StartJobRun", Kind::Unknown, "connection reset");
    for (outcome, words) in [
        (Outcome::Refused(refused), "nothing was started"),
        (Outcome::Unknown(unknown), "may or may not have started, and is not sent again"),
    ] {
        let mut stage = stage();
        ask(&mut stage, "e");
        stage.press("y");
        stage.hear(Observation::Done(start(), outcome));
        stage.wait(3600);
        assert!(stage.text().contains(words), "{}", stage.text());
        stage.press("j");
        assert!(!stage.text().contains(words));
    }
}

#[test]
fn an_accepted_start_says_which_run_it_is() {
    let mut stage = stage();
    ask(&mut stage, "e");
    stage.press("y");
    stage.hear(Observation::Done(start(), Outcome::Accepted(Receipt::Run("jr_9".into()))));
    assert!(stage.text().contains("started run jr_9"));
}
