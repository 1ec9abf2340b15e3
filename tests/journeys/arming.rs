//! A console that reads only until it is armed.

use std::time::Duration;

use farol::app::{Rights, Settings};
use farol::domain::Observation;
use farol::domain::action::Confirmation;
use farol::domain::run::State;
use farol::effect::Effect;

use super::confirm::start;
use super::runs::run;
use crate::stage::{Stage, pipeline};

fn stage(rights: Rights) -> Stage {
    let settings = Settings { rights, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![pipeline()]);
    stage.hear(Observation::Runs(Ok(vec![run("jr_1", State::Succeeded, 61)])));
    stage
}

fn armable() -> Stage {
    stage(Rights::Armable(Duration::from_mins(10)))
}

#[test]
fn until_it_is_armed_nothing_is_asked_about_and_the_key_says_how_to_arm() {
    let mut stage = armable();
    assert_eq!(stage.press("e"), []);
    assert!(!stage.is_asked());
    assert!(stage.text().contains("read-only until it is armed: ! does so for 10m00s"), "{}", stage.text());
    assert!(stage.text().contains("READ-ONLY"), "{}", stage.text());
}

#[test]
fn armed_it_acts_and_counts_down_and_disarms_by_itself() {
    let mut stage = armable();
    assert_eq!(stage.press("!"), [Effect::Arm]);
    assert!(stage.text().contains(" ARMED 10m "), "{}", stage.text());
    stage.wait(61);
    assert!(stage.text().contains(" ARMED 8m "), "{}", stage.text());
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(1);
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(start(), None))]);
    assert_eq!(stage.wait(510), []);
    assert!(stage.text().contains(" ARMED 28s "), "{}", stage.text());
    assert_eq!(stage.wait(28), [Effect::Disarm]);
    assert!(stage.text().contains("READ-ONLY"), "{}", stage.text());
}

#[test]
fn a_second_press_disarms_and_a_held_key_does_not_change_its_mind() {
    let mut stage = armable();
    assert_eq!(stage.press("!!"), [Effect::Arm]);
    stage.wait(1);
    assert_eq!(stage.press("!"), [Effect::Disarm]);
}

#[test]
fn a_dialog_that_is_open_when_the_time_is_over_sends_nothing() {
    let mut stage = armable();
    stage.press("!");
    stage.wait(599);
    stage.press("e");
    stage.answer(vec![]);
    stage.wait(1);
    assert_eq!(stage.press("y"), []);
    assert!(stage.text().contains("read-only until it is armed"), "{}", stage.text());
}

#[test]
fn what_is_read_only_for_good_cannot_be_armed() {
    let mut stage = stage(Rights::Look);
    assert_eq!(stage.press("!e"), []);
    stage.wait(1);
    stage.press("!");
    assert!(stage.text().contains("read-only and cannot be armed"), "{}", stage.text());
}
