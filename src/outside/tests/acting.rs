//! What is done, and how often.

use super::*;
use crate::actions::Past;
use crate::audit::{Entry, Intent, Known, Target};
use crate::demo::fault::Fault;
use crate::domain::action::{Judged, Operation, Outcome, Receipt, Rehearsal, Session, Verb};
use crate::domain::fault::Kind;

fn outcome(voyage: &Voyage, verb: Verb) -> Option<Outcome> {
    voyage.world.attempts.get(&verb).and_then(|attempt| attempt.outcome.clone())
}

async fn after(action: Action, fault: Fault) -> (Option<Outcome>, usize) {
    let operation = Operation::of(&action).name();
    let mut voyage = Voyage::depart();
    voyage.sail(2).await;
    voyage.aws.fail(operation, fault);
    let verb = action.verb();
    let action_takes_long = verb == Verb::Invoke && fault == Fault::Hang;
    voyage.act(action);
    voyage.sail(if action_takes_long { 1_000 } else { 35 }).await;
    (outcome(&voyage, verb), voyage.count(operation))
}

#[tokio::test(start_paused = true)]
async fn an_action_whose_answer_is_lost_is_unknown_and_was_sent_once() {
    for fault in [Fault::InternalError, Fault::Lost, Fault::Offline, Fault::Hang, Fault::Html] {
        for action in [invoke(), start_job(), start_crawler(), stop_run("jr_1"), stop_crawler()] {
            let verb = action.verb();
            let (outcome, sent) = after(action, fault).await;
            assert!(matches!(outcome, Some(Outcome::Unknown(_))), "{verb:?} {fault:?}: {outcome:?}");
            assert_eq!(sent, 1, "{verb:?} {fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_action_that_aws_refuses_is_refused_and_was_sent_once() {
    for fault in [Fault::AccessDenied, Fault::Throttled, Fault::ExpiredToken] {
        for action in [invoke(), start_job(), start_crawler(), stop_run("jr_1"), stop_crawler()] {
            let verb = action.verb();
            let (outcome, sent) = after(action, fault).await;
            assert!(matches!(outcome, Some(Outcome::Refused(_))), "{verb:?} {fault:?}: {outcome:?}");
            assert_eq!(sent, 1, "{verb:?} {fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_runs_already_is_refused_by_its_name() {
    let mut voyage = Voyage::depart();
    for action in [start_job(), start_crawler()] {
        let verb = action.verb();
        voyage.act(action.clone());
        voyage.sail(2).await;
        assert!(matches!(outcome(&voyage, verb), Some(Outcome::Accepted(_))));
        voyage.act(action);
        voyage.sail(2).await;
        let Some(Outcome::Refused(fault)) = outcome(&voyage, verb) else { panic!("{verb:?}") };
        assert_eq!(fault.kind, Kind::Refused, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_invocation_brings_back_what_the_function_said() {
    let mut voyage = Voyage::depart();
    voyage.act(invoke());
    voyage.sail(20).await;
    let Some(Outcome::Accepted(Receipt::Invoked { request_id, function_error, payload, .. })) =
        outcome(&voyage, Verb::Invoke)
    else {
        panic!("{:?}", voyage.heard)
    };
    assert_eq!(request_id.exact().len(), 36);
    assert_eq!(function_error, None);
    assert!(payload.exact().contains("200"), "{payload:?}");
}

#[tokio::test(start_paused = true)]
async fn an_action_is_told_when_it_is_sent_and_when_it_is_answered() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    voyage.act(start_job());
    voyage.sail(1).await;
    let told = |o: &&Observation| matches!(o, Observation::Sent(_) | Observation::Done(..));
    let told: Vec<_> = voyage.heard.iter().filter(told).collect();
    assert!(matches!(told.as_slice(), [Observation::Sent(_), Observation::Done(..)]), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn another_pipeline_in_front_does_not_cancel_an_action() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    voyage.act(invoke());
    voyage.sail(0).await;
    voyage.outside.perform(Effect::Watch(Id(1), without_catalog()));
    voyage.sail(30).await;
    assert!(matches!(outcome(&voyage, Verb::Invoke), Some(Outcome::Accepted(_))));
    assert_eq!(voyage.count("Invoke"), 1);
}

#[tokio::test(start_paused = true)]
async fn without_an_executor_nothing_is_sent() {
    let mut voyage = Voyage::depart();
    voyage.outside.actions = None;
    voyage.act(start_job());
    voyage.sail(5).await;
    assert!(matches!(outcome(&voyage, Verb::StartJob), Some(Outcome::Refused(_))));
    assert_eq!(voyage.count("StartJobRun"), 0);
}

#[tokio::test(start_paused = true)]
async fn what_was_started_is_stopped_and_followed_to_its_end() {
    let mut voyage = Voyage::depart();
    voyage.act(start_job());
    voyage.act(start_crawler());
    voyage.sail(5).await;
    let run = voyage.world.runs.get().unwrap()[0].id.exact().to_owned();
    voyage.act(stop_run(&run));
    voyage.act(stop_crawler());
    voyage.sail(20).await;
    for verb in [Verb::StopRun, Verb::StopCrawler] {
        assert_eq!(outcome(&voyage, verb), Some(Outcome::Accepted(Receipt::Stopping)));
    }
    assert_eq!(voyage.world.runs.get().unwrap()[0].state, crate::domain::run::State::Stopped);
    assert_eq!(voyage.world.crawler.get().unwrap().last.as_ref().unwrap().status.exact(), "CANCELLED");
    assert_eq!((voyage.count("BatchStopJobRun"), voyage.count("StopCrawler")), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn what_does_not_run_is_not_stopped_and_aws_says_so() {
    let mut voyage = Voyage::depart();
    for action in [stop_run("jr_nobody"), stop_crawler()] {
        let verb = action.verb();
        voyage.act(action);
        voyage.sail(2).await;
        assert!(matches!(outcome(&voyage, verb), Some(Outcome::Refused(_))), "{verb:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rehearsal_runs_nothing_and_knows_whether_the_permission_is_there() {
    let mut voyage = Voyage::depart();
    voyage.outside.actions = None;
    voyage.sail(2).await;
    for (action, want) in [(invoke(), Ok(Rehearsal::Allowed)), (start_job(), Ok(Rehearsal::Untested))] {
        voyage.outside.perform(Effect::Rehearse(action.clone()));
        voyage.sail(5).await;
        assert!(voyage.heard.contains(&Observation::Rehearsed(action, want)), "{:?}", voyage.heard);
    }
    assert_eq!(voyage.count("StartJobRun"), 0);
    let objects = voyage.aws.with(|account| account.bucket(reference::RAW_BUCKET).unwrap().objects.len());
    assert_eq!(objects, 0, "a dry run runs no function");
}

#[tokio::test(start_paused = true)]
async fn an_executor_that_has_to_be_armed_exists_only_while_it_is() {
    let mut voyage = Voyage::depart();
    let made = voyage.outside.actions.take().unwrap();
    voyage.outside.perform(Effect::Arm);
    assert!(voyage.outside.actions.is_none(), "what is read-only for good cannot be armed");
    voyage.outside.armoury = Some(Armoury::new(move || made.clone()));
    for (effect, want) in [(Effect::Arm, true), (Effect::Disarm, false)] {
        voyage.outside.perform(effect);
        assert_eq!(voyage.outside.actions.is_some(), want);
    }
}

/// What a console hears that may only look, or may act, of an intent so many seconds old; with how much is recorded then.
async fn left_open(seconds: i64, may_act: bool) -> (Vec<Judged>, usize) {
    let name = format!("farol-beside-{}-{seconds}-{may_act}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let journal = Journal::At(folder.join("audit.jsonl"));
    let intent = Intent {
        id: "1".into(),
        who: None,
        region: reference::REGION.into(),
        pipeline: "p".into(),
        operation: "lambda:InvokeFunction".into(),
        target: Target { target: reference::FUNCTION.into(), run: None },
        input: None,
        marked: false,
        known: Known::default(),
    };
    let mut voyage = Voyage::moored();
    let clock = voyage.aws.clock();
    let at = clock.now() - chrono::TimeDelta::seconds(seconds);
    journal.append(at, Entry::Intent(Box::new(intent))).unwrap();
    let access = voyage.outside.access.clone();
    voyage.outside.actions = may_act.then(|| Actions::new(access, journal.clone(), clock));
    voyage.outside.past = Some(Past::of(journal.clone(), clock.now()));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(60).await;
    assert_eq!(voyage.count("Invoke"), 0);
    let judged = |o: &Observation| if let Observation::Judged(j) = o { Some(j.clone()) } else { None };
    let heard = voyage.heard.iter().filter_map(judged).collect();
    let recorded = journal.read().unwrap().records.len();
    std::fs::remove_dir_all(folder).unwrap();
    (heard, recorded)
}

#[tokio::test(start_paused = true)]
async fn what_another_console_left_open_is_shown_at_once() {
    for may_act in [true, false] {
        let (judged, _) = left_open(5, may_act).await;
        assert_eq!(judged.first().unwrap().session, Session::Beside);
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_session_left_open_is_looked_up_without_an_executor_and_recorded_only_with_one() {
    for (may_act, records) in [(true, 2), (false, 1)] {
        let (judged, recorded) = left_open(86_400, may_act).await;
        assert!(judged.iter().all(|judged| judged.session == Session::Earlier));
        assert!(judged.len() > 1, "it was looked up: {judged:?}");
        assert_eq!(recorded, records, "{may_act}");
    }
}
