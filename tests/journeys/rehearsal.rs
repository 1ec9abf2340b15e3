//! A dry run: the exact call is shown, and nothing is sent.

use farol::app::{Rights, Settings};
use farol::domain::Observation;
use farol::domain::action::{Action, Mode, Rehearsal};
use farol::domain::fault::{Fault, Kind};
use farol::effect::Effect;
use farol::reference;

use super::confirm::start;
use crate::stage::{Stage, pipeline};

fn stage(width: u16, height: u16) -> Stage {
    let settings = Settings { rights: Rights::Rehearse, ..Settings::default() };
    Stage::with(width, height, settings, vec![pipeline()])
}

#[test]
fn the_dialog_shows_the_exact_call_and_a_yes_sends_none() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        stage.press("e");
        stage.answer(vec![]);
        insta::assert_snapshot!(format!("dry_run_{width}"), stage.pane(" Start the ETL job?"));
    }
    let mut stage = stage(120, 30);
    stage.press("e");
    stage.answer(vec![]);
    stage.pause(900);
    assert_eq!(stage.press("y"), [Effect::Rehearse(start())]);
    stage.hear(Observation::Rehearsed(start(), Ok(Rehearsal::Untested)));
    assert!(stage.text().contains("dry run, nothing was sent"), "{}", stage.text());
}

#[test]
fn a_permission_that_is_missing_is_told_and_stays() {
    let mut stage = stage(120, 30);
    let payload = serde_json::json!({});
    let action = Action::Invoke { function: reference::FUNCTION.into(), payload, mode: Mode::Sync };
    let denied = Fault::new("lambda:InvokeFunction", Kind::Denied, "no");
    stage.hear(Observation::Rehearsed(action, Err(denied)));
    stage.wait(3_600);
    let want = "it would fail: not allowed: the identity needs lambda:InvokeFunction";
    assert!(stage.text().contains(want), "{}", stage.text());
}
