//! What starts jobs by itself.

use aws_sdk_glue::types as sdk;

use super::filled;
use crate::cloud::{Cloud, fault, time};
use crate::domain::fault::{Fault, Kind};
use crate::domain::glue::trigger::{Condition, Part, Started, Trigger, Workflow, WorkflowRun};
use crate::domain::text::Foreign;

const TRIGGERS: &str = "glue:GetTriggers";
const LISTING: &str = "glue:ListWorkflows";
const WORKFLOW: &str = "glue:GetWorkflow";

/// The most pages that are read of either.
const PAGES: usize = 1_000;

impl Cloud {
    /// Reads all triggers, by name.
    pub async fn triggers(&self) -> Result<Vec<Trigger>, Fault> {
        let (mut triggers, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.0.glue.get_triggers().set_next_token(token).send().await;
            let page = page.map_err(|e| fault::of(&self.0.place, TRIGGERS, &e))?;
            triggers.extend(page.triggers.unwrap_or_default().into_iter().map(trigger));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        triggers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(triggers)
    }

    /// Reads all workflows, by name, each with its last run.
    pub async fn workflows(&self) -> Result<Vec<Workflow>, Fault> {
        let mut workflows = Vec::new();
        for name in self.workflow_names().await? {
            let answer = self.0.glue.get_workflow().name(&name).send().await;
            match answer.map_err(|e| fault::of(&self.0.place, WORKFLOW, &e)) {
                Ok(answer) => workflows.extend(answer.workflow.map(workflow)),
                // It has gone since it was listed.
                Err(fault) if fault.kind == Kind::Missing => {}
                Err(fault) => return Err(fault),
            }
        }
        workflows.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(workflows)
    }

    async fn workflow_names(&self) -> Result<Vec<String>, Fault> {
        let (mut names, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.0.glue.list_workflows().set_next_token(token).send().await;
            let page = page.map_err(|e| fault::of(&self.0.place, LISTING, &e))?;
            names.extend(page.workflows.unwrap_or_default());
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        Ok(names)
    }
}

fn trigger(sdk: sdk::Trigger) -> Trigger {
    let word = |word: Option<&str>| Foreign::from(word.unwrap_or("UNKNOWN"));
    let predicate = sdk.predicate;
    let logical = predicate.as_ref().and_then(|predicate| predicate.logical.as_ref());
    Trigger {
        kind: word(sdk.r#type.as_ref().map(sdk::TriggerType::as_str)),
        state: word(sdk.state.as_ref().map(sdk::TriggerState::as_str)),
        logical: logical.map(|logical| logical.as_str().into()),
        name: sdk.name.unwrap_or_default().into(),
        schedule: filled(sdk.schedule),
        workflow: filled(sdk.workflow_name),
        description: filled(sdk.description),
        actions: sdk.actions.unwrap_or_default().into_iter().filter_map(started).collect(),
        conditions: predicate
            .and_then(|predicate| predicate.conditions)
            .unwrap_or_default()
            .into_iter()
            .filter_map(condition)
            .collect(),
    }
}

fn part(job: Option<String>, crawler: Option<String>) -> Option<Part> {
    let job = filled(job).map(Part::Job);
    job.or_else(|| filled(crawler).map(Part::Crawler))
}

fn started(sdk: sdk::Action) -> Option<Started> {
    let arguments = sdk.arguments.unwrap_or_default().into_iter();
    let mut arguments: Vec<(Foreign, Foreign)> =
        arguments.map(|(name, value)| (name.into(), value.into())).collect();
    arguments.sort();
    Some(Started { target: part(sdk.job_name, sdk.crawler_name)?, arguments })
}

fn condition(sdk: sdk::Condition) -> Option<Condition> {
    let job = sdk.state.as_ref().map(sdk::JobRunState::as_str);
    let state = job.or_else(|| sdk.crawl_state.as_ref().map(sdk::CrawlState::as_str));
    let state = Foreign::from(state.unwrap_or("UNKNOWN"));
    Some(Condition { part: part(sdk.job_name, sdk.crawler_name)?, state })
}

fn workflow(sdk: sdk::Workflow) -> Workflow {
    Workflow {
        name: sdk.name.unwrap_or_default().into(),
        description: filled(sdk.description),
        last: sdk.last_run.map(workflow_run),
    }
}

fn workflow_run(sdk: sdk::WorkflowRun) -> WorkflowRun {
    let count = |count: i32| u32::try_from(count).unwrap_or_default();
    let counts = sdk.statistics.map(|counts| {
        let bad = counts.failed_actions + counts.timeout_actions + counts.errored_actions;
        [count(counts.total_actions), count(counts.succeeded_actions), count(bad)]
    });
    WorkflowRun {
        id: sdk.workflow_run_id.unwrap_or_default().into(),
        status: sdk.status.as_ref().map_or("UNKNOWN", |status| status.as_str()).into(),
        started: sdk.started_on.as_ref().and_then(time::time),
        ended: sdk.completed_on.as_ref().and_then(time::time),
        error: filled(sdk.error_message),
        counts: counts.unwrap_or_default(),
    }
}
