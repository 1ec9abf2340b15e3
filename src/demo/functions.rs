//! Lambda: the functions, the environments they run in, and what an invocation leaves behind.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use fastrand::Rng;
use serde_json::Value;

use super::account::Account;
use super::agenda::Due;
use super::chance::{between, chance, hex, uuid};
use super::dataset::Answer;
use super::events::lag;
use super::ingest::{self, Performance, Weather, World};
use crate::clock::Time;

mod trace;

use trace::Trace;

/// An idle environment is kept for so long.
const KEPT_WARM: TimeDelta = TimeDelta::minutes(8);

/// A function and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// The name that invocations use.
    pub name: String,
    /// The whole ARN, without a qualifier.
    pub arn: String,
    /// What it is for, in words.
    pub description: String,
    /// The ARN of the role it runs with.
    pub role: String,
    /// For example `python3.11`.
    pub runtime: String,
    /// `module.function`.
    pub handler: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// Its memory limit.
    pub memory_mb: i32,
    /// An invocation is killed after so long.
    pub timeout_seconds: i32,
    /// Bytes of the deployed package.
    pub code_size: i64,
    /// SHA-256 of the package, in base64.
    pub code_sha256: String,
    /// Where it logs to.
    pub log_group: String,
    /// When its code or configuration changed last.
    pub last_modified: Time,
    /// Environment variables.
    pub environment: BTreeMap<String, String>,
    /// The most invocations at a time; 0 is a function that is switched off, absent one that shares with all.
    pub reserved_concurrency: Option<i32>,
}

/// What an invocation answers, known at its start; its traces appear as time reaches them.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// A UUID.
    pub request_id: String,
    /// When the answer is there.
    pub ends: Time,
    /// `Unhandled` where the function raised, timed out or crashed.
    pub function_error: Option<&'static str>,
    /// JSON: what the handler returned, or the error.
    pub payload: String,
    /// The log lines of this invocation, for `LogType=Tail`; not yet cut to 4 KB.
    pub log: String,
}

/// Why an invocation did not begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvokeError {
    /// There is no such function.
    ResourceNotFound,
    /// The payload is no JSON; AWS's words.
    InvalidRequestContent(String),
    /// As many as are reserved for the function are going on.
    ReservedConcurrencyReached,
}

/// A function with the environments that are alive for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// The function itself.
    pub function: Function,
    pub(super) environments: Vec<Environment>,
    /// Whether the invocation that began last comes to a good end.
    pub(super) well: bool,
}

/// A place where invocations are executed, one at a time; it has a log stream of its own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Environment {
    stream: String,
    /// Busy until then, idle afterwards.
    free: Time,
}

impl Account {
    /// The functions in order of their names.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        self.fleets.values().map(|fleet| &fleet.function)
    }

    /// A function by its name, to be changed.
    pub fn function_mut(&mut self, function: &str) -> Option<&mut Function> {
        self.fleets.get_mut(function).map(|fleet| &mut fleet.function)
    }

    /// Begins an invocation `now`; the caller answers when it `ends`.
    ///
    /// An empty payload is an empty event, as on AWS.
    pub fn invoke(&mut self, function: &str, payload: &[u8], now: Time) -> Result<Invocation, InvokeError> {
        let event = event(payload)?;
        self.fleets.get(function).ok_or(InvokeError::ResourceNotFound)?.admit(now)?;
        let mut rng = chance(self.options.seed, "asked/invocation", self.asked.next());
        let unavailable = rng.f64() < self.options.api_failure_rate;
        let weather = if unavailable { Weather::Unavailable } else { Weather::Fair };
        let invocation = self.begin(function, &event, weather, &mut rng, now)?;
        self.did("Invoke", function, &invocation.request_id, now);
        Ok(invocation)
    }

    /// Reserves concurrency for a function, or gives it back; whether there is such a function.
    pub fn reserve_concurrency(&mut self, function: &str, reserved: Option<i32>) -> bool {
        let Some(fleet) = self.fleets.get_mut(function) else { return false };
        fleet.function.reserved_concurrency = reserved;
        true
    }

    /// Begins an invocation in a given weather.
    pub(super) fn begin(
        &mut self,
        function: &str,
        event: &Value,
        weather: Weather,
        rng: &mut Rng,
        now: Time,
    ) -> Result<Invocation, InvokeError> {
        let fleet = self.fleets.get_mut(function).ok_or(InvokeError::ResourceNotFound)?;
        let request_id = uuid(rng);
        let called = now + between(rng, 4, 15);
        let (stream, init) = fleet.enter(called, rng);
        let began = called + init.unwrap_or_default();
        let answer = Answer::at(self.options.seed, began);
        let timeout = TimeDelta::seconds(fleet.function.timeout_seconds.into());
        let world = World { answer: &answer, buckets: &self.buckets, timeout };
        let performance = ingest::perform(event, weather, &world, rng);
        fleet.leave(&stream, began, &performance);
        let init = init.map(|duration| (called, duration));
        let trace = Trace {
            function: &fleet.function,
            request_id: &request_id,
            performance: &performance,
            init,
            began,
        };
        let (group, lines) = (trace.function.log_group.clone(), trace.lines());
        let invocation = trace.invocation(between(rng, 4, 15));
        self.say(&group, &stream, lines, lag(self.options.seed, &stream, began));
        if let Some(upload) = performance.upload {
            self.agenda.add(began + upload.after, Due::Upload(upload.bucket, answer));
        }
        Ok(invocation)
    }
}

impl Fleet {
    pub(super) fn new(function: Function) -> Self {
        Self { function, environments: Vec::new(), well: true }
    }

    /// Whether one more invocation may begin.
    fn admit(&self, now: Time) -> Result<(), InvokeError> {
        let busy = self.environments.iter().filter(|environment| environment.free > now).count();
        let reserved = self.function.reserved_concurrency.and_then(|most| usize::try_from(most).ok());
        if reserved.is_some_and(|most| busy >= most) {
            return Err(InvokeError::ReservedConcurrencyReached);
        }
        Ok(())
    }

    /// The stream of a warm environment, else of a new one and how long that takes to start up.
    fn enter(&mut self, now: Time, rng: &mut Rng) -> (String, Option<TimeDelta>) {
        self.environments.retain(|environment| environment.free + KEPT_WARM > now);
        let warm = self.environments.iter().filter(|environment| environment.free <= now);
        if let Some(environment) = warm.max_by_key(|environment| environment.free) {
            return (environment.stream.clone(), None);
        }
        let stream = format!("{}/[$LATEST]{}", now.format("%Y/%m/%d"), hex(rng, 32));
        self.environments.push(Environment { stream: stream.clone(), free: now });
        (stream, Some(between(rng, 240, 460)))
    }

    /// A handler that was killed takes its environment with it.
    fn leave(&mut self, stream: &str, began: Time, performance: &Performance) {
        self.well = performance.end.is_well();
        if performance.end == ingest::End::TimedOut {
            self.environments.retain(|environment| environment.stream != stream);
        }
        for environment in self.environments.iter_mut().filter(|environment| environment.stream == stream) {
            environment.free = began + performance.duration;
        }
    }
}

fn event(payload: &[u8]) -> Result<Value, InvokeError> {
    if payload.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(payload).map_err(|error| {
        InvokeError::InvalidRequestContent(format!("Could not parse request body into json: {error}"))
    })
}

#[cfg(test)]
mod tests;
