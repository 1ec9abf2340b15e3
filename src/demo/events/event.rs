//! A single event, and how its id is made.

use std::sync::Arc;

use crate::demo::chance::hash;

/// A stream may take in so many events of one millisecond before ids repeat.
const COUNTED: u64 = 1_000_000;
const TO_18: u64 = 1_000_000_000_000_000_000;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// The stream's name.
    pub stream: Arc<str>,
    /// Milliseconds since 1970: when it was said.
    pub timestamp: i64,
    /// Milliseconds since 1970: when it arrived; never in the future.
    pub ingestion: i64,
    /// The text; may have several lines, and ends with a newline where Lambda wrote it.
    pub message: String,
    /// The last 24 digits of the id: they tell events of a millisecond apart.
    pub(super) number: u128,
}

impl LogEvent {
    /// The `count`th event of its stream.
    pub(super) fn new(stream: Arc<str>, count: u64, timestamp: i64, ingestion: i64, message: String) -> Self {
        let number = u128::from(count % COUNTED) * u128::from(TO_18) + u128::from(hash(&stream) % TO_18);
        Self { stream, timestamp, ingestion, message, number }
    }

    /// An event that says this, and nothing else of interest.
    #[cfg(test)]
    pub(in crate::demo) fn sample(message: &str) -> Self {
        Self::new("s".into(), 1, 0, 0, message.to_owned())
    }

    /// 56 digits, which grow with the timestamp: it times 2^144, rounded up, and what tells events of a millisecond apart.
    pub fn id(&self) -> String {
        const TWO_TO_144_IN_10_TO_24: u128 = 22_300_745_198_530_623_142;
        let head = u128::from(self.timestamp.unsigned_abs()) * TWO_TO_144_IN_10_TO_24;
        format!("{head:032}{:024}", self.number)
    }

    /// Where it stands among the events of its group.
    pub fn order(&self) -> (i64, i64, u128) {
        (self.timestamp, self.ingestion, self.number)
    }
}
