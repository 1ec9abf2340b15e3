//! What the pipeline consists of on the day it is deployed, before anything has happened.

use std::collections::{BTreeMap, VecDeque};

use chrono::TimeDelta;

use super::catalog::{Catalog, Database};
use super::crawlers::{Crawler, CrawlerState};
use super::functions::{Fleet, Function};
use super::jobs::{Engine, Job, JobRuns};
use super::storage::Bucket;
use crate::clock::Time;
use crate::reference::{
    API_URL, CRAWLER, DATABASE, FUNCTION, INGEST_GROUP, JOB, PROCESSED_BUCKET, PROCESSED_KEY, RAW_BUCKET,
    RAW_KEY, REGION, SCRIPT_KEY,
};

/// The account's number.
pub const ACCOUNT: &str = "123456789012";

/// The function beside the ingest.
pub const STAGING: &str = "getPublicAPIs-staging";

/// The buckets, empty.
pub fn buckets(deployed: Time) -> BTreeMap<String, Bucket> {
    named([RAW_BUCKET, PROCESSED_BUCKET].map(|name| (name, Bucket::new(deployed))))
}

/// The ingest function, with Lambda's default settings.
pub fn fleets(deployed: Time) -> BTreeMap<String, Fleet> {
    named([(FUNCTION, Fleet::new(ingest(deployed)))])
}

fn ingest(deployed: Time) -> Function {
    Function {
        name: FUNCTION.to_owned(),
        arn: format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{FUNCTION}"),
        description: "Stores the list of public APIs in the raw bucket".to_owned(),
        role: role("getPublicAPIs-role"),
        runtime: "python3.11".to_owned(),
        handler: "index.lambda_handler".to_owned(),
        architecture: "x86_64".to_owned(),
        memory_mb: 128,
        timeout_seconds: 3,
        code_size: 1187,
        code_sha256: "q0b1kXQ6m0mDq5wq3mJkZkqkq0Zb8Jt7u4XW1m9yB2E=".to_owned(),
        log_group: INGEST_GROUP.to_owned(),
        last_modified: deployed + TimeDelta::days(19),
        environment: [("API_URL".to_owned(), API_URL.to_owned())].into(),
        reserved_concurrency: None,
    }
}

/// What else the account has: a copy of the ingest that somebody tries things out with, on an event without a bucket.
pub fn staging(deployed: Time) -> (String, Fleet) {
    let function = Function {
        name: STAGING.to_owned(),
        arn: format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{STAGING}"),
        description: "Tries out what the ingest may become".to_owned(),
        role: role("getPublicAPIs-staging-role"),
        runtime: "python3.12".to_owned(),
        memory_mb: 256,
        timeout_seconds: 10,
        code_size: 1304,
        code_sha256: "Zx1mJkZkqkq0Zb8Jt7u4XW1m9yB2Eq0b1kXQ6m0mDq4=".to_owned(),
        log_group: format!("/aws/lambda/{STAGING}"),
        last_modified: deployed + TimeDelta::days(38),
        ..ingest(deployed)
    };
    (STAGING.to_owned(), Fleet::new(function))
}

/// The ETL job; the failure rate is what the account was made with.
pub fn jobs(deployed: Time, failure_rate: f64) -> BTreeMap<String, JobRuns> {
    let arguments = [
        ("--failure_rate", failure_rate.to_string()),
        ("--job-language", "python".to_owned()),
        ("--library-set", "analytics".to_owned()),
        ("--processed_bucket", PROCESSED_BUCKET.to_owned()),
        ("--processed_key", PROCESSED_KEY.to_owned()),
        ("--raw_bucket", RAW_BUCKET.to_owned()),
        ("--raw_key", RAW_KEY.to_owned()),
    ];
    let job = Job {
        name: JOB.to_owned(),
        description: "Describes the public APIs; fails now and then on purpose".to_owned(),
        role: role("describe-public-apis-role"),
        script: format!("s3://{PROCESSED_BUCKET}/{SCRIPT_KEY}"),
        engine: Engine::Shell,
        python_version: "3.9".to_owned(),
        glue_version: "3.0".to_owned(),
        default_arguments: named(arguments),
        timeout_minutes: 60,
        max_capacity: 0.0625,
        max_retries: 0,
        max_concurrent_runs: 1,
        refuses_unknown_arguments: false,
        created: deployed,
        modified: deployed + TimeDelta::days(2),
    };
    named([(JOB, JobRuns::new(job))])
}

/// The crawler over the raw bucket.
pub fn crawlers(deployed: Time) -> BTreeMap<String, Crawler> {
    let crawler = Crawler {
        name: CRAWLER.to_owned(),
        description: "Catalogues the raw bucket, on demand".to_owned(),
        role: "public-apis-crawler-role".to_owned(),
        database: DATABASE.to_owned(),
        target: format!("s3://{RAW_BUCKET}/"),
        state: CrawlerState::Ready,
        created: deployed,
        modified: deployed,
        version: 1,
        last_crawl: None,
        crawls: VecDeque::new(),
    };
    named([(CRAWLER, crawler)])
}

/// The database, without a table.
pub fn catalog(deployed: Time) -> Catalog {
    let database = Database {
        name: DATABASE.to_owned(),
        description: "What the crawler finds in the raw bucket".to_owned(),
        created: deployed,
    };
    named([(DATABASE, (database, BTreeMap::new()))])
}

/// The ARN of a role.
pub(super) fn role(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

fn named<T>(pairs: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<String, T> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
