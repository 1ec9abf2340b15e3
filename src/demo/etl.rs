//! What the ETL job's script does: fails on purpose at times, else describes the raw object.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::describe::{self, Refusal};
use super::python::{self, Exception, Frame};
use super::storage::Bucket;
use crate::blueprint::{ETL, line_of};

/// The script's file; its folder has a random name for each run.
const SCRIPT: &str = "describe.py";

/// What a run works on: its own arguments over the job's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub(super) raw_bucket: String,
    pub(super) raw_key: String,
    pub(super) processed_bucket: String,
    pub(super) processed_key: String,
    pub(super) failure_rate: String,
}

impl Settings {
    /// Takes each argument from the run where it has it, else from the job.
    pub fn new(run: &BTreeMap<String, String>, job: &BTreeMap<String, String>) -> Self {
        let get = |name: &str| run.get(name).or_else(|| job.get(name)).cloned().unwrap_or_default();
        Self {
            raw_bucket: get("--raw_bucket"),
            raw_key: get("--raw_key"),
            processed_bucket: get("--processed_bucket"),
            processed_key: get("--processed_key"),
            failure_rate: get("--failure_rate"),
        }
    }

    /// Raises where the `roll`, 0 to 1, falls below the failure rate.
    pub fn try_luck(&self, roll: f64) -> Result<(), Exception> {
        let rate = self.failure_rate.trim().parse::<f64>().map_err(|_| {
            let said = Value::from(self.failure_rate.as_str());
            let message = format!("could not convert string to float: {}", python::repr(&said));
            raised("ValueError", message, RATE)
        })?;
        if !(0.0..=1.0).contains(&rate) {
            let message = format!("--failure_rate is {}, not a number from 0 to 1", python::float(rate));
            return Err(raised("ValueError", message, RANGE));
        }
        if roll < rate { Err(raised("Exception", "Random exception".to_owned(), LUCK)) } else { Ok(()) }
    }

    /// What the script prints in the course of a run that comes to a good end.
    pub fn said(&self, rows: usize, columns: usize) -> Vec<String> {
        let Self { raw_bucket, raw_key, processed_bucket, processed_key, .. } = self;
        vec![
            self.reading(),
            format!("s3://{raw_bucket}/{raw_key}: {rows} entries, {columns} columns"),
            format!("wrote s3://{processed_bucket}/{processed_key}"),
        ]
    }

    fn reading(&self) -> String {
        format!("reading s3://{}/{}", self.raw_bucket, self.raw_key)
    }
}

/// An execution of the script.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What it prints.
    pub output: Vec<String>,
    /// What it puts as the processed object, if anything is left to be put.
    pub result: Result<Option<Bytes>, Exception>,
}

/// Executes the script on the objects that are there.
pub fn execute(settings: &Settings, roll: f64, buckets: &BTreeMap<String, Bucket>) -> Outcome {
    if let Err(exception) = settings.try_luck(roll) {
        return Outcome { output: Vec::new(), result: Err(exception) };
    }
    match transform(settings, buckets) {
        Ok((csv, (rows, columns))) => Outcome { output: settings.said(rows, columns), result: Ok(Some(csv)) },
        Err(exception) => Outcome { output: vec![settings.reading()], result: Err(exception) },
    }
}

fn transform(
    settings: &Settings,
    buckets: &BTreeMap<String, Bucket>,
) -> Result<(Bytes, (usize, usize)), Exception> {
    let body = read(settings, buckets)?;
    let answer: Value = serde_json::from_slice(body).map_err(|error| undecodable(body, &error))?;
    let entries = subscript(&answer)?;
    let shape = describe::shape(entries).map_err(refused)?;
    let csv = describe::describe(entries).map_err(refused)?;
    if !buckets.contains_key(&settings.processed_bucket) {
        return Err(no_such_bucket("PutObject", WRITE));
    }
    Ok((csv.into(), shape))
}

/// The CSV of a body, as the script makes it; nothing where it would raise.
pub fn describe_body(body: &[u8]) -> Option<Bytes> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    describe::describe(answer.get("entries")?).ok().map(Bytes::from)
}

fn read<'a>(settings: &Settings, buckets: &'a BTreeMap<String, Bucket>) -> Result<&'a [u8], Exception> {
    let bucket = buckets.get(&settings.raw_bucket).ok_or_else(|| no_such_bucket("GetObject", READ))?;
    let object = bucket.objects.get(&settings.raw_key).ok_or_else(|| {
        let message = "An error occurred (NoSuchKey) when calling the GetObject operation: \
                       The specified key does not exist.";
        raised("botocore.errorfactory.NoSuchKey", message.to_owned(), READ)
    })?;
    Ok(&object.body)
}

fn no_such_bucket(operation: &str, place: Place) -> Exception {
    let message = format!(
        "An error occurred (NoSuchBucket) when calling the {operation} operation: \
         The specified bucket does not exist"
    );
    raised("botocore.errorfactory.NoSuchBucket", message, place)
}

/// `json.loads(...)["entries"]`.
fn subscript(answer: &Value) -> Result<&Value, Exception> {
    let (path, message) = match answer {
        Value::Object(fields) => match fields.get("entries") {
            Some(entries) => return Ok(entries),
            None => ("KeyError", "'entries'".to_owned()),
        },
        Value::Array(_) => ("TypeError", "list indices must be integers or slices, not str".to_owned()),
        Value::String(_) => ("TypeError", "string indices must be integers".to_owned()),
        other => ("TypeError", format!("'{}' object is not subscriptable", python::type_of(other))),
    };
    Err(raised(path, message, PARSE))
}

fn undecodable(body: &[u8], error: &serde_json::Error) -> Exception {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let before: usize = body.split_inclusive(|byte| *byte == b'\n').take(line - 1).map(<[u8]>::len).sum();
    let place = format!("line {line} column {column} (char {})", before + column - 1);
    let message = format!("{}: {place}", complaint(&error.to_string()));
    raised("json.decoder.JSONDecodeError", message, PARSE)
}

/// Python's words for the commonest of serde's.
fn complaint(said: &str) -> &'static str {
    let table = [
        ("key must be a string", "Expecting property name enclosed in double quotes"),
        ("trailing characters", "Extra data"),
        ("trailing comma", "Expecting value"),
        ("expected `,`", "Expecting ',' delimiter"),
        ("expected `:`", "Expecting ':' delimiter"),
        ("EOF while parsing a string", "Unterminated string starting at"),
    ];
    table.iter().find(|(theirs, _)| said.starts_with(theirs)).map_or("Expecting value", |(_, words)| words)
}

fn refused(refusal: Refusal) -> Exception {
    raised(refusal.kind, refusal.message, DESCRIBE)
}

/// A line of the script.
type Place = &'static str;
const RATE: Place = r#"rate = float(args["failure_rate"])"#;
const RANGE: Place = r#"raise ValueError(f"--failure_rate is {rate}, not a number from 0 to 1")"#;
const LUCK: Place = r#"raise Exception("Random exception")"#;
const READ: Place = r#"answer = s3.get_object(Bucket=args["raw_bucket"], Key=args["raw_key"])"#;
const PARSE: Place = r#"entries = json.loads(answer["Body"].read())["entries"]"#;
const DESCRIBE: Place = "csv = frame.describe().to_csv()";
const WRITE: Place = r#"s3.put_object(Bucket=args["processed_bucket"], Key=args["processed_key"], Body=csv)"#;

fn raised(path: &'static str, message: String, code: Place) -> Exception {
    let line = line_of(ETL, code);
    let frame = Frame { file: SCRIPT.to_owned(), line, function: "<module>", code: Some(code) };
    Exception { path, message, frames: vec![frame] }
}

/// What Glue prints of it to the error stream: twice, through its own `/tmp/runscript.py`.
pub fn traceback(exception: &Exception, folder: &str) -> String {
    let own = exception
        .frames
        .iter()
        .map(|frame| Frame { file: format!("{folder}/{}", frame.file), ..frame.clone() });
    let unread = own.clone().map(|frame| Frame { code: None, ..frame });
    let first = Exception { frames: outer().into_iter().chain(unread).collect(), ..exception.clone() };
    let raise =
        frame("/tmp/runscript.py", 234, "<module>", "raise e_type(e_value).with_traceback(new_stack)");
    let second = Exception { frames: std::iter::once(raise).chain(own).collect(), ..exception.clone() };
    format!(
        "{}\n\nDuring handling of the above exception, another exception occurred:\n\n{}",
        first.traceback(),
        second.traceback()
    )
}

fn outer() -> [Frame; 4] {
    const RUNPY: &str = "/usr/local/lib/python3.9/runpy.py";
    [
        frame("/tmp/runscript.py", 215, "<module>", "runpy.run_path(temp_file_path, run_name='__main__')"),
        frame(RUNPY, 288, "run_path", "return _run_module_code(code, init_globals, run_name,"),
        frame(RUNPY, 97, "_run_module_code", "_run_code(code, mod_globals, init_globals,"),
        frame(RUNPY, 87, "_run_code", "exec(code, run_globals)"),
    ]
}

fn frame(file: &str, line: u32, function: &'static str, code: &'static str) -> Frame {
    Frame { file: file.to_owned(), line, function, code: Some(code) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_traceback_is_a_line_of_the_script() {
        for place in [RATE, RANGE, LUCK, READ, PARSE, DESCRIBE, WRITE] {
            assert_ne!(line_of(ETL, place), 0, "{place}");
        }
    }
}
