//! A second job, of type Spark: with executors, a bookmark, and what starts it by itself.

use chrono::{NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::account::Account;
use super::agenda::Due;
use super::chance::{chance, hash, hex};
use super::jobs::{Engine, Job, JobRuns, Run, RunState};
use super::resources::role;
use crate::clock::Time;
use crate::reference::{CRAWLER, JOB, PROCESSED_BUCKET, RAW_BUCKET};

/// The job's name.
pub const DIGEST: &str = "digest-public-apis";
/// What starts it every night.
pub const NIGHTLY: &str = "digest-every-night";

const OUTPUT: &str = "/aws-glue/jobs/output";
const ERROR: &str = "/aws-glue/jobs/error";
/// How many executors write beside the driver.
const EXECUTORS: u64 = 2;
/// When it starts, in UTC; `cron(30 2 * * ? *)`.
const HOUR: (u32, u32) = (2, 30);

/// What Glue remembers of the data that a job has worked on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// Counts its changes.
    pub version: i32,
    /// Counts the runs since the last reset.
    pub run: i32,
    /// The run that moved it.
    pub run_id: Option<String>,
    /// The time of the newest object that was read.
    pub until: Option<Time>,
}

fn job(deployed: Time) -> Job {
    let arguments = [
        ("--enable-continuous-cloudwatch-log", "true"),
        ("--job-bookmark-option", "job-bookmark-enable"),
        ("--job-language", "python"),
        ("--raw_bucket", RAW_BUCKET),
        ("--report_token", "not-a-secret-in-a-demo"),
    ];
    Job {
        name: DIGEST.to_owned(),
        description: "Counts the public APIs by category".to_owned(),
        role: role("digest-public-apis-role"),
        script: format!("s3://{PROCESSED_BUCKET}/scripts/digest.py"),
        engine: Engine::Spark { worker: "G.1X", workers: 3 },
        python_version: "3".to_owned(),
        glue_version: "4.0".to_owned(),
        default_arguments: arguments.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        timeout_minutes: 120,
        max_capacity: 3.0,
        max_retries: 1,
        max_concurrent_runs: 1,
        refuses_unknown_arguments: false,
        created: deployed,
        modified: deployed + TimeDelta::days(5),
    }
}

impl Account {
    /// Adds the job with the runs of the last three nights, and has it run every night.
    pub fn add_digest(&mut self, deployed: Time, now: Time) {
        let mut digest = JobRuns::new(job(deployed));
        let next = night_after(now);
        for nights in (1..=3).rev() {
            digest.runs.push_front(self.past_run(next - TimeDelta::days(nights)));
        }
        let newest = digest.runs.front();
        digest.bookmark = Some(Bookmark {
            version: 5,
            run: 5,
            run_id: newest.map(|run| run.id.clone()),
            until: newest.map(|run| run.started),
        });
        self.jobs.insert(DIGEST.to_owned(), digest);
        self.agenda.add(next, Due::Nightly);
    }

    fn past_run(&self, started: Time) -> Run {
        let seed = u64::try_from(started.timestamp()).unwrap_or_default();
        let id = format!("jr_{}", hex(&mut chance(self.options.seed, "digest", seed), 64));
        let mut run = Run::new(DIGEST, id, [].into(), started);
        run.trigger = Some(NIGHTLY.to_owned());
        run.begin(started + TimeDelta::seconds(31));
        run.end(RunState::Succeeded, None, started + TimeDelta::seconds(112));
        run
    }

    /// The trigger fires; where a run goes on already, it does nothing.
    pub(super) fn nightly(&mut self, now: Time) {
        let seed = u64::try_from(now.timestamp()).unwrap_or_default();
        let mut rng = chance(self.options.seed, "nightly", seed);
        if let Ok(id) = self.launch(DIGEST, [].into(), 1.0, &mut rng, now)
            && let Some(run) = self.run_mut(DIGEST, &id)
        {
            run.trigger = Some(NIGHTLY.to_owned());
        }
        self.agenda.add(night_after(now), Due::Nightly);
    }

    /// What driver and executors print.
    pub(super) fn print_digest(&mut self, id: &str, now: Time) {
        let at = |seconds| now + TimeDelta::seconds(seconds);
        let driver = [(0, "reading new objects below s3://public-apis-raw/"), (1, "51 categories counted")];
        let driver = driver.map(|(seconds, line)| (at(seconds), line.to_owned()));
        self.say(OUTPUT, id, driver.to_vec(), TimeDelta::seconds(2));
        let started = vec![(now, "INFO SparkContext: Running Spark version 3.3.0-amzn-1".to_owned())];
        self.say(ERROR, id, started, TimeDelta::seconds(2));
        for n in 1..=EXECUTORS {
            let mut rng = chance(self.options.seed, "executor", hash(id).wrapping_add(n));
            let stream = format!("{id}_g-{}", hex(&mut rng, 40));
            let lines = (0u8..4).map(|task| {
                let task_line = format!("INFO Executor: Finished task {task}.0 in stage {n}.0");
                (at(i64::from(task)), task_line)
            });
            self.say(ERROR, &stream, lines.collect(), TimeDelta::seconds(2));
        }
    }

    /// The triggers, as the API shows them; there are none without the job.
    pub fn triggers(&self) -> Vec<Value> {
        if !self.jobs.contains_key(DIGEST) {
            return Vec::new();
        }
        let ends = |part: Value| json!({ "Logical": "AND", "Conditions": [part] });
        let crawled =
            json!({ "LogicalOperator": "EQUALS", "CrawlerName": CRAWLER, "CrawlState": "SUCCEEDED" });
        let described = json!({ "LogicalOperator": "EQUALS", "JobName": JOB, "State": "SUCCEEDED" });
        vec![
            json!({
                "Name": "describe-after-crawl", "WorkflowName": "rebuild", "Type": "CONDITIONAL",
                "State": "DEACTIVATED", "Actions": [{ "JobName": JOB }], "Predicate": ends(crawled),
            }),
            json!({
                "Name": "digest-after-describe", "WorkflowName": "rebuild", "Type": "CONDITIONAL",
                "State": "DEACTIVATED", "Actions": [{ "JobName": DIGEST }], "Predicate": ends(described),
            }),
            json!({
                "Name": NIGHTLY, "Type": "SCHEDULED", "State": "ACTIVATED", "Schedule": "cron(30 2 * * ? *)",
                "Description": "The digest of the day before", "Actions": [{ "JobName": DIGEST }],
            }),
        ]
    }
}

/// The next night's start after a moment.
fn night_after(now: Time) -> Time {
    let start = NaiveTime::from_hms_opt(HOUR.0, HOUR.1, 0).unwrap_or_default();
    let today = now.date_naive().and_time(start).and_utc();
    if today > now { today } else { today + TimeDelta::days(1) }
}
