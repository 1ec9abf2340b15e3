//! REPORT: what Lambda says of an invocation at its end.

use std::cmp::Ordering;

use serde_json::Value;

use crate::domain::invocation::Outcome;

/// The figures of a REPORT line or of a `platform.report` record; what is absent was not said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Report {
    /// How long the handler ran.
    pub duration: Option<Millis>,
    /// What is paid for.
    pub billed: Option<Millis>,
    /// Megabytes that the function may use.
    pub memory: Option<u32>,
    /// Megabytes that it used.
    pub used: Option<u32>,
    /// How long the initialisation took, or the restoring of a snapshot.
    pub init: Option<Millis>,
    /// What failed; an exception of the function's own is not told here, but for its type perhaps.
    pub verdict: Option<Outcome>,
}

/// Milliseconds, as exact as they were written.
#[derive(Debug, Clone, Copy)]
pub struct Millis(pub f64);

impl PartialEq for Millis {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Millis {}

impl PartialOrd for Millis {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Millis {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Report {
    /// Reads `Key: value` fields, in any order, split at tabs and line ends.
    pub fn from_fields(fields: &str) -> Self {
        let mut report = Self::default();
        let (mut status, mut kind, mut restore) = ("", "", None);
        for field in fields.split(['\t', '\n', '\r']) {
            let Some((key, value)) = field.trim().split_once(": ") else { continue };
            match key {
                "Duration" => report.duration = number(value).map(Millis),
                "Billed Duration" => report.billed = number(value).map(Millis),
                "Memory Size" => report.memory = number(value),
                "Max Memory Used" => report.used = number(value),
                "Init Duration" => report.init = number(value).map(Millis),
                "Restore Duration" => restore = number(value).map(Millis),
                "Status" => status = value.trim(),
                "Error Type" => kind = value.trim(),
                _ => {}
            }
        }
        report.init = report.init.or(restore);
        report.judged(status, kind)
    }

    /// Reads the `record` of a `platform.report`.
    pub fn from_record(record: &Value) -> Self {
        let metric = |name: &str| record.get("metrics").and_then(|metrics| metrics.get(name));
        let millis = |name: &str| metric(name).and_then(Value::as_f64).map(Millis);
        let megabytes = |name: &str| metric(name).and_then(Value::as_u64).and_then(|n| n.try_into().ok());
        let word = |name: &str| record.get(name).and_then(Value::as_str).unwrap_or_default();
        let report = Self {
            duration: millis("durationMs"),
            billed: millis("billedDurationMs"),
            memory: megabytes("memorySizeMB"),
            used: megabytes("maxMemoryUsedMB"),
            init: millis("initDurationMs").or_else(|| millis("restoreDurationMs")),
            verdict: None,
        };
        report.judged(word("status"), word("errorType"))
    }

    fn judged(mut self, status: &str, kind: &str) -> Self {
        let is_full = self.memory.is_some() && self.used >= self.memory;
        self.verdict = match (status, kind) {
            ("" | "success", "") => None,
            ("timeout", _) => Some(Outcome::TimedOut),
            (_, "Runtime.ExitError") if is_full => Some(Outcome::OutOfMemory),
            (status, "") => Some(Outcome::failure("", &format!("status: {status}"))),
            (_, kind) => Some(Outcome::failure(kind, "")),
        };
        self
    }
}

/// The number that a value such as `2.46 ms` starts with.
fn number<T: std::str::FromStr>(value: &str) -> Option<T> {
    value.split_whitespace().next()?.parse().ok()
}
