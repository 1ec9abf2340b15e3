//! The pane of job runs.

use std::time::Duration;

use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::run::{Run, State};

use crate::stage::{Stage, ago};

/// A run that started so many seconds ago and took twenty, unless it still runs.
pub fn run(id: &str, state: State, seconds: i64) -> Run {
    let is_final = state.is_final();
    let is_bad = state.is_bad();
    Run {
        id: id.into(),
        state,
        attempt: 0,
        previous: None,
        started: ago(seconds),
        completed: is_final.then(|| ago(seconds - 20)),
        execution: Duration::from_secs(14),
        error: is_bad.then(|| "Exception: Random exception".into()),
        detail: None,
        trigger: None,
        arguments: [("--failure_rate".into(), "0.5".into())].into(),
        capacity: None,
    }
}

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(vec![
        run("jr_3", State::Running, 21),
        run("jr_2", State::Failed, 61),
        run("jr_1", State::Succeeded, 3700),
    ])));
    stage
}

#[test]
fn each_run_says_its_state_its_start_how_long_it_took_and_why_it_failed() {
    insta::assert_snapshot!("runs_80", stage(80, 24).pane("3 Job runs"));
    insta::assert_snapshot!("runs_120", stage(120, 30).pane("3 Job runs"));
}

#[test]
fn the_selection_stays_on_its_run_when_a_newer_one_arrives() {
    let mut stage = stage(120, 30);
    stage.press("j");
    stage.hear(Observation::Runs(Ok(vec![
        run("jr_4", State::Starting, 1),
        run("jr_3", State::Succeeded, 25),
        run("jr_2", State::Failed, 61),
    ])));
    stage.press("<enter>");
    assert!(stage.text().contains("run jr_2"), "{}", stage.text());
}

#[test]
fn a_failed_read_keeps_the_old_runs_and_says_how_old_they_are() {
    let mut stage = stage(120, 30);
    stage.wait(90);
    stage.hear(Observation::Runs(Err(Fault::new("glue:GetJobRuns", Kind::Denied, "no"))));
    insta::assert_snapshot!(stage.pane("3 Job runs"));
}

#[test]
fn a_filter_shows_only_the_runs_that_match() {
    let mut stage = stage(120, 30);
    stage.press("/random<enter>");
    let text = stage.pane("3 Job runs");
    assert!(text.contains("FAILED") && !text.contains("SUCCEEDED"), "{text}");
    stage.press("<esc>");
    assert!(stage.pane("3 Job runs").contains("SUCCEEDED"));
}
