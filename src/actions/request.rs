//! The six requests, and what their answers decide.

use std::collections::BTreeMap;
use std::error::Error;

use aws_sdk_glue::operation::batch_stop_job_run::BatchStopJobRunOutput;
use aws_sdk_lambda::operation::RequestId as _;
use aws_sdk_lambda::operation::invoke::InvokeOutput;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{InvocationType, LogType};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::cloud::{self, Connection, Place};
use crate::domain::action::{Action, MARK, Mode, Operation, Outcome, Receipt, Reply};
use crate::domain::fault::{Fault, Kind};

/// Sends an action, once. `mark` goes to a run with its arguments.
pub(super) async fn send(connection: &Connection, action: &Action, mark: Option<&str>) -> Outcome {
    match action {
        Action::Invoke { function, payload, mode } => invoke(connection, function, payload, *mode).await,
        Action::StartJob { job, arguments } => start_job(connection, job, arguments, mark).await,
        Action::StartCrawler { crawler } => start_crawler(connection, crawler).await,
        Action::StopRun { job, run } => stop_run(connection, job, run).await,
        Action::StopCrawler { crawler } => stop_crawler(connection, crawler).await,
        Action::ResetBookmark { job } => reset_bookmark(connection, job).await,
        Action::Backfill(_) => {
            let said = "a plan is no request: its starts are drawn from it one by one";
            Outcome::Refused(Fault::new(Operation::StartJobRun.permission(), Kind::Ours, said))
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn invoke(connection: &Connection, function: &str, payload: &serde_json::Value, mode: Mode) -> Outcome {
    let (kind, log) = match mode {
        Mode::Sync => (InvocationType::RequestResponse, LogType::Tail),
        // There is no log yet.
        Mode::Async => (InvocationType::Event, LogType::None),
    };
    let request = cloud::lambda(connection)
        .invoke()
        .function_name(function)
        .invocation_type(kind)
        .log_type(log)
        .payload(Blob::new(payload.to_string()));
    match request.send().await {
        Ok(answer) => Outcome::Accepted(invoked(&answer, mode)),
        Err(error) => failed(&connection.place, Operation::Invoke, &error),
    }
}

/// Whether the function may be invoked, as Lambda itself says; nothing is carried out.
#[expect(clippy::disallowed_methods, reason = "a dry run, which changes nothing")]
pub(super) async fn may_invoke(connection: &Connection, function: &str) -> Result<(), Fault> {
    let request = cloud::lambda(connection).invoke().function_name(function);
    let answer = request.invocation_type(InvocationType::DryRun).send().await;
    let doing = Operation::Invoke.permission();
    answer.map(drop).map_err(|error| cloud::fault::of(&connection.place, doing, &error))
}

fn invoked(answer: &InvokeOutput, mode: Mode) -> Receipt {
    if mode == Mode::Async {
        return Receipt::Queued { request_id: answer.request_id().unwrap_or_default().into() };
    }
    let payload = answer.payload().map(AsRef::as_ref).unwrap_or_default();
    Receipt::Invoked {
        request_id: answer.request_id().unwrap_or_default().into(),
        function_error: answer.function_error().filter(|error| !error.is_empty()).map(Into::into),
        payload: String::from_utf8_lossy(payload).into_owned().into(),
        reply: Reply {
            status: u16::try_from(answer.status_code()).unwrap_or_default(),
            version: answer.executed_version().map(Into::into),
            log: answer.log_result().and_then(tail).map(Into::into),
        },
    }
}

/// The end of the log, which is cut wherever it was too long.
fn tail(encoded: &str) -> Option<String> {
    let bytes = STANDARD.decode(encoded).ok()?;
    Some(cloud::normal(String::from_utf8_lossy(&bytes).into_owned()))
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn start_job(
    connection: &Connection,
    job: &str,
    arguments: &BTreeMap<String, String>,
    mark: Option<&str>,
) -> Outcome {
    let mut request = cloud::glue(connection).start_job_run().job_name(job);
    for (name, value) in arguments {
        request = request.arguments(name, value);
    }
    if let Some(id) = mark {
        request = request.arguments(MARK, id);
    }
    match request.send().await.map(|answer| answer.job_run_id) {
        Ok(Some(id)) if !id.is_empty() => Outcome::Accepted(Receipt::Run(id.into())),
        Ok(_) => unclear(Operation::StartJobRun, "the answer names no run"),
        Err(error) => failed(&connection.place, Operation::StartJobRun, &error),
    }
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn start_crawler(connection: &Connection, crawler: &str) -> Outcome {
    match cloud::glue(connection).start_crawler().name(crawler).send().await {
        Ok(_) => Outcome::Accepted(Receipt::Crawling),
        Err(error) => failed(&connection.place, Operation::StartCrawler, &error),
    }
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn stop_crawler(connection: &Connection, crawler: &str) -> Outcome {
    match cloud::glue(connection).stop_crawler().name(crawler).send().await {
        Ok(_) => Outcome::Accepted(Receipt::Stopping),
        Err(error) => failed(&connection.place, Operation::StopCrawler, &error),
    }
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn reset_bookmark(connection: &Connection, job: &str) -> Outcome {
    match cloud::glue(connection).reset_job_bookmark().job_name(job).send().await {
        Ok(_) => Outcome::Accepted(Receipt::Reset),
        Err(error) => failed(&connection.place, Operation::ResetJobBookmark, &error),
    }
}

#[expect(clippy::disallowed_methods, reason = "the executor: from a confirmation, after its record")]
async fn stop_run(connection: &Connection, job: &str, run: &str) -> Outcome {
    let request = cloud::glue(connection).batch_stop_job_run().job_name(job).job_run_ids(run);
    match request.send().await {
        Ok(answer) => stopped(&answer, run),
        Err(error) => failed(&connection.place, Operation::BatchStopJobRun, &error),
    }
}

/// The answer is a success even where nothing could be stopped: failures are told one by one.
fn stopped(answer: &BatchStopJobRunOutput, run: &str) -> Outcome {
    if let Some(error) = answer.errors().iter().find(|error| error.job_run_id() == Some(run)) {
        let detail = error.error_detail();
        let code = detail.and_then(|detail| detail.error_code()).unwrap_or("no code");
        let message = detail.and_then(|detail| detail.error_message()).unwrap_or("no reason given");
        let kind = if code == "EntityNotFoundException" { Kind::Missing } else { Kind::Refused };
        let doing = Operation::BatchStopJobRun.permission();
        return Outcome::Refused(Fault::new(doing, kind, format!("{code}: {message}")));
    }
    let mut submissions = answer.successful_submissions().iter();
    if submissions.any(|submission| submission.job_run_id() == Some(run)) {
        return Outcome::Accepted(Receipt::Stopping);
    }
    unclear(Operation::BatchStopJobRun, "the answer does not name the run")
}

fn unclear(operation: Operation, said: &str) -> Outcome {
    Outcome::Unknown(Fault::new(operation.permission(), Kind::Unknown, said))
}

/// A refusal where it is certain that nothing happened, else an unknown outcome.
fn failed<E>(place: &Place, operation: Operation, error: &SdkError<E, HttpResponse>) -> Outcome
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let fault = cloud::fault::of(place, operation.permission(), error);
    if cloud::fault::is_certain(error) {
        Outcome::Refused(fault)
    } else {
        Outcome::Unknown(Fault { kind: Kind::Unknown, ..fault })
    }
}
