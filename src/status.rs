//! The state of pipelines as a report, for people and for programs.
//!
//! `farol status --json` prints one object. What is unknown is `null`; every field is always there.
//!
//! ```json
#![doc = include_str!("status/schema.txt")]
//! ```

use serde::{Serialize, Serializer};

use crate::clock::Time;
use crate::domain::fault::{self, Fault};
use crate::domain::health::{self, Health, State, Step};
use crate::domain::object::Object;
use crate::domain::pipeline::{Pipeline, Place};
use crate::domain::reading::Reading;
use crate::domain::text::{Foreign, visible};
use crate::domain::world::World;

pub mod text;
mod verdict;

use verdict::Seen;
pub use verdict::Verdict;

/// An example of the JSON with a comment on each field; what `farol status --help` and the man page show.
pub const SCHEMA: &str = include_str!("status/schema.txt");

/// Of [`SCHEMA`]: raised when a field goes or changes its meaning.
pub const VERSION: u32 = 1;

/// How all pipelines are that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// That of the schema: a program that knows another one should not go on.
    pub version: u32,
    /// When it was put together; ages count from here.
    #[serde(serialize_with = "rfc3339")]
    pub generated_at: Time,
    /// The worst of the pipelines.
    pub state: Verdict,
    /// In the order of the configuration.
    pub pipelines: Vec<PipelineReport>,
}

/// How one pipeline is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PipelineReport {
    /// As the configuration has it.
    pub name: String,
    /// Twelve digits.
    pub account: Option<String>,
    /// The region that was asked.
    pub region: Option<String>,
    /// What its steps come to.
    pub state: Verdict,
    /// Why the account did not say who we are, or what there is to watch.
    pub fault: Option<FaultReport>,
    /// Left to right.
    pub steps: Vec<StepReport>,
}

/// How one step is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepReport {
    /// Which.
    #[serde(serialize_with = "step_name")]
    pub step: Step,
    /// The function, object, job, crawler or table.
    pub resource: String,
    /// How it is.
    #[serde(serialize_with = "state_name")]
    pub state: State,
    /// Since when.
    #[serde(serialize_with = "rfc3339_or_null")]
    pub since: Option<Time>,
    /// How long the last run took.
    pub took_seconds: Option<f64>,
    /// What else there is to say.
    pub note: Option<String>,
    /// What is wrong.
    pub why: Option<String>,
    /// Why the last read failed.
    pub fault: Option<FaultReport>,
}

/// A failure of a read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultReport {
    /// The IAM action.
    pub action: &'static str,
    /// One word for the kind of failure.
    pub kind: &'static str,
    /// What AWS said, safe to print.
    pub said: String,
    /// What is wrong and the remedy, for the table.
    #[serde(skip)]
    pub words: String,
}

impl Report {
    /// Judges what was learned of each pipeline.
    pub fn new(now: Time, worlds: &[(Pipeline, World)]) -> Self {
        let judge = |(pipeline, world): &(Pipeline, World)| PipelineReport::new(pipeline, world, now);
        let pipelines: Vec<PipelineReport> = worlds.iter().map(judge).collect();
        let state = pipelines.iter().map(|pipeline| pipeline.state).max().unwrap_or(Verdict::Well);
        Self { version: VERSION, generated_at: now, state, pipelines }
    }

    /// Whether a pipeline could not be asked at all because its profile or its region makes no sense.
    pub fn is_misconfigured(&self) -> bool {
        let faults = self.pipelines.iter().filter_map(|pipeline| pipeline.fault.as_ref());
        faults
            .into_iter()
            .any(|fault| fault.kind == "ours" && ["profile", "profiles", "region"].contains(&fault.action))
    }
}

impl PipelineReport {
    fn new(pipeline: &Pipeline, world: &World, now: Time) -> Self {
        Self::of(pipeline, world, health::health(pipeline, world, now))
    }

    fn of(pipeline: &Pipeline, world: &World, healths: Vec<Health>) -> Self {
        let see = |health: &Health| Seen { state: health.state, fault: fault_of(health.step, world) };
        let seen: Vec<Seen<'_>> = healths.iter().map(see).collect();
        let fault = world.discovery.as_ref().or(world.identity.fault());
        let identity = world.identity.get();
        Self {
            name: pipeline.name.clone(),
            account: identity.map(|identity| identity.account.visible().into_owned()),
            region: identity
                .map(|identity| identity.region.visible().into_owned())
                .or_else(|| pipeline.region.clone()),
            state: verdict::of(&seen, fault.is_some()),
            fault: fault.map(FaultReport::from),
            steps: healths.into_iter().map(|health| StepReport::new(health, pipeline, world)).collect(),
        }
    }
}

impl StepReport {
    fn new(health: Health, pipeline: &Pipeline, world: &World) -> Self {
        Self {
            step: health.step,
            resource: resource(health.step, pipeline, world),
            state: health.state,
            since: health.since,
            took_seconds: health.took.map(|took| (took.as_secs_f64() * 1_000.0).round() / 1_000.0),
            note: health.note,
            why: health.why,
            fault: fault_of(health.step, world).map(FaultReport::from),
        }
    }
}

impl From<&Fault> for FaultReport {
    fn from(fault: &Fault) -> Self {
        Self {
            action: fault.doing,
            kind: kind_name(&fault.kind),
            said: fault.said.visible().into_owned(),
            words: fault.words(),
        }
    }
}

/// What a step is about, as one would name it to a colleague.
fn resource(step: Step, pipeline: &Pipeline, world: &World) -> String {
    let catalog = pipeline.catalog.as_ref();
    let name = match step {
        Step::Ingest => pipeline.ingest.as_ref().map(|ingest| ingest.function.clone()),
        Step::Raw => pipeline.raw.as_ref().map(|raw| place(raw, &world.raw)),
        Step::Etl => pipeline.etl.as_ref().map(|etl| etl.job.clone()),
        Step::Processed => pipeline.processed.as_ref().map(|processed| place(processed, &world.processed)),
        Step::Crawl => catalog.and_then(|catalog| catalog.crawler.clone()),
        Step::Table => return table(pipeline, world),
    };
    visible(&name.unwrap_or_default()).into_owned()
}

/// The object that is meant, else the newest that was seen, else the bucket alone.
fn place(place: &Place, newest: &Reading<Option<Object>>) -> String {
    let seen = newest.get().and_then(Option::as_ref).map(|object| object.key.exact());
    let key = place.key.as_deref().or(seen).unwrap_or_default();
    format!("{}/{key}", place.bucket)
}

/// The only table by its full name, else the database.
fn table(pipeline: &Pipeline, world: &World) -> String {
    if let Some([table]) = world.tables.get().map(Vec::as_slice) {
        return format!("{}.{}", table.database.visible(), table.name.visible());
    }
    let configured = pipeline.catalog.as_ref().and_then(|catalog| catalog.database.as_deref());
    let crawled = world.crawler.get().and_then(|crawler| crawler.database.as_ref());
    let database = configured.or(crawled.map(Foreign::exact));
    visible(database.unwrap_or_default()).into_owned()
}

fn fault_of(step: Step, world: &World) -> Option<&Fault> {
    match step {
        Step::Ingest => world.history.fault().or(world.function.fault()),
        Step::Raw => world.raw.fault(),
        Step::Etl => world.runs.fault(),
        Step::Processed => world.processed.fault(),
        Step::Crawl => world.crawler.fault(),
        Step::Table => world.tables.fault(),
    }
}

/// The word for a step's state, in the table and in JSON.
pub fn word(state: State) -> &'static str {
    match state {
        State::Pending => "pending",
        State::Never => "never",
        State::Good => "good",
        State::Running => "running",
        State::Slow => "slow",
        State::Late => "late",
        State::Degraded => "degraded",
        State::Failed => "failed",
        State::Unreadable => "unreadable",
    }
}

fn kind_name(kind: &fault::Kind) -> &'static str {
    match kind {
        fault::Kind::Denied => "denied",
        fault::Kind::Throttled => "throttled",
        fault::Kind::Missing => "missing",
        fault::Kind::Offline => "offline",
        fault::Kind::Expired { .. } => "expired",
        fault::Kind::Refused => "refused",
        fault::Kind::Elsewhere { .. } => "elsewhere",
        fault::Kind::Unknown => "unknown",
        fault::Kind::Ours => "ours",
    }
}

fn written(time: &Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn rfc3339<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(time))
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn rfc3339_or_null<S: Serializer>(time: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_ref().map(written).serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn step_name<S: Serializer>(step: &Step, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(step.name())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn state_name<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word(*state))
}

#[cfg(test)]
mod tests;
