use super::*;
use crate::domain::action::{Action, Mode, Outcome, Receipt, Reply};

fn invoke() -> Action {
    Action::Invoke { function: names::FUNCTION.into(), payload: serde_json::Value::Null, mode: Mode::Sync }
}

fn start_job() -> Action {
    Action::StartJob { job: names::JOB.into(), arguments: std::collections::BTreeMap::new() }
}

fn crawl() -> Action {
    Action::StartCrawler { crawler: names::CRAWLER.into() }
}

fn answered(payload: &str) -> Outcome {
    Outcome::Accepted(Receipt::Invoked {
        request_id: "99995".into(),
        function_error: None,
        payload: payload.into(),
        reply: Reply::default(),
    })
}

/// A well world in which an action was sent ten seconds ago, and perhaps answered.
fn attempted(action: &Action, outcome: Option<Outcome>) -> World {
    let mut world = well();
    world.learn(at(99_990), Observation::Sent(action.clone()));
    if let Some(outcome) = outcome {
        world.learn(at(99_998), Observation::Done(action.clone(), outcome));
    }
    world
}

#[track_caller]
fn check(world: &World, step: Step, state: State, why: &str) {
    let health = of(world, step);
    assert_eq!((health.state, health.why.as_deref().unwrap_or_default()), (state, why));
}

#[test]
fn a_step_runs_from_the_moment_that_its_action_was_sent() {
    for (action, step) in [(invoke(), Step::Ingest), (start_job(), Step::Etl), (crawl(), Step::Crawl)] {
        let health = of(&attempted(&action, None), step);
        assert_eq!((health.state, health.since), (State::Running, Some(at(99_990))));
    }
}

#[test]
fn a_refused_action_leaves_the_step_as_it_was() {
    let refused = || Some(Outcome::Refused(fault(Kind::Refused)));
    for (action, step) in [(invoke(), Step::Ingest), (start_job(), Step::Etl), (crawl(), Step::Crawl)] {
        check(&attempted(&action, refused()), step, State::Good, "");
    }
}

#[test]
fn an_unknown_outcome_is_said_until_aws_shows_more() {
    let unknown = || Some(Outcome::Unknown(fault(Kind::Unknown)));
    let why = "sent, but what became of it is unknown: EntityNotFoundException: it is not there";
    let mut world = attempted(&invoke(), unknown());
    check(&world, Step::Ingest, State::Unreadable, why);
    hear(&mut world, [invoked(99_991, "")]);
    check(&world, Step::Ingest, State::Good, "");
    let mut world = attempted(&start_job(), unknown());
    check(&world, Step::Etl, State::Unreadable, why);
    hear(&mut world, [runs(vec![run(99_991, run::State::Running, "")])]);
    check(&world, Step::Etl, State::Running, "");
}

#[test]
fn our_own_invocation_is_judged_by_its_answer_before_its_log_comes() {
    let failed = "returned 503: the API's answer was not 200";
    let mut world = attempted(&invoke(), Some(answered(r#"{"statusCode": 503}"#)));
    check(&world, Step::Ingest, State::Failed, failed);
    hear(&mut world, [invoked(99_995, "")]);
    check(&world, Step::Ingest, State::Failed, failed);
    assert_eq!(of(&world, Step::Ingest).took, Some(Duration::from_millis(1_200)));
    hear(&mut world, [invoked(99_998, "")]);
    check(&world, Step::Ingest, State::Good, "");
}

#[test]
fn an_accepted_run_runs_before_it_is_listed() {
    let mut world = attempted(&start_job(), Some(Outcome::Accepted(Receipt::Run("jr_99992".into()))));
    check(&world, Step::Etl, State::Running, "");
    hear(&mut world, [runs(vec![run(99_992, run::State::Failed, "E")])]);
    check(&world, Step::Etl, State::Failed, "E");
}

#[test]
fn an_accepted_crawl_runs_before_the_crawler_is_read_again() {
    let mut world = well();
    world.learn(at(100_010), Observation::Sent(crawl()));
    world.learn(at(100_011), Observation::Done(crawl(), Outcome::Accepted(Receipt::Crawling)));
    check(&world, Step::Crawl, State::Running, "");
    world.learn(at(100_012), crawled(99_200, "FAILED", "E"));
    check(&world, Step::Crawl, State::Failed, "E");
}
