//! Jobs, and their runs.

mod defined;
mod triggers;

use std::time::Duration;

use aws_sdk_glue::types::JobRun;

use super::{Cloud, fault, time};
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::run::{Capacity, NEWEST, Run, State, Terms, newest_first};
use crate::domain::text::Foreign;

const DOING: &str = "glue:GetJobRuns";

/// How many pages are followed on servers that list the oldest run first.
const PAGES: usize = 20;

impl Cloud {
    /// Reads the newest runs of a job, newest first.
    ///
    /// AWS lists the newest first and one page is enough. Emulators list the oldest first, and then the newest are
    /// at the end of the pages.
    pub async fn runs(&self, job: &str) -> Result<Vec<Run>, Fault> {
        self.newest(job, NEWEST).await
    }

    /// The same, of so many.
    async fn newest(&self, job: &str, count: usize) -> Result<Vec<Run>, Fault> {
        let (mut runs, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let request = self
                .0
                .glue
                .get_job_runs()
                .job_name(job)
                .max_results(i32::try_from(count).unwrap_or(i32::MAX))
                .set_next_token(token);
            let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
            runs.extend(page.job_runs.unwrap_or_default().into_iter().map(run));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() || !is_oldest_first(&runs) {
                break;
            }
        }
        newest_first(&mut runs);
        runs.truncate(count);
        Ok(runs)
    }
}

fn is_oldest_first(runs: &[Run]) -> bool {
    runs.first().zip(runs.last()).is_some_and(|(first, last)| first.started < last.started)
}

fn run(sdk: JobRun) -> Run {
    let moment = |at: Option<_>| at.as_ref().and_then(time::time);
    let (modified, completed) = (moment(sdk.last_modified_on), moment(sdk.completed_on));
    let started = moment(sdk.started_on).or(completed).or(modified).unwrap_or(Time::UNIX_EPOCH);
    let state = State::parse(sdk.job_run_state.as_ref().map_or("UNKNOWN", |state| state.as_str()));
    let arguments = sdk.arguments.unwrap_or_default();
    let workers = sdk.number_of_workers.and_then(|count| u32::try_from(count).ok());
    let kind = sdk.worker_type.map(|kind| kind.as_str().into());
    let terms = Terms {
        capacity: sdk.max_capacity.and_then(capacity),
        workers: workers.zip(kind),
        version: filled(sdk.glue_version),
        timeout: sdk.timeout.and_then(minutes),
        dpu_seconds: sdk.dpu_seconds.and_then(seconds),
        class: sdk.execution_class.map(|class| class.as_str().into()),
        security: filled(sdk.security_configuration),
        log_group: filled(sdk.log_group_name),
    };
    Run {
        id: sdk.id.unwrap_or_default().into(),
        completed: completed.filter(|_| state.is_final()),
        state,
        attempt: u32::try_from(sdk.attempt).unwrap_or_default(),
        previous: filled(sdk.previous_run_id),
        started,
        execution: Duration::from_secs(u64::try_from(sdk.execution_time).unwrap_or_default()),
        error: filled(sdk.error_message),
        detail: filled(sdk.state_detail),
        trigger: filled(sdk.trigger_name),
        arguments: arguments.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        terms,
    }
}

fn filled(text: Option<String>) -> Option<Foreign> {
    text.filter(|text| !text.is_empty()).map(Into::into)
}

/// 0 minutes is what emulators say of no limit.
fn minutes(minutes: i32) -> Option<Duration> {
    u64::try_from(minutes).ok().filter(|minutes| *minutes > 0).map(Duration::from_mins)
}

fn seconds(seconds: f64) -> Option<u64> {
    Duration::try_from_secs_f64(seconds).ok().map(|span| span.as_secs()).filter(|seconds| *seconds > 0)
}

/// Sixteenths of a unit; a Python shell takes one of them, or sixteen.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked against the range before"
)]
fn capacity(units: f64) -> Option<Capacity> {
    let sixteenths = (units * 16.0).round();
    (1.0..1e9).contains(&sixteenths).then_some(Capacity(sixteenths as u32))
}
