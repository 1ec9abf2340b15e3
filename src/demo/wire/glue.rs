//! Glue: `awsJson1.1`.

mod bookmarks;
mod catalog;
mod crawlers;
mod crawls;
mod expression;
mod jobs;
mod partitions;
mod triggers;

use super::Call;
use super::answer::{Outcome, Refusal};
use super::json::{Input, unknown};
use crate::clock::Time;
use crate::demo::account::Account;

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    let input = Input::read(call, "InvalidInputException")?;
    match call.operation.as_str() {
        "GetJob" => jobs::get(&input, account),
        "GetJobs" => jobs::all(&input, account),
        "ListJobs" => jobs::names(&input, account),
        "StartJobRun" => jobs::start(&input, account, now),
        "GetJobRun" => jobs::run(&input, account),
        "GetJobRuns" => jobs::runs(&input, account),
        "BatchStopJobRun" => jobs::stop(&input, account, now),
        "GetJobBookmark" => bookmarks::get(&input, account),
        "ResetJobBookmark" => bookmarks::reset(&input, account, now),
        "GetTriggers" => triggers::triggers(&input, account),
        "ListWorkflows" => triggers::workflows(&input, account),
        "GetWorkflow" => triggers::workflow(&input, account, now),
        "GetCrawler" => crawlers::get(&input, account, now),
        "GetCrawlers" => crawlers::all(&input, account, now),
        "ListCrawlers" => crawlers::names(&input, account),
        "StartCrawler" => crawlers::start(&input, account, now),
        "StopCrawler" => crawlers::stop(&input, account, now),
        "GetCrawlerMetrics" => crawls::metrics(&input, account, now),
        "ListCrawls" => crawls::list(&input, account),
        "GetDatabase" => catalog::database(&input, account),
        "GetDatabases" => catalog::databases(&input, account),
        "GetTable" => catalog::table(&input, account),
        "GetTables" => catalog::tables(&input, account),
        "GetTableVersions" => partitions::versions(&input, account),
        "GetPartitions" => partitions::list(&input, account),
        _ => Err(unknown(call)),
    }
}

fn missing(what: impl Into<String>) -> Refusal {
    Refusal::bad("EntityNotFoundException", what)
}
