//! Crawlers and their crawls.

use serde_json::{Value, json};

use super::missing;
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::crawlers::{Crawl, CrawlState, Crawler, CrawlerError, CrawlerState};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, page, reply, seconds};

pub(super) fn get(input: &Input, account: &Account, now: Time) -> Outcome {
    Ok(reply(json!({ "Crawler": shape(named(input.required("Name")?, account)?, now) })))
}

pub(super) fn all(input: &Input, account: &Account, now: Time) -> Outcome {
    let size = input.size("MaxResults", 1000)?;
    let page = page(input, "", size, account.crawlers(), |crawler| crawler.name.clone())?;
    let crawlers: Vec<Value> = page.items.into_iter().map(|crawler| shape(crawler, now)).collect();
    Ok(reply(json!({ "Crawlers": crawlers, "NextToken": page.next })))
}

pub(super) fn names(input: &Input, account: &Account) -> Outcome {
    let size = input.size("MaxResults", 1000)?;
    let page = page(input, "", size, account.crawlers(), |crawler| crawler.name.clone())?;
    let names: Vec<&str> = page.items.into_iter().map(|crawler| crawler.name.as_str()).collect();
    Ok(reply(json!({ "CrawlerNames": names, "NextToken": page.next })))
}

pub(super) fn start(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("Name")?;
    account.start_crawler(name, now).map_err(|error| refusal(error, name))?;
    Ok(reply(json!({})))
}

pub(super) fn stop(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("Name")?;
    account.stop_crawler(name, now).map_err(|error| refusal(error, name))?;
    Ok(reply(json!({})))
}

fn refusal(error: CrawlerError, name: &str) -> Refusal {
    let (code, message) = match error {
        CrawlerError::EntityNotFound => return no_crawler(name),
        CrawlerError::Running => ("CrawlerRunningException", "has already started"),
        CrawlerError::NotRunning => ("CrawlerNotRunningException", "is not running"),
        CrawlerError::Stopping => ("CrawlerStoppingException", "is stopping"),
    };
    Refusal::bad(code, format!("Crawler with name {name} {message}"))
}

pub(super) fn named<'a>(name: &str, account: &'a Account) -> Result<&'a Crawler, Refusal> {
    account.crawlers().find(|crawler| crawler.name == name).ok_or_else(|| no_crawler(name))
}

fn no_crawler(name: &str) -> Refusal {
    missing(format!("Crawler with name {name} does not exist"))
}

pub(super) fn running(crawler: &Crawler) -> Option<&Crawl> {
    let newest = crawler.crawls.front();
    newest.filter(|crawl| crawl.state == CrawlState::Running && crawler.state != CrawlerState::Ready)
}

fn shape(crawler: &Crawler, now: Time) -> Value {
    let elapsed = running(crawler).map_or(0, |crawl| (now - crawl.started).num_milliseconds());
    json!({
        "Name": crawler.name,
        "Role": crawler.role,
        "Targets": {
            "S3Targets": [{ "Path": crawler.target, "Exclusions": [] }],
            "JdbcTargets": [], "MongoDBTargets": [], "DynamoDBTargets": [], "CatalogTargets": [],
            "DeltaTargets": [], "IcebergTargets": [], "HudiTargets": [],
        },
        "DatabaseName": crawler.database,
        "Description": crawler.description,
        "Classifiers": [],
        "RecrawlPolicy": { "RecrawlBehavior": "CRAWL_EVERYTHING" },
        "SchemaChangePolicy": {
            "UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DEPRECATE_IN_DATABASE",
        },
        "LineageConfiguration": { "CrawlerLineageSettings": "DISABLE" },
        "State": crawler.state.as_str(),
        "CrawlElapsedTime": elapsed,
        "CreationTime": seconds(crawler.created),
        "LastUpdated": seconds(crawler.modified),
        "LastCrawl": crawler.last_crawl.as_ref().map(last_crawl),
        "Version": crawler.version,
        "LakeFormationConfiguration": { "UseLakeFormationCredentials": false, "AccountId": "" },
    })
}

/// `GetCrawler` has other words for the outcome than `ListCrawls`, and no end.
fn last_crawl(crawl: &Crawl) -> Value {
    json!({
        "Status": crawl.state.last_crawl_word(),
        "ErrorMessage": crawl.error_message,
        "LogGroup": crawl.log_group,
        "LogStream": crawl.log_stream,
        "MessagePrefix": crawl.id,
        "StartTime": seconds(crawl.started),
    })
}
