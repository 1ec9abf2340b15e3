//! What a line of a function's log says about an invocation.

mod json;
mod report;
mod text;

pub use report::{Millis, Report};

use crate::domain::invocation::Outcome;
use crate::domain::text::Foreign;

/// A line that matters. Equal lines of one moment in one stream are the same line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// What it says; first, so that of one moment START comes first and REPORT last.
    pub says: Says,
    /// The request id; most application lines have none, and belong to what runs in their stream.
    pub id: Option<Foreign>,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// The invocation starts.
    Start,
    /// It returned this status.
    Returned {
        /// Whether the line says `returned`; else it merely is an object with a status in it.
        plainly: bool,
        /// Such as 503.
        status: u16,
    },
    /// It failed, in one of the ways of [`Outcome::failure`].
    Failed(Outcome),
    /// It is over.
    Report(Box<Report>),
}

impl Mark {
    /// Reads a line of either log format; `None`: nothing about an invocation.
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if line.starts_with('{') { json::read(line) } else { text::read(line) }
    }

    fn of(says: Says, id: Option<&str>) -> Self {
        Self { says, id: id.map(Foreign::from) }
    }

    fn failed(kind: &str, message: &str, id: Option<&str>) -> Self {
        Self::of(Says::Failed(Outcome::failure(kind, message)), id)
    }
}

/// The integer `statusCode` of a JSON object, where it could be a status of HTTP.
pub fn status_of(object: &serde_json::Value) -> Option<u16> {
    let status = object.as_object()?.get("statusCode")?.as_u64()?;
    u16::try_from(status).ok().filter(|number| is_status(*number))
}

fn is_status(number: u16) -> bool {
    (100..1_000).contains(&number)
}

#[cfg(test)]
mod tests;
