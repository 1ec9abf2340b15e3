//! All of an account's databases and crawlers, and what is in them.

use std::time::Duration;

use farol::domain::Observation;
use farol::domain::crawler::{Changes, Crawl, Crawler, Measured, Metrics, Past, State};
use farol::domain::fault::{Fault, Kind};
use farol::domain::glue::{Ask, Page, Place, Rest, Told};
use farol::domain::table::{Column, Database, Kind as Type, Table};
use farol::effect::Effect;
use farol::reference as names;

use crate::stage::{Stage, ago};

pub fn page<T>(items: Vec<T>) -> Page<T> {
    Page { place: Place::First, items, rest: Rest::None }
}

fn hear(stage: &mut Stage, told: Told) {
    stage.hear(Observation::Glue(told));
}

fn database(name: &str, about: &str) -> Database {
    Database {
        name: name.into(),
        description: Some(about.into()).filter(|about: &farol::domain::text::Foreign| !about.is_empty()),
        location: None,
        created: Some(ago(864_000)),
        target: None,
    }
}

fn crawler(name: &str, status: &str) -> Crawler {
    Crawler {
        name: name.into(),
        state: State::Ready,
        database: Some("sales".into()),
        targets: vec!["s3://sales-raw/".into()],
        last: Some(Crawl {
            status: status.into(),
            started: Some(ago(7_200)),
            error: (status == "FAILED").then(|| "Access Denied to s3://sales-raw".into()),
            log_group: None,
            log_stream: None,
            message_prefix: None,
        }),
        elapsed: None,
    }
}

fn table(database: &str, name: &str) -> Table {
    let column = |name: &str, kind: &str, is_partition| Column {
        name: name.into(),
        kind: Type::parse(kind),
        is_partition,
    };
    Table {
        name: name.into(),
        database: database.into(),
        columns: vec![column("id", "bigint", false), column("day", "date", true)],
        location: Some(format!("s3://sales-raw/{name}/").into()),
        updated: Some(ago(3_600)),
        ..Table::default()
    }
}

fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let asked = stage.press("5a");
    let glue = |ask| Effect::Glue(ask);
    assert_eq!(asked, [glue(Ask::Databases), glue(Ask::Crawlers), glue(Ask::Measures)]);
    hear(
        &mut stage,
        Told::Databases(Ok(page(vec![
            database(names::DATABASE, "What the crawler finds"),
            database("sales", ""),
        ]))),
    );
    let crawlers = vec![crawler(names::CRAWLER, "SUCCEEDED"), crawler("sales-crawler", "FAILED")];
    hear(&mut stage, Told::Crawlers(Ok(page(crawlers))));
    let metrics = Metrics { median: Some(Duration::from_secs(50)), created: 4, ..Metrics::default() };
    hear(&mut stage, Told::Measures(Ok(page(vec![Measured { crawler: "sales-crawler".into(), metrics }]))));
    stage
}

#[track_caller]
fn check(stage: &mut Stage, has: &[&str], has_not: &[&str]) {
    let text = stage.pane("5 Catalog");
    for words in has {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    for words in has_not {
        assert!(!text.contains(words), "{words:?} in\n{text}");
    }
}

#[test]
fn all_databases_and_crawlers_of_the_account_are_listed_where_somebody_asks() {
    insta::assert_snapshot!("account_80", stage(80, 24).pane("5 Catalog"));
    insta::assert_snapshot!("account_200", stage(200, 50).pane("5 Catalog"));
}

#[test]
fn a_database_of_the_account_shows_its_tables_and_esc_comes_back() {
    let mut stage = stage(80, 24);
    assert_eq!(stage.press("jj<enter>"), [Effect::Glue(Ask::Tables("sales".into()))]);
    check(&mut stage, &["all › database sales", "reading"], &["crawler"]);
    let first = Page { rest: Rest::Coming, ..page(vec![table("sales", "orders")]) };
    hear(&mut stage, Told::Tables("sales".into(), Ok(first)));
    check(&mut stage, &["at least 1 table, reading", "▾ orders", "day   date   partition key"], &[]);
    assert_eq!(stage.press("<esc>"), [Effect::Unglue(Ask::Tables("sales".into()))]);
    hear(&mut stage, Told::Stopped(Ask::Tables("sales".into())));
    check(&mut stage, &["at least 1 table, stopped", "orders"], &[]);
    stage.press("<esc>");
    check(&mut stage, &["▶  sales", "2 crawlers"], &["orders"]);
    stage.press("<esc>");
    check(&mut stage, &["reading the tables"], &["sales"]);
}

#[test]
fn a_crawler_of_the_account_shows_its_crawls() {
    let mut stage = stage(80, 24);
    assert_eq!(stage.press("G<enter>"), [Effect::Glue(Ask::History("sales-crawler".into()))]);
    let crawl = |id: &str, seconds| Past {
        id: id.into(),
        state: "COMPLETED".into(),
        started: Some(ago(seconds)),
        ended: Some(ago(seconds - 60)),
        error: None,
        dpu: 1,
        changes: Changes::default(),
        log_group: Some(names::CRAWLER_GROUP.into()),
        log_stream: Some("sales-crawler".into()),
        message_prefix: None,
    };
    let crawls = page(vec![crawl("old", 9_000), crawl("new", 5_000)]);
    hear(&mut stage, Told::History("sales-crawler".into(), Ok(crawls)));
    check(&mut stage, &["all › crawler sales-crawler", "2 crawls", "✗ sales-crawler", "Access Denied"], &[]);
    let text = stage.pane("5 Catalog");
    let place = |time: &str| text.find(time).unwrap_or_else(|| panic!("no {time} in\n{text}"));
    assert!(place("01:36:40") < place("00:30:00"), "the newest first");
    stage.press("x");
    assert!(stage.text().contains("only the pipeline's own crawler"), "{}", stage.text());
}

#[test]
fn what_of_the_account_may_not_be_read_is_said_by_itself() {
    let mut stage = stage(80, 24);
    let denied = Fault::new("glue:GetDatabases", Kind::Denied, "AccessDeniedException: no");
    stage.press("aa");
    hear(&mut stage, Told::Databases(Err(denied)));
    check(&mut stage, &["the identity needs glue:GetDatabases", "sales-crawler"], &[]);
}

#[test]
fn a_filter_finds_databases_by_what_they_are_for_and_crawlers_by_their_targets() {
    let mut stage = stage(80, 24);
    stage.press("/finds<enter>");
    check(&mut stage, &[names::DATABASE], &["sales "]);
    stage.press("<esc>/sales-raw<enter>");
    check(&mut stage, &["sales-crawler"], &["▶  sales "]);
}
