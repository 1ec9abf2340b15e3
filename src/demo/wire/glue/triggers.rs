//! Triggers and workflows.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::missing;
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::wire::answer::Outcome;
use crate::demo::wire::json::{Input, page, reply, seconds};

/// The one workflow.
const REBUILD: &str = "rebuild";

pub(super) fn triggers(input: &Input, account: &Account) -> Outcome {
    let all = account.triggers();
    let name = |trigger: &Value| trigger.get("Name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let wanted = input.text("DependentJobName");
    let starts = |trigger: &Value| {
        let mut actions = trigger.get("Actions").and_then(Value::as_array).into_iter().flatten();
        wanted.is_none_or(|job| {
            actions.any(|action| action.get("JobName").and_then(Value::as_str) == Some(job))
        })
    };
    let page = page(input, "", input.size("MaxResults", 200)?, all.into_iter().filter(starts), name)?;
    Ok(reply(json!({ "Triggers": page.items, "NextToken": page.next })))
}

pub(super) fn workflows(input: &Input, account: &Account) -> Outcome {
    let names = (!account.triggers().is_empty()).then(|| REBUILD.to_owned());
    let page = page(input, "", input.size("MaxResults", 25)?, names.into_iter(), Clone::clone)?;
    Ok(reply(json!({ "Workflows": page.items, "NextToken": page.next })))
}

pub(super) fn workflow(input: &Input, account: &Account, now: Time) -> Outcome {
    let name = input.required("Name")?;
    if name != REBUILD || account.triggers().is_empty() {
        return Err(missing(format!("Entity {name} not found")));
    }
    let made = account.jobs().map(|job| job.created).min().unwrap_or(now);
    let began = made + TimeDelta::days(6);
    Ok(reply(json!({ "Workflow": {
        "Name": REBUILD,
        "Description": "Everything anew, from the crawl on",
        "CreatedOn": seconds(made),
        "LastRun": {
            "Name": REBUILD,
            "WorkflowRunId": "wr_5d0f6a1c9e8b4f7a",
            "StartedOn": seconds(began),
            "CompletedOn": seconds(began + TimeDelta::minutes(6)),
            "Status": "COMPLETED",
            "Statistics": {
                "TotalActions": 3, "SucceededActions": 2, "FailedActions": 1,
                "TimeoutActions": 0, "StoppedActions": 0, "RunningActions": 0,
            },
        },
    }})))
}
