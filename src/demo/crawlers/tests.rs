use bytes::Bytes;
use chrono::TimeDelta;

use super::*;
use crate::demo::account::Options;
use crate::demo::catalog::Table;
use crate::reference::{CRAWLER, DATABASE, ENTRY_FIELDS, RAW_BUCKET, RAW_KEY, TABLE};

fn at(seconds: i64) -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn with_object(body: &str) -> Account {
    let mut account = Account::quiet(Options::default(), at(0));
    account.put(RAW_BUCKET, RAW_KEY, Bytes::from(body.to_owned()), at(0)).unwrap();
    account
}

fn crawl(account: &mut Account, from: i64) {
    account.start_crawler(CRAWLER, at(from)).unwrap();
    account.advance(at(from + 100));
}

fn crawler(account: &Account) -> &Crawler {
    &account.crawlers[CRAWLER]
}

fn table(account: &Account) -> Option<&Table> {
    account.tables(DATABASE).unwrap().find(|table| table.name == TABLE)
}

#[test]
fn a_crawl_goes_through_its_states_and_writes_the_table_of_the_pipeline() {
    let answer = crate::demo::dataset::Answer::at(1, at(0)).body();
    let mut account = with_object(std::str::from_utf8(&answer).unwrap());
    account.start_crawler(CRAWLER, at(0)).unwrap();
    let mut states = vec![crawler(&account).state.as_str()];
    for second in 0..100 {
        account.advance(at(second));
        states.push(crawler(&account).state.as_str());
    }
    let working = states.iter().filter(|state| **state != "READY").count();
    assert!((40..=70).contains(&working), "{working}");
    states.dedup();
    assert_eq!(states, ["RUNNING", "STOPPING", "READY"]);

    let table = table(&account).unwrap();
    let fields: Vec<String> = ENTRY_FIELDS.iter().map(|(name, kind)| format!("{name}:{kind}")).collect();
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("{} {}", column.name, column.kind)).collect();
    assert_eq!(columns, ["count int".to_owned(), format!("entries array<struct<{}>>", fields.join(","))]);
    assert_eq!(table.location, "s3://public-apis-raw/");
    assert_eq!(table.serde, "org.openx.data.jsonserde.JsonSerDe");
    assert_eq!(table.serde_parameters["paths"], "count,entries");
    assert_eq!(table.parameters["classification"], "json");
    assert_eq!(table.parameters["sizeKey"], answer.len().to_string());
}

#[test]
fn the_log_begins_each_line_with_the_crawl() {
    let mut account = with_object(r#"{"count":1}"#);
    crawl(&mut account, 0);
    let last = crawler(&account).last_crawl.clone().unwrap();
    let events = account.log_events(&last.log_group).unwrap();
    let lines: Vec<&str> = events.iter().map(|event| event.message.as_str()).collect();
    let expected = [
        "BENCHMARK : Running Start Crawl for Crawler public-apis-crawler",
        "BENCHMARK : Classification complete, writing results to database public_apis",
        "INFO : Crawler configured with SchemaChangePolicy \
         {\"UpdateBehavior\":\"UPDATE_IN_DATABASE\",\"DeleteBehavior\":\"DEPRECATE_IN_DATABASE\"}.",
        "INFO : Created table public_apis_raw in database public_apis",
        "BENCHMARK : Finished writing to Catalog",
        "INFO : Run Summary For TABLE:",
        "INFO : ADD: 1",
        "BENCHMARK : Crawler has finished running and is in state READY",
    ];
    assert_eq!(lines, expected.map(|line| format!("[{}] {line}", last.id)));
    assert!(events.iter().all(|event| *event.stream == *last.log_stream));
}

#[test]
fn a_crawl_that_is_over_is_the_last_one_and_in_the_history() {
    let mut account = with_object(r#"{"count":1}"#);
    crawl(&mut account, 0);
    let crawler = crawler(&account);
    let last = crawler.last_crawl.as_ref().unwrap();
    assert_eq!(crawler.crawls.front(), Some(last));
    assert_eq!((last.state.last_crawl_word(), last.state.history_word()), (Some("SUCCEEDED"), "COMPLETED"));
    assert_eq!((last.tables_created, last.tables_updated), (1, 0));
    let summary = r#"{"TABLE":{"ADD":{"Details":{"names":["public_apis_raw"]},"Count":1}}}"#;
    assert_eq!(last.summary.as_deref(), Some(summary));
    assert!(last.dpu_hours > 0.0 && last.ended > Some(last.started));
}

#[test]
fn a_second_crawl_updates_what_has_changed() {
    let mut account = with_object(r#"{"count":1}"#);
    crawl(&mut account, 0);
    crawl(&mut account, 200);
    assert_eq!(crawler(&account).last_crawl.as_ref().unwrap().summary, None, "nothing has changed");
    account.put(RAW_BUCKET, RAW_KEY, Bytes::from_static(br#"{"count":3000000000}"#), at(400)).unwrap();
    crawl(&mut account, 400);
    let table = table(&account).unwrap();
    assert_eq!((table.columns[0].kind.as_str(), table.version), ("bigint", 1));
    assert!(table.updated > table.created);
    assert_eq!(crawler(&account).last_crawl.as_ref().unwrap().tables_updated, 1);
}

#[test]
fn a_crawl_without_objects_makes_no_table_and_deprecates_an_old_one() {
    let mut account = Account::quiet(Options::default(), at(0));
    crawl(&mut account, 0);
    assert!(table(&account).is_none());
    let mut account = with_object(r#"{"count":1}"#);
    crawl(&mut account, 0);
    account.put(RAW_BUCKET, RAW_KEY, Bytes::from_static(b"no json"), at(200)).unwrap();
    crawl(&mut account, 200);
    assert!(table(&account).unwrap().parameters.contains_key("DEPRECATED_BY_CRAWLER"));
}

#[test]
fn a_crawler_does_one_thing_at_a_time() {
    let mut account = with_object(r#"{"count":1}"#);
    assert_eq!(account.stop_crawler(CRAWLER, at(0)), Err(CrawlerError::NotRunning));
    account.start_crawler(CRAWLER, at(0)).unwrap();
    assert_eq!(account.start_crawler(CRAWLER, at(1)), Err(CrawlerError::Running));
    assert_eq!(account.start_crawler("nope", at(1)), Err(CrawlerError::EntityNotFound));
    assert_eq!(account.stop_crawler("nope", at(1)), Err(CrawlerError::EntityNotFound));
}

#[test]
fn a_crawl_that_is_stopped_writes_nothing() {
    let mut account = with_object(r#"{"count":1}"#);
    account.start_crawler(CRAWLER, at(0)).unwrap();
    account.advance(at(10));
    account.stop_crawler(CRAWLER, at(10)).unwrap();
    assert_eq!(crawler(&account).state, CrawlerState::Stopping);
    assert_eq!(account.stop_crawler(CRAWLER, at(11)), Err(CrawlerError::Stopping));
    account.advance(at(100));
    let last = crawler(&account).last_crawl.as_ref().unwrap();
    assert_eq!((last.state.last_crawl_word(), last.state.history_word()), (Some("CANCELLED"), "STOPPED"));
    assert!(table(&account).is_none());
}
