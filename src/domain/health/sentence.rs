//! What is wrong with a step, as one sentence.

use super::{Health, Pipeline, State, Step};
use crate::clock::Time;
use crate::domain::{text, words};

/// Reasons that are predicates themselves: `timed out 3m ago`, not `failed 3m ago: timed out`.
const PREDICATES: [&str; 6] =
    ["timed out", "ran out of memory", "was stopped", "was cancelled", "expired", "crashed"];

impl Health {
    /// What is wrong, since when and why; `None`: nothing is.
    pub fn sentence(&self, pipeline: &Pipeline, now: Time) -> Option<String> {
        let why = self.why.as_deref()?;
        let name = name(self.step, pipeline);
        let age = self.since.map(|since| now - since);
        Some(match (self.state, self.step, age) {
            (State::Failed, Step::Ingest | Step::Etl | Step::Crawl, Some(age)) => {
                failed(&name, why, &words::ago(age))
            }
            (State::Degraded, Step::Raw | Step::Processed, Some(age)) => {
                format!("{name} ({} old): {why}", words::age(age))
            }
            (State::Late, _, Some(age)) => format!("{name} is late by {}: {why}", words::age(age)),
            (State::Slow, _, Some(age)) => format!("{name} is slow, running for {}: {why}", words::age(age)),
            (State::Failed, Step::Ingest | Step::Etl | Step::Crawl, None) => format!("{name} failed: {why}"),
            _ => format!("{name}: {why}"),
        })
    }
}

fn failed(name: &str, why: &str, ago: &str) -> String {
    let (head, rest) = why.split_once(": ").map_or((why, None), |(head, rest)| (head, Some(rest)));
    if !PREDICATES.contains(&head) {
        return format!("{name} failed {ago}: {why}");
    }
    rest.map_or_else(|| format!("{name} {head} {ago}"), |rest| format!("{name} {head} {ago}: {rest}"))
}

/// What people call the step's thing: the last part of its name in AWS, else the step's own name.
fn name(step: Step, pipeline: &Pipeline) -> String {
    let resource = step.resource(pipeline).unwrap_or_default();
    let last = match step {
        Step::Raw | Step::Processed => resource.trim_end_matches('/').rsplit('/').next(),
        Step::Ingest => resource.rsplit(":function:").next(),
        Step::Etl | Step::Crawl | Step::Table => Some(resource.as_str()),
    };
    let last = last.filter(|last| !last.is_empty()).unwrap_or(step.name());
    text::visible(last).into_owned()
}
