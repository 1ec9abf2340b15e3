//! How the ingest is invoked: waited for, left to Lambda, or only rehearsed.

use farol::domain::action::{Action, Confirmation, Mode};
use farol::effect::Effect;
use farol::reference;

use crate::stage::Stage;

fn invoke(mode: Mode) -> Action {
    let payload = serde_json::json!({ "bucket_name": reference::RAW_BUCKET });
    Action::Invoke { function: reference::FUNCTION.into(), payload, mode }
}

/// A dialog in which the manner was changed so many times, each time after AWS was asked anew.
fn turned(times: usize) -> Stage {
    let mut stage = Stage::new(80, 24);
    stage.press("i");
    stage.answer(vec![]);
    for _ in 0..times {
        stage.pause(900);
        stage.press("t");
        assert!(stage.is_asked(), "what is asked is new, so AWS is asked anew");
        assert_eq!(stage.press("y"), [], "no yes counts before that has been read");
        stage.answer(vec![]);
    }
    stage.pause(900);
    stage
}

#[test]
fn t_leaves_the_invocation_to_lambda() {
    let mut stage = turned(1);
    assert!(stage.text().contains("queued: Lambda runs it by itself"), "{}", stage.text());
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(invoke(Mode::Async), None))]);
}

#[test]
fn t_again_makes_it_a_dry_run_and_then_what_it_was() {
    let mut stage = turned(2);
    assert!(stage.text().contains("DRY RUN"), "{}", stage.text());
    assert_eq!(stage.press("y"), [Effect::Rehearse(invoke(Mode::Sync))]);
    let mut stage = turned(3);
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(invoke(Mode::Sync), None))]);
}
