//! What the ingest function does: asks the API, keeps the answer, uploads it.
//!
//! It tells each step on a line, and what it returns on the last one, so that the log shows the
//! status that Lambda itself does not look at.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::Value;

use super::chance::between;
use super::dataset::Answer;
use super::python::{self, Exception, Frame};
use super::storage::Bucket;
use crate::blueprint::{INGEST, line_of};
use crate::reference::{API_URL, RAW_BUCKET, RAW_KEY};

/// What the function meets on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Nothing out of the ordinary.
    Fair,
    /// The API answers 503.
    Unavailable,
    /// The API keeps to the handler's timeouts at each step, but not to the function's on the whole.
    Slow,
    /// The function has no credentials.
    NoCredentials,
    /// The file in `/tmp` is gone again.
    FileLost,
}

/// An execution of the handler, worked out beforehand; times count from its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// What it prints, and when.
    pub lines: Vec<(TimeDelta, String)>,
    /// How it ends.
    pub end: End,
    /// When it ends.
    pub duration: TimeDelta,
    /// What it uploads.
    pub upload: Option<Upload>,
    /// The most memory that it used.
    pub memory_mb: i32,
}

/// The answer of the API becomes an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Into this bucket.
    pub bucket: String,
    /// So long after the start.
    pub after: TimeDelta,
}

/// How the handler ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It returned.
    Returned {
        /// 200, 401, 404, or what the API answered.
        status: u16,
        /// That in words.
        body: &'static str,
    },
    /// It raised.
    Raised(Exception),
    /// It was killed at the function's timeout.
    TimedOut,
}

impl End {
    fn returned(status: u16, body: &'static str) -> Self {
        Self::Returned { status, body }
    }

    /// Whether the object is in the bucket now.
    pub fn is_well(&self) -> bool {
        matches!(self, Self::Returned { status: 200, .. })
    }
}

/// What the handler returns, in JSON as Python writes it.
pub fn returned(status: u16, body: &str) -> String {
    format!("{{\"statusCode\": {status}, \"body\": \"{body}\"}}")
}

/// Executes the handler.
pub fn perform(event: &Value, weather: Weather, world: &World<'_>, rng: &mut Rng) -> Performance {
    let memory_mb = rng.i32(87..=101);
    let mut script = Script { rng, elapsed: TimeDelta::zero(), lines: Vec::new(), upload: None };
    let end = script.run(event, weather, world).unwrap_or_else(End::Raised);
    if let End::Returned { status, body } = end {
        script.say(format!("returned {}", returned(status, body)));
    }
    script.spend(1, 4);
    let duration = if end == End::TimedOut { world.timeout } else { script.elapsed };
    Performance { lines: script.lines, end, duration, upload: script.upload, memory_mb }
}

/// What is around the function.
#[derive(Debug)]
pub struct World<'a> {
    /// What the API has to say.
    pub answer: &'a Answer,
    /// S3.
    pub buckets: &'a BTreeMap<String, Bucket>,
    /// After that time the handler is killed.
    pub timeout: TimeDelta,
}

struct Script<'a> {
    rng: &'a mut Rng,
    elapsed: TimeDelta,
    lines: Vec<(TimeDelta, String)>,
    upload: Option<Upload>,
}

impl Script<'_> {
    fn say(&mut self, line: String) {
        self.lines.push((self.elapsed, line));
    }

    fn spend(&mut self, from_ms: i64, to_ms: i64) {
        self.elapsed += between(self.rng, from_ms, to_ms);
    }

    fn run(&mut self, event: &Value, weather: Weather, world: &World<'_>) -> Result<End, Exception> {
        self.spend(1, 3);
        self.say(format!("GET {API_URL}"));
        match weather {
            Weather::Slow => return Ok(End::TimedOut),
            Weather::Unavailable => {
                self.spend(180, 900);
                self.say("the API answered 503 Service Unavailable".to_owned());
                return Ok(End::returned(503, "request failed"));
            }
            _ => self.spend(420, 1500),
        }
        self.say("the API answered 200 OK".to_owned());
        let bucket = subscript(event)?;
        self.spend(3, 30);
        self.say(format!("wrote /tmp/{RAW_KEY}, {} bytes", world.answer.size()));
        self.store(bucket, weather, world)
    }

    fn store(&mut self, bucket: &Value, weather: Weather, world: &World<'_>) -> Result<End, Exception> {
        match weather {
            Weather::FileLost => return Ok(End::returned(404, "local file not found")),
            Weather::NoCredentials => return Ok(End::returned(401, "no credentials")),
            _ => self.spend(90, 320),
        }
        let bucket = permitted(bucket, world.buckets)?;
        self.upload = Some(Upload { bucket: bucket.to_owned(), after: self.elapsed });
        self.say(format!("uploaded s3://{bucket}/{RAW_KEY}"));
        Ok(End::returned(200, "uploaded"))
    }
}

/// `event["bucket_name"]`, with what Python says where that cannot be done.
fn subscript(event: &Value) -> Result<&Value, Exception> {
    let (path, message) = match event {
        Value::Object(fields) => match fields.get("bucket_name") {
            Some(bucket) => return Ok(bucket),
            None => ("KeyError", "'bucket_name'".to_owned()),
        },
        Value::Array(_) => ("TypeError", "list indices must be integers or slices, not str".to_owned()),
        Value::String(_) => ("TypeError", "string indices must be integers, not 'str'".to_owned()),
        other => ("TypeError", format!("'{}' object is not subscriptable", python::type_of(other))),
    };
    Err(Exception { path, message, frames: vec![HANDLES.frame(), SUBSCRIPTS.frame()] })
}

/// The bucket's name, if the role may put there and it exists.
fn permitted<'a>(bucket: &'a Value, buckets: &BTreeMap<String, Bucket>) -> Result<&'a str, Exception> {
    let Value::String(name) = bucket else {
        let message = format!("expected string or bytes-like object, got '{}'", python::type_of(bucket));
        return Err(upload_error("TypeError", message));
    };
    let why = if !buckets.contains_key(name) {
        "(NoSuchBucket) when calling the PutObject operation: The specified bucket does not exist"
    } else if name != RAW_BUCKET {
        "(AccessDenied) when calling the PutObject operation: Access Denied"
    } else {
        return Ok(name);
    };
    let message = format!("Failed to upload /tmp/{RAW_KEY} to {name}/{RAW_KEY}: An error occurred {why}");
    Err(upload_error("boto3.exceptions.S3UploadFailedError", message))
}

fn upload_error(path: &'static str, message: String) -> Exception {
    let library = |file: &str, line, function, code| Frame {
        file: format!("/var/lang/lib/python3.11/site-packages/boto3/s3/{file}"),
        line,
        function,
        code: Some(code),
    };
    let frames = vec![
        HANDLES.frame(),
        RETURNS.frame(),
        UPLOADS.frame(),
        library("inject.py", 145, "upload_file", "return transfer.upload_file("),
        library("transfer.py", 335, "upload_file", "raise S3UploadFailedError("),
    ];
    Exception { path, message, frames }
}

/// A line of the handler.
struct Place {
    function: &'static str,
    code: &'static str,
}

const HANDLES: Place = Place { function: "lambda_handler", code: "status, body = ingest(event)" };
const SUBSCRIPTS: Place = Place { function: "ingest", code: r#"bucket = event["bucket_name"]"# };
const RETURNS: Place = Place { function: "ingest", code: "return upload(bucket)" };
const UPLOADS: Place = Place { function: "upload", code: "s3.upload_file(PATH, bucket, KEY)" };

impl Place {
    fn frame(&self) -> Frame {
        let Self { function, code } = *self;
        let line = line_of(INGEST, code);
        Frame { file: "/var/task/index.py".to_owned(), line, function, code: Some(code) }
    }
}

#[cfg(test)]
mod tests;
