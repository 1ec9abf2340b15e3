//! The exact request that an action comes to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::action::{Action, MARK, Operation};
use super::backfill::Plan;

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
    /// The request that carries out an action, where the id of the action does not go with it.
    pub fn of(action: &Action) -> Self {
        let permission = Operation::of(action).permission();
        let glue = |operation: &str, body| Self {
            permission,
            operation: format!("POST / AWSGlue.{operation}"),
            body,
        };
        match action {
            Action::Invoke { function, payload, mode } => Self {
                permission,
                operation: format!("POST /2015-03-31/functions/{function}/invocations {}", mode.kind()),
                body: payload.clone(),
            },
            Action::StartJob { job, arguments } if arguments.is_empty() => {
                glue("StartJobRun", json!({ "JobName": job }))
            }
            Action::StartJob { job, arguments } => {
                glue("StartJobRun", json!({ "JobName": job, "Arguments": arguments }))
            }
            Action::Backfill(plan) => {
                let first = plan.start(0).map(|start| Self::of(&start).body).unwrap_or_default();
                glue("StartJobRun, once for each value", first)
            }
            Action::ResetBookmark { job } => glue("ResetJobBookmark", json!({ "JobName": job })),
            Action::StartCrawler { crawler } => glue("StartCrawler", json!({ "Name": crawler })),
            Action::StopCrawler { crawler } => glue("StopCrawler", json!({ "Name": crawler })),
            Action::StopRun { job, run } => {
                glue("BatchStopJobRun", json!({ "JobName": job, "JobRunIds": [run] }))
            }
        }
    }

    /// The request where the action's id goes with it as an argument, which is made when it is sent.
    pub fn marked(action: &Action) -> Self {
        let marked = |arguments: &BTreeMap<String, String>| {
            let mut arguments = arguments.clone();
            arguments.insert(MARK.to_owned(), NEW_ID.to_owned());
            arguments
        };
        match action {
            Action::StartJob { job, arguments } => {
                Self::of(&Action::StartJob { job: job.clone(), arguments: marked(arguments) })
            }
            Action::Backfill(plan) => {
                Self::of(&Action::Backfill(Plan { arguments: marked(&plan.arguments), ..plan.clone() }))
            }
            _ => Self::of(action),
        }
    }
}

/// What stands for an id that there is not yet.
pub const NEW_ID: &str = "<a new id>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_one_more_argument_of_a_start_and_of_nothing_else() {
        let start = Action::StartJob { job: "j".into(), arguments: [("--a".into(), "1".into())].into() };
        let want = json!({ "JobName": "j", "Arguments": { "--a": "1", "--farol-action-id": "<a new id>" } });
        assert_eq!(Call::marked(&start).body, want);
        let crawl = Action::StartCrawler { crawler: "c".into() };
        assert_eq!(Call::marked(&crawl), Call::of(&crawl));
    }
}
