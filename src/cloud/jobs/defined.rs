//! What the account's jobs are.

use aws_sdk_glue::types as sdk;

use super::{capacity, filled, minutes};
use crate::cloud::{Cloud, fault, time};
use crate::domain::fault::{Fault, Kind as Trouble};
use crate::domain::glue::bookmark::Bookmark;
use crate::domain::glue::jobs::{Definition, Job, Kind};
use crate::domain::run::{Run, Terms};

const LISTING: &str = "glue:GetJobs";
const NAMING: &str = "glue:ListJobs";
const READING: &str = "glue:GetJob";
const BOOKMARK: &str = "glue:GetJobBookmark";

/// The most pages of jobs that are read: two million jobs, which no account may have.
const PAGES: usize = 2_000;

/// How many of a job's newest runs are read where one is wanted: enough to see which way a server lists them.
const FEW: usize = 5;

impl Cloud {
    /// Reads all jobs, by name. Where that is not allowed their names alone, with the reason.
    pub async fn all_jobs(&self) -> (Result<Vec<Job>, Fault>, Option<Fault>) {
        match self.listed_jobs().await {
            Err(fault) if fault.kind == Trouble::Denied => match self.named_jobs().await {
                Ok(jobs) => (Ok(jobs), Some(fault)),
                Err(_) => (Err(fault), None),
            },
            answer => (answer, None),
        }
    }

    async fn listed_jobs(&self) -> Result<Vec<Job>, Fault> {
        let (mut jobs, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.0.glue.get_jobs().set_next_token(token).send().await;
            let page = page.map_err(|e| fault::of(&self.0.place, LISTING, &e))?;
            jobs.extend(page.jobs.unwrap_or_default().into_iter().map(job));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        Ok(by_name(jobs))
    }

    async fn named_jobs(&self) -> Result<Vec<Job>, Fault> {
        let (mut jobs, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = self.0.glue.list_jobs().set_next_token(token).send().await;
            let page = page.map_err(|e| fault::of(&self.0.place, NAMING, &e))?;
            let names = page.job_names.unwrap_or_default().into_iter();
            jobs.extend(names.map(|name| Job { name: name.into(), definition: None }));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        Ok(by_name(jobs))
    }

    /// Reads what a job is.
    pub async fn job(&self, name: &str) -> Result<Job, Fault> {
        let answer = self.0.glue.get_job().job_name(name).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, READING, &e))?;
        let missing = || Fault::new(READING, Trouble::Missing, format!("job {name}: the answer holds none"));
        answer.job.map(job).ok_or_else(missing)
    }

    /// Reads the newest run of a job; `None`: it has never run.
    pub async fn last_run(&self, job: &str) -> Result<Option<Run>, Fault> {
        Ok(self.newest(job, FEW).await?.into_iter().next())
    }

    /// Reads a job's bookmark; `None`: it has none.
    pub async fn bookmark(&self, job: &str) -> Result<Option<Bookmark>, Fault> {
        let answer = self.0.glue.get_job_bookmark().job_name(job).send().await;
        match answer.map_err(|e| fault::of(&self.0.place, BOOKMARK, &e)) {
            Ok(answer) => Ok(answer.job_bookmark_entry.map(bookmark)),
            Err(fault) if fault.kind == Trouble::Missing => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

fn by_name(mut jobs: Vec<Job>) -> Vec<Job> {
    jobs.sort_by(|a, b| a.name.cmp(&b.name));
    jobs
}

fn job(sdk: sdk::Job) -> Job {
    let count = |count: i32| u32::try_from(count).ok();
    let command = sdk.command;
    let kind = command.as_ref().and_then(|command| command.name.as_deref()).map(Kind::parse);
    let workers = sdk.number_of_workers.and_then(count);
    let terms = Terms {
        capacity: sdk.max_capacity.and_then(capacity),
        workers: workers.zip(sdk.worker_type.map(|kind| kind.as_str().into())),
        version: filled(sdk.glue_version),
        timeout: sdk.timeout.and_then(minutes),
        class: sdk.execution_class.map(|class| class.as_str().into()),
        security: filled(sdk.security_configuration),
        ..Terms::default()
    };
    let defaults = sdk.default_arguments.unwrap_or_default().into_iter();
    let definition = Definition {
        kind: kind.unwrap_or_else(|| Kind::Other("UNKNOWN".into())),
        terms,
        defaults: defaults.map(|(name, value)| (name.into(), value.into())).collect(),
        script: filled(command.and_then(|command| command.script_location)),
        role: filled(sdk.role),
        description: filled(sdk.description),
        changed: sdk.last_modified_on.as_ref().and_then(time::time),
        retries: count(sdk.max_retries).unwrap_or_default(),
        at_once: sdk.execution_property.and_then(|property| count(property.max_concurrent_runs)),
    };
    Job { name: sdk.name.unwrap_or_default().into(), definition: Some(Box::new(definition)) }
}

fn bookmark(sdk: sdk::JobBookmarkEntry) -> Bookmark {
    Bookmark {
        version: sdk.version,
        run: sdk.run,
        attempt: sdk.attempt,
        run_id: filled(sdk.run_id),
        state: filled(sdk.job_bookmark),
    }
}
