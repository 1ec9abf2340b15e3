//! Jobs and their runs.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::missing;
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::jobs::{Engine, Job, Run, StartRunError, StopRunError};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, page, reply, seconds};

/// `BatchStopJobRun` takes no more ids.
const MOST_STOPS: usize = 25;

pub(super) fn get(input: &Input, account: &Account) -> Outcome {
    let name = input.required("JobName")?;
    Ok(reply(json!({ "Job": shape(job(name, account)?) })))
}

pub(super) fn all(input: &Input, account: &Account) -> Outcome {
    let page = page(input, "", input.size("MaxResults", 1000)?, account.jobs(), |job| job.name.clone())?;
    let jobs: Vec<Value> = page.items.into_iter().map(shape).collect();
    Ok(reply(json!({ "Jobs": jobs, "NextToken": page.next })))
}

pub(super) fn names(input: &Input, account: &Account) -> Outcome {
    let page = page(input, "", input.size("MaxResults", 1000)?, account.jobs(), |job| job.name.clone())?;
    let names: Vec<&str> = page.items.into_iter().map(|job| job.name.as_str()).collect();
    Ok(reply(json!({ "JobNames": names, "NextToken": page.next })))
}

pub(super) fn start(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("JobName")?;
    let arguments: BTreeMap<String, String> =
        input.pairs("Arguments").map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let started = account.start_run(name, arguments, now);
    let id = started.map_err(|error| match error {
        StartRunError::EntityNotFound => missing("Failed to start job run due to missing metadata."),
        StartRunError::ConcurrentRunsExceeded => {
            Refusal::bad("ConcurrentRunsExceededException", format!("Concurrent runs exceeded for {name}"))
        }
    })?;
    Ok(reply(json!({ "JobRunId": id })))
}

pub(super) fn run(input: &Input, account: &Account) -> Outcome {
    let (name, id) = (input.required("JobName")?, input.required("RunId")?);
    let job = job(name, account)?;
    let found = of(name, account)?.iter().find(|run| run.id == id);
    let run = found.ok_or_else(|| missing(format!("Job run {id} not found for job {name}")))?;
    Ok(reply(json!({ "JobRun": run_shape(run, job) })))
}

/// Newest first; the token remembers a run, so that newer ones do not shift the pages.
pub(super) fn runs(input: &Input, account: &Account) -> Outcome {
    let name = input.required("JobName")?;
    let job = job(name, account)?;
    let size = input.size("MaxResults", 200)?;
    let page = page(input, name, size, of(name, account)?.iter(), |run| run.id.clone())?;
    let runs: Vec<Value> = page.items.into_iter().map(|run| run_shape(run, job)).collect();
    Ok(reply(json!({ "JobRuns": runs, "NextToken": page.next })))
}

/// The answer is 200 even if nothing could be stopped: failures are told one by one.
pub(super) fn stop(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("JobName")?;
    let ids = input.texts("JobRunIds");
    if !(1..=MOST_STOPS).contains(&ids.len()) {
        return Err(input.refuse(format!("JobRunIds must have between 1 and {MOST_STOPS} members")));
    }
    let (mut stopped, mut errors) = (Vec::new(), Vec::new());
    for id in ids {
        match account.stop_run(name, id, now) {
            Ok(()) => stopped.push(json!({ "JobName": name, "JobRunId": id })),
            Err(error) => errors.push(json!({
                "JobName": name, "JobRunId": id, "ErrorDetail": detail(error, name, id),
            })),
        }
    }
    Ok(reply(json!({ "SuccessfulSubmissions": stopped, "Errors": errors })))
}

/// The codes are those of the operation's own errors; AWS does not document which it gives here.
fn detail(error: StopRunError, job: &str, id: &str) -> Value {
    let (code, message) = match error {
        StopRunError::JobNotFound => ("EntityNotFoundException", format!("Job {job} not found.")),
        StopRunError::RunNotFound => ("EntityNotFoundException", format!("Job run {id} not found.")),
        StopRunError::NotRunning => {
            ("InvalidInputException", format!("Job run {id} is not running and cannot be stopped."))
        }
    };
    json!({ "ErrorCode": code, "ErrorMessage": message })
}

fn job<'a>(name: &str, account: &'a Account) -> Result<&'a Job, Refusal> {
    let found = account.jobs().find(|job| job.name == name);
    found.ok_or_else(|| missing(format!("Job {name} not found.")))
}

fn of<'a>(name: &str, account: &'a Account) -> Result<&'a VecDeque<Run>, Refusal> {
    account.runs(name).ok_or_else(|| missing(format!("Job {name} not found.")))
}

fn shape(job: &Job) -> Value {
    let mut shape = json!({
        "Name": job.name,
        "JobMode": "SCRIPT",
        "JobRunQueuingEnabled": false,
        "Description": job.description,
        "Role": job.role,
        "CreatedOn": seconds(job.created),
        "LastModifiedOn": seconds(job.modified),
        "ExecutionProperty": { "MaxConcurrentRuns": job.max_concurrent_runs },
        "Command": {
            "Name": job.engine.command(), "ScriptLocation": job.script, "PythonVersion": job.python_version,
        },
        "DefaultArguments": job.default_arguments,
        "MaxRetries": job.max_retries,
        "AllocatedCapacity": 0,
        "Timeout": job.timeout_minutes,
        "MaxCapacity": job.max_capacity,
        "GlueVersion": job.glue_version,
    });
    add_workers(&mut shape, job);
    shape
}

/// What only Spark has.
fn add_workers(shape: &mut Value, job: &Job) {
    if let (Engine::Spark { worker, workers }, Some(members)) = (job.engine, shape.as_object_mut()) {
        members.insert("WorkerType".to_owned(), worker.into());
        members.insert("NumberOfWorkers".to_owned(), workers.into());
        members.insert("ExecutionClass".to_owned(), "STANDARD".into());
    }
}

/// `LogGroupName` is the part that `/output` and `/error` share.
fn run_shape(run: &Run, job: &Job) -> Value {
    let mut shape = json!({
        "Id": run.id,
        "Attempt": run.attempt,
        "JobName": run.job,
        "JobMode": "SCRIPT",
        "JobRunQueuingEnabled": false,
        "StartedOn": seconds(run.started),
        "LastModifiedOn": seconds(run.modified),
        "CompletedOn": run.completed.map(seconds),
        "JobRunState": run.state.as_str(),
        "Arguments": (!run.arguments.is_empty()).then_some(&run.arguments),
        "ErrorMessage": run.error_message,
        "PredecessorRuns": [],
        "AllocatedCapacity": 0,
        "ExecutionTime": run.execution_seconds,
        "Timeout": job.timeout_minutes,
        "MaxCapacity": job.max_capacity,
        "TriggerName": run.trigger,
        "LogGroupName": job.engine.log_group(),
        "GlueVersion": job.glue_version,
    });
    add_workers(&mut shape, job);
    shape
}
