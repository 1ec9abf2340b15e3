//! The reference pipeline: its names and the schema of its table, said once.
//!
//! The demo, the example configuration and the tests all take them from here.

use crate::domain::pipeline::{Catalog, Etl, Ingest, Pipeline, Place};

/// The Lambda function that fetches the API.
pub const FUNCTION: &str = "getPublicAPIs";
/// Where the answer of the API lands.
pub const RAW_BUCKET: &str = "public-apis-raw";
/// The object that the ingest writes.
pub const RAW_KEY: &str = "public_apis.json";
/// The Glue job, of type Python shell.
pub const JOB: &str = "describe-public-apis";
/// Where the job writes.
pub const PROCESSED_BUCKET: &str = "public-apis-analytics";
/// The object that the job writes.
pub const PROCESSED_KEY: &str = "describe_public_apis.csv";
/// The object in the processed bucket that is the job's script.
pub const SCRIPT_KEY: &str = "scripts/describe.py";
/// The crawler over the raw bucket.
pub const CRAWLER: &str = "public-apis-crawler";
/// The database that the crawler writes to.
pub const DATABASE: &str = "public_apis";
/// The table that a crawl leaves: the bucket's name, with `_` for `-`.
pub const TABLE: &str = "public_apis_raw";
/// The function's log group.
pub const INGEST_GROUP: &str = "/aws/lambda/getPublicAPIs";
/// What Python-shell jobs write to their standard output; shared by the whole account.
pub const OUTPUT_GROUP: &str = "/aws-glue/python-jobs/output";
/// Tracebacks of Python-shell jobs; shared by the whole account.
pub const ERROR_GROUP: &str = "/aws-glue/python-jobs/error";
/// What crawlers say; shared by the whole account.
pub const CRAWLER_GROUP: &str = "/aws-glue/crawlers";
/// The dashboard in `CloudWatch`.
pub const DASHBOARD: &str = "Monitor";
/// The region of the original.
pub const REGION: &str = "us-east-2";
/// Where the ingest fetches from.
pub const API_URL: &str = "https://api.publicapis.org/entries";
/// The fields of an entry with their Glue types, in the order of the API.
pub const ENTRY_FIELDS: [(&str, &str); 7] = [
    ("API", "string"),
    ("Description", "string"),
    ("Auth", "string"),
    ("HTTPS", "boolean"),
    ("Cors", "string"),
    ("Link", "string"),
    ("Category", "string"),
];

/// The reference pipeline, as the demo's account holds it and the example configuration names it.
pub fn pipeline() -> Pipeline {
    let place = |bucket: &str, key: &str| Some(Place { bucket: bucket.into(), key: Some(key.into()) });
    Pipeline {
        name: "public-apis".into(),
        region: Some(REGION.into()),
        ingest: Some(Ingest {
            function: FUNCTION.into(),
            payload: serde_json::json!({ "bucket_name": RAW_BUCKET }),
        }),
        raw: place(RAW_BUCKET, RAW_KEY),
        etl: Some(Etl { job: JOB.into(), ..Etl::default() }),
        processed: place(PROCESSED_BUCKET, PROCESSED_KEY),
        catalog: Some(Catalog { crawler: Some(CRAWLER.into()), database: Some(DATABASE.into()) }),
        ..Pipeline::default()
    }
}
