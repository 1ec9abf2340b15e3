//! The one executor of side effects: each is sent once, and never again.
//!
//! Every action has an SDK configuration of its own, in which nothing is retried: by default the SDK sends an
//! `Invoke`, a `StartJobRun` or a `StartCrawler` up to three times when an answer is lost, and none of them has a
//! token that would make the second one harmless.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use aws_sdk_lambda::operation::RequestId as _;
use aws_sdk_lambda::operation::invoke::InvokeOutput;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::{InvocationType, LogType};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::cloud::{self, Access, Connection, Manners, Place};
use crate::domain::action::{Action, Outcome, Receipt};
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::Pipeline;

/// How long a start may take; AWS answers these in well under a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// Carries out actions. It exists only where the console may act.
#[derive(Debug, Clone)]
pub struct Actions {
    access: Access,
}

impl Actions {
    /// An executor that acts with this access.
    pub fn new(access: Access) -> Self {
        Self { access }
    }

    /// Carries out a confirmed action, once. `running` is how long the function may run.
    ///
    /// Call it in a task that nothing cancels: what was sent has to be told to its end.
    pub async fn perform(&self, pipeline: &Pipeline, action: &Action, running: Duration) -> Outcome {
        let patience = match action {
            Action::Invoke { .. } => running + PATIENCE,
            Action::StartJob { .. } | Action::StartCrawler { .. } => PATIENCE,
        };
        let connection = match self.access.connect(pipeline, Manners::acting(patience)).await {
            Ok(connection) => connection,
            Err(fault) => return Outcome::Refused(fault),
        };
        match action {
            Action::Invoke { function, payload } => invoke(&connection, function, payload).await,
            Action::StartJob { job, arguments } => start_job(&connection, job, arguments).await,
            Action::StartCrawler { crawler } => start_crawler(&connection, crawler).await,
        }
    }
}

async fn invoke(connection: &Connection, function: &str, payload: &serde_json::Value) -> Outcome {
    let request = cloud::lambda(connection)
        .invoke()
        .function_name(function)
        .invocation_type(InvocationType::RequestResponse)
        .log_type(LogType::None)
        .payload(Blob::new(payload.to_string()));
    match request.send().await {
        Ok(answer) => Outcome::Accepted(invoked(&answer)),
        Err(error) => failed(&connection.place, "lambda:InvokeFunction", &error),
    }
}

fn invoked(answer: &InvokeOutput) -> Receipt {
    let payload = answer.payload().map(AsRef::as_ref).unwrap_or_default();
    Receipt::Invoked {
        request_id: answer.request_id().unwrap_or_default().into(),
        function_error: answer.function_error().filter(|error| !error.is_empty()).map(Into::into),
        payload: String::from_utf8_lossy(payload).into_owned().into(),
    }
}

async fn start_job(connection: &Connection, job: &str, arguments: &BTreeMap<String, String>) -> Outcome {
    const DOING: &str = "glue:StartJobRun";
    let mut request = cloud::glue(connection).start_job_run().job_name(job);
    for (name, value) in arguments {
        request = request.arguments(name, value);
    }
    match request.send().await.map(|answer| answer.job_run_id) {
        Ok(Some(id)) if !id.is_empty() => Outcome::Accepted(Receipt::Run(id.into())),
        Ok(_) => Outcome::Unknown(Fault::new(DOING, Kind::Unknown, "the answer names no run")),
        Err(error) => failed(&connection.place, DOING, &error),
    }
}

async fn start_crawler(connection: &Connection, crawler: &str) -> Outcome {
    match cloud::glue(connection).start_crawler().name(crawler).send().await {
        Ok(_) => Outcome::Accepted(Receipt::Crawling),
        Err(error) => failed(&connection.place, "glue:StartCrawler", &error),
    }
}

/// A refusal where it is certain that nothing happened, else an unknown outcome.
fn failed<E>(place: &Place, doing: &'static str, error: &SdkError<E, HttpResponse>) -> Outcome
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let fault = cloud::fault::of(place, doing, error);
    if cloud::fault::is_certain(error) {
        Outcome::Refused(fault)
    } else {
        Outcome::Unknown(Fault { kind: Kind::Unknown, ..fault })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::tests::script::Script;

    async fn perform(status: u16, body: &str, action: Action) -> (Outcome, usize) {
        let script = Script::with(&[(status, body)]);
        let actions = Actions::new(Access { embedded: Some(script.client()), ..Access::default() });
        let outcome = actions.perform(&Pipeline::default(), &action, Duration::from_secs(3)).await;
        (outcome, script.asked().len())
    }

    fn start_job() -> Action {
        let arguments = [("--a".to_owned(), "b".to_owned())].into_iter().collect();
        Action::StartJob { job: "j".into(), arguments }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_decides_nothing_leaves_the_outcome_unknown() {
        let refusal = r#"{"__type":"InternalServiceException"}"#;
        for (status, body) in [
            (200, ""),
            (200, "{}"),
            (200, r#"{"JobRunId":"#),
            (200, "<html>"),
            (302, ""),
            (400, "<html>"),
            (403, ""),
            (408, r#"{"__type":"X"}"#),
            (500, refusal),
            (503, refusal),
            (504, ""),
        ] {
            let (outcome, sent) = perform(status, body, start_job()).await;
            assert!(matches!(outcome, Outcome::Unknown(_)), "{status} {body}: {outcome:?}");
            assert_eq!(sent, 1, "{status} {body}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_of_the_service_decides() {
        for code in ["ConcurrentRunsExceededException", "EntityNotFoundException", "ThrottlingException"] {
            let body = format!(r#"{{"__type":"{code}","Message":"no"}}"#);
            let (outcome, sent) = perform(400, &body, start_job()).await;
            let Outcome::Refused(fault) = outcome else { panic!("{code}: {outcome:?}") };
            assert_eq!((fault.said.exact(), sent), (format!("{code}: no").as_str(), 1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_invocation_says_what_the_function_raised() {
        let payload = serde_json::json!({ "bucket_name": "b" });
        let action = Action::Invoke { function: "f".into(), payload };
        let (outcome, sent) = perform(200, r#"{"errorMessage":"x"}"#, action).await;
        let Outcome::Accepted(Receipt::Invoked { payload, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!((payload.exact(), sent), (r#"{"errorMessage":"x"}"#, 1));
    }
}
