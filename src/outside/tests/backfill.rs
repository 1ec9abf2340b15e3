//! A backfill starts each run once, one after the other, and none after one that goes wrong.

use super::*;
use crate::demo::fault::Fault;
use crate::demo::jobs::RunState;
use crate::domain::backfill::{End, Plan, Progress, Series};
use crate::domain::errand::Errand;

fn plan(values: &str) -> Action {
    let series = Series::parse(values).unwrap();
    Action::Backfill(Plan { job: reference::JOB.into(), arguments: [].into(), series })
}

/// A pipeline whose job finds its input.
async fn ready() -> Voyage {
    let mut voyage = Voyage::depart();
    voyage.act(invoke());
    voyage.sail(30).await;
    voyage
}

/// What each run that was started had for the argument, oldest first; and that no two were under way at once.
fn started(voyage: &Voyage, name: &str) -> Vec<String> {
    voyage.aws.with(|account| {
        let mut runs: Vec<_> = account.runs(reference::JOB).unwrap().iter().cloned().collect();
        runs.sort_by_key(|run| run.started);
        for pair in runs.windows(2) {
            assert!(pair[0].completed.is_some_and(|ended| ended <= pair[1].started), "two at once");
        }
        let ids: std::collections::BTreeSet<_> =
            runs.iter().filter_map(|run| run.arguments.get("--farol-action-id")).collect();
        assert_eq!(ids.len(), runs.len(), "each start is an action of its own");
        runs.iter().filter_map(|run| run.arguments.get(name).cloned()).collect()
    })
}

fn progress(voyage: &Voyage) -> &Progress {
    voyage.world.backfill.as_deref().unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_value_is_started_once_in_order_and_each_waits_for_the_one_before() {
    let mut voyage = ready().await;
    voyage.act(plan("--day=1..5"));
    voyage.sail(600).await;
    assert_eq!(started(&voyage, "--day"), ["1", "2", "3", "4", "5"]);
    assert_eq!((progress(&voyage).end.as_ref(), progress(&voyage).done.len()), (Some(&End::All), 5));
    assert_eq!((voyage.count("StartJobRun"), voyage.aws.effects()["StartJobRun"]), (5, 5));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_started_after_a_run_that_fails() {
    let mut voyage = ready().await;
    voyage.act(plan("--failure_rate=0,0.0,1,0.00"));
    voyage.sail(600).await;
    assert_eq!(started(&voyage, "--failure_rate"), ["0", "0.0", "1"]);
    assert!(matches!(progress(&voyage).end, Some(End::Failed(..))), "{:?}", progress(&voyage));
    assert_eq!(progress(&voyage).done.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_started_after_it_is_cancelled_and_what_runs_goes_on() {
    for seconds in [0, 1, 5, 20, 33, 40, 55] {
        let mut voyage = ready().await;
        voyage.act(plan("--day=1..9"));
        voyage.sail(seconds).await;
        voyage.outside.perform(Effect::Stop(Errand::Backfill));
        voyage.sail(10).await;
        let begun = started(&voyage, "--day").len();
        assert!(matches!(progress(&voyage).end, Some(End::Cancelled(_))), "{:?}", progress(&voyage));
        voyage.sail(600).await;
        assert_eq!(started(&voyage, "--day").len(), begun, "after {seconds} seconds");
        let states: Vec<_> = voyage
            .aws
            .with(|account| account.runs(reference::JOB).unwrap().iter().map(|run| run.state).collect());
        assert!(states.iter().all(|state| *state == RunState::Succeeded), "{states:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_started_after_the_console_was_disarmed() {
    let mut voyage = ready().await;
    voyage.act(plan("--day=1..9"));
    voyage.sail(33).await;
    let begun = started(&voyage, "--day").len();
    voyage.outside.perform(Effect::Disarm);
    voyage.sail(600).await;
    assert_eq!(started(&voyage, "--day").len(), begun);
    assert!(matches!(progress(&voyage).end, Some(End::Cancelled(_))), "{:?}", progress(&voyage));
}

#[tokio::test(start_paused = true)]
async fn a_start_whose_answer_is_lost_is_the_last_and_is_looked_up() {
    for fault in [Fault::Lost, Fault::InternalError, Fault::Hang, Fault::Offline] {
        let mut voyage = ready().await;
        voyage.act(plan("--day=1..4"));
        voyage.sail(5).await;
        voyage.aws.fail("StartJobRun", fault);
        voyage.sail(1_500).await;
        assert_eq!(voyage.count("StartJobRun"), 2, "{fault:?}");
        assert!(voyage.aws.effects()["StartJobRun"] <= 2);
        assert!(matches!(progress(&voyage).end, Some(End::Unknown(_))), "{:?}", progress(&voyage));
        let attempt = &voyage.world.attempts[&crate::domain::action::Verb::StartJob];
        assert!(
            attempt.verdict.as_ref().is_some_and(crate::domain::lookup::Verdict::is_decided),
            "{fault:?} {attempt:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_that_is_refused_is_the_last() {
    let mut voyage = ready().await;
    voyage.aws.fail("StartJobRun", Fault::AccessDenied);
    voyage.act(plan("--day=1..4"));
    voyage.sail(600).await;
    assert_eq!(voyage.count("StartJobRun"), 1);
    assert!(matches!(progress(&voyage).end, Some(End::Refused(_))), "{:?}", progress(&voyage));
}

#[tokio::test(start_paused = true)]
async fn the_run_of_somebody_else_is_waited_for() {
    let mut voyage = ready().await;
    voyage.act(plan("--day=1..2"));
    voyage.sail(20).await;
    let theirs = voyage.aws.clone();
    // Between the two runs somebody else is quicker.
    while voyage.aws.with(|account| account.runs(reference::JOB).unwrap()[0].completed.is_none()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let now = theirs.clock().now();
    theirs.with(|account| account.start_run(reference::JOB, [].into(), now)).unwrap();
    voyage.sail(600).await;
    assert_eq!(progress(&voyage).end, Some(End::All));
    assert_eq!(voyage.count("StartJobRun"), 2);
    assert_eq!(voyage.aws.effects()["StartJobRun"], 3);
}

#[tokio::test(start_paused = true)]
async fn a_second_backfill_is_refused_while_one_is_under_way() {
    let mut voyage = ready().await;
    voyage.act(plan("--day=1..2"));
    voyage.act(plan("--day=7..9"));
    voyage.sail(600).await;
    assert_eq!(started(&voyage, "--day"), ["1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn a_yes_to_a_plan_is_no_yes_to_a_request() {
    let voyage = ready().await;
    let actions = voyage.outside.actions.clone().unwrap();
    let confirmation = Confirmation::given(plan("--day=1..2"), None);
    let performed = actions.perform(&pipeline(), confirmation, Duration::ZERO).await;
    assert!(matches!(performed.outcome, crate::domain::action::Outcome::Refused(_)));
    assert_eq!(voyage.count("StartJobRun"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_end_cannot_be_read_ends_it() {
    let mut voyage = ready().await;
    voyage.act(plan("--day=1..3"));
    voyage.sail(5).await;
    voyage.aws.fail("GetJobRuns", Fault::AccessDenied);
    voyage.sail(600).await;
    assert!(matches!(progress(&voyage).end, Some(End::Unseen(..))), "{:?}", progress(&voyage));
    assert_eq!(voyage.count("StartJobRun"), 1);
}
