//! The exact request that an action comes to.

use serde_json::{Value, json};

use super::action::{Action, Operation};

/// A request as it would be sent, but for its signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The IAM action that allows it.
    pub permission: &'static str,
    /// Method and path, or the target of the protocol.
    pub operation: String,
    /// The body.
    pub body: Value,
}

impl Call {
    /// The request that carries out an action.
    pub fn of(action: &Action) -> Self {
        let permission = Operation::of(action).permission();
        let glue = |operation: &str, body| Self {
            permission,
            operation: format!("POST / AWSGlue.{operation}"),
            body,
        };
        match action {
            Action::Invoke { function, payload } => Self {
                permission,
                operation: format!("POST /2015-03-31/functions/{function}/invocations RequestResponse"),
                body: payload.clone(),
            },
            Action::StartJob { job, arguments } if arguments.is_empty() => {
                glue("StartJobRun", json!({ "JobName": job }))
            }
            Action::StartJob { job, arguments } => {
                glue("StartJobRun", json!({ "JobName": job, "Arguments": arguments }))
            }
            Action::StartCrawler { crawler } => glue("StartCrawler", json!({ "Name": crawler })),
            Action::StopCrawler { crawler } => glue("StopCrawler", json!({ "Name": crawler })),
            Action::StopRun { job, run } => {
                glue("BatchStopJobRun", json!({ "JobName": job, "JobRunIds": [run] }))
            }
        }
    }
}
