use super::*;

#[test]
fn the_ingest_is_as_its_newest_invocation_was() {
    let said = |said: &str, state, why: &str| check(Step::Ingest, [invoked(99_500, said)], state, why);
    said("", State::Good, "");
    said(r#"returned {"statusCode": 201}"#, State::Good, "");
    said(r#"returned {"statusCode": 503}"#, State::Failed, "returned 503: the API's answer was not 200");
    said(r#"returned {"statusCode": 401}"#, State::Failed, "returned 401: no credentials");
    said("[ERROR] KeyError: 'bucket_name'", State::Failed, "raised KeyError: 'bucket_name'");
    said("2024-04-14T01:28:52.171Z 99500 Task timed out after 1.20 seconds", State::Failed, "timed out");
    said(
        "RequestId: 99500 Error: Runtime exited with error: signal: killed",
        State::Failed,
        "ran out of memory",
    );
    said(
        "[ERROR] Runtime.HandlerNotFound: no\x1b handler",
        State::Failed,
        "crashed: Runtime.HandlerNotFound: no␛ handler",
    );
    let health = said("", State::Good, "");
    assert_eq!(
        (health.since, health.took),
        (Some(at(99_501) + TimeDelta::milliseconds(200)), Some(Duration::from_millis(1_200)))
    );
}

#[test]
fn an_invocation_without_a_report_runs_but_not_for_ever() {
    let start = |second: i64| [Observation::Lines(vec![line(second * 1_000, "START RequestId: new")])];
    let running = check(Step::Ingest, start(99_990), State::Running, "");
    assert_eq!((running.since, running.took), (Some(at(99_990)), None));
    let mut world = well();
    hear(&mut world, start(99_990));
    let later = health(&pipeline(), &world, at(103_000));
    assert_eq!((later[0].step, later[0].state), (Step::Ingest, State::Good));
}

#[test]
fn what_cannot_be_read_says_so_until_there_is_something_to_tell() {
    let denied = || fault(Kind::Denied);
    let past = || Observation::Past { events: Err(denied()), since: at(0), whole: true };
    let facts = [
        (Step::Ingest, past()),
        (Step::Raw, Observation::Raw(Err(denied()))),
        (Step::Etl, Observation::Runs(Err(denied()))),
        (Step::Processed, Observation::Processed(Err(denied()))),
        (Step::Crawl, Observation::Crawler(Err(denied()))),
        (Step::Table, Observation::Tables(Err(denied()))),
    ];
    for (step, fact) in facts {
        let mut world = World::default();
        hear(&mut world, [fact.clone()]);
        let health = of(&world, step);
        assert_eq!(health.why.as_deref(), Some("not allowed: the identity needs aws:Op"));
        assert_eq!(health.state, State::Unreadable);
        check(step, [fact], State::Good, "");
    }
}

#[track_caller]
fn check_missing(step: Step, fact: Observation, why: &str) {
    let mut world = World::default();
    hear(&mut world, [fact]);
    let health = of(&world, step);
    let want = format!("{why} in the configuration, the profile and the region");
    assert_eq!((health.state, health.why), (State::Unreadable, Some(want)));
}

#[test]
fn a_thing_that_does_not_exist_is_named_with_the_setting_to_check() {
    let missing = || fault(Kind::Missing);
    check_missing(
        Step::Ingest,
        Observation::Function(Err(missing())),
        "no function getPublicAPIs: check pipeline.ingest.function",
    );
    check_missing(
        Step::Raw,
        Observation::Raw(Err(missing())),
        "no bucket public-apis-raw: check pipeline.raw.bucket",
    );
    check_missing(
        Step::Etl,
        Observation::Runs(Err(missing())),
        "no job describe-public-apis: check pipeline.etl.job",
    );
    check_missing(
        Step::Crawl,
        Observation::Crawler(Err(missing())),
        "no crawler public-apis-crawler: check pipeline.catalog.crawler",
    );
    check_missing(
        Step::Table,
        Observation::Tables(Err(missing())),
        "no database public_apis: check pipeline.catalog.database",
    );
}

#[test]
fn a_database_that_only_the_crawler_names_is_unknown_without_it() {
    let mut pipeline = pipeline();
    pipeline.catalog.as_mut().unwrap().database = None;
    let mut world = World::default();
    let missing = || fault(Kind::Missing);
    hear(&mut world, [Observation::Crawler(Err(missing())), Observation::Tables(Err(missing()))]);
    let table = health(&pipeline, &world, now()).pop().unwrap();
    assert_eq!(table.state, State::Unreadable);
    assert_eq!(table.why.as_deref(), Some("unknown until the crawler can be read"));
}

#[test]
fn what_only_comes_with_the_first_run_is_not_missed_before() {
    let mut world = World::default();
    let no_group = Observation::Past { events: Err(fault(Kind::Missing)), since: at(0), whole: true };
    let no_database = Observation::Tables(Err(fault(Kind::Missing)));
    hear(&mut world, [no_group, crawler(crawler::State::Ready, None), no_database]);
    assert_eq!(of(&world, Step::Ingest).state, State::Never);
    assert_eq!(of(&world, Step::Table).state, State::Never);
}

#[test]
fn an_object_is_missed_only_when_it_must_have_been_written() {
    let failed = || invoked(99_900, r#"returned {"statusCode": 503}"#);
    check(Step::Raw, [raw(None)], State::Failed, "the ingest succeeded but wrote nothing");
    check(Step::Processed, [processed(None)], State::Failed, "the job succeeded but wrote nothing");
    check(Step::Raw, [raw(Some((99_001, 1))), failed()], State::Good, "");
    let mut world = World::default();
    hear(
        &mut world,
        [failed(), raw(None), runs(vec![run(99_100, run::State::Failed, "E")]), processed(None)],
    );
    assert_eq!(of(&world, Step::Raw).state, State::Never);
    assert_eq!(of(&world, Step::Processed).state, State::Never);
}

#[test]
fn a_reading_from_before_the_work_ended_does_not_accuse_it() {
    let mut world = well();
    world.learn(at(99_001), raw(None));
    assert_eq!(of(&world, Step::Raw).state, State::Never);
    world.learn(at(99_004), raw(None));
    assert_eq!(of(&world, Step::Raw).state, State::Failed);
}

#[test]
fn an_object_is_off_when_it_is_empty_or_was_not_written_or_is_behind() {
    check(Step::Raw, [raw(Some((99_001, 0)))], State::Degraded, "empty");
    check(
        Step::Raw,
        [raw(Some((98_900, 5)))],
        State::Degraded,
        "unchanged since before the last good ingest",
    );
    check(Step::Processed, [processed(Some((99_116, 0)))], State::Degraded, "empty");
    check(
        Step::Processed,
        [processed(Some((99_010, 5)))],
        State::Degraded,
        "unchanged since before the last good run",
    );
    check(Step::Processed, [raw(Some((99_500, 5)))], State::Degraded, "older than the raw object");
    let running = runs(vec![run(99_990, run::State::Running, ""), run(99_100, run::State::Succeeded, "")]);
    check(
        Step::Processed,
        [raw(Some((99_500, 5))), running],
        State::Degraded,
        "older than the raw object; a run is at work on it",
    );
}

#[test]
fn the_job_is_as_its_newest_run_is() {
    use run::State::*;
    let ran = |state, error: &str, want, why: &str| {
        let newest = run(99_500, state, error);
        // Emulators list the oldest first.
        check(Step::Etl, [runs(vec![run(99_100, Succeeded, ""), newest])], want, why)
    };
    ran(Succeeded, "", State::Good, "");
    ran(Failed, "Exception: Random exception", State::Failed, "Exception: Random exception");
    ran(
        Failed,
        "Traceback (most recent call last):\n  File \"x.py\"\nException: Random exception\n",
        State::Failed,
        "Exception: Random exception",
    );
    ran(Failed, "", State::Failed, "AWS gives no reason; its log may");
    ran(Timeout, "", State::Failed, "timed out");
    ran(Stopped, "by hand", State::Failed, "was stopped: by hand");
    ran(Expired, "", State::Failed, "expired: it waited too long to start");
    ran(Error, "", State::Failed, "the job was gone when its trigger fired");
    ran(Running, "", State::Running, "");
    for (state, note) in [(Starting, "starting"), (Waiting, "waiting"), (Other("NEW".into()), "new")] {
        let health = ran(state, "", State::Running, "");
        assert_eq!((health.note.as_deref(), health.since, health.took), (Some(note), Some(at(99_500)), None));
    }
}

#[test]
fn the_crawler_is_as_its_last_crawl_was_unless_it_crawls() {
    check(Step::Crawl, [crawled(99_500, "COMPLETED", "")], State::Good, "");
    check(Step::Crawl, [crawled(99_500, "FAILED", "no access")], State::Failed, "no access");
    check(Step::Crawl, [crawled(99_500, "FAILED", "")], State::Failed, "the last crawl is FAILED");
    check(Step::Crawl, [crawled(99_500, "CANCELLED", "")], State::Failed, "was cancelled");
    check(Step::Crawl, [crawler(crawler::State::Ready, None)], State::Never, "");
    let health = check(Step::Crawl, [crawler(crawler::State::Running, None)], State::Running, "");
    assert_eq!(health.since, Some(at(99_970)));
    let health = check(Step::Crawl, [crawler(crawler::State::Stopping, None)], State::Running, "");
    assert_eq!(health.note.as_deref(), Some("stopping"));
}

#[test]
fn the_table_is_the_one_over_the_raw_bucket() {
    let noted = |tables_: Vec<Table>| check(Step::Table, [tables(tables_)], State::Good, "").note.unwrap();
    assert_eq!(noted(vec![table("other", 5), table(names::TABLE, 2)]), "2 cols");
    let elsewhere = Table { updated: Some(at(60_000)), ..table("newer", 7) };
    let located = Table { location: Some("s3://public-apis-raw/".into()), ..table("raw", 1) };
    assert_eq!(noted(vec![located, elsewhere.clone()]), "1 col");
    assert_eq!(noted(vec![table("older", 3), elsewhere]), "7 cols");
}

#[test]
fn the_table_is_off_when_it_is_not_there_or_the_crawl_is_long_ago() {
    check(Step::Table, [tables(vec![])], State::Degraded, "the crawl made no table");
    check(Step::Table, [tables(vec![table("t", 0)])], State::Degraded, "it has no columns");
    check(Step::Table, [tables(vec![]), crawled(99_500, "FAILED", "")], State::Never, "");
    check(Step::Table, [tables(vec![]), crawled(99_970, "SUCCEEDED", "")], State::Never, "");
    let day = 86_400;
    check(Step::Table, [raw(Some((99_001, 5))), crawled(99_001 - day, "SUCCEEDED", "")], State::Good, "");
    let why = "the last crawl is more than a day older than the raw object";
    check(
        Step::Table,
        [raw(Some((99_001, 5))), crawled(99_000 - day, "SUCCEEDED", "")],
        State::Degraded,
        why,
    );
}
