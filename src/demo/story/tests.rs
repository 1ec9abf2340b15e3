use super::*;
use crate::demo::account::Options;
use crate::demo::crawlers::CrawlState;
use crate::reference::{
    DATABASE, ERROR_GROUP, INGEST_GROUP, OUTPUT_GROUP, PROCESSED_BUCKET, PROCESSED_KEY, RAW_KEY, TABLE,
};

fn now() -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn account(failure_rate: f64) -> Account {
    Account::new(Options { failure_rate, ..Options::default() }, now())
}

fn failed(account: &Account) -> usize {
    account.runs(JOB).unwrap().iter().filter(|run| run.state == RunState::Failed).count()
}

#[test]
fn the_history_is_24_hours_of_a_pipeline_that_fails_half_of_the_time() {
    let account = account(0.5);
    let runs = account.runs(JOB).unwrap();
    assert!((73..=140).contains(&runs.len()), "{}", runs.len());
    let share = failed(&account) * 100 / runs.len();
    assert!((35..=65).contains(&share), "{share} %");
    assert!(now() - runs.back().unwrap().started > TimeDelta::hours(23));
    let messages = account.log_events(INGEST_GROUP).unwrap().iter().map(|event| event.message.as_str());
    assert!(messages.filter(|message| message.starts_with("REPORT")).count() > 73);
    assert!(!account.log_events(OUTPUT_GROUP).unwrap().is_empty());
    assert_eq!(account.log_events(ERROR_GROUP).unwrap().len(), failed(&account));
}

#[test]
fn the_history_in_short_is_the_one_that_would_have_been_lived_through() {
    let (deployed, origin) = (now() - TimeDelta::days(41), now() - TimeDelta::hours(24));
    let lived = |in_short: bool| {
        let mut account = Account::quiet(Options::default(), now());
        let history = History::new(1, deployed, origin);
        if in_short {
            account.history = Some(history);
            account.live_from(origin, now());
            account.history.take().unwrap().settle(&mut account);
        } else {
            history.settle(&mut account);
            account.live_from(origin, now());
        }
        account
    };
    assert_eq!(format!("{:?}", lived(true)), format!("{:?}", lived(false)));
}

#[test]
fn nothing_in_the_history_is_in_the_future() {
    let account = account(0.5);
    for (_, group) in account.log_groups() {
        assert!(group.events.iter().all(|event| event.ingestion <= now().timestamp_millis()));
        assert!(group.events.is_sorted_by_key(|event| (event.timestamp, event.ingestion, event.id())));
    }
    assert!(account.next_due().unwrap() > now());
}

#[test]
fn the_demo_opens_on_an_etl_that_has_just_failed_unless_it_never_fails() {
    let last = |rate| account(rate).runs(JOB).unwrap().front().unwrap().clone();
    let run = last(0.5);
    assert_eq!(run.state, RunState::Failed);
    let age = (now() - run.completed.unwrap()).num_seconds();
    assert!((30..=60).contains(&age), "{age}");
    assert_eq!(last(0.0).state, RunState::Succeeded);
    assert_eq!(failed(&account(0.0)), 0);
    assert_eq!(failed(&account(1.0)), account(1.0).runs(JOB).unwrap().len());
}

#[test]
fn the_objects_and_the_table_are_what_the_last_steps_left() {
    let account = account(0.5);
    let raw = &account.bucket(RAW_BUCKET).unwrap().objects[RAW_KEY];
    assert!((now() - raw.modified).num_minutes() < 10);
    let processed = &account.bucket(PROCESSED_BUCKET).unwrap().objects[PROCESSED_KEY];
    assert!(processed.modified < now());
    assert!(processed.body.starts_with(b",API,Description,Auth,HTTPS,Cors,Link,Category\ncount,"));
    let table = account.tables(DATABASE).unwrap().find(|table| table.name == TABLE).unwrap();
    assert_eq!(table.columns.len(), 2);
    assert!(table.created < table.updated);
    let crawler = account.crawlers().next().unwrap();
    assert!(
        crawler.crawls.len() >= 4 && crawler.crawls.iter().all(|crawl| crawl.state == CrawlState::Completed)
    );
    assert!(crawler.last_crawl.is_some());
}

#[test]
fn other_people_go_on_while_one_watches() {
    let mut account = account(0.5);
    let before = account.log_events(INGEST_GROUP).unwrap().len();
    account.advance(now() + TimeDelta::minutes(1));
    assert!(account.log_events(INGEST_GROUP).unwrap().len() > before, "somebody invokes within a minute");
    account.advance(now() + TimeDelta::minutes(6));
    let failed_last = account.runs(JOB).unwrap().front().unwrap().started > now();
    assert!(failed_last, "somebody starts the ETL again");
    account.advance(now() + TimeDelta::hours(3));
    let raw = &account.bucket(RAW_BUCKET).unwrap().objects[RAW_KEY];
    assert!(raw.modified > now() + TimeDelta::hours(2));
}

#[test]
fn nobody_tries_again_what_has_been_mended() {
    let mut account = account(0.5);
    let arguments = [("--failure_rate".to_owned(), "0".to_owned())].into();
    account.start_run(JOB, arguments, now()).unwrap();
    account.advance(now() + TimeDelta::minutes(10));
    let runs = account.runs(JOB).unwrap().iter().filter(|run| run.started >= now()).count();
    assert_eq!(runs, 1);
}

#[test]
fn the_weather_follows_the_rate() {
    let table = [
        (0.0, 0.0, Weather::Fair),
        (0.5, 0.0, Weather::Fair),
        (0.03, 0.04, Weather::Unavailable),
        (0.041, 0.04, Weather::Slow),
        (0.5, 0.04, Weather::Fair),
        (0.999, 1.0, Weather::Unavailable),
    ];
    for (roll, rate, expected) in table {
        assert_eq!(weather(roll, rate), expected, "{roll} at {rate}");
    }
}
