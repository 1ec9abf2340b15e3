//! What panes ask of Glue once.

use super::*;
use crate::demo::fault::Fault;
use crate::domain::fault::Kind;
use crate::domain::glue::{Ask, Rest, Told};

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
