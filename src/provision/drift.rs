//! How what is deployed is to what this program would deploy.

use super::script::{Likeness, hash, likeness};
use super::{Site, Stop, report};
use crate::blueprint;
use crate::cloud::{Content, Since};
use crate::domain::fault::Fault;
use crate::domain::stack::{Stack, Standing, first_cause};

/// The file that `CloudFormation` puts inline code into.
const CODE: &str = "index.py";

/// What is known of a deployed pipeline.
#[derive(Debug)]
pub struct Drift {
    stack: Stack,
    /// What failed first, where the last operation on it did not come to a good end.
    cause: Option<String>,
    parts: [(&'static str, &'static str, Result<Likeness, Fault>); 3],
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All is as it would be deployed.
    Well,
    /// Something is not, or could not be compared, or is being changed.
    Drifted,
    /// The stack is not what it was meant to be.
    Broken,
}

impl Site {
    /// Compares a deployed pipeline with what this program would deploy.
    pub async fn drift(&self, stack: Stack) -> Result<Drift, Stop> {
        let cause = if stack.is_well() { None } else { self.cause(&stack).await };
        let template = self.stacks.template(&stack.id).await;
        let template = template.map(|text| likeness(&Content::Is(text.into_bytes()), &blueprint::template()));
        let handler = match stack.outputs.get("Function") {
            Some(function) => {
                self.stacks.code(function, CODE).await.map(|content| likeness(&content, blueprint::INGEST))
            }
            None => Ok(Likeness::Missing),
        };
        let script = match Self::script_place(&stack) {
            Some((bucket, key)) => {
                self.stacks.content(bucket, key).await.map(|content| likeness(&content, blueprint::ETL))
            }
            None => Ok(Likeness::Missing),
        };
        let parts = [
            ("template", "the stack's", template),
            ("handler", "the code that Lambda runs", handler),
            ("script", "the object in S3", script),
        ];
        Ok(Drift { stack, cause, parts })
    }

    /// What failed first in the last operation. Without an answer the status has to do.
    async fn cause(&self, stack: &Stack) -> Option<String> {
        let events = self.stacks.events(&stack.id, Since::Operation).await.ok()?;
        let events = self.explained(&stack.id, events).await;
        first_cause(&events).map(report::cause)
    }
}

impl Drift {
    /// What it comes to.
    pub fn state(&self) -> State {
        match () {
            () if self.stack.standing() == Standing::Busy => State::Drifted,
            () if !self.stack.is_well() => State::Broken,
            () if self.parts.iter().all(|(_, _, part)| *part == Ok(Likeness::Same)) => State::Well,
            () => State::Drifted,
        }
    }

    /// A table of it: what, how it is, what was compared.
    pub fn text(&self, site: &Site) -> String {
        let Stack { name, status, reason, changed, .. } = &self.stack;
        let changed = changed.map(|time| format!(", since {}", time.format("%Y-%m-%d %H:%M:%S UTC")));
        let heading = format!(
            "stack     {}  {}{}  ({})",
            crate::domain::text::visible(name),
            status.visible(),
            changed.unwrap_or_default(),
            site.whereabouts()
        );
        let mut lines = vec![heading];
        if !reason.is_empty() {
            lines.push(format!("          {}", reason.headline()));
        }
        lines.extend(self.cause.iter().map(|cause| format!("          {cause}")));
        lines.extend(self.parts.iter().map(|(what, compared, like)| part(what, compared, like)));
        lines.join("\n") + "\n"
    }
}

/// A line of the table.
fn part(what: &str, compared: &str, like: &Result<Likeness, Fault>) -> String {
    let ours = match what {
        "template" => hash(blueprint::template().as_bytes()),
        "handler" => hash(blueprint::INGEST.as_bytes()),
        _ => hash(blueprint::ETL.as_bytes()),
    };
    let words = match like {
        Ok(Likeness::Same) => format!("as bundled    sha256 {}", brief(&ours)),
        Ok(Likeness::Differs(theirs)) => {
            format!("DIFFERS       sha256 {}, bundled {}", brief(theirs), brief(&ours))
        }
        Ok(Likeness::Missing) => format!("MISSING       bundled sha256 {}", brief(&ours)),
        Err(fault) => format!("not compared  {}", fault.words()),
    };
    format!("{what:<9} {words}  ({compared})")
}

/// Enough of a hash to tell two apart.
fn brief(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
