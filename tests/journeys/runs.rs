//! The pane of job runs.

use std::time::Duration;

use chrono::TimeDelta;
use farol::app::Settings;
use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation, Outcome, Receipt};
use farol::domain::fault::{Fault, Kind};
use farol::domain::run::{Capacity, Run, State, Terms};
use farol::effect::Effect;

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
        terms: Terms::default(),
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
fn details_stay_with_their_run_when_a_newer_one_arrives() {
    for key in ["<enter>", "o"] {
        let mut stage = stage(120, 30);
        stage.press(key);
        stage.hear(Observation::Runs(Ok(vec![
            run("jr_4", State::Starting, 1),
            run("jr_3", State::Succeeded, 25),
        ])));
        assert!(stage.text().contains("run jr_3"), "after {key}: {}", stage.text());
    }
}

#[test]
fn runs_of_another_day_have_a_date() {
    let mut stage = stage(80, 24);
    assert!(stage.pane("3 Job runs").contains("  02:58:59"), "{}", stage.text());
    stage.wait(24 * 3_600);
    assert!(stage.pane("3 Job runs").contains("  03-01 02:58:59"), "{}", stage.text());
}

/// Runs that took twenty seconds, the third attempt of one that failed twice, and one that goes on for long.
fn troubled() -> Vec<Run> {
    let good = (0..3).map(|n| run(&format!("jr_{n}"), State::Succeeded, 9_000 - n));
    let retry = |attempt: u32, previous: Option<&str>| Run {
        attempt,
        previous: previous.map(Into::into),
        ..run(&format!("jr_7{attempt}"), State::Failed, 8_000 - i64::from(attempt))
    };
    let terms = Terms {
        capacity: Some(Capacity(32)),
        workers: Some((2, "G.1X".into())),
        version: Some("4.0".into()),
        timeout: Some(Duration::from_mins(10)),
        class: Some("FLEX".into()),
        security: Some("sealed".into()),
        log_group: Some("/aws-glue/jobs".into()),
        ..Terms::default()
    };
    let arguments =
        [("--api_token".into(), "hunter2".into()), ("--failure_rate".into(), "0.5".into())].into();
    let long = Run { terms, arguments, ..run("jr_9", State::Running, 120) };
    let retries = [retry(2, Some("jr_71")), retry(1, Some("jr_70")), retry(0, None)];
    [long].into_iter().chain(retries).chain(good).collect()
}

#[test]
fn a_run_is_compared_with_the_usual_and_told_with_its_terms_and_its_attempts() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("3");
        stage.hear(Observation::Runs(Ok(troubled())));
        insta::assert_snapshot!(format!("runs_troubled_{width}"), stage.pane("3 Job runs"));
        stage.press("o");
        insta::assert_snapshot!(format!("run_terms_{width}"), stage.text());
        stage.press("<esc>jo");
        insta::assert_snapshot!(format!("run_attempts_{width}"), stage.text());
    }
}

#[test]
fn an_argument_whose_name_promises_a_secret_is_not_shown() {
    let mut stage = Stage::new(200, 50);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(troubled())));
    stage.press("o");
    let text = stage.text();
    assert!(text.contains("--api_token ••••••") && !text.contains("hunter2"), "{text}");
}

#[test]
fn a_page_of_details_skips_no_line_and_what_is_hidden_is_counted() {
    let mut stage = Stage::new(40, 10);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(vec![run("jr_2", State::Failed, 61)])));
    stage.press("o");
    let mut seen = stage.text();
    assert!(seen.contains("lines more"), "{seen}");
    for _ in 0..6 {
        stage.press("<pgdn>");
        seen.push_str(&stage.text());
    }
    for label in ["state", "error", "started", "ended", "wall time", "attempt", "arguments"] {
        assert!(seen.contains(label), "no {label}: {seen}");
    }
    assert!(!stage.text().contains("more"), "{}", stage.text());
    stage.press("g");
    assert!(stage.text().contains("FAILED"), "{}", stage.text());
    stage.press("G");
    assert!(stage.text().contains("--failure_rate"), "{}", stage.text());
    stage.press("h");
    assert!(!stage.text().contains("run jr_2"), "{}", stage.text());
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

#[test]
fn a_run_is_stopped_by_its_id_after_a_yes_whatever_arrives_meanwhile() {
    let mut stage = stage(120, 30);
    assert_eq!(stage.press("x"), []);
    stage.answer(vec![]);
    stage.wait(1);
    insta::assert_snapshot!("stop_run", stage.pane(" Stop the job run?"));
    stage.hear(Observation::Runs(Ok(vec![
        run("jr_4", State::Starting, 1),
        run("jr_3", State::Running, 25),
        run("jr_2", State::Failed, 61),
    ])));
    let stop = Action::StopRun { job: farol::reference::JOB.into(), run: "jr_3".into() };
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(stop.clone(), None))]);
    stage.press("x");
    assert!(stage.text().contains("describe-public-apis is being stopped"), "{}", stage.text());
    stage.hear(Observation::Done(stop, Outcome::Accepted(Receipt::Stopping)));
    assert!(stage.text().contains("describe-public-apis: stopping"), "{}", stage.text());
}

#[test]
fn what_is_over_or_being_stopped_cannot_be_stopped_and_says_so() {
    let mut stage = stage(120, 30);
    stage.press("jx");
    assert!(stage.text().contains("run jr_2 is over: FAILED"), "{}", stage.text());
    stage.hear(Observation::Runs(Ok(vec![run("jr_3", State::Stopping, 30)])));
    stage.press("gx");
    assert!(stage.text().contains("run jr_3 is stopping already"), "{}", stage.text());
}

#[test]
fn a_run_that_ends_while_the_dialog_is_open_is_not_stopped() {
    let mut stage = stage(120, 30);
    stage.press("x");
    stage.answer(vec![]);
    stage.wait(1);
    stage.hear(Observation::Runs(Ok(vec![run("jr_3", State::Succeeded, 30)])));
    assert_eq!(stage.press("y"), []);
    assert!(stage.text().contains("run jr_3 is over: SUCCEEDED"), "{}", stage.text());
}

/// Runs of several states and durations.
fn sortable() -> Stage {
    let mut stage = Stage::new(80, 24);
    stage.press("3");
    let took =
        |run: Run, seconds: i64| Run { completed: Some(run.started + TimeDelta::seconds(seconds)), ..run };
    stage.hear(Observation::Runs(Ok(vec![
        took(run("jr_4", State::Succeeded, 900), 40),
        took(run("jr_3", State::Failed, 1_800), 90),
        took(run("jr_2", State::Stopped, 2_700), 10),
        took(run("jr_1", State::Succeeded, 3_700), 60),
    ])));
    stage
}

/// The durations of the rows from the top.
fn durations(stage: &mut Stage) -> String {
    let text = stage.text();
    let words = text.lines().filter(|line| line.starts_with('│')).flat_map(str::split_whitespace);
    words.filter(|word| ["40s", "1m30s", "10s", "1m00s"].contains(word)).collect::<Vec<_>>().join(" ")
}

#[test]
fn rows_are_sorted_by_one_column_after_the_other_and_the_selection_stays_on_its_run() {
    let mut stage = sortable();
    stage.press("jj");
    for (keys, want) in [
        ("", "40s 1m30s 10s 1m00s"),
        ("s", "1m30s 10s 40s 1m00s"),
        ("S", "40s 1m00s 10s 1m30s"),
        ("ss", "1m30s 1m00s 40s 10s"),
        ("S", "10s 40s 1m00s 1m30s"),
    ] {
        stage.press(keys);
        assert_eq!(durations(&mut stage), want, "{keys}: {}", stage.text());
    }
    insta::assert_snapshot!("runs_sorted_80", stage.pane("3 Job runs"));
    let copied = stage.press("y");
    assert!(format!("{copied:?}").contains("the run's id"), "{copied:?}");
    stage.press("o");
    assert!(stage.text().contains("run jr_2"), "{}", stage.text());
}

#[test]
fn a_filter_asks_about_one_column_and_names_the_columns_there_are() {
    let mut stage = sortable();
    for (filter, want) in [
        ("state:succeeded", "40s 1m00s"),
        ("-state:succeeded", "1m30s 10s"),
        ("duration:>45s", "1m30s 1m00s"),
        ("age:<20m", "40s"),
        ("~scd", "40s 1m00s"),
        ("state:succeeded duration:>45s", "1m00s"),
    ] {
        stage.press(&format!("/{filter}<enter>"));
        assert_eq!(durations(&mut stage), want, "{filter}: {}", stage.text());
        stage.press("<esc>");
    }
    stage.press("/");
    assert!(stage.text().contains("state: started: duration:"), "{}", stage.text());
    stage.press("stat:x");
    assert!(stage.text().contains("no column `stat`, but state, started, duration"), "{}", stage.text());
    insta::assert_snapshot!("runs_filter_mistake_80", stage.screen());
}

#[test]
fn marked_runs_are_copied_together_and_counted() {
    let mut stage = sortable();
    stage.press("mjjm");
    insta::assert_snapshot!("runs_marked_80", stage.pane("3 Job runs"));
    let copies = stage.press("y");
    let Some(Effect::Copy(clip)) = copies.first() else { panic!("{copies:?}") };
    assert_eq!((clip.what.as_str(), clip.text.exact()), ("the ids of 2 runs", "jr_4\njr_2"));
    stage.press("m");
    assert!(stage.text().contains("1 marked"), "{}", stage.text());
    stage.press("M");
    assert!(!stage.text().contains("marked"), "{}", stage.text());
}

#[test]
fn the_configuration_says_which_columns_are_shown_and_in_which_order() {
    let columns = [("runs".into(), ["started", "state", "execution"].map(Into::into).into())].into();
    let settings = Settings { columns, ..Settings::default() };
    let mut stage = Stage::with(80, 24, settings, vec![crate::stage::pipeline()]);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(troubled())));
    insta::assert_snapshot!("runs_columns_80", stage.pane("3 Job runs"));
    stage.press("/error:random try:3<enter>");
    assert!(stage.text().contains("1 of 1"), "what is not shown is filtered by too: {}", stage.text());
}

#[test]
fn details_are_shown_and_copied_as_json_and_yaml_and_walked_as_a_tree_with_secrets_masked() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("3");
        stage.hear(Observation::Runs(Ok(troubled())));
        stage.press("ot");
        insta::assert_snapshot!(format!("run_json_{width}"), stage.text());
        let copies = stage.press("y");
        let Some(Effect::Copy(clip)) = copies.first() else { panic!("{copies:?}") };
        let run: serde_json::Value = serde_json::from_str(clip.text.exact()).unwrap();
        assert_eq!((&run["id"], &run["state"]), (&"jr_9".into(), &"RUNNING".into()));
        assert_eq!(run["arguments"]["--api_token"], "••••••");
        stage.press("t");
        insta::assert_snapshot!(format!("run_yaml_{width}"), stage.text());
        let copies = stage.press("y");
        let Some(Effect::Copy(clip)) = copies.first() else { panic!("{copies:?}") };
        assert!(clip.text.exact().contains("\n  \"--failure_rate\": \"0.5\"\n"), "{}", clip.text.exact());
        stage.press("T");
        insta::assert_snapshot!(format!("run_tree_{width}"), stage.text());
        assert!(!stage.text().contains("hunter2"));
    }
}
