use super::*;
use crate::domain::crawler::{Changes, Past};
use crate::domain::glue::Told;

/// A world in which the ingest ran every hour, and the job after it, the last time this many seconds ago.
fn hourly(ago: i64) -> World {
    let mut world = World::default();
    let starts: Vec<i64> = (0..10).map(|hour| 100_000 - ago - hour * 3_600).collect();
    hear(&mut world, starts.iter().map(|second| invoked(*second, "returned {\"statusCode\": 200}")));
    hear(&mut world, [runs(starts.iter().map(|second| run(*second, run::State::Succeeded, "")).collect())]);
    world
}

/// The job's health in an hourly world, with one more run that goes on for so many seconds.
fn with_a_run_of(seconds: i64) -> Health {
    let mut world = hourly(1_800);
    let mut all = world.runs.get().cloned().unwrap();
    all.insert(0, run(100_000 - seconds, run::State::Running, ""));
    hear(&mut world, [runs(all)]);
    of(&world, Step::Etl)
}

#[test]
fn a_step_that_starts_by_the_hour_is_late_when_the_hour_has_long_passed() {
    for step in [Step::Ingest, Step::Etl] {
        let punctual = of(&hourly(3_900), step);
        assert_eq!((punctual.state, punctual.turns), (State::Good, Some(at(100_000 - 3_900 + 3_960 + 120))));
        let late = of(&hourly(7_200), step);
        assert_eq!((late.state, late.since), (State::Late, Some(at(96_400))));
        assert_eq!(late.why.as_deref(), Some("it usually starts every 1h00m"));
    }
}

#[test]
fn a_late_step_is_told_like_a_broken_one() {
    let steps = health(&pipeline(), &hourly(7_200), now());
    let told = first_broken(&steps).and_then(|health| health.sentence(&pipeline(), now()));
    assert_eq!(told.as_deref(), Some("getPublicAPIs is late by 1h: it usually starts every 1h00m"));
}

#[test]
fn a_run_that_goes_on_for_long_is_slow_and_still_at_work() {
    let usual = with_a_run_of(40);
    assert_eq!((usual.state, usual.turns), (State::Running, Some(at(100_000 - 40 + 50))));
    let slow = with_a_run_of(51);
    assert_eq!((slow.state, slow.turns), (State::Slow, None));
    assert!(slow.state.is_at_work());
    let told = slow.sentence(&pipeline(), now());
    assert_eq!(told.as_deref(), Some("describe-public-apis is slow, running for 51s: it usually takes 20s"));
}

#[test]
fn retries_are_no_starts_and_a_failure_is_told_before_its_lateness() {
    let mut world = hourly(7_200);
    let mut all = world.runs.get().cloned().unwrap();
    all.insert(0, Run { attempt: 1, ..run(99_900, run::State::Succeeded, "") });
    hear(&mut world, [runs(all.clone())]);
    assert_eq!(of(&world, Step::Etl).state, State::Late);
    all.insert(0, run(99_950, run::State::Failed, "E"));
    hear(&mut world, [runs(all)]);
    assert_eq!(of(&world, Step::Etl).state, State::Failed);
}

#[test]
fn a_step_without_a_history_is_neither_late_nor_slow() {
    let steps = health(&pipeline(), &well(), now());
    assert!(steps.iter().all(|health| health.state == State::Good && health.turns.is_none()), "{steps:?}");
}

/// The newest hundred seconds of an hour each, as the history of crawls tells.
fn crawls(ago: i64) -> Observation {
    let past = |hour: i64| Past {
        id: format!("c{hour}").into(),
        state: "COMPLETED".into(),
        started: Some(at(100_000 - ago - hour * 3_600)),
        ended: Some(at(100_000 - ago - hour * 3_600 + 100)),
        error: None,
        dpu: 0,
        changes: Changes::default(),
        log_group: None,
        log_stream: None,
        message_prefix: None,
    };
    Observation::Glue(Told::Crawls(Ok((0..10).map(past).collect())))
}

#[test]
fn a_crawl_is_late_and_slow_by_the_history_of_crawls() {
    let mut world = World::default();
    hear(&mut world, [crawled(100_000 - 7_200, "SUCCEEDED", ""), crawls(7_200)]);
    let late = of(&world, Step::Crawl);
    assert_eq!((late.state, late.since), (State::Late, Some(at(96_400))));
    hear(&mut world, [crawled(100_000 - 60, "SUCCEEDED", "")]);
    assert_eq!(of(&world, Step::Crawl).state, State::Good, "the last crawl is not in the history yet");
    hear(&mut world, [crawler(crawler::State::Running, None)]);
    assert_eq!(of(&world, Step::Crawl).state, State::Running, "for thirty seconds");
    let Observation::Crawler(Ok(running)) = crawler(crawler::State::Running, None) else { return };
    let long = Crawler { elapsed: Some(Duration::from_secs(500)), ..running };
    hear(&mut world, [Observation::Crawler(Ok(long))]);
    let slow = of(&world, Step::Crawl);
    assert_eq!((slow.state, slow.why.as_deref()), (State::Slow, Some("it usually takes 1m40s")));
}
