//! A job started for one value after the other.

use std::time::Duration;

use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation, Operation};
use farol::domain::backfill::{End, Plan, Progress, Series, Stage as At};
use farol::domain::errand::Errand;
use farol::domain::run::State;
use farol::effect::Effect;
use farol::reference::JOB;

use super::runs::run;
use crate::stage::{Stage, dawn};

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(vec![run("jr_1", State::Succeeded, 3700)])));
    stage
}

fn plan() -> Plan {
    let series = Series::parse("--date=2026-02-22..2026-02-28").unwrap();
    let arguments = [("--failure_rate".to_owned(), "0.5".to_owned())].into();
    Plan { job: JOB.into(), arguments, series }
}

/// The dialog after the line has been typed.
fn asked(width: u16, height: u16) -> Stage {
    let mut stage = stage(width, height);
    stage.press("B");
    stage.types("date=2026-02-22..2026-02-28");
    stage.press("<enter>");
    stage.answer(vec![]);
    stage.wait(1);
    stage
}

#[test]
fn the_line_says_how_many_runs_it_comes_to_or_what_is_wrong_with_it() {
    let mut stage = stage(120, 30);
    stage.press("B");
    assert!(stage.text().contains("--region=a,b,c"), "{}", stage.text());
    stage.types("page=1..");
    assert!(stage.text().contains("1..: a range is of numbers"), "{}", stage.text());
    stage.press("<enter>");
    assert!(!stage.text().contains("Backfill the job?"), "{}", stage.text());
    stage.types("12");
    assert!(stage.text().contains("12 runs: 1, 2, …, 12"), "{}", stage.text());
}

#[test]
fn one_dialog_lists_all_that_will_be_started_and_is_confirmed_once() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = asked(width, height);
        insta::assert_snapshot!(format!("backfill_{width}"), stage.pane(" Backfill the job?"));
        let plan = Action::Backfill(plan());
        assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(plan.clone(), None))]);
        assert_eq!(stage.press("y"), []);
        stage.press("B");
        stage.types("page=1..2");
        stage.press("<enter>");
        assert!(stage.text().contains("is running"), "{}", stage.text());
        assert_eq!(Operation::of(&plan), Operation::StartJobRun);
    }
}

#[test]
fn it_says_how_far_it_is_and_esc_starts_no_more() {
    let mut stage = asked(120, 30);
    stage.press("y");
    let mut progress = Progress::begun(plan(), dawn());
    progress.done = vec![("jr_2".into(), Duration::from_secs(40)), ("jr_3".into(), Duration::from_secs(20))];
    progress.stage = At::Running("jr_4".into());
    stage.hear(Observation::Backfill(Box::new(progress.clone())));
    let text = stage.text();
    assert!(text.contains("2 of 7 done, --date 2026-02-24 runs, 30s each, about 2m30s left"), "{text}");
    assert_eq!(stage.press("<esc>"), [Effect::Stop(Errand::Backfill)]);
    let over = Progress { end: Some(End::Cancelled(Some("jr_4".into()))), ..progress };
    stage.hear(Observation::Backfill(Box::new(over)));
    let text = stage.text();
    assert!(text.contains("2 of 7 done; no more are started, and run jr_4"), "{text}");
}

#[test]
fn what_its_runs_share_can_be_edited_before() {
    let mut stage = asked(120, 40);
    stage.press("e<ctrl-u>");
    stage.types("--failure_rate 0");
    stage.press("<ctrl-s>");
    assert!(stage.text().contains("2026-02-28"), "{}", stage.text());
}

#[test]
fn a_bookmark_is_reset_after_a_yes() {
    let mut stage = stage(120, 30);
    stage.press("b");
    stage.answer(vec![]);
    stage.wait(1);
    insta::assert_snapshot!("reset_bookmark", stage.pane(" Reset the bookmark of the job?"));
    let reset = Action::ResetBookmark { job: JOB.into() };
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(reset, None))]);
}
