//! What panes ask of Glue once.

use super::*;
use crate::demo::fault::Fault;
use crate::demo::usage;
use crate::domain::fault::Kind;
use crate::domain::glue::{Ask, Rest, Told};
use crate::domain::object::Prefix;
use crate::domain::table::difference::between;
use crate::domain::table::{Name, Wanted};

#[tokio::test(start_paused = true)]
async fn all_of_an_accounts_catalog_is_read_only_where_somebody_asks() {
    let mut voyage = Voyage::depart();
    voyage.sail(120).await;
    let asked = ["GetDatabases", "GetCrawlers"].map(|operation| voyage.count(operation));
    assert_eq!(asked, [0, 0]);
    for ask in [Ask::Databases, Ask::Crawlers, Ask::Measures] {
        voyage.outside.perform(Effect::Glue(ask));
    }
    voyage.sail(2).await;
    let glue = &voyage.world.glue;
    let is_ours = |name: &str| name == reference::DATABASE;
    assert!(glue.databases.items.iter().any(|database| is_ours(database.name.exact())));
    assert!(glue.crawlers.items.iter().any(|crawler| crawler.name.exact() == reference::CRAWLER));
    assert!(glue.measures.items.iter().any(|measured| measured.crawler.exact() == reference::CRAWLER));
    assert_eq!((glue.databases.rest, glue.crawlers.rest), (Rest::None, Rest::None));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_allowed_is_said_by_itself() {
    let mut voyage = Voyage::depart();
    voyage.aws.fail("GetDatabases", Fault::AccessDenied);
    voyage.outside.perform(Effect::Glue(Ask::Databases));
    voyage.outside.perform(Effect::Glue(Ask::Crawlers));
    voyage.sail(2).await;
    let glue = &voyage.world.glue;
    assert_eq!(glue.databases.fault.as_ref().map(|fault| &fault.kind), Some(&Kind::Denied));
    assert!(glue.crawlers.is_whole());
}

#[tokio::test(start_paused = true)]
async fn an_asking_that_is_ended_says_so() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    voyage.outside.perform(Effect::Glue(Ask::Databases));
    voyage.outside.perform(Effect::Unglue(Ask::Databases));
    voyage.sail(1).await;
    assert!(voyage.heard.contains(&Observation::Glue(Told::Stopped(Ask::Databases))));
    assert_eq!((voyage.count("GetDatabases"), voyage.world.glue.databases.rest), (0, Rest::Left));
}

#[tokio::test(start_paused = true)]
async fn partitions_versions_and_the_newest_data_of_a_table_are_read() {
    let mut voyage = Voyage::depart();
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| account.furnish(now));
    let name = Name { database: usage::DATABASE.into(), table: usage::TABLE.into() };
    let wanted =
        Wanted { table: name.clone(), expression: "region = 'asia' AND day > '2026-11-20'".to_owned() };
    let place = Prefix { bucket: reference::PROCESSED_BUCKET.into(), prefix: "usage/".into() };
    for ask in [
        Ask::Tables(name.database.clone()),
        Ask::Partitions(wanted.clone()),
        Ask::Versions(name.clone()),
        Ask::Newest(vec![place.clone()]),
    ] {
        voyage.outside.perform(Effect::Glue(ask));
    }
    voyage.sail(2).await;
    let glue = &voyage.world.glue;
    let days: Vec<_> =
        glue.partitions.of(&wanted).unwrap().items.iter().map(|it| it.values[0].exact()).collect();
    assert_eq!(days, ["2026-11-21", "2026-11-22", "2026-11-23"]);
    assert_eq!(glue.tables.of(&name.database).unwrap().items[0].keys().count(), 2);
    let versions = &glue.versions.of(&name).unwrap().items;
    let found: Vec<_> =
        between(&versions[1], &versions[0]).iter().map(|it| it.name.exact().to_owned()).collect();
    assert_eq!(found, ["requests", "client.country", "errors"]);
    let newest = glue.newest[&place].get().unwrap();
    assert!(newest.is_all && newest.modified() > Some(now - chrono::TimeDelta::days(1)));
}

#[tokio::test(start_paused = true)]
async fn an_expression_that_makes_no_sense_is_refused_by_glue() {
    let mut voyage = Voyage::depart();
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| account.furnish(now));
    let name = Name { database: usage::DATABASE.into(), table: usage::TABLE.into() };
    let wanted = Wanted { table: name, expression: "dya = 1".to_owned() };
    voyage.outside.perform(Effect::Glue(Ask::Partitions(wanted.clone())));
    voyage.sail(2).await;
    let known = voyage.world.glue.partitions.of(&wanted).unwrap();
    let words = known.fault.as_ref().map(crate::domain::fault::Fault::words).unwrap_or_default();
    assert!(words.contains("dya is not a key of the table"), "{words}");
}
